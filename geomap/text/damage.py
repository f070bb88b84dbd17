"""Damage as reported, briefly and in the report's own words."""

from __future__ import annotations

import re

NONE_REPORTED = "none reported"
NOT_KNOWN = "not yet known"

_NONE = re.compile(
    r"\b(?:no|without(?:\s+causing)?(?:\s+any)?)\s+(?:reports?\s+of\s+)?"
    r"(?:(?:reported|immediate|major|significant|material)\s+)*"
    r"(?:(?:casualties|injuries|deaths)\s+(?:or|and|nor)\s+(?:\w+\s+)?)?damages?\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\bextent of (?:the )?(?:damage|destruction)\b[^.;]{0,40}"
    r"(?:yet to be|unclear|unknown|not (?:yet )?(?:known|clear))",
    re.IGNORECASE,
)
_DEGREE = (
    r"(?:superficial|minor|slight|light|limited|some|material|significant|serious|severe|heavy|extensive|major"
    r"|considerable|massive|widespread)"
)
_DAMAGE = re.compile(
    rf"(?:\b{_DEGREE}\s+(?:\w+\s+)?)?\b(?:damage|destruction)\b"
    r"(?:\s+to\s+(?:the\s+|its\s+|a\s+)?(?:[\w’'-]+\s?){1,4})?",
    re.IGNORECASE,
)
_DAMAGED = re.compile(
    r"\b(?:damaged|destroyed|set\s+(?:fire\s+to|ablaze)|put(?:ting)?|knock(?:ed|ing))\s+"
    r"(?:the|a|an|its|several|two|three|it|parts?\s+of)\b[^.,;()]{0,50}",
    re.IGNORECASE,
)
_BARE = frozenset({"damage", "destruction"})


def find_damage(text: str, start: int, end: int) -> str | None:
    """Give what ``text[start:end]`` says of damage; ``None`` where it says nothing."""
    if _NONE.search(text, start, end):
        return NONE_REPORTED
    if _UNKNOWN.search(text, start, end):
        return NOT_KNOWN
    match = _DAMAGE.search(text, start, end) or _DAMAGED.search(text, start, end)
    if match is None:
        return None
    words = " ".join(match.group().split())
    return None if words.lower() in _BARE else words
