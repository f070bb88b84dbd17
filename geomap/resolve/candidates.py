"""Which places a text might name, and by which likeness; the surest likeness first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from geomap.gazetteer.names import drop_articles, fold, generic_steps, skeleton
from geomap.model import Alias, AliasKind, Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geomap.gazetteer.index import Index, Named

MAX_SIMILAR = 20
"""Misspelled names looked at."""


class How(IntEnum):
    """How a text is like a name of a place, the surest first."""

    EXACT = 0
    CORE = 1
    """Once generic words and articles are off."""
    SOUND = 2
    LETTERS = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a text might name."""

    place: Place
    alias: Alias
    how: How
    kinds: frozenset[Kind] = frozenset()
    """What the generic words in the text ask for."""
    term: str = ""
    """Those generic words."""
    edits: int = 0
    """Letters that differ."""
    closeness: float = 1.0
    """0 to 1, how alike the spellings are."""


def exact(index: Index, key: str) -> list[Match]:
    """Find the places with a name of this spelling key."""
    return [Match(place, alias, How.EXACT) for place, alias in index.exact(key)]


def without_generic(index: Index, key: str) -> list[Match]:
    """Find the places with this name once its generic words are off, one after the other."""
    found: dict[str, Match] = {}
    whole = drop_articles(key)
    for core, kinds in generic_steps(key):
        term = _removed(whole, core)
        for place, alias in (*index.exact(core), *index.core(core)):
            # "Syrian" is a demonym; "Syrian town" is not Syria.
            if place.id not in found and alias.kind is not AliasKind.DEMONYM:
                found[place.id] = Match(place, alias, How.CORE, kinds, term)
    return list(found.values())


def _removed(whole: str, core: str) -> str:
    at = whole.find(core)
    return (whole[:at] + whole[at + len(core) :]).strip() if at >= 0 else ""


def sounding(index: Index, key: str) -> list[Match]:
    """Find the places with a name that has the same consonants."""
    return _looser(key, lambda core: index.sounding(skeleton(core)), How.SOUND)


def misspelled(index: Index, key: str) -> list[Match]:
    """Find the places with a name that differs in a letter or a few."""
    return _looser(
        key,
        # A slip in the very first letter is rare, and would make many names alike.
        lambda core: [named for named in index.similar(core, MAX_SIMILAR) if _begins_alike(core, named)],
        How.LETTERS,
    )


def _begins_alike(core: str, named: Named) -> bool:
    return drop_articles(fold(named.alias.text))[:1] == core[:1]


def _looser(key: str, ask: Callable[[str], Sequence[Named]], how: How) -> list[Match]:
    from rapidfuzz.distance import OSA

    found: dict[str, Match] = {}
    whole = drop_articles(key)
    for core, kinds in generic_steps(key):
        for place, alias in ask(core):
            other = _bare(alias)
            edits = OSA.distance(core, other)
            closeness = 1 - edits / max(len(core), len(other), 1)
            known = found.get(place.id)
            if known is None or (edits, -len(kinds)) < (known.edits, -len(known.kinds)):
                found[place.id] = Match(
                    place, alias, how, kinds, _removed(whole, core), edits, round(closeness, 3)
                )
    return list(found.values())


def _bare(alias: Alias) -> str:
    *_, (core, _) = generic_steps(fold(alias.text))
    return core


_POSSESSIVE = re.compile(r"['’]s(?=\s|$)")
_QUOTED = re.compile(r"[“\"«„](?P<name>[^“”\"«»„]{2,80})[”\"»“]")
_MODIFIER = re.compile(r"(?P<word>[a-z]+(?:-[a-z]+)*) (?=\S)")
_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|an|at|az|ar|the)(?:-|$)")
_ARABIC_PREFIX = re.compile(r"(?<!\S)[بلوفك](?=\S{4})")
MAX_MODIFIERS = 4


def variants(text: str) -> Iterator[tuple[str, str]]:
    """Give other ways to read a phrase as a name, each with what was left out.

    Without a possessive ("al-Asad's base"), the part in quotation marks, without
    lower-case words in front ("heavily fortified Green Zone"), without a preposition
    that Arabic writes onto the name.
    """
    plain = _POSSESSIVE.sub("", text)
    if plain != text:
        yield plain, ""
    quoted = _QUOTED.search(text)
    if quoted is not None:
        # Words around the quotation marks stay: they may say the kind of place.
        yield f"{text[: quoted.start()]}{quoted['name']}{text[quoted.end() :]}", ""
        yield quoted["name"], (text[: quoted.start()] + text[quoted.end() :]).strip()
    rest, dropped = plain, ""
    for _ in range(MAX_MODIFIERS):
        match = _MODIFIER.match(rest)
        if match is None or _ARTICLE.match(match["word"]):
            break
        dropped = f"{dropped} {match['word']}".strip()
        rest = rest[match.end() :]
        yield rest, dropped
    unprefixed = _ARABIC_PREFIX.sub("", text, count=1)
    if unprefixed != text:
        yield unprefixed, ""
