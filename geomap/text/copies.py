"""Tells reports that repeat each other: one wire story printed twice is one source.

Rewrites keep most of the words of a sentence. So sentences are compared by the words
they share, in whatever order, and not by their letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Source

_WORD = re.compile(r"\w+")
_LITTLE = frozenset(
    "a an the of in on at to for and or but by with from as is was were are be been has had have that this it its"
    " their his her they he she which who said says according after not no".split()
)
_FEWEST = 6
_ALIKE = 0.5


def words_of(quote: str) -> frozenset[str]:
    """Give the words of a sentence that carry its meaning."""
    return frozenset(word for word in _WORD.findall(quote.lower()) if word not in _LITTLE)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Give the share of common words, 0 to 1; 0 for sentences too short to tell."""
    if min(len(one), len(other)) < _FEWEST:
        return 0.0
    return len(one & other) / len(one | other)


def retold(one: Sequence[Source], other: Sequence[Source]) -> bool:
    """Whether two reports tell an event in nearly the same words at least once."""
    ours = [words_of(source.quote) for source in one]
    theirs = [words_of(source.quote) for source in other]
    return any(likeness(first, second) >= _ALIKE for first in ours for second in theirs)
