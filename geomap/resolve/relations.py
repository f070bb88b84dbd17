"""Words that mean not a place but a part of it, its surroundings, or somewhere off it.

The grammar is small and reads a whole phrase: "western Iraq", "10 km south of Mosul",
"outskirts of Aleppo", "Syria-Iraq border", "off Hodeidah". What area is meant is worked
out in `geomap.resolve.areas`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from math import atan2, cos, degrees, radians, sin
from typing import TYPE_CHECKING

from geomap.gazetteer.names import strip_generic

if TYPE_CHECKING:
    from collections.abc import Callable


class Sort(StrEnum):
    """Sorts of spatial relation."""

    NEAR = "near"
    OUTSKIRTS = "outskirts"
    COUNTRYSIDE = "countryside"
    PART = "part"
    TOWARDS = "towards"
    OFFSET = "offset"
    WITHIN = "within"
    AWAY = "away"
    BETWEEN = "between"
    BORDER = "border"
    COAST = "coast"
    ALONG = "along"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation and the words for the places that it relates to."""

    sort: Sort
    words: str
    """For `Resolution.relation`: "vicinity of", "western", "10 km south of"."""
    names: tuple[str, ...]
    bearing: float | None = None
    """Degrees clockwise from north; ``None`` for the centre, or where no direction is named."""
    metres: float | None = None
    far: bool = False
    """"far", "deep", "-most": the outermost part."""


_POINT = {"north": 0, "east": 90, "south": 180, "west": 270}
_DIRECTION = r"(?:north|south|east|west)(?:[- ]?(?:north|south|east|west)){0,2}"
_SHORT_DIRECTION = {"n": 0, "ne": 45, "e": 90, "se": 135, "s": 180, "sw": 225, "w": 270, "nw": 315}
_NUMBERS = {
    word: number
    for number, words in {
        1: "a one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
        10: "ten", 12: "twelve", 15: "fifteen", 20: "twenty", 25: "twenty-five", 30: "thirty", 40: "forty",
        50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety", 100: "hundred",
    }.items()
    for word in words.split()
}  # fmt: skip
_UNITS = (
    (r"kilomet(?:er|re)s?|kms?", 1000.0, "km"),
    (r"nautical[- ]miles?|nmi|nm", 1852.0, "nautical miles"),
    (r"miles?|mi", 1609.344, "miles"),
    (r"met(?:er|re)s?|m", 1.0, "m"),
    (r"yards?|yds?", 0.9144, "yards"),
)
_NUMBER = rf"(?P<number>\d+(?:[.,]\d+)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = "(?P<unit>" + "|".join(pattern for pattern, _, _ in _UNITS) + ")"
_ABOUT = (
    r"(?:(?:about|around|some|approximately|approx\.?|roughly|nearly|almost|over|more than|less than|just|only|"
    r"up to|at least|circa|ca\.?|an? estimated|~)\s*)*"
)
_ADJECTIVE = rf"(?P<direction>{_DIRECTION})(?P<ern>ern(?P<most>most)?)?"
_FAR = r"(?:(?P<far>far|deep|extreme|remote|upper)[ -])?"
_PIECE = r"(?:parts?|half|side|sections?|areas?|portions?|reaches|regions?|edge)"


def parse(text: str) -> Relation | None:
    """Read a spatial relation from a phrase; ``None`` if there is none.

    Parameters
    ----------
    text
        A phrase, single-spaced; see `tests/cases/relations.csv` for what is read.
    """
    if len(text) < 4 or (" " not in text and "-" not in text):
        return None
    for pattern, build in _GRAMMAR:
        match = pattern.fullmatch(text)
        if match is not None:
            relation = build(match)
            if relation is not None and all(relation.names):
                return relation
    return None


def bearing_of(direction: str) -> float:
    """Bearing of a compass word: 225 for "south-west", 22.5 for "north-northeast"."""
    points = [float(_POINT[word]) for word in re.findall("north|south|east|west", direction.lower())]
    if len(points) == 3:
        points = [points[0], _middle(points[1], points[2])]
    return points[0] if len(points) == 1 else _middle(points[0], points[1])


def _middle(one: float, other: float) -> float:
    east = sin(radians(one)) + sin(radians(other))
    north = cos(radians(one)) + cos(radians(other))
    return round(degrees(atan2(east, north)) % 360, 2)


def plain(direction: str) -> str:
    """Spell a compass word in one way: "northeast"."""
    return re.sub(r"[- ]", "", direction.lower())


def _simple(sort: Sort, words: str) -> Callable[[re.Match[str]], Relation | None]:
    return lambda match: Relation(sort, words, (match["name"],))


def _offset(match: re.Match[str]) -> Relation | None:
    written = match["number"].lower().replace(",", ".")
    number = float(_NUMBERS.get(written, 0) or written)
    _, metres, unit = next(row for row in _UNITS if re.fullmatch(row[0], match["unit"], re.IGNORECASE))
    groups = match.groupdict()
    size = f"{number:g} {unit}"
    direction = groups.get("direction")
    if direction:
        short = _SHORT_DIRECTION.get(direction.lower())
        towards = float(short) if short is not None else bearing_of(direction)
        words = f"{size} {plain(direction) if short is None else direction.upper()} of"
        return Relation(Sort.OFFSET, words, (match["name"],), towards, number * metres)
    if groups.get("within"):
        return Relation(Sort.WITHIN, f"within {size} of", (match["name"],), None, number * metres)
    return Relation(Sort.AWAY, f"{size} from", (match["name"],), None, number * metres)


def _part(match: re.Match[str]) -> Relation | None:
    name = match["name"]
    groups = match.groupdict()
    # "northern province of Kirkuk", "western city of Hit": where it lies, not a part of it.
    head, joint, _ = name.partition(" of ")
    if joint and not strip_generic(f"{head} x")[0].replace("x", "").strip():
        return None
    direction = plain(match["direction"])
    far = bool(groups.get("far") or groups.get("most"))
    words = f"far {direction}ern" if far else f"{direction}ern"
    return Relation(Sort.PART, words, (name,), bearing_of(direction), far=far)


def _towards(match: re.Match[str]) -> Relation | None:
    direction = match["direction"]
    return Relation(Sort.TOWARDS, f"{plain(direction)} of", (match["name"],), bearing_of(direction))


def _border(match: re.Match[str]) -> Relation | None:
    groups = match.groupdict()
    names = tuple(name for name in (groups.get("name"), groups.get("other")) if name)
    near = bool(groups.get("near"))
    return Relation(Sort.BORDER, "near the border of" if near else "border of", names)


_ARABIC_POINTS = {"شمال": "north", "جنوب": "south", "شرق": "east", "غرب": "west"}
_ARABIC_DIRECTION = r"(?P<one>شمال|جنوب|شرق|غرب)ي?(?: (?P<two>شرق|غرب)ي?)?"


def _arabic_part(match: re.Match[str]) -> Relation | None:
    direction = _ARABIC_POINTS[match["one"]] + _ARABIC_POINTS.get(match["two"] or "", "")
    return Relation(Sort.PART, f"{direction}ern", (match["name"],), bearing_of(direction))


_NAME = r"(?:the )?(?P<name>.+?)"
_OTHER = r"(?:the )?(?P<other>.+?)"
_BORDER_NOUN = r"(?:border|frontier|border area|border region|border zone|borders|border line|borderline)"
_NEARBY = r"(?:(?P<near>near|close to|along|by|at|around|not far from)|on|in) "

_RULES: tuple[tuple[str, Callable[[re.Match[str]], Relation | None]], ...] = (
    # Distances come first: "10 km south of Mosul" also holds "south of Mosul".
    (rf"{_ABOUT}{_NUMBER}[ -]?{_UNIT}(?: \([^)]*\))?,? (?:away )?(?:to the |due )?"
     rf"(?P<direction>{_DIRECTION}|[NSEW]{{1,2}}) (?:of|from) {_NAME}", _offset),
    (rf"(?P<within>within) {_ABOUT}{_NUMBER}[ -]?{_UNIT}(?: \([^)]*\))? (?:of|from) {_NAME}", _offset),
    (rf"{_ABOUT}{_NUMBER}[ -]?{_UNIT}(?: \([^)]*\))? (?:away )?(?:from|outside(?: of)?|off) {_NAME}", _offset),
    (rf"(?:{_NEARBY})?(?:the )?{_BORDER_NOUN} (?:between|of) {_NAME} (?:and|with) {_OTHER}", _border),
    (rf"(?:{_NEARBY})?(?:the )?(?P<name>[^-–—/]+?)(?:['’]s {_BORDER_NOUN} with {_OTHER})", _border),
    (rf"(?:{_NEARBY})?(?:the )?(?P<name>[^-–—/]+?)\s?[-–—/]\s?(?P<other>[^-–—/]+?) {_BORDER_NOUN}", _border),
    (rf"(?:{_NEARBY})?(?:the )?{_BORDER_NOUN} (?:with|of) {_NAME}", _border),
    (rf"(?:{_NEARBY})?(?:the )?(?P<name>[^-–—/]+?)(?:['’]s)? {_BORDER_NOUN}", _border),
    (rf"(?:the )?(?:road |highway |route |area |way |line )?(?:linking |connecting |in )?between {_NAME} and {_OTHER}",
     lambda match: Relation(Sort.BETWEEN, "between", (match["name"], match["other"]))),
    (rf"(?:in |on |at )?(?:the )?(?:immediate |general |wider |close )?"
     rf"(?:vicinity|surroundings?|environs|proximity|area around|areas around) (?:of |to )?{_NAME}",
     _simple(Sort.NEAR, "vicinity of")),
    (rf"(?:in |on |at )?(?:the )?(?:outskirts|edges?|periphery|suburbs|entrances?|gates?) (?:of|to) {_NAME}",
     _simple(Sort.OUTSKIRTS, "outskirts of")),
    (rf"(?:in )?(?:the )?(?:countryside|rural areas?|hinterland) (?:of|around) {_NAME}",
     _simple(Sort.COUNTRYSIDE, "countryside of")),
    (rf"(?:near|near to|close to|next to|adjacent to|around|just outside(?: of)?|outside(?: of)?|not far from|"
     rf"in front of|beside|opposite) {_NAME}", _simple(Sort.NEAR, "vicinity of")),
    (rf"(?:in |on )?{_NAME}(?:['’]s)? (?:outskirts|suburbs|periphery)", _simple(Sort.OUTSKIRTS, "outskirts of")),
    (rf"(?:in )?{_NAME}(?:['’]s)? countryside", _simple(Sort.COUNTRYSIDE, "countryside of")),
    (rf"(?:in )?{_NAME}(?:['’]s)? (?:vicinity|surroundings|environs)", _simple(Sort.NEAR, "vicinity of")),
    (rf"rural {_NAME}", _simple(Sort.COUNTRYSIDE, "countryside of")),
    (rf"(?:in )?(?:the )?(?:waters )?off (?:of )?(?:the )?(?:coasts?|shores?|waters|port) of {_NAME}",
     _simple(Sort.COAST, "off the coast of")),
    (rf"(?:in )?(?:the )?(?:waters )?off (?:the )?(?P<name>.+?)(?:['’]s)?(?: coast| shore| waters)?",
     _simple(Sort.COAST, "off the coast of")),
    (rf"along (?:the )?(?:banks? of )?{_NAME}", _simple(Sort.ALONG, "along")),
    (rf"(?:the )?(?:banks? of |shores? of ){_NAME}", _simple(Sort.ALONG, "along")),
    (rf"(?:in |on )?(?:the )?{_FAR}{_ADJECTIVE} of {_NAME}",
     lambda match: _part(match) if match[0].lower().startswith(("the ", "in ", "on ")) else _towards(match)),
    (rf"(?:in |on )?(?:the )?{_FAR}{_ADJECTIVE}(?: {_PIECE})? (?:of )?{_NAME}", _part),
    (rf"(?P<name>.+?)['’]s {_FAR}{_ADJECTIVE}(?: {_PIECE})?", _part),
    (rf"(?:in )?(?:the )?(?:central|cent(?:er|re) of|downtown|heart of|middle of) {_NAME}",
     lambda match: Relation(Sort.PART, "central", (match["name"],))),
    # Arabic: the countryside, the surroundings, a cardinal part.
    (r"ب?ريف (?P<name>.+)", _simple(Sort.COUNTRYSIDE, "countryside of")),
    (r"(?:قرب|بالقرب من|محيط|في محيط|ضواحي) (?P<name>.+)", _simple(Sort.NEAR, "vicinity of")),
    (rf"{_ARABIC_DIRECTION} (?P<name>.+)", _arabic_part),
)  # fmt: skip
_GRAMMAR = tuple((re.compile(pattern, re.IGNORECASE), build) for pattern, build in _RULES)
