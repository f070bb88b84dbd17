"""Finds the stretches of a text that name a place.

Each name that the gazetteer knows is weighed: how likely a reader is to mean a place by
the bare name, against what speaks for a person, an organisation or an ordinary word, and
with what the words around say. Names that the gazetteer lacks are found where the words
say that they are places: "Memphis Street", "the village of X", "X, Iraq".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from geomap.model import Mention
from geomap.text import wording
from geomap.text.capitals import runs
from geomap.text.known import NOTHING
from geomap.text.lexicon import placewords
from geomap.text.page import ENOUGH, Found, Page
from geomap.text.people import is_article, persons
from geomap.text.weighing import weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.capitals import Word
    from geomap.text.known import Finder, Known

Scope = Literal["names", "places"]
_PLURALS = ("ns", "is", "ks", "ts", "es")
_INNER_ARTICLE = re.compile(r"(?<= )(?:al|el)[ -]$")
_PARTS = frozenset({"North", "South", "East", "West", "Central", "Latin", "Southeast"})
_WINDOW = 5
_LISTED = 1.5
"""What it adds to a name to stand in a row with a place."""
_IN_A_ROW = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
_SURE = 2.0
"""With so much for it, the same name is taken for a place wherever the text has it,"""
_LEAST = -1.0
"""unless more than so much speaks against it, as for a person's surname."""


def recognise(text: str, gazetteer: Finder, scope: Scope = "names") -> list[Mention]:
    """Find the place names of a text, in order and without overlap.

    Parameters
    ----------
    text
        Running text.
    gazetteer
        An opened gazetteer.
    scope
        ``"names"``: every use of a place's name, as corpora of toponyms are annotated: also
        "Iraqi", and "Texas" in "Texas Department of Transportation"; without directions.
        ``"places"``: only what can be the scene of something, with directions and the words
        for its kind: "northern Iraq", "al-Asad air base".
    """
    return _Reading(text, gazetteer, scope).mentions()


class _Reading:
    """One text, read once for names and once more in the light of all of them."""

    def __init__(self, text: str, gazetteer: Finder, scope: Scope) -> None:
        self.text = text
        self.page = Page(text, gazetteer, places=scope == "places")
        self.names = self.page.names
        self.found: list[Found] = []

    def mentions(self) -> list[Mention]:
        gathered = []
        for run in runs(self.text):
            taken, called = persons(self.text, run, self.names, places=self.page.places)
            self.page.persons.update(called)
            gathered.append((run, taken))
        for run, taken in gathered:
            self._read(run, taken)
        sure = {one.surface for one in self.found if one.for_it >= _SURE}
        kept: list[Mention] = []
        for one in self.found:
            listed = (
                self.page.places
                and bool(kept)
                and one.for_it + _LISTED >= ENOUGH
                and _IN_A_ROW.fullmatch(self.text, kept[-1].end, one.start) is not None
            )
            again = not one.fixed and one.for_it > _LEAST and one.surface in sure
            enough = listed or again or one.for_it >= ENOUGH
            if enough and not (kept and one.start < kept[-1].end):
                kept.append(Mention(one.start, one.end, self.text[one.start : one.end]))
        return kept

    def _read(self, run: Sequence[Word], taken: set[int]) -> None:
        at = 0
        while at < len(run):
            if at in taken:
                at += 1
                continue
            if at and (article := _INNER_ARTICLE.search(run[at].gap)) is not None and self.page.places:
                # "The US al Tanf garrison".
                start = run[at].start - len(article.group())
                run[at].text, run[at].start = self.text[start : run[at].start] + run[at].text, start
            found, length = self._longest(run, taken, at)
            at += length
            if found is not None:
                self.found.append(found)
                while at < len(run) and run[at].start < found.end:
                    at += 1

    # -- the longest name from one word on -----------------------------------------------

    def _longest(self, run: Sequence[Word], taken: set[int], at: int) -> tuple[Found | None, int]:
        last = at
        while last + 1 < len(run) and last + 1 - at < _WINDOW and last + 1 not in taken:
            last += 1
        whole = wording.directed(self.page, run, at, last) if self.page.places and at == 0 else None
        if whole is not None:
            return whole
        short = wording.short_state(self.page, run[at])
        if short is not None:
            return short, 1
        if self.page.places and (found_with := wording.numbered(self.page, run, at, last)) is not None:
            return found_with
        if self.page.places and (called := wording.named_after(self.page, run, at, last)) is not None:
            return called
        far = last
        if (
            self.page.places
            and far == at
            and at + 1 < len(run)
            and run[at].text in placewords("feature-before")
        ):
            # In "Ain Ali" no Ali is meant.
            far = at + 1
        featured = wording.feature(self.page, run, at, far)
        for end in range(last, at - 1, -1):
            if featured and end <= featured[1]:
                break
            surface = self.text[run[at].start : run[end].end]
            known = self.names(surface)
            if end == at and (found := self._people(run, at, surface, known)) is not None:
                return (None if self.page.places else found), 1
            if known is NOTHING or (end == at and is_article(run, at)):
                continue
            if not self._whole(run, at, end):
                continue
            found = weigh(self.page, run, at, end, surface, known)
            if found is not None:
                if self.page.places:
                    found = wording.goes_on(self.page, run, end, found)
                return wording.with_kind(self.page, run[end], found, known), end - at + 1
        if featured:
            found, end = featured
            return wording.with_kind(self.page, run[end], found, self.names(found.surface)), end - at + 1
        return wording.unknown(self.page, run, at, last)

    def _whole(self, run: Sequence[Word], at: int, end: int) -> bool:
        """Whether the words stand together: not "The Paris", not "Dublin City" of its Council."""
        if end == at:
            return True
        if self.page.places and run[at].text in {"In", "At", "On", "Near"}:
            # "In Salah al-Din" is not the town of In Salah.
            return False
        if run[at].text in {"The", "THE"}:
            rest = self.text[run[at + 1].start : run[end].end]
            return self.names(rest) is NOTHING
        if run[end].text in {"City", "County", "CITY"} and end + 1 < len(run) and run[end + 1].gap == " ":
            core = self.text[run[at].start : run[end - 1].end]
            return (
                run[end].text == "County"
                or run[end + 1].text not in placewords("public-body")
                or self.names(core) is NOTHING
            )
        return True

    def _people(self, run: Sequence[Word], at: int, surface: str, known: Known) -> Found | None:
        """Take "Iraqi", "Europeans", "Texans": what is said of the people of a place."""
        # Germans, Iraqis, Greeks, Croats, Danes: asked only where the word itself is no name.
        plural = known is NOTHING and surface.endswith(_PLURALS) and self.names(surface[:-1]).demonym
        if not (known.demonym or plural or surface in placewords("peoples")) or known.fame > 2.0:
            return None
        word = run[at]
        start = word.start
        if at and word.gap == " " and run[at - 1].text in _PARTS:
            # "South Koreans", "Central American".
            start = run[at - 1].start
        if self.page.is_blocked(start, word.end):
            return None
        return Found(start, word.end, self.text[start : word.end], ENOUGH, fixed=True)
