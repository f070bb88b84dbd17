"""What a text says of where a mention in it lies: names around it, appositions, kinds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.kinds import DESCRIPTIVE
from geomap.gazetteer.memory import Memory
from geomap.gazetteer.names import MAX_NAME, abbreviates, fold, strip_generic
from geomap.model import AliasKind, Kind, Place
from geomap.resolve.evidence import Context, Placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer.index import Index

MAX_CONTEXT = 20_000
"""Characters of a context that are read; documents go through `resolve_document`."""
_REMEMBERED = 1 << 15
"""Names, and words that are none, that are kept once they were looked up."""
LONGEST_NAME = 5
"""Words of a name looked for in running text."""

_WORD = re.compile(r"[^\W_]+(?:(?:['’ʼ](?!s\b)|[.\-–])[^\W_]+)*\.?")
_GAP = re.compile(r"[ \u00a0\-–'’\"”“]{1,3}")
_ARTICLES = frozenset({"al", "el", "as", "ash", "ad", "an", "at", "az", "ar"})
_JOINING = frozenset("'’")
_UNITS = frozenset({Kind.COUNTRY, Kind.ADMIN1, Kind.ADMIN2, Kind.REGION})


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What a name met in a text may mean; one object for one surface, wherever it is met."""

    places: tuple[Place, ...]
    demonym: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A name met in a text."""

    start: int
    end: int
    surface: str
    meaning: Meaning

    @property
    def places(self) -> tuple[Place, ...]:
        """What it may mean."""
        return self.meaning.places

    @property
    def demonym(self) -> bool:
        """Whether it is said of people and things, as "Iraqi" is."""
        return self.meaning.demonym


class Scanner:
    """Finds names in running text, the longest first; only to learn from, never to plot."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.scan = lru_cache(maxsize=64)(self._scan)
        self._known: Memory[str, Meaning | None] = Memory(_REMEMBERED)

    def _scan(self, text: str) -> tuple[Spot, ...]:
        words = [match.span() for match in _WORD.finditer(text)]
        spots = []
        at = 0
        while at < len(words):
            spot = self._longest(text, words, at)
            if spot is None:
                at += 1
                continue
            spots.append(spot)
            while at < len(words) and words[at][0] < spot.end:
                at += 1
        return tuple(spots)

    def _longest(self, text: str, words: list[tuple[int, int]], at: int) -> Spot | None:
        if not _may_begin(text, words, at):
            return None
        last = at
        while (
            last + 1 < len(words)
            and last + 1 - at < LONGEST_NAME
            and _GAP.fullmatch(text, words[last][1], words[last + 1][0])
        ):
            last += 1
        start = words[at][0]
        if last > at:
            last = at + self._most(text[start : words[last][1]], last - at)
        # "northern" in "northern Syria" is no name by itself, whatever provinces are called Northern.
        alone = not text[start : words[at][1]].islower()
        for end_word in range(last, at - alone, -1):
            end = words[end_word][1]
            surface = text[start:end]
            # "Tenn." is an abbreviation, "Paris." the end of a sentence.
            dotted = surface.endswith(".") and surface.count(".") == 1
            readings = (surface, surface[:-1]) if dotted else (surface,)
            for surface in readings:
                if len(surface) > MAX_NAME:
                    continue
                meaning = self._known.get(surface, _UNASKED)
                if meaning is _UNASKED:
                    meaning = self._known.keep(surface, self._meaning(surface))
                if meaning is not None:
                    return Spot(start, start + len(surface), surface, meaning)
        return None

    def _most(self, said: str, more: int) -> int:
        """Tell by the first two words that are said with how many `more` of them a name may go on."""
        words = fold(said).split()
        # "Iraq's" is one word of a key, and may be two of the text.
        if len(words) <= more or not _JOINING.isdisjoint(said):
            return more
        if not self._index.begins(words[0]):
            return 0
        return more if more == 1 or self._index.begins(f"{words[0]} {words[1]}") else 1

    def _meaning(self, surface: str) -> Meaning | None:
        found = self._index.exact(fold(surface))
        dotted = surface.endswith(".") and surface.count(".") == 1
        # "IZ" and "TQ" are names, "iz" and "Tq" are not.
        named = [
            named
            for named in found
            if (abbreviates(named.alias.text, surface) if named.alias.kind is AliasKind.CODE else not dotted)
            and (len(surface) > 3 or dotted or named.alias.text == surface)
        ]
        if not named:
            return None
        demonym = all(alias.kind is AliasKind.DEMONYM for _, alias in named)
        return Meaning(tuple(place for place, _ in named), demonym)


_UNASKED = Meaning((), demonym=False)


def _may_begin(text: str, words: list[tuple[int, int]], at: int) -> bool:
    start, end = words[at]
    word = text[start:end]
    if not word.islower() and any(char.isupper() for char in word):
        return True
    if word in _ARTICLES or word in DESCRIPTIVE:
        # "al Malikiyah", "western Iraq".
        return at + 1 < len(words) and text[words[at + 1][0]].isupper()
    # Scripts without capitals.
    return word[0].upper() == word[0].lower() and not word[0].isdecimal() and len(word) > 2


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
_LIST = re.compile(r"\s*(?:,|and\b|or\b|&)")
_REACH = 60
"""Characters after a mention in which the place that holds it may be named."""


def around(text: str, start: int, end: int, spots: Sequence[Spot]) -> Context:
    """Learn from a text where the mention at ``text[start:end]`` lies.

    Parameters
    ----------
    text, start, end
        The text and the mention in it; with ``start == end`` the mention is not in it.
    spots
        The names met in the text, in order.
    """
    others = [spot for spot in spots if spot.end <= start or spot.start >= end]
    countries: dict[str, str] = {}
    areas: dict[str, Place] = {}
    points: dict[str, Place] = {}
    met: set[Meaning] = set()
    for spot in others:
        meaning = spot.meaning
        if meaning in met:
            continue
        met.add(meaning)
        places = meaning.places
        if len(places) == 1 or len({place.country for place in places}) == 1:
            for place in places:
                if place.kind is Kind.COUNTRY and place.country:
                    countries.setdefault(place.country, place.name)
                    continue
                if place.kind is Kind.REGION and place.country:
                    countries.setdefault(place.country, spot.surface)
                if place.kind.is_area:
                    areas.setdefault(place.id, place)
                elif len(places) == 1:
                    points.setdefault(place.id, place)
    placed = (*_placed_before(text, start, others), *_placed_after(text, end, others)) if start < end else ()
    kinds_said, kind_words = _kinds(text, start, end) if start < end else (frozenset(), "")
    return Context(
        placed=placed,
        kinds=kinds_said,
        kind_words=kind_words,
        countries=countries,
        areas=tuple(areas.values()),
        spots=tuple(points.values()),
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
    before = None if _ONE_OF_SEVERAL.search(ahead) else _kind_before(ahead)
    after = _KIND_AFTER.match(text, end)
    for found, from_end in ((after, False), (before, True)):
        if found is None:
            continue
        words = found["words"].split()
        for size in range(len(words), 0, -1):
            term = " ".join(words[-size:] if from_end else words[:size])
            kinds = _generic(term)
            if kinds and "capital" not in term:
                return kinds, term.removeprefix("the ")
    return frozenset(), ""
