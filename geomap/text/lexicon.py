"""The words of one language: CSV files in ``lexicons/<language>/``, edited by hand.

A second language is a second folder. Nothing here knows what a word is for; the
modules beside this one do.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

T = TypeVar("T")

_GAP = re.compile(r"[\s\-‐‑‒–]+")


def rows(name: str, lang: str = "en") -> list[dict[str, str]]:
    """All rows of ``lexicons/<lang>/<name>.csv``."""
    source = files("geomap.text").joinpath("lexicons", lang, f"{name}.csv")
    return list(csv.DictReader(io.StringIO(source.read_text(encoding="utf-8"))))


@cache
def words(kind: str, lang: str = "en") -> frozenset[str]:
    """All words of one class in ``words.csv``."""
    return frozenset(row["word"] for row in rows("words", lang) if row["class"] == kind)


@cache
def placewords(kind: str, lang: str = "en") -> frozenset[str]:
    """All words of one class in ``placewords.csv``."""
    return frozenset(row["word"] for row in rows("placewords", lang) if row["class"] == kind)


@cache
def government_seats(lang: str = "en") -> frozenset[str]:
    """Capitals, which stand for their governments: "Tehran denied it"."""
    return frozenset(name for row in rows("nations", lang) for name in (row["capital"], row["city"]) if name)


def forms(cell: str) -> list[str]:
    """Give the terms of a cell: ``|`` parts them, ``/`` parts what may stand for a word of one.

    ``car/van full of explosives`` is two; a blank within an alternative is written ``_``.
    """
    return [
        " ".join(words).replace("_", " ")
        for term in cell.split("|")
        for words in product(*(word.split("/") for word in term.split(" ")))
    ]


def fold(term: str) -> str:
    """Spell a term the way terms are compared: lower case, one blank for blanks and hyphens."""
    return _GAP.sub(" ", term.replace("’", "'")).strip().lower()


class Terms(Generic[T]):
    """Finds the longest of many terms at each place of a text, in one pass.

    Parameters
    ----------
    entries
        What each term means. Blanks in a term also match hyphens and line ends.
    match_case
        Whether capitals must agree; short names such as "IS" need it.
    """

    def __init__(self, entries: Mapping[str, T], *, match_case: bool = False) -> None:
        self._entries = {
            (_respace(term) if match_case else fold(term)): value for term, value in entries.items()
        }
        self._match_case = match_case
        by_letter: defaultdict[str, list[str]] = defaultdict(list)
        for term in sorted(entries, key=lambda term: (-len(term), term)):
            by_letter[term[0] if match_case else term[0].lower()].append(_pattern(term[1:]))
        # What stands before is looked at behind the first letter: so few places of a text are looked at.
        joined = "|".join(
            rf"{_pattern(letter)}(?<![\w'’].)(?:{'|'.join(rest)})" for letter, rest in by_letter.items()
        )
        self._regex = re.compile(rf"(?:{joined})(?!\w)", 0 if match_case else re.IGNORECASE)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, T]]:
        """Yield start, end and meaning of each term in ``text[start:end]``, left to right."""
        for match in self._regex.finditer(text, start, len(text) if end is None else end):
            key = _respace(match.group()) if self._match_case else fold(match.group())
            yield match.start(), match.end(), self._entries[key]


def _respace(term: str) -> str:
    return _GAP.sub(" ", term.replace("’", "'")).strip()


def _pattern(term: str) -> str:
    words = _GAP.split(term.replace("’", "'"))
    return r"[\s\-‐‑‒–]+".join(re.escape(word).replace("'", "['’]") for word in words)


@cache
def armed_groups(lang: str = "en") -> frozenset[str]:
    """Names of actors that "the group" may stand for."""
    return frozenset(row["name"] for row in rows("actors", lang) if row["sort"] == "group")


@cache
def actor_names(lang: str = "en") -> Terms[tuple[str, str | None]]:
    """Armed groups and forces by the names they go by: canonical name and country."""
    entries = {
        form: (row["name"], row["country"] or None)
        for row in rows("actors", lang)
        for form in row["forms"].split("|")
    }
    return Terms(entries, match_case=True)
