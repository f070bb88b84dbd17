"""Words that mean not a place but a part of it, its surroundings, or somewhere off it.

The grammar is small and reads a whole phrase: "western Iraq", "10 km south of Mosul",
"outskirts of Aleppo", "Syria-Iraq border", "off Hodeidah". What area is meant is worked
out in `geomap.resolve.areas`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import atan2, cos, degrees, radians, sin

from geomap.gazetteer.names import strip_generic


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
    SHORE = "shore"
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
    link: str = " and "
    """What stands between the first name and the others."""

    def named(self, names: Sequence[str]) -> str:
        """Put the names of its places together: "Euphrates between Hit and Haditha"."""
        return self.link.join(part for part in (names[0], " and ".join(names[1:])) if part)


_POINT = {"north": 0, "east": 90, "south": 180, "west": 270}
_DIRECTION = r"(?:north|south|east|west)(?:[- ]?(?:north|south|east|west)){0,2}"
_SHORT_DIRECTION = {"n": 0, "ne": 45, "e": 90, "se": 135, "s": 180, "sw": 225, "w": 270, "nw": 315}
_THOUSANDS = re.compile(r"(?<=[1-9])[,.](?=\d{3}(?!\d))|(?<=\d{2})[,.](?=\d{3}(?!\d))")
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
    r"(?:(?:about|around|some|approximately|approx\.?|roughly|nearly|almost|over|more than|less than|just|"
    r"only|up to|at least|circa|ca\.?|an? estimated|~)\s*)*"
)
_ADJECTIVE = rf"(?P<direction>{_DIRECTION})(?P<ern>ern(?P<most>most)?)?"
_FAR = r"(?:(?P<far>far|deep|extreme|remote|upper)[ -])?"
_CENTRAL = rf"(?P<direction>{_DIRECTION})[- ]central"
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
    for pattern, build in _grammar():
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


def _length(match: re.Match[str]) -> tuple[str, float]:
    """Give a distance in plain words and in metres."""
    # "1,400 kilometres" is no distance of metres; "2,5 km" is a decimal comma.
    written = _THOUSANDS.sub("", match["number"].lower()).replace(",", ".")
    number = float(_NUMBERS.get(written, 0) or written)
    _, metres, unit = next(row for row in _UNITS if re.fullmatch(row[0], match["unit"], re.IGNORECASE))
    return f"{number:g} {unit}", number * metres


def _offset(match: re.Match[str]) -> Relation | None:
    size, metres = _length(match)
    groups = match.groupdict()
    direction = groups.get("direction")
    if direction:
        short = _SHORT_DIRECTION.get(direction.lower())
        towards = float(short) if short is not None else bearing_of(direction)
        words = f"{size} {plain(direction) if short is None else direction.upper()} of"
        return Relation(Sort.OFFSET, words, (match["name"],), towards, metres)
    if groups.get("within"):
        return Relation(Sort.WITHIN, f"within {size} of", (match["name"],), None, metres)
    return Relation(Sort.AWAY, f"{size} from", (match["name"],), None, metres)


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


def _between(match: re.Match[str]) -> Relation | None:
    return Relation(Sort.BETWEEN, "between", (match["name"], match["other"]))


def _along(match: re.Match[str]) -> Relation | None:
    groups = match.groupdict()
    others = tuple(name for name in (groups.get("other"), groups.get("third")) if name)
    link = " between " if len(others) > 1 else f" {'in' if groups.get('within') else 'near'} "
    return Relation(Sort.ALONG, "along", (match["name"], *others), link=link if others else " and ")


def _off(match: re.Match[str]) -> Relation | None:
    size, metres = _length(match)
    return Relation(Sort.COAST, f"{size} off the coast of", (match["name"],), metres=metres)


def _half(match: re.Match[str]) -> Relation | None:
    words = f"{plain(match['direction'])}-central"
    return Relation(Sort.PART, words, (match["name"],), bearing_of(match["direction"]))


def _middle_part(match: re.Match[str]) -> Relation | None:
    return Relation(Sort.PART, "central", (match["name"],))


_ARABIC_POINTS = {"شمال": "north", "جنوب": "south", "شرق": "east", "غرب": "west"}
_ARABIC_DIRECTION = r"(?P<one>شمال|جنوب|شرق|غرب)ي?(?: (?P<two>شرق|غرب)ي?)?"


def _arabic_part(match: re.Match[str]) -> Relation | None:
    direction = _ARABIC_POINTS[match["one"]] + _ARABIC_POINTS.get(match["two"] or "", "")
    return Relation(Sort.PART, f"{direction}ern", (match["name"],), bearing_of(direction))


_IN = r"(?:in |on |at )?(?:the )?"
_NAME = r"(?:the )?(?P<name>.+?)"
_OTHER = r"(?:the )?(?P<other>.+?)"
_OWNER = r"(?:in |on )?(?:the )?(?P<name>.+?)(?:['’]s)?"
_TOWARDS = rf"(?P<direction>{_DIRECTION}|[NSEW]{{1,2}})"
_HOW_FAR = rf"{_ABOUT}{_NUMBER}[ -]?{_UNIT}(?: \([^)]*\))?"
_BORDER = (
    r"(?:(?:(?P<near>near|close to|along|by|at|around|not far from)|on|in) )?(?:the )?",
    r"(?:borders?|frontier|border (?:area|region|zone|line)|borderline)",
)
_ONE = r"(?P<name>[^-–—/]+?)"
_ANOTHER = r"(?P<other>[^-–—/]+?)"
_WAY = r"(?:the )?(?:(?:road|highway|route|area|way|line) )?(?:(?:linking|connecting|in) )?"
_SURROUNDINGS = r"(?:vicinity|surroundings?|environs|proximity|areas? around)"
_CLOSE_TO = (
    r"(?:near|near to|close to|next to|adjacent to|around|(?:just )?outside(?: of)?|not far from|in front of|"
    r"beside|opposite)"
)
_BANK = rf"(?:(?:{_DIRECTION}|left|right|opposite|far)(?:ern)? )?(?:banks?|shores?) of"
_BANKS = rf"(?:along (?:the )?(?:banks? of )?|{_IN}{_BANK} )"
_BY = r"(?:(?:all )?along (?:the )?|(?:in |on |at )?(?:the )?)"
_COAST = r"(?:coast(?:line)?s?|shore(?:line)?s?|seaboard|coastal (?:areas?|regions?|towns?|strip|waters))"
_EDGE = r"(?:outskirts|edges?|periphery|suburbs|entrances?|gates?)"
_SEA = r"(?:coasts?|shores?|waters|port)"

_Build = Callable[[re.Match[str]], Relation | None]
_RULES: tuple[tuple[_Build, tuple[str, ...]], ...] = (
    # Distances come first: "10 km south of Mosul" also holds "south of Mosul".
    (
        _offset,
        (
            rf"{_HOW_FAR},? (?:away )?(?:to the |due )?{_TOWARDS} (?:of|from) {_NAME}",
            rf"(?P<within>within) {_HOW_FAR} (?:of|from) {_NAME}",
        ),
    ),
    (
        _off,
        (
            rf"{_HOW_FAR},? (?:away )?(?:off|from) (?:of )?(?:the )?(?:coasts?|shores?) of {_NAME}",
            rf"{_HOW_FAR},? (?:off|from) {_NAME}(?:['’]s)? (?:coast|shore)",
            rf"{_HOW_FAR},? off(?:shore)? (?:of )?{_NAME}",
        ),
    ),
    (
        _offset,
        (rf"{_HOW_FAR} (?:away )?(?:from|outside(?: of)?) {_NAME}",),
    ),
    (
        _border,
        (
            rf"{_BORDER[0]}{_BORDER[1]} (?:between|of) {_NAME} (?:and|with) {_OTHER}",
            rf"{_BORDER[0]}{_ONE}['’]s {_BORDER[1]} with {_OTHER}",
            rf"{_BORDER[0]}{_ONE}\s?[-–—/]\s?{_ANOTHER} {_BORDER[1]}",
            rf"{_BORDER[0]}{_BORDER[1]} (?:with|of) {_NAME}",
            rf"{_BORDER[0]}{_ONE}(?:['’]s)? {_BORDER[1]}",
        ),
    ),
    (_between, (rf"{_WAY}between {_NAME} and {_OTHER}",)),
    (
        _simple(Sort.NEAR, "vicinity of"),
        (
            rf"{_IN}(?:(?:immediate|general|wider|close) )?{_SURROUNDINGS} (?:of |to )?{_NAME}",
            rf"{_CLOSE_TO} {_NAME}",
            rf"{_OWNER} (?:vicinity|surroundings|environs|area)",
            r"(?:قرب|بالقرب من|محيط|في محيط|ضواحي) (?P<name>.+)",
        ),
    ),
    (
        _simple(Sort.OUTSKIRTS, "outskirts of"),
        (rf"{_IN}{_EDGE} (?:of|to) {_NAME}", rf"{_OWNER} (?:outskirts|suburbs|periphery)"),
    ),
    (
        _simple(Sort.COUNTRYSIDE, "countryside of"),
        (
            rf"{_IN}(?:countryside|rural areas?|hinterland) (?:of|around) {_NAME}",
            rf"{_OWNER} countryside",
            rf"rural {_NAME}",
            r"ب?ريف (?P<name>.+)",
        ),
    ),
    (
        _simple(Sort.COAST, "off the coast of"),
        (
            rf"{_IN}(?:waters )?off (?:of )?(?:the )?{_SEA} of {_NAME}",
            rf"{_IN}(?:waters )?off {_NAME}(?:['’]s)?(?: coast| shore| waters)?",
        ),
    ),
    (
        _simple(Sort.SHORE, "coast of"),
        (
            rf"{_BY}{_COAST} of {_NAME}",
            rf"{_BY}(?P<name>.+?)(?:['’]s)? (?:coast(?:line)?|seaboard|shoreline)",
            rf"{_IN}coastal {_NAME}",
        ),
    ),
    (
        _along,
        (
            rf"{_BANKS}{_NAME},? (?:between|from) {_OTHER} (?:and|to) (?:the )?(?P<third>.+)",
            rf"{_BANKS}{_NAME},? (?P<within>in|through|within|inside) {_OTHER}",
            rf"{_BANKS}{_NAME},? (?:near|close to|around|at|by|outside|beside) {_OTHER}",
            rf"{_BANKS}{_NAME}",
        ),
    ),
    (_part, (rf"(?:(?:in|on) )?the {_FAR}{_ADJECTIVE} of {_NAME}", rf"in {_FAR}{_ADJECTIVE} of {_NAME}")),
    (_towards, (rf"(?:just |immediately |to the )?{_FAR}{_ADJECTIVE} of {_NAME}",)),
    (
        _part,
        (
            rf"{_IN}{_FAR}{_ADJECTIVE}(?: {_PIECE})? (?:of )?{_NAME}",
            rf"(?P<name>.+?)['’]s {_FAR}{_ADJECTIVE}(?: {_PIECE})?",
        ),
    ),
    (_half, (rf"{_IN}{_CENTRAL}(?: {_PIECE})? (?:of )?{_NAME}",)),
    (_middle_part, (rf"{_IN}(?:central|cent(?:er|re) of|downtown|heart of|middle of) {_NAME}",)),
    (_arabic_part, (rf"{_ARABIC_DIRECTION} (?P<name>.+)",)),
)


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], _Build], ...]:
    # Most names are no phrase: who asks for one only need not wait for these.
    return tuple(
        (re.compile(pattern, re.IGNORECASE), build) for build, patterns in _RULES for pattern in patterns
    )
