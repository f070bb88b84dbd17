"""Tells reports that repeat each other: one wire story printed twice is one source.

Rewrites keep most of the words of a sentence. So sentences are compared by the words
they share, in whatever order, and not by their letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.text.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Source

_WORD = re.compile(r"\w+")
_FEWEST = 6
_ALIKE = 0.5


def words_of(quote: str) -> frozenset[str]:
    """Give the words of a sentence that carry its meaning."""
    return frozenset(word for word in _WORD.findall(quote.lower()) if word not in words("little"))


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
