"""What a stretch of text looked at as a place name has in common, whoever finds it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geomap.text.civildays import MONTHS, WEEKDAYS
from geomap.text.known import NOTHING, Names
from geomap.text.lexicon import actor_names, placewords, rows

if TYPE_CHECKING:
    from geomap.text.known import Finder

ENOUGH = 2.0
"""With so much for it, a name is taken for a place."""
INTRODUCES = re.compile(
    r"\b(?:villages?|towns?|cit(?:y|ies)|districts?|provinces?|governorates?|neighbou?rhoods?|suburbs?|ports?)\s+of\s+$",
    re.IGNORECASE,
)
"""Before a name that is surely a place's: "the village of X"."""
_BUCKET = 512
_NEXT_NAME = re.compile(r", (?P<name>(?:[A-Z]\.){2,}|[^\W\d_]+\.?(?: [A-Z][^\W\d_]+)?)")
_SMALL_WORDS = re.compile(r"(?:[ \n][A-Za-z-]+){1,3}")


@cache
def ordinary(lang: str = "en") -> frozenset[str]:
    """Words that open a sentence or name a day far more often than a place."""
    short = {month[:3] for month in MONTHS} | {"sept"} | {day[:3] for day in WEEKDAYS}
    named = frozenset(WEEKDAYS) | frozenset(MONTHS) | short
    return named | frozenset(row["word"] for row in rows("common", lang))


@dataclass(slots=True)
class Found:
    """A name that may be kept, and what speaks for it."""

    start: int
    end: int
    surface: str
    for_it: float
    fixed: bool = False
    """Whether its form alone decides, and no other mention can change it."""


@cache
def kind_words() -> frozenset[str]:
    """First words of the terms for kinds of places."""
    terms = placewords("site") | placewords("settlement") | placewords("unit")
    return frozenset(term.split()[0] for term in terms)


class Page:
    """A text, the names that the gazetteer knows, and what is asked of them.

    Attributes
    ----------
    places
        Whether only what can be the scene of something counts.
    persons
        Surnames of the persons that the text names.
    """

    def __init__(self, text: str, gazetteer: Finder, *, places: bool) -> None:
        self.text = text
        self.names = Names(gazetteer)
        self.places = places
        self.persons: set[str] = set()
        self._blocked = _organisations(text)

    def contained(self, stop: int) -> bool:
        """Whether ", Texas" or ", TN" follows."""
        match = _NEXT_NAME.match(self.text, stop)
        if match is None:
            return False
        known = self.names(match["name"])
        if known is NOTHING and " " in match["name"]:
            known = self.names(match["name"].split()[0])
        return known.container or known.code

    def kind_after(self, end: int) -> tuple[str, int] | None:
        """Give the longest word for a kind of place that stands at an offset, and where it ends."""
        match = _SMALL_WORDS.match(self.text, end)
        if match is None or match.group().split(maxsplit=1)[0].lower() not in kind_words():
            return None
        while match is not None:
            phrase = " ".join(match.group().lower().split())
            unit = self.places and phrase in placewords("unit")
            if (
                unit
                or phrase in placewords("site")
                or (phrase in placewords("settlement") and phrase != "area")
            ):
                return phrase, match.end()
            shorter = max(match.group().rfind(" "), match.group().rfind("\n"))
            match = _SMALL_WORDS.match(self.text, end, end + shorter) if shorter > 0 else None
        return None

    def is_blocked(self, start: int, end: int) -> bool:
        """Whether an armed group's name takes up these words."""
        return any(low < end and start < high for low, high in self._blocked[start // _BUCKET])


def _organisations(text: str) -> defaultdict[int, list[tuple[int, int]]]:
    """Offsets of armed groups' names by bucket: the places inside them are not meant."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end, _ in actor_names().find(text):
        for bucket in {start // _BUCKET, end // _BUCKET}:
            found[bucket].append((start, end))
    return found
