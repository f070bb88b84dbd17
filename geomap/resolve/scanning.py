"""Finds names in running text, to learn from what stands around a mention."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.kinds import DESCRIPTIVE
from geomap.gazetteer.memory import Memory
from geomap.gazetteer.names import BEFORE_OTHERS, MAX_NAME, abbreviates, fold
from geomap.model import AliasKind, Kind, Place

if TYPE_CHECKING:
    from geomap.gazetteer.index import Index

_REMEMBERED = 1 << 16
"""Names, and words that are none, that are kept once they were looked up."""
LONGEST_NAME = 5
"""Words of a name looked for in running text."""

_WORD = re.compile(r"[^\W_]+(?:(?:['’ʼ](?!s\b)|[.\-–])[^\W_]+)*\.?")
_GAP = re.compile(r"[ \u00a0\-–'’\"”“]{1,3}")
_SMALL = DESCRIPTIVE | {"al", "el", "as", "ash", "ad", "an", "at", "az", "ar"}
"""Words that may begin a name without a capital."""


class Meaning:
    """What a name met in a text may mean; one object for one surface, wherever it is met.

    Attributes
    ----------
    places
        All that it may mean.
    demonym
        Whether it is said of people and things, as "Iraqi" is.
    countries
        Codes of the countries that it speaks of beyond doubt, each with the words to call it by.
    areas, points
        What lies in the one country that it may mean: areas, or the one place that is none.
    """

    __slots__ = ("areas", "countries", "demonym", "places", "points")

    def __init__(self, surface: str, places: tuple[Place, ...], *, demonym: bool) -> None:
        self.places = places
        self.demonym = demonym
        self.countries: dict[str, str] = {}
        self.areas: list[Place] = []
        self.points: list[Place] = []
        if len({place.country for place in places}) != 1:
            return
        for place in places:
            if place.kind is Kind.COUNTRY and place.country:
                self.countries.setdefault(place.country, place.name)
                continue
            if place.kind is Kind.REGION and place.country:
                self.countries.setdefault(place.country, surface)
            if place.kind.is_area:
                self.areas.append(place)
            elif len(places) == 1:
                self.points.append(place)


class Spot(NamedTuple):
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
        self._first: Memory[str, bool] = Memory(_REMEMBERED)

    def _scan(self, text: str) -> tuple[Spot, ...]:
        words = [match.span() for match in _WORD.finditer(text)]
        spots = []
        past = 0
        for at, (start, end) in enumerate(words):
            if start < past:
                continue
            word = text[start:end]
            # Most words are small ones.
            if word.islower() and word[0].islower() and word not in _SMALL:
                continue
            if _may_begin(text, words, at, word):
                spot = self._longest(text, words, at)
                if spot is not None:
                    spots.append(spot)
                    past = spot.end
        return tuple(spots)

    def _longest(self, text: str, words: list[tuple[int, int]], at: int) -> Spot | None:
        last, most = at, min(at + LONGEST_NAME, len(words)) - 1
        joined = False
        while last < most:
            gap = text[words[last][1] : words[last + 1][0]]
            if gap != " ":
                if not _GAP.fullmatch(gap):
                    break
                # "Iraq's" is one word of a key, and may be two of the text.
                joined = joined or "'" in gap or "’" in gap
            last += 1
        if last > at and not joined:
            last = self._last(text, words, at, last)
        start, end = words[at]
        # "northern" in "northern Syria" is no name by itself, whatever provinces are called Northern.
        alone = not text[start:end].islower()
        for end_word in range(last, at - alone, -1):
            end = words[end_word][1]
            surface = text[start:end]
            # "Tenn." is an abbreviation, "Paris." the end of a sentence.
            dotted = surface[-1] == "." and surface.count(".") == 1
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

    def _last(self, text: str, words: list[tuple[int, int]], at: int, last: int) -> int:
        """Tell by its first two words how far a name may go on, at most to the word `last`."""
        (start, end), (second_start, second_end) = words[at : at + 2]
        first, second = fold(text[start:end]), fold(text[second_start:second_end])
        none = at
        if first in BEFORE_OTHERS or second in BEFORE_OTHERS or not first.isalpha() or not second.isalpha():
            third = min(last, at + 2)
            keys = fold(text[start : words[third][1]]).split()
            if len(keys) <= third - at:
                return last
            first, second = keys[:2]
            # Where the second word is the last, it may be written otherwise.
            none = at + 1
        begins = self._first.get(first)
        if begins is None:
            begins = self._first.keep(first, self._index.begins(first))
        if not begins:
            return at
        return last if self._index.begins(f"{first} {second}") else none

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
        return Meaning(surface, tuple(place for place, _ in named), demonym=demonym)


_UNASKED = Meaning("", (), demonym=False)


def _may_begin(text: str, words: list[tuple[int, int]], at: int, word: str) -> bool:
    if not word.islower() and any(char.isupper() for char in word):
        return True
    if word in _SMALL:
        # "al Malikiyah", "western Iraq".
        return at + 1 < len(words) and text[words[at + 1][0]].isupper()
    # Scripts without capitals.
    return word[0].upper() == word[0].lower() and not word[0].isdecimal() and len(word) > 2
