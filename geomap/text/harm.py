"""People killed and wounded, and damage, as reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.text import quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.text.quantities import Quantity

_PEOPLE = (
    r"(?:people|persons?|civilians?|soldiers?|troops?|personnel|servicemen|service\s+members|children|women|men|others|workers?|fighters?"
    r"|militants?|police(?:men)?|officers?|tourists?|residents?|members?|guards?|students?|staff|passengers?|journalists?|victims?|martyrs?|militiamen"
    r"|gunmen|contractors?|advisers?|advisors?|sailors?|crew(?:\s+members)?|pilgrims?|villagers?|family\s+members|rescuers|medics?|firefighters?|bystanders"
    r"|insurgents?|terrorists?|rebels?|[A-Z]\w+(?:is|ans|ese|ians|s))"
)
_GAP = rf"(?:\s+(?:of\s+)?(?!and\b|or\b|were\b|was\b)[\w’'-]+){{0,3}}?(?:\s+{_PEOPLE})?(?:,?\s+(?:including|among\s+them|mostly|most\s+of\s+them)[^.;]{{0,60}}?,?)?"
_BE = r"[”\"’']?(?:\s+(?:were|was|have\s+been|has\s+been|had\s+been|are|is|reportedly|also|sadly|confirmed|now|feared|believed\s+to\s+be))*"
_AFTER = re.compile(
    rf"^{_GAP}{_BE}\s+(?:(?P<killed>killed|dead|died|martyred|slain|lost\s+their\s+lives)|(?P<wounded>wounded|injured|hurt))\b"
)
_BEFORE = re.compile(
    r"\b(?:(?P<killed>kill(?:ed|ing|s)|claim(?:ed|ing)\s+the\s+lives\s+of|the\s+deaths?\s+of|death\s+of|death\s+toll\s+(?:of|to|at)|left)"
    r"|(?P<wounded>wound(?:ed|ing|s)|injur(?:ed|ing|es|ies\s+to)|hurt(?:ing)?))\s+(?:a\s+total\s+of\s+)?[“\"‘']?$",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no|any|without(?:\s+causing)?(?:\s+any)?)\s+(?:reports?\s+of\s+)?(?:reported\s+|immediate\s+|known\s+|human\s+|further\s+)*(?P<what>casualties|injuries|deaths|fatalities)\b",
    re.IGNORECASE,
)
_NOT_ANY = re.compile(r"\b(?:no|without)\b", re.IGNORECASE)

_NO_DAMAGE = re.compile(
    r"\b(?:no|without(?:\s+causing)?(?:\s+any)?)\s+(?:reports?\s+of\s+)?(?:reported\s+|immediate\s+|major\s+|significant\s+|material\s+)*(?:(?:casualties|injuries|deaths)\s+(?:or|and|nor)\s+(?:\w+\s+)?)?damages?\b",
    re.IGNORECASE,
)
_UNKNOWN_DAMAGE = re.compile(
    r"\bextent of (?:the )?(?:damage|destruction)\b[^.;]{0,40}(?:yet to be|unclear|unknown|not (?:yet )?(?:known|clear))",
    re.IGNORECASE,
)
_DAMAGE = re.compile(
    r"(?P<level>\b(?:superficial|minor|slight|light|limited|some|material|significant|serious|severe|heavy|extensive|major|considerable|massive|widespread)\s+(?:\w+\s+)?)?"
    r"(?P<noun>\bdamage|\bdestruction)\b(?:\s+to\s+(?:the\s+|its\s+|a\s+)?(?:[\w’'-]+\s?){1,4})?",
    re.IGNORECASE,
)
NOT_KNOWN = "not yet known"
_DAMAGED = re.compile(
    r"\b(?:damaged|destroyed|set\s+(?:fire\s+to|ablaze)|put(?:ting)?|knock(?:ed|ing))\s+(?:the|a|an|its|several|two|three|it|parts?\s+of)\b[^.,;()]{0,50}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Casualties:
    """One figure for people killed or wounded."""

    start: int
    end: int
    killed: bool
    """True for killed, False for wounded."""
    low: int | None
    best: int | None
    high: int | None
    quote: str


def find_casualties(text: str, start: int, end: int) -> Iterator[Casualties]:
    """Yield the figures in ``text[start:end]``; "no casualties" gives zeros for both."""
    for match in _NONE.finditer(text, start, end):
        if not _NOT_ANY.search(match.group()):
            continue
        what = match["what"].lower()
        if what in {"casualties", "deaths", "fatalities"}:
            yield Casualties(match.start(), match.end(), True, 0, 0, 0, match.group())
        if what in {"casualties", "injuries"}:
            yield Casualties(match.start(), match.end(), False, 0, 0, 0, match.group())
    verb: str | None = None
    for quantity in quantities.find(text, start, end):
        kind = _kind(text, start, end, quantity, verb)
        if kind is None:
            continue
        verb = kind
        if (
            re.search(r"\ban?\s+[\w-]+\s+and\s+$", text[max(start, quantity.start - 40) : quantity.start])
            and quantity.best == 1
        ):
            # "a driver and a first aid worker were injured"
            quantity = replace(quantity, low=2, best=2, high=2)
        finish = min(end, quantity.end + 60)
        stop = re.search(r"[,.;]", text[quantity.end : finish])
        quote = text[quantity.start : quantity.end + (stop.start() if stop else finish - quantity.end)]
        yield Casualties(
            quantity.start, quantity.end, kind == "killed", quantity.low, quantity.best, quantity.high, quote
        )


def _kind(text: str, start: int, end: int, quantity: Quantity, verb: str | None) -> str | None:
    head = text[max(start, quantity.start - 40) : quantity.start]
    if re.search(r"\b(?:including|of (?:whom|them|the)|among them)\s*$", head, re.IGNORECASE):
        return None
    tail = text[quantity.end : min(end, quantity.end + 110)]
    before = _BEFORE.search(head)
    if before is not None:
        if before.group("killed") and before.group("killed").lower() == "left":
            after_left = _AFTER.match(tail)
            return _which(after_left)
        return "killed" if before.group("killed") else "wounded"
    after = _AFTER.match(tail)
    if after is not None and quantity.best != 0:
        return _which(after)
    return None


def _which(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    return "killed" if match["killed"] else "wounded"


def find_damage(text: str, start: int, end: int) -> str | None:
    """Give what ``text[start:end]`` says of damage, briefly, in its words; none reported is said so."""
    if _NO_DAMAGE.search(text, start, end):
        return "none reported"
    if _UNKNOWN_DAMAGE.search(text, start, end):
        return NOT_KNOWN
    match = _DAMAGE.search(text, start, end) or _DAMAGED.search(text, start, end)
    if match is None:
        return None
    words = " ".join(match.group().split())
    return None if words.lower() in {"damage", "destruction"} else words
