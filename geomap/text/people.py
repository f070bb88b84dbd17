"""Which words of a run name a person, by given names, titles and initials."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from geomap.text.lexicon import placewords, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.capitals import Word
    from geomap.text.known import Names

ARTICLES = frozenset({"Al", "El"})
_LONGEST = 3
_PLACE_FAME = 1.5
_ARTICLE_FAME = 0.4
"""After "Al", which is rather an article than a given name."""
_AGED = re.compile(r",? ?\(?\d{1,3}[,)]| ?, of \d|,? (?:Jr|Sr|III?)\b")


@cache
def given_names(lang: str = "en") -> frozenset[str]:
    """Given names that are usual in the news."""
    return frozenset(row["name"] for row in rows("givennames", lang))


@cache
def surnames(lang: str = "en") -> frozenset[str]:
    """Surnames that are also names of places."""
    return frozenset(row["name"] for row in rows("surnames", lang))


@cache
def _no_surname() -> frozenset[str]:
    """Words that go on with a place or an office, not with a person: "Virginia Beach", "Austin Police"."""
    return (
        placewords("street")
        | placewords("feature")
        | placewords("bears-name")
        | placewords("public-body")
        | placewords("organisation")
        | placewords("title")
    )


@cache
def titles() -> frozenset[str]:
    """Words that stand before a person's name."""
    return placewords("title")


def persons(
    text: str, run: Sequence[Word], names: Names, *, places: bool = False
) -> tuple[set[int], list[str]]:
    """Find the words of a run that are parts of persons' names; `places` as of `recognise`.

    Returns
    -------
    tuple of set and list
        Positions in the run, and the surnames, by which the text may go on.
    """
    if len(run) == 1 and not _titled(text, run[0].start):
        # A word alone is a person's name after a title only.
        return set(), []
    taken: set[int] = set()
    found: list[str] = []
    at = 0
    while at < len(run):
        if places and run[at].text in ARTICLES:
            # News of attacks knows few Alberts: "Al Dhafra Air Base".
            at += 1
            continue
        length, lead = _person_at(text, run, at, names)
        if length == 0:
            at += 1
            continue
        taken.update(range(at, at + length))
        if length > lead:
            found.append(run[at + length - 1].text)
        at += length
    return taken, found


def _person_at(text: str, run: Sequence[Word], at: int, names: Names) -> tuple[int, int]:
    """Give how many words a person's name takes from here on, and how many of them are the title."""
    word = run[at].text
    if run[at].possessive:
        return 0, 0
    title = word.rstrip(".") in titles() or (word.istitle() is False and word.capitalize() in titles())
    if title and at + 1 < len(run):
        length = _follow(run, at + 1)
        if length and not (at and length == 1 and names(run[at + 1].text).fame >= 3.5):
            return 1 + length, 1
        return 0, 0
    if title:
        return 0, 0
    if at == 0 and _titled(text, run[0].start):
        length = _follow(run, at)
        if length and not (length == 1 and names(word).country):
            return length, 0
    initial = (len(word) == 1 and text[run[at].end : run[at].end + 1] == ".") or (
        len(word) == 4 and word[1::2] == ".." and not names(word).fame and not names(word).code
    )
    if is_article(run, at):
        return 0, 0
    if (word in given_names() or initial) and at + 1 < len(run):
        length = _follow(run, at + 1)
        if length and not (_is_place(text, run, at, names) or _in_place(text, run, at, names)):
            return 1 + length, 0
    if at == 0 and 2 <= len(run) <= 3 and all(one.gap in {" ", ". "} for one in run[1:]):
        # "Darryl Warden, 44,": an age, and no place of that name.
        whole = text[run[0].start : run[-1].end]
        if _AGED.match(text, run[-1].end) and not names(whole).fame and _follow(run, 0) == len(run):
            return len(run), 0
    return 0, 0


def is_article(run: Sequence[Word], at: int) -> bool:
    """Whether "Al" is no Albert: "Al-Boshra"."""
    return run[at].text in ARTICLES and at + 1 < len(run) and run[at + 1].gap in {"-", "‑"}


def _is_place(text: str, run: Sequence[Word], at: int, names: Names) -> bool:
    """Whether the words from a given name on are a place's name: "Ben Gurion Airport", "Al Jarrahi"."""
    article = run[at].text in {"Al", "El"}
    for end in range(at + 1, min(len(run), at + 1 + _LONGEST)):
        if run[end].gap not in {" ", "-"}:
            return False
        if names(text[run[at].start : run[end].end]).fame >= (_ARTICLE_FAME if article else _PLACE_FAME):
            return True
    return False


def _in_place(text: str, run: Sequence[Word], at: int, names: Names) -> bool:
    """Whether a given name stands within a place's name: "Dera Ismail Khan"."""
    for start in range(max(0, at - 2), at):
        if any(one.gap not in {" ", "-"} for one in run[start + 1 : at + 1]):
            continue
        for end in range(at, min(len(run), at + _LONGEST)):
            if end > at and run[end].gap not in {" ", "-"}:
                break
            if names(text[run[start].start : run[end].end]).fame >= _PLACE_FAME:
                return True
    return False


_TITLED = re.compile(r"(?P<title>\w+)\.? $")


def _titled(text: str, start: int) -> bool:
    before = _TITLED.search(text, max(0, start - 14), start)
    return before is not None and (before["title"] in titles() or before["title"].capitalize() in titles())


def _follow(run: Sequence[Word], at: int) -> int:
    """Count the words from here on that may go on with a person's name."""
    length = 0
    while at + length < len(run) and length < _LONGEST:
        word = run[at + length]
        if word.gap not in {"", " ", ". ", "-"} and word.gap.strip() not in {"al", "bin", "el", "de", "la"}:
            break
        if word.text in _no_surname() or word.text.capitalize() in _no_surname():
            break
        length += 1
        if word.possessive:
            break
    return length
