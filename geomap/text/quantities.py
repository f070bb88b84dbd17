"""Numbers as sources give them, with their bounds: "roughly 14", "at least 78", "dozens"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geomap.text.lexicon import rows

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what its words allow; a bound that the words leave open is ``None``."""

    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    approximate: bool = False

    @property
    def is_bound(self) -> bool:
        """Whether the words give a bound ("at least") and not a figure."""
        return self.low != self.high


_TENS = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
_AT_LEAST = {"at least", "more than", "over", "no fewer than", "no less than", "upwards of", "exceeding"}
_AT_MOST = {"up to", "at most", "as many as", "no more than", "fewer than", "less than", "under"}
_ABOUT = {
    "roughly",
    "about",
    "around",
    "approximately",
    "nearly",
    "almost",
    "some",
    "an estimated",
    "close to",
}
_FURTHER = r"(?:another|a\s+further|an\s+additional)"
"""Before a figure it is no figure itself: "another 117"."""
_MODIFIERS = sorted(_AT_LEAST | _AT_MOST | _ABOUT, key=len, reverse=True)


@cache
def _words(lang: str) -> dict[str, tuple[int | None, int | None, int | None]]:
    def whole(cell: str) -> int | None:
        return int(cell) if cell else None

    return {r["word"]: (whole(r["low"]), whole(r["best"]), whole(r["high"])) for r in rows("numbers", lang)}


@cache
def _regex(lang: str) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _words(lang)), key=len, reverse=True))
    tens = "|".join(sorted(_TENS))
    return re.compile(
        rf"(?<![\w.,:/$€£-])(?:{_FURTHER}\s+(?=\d|(?:{tens}|{words})\b))?(?:(?P<mod>{'|'.join(_MODIFIERS)})\s+)?"
        rf"(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})(?:\s*(?:-|–|to)\s*(?P<upto>\d{{1,6}}))?"
        rf"|(?P<compound>(?:{tens})-(?:one|two|three|four|five|six|seven|eight|nine))"
        rf"|(?P<word>{words}))(?![\w%]|[.:]\d|,\d{{3}}|st\b|nd\b|rd\b|th\b|-(?:hour|day|month|year|week|old))",
        re.IGNORECASE,
    )


def find(text: str, start: int = 0, end: int | None = None, *, lang: str = "en") -> Iterator[Quantity]:
    """Yield each quantity in ``text[start:end]``, left to right."""
    for match in _regex(lang).finditer(text, start, len(text) if end is None else end):
        yield _read(match, lang)


def _read(match: re.Match[str], lang: str) -> Quantity:
    low, best, high = _bare(match, lang)
    modifier = " ".join((match["mod"] or "").lower().split())
    if modifier in {"more than", "over", "exceeding", "upwards of"} and best is not None:
        # "over 70" leaves 70 itself out.
        low, high = best + 1, None
    elif modifier in _AT_LEAST:
        high = None
    elif modifier in {"fewer than", "less than", "under"} and best is not None:
        low, high = None, best - 1
    elif modifier in _AT_MOST:
        low = None
    return Quantity(match.start(), match.end(), low, best, high, approximate=modifier in _ABOUT)


def _bare(match: re.Match[str], lang: str) -> tuple[int | None, int | None, int | None]:
    words = _words(lang)
    if match["compound"]:
        tens, units = match["compound"].lower().split("-")
        value = (words[tens][1] or 0) + (words[units][1] or 0)
        return value, value, value
    if match["word"]:
        return words[match["word"].lower()]
    value = int(match["digits"].replace(",", ""))
    if match["upto"]:
        upper = int(match["upto"])
        if upper > value:
            return value, None, upper
    return value, value, value
