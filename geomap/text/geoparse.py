"""Finds the place names in running text, and says which places they mean.

Recognition is led by the gazetteer: the longest run of words that it knows, starting at
a word that looks like a name. Context decides what is no place here: a person's name, a
newspaper, an armed group called after a country, a month.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Protocol

from geomap.model import AliasKind, Kind, Mention, Toponym
from geomap.text.dates import MONTHS, WEEKDAYS
from geomap.text.lexicon import actor_names, rows, words
from geomap.text.tokens import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Alias, Place, Resolution

_WINDOW = 7
_CONNECTORS = frozenset(
    {
        "of",
        "the",
        "in",
        "de",
        "la",
        "el",
        "al",
        "an",
        "as",
        "ad",
        "ar",
        "ash",
        "ez",
        "du",
        "and",
        "on",
        "upon",
        "bin",
        "abu",
    }
)
_JOINT = re.compile(r"[ \t]*\n?[ \t]*|\s*[,.]?\s+")
_MARKS = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks of direction and joining, which nobody sees."""
_ONLY_BLANK = re.compile(r"[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*")


class Finder(Protocol):
    """What geoparsing asks of a gazetteer."""

    def lookup(self, text: str) -> Sequence[tuple[Place, Alias]]:
        """Give the places that are spelled so, apart from case and accents."""

    def resolve_document(self, text: str, mentions: Sequence[Mention]) -> list[Resolution]:
        """Decide what each mention means, in the light of the others."""


def geoparse(
    text: str, gazetteer: Finder, *, spans: Sequence[tuple[int, int]] | None = None
) -> list[Toponym]:
    """Find and resolve the toponyms of a text.

    Parameters
    ----------
    text
        Running text.
    gazetteer
        An opened gazetteer.
    spans
        Offsets (start, end) in code points of the toponyms where they are known; then
        exactly these are resolved, one for one, in their order.

    Returns
    -------
    list of Toponym
        In the order of the text, or of `spans`; unresolved names are kept.
    """
    if spans is not None:
        mentions = [Mention(start, end, text[start:end]) for start, end in spans]
    else:
        mentions = recognise(text, gazetteer)
    resolutions = gazetteer.resolve_document(text, mentions)
    return [Toponym(mention, resolution) for mention, resolution in zip(mentions, resolutions, strict=True)]


@cache
def _class(name: str, lang: str = "en") -> frozenset[str]:
    return frozenset(row["word"] for row in rows("placewords", lang) if row["class"] == name)


@cache
def _never_alone(lang: str = "en") -> frozenset[str]:
    """Words that open a sentence or name a day far more often than a place."""
    return frozenset(WEEKDAYS) | frozenset(MONTHS) | frozenset(row["word"] for row in rows("common", lang))


def recognise(text: str, gazetteer: Finder) -> list[Mention]:
    """Find the stretches of a text that name a place, in order and without overlap."""
    tokens = tokenize(text)
    blocked = _organisations(text)
    lowercase = {token.text for token in tokens if token.text.islower()}
    mentions: list[Mention] = []
    index = 0
    while index < len(tokens):
        length = _match_length(text, tokens, index, gazetteer, lowercase)
        if length == 0:
            index += 1
            continue
        first, last = tokens[index], tokens[index + length - 1]
        if any(start < last.end and first.start < end for start, end in blocked[first.start // _BUCKET]):
            index += 1
            continue
        mentions.append(Mention(first.start, last.end, text[first.start : last.end]))
        index += length
    return mentions


_BUCKET = 512
_MISSIONS = frozenset({"embassy", "consulate", "embassy complex", "embassy compound"})
"""What is called after the country that keeps it: "the U.S. Embassy"."""


def _organisations(text: str) -> defaultdict[int, list[tuple[int, int]]]:
    """Offsets of organisations' names by bucket: the places inside them are not meant."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end, _ in actor_names().find(text):
        for bucket in {start // _BUCKET, end // _BUCKET}:
            found[bucket].append((start, end))
    return found


def _match_length(text: str, tokens: list[Token], index: int, gazetteer: Finder, lowercase: set[str]) -> int:
    first = tokens[index]
    compass = first.text.lower() in _class("compass")
    if not first.is_name and not (compass and _is_name_after(text, tokens, index)):
        return 0
    run = _run(text, tokens, index)
    known = 0
    for length in range(run, 0, -1):
        last = tokens[index + length - 1]
        if length > 1 and last.text.lower() in _CONNECTORS:
            continue
        if compass and length == 1:
            return 0
        surface = text[first.start : last.end]
        matches = gazetteer.lookup(surface)
        if matches and _is_place_here(text, tokens, index, length, matches, lowercase):
            known = length
            break
    return _with_generic(text, tokens, index, known, gazetteer)


def _is_name_after(text: str, tokens: list[Token], index: int) -> bool:
    following = index + 1
    return following < len(tokens) and tokens[following].is_name and _adjacent(text, tokens, index)


def _adjacent(text: str, tokens: list[Token], index: int) -> bool:
    """Whether only blanks stand between this token and the next."""
    gap = _MARKS.sub("", text[tokens[index].full_end : tokens[index + 1].start])
    return bool(gap) and not gap.strip() and "\n\n" not in gap


def _run(text: str, tokens: list[Token], index: int) -> int:
    """How many words from here on may form one name."""
    length = 1
    while length < _WINDOW and index + length < len(tokens):
        here = index + length - 1
        token = tokens[index + length]
        gap = text[tokens[here].full_end : token.start]
        comma = gap.strip() == "," and length <= 4
        abbreviated = gap == ". " and len(tokens[here].text) <= 3
        if not (_adjacent(text, tokens, here) or comma or abbreviated) or "\n" in gap:
            break
        lowered = token.text.lower()
        if not (token.is_name or lowered in _CONNECTORS or lowered in _generic_words()):
            break
        length += 1
    return length


@cache
def _generic_words() -> frozenset[str]:
    words = _class("site") | _class("settlement")
    return frozenset(part for word in words for part in word.split()) | {
        "gas",
        "oil",
        "facility",
        "plant",
        "zone",
        "strip",
        "sea",
    }


def _is_place_here(
    text: str,
    tokens: list[Token],
    index: int,
    length: int,
    matches: Sequence[tuple[Place, Alias]],
    lowercase: set[str],
) -> bool:
    named = [(place, alias) for place, alias in matches if alias.kind is not AliasKind.DEMONYM]
    if not named:
        return False
    first = tokens[index]
    if length == 1 and not _can_stand_alone(text, first, named, lowercase):
        return False
    if _in_person(text, tokens, index, length, named):
        return False
    return not _in_organisation(text, tokens, index, length)


def _can_stand_alone(
    text: str, token: Token, named: Sequence[tuple[Place, Alias]], lowercase: set[str]
) -> bool:
    if token.text[0].isdigit() or _is_acronym_of_before(text, token):
        return False
    lowered = token.text.lower()
    if lowered in _never_alone() or token.text in words("agency"):
        return False
    if (
        lowered in lowercase
        and token.text[0].isupper()
        and all(place.kind is not Kind.COUNTRY for place, _ in named)
    ):
        # The text also uses it as an ordinary word.
        return False
    if len(token.text) <= 3 and token.text.isupper():
        # IS, PM, AP: a code counts only where it is a country's usual short name.
        return any(
            place.kind is Kind.COUNTRY and alias.kind is not AliasKind.CODE for place, alias in named
        ) or lowered in {"us", "uk", "uae"}
    return len(token.text) > 2


def _in_person(
    text: str, tokens: list[Token], index: int, length: int, named: Sequence[tuple[Place, Alias]]
) -> bool:
    if length > 2 or any(place.kind is Kind.COUNTRY for place, _ in named):
        return False
    before = tokens[index - 1] if index else None
    if before is not None:
        gap = text[before.full_end : tokens[index].start]
        if gap in {" ", ". "} and before.text.rstrip(".") in _class("title") and not before.possessive:
            return gap == " " or len(before.text) <= 5
        if gap == " " and before.text in _given_names():
            return True
        if gap == ". " and len(before.text) == 1 and before.text.isupper():
            return True
    return length == 1 and tokens[index].text in _given_names() and _is_name_after(text, tokens, index)


@cache
def _given_names(lang: str = "en") -> frozenset[str]:
    return frozenset(row["name"] for row in rows("givennames", lang))


def _in_organisation(text: str, tokens: list[Token], index: int, length: int) -> bool:
    start, last = tokens[index].start, index + length - 1
    lead = text[max(0, start - 26) : start]
    if any(lead.endswith((f"{words} ", f"{words} the ")) for words in _class("organisation-of")):
        return True
    if tokens[last].possessive:
        return False
    for step in range(1, 5):
        following = last + step
        if following >= len(tokens) or not _adjacent(text, tokens, following - 1):
            return False
        word = tokens[following].text
        if not word[0].isupper():
            return False
        if word in _class("organisation"):
            return True
    return False


def _with_generic(text: str, tokens: list[Token], index: int, known: int, gazetteer: Finder) -> int:
    """Take in the word for the kind of place that follows: "al-Asaf airbase", "Parakh village"."""
    length = known or _unknown_run(text, tokens, index)
    if length == 0:
        return 0
    if not known and _introduced(text, tokens[index].start):
        known = length
    last = index + length - 1
    if tokens[last].possessive:
        return known
    for extra in (3, 2, 1):
        end = last + extra
        if end >= len(tokens) or not all(_adjacent(text, tokens, at) for at in range(last, end)):
            continue
        phrase = " ".join(token.text.lower() for token in tokens[last + 1 : end + 1])
        if phrase in _class("site") or (phrase in _class("settlement") and phrase != "area"):
            if phrase in _MISSIONS:
                return length + extra
            if known and phrase in _class("site") and not _names_site(text, tokens, index, known, gazetteer):
                return known
            return length + extra
    return known


_INTRODUCES = re.compile(
    r"\b(?:villages?|towns?|cit(?:y|ies)|districts?|provinces?|governorates?|neighbou?rhoods?|suburbs?|ports?)\s+of\s+$",
    re.IGNORECASE,
)


def _introduced(text: str, start: int) -> bool:
    """Whether "the village of" stands before: then a name that no gazetteer knows is a place all the same."""
    return _INTRODUCES.search(text[max(0, start - 30) : start]) is not None


def _names_site(text: str, tokens: list[Token], index: int, known: int, gazetteer: Finder) -> bool:
    # "Iraq base" or "Ukraine border crossing" do not name a site; "Aleppo airport" does.
    surface = text[tokens[index].start : tokens[index + known - 1].end]
    return all(
        place.kind not in {Kind.COUNTRY, Kind.REGION, Kind.SEA} for place, _ in gazetteer.lookup(surface)
    )


def _is_acronym_of_before(text: str, token: Token) -> bool:
    """Whether it is a short form in brackets: "Syrian Arab News Agency [SANA]"."""
    return (
        token.text.isupper()
        and text[token.start - 1 : token.start] in {"(", "["}
        and text[token.end : token.end + 1] in {")", "]"}
    )


def _unknown_run(text: str, tokens: list[Token], index: int) -> int:
    """Length of a run of capitalised words that the gazetteer does not know."""
    token = tokens[index]
    if not token.is_name or token.text[0].isdigit() or token.text.lower() in _never_alone():
        return 0
    if index and tokens[index - 1].is_name and _adjacent(text, tokens, index - 1):
        return 0
    length = 1
    while length < 4 and index + length < len(tokens):
        if not _adjacent(text, tokens, index + length - 1) or not tokens[index + length].is_name:
            break
        if tokens[index + length - 1].possessive:
            return 0
        length += 1
    last = tokens[index + length - 1]
    if last.text in _class("organisation") or last.possessive:
        return 0
    return length if not any(_is_adjective(tokens[index + step].text) for step in range(length)) else 0


def _is_adjective(word: str) -> bool:
    """Whether a capitalised word only says whose: "Iraqi base", "Western airport"."""
    return word.endswith(
        ("ian", "ish", "ese", "aqi", "emi", "eli", "ani", "ern", "ench", "can", "U.S.")
    ) or word in {"US", "UK", "UN", "Federal"}
