"""What a text says of where a mention in it lies: names around it, appositions, kinds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from geomap.gazetteer.names import may_be_generic, strip_generic
from geomap.model import Kind, Place
from geomap.resolve.evidence import Context, Placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.resolve.scanning import Spot

MAX_CONTEXT = 20_000
"""Characters of a context that are read; documents go through `resolve_document`."""
_UNITS = frozenset({Kind.COUNTRY, Kind.ADMIN1, Kind.ADMIN2, Kind.REGION})

_AFTER = re.compile(
    r"[\s”\"’)\]]*(?P<generic>(?:[a-z]+(?: [a-z]+){0,2})??)"
    r"(?P<joint>,? ?\b(?:located |situated |which is |based )?(?:in|inside|within|of)|['’]s|,|\()\s*"
    r"(?:the |a )?(?:[a-z-]+ ){0,4}(?:of )?(?:the )?[“\"(]?"
)
# "X is a village and former mining town in", "X (/ɪks/) is the capital of".
_BEGINS_DEFINITION = re.compile(r"(?: \([^()]{0,120}\))?,? (?:is|was) (?:an?|the|one) ")
_DEFINED = re.compile(
    r"(?: \([^()]{0,120}\))?,? (?:is|was) (?:an?|the|one) [^.;:()]{0,150}?\b(?:in|of|within) "
    r"(?:the |a )?(?:[a-z-]+ ){0,4}(?:of )?(?:the )?"
)
# "Israel's actions in Gaza" does not say that Gaza is in Israel: no preposition but "of".
_ADJECTIVES = r"(?:(?!(?:in|on|at|against|from|to|for|with|by|near|into|over|and|or)\b)[a-z-]+ ){0,4}"
_POSSESSED = re.compile(rf"['’]s? +[“\"]?{_ADJECTIVES}(?:the )?[“\"(]?")
_DEMONYM_OF = re.compile(rf" +{_ADJECTIVES}(?:the )?[“\"(]?")
_KIND_AFTER = re.compile(r"[”\"’)\]]* (?P<words>[a-z]+(?: [a-z]+){0,2})")
# "the provinces of Hasakah, Raqqa, and X", "airbases at Tallil, Balad or X".
_KIND_BEFORE = re.compile(r"(?P<words>[a-z]+(?: [a-z]+){0,2}) (?:of|at) (?:the )?")
_ONE_OF_SEVERAL = re.compile(r"(?i)\b(?:an?|one|another) (?:[\w’'-]+ ){0,3}of (?:the )?$")
_BETWEEN_NAMES = re.compile(r"(?:, (?:and |or )?| and | or )(?:either |both )?")
_BEFORE_NAMES = ("of ", "at ", "the ", ", ", "and ", "or ", "either ", "both ")
_LIST = re.compile(r"\s*(?:,|and\b|or\b|&)")
_REACH = 60
"""Characters after a mention in which the place that holds it may be named."""


def around(
    text: str, start: int, end: int, spots: Sequence[Spot], document_countries: frozenset[str] = frozenset()
) -> Context:
    """Learn from a text where the mention at ``text[start:end]`` lies.

    Parameters
    ----------
    text, start, end
        The text and the mention in it; with ``start == end`` the mention is not in it.
    spots
        The names met in the text, in order.
    document_countries
        Codes of the countries that the whole document names.
    """
    others = [spot for spot in spots if spot.end <= start or spot.start >= end]
    countries: dict[str, str] = {}
    areas: dict[str, Place] = {}
    points: dict[str, Place] = {}
    for meaning in dict.fromkeys(spot.meaning for spot in others):
        for code, words in meaning.countries.items():
            countries.setdefault(code, words)
        for area in meaning.areas:
            areas.setdefault(area.id, area)
        for point in meaning.points:
            points.setdefault(point.id, point)
    placed = (*_placed_before(text, start, others), *_placed_after(text, end, others)) if start < end else ()
    kinds_said, kind_words = _kinds(text, start, end) if start < end else (frozenset(), "")
    return Context(
        placed=placed,
        kinds=kinds_said,
        kind_words=kind_words,
        countries=countries,
        areas=tuple(areas.values()),
        spots=tuple(points.values()),
        document_countries=document_countries,
    )


def _placed_after(text: str, end: int, spots: Sequence[Spot]) -> list[Placed]:
    """Read "X in Anbar province, western Iraq" after X."""
    placed: list[Placed] = []
    at = end
    after = spots[bisect_left(spots, end, key=lambda spot: spot.start) :]
    defined = None
    if _BEGINS_DEFINITION.match(text, end):
        defined = next((spot for spot in after if _DEFINED.fullmatch(text, end, spot.start)), None)
    if defined is not None and any(place.kind in _UNITS for place in defined.places):
        placed.append(Placed(defined.surface, defined.places, firm=True))
        at = defined.end
    for spot in after:
        if spot.start < at:
            continue
        if spot.start - at > _REACH:
            break
        gap = _AFTER.fullmatch(text, at, spot.start)
        if gap is None or (gap["generic"] and not _generic(gap["generic"])):
            break
        if placed and not any(place.kind.is_area for place in spot.places):
            break
        firm = gap["joint"].strip(" ,") in {"in", "inside", "within", "of"} or gap["joint"] in ("'s", "’s")
        if gap["joint"] in ("'s", "’s") or spot.demonym:
            break
        # In "Kirkuk, Mosul and Erbil" the comma parts a list.
        if (
            not firm
            and _LIST.match(text, spot.end)
            and not any(place.kind in _UNITS for place in spot.places)
        ):
            break
        placed.append(Placed(spot.surface, spot.places, firm and not placed))
        at = spot.end
    return placed


def _placed_before(text: str, start: int, spots: Sequence[Spot]) -> list[Placed]:
    """Read "Iraq's X", "the Syrian town of X" before X."""
    at = bisect_right(spots, start, key=lambda spot: spot.end)
    if not at or start - spots[at - 1].end > _REACH:
        return []
    spot = spots[at - 1]
    if _POSSESSED.fullmatch(text, spot.end, start) and not spot.demonym:
        # Washington's base is not in Washington.
        return [Placed(spot.surface, spot.places, firm=False)]
    if spot.demonym and _DEMONYM_OF.fullmatch(text, spot.end, start):
        return [Placed(spot.places[0].name, spot.places, firm=False)]
    return []


def _generic(words: str) -> frozenset[Kind]:
    """Give the kinds that words mean which are all generic; none for others."""
    core, kinds = strip_generic(f"xx {words}")
    return kinds if core == "xx" else frozenset()


def _kind_before(before: str) -> re.Match[str] | None:
    """Find "provinces of" in "the provinces of Hasakah, Raqqa and ", "airbases at" likewise."""
    if not before.rstrip('“"(').endswith(_BEFORE_NAMES) or not (" of " in before or " at " in before):
        return None
    found = list(_KIND_BEFORE.finditer(before))
    if not found:
        return None
    last = found[-1]
    *names, rest = _BETWEEN_NAMES.split(before[last.end() :].rstrip('“"(').removeprefix("either "))
    if rest or not all(name and not name[0].islower() and name.count(" ") < 4 for name in names):
        return None
    return last


def _kinds(text: str, start: int, end: int) -> tuple[frozenset[Kind], str]:
    """Read "village of X" and "X airbase" around X."""
    ahead = text[max(0, start - 2 * _REACH) : start]
    # "A district of Khartoum" is a part of Khartoum; "the district of Halabja" is Halabja itself.
    before = _kind_before(ahead)
    if before is not None and _ONE_OF_SEVERAL.search(ahead):
        before = None
    after = _KIND_AFTER.match(text, end)
    for found, from_end in ((after, False), (before, True)):
        if found is None:
            continue
        words = found["words"].split()
        if not may_be_generic(words[-1 if from_end else 0]):
            continue
        for size in range(len(words), 0, -1):
            term = " ".join(words[-size:] if from_end else words[:size])
            kinds = _generic(term)
            if kinds and "capital" not in term:
                return kinds, term.removeprefix("the ")
    return frozenset(), ""
