"""People killed and wounded, as reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from geomap.text import quantities
from geomap.text.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.text.quantities import Quantity

_BE = (
    r"(?:were|was|(?:now\s+)?known\s+to\s+have|(?:have|has|had)\s+been|are|is|reportedly|also|sadly"
    r"|now|feared|believed\s+to\s+be)"
)
_FATE = (
    r"(?:(?P<killed>killed|dead|died|martyred|slain|lost\s+their\s+lives)|(?P<wounded>wounded|injured|hurt))"
)
_BEFORE = re.compile(
    r"\b(?:(?P<killed>kill(?:ed|ing|s)|claim(?:ed|ing)\s+the\s+lives\s+of|(?:shot|stabbed|hacked|beaten|burned|burnt)\s+(?:dead|to\s+death)|shooting\s+dead|behead(?:ed|ing)|(?:the\s+)?martyrdom\s+of|(?:the\s+)?deaths?\s+of"
    r"|death\s+toll\s+(?:of|to|at)|toll\s+(?:has\s+|had\s+)?(?:now\s+)?(?:rose|risen|climbed|rises|reached|stands)\s+(?:to|at)"
    r"|(?:raised|revised|updated)\s+(?:it|(?:the|that)\s+(?:\w+\s+)?(?:toll|figure|number))\s+to|put\s+the\s+(?:\w+\s+)?(?:toll|dead)\s+at|number\s+of\s+(?:the\s+)?(?:dead|deaths)\s+at|(?:left|leaving)(?=\s+(?:\S+\s+){1,3}dead))|(?P<wounded>wound(?:ed|ing|s)|injur(?:ed|ing|es|ies\s+to|y\s+(?:of|to)|ies\s+of)|hurt(?:ing)?|the\s+(?:wounded|injured)\s+at))\s+"
    r"(?:a\s+total\s+of\s+)?[“\"‘']?$",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?P<no>no|zero|without(?:\s+causing)?(?:\s+any)?)\s+(?:(?:immediate|initial)\s+)?(?:reports?\s+of\s+)?"
    r"(?:(?:material\s+|any\s+)?(?:damage|losses)\s+(?:or|and|nor)\s+)?"
    r"(?:(?:reported|immediate|known|human|further)\s+)*(?P<what>casualties|injuries|deaths|fatalities|losses(?:\s+of\s+life)?|loss\s+of\s+life|victims)\b",
    re.IGNORECASE,
)
_NO_ONE = re.compile(
    rf"\b(?:[Nn]o\s*one|[Nn]obody)\s+(?:was|is|has\s+been|had\s+been)\s+(?:reported(?:ly)?\s+)?{_FATE}\b"
)
_HIM = re.compile(
    r"\b(?:(?P<killed>killing|killed)|(?P<wounded>wounding|injuring|wounded|injured))\s+(?:him|her|(?:his|her|their|its)\s+(?!\w+s\b)\w+)\b"
    r"(?P<and>\s+and\s+(?:his|her)\s+(?!\w+s\b)\w+)?",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"\b(?:an?|one|another)\s+(?:[\w-]+\s+){0,2}?"
    r"(?!(?:group|crew|party|team|unit|total|number|family|crowd|convoy|patrol|squad|cell|list|toll|couple|majority|maximum"
    r"|minimum|average|further|quarter|tally)\s)\w+\s+of\s+$|\baged\s+$",
    re.IGNORECASE,
)
"""Before an age: "a man of 63 died", "a driver of 44"; but not "a group of 44"."""
_NO_BEFORE = re.compile(r"\bno\s+$", re.IGNORECASE)
_PART_OF = re.compile(r"\b(?:including|of (?:whom|them|the)|among them)\s*$", re.IGNORECASE)
_ONE_AND = re.compile(r"\b(?:an?|the)\s+[\w-]+\s+and\s+$", re.IGNORECASE)
_TOLL = re.compile(
    r"\btoll\b[^.;]*\b(?:rose|risen|rises|climbed|climbs|reached|stands|stood)\s+(?:now\s+)?(?:to|at)\s+$",
    re.IGNORECASE,
)
"""The death toll from a strike "rose to 12"."""
_HEAD, _TAIL = 40, 110


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


@cache
def _after(lang: str = "en") -> re.Pattern[str]:
    """Match what follows a figure for people: "39 killed", "nine people, including four children, died"."""
    people = "|".join(sorted((re.escape(w) for w in words("people", lang)), key=lambda w: (-len(w), w)))
    of_them = r"(?:at\s+least\s+)?\w+\s+of\s+(?:them|whom)"
    among = rf"(?:,?\s+(?:including|among\s+them|mostly|{of_them})[^.;]{{0,60}}?,?|,\s+an?\s[^.;,]{{1,50}},)?"
    # Nationalities are people too: "two Israelis".
    named = (
        rf"(?:\s+(?!and\b|or\b)[\w.’'-]+){{0,3}}?\s+(?:{people}|[A-Z]\w+(?:is|ans|ese|ians|s))\b"
        r"(?:\s+and\s+(?!\w+\s+(?:more|other))[\w’'-]+)?(?:\s+of\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s+[\w’'-]+)?)?"
    )
    # Whatever is counted, if it "was killed" it lived: "15 worshippers were killed".
    other = r"(?!and\b|or\b|that\b|which\b|hit\b|struck\b|but\b|no\b|none\b|nobody\b|not\b)"
    anyone = rf"(?:\s+{other}[\w’'-]+){{1,4}}?(?:\s+{_BE})+"
    return re.compile(
        rf"(?:\s+{other}(?!(?:days?|weeks?|hours?|months?|years?)\b)[\w’'-]+){{1,3}}?(?:\s+of\s+\d{{1,3}})?\s+(?P<died>died)\b"
        rf"|(?:{named}(?:\s+of\s+\d{{1,3}})?{among}[”\"’']?(?:\s+{_BE})*|{among}(?:\s+{_BE})+|{anyone}|)\s+(?:\w+ly\s+)?{_FATE}\b"
        r"|\s+(?:(?!and\b)[\w’'-]+\s+){1,6}?(?:received|suffered|sustained)\s+(?:[\w’'-]+,?\s+){0,5}?(?P<hurt>injuries|wounds)"
        r"|(?:\s+(?!and\b|or\b)[\w’'-]+){0,4}?\s+(?:was|were)\s+(?:taken|rushed|evacuated|transferred|admitted)\s+to\s+(?:\w+\s+){0,3}?"
        r"hospitals?\b[^.;]{0,30}?\b(?:injur\w+|wound\w*|burns)\b"
        rf"|{named}\s+(?:(?:are|were|was|is|remain(?:ed)?)\s+(?:still\s+|now\s+)?(?:being\s+treated\s+)?(?:in\s+(?:an?\s+|the\s+)?(?:\w+\s+){{0,1}}hospital"
        r"|for\s+(?:\w+\s+){0,2}(?:wounds|injuries|burns))"
        r"|(?:was|were)\s+hospitali[sz]ed)(?P<treated>\b)"
        r"|(?:\s+[\w’'-]+){0,2}\s+(?:(?P<deaths>deaths|fatalities|dead)|(?P<injuries>injuries))\b"
    )


def find_casualties(text: str, start: int, end: int) -> Iterator[Casualties]:
    """Yield the figures in ``text[start:end]``; "no casualties" gives zeros for both."""
    for match in _NONE.finditer(text, start, end):
        what = match["what"].lower()
        if what != "injuries":
            yield Casualties(match.start(), match.end(), True, 0, 0, 0)
        if what in {"casualties", "injuries", "losses", "victims"}:
            yield Casualties(match.start(), match.end(), False, 0, 0, 0)
    for match in _NO_ONE.finditer(text, start, end):
        yield Casualties(match.start(), match.end(), match["killed"] is not None, 0, 0, 0)
        if match["wounded"] is not None:
            # Where no one was hurt, no one died.
            yield Casualties(match.start(), match.end(), True, 0, 0, 0)
    for match in _HIM.finditer(text, start, end):
        count = 2 if match["and"] else 1
        yield Casualties(match.start(), match.end(), match["killed"] is not None, count, count, count)
    found = [
        quantity
        for quantity in quantities.find(text, start, end)
        if not _AGED.search(text, max(start, quantity.start - _HEAD), quantity.start)
    ]
    for number, quantity in enumerate(found):
        killed = _is_of_killed(text, start, end, quantity)
        if killed is None:
            continue
        counted = _with_listed(text, quantity, found[:number][::-1], found[number + 1 :], start, end)
        if quantity.best == 1 and _ONE_AND.search(text[max(start, quantity.start - _HEAD) : quantity.start]):
            # "a driver and a first aid worker were injured"
            counted = replace(quantity, low=2, best=2, high=2)
        yield Casualties(quantity.start, quantity.end, killed, counted.low, counted.best, counted.high)


_OF_THEM = re.compile(r"\s+of\s+(?:them|whom|these|those)\b", re.IGNORECASE)
_LISTED = re.compile(
    r"\s+(?:(?!and\b|or\b)[\w.’'-]+\s+){0,2}(?!and\b)[\w’'-]+(?:,|\s+and|,\s+and)\s+(?:(?:his|her|their|its)\s+)?"
)
"""Between the figures of "three women, four children and two men", "a woman and her two sons"."""


def _with_listed(
    text: str, quantity: Quantity, before: list[Quantity], after: list[Quantity], start: int, end: int
) -> Quantity:
    """Add up "six civilians and three soldiers were killed", "killing three women and two men"."""
    total = quantity
    listed = after if _BEFORE.search(text[max(start, quantity.start - _HEAD) : quantity.start]) else before
    last = quantity
    for other in listed:
        first, second = (last, other) if other.start > last.start else (other, last)
        if not _LISTED.fullmatch(text, first.end, second.start) or not other.best or not total.best:
            break
        if (first.best == 1 and not _is_person(text, first.end, second.start)) or (
            other is first and _is_of_killed(text, start, end, other) is not None
        ):
            break
        if _OF_THEM.match(text, second.end):
            # "20 people, two of them seriously": the two are counted already.
            break
        if other is second and _after().match(text, other.end, min(end, other.end + _TAIL)):
            # "killing six people and 12 were wounded": the second figure has its own fate.
            break
        low = (total.low or 0) + (other.low or 0) if total.low and other.low else None
        high = (total.high or 0) + (other.high or 0) if total.high and other.high else None
        total, last = replace(total, low=low, best=total.best + other.best, high=high), other
    return total


def _is_person(text: str, start: int, end: int) -> bool:
    """Whether one somebody is counted, not "one house and two people"."""
    return not words("people").isdisjoint(text[start:end].lower().replace(",", " ").split())


def _is_of_killed(text: str, start: int, end: int, quantity: Quantity) -> bool | None:
    """Whether a number counts the killed (True), the wounded (False) or neither."""
    head = text[max(start, quantity.start - _HEAD) : quantity.start]
    if _PART_OF.search(head) or _NO_BEFORE.search(head) or quantity.best == 0:
        return None
    if _TOLL.search(text[start : quantity.start]):
        return True
    # "Killing the driver and a paramedic": what kills the first kills the second.
    led = _ONE_AND.sub("", head) if quantity.best == 1 else head
    fate = _BEFORE.search(led) or _after().match(text, quantity.end, min(end, quantity.end + _TAIL))
    if fate is None:
        return None
    return any(fate.groupdict().get(name) is not None for name in ("killed", "died", "deaths"))
