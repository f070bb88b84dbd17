"""The words of a text that look like names, gathered into runs that may form one name.

Small words are not looked at one by one: most of a text is made of them, and no name
begins with one. That is what makes reading fast.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING

from geomap.text.lexicon import placewords

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_GAP = 24


class Word:
    """A word that looks like a name, without a possessive ending.

    Attributes
    ----------
    start, end
        Offsets in code points.
    text
        ``text[start:end]`` of what was read.
    possessive
        Whether it stands in the genitive: "Baghdad's".
    gap
        What parts it from the word before, within a run: ``" "``, ``"-"``, ``" of the "``.
        Empty for the first word of a run.
    """

    __slots__ = ("end", "gap", "possessive", "start", "text")

    def __init__(self, start: int, end: int, text: str, gap: str, *, possessive: bool) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.gap = gap
        self.possessive = possessive


@cache
def _pattern() -> re.Pattern[str]:
    small = _ranges([code for code in range(0x250 * 64) if chr(code).islower()])
    letter = rf"[^\W\d_{small}]"
    return re.compile(
        rf"(?:[A-Z]\.){{2,}}|[A-Z]\.[A-Z][a-z]\.|{letter}(?<!\w\w)\w*(?:['’ʼʿ`]\w+)*",
    )


def _ranges(codes: list[int]) -> str:
    parts: list[str] = []
    first = last = codes[0]
    for code in [*codes[1:], sys.maxunicode + 2]:
        if code == last + 1:
            last = code
            continue
        parts.append(f"\\U{first:08x}-\\U{last:08x}")
        first = last = code
    return "".join(parts)


def runs(text: str) -> Iterator[list[Word]]:
    """Yield the runs of words that may form one name, in the order of the text."""
    joins = _joins()
    run: list[Word] = []
    full_end = 0
    for match in _pattern().finditer(text):
        start, finish = match.span()
        word = match.group()
        if word.endswith(("'s", "’s")):
            end, word = finish - 2, word[:-2]
        else:
            end = finish
            if word[-1] == "s" and text[finish : finish + 1] in {"'", "’"}:
                finish += 1
        gap = text[full_end:start] if start - full_end <= _LONGEST_GAP else ""
        if run and (run[-1].possessive or not joins(gap, run[-1].text)):
            yield run
            run = []
        if not run:
            gap = ""
            start, word = _with_article(text, start, word)
        run.append(Word(start, end, word, gap, possessive=finish > end))
        full_end = finish
    if run:
        yield run


_ARTICLE = re.compile(r"(?<![\w'’-])(?:al|el|as|ash|ad|an|at|ar|az|ez|es|et|ed|d|l)[-‑'’ ]$", re.IGNORECASE)


def _with_article(text: str, start: int, word: str) -> tuple[int, str]:
    """Take in a small article before a capital: "al-Asad", "el-Geneina", "d'Ivoire"."""
    if start > 2 and text[start - 1] == " " and text[start - 2] in "lhzr":
        article = _LOOSE_ARTICLE.search(text, max(0, start - 5), start)
        if article is not None:
            return article.start(), text[article.start() : start] + word
    if start and text[start - 1] in "-‑'’":
        article = _ARTICLE.search(text, max(0, start - 5), start)
        if article is not None:
            return article.start(), text[article.start() : start] + word
    return start, word


_LOOSE_ARTICLE = re.compile(r"(?<![\w'’-])(?:al|el|ash|ez|az|ar) $")
"""As in "the al Omar oil field"; "as" and "at" are English words."""
_WITHIN = re.compile(r"[-‑][a-z]{1,3}[-‑]")
"""Inside "Mazar-i-Sharif", "Dasht-e-Barchi"."""


class _Joins:
    """Whether a stretch of text between two words can stand within a name."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {" ": True, "-": True, "‑": True, "\n": True, "": False}
        self._small = placewords("connector") | {
            part for term in placewords("site") | placewords("settlement") for part in term.split()
        }
        self._short = placewords("abbreviated")

    def __call__(self, gap: str, before: str) -> bool:
        if gap == ". ":
            return len(before) == 1 or before.lower() in self._short
        known = self._known.get(gap)
        if known is None:
            words = gap.replace("-", " ").split()
            plain = gap[0] in " -\n" and gap[-1] in " -\n'’" and "\n\n" not in gap
            known = (plain and all(word.strip("'’") in self._small for word in words)) or (
                _WITHIN.fullmatch(gap) is not None
            )
            if len(self._known) < 10_000:
                self._known[gap] = known
        return known


@cache
def _joins() -> _Joins:
    return _Joins()
