"""Why a passage that sounds like an attack must not be plotted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from geomap.text.lexicon import rows


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reason against a passage, by kind and in words."""

    kind: str
    reason: str
    hard: bool = True
    """A soft one holds only where the sentence has another clause that reports the event."""


HANGING = Verdict("background", "goes on about what is told in passing")
LISTED = Verdict("aggregate", "stands in a list that breaks down a sum")
SUM = Verdict("aggregate", "counts or sums up attacks since a date")


_CAPITALS = re.compile(r"(?<!\\)[A-Z]|\(\?-i")


@cache
def _rules(scope: str, lang: str) -> tuple[tuple[re.Pattern[str], bool, Verdict], ...]:
    """Give the rules of a scope, each with whether it minds capitals.

    The others are searched in lower case, which costs half of a search that minds none.
    """
    found = []
    for row in rows("reject", lang):
        if row["scope"] == scope:
            minds = _CAPITALS.search(row["pattern"]) is not None
            pattern = re.compile(row["pattern"], re.IGNORECASE if minds else 0)
            found.append((pattern, minds, Verdict(row["kind"], row["reason"])))
    return tuple(found)


_SOFT = re.compile(
    r"^\W*(?:(?:(?:(?:a|two|three|several)\s+)?(?:days?|hours?|an hour)\s+)?after|following|before"
    r"|(?:just\s+)?as|the (?:first|second|third)|like|as part of)\b",
    re.IGNORECASE,
)


def sentence_verdict(text: str, start: int, end: int, *, lang: str = "en") -> Verdict | None:
    """Judge a whole sentence; ``None`` where nothing speaks against it."""
    sentence = text[start:end]
    lower = sentence.lower()
    for pattern, minds, verdict in _rules("sentence", lang):
        if pattern.search(sentence if minds else lower):
            return verdict
    return None


def segment_verdict(text: str, start: int, end: int, *, lang: str = "en") -> Verdict | None:
    """Judge one clause of a sentence."""
    segment = text[start:end]
    lower = segment.lower()
    for pattern, minds, verdict in _rules("segment", lang):
        if pattern.search(segment if minds else lower):
            if verdict.kind == "background" and _SOFT.match(segment):
                return Verdict(verdict.kind, verdict.reason, hard=False)
            return verdict
    return None
