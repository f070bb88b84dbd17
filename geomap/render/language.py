"""How a language speaks where no script runs: the page's own phrases, read from the bundle.

``web/src/words`` is the one place where they are written; the build turns it into ``words.json``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geomap.errors import UsageError
from geomap.render import bundle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_RIGHT_TO_LEFT = {"ar"}
# Columns whose values geomap chooses from a list of its own, as in `web/src/strings.js`.
_OWN_WORDS = {"weapon", "event_type"}


@dataclass(frozen=True, slots=True)
class Language:
    """The phrases of one language; those that hold ``{values}`` are filled in."""

    tag: str
    """``"en"``, ``"ar"`` or ``"fr"``."""
    _phrases: Mapping[str, Any]
    _columns: Mapping[str, str]
    _values: Mapping[str, str]
    _countries: Mapping[str, str]

    @property
    def is_right_to_left(self) -> bool:
        """Whether it is written from the right."""
        return self.tag in _RIGHT_TO_LEFT

    def say(self, phrase: str, **values: str | int) -> str:
        """Give a phrase; whole numbers are written as the language groups them."""
        return self._filled(self._phrases[phrase], values)

    def count(self, phrase: str, n: int, **values: str | int) -> str:
        """Give a phrase in the form that a number asks for."""
        forms = self._phrases[phrase]
        return self._filled(forms.get(_PLURALS[self.tag](n)) or forms["other"], {"n": n, **values})

    def listed(self, phrase: str) -> list[str]:
        """Give a phrase that is a list, such as the ``months``."""
        return list(self._phrases[phrase])

    def everything(self) -> list[str]:
        """Give all phrases as they stand, for whoever must have the letters for them."""
        others = (self._columns, self._values, self._countries)
        return [*map(str, self._phrases.values()), *(name for one in others for name in one.values())]

    def column(self, name: str) -> str:
        """Give a column's name for people; a user's own keeps its own."""
        said = self._columns.get(name, name)
        return said[:1].upper() + said[1:]

    def value(self, column: str, value: str) -> str:
        """Give a value in this language where geomap itself chose the word; what others wrote stays."""
        return self._values.get(value, value) if column in _OWN_WORDS else value

    def country(self, code: str, name: str) -> str:
        """Give a country's name in this language by its ISO 3166-1 code, else its English `name`."""
        return self._countries.get(code, name)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with so many decimals."""
        thousands, point, _ = self._phrases["signs"]
        return f"{value:,.{digits}f}".translate({ord(","): thousands, ord("."): point})

    def joined(self, items: list[str]) -> str:
        """Write a list in one line."""
        return str(self._phrases["signs"][2]).join(items)

    def distance(self, metres: float) -> str:
        """Say a length of a scale bar."""
        return f"{self.number(metres)} m" if metres < 1000 else f"{self.number(metres / 1000)} km"

    def degrees(self, lat: float, lon: float) -> str:
        """Say a position to a tenth of a degree."""
        north, south, east, west = self._phrases["compass"]
        high, aside = self.number(abs(lat), 1), self.number(abs(lon), 1)
        return f"{high}° {north if lat >= 0 else south} {aside}° {east if lon >= 0 else west}"

    def _filled(self, pattern: str, values: Mapping[str, str | int]) -> str:
        said = {k: v if isinstance(v, str) else self.number(v) for k, v in values.items()}
        # Each once: what a value itself says in braces is not filled again.
        return re.sub(r"\{(\w+)\}", lambda found: said.get(found[1], found[0]), pattern)


def of(tag: str) -> Language:
    """Give the language of a BCP 47 tag; where it is none that geomap speaks, English.

    Raises
    ------
    UsageError
        If `tag` is no language tag.
    """
    if not _TAG.fullmatch(tag):
        raise UsageError(f"lang: {tag!r} is no language tag; one looks like 'en' or 'ar'")
    return _language(tag.partition("-")[0].lower())


@cache
def _language(tongue: str) -> Language:
    known: dict[str, dict[str, dict[str, Any]]] = json.loads(bundle.text("words.json"))
    tongue = tongue if tongue in known else "en"
    words = known[tongue]
    phrases = {**words["words"], **words["figure"]}
    return Language(tongue, phrases, words["columns"], words["values"], words["countries"])


def _english(n: int) -> str:
    return "one" if n == 1 else "other"


def _french(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _arabic(n: int) -> str:
    if n in (0, 1, 2):
        return ("zero", "one", "two")[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if n % 100 >= 11 else "other"


# Unicode CLDR's rules for whole numbers.
_PLURALS: dict[str, Callable[[int], str]] = {"en": _english, "fr": _french, "ar": _arabic}
