"""Reports in other languages, read word by word through a table of glosses.

A language is a folder of `lexicons/` with a ``glosses.csv``: how its phrases are put in the
words that the English grammar of this package knows. The report is glossed, the gloss is
read, and what was found is brought back to the words of the report. A gloss is no
translation: nobody sees it, and a phrase without an entry stays as it is.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geomap.text.lexicon import rows, words

Entries = dict[str, tuple[str, str]]
Templates = tuple[tuple[re.Pattern[str], str], ...]
Piece = tuple[str, int, int, bool, str]
"""Words of the gloss, the stretch that they stand for, whether verbatim, and the entry's class."""

_WORD = re.compile(r"\w+")
_SHARE = 0.25
"""So many of a text's words must stand in a language's table for the text to be in it."""
_SHARE_OF_NO_ENGLISH = 0.08
"""Where not one small English word stands, as in a text in Arabic letters, fewer do."""
_SAMPLE = 4000
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?…:\n])[\s\"“«(]*$")


@dataclass(frozen=True, slots=True)
class Gloss:
    """A text in the words of the English grammar, and where each piece of it comes from."""

    text: str
    original: str
    starts: tuple[int, ...]
    """Where each piece begins in `text`."""
    spans: tuple[tuple[int, int], ...]
    """The stretch of `original` that each piece stands for."""
    verbatim: tuple[bool, ...]
    """Whether a piece is the original's own letters."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the original that ``text[start:end]`` stands for."""
        return self._at(start, last=False), self._at(end, last=True)

    def _at(self, position: int, *, last: bool) -> int:
        index = bisect.bisect_right(self.starts, position - last) - 1
        if index < 0:
            return 0
        begin, end = self.spans[index]
        if self.verbatim[index]:
            return begin + position - self.starts[index]
        return end if last else begin


@cache
def languages() -> tuple[str, ...]:
    """Give the languages that have a table of glosses."""
    folder = files("geomap.text").joinpath("lexicons")
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.joinpath("glosses.csv").is_file()))


def language_of(text: str) -> str:
    """Tell a text's language by its commonest words; English where nothing else is clear."""
    sample = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if not sample:
        return "en"
    shares = {lang: sum(word in _vocabulary(lang) for word in sample) / len(sample) for lang in languages()}
    best = max(shares, key=lambda lang: shares[lang], default="en")
    english = sum(word in words("little") for word in sample) / len(sample)
    enough = _SHARE if english else _SHARE_OF_NO_ENGLISH
    return best if shares.get(best, 0.0) >= max(enough, english) else "en"


@cache
def _vocabulary(lang: str) -> frozenset[str]:
    return frozenset(
        part.rstrip("'").lower()
        for row in rows("glosses", lang)
        if row["class"] not in {"pattern", "prefix", "name"}
        for part in row["phrase"].split("|")
        # "missile" and "village" are as much English.
        if " " not in part and part.lower() != row["english"].lower()
    )


@cache
def _table(lang: str) -> tuple[Entries, re.Pattern[str], Templates]:
    entries = {
        form.lower().replace("’", "'"): (row["english"], row["class"])
        for row in rows("glosses", lang)
        if row["class"] not in {"pattern", "prefix"}
        for form in row["phrase"].split("|")
    }
    prefix = "|".join(re.escape(row["phrase"]) for row in rows("glosses", lang) if row["class"] == "prefix")
    longest_first = sorted(entries, key=lambda form: (-len(form), form))
    forms = "|".join(_form(form) for form in longest_first)
    patterns = tuple(
        (re.compile(row["phrase"]), row["english"])
        for row in rows("glosses", lang)
        if row["class"] == "pattern"
    )
    lead = f"(?P<prefix>{prefix})?" if prefix else "(?P<prefix>)"
    return entries, re.compile(rf"(?<!\w){lead}(?P<form>{forms})", re.IGNORECASE), patterns


def _form(form: str) -> str:
    escaped = r"\s+".join(re.escape(word) for word in form.split(" ")).replace("'", "['’]")
    return rf"{escaped}(?!\w)" if form[-1].isalnum() else escaped


def gloss(text: str, lang: str) -> Gloss:
    """Put a text into the words of the English grammar.

    Parameters
    ----------
    text
        The report.
    lang
        One of `languages`.
    """
    entries, pattern, patterns = _table(lang)
    pieces: list[Piece] = []
    at = 0
    for begin, end, english, kind in _matches(text, entries, pattern, patterns):
        if begin < at:
            continue
        if begin > at:
            pieces.append((text[at:begin], at, begin, True, ""))
        # A script without capitals has none at the head of a sentence either.
        if english and not text[begin].islower() and _SENTENCE_BEGINS.search(text[max(0, begin - 8) : begin]):
            english = english[0].upper() + english[1:]
        if english.endswith(" ") and text[end : end + 1].isspace():
            english = english.rstrip()
        pieces.append((english, begin, end, False, kind))
        at = end
    pieces.append((text[at:], at, len(text), True, ""))
    return _joined(_reordered(pieces), text)


def _matches(
    text: str,
    entries: Entries,
    pattern: re.Pattern[str],
    patterns: Templates,
) -> list[tuple[int, int, str, str]]:
    found = []
    for match in pattern.finditer(text):
        english, kind = entries[" ".join(match["form"].lower().replace("’", "'").split())]
        lead = "and " if match["prefix"] else ""
        found.append((match.start(), match.end(), lead + english, kind))
    for special, template in patterns:
        found += [(m.start(), m.end(), m.expand(template), "other") for m in special.finditer(text)]
    return sorted(found, key=lambda item: (item[0], -item[1]))


def _reordered(pieces: list[Piece]) -> list[Piece]:
    """Put words in English order: an adjective before its noun, who acts before the act.

    "army Israeli" is "Israeli army", "fell rockets" is "rockets fell".
    """
    out: list[Piece] = []
    for piece in pieces:
        blank = len(out) >= 2 and out[-1][3] and not out[-1][0].strip()
        before = out[-2][4] if blank else ""
        if (piece[4], before) in {("adjective", "noun"), ("noun", "verb"), ("actor", "verb")}:
            first = out[-2]
            kind = "noun" if before == "noun" else "clause"
            out[-2:] = [(f"{piece[0]} {first[0]}", first[1], piece[2], False, kind)]
        else:
            out.append(piece)
    return out


def _joined(pieces: list[Piece], original: str) -> Gloss:
    kept = [piece for piece in pieces if piece[0]]
    starts, length = [], 0
    for piece in kept:
        starts.append(length)
        length += len(piece[0])
    return Gloss(
        "".join(piece[0] for piece in kept),
        original,
        tuple(starts),
        tuple((piece[1], piece[2]) for piece in kept),
        tuple(piece[3] for piece in kept),
    )
