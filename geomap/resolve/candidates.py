"""Which places a text might name, and by which likeness; the surest likeness first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from geomap.gazetteer.kinds import JOINTS, Fit, fit
from geomap.gazetteer.names import abbreviates, drop_articles, fold, generic_steps
from geomap.model import Alias, AliasKind, Kind, Place
from geomap.resolve.sites import is_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.gazetteer.index import Index
    from geomap.model import Evidence


class How(IntEnum):
    """How a text is like a name of a place, the surest first."""

    EXACT = 0
    CORE = 1
    """Once generic words and articles are off."""
    SOUND = 2
    LETTERS = 3


@dataclass(slots=True, eq=False)
class Match:
    """A place that a text might name; never changed, but for what is remembered with it."""

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
    """0 to 1, how alike the spellings are, whichever vowels are written."""
    shorter: bool = False
    """Whether the name has a generic word that the text lacks: "Kirkuk" for Kirkuk Governorate."""
    own: tuple[tuple[Evidence, ...], tuple[Evidence, ...]] | None = field(default=None, init=False)
    """What its name, and the place itself, say whatever the text around does, once that was weighed."""

    @property
    def own_name(self) -> bool:
        """Whether the text is the place's own name, and asks for nothing else: most are."""
        alias = self.alias
        return (
            self.how is How.EXACT
            and not self.kinds
            and alias.kind is AliasKind.NAME
            and alias.text == self.place.name
        )


def exact(index: Index, key: str, phrase: str | None = None) -> list[Match]:
    """Find the places with a name of this spelling key; `phrase` is how it is written."""
    return [
        Match(place, alias, How.EXACT)
        for place, alias in index.exact(key)
        if phrase is None or _as_written(alias, phrase)
    ]


def kept(index: Index, key: str, phrase: str) -> list[Match]:
    """Find the places of packs that have this name but for an article."""
    return [
        Match(place, alias, How.CORE)
        for place, alias in index.kept(drop_articles(key))
        if alias.kind is not AliasKind.DEMONYM and _as_written(alias, phrase)
    ]


def _as_written(alias: Alias, phrase: str) -> bool:
    """Tell whether a code of letters stands in a phrase as a code: OMAR is an airfield, Omar is not."""
    return (
        alias.kind is not AliasKind.CODE
        or not alias.text.isalpha()
        or alias.text in phrase.replace(".", "")
        or abbreviates(alias.text, phrase)
    )


def without_generic(index: Index, key: str, phrase: str | None = None) -> list[Match]:
    """Find the places with this name once its generic words are off, as few of them as will do."""
    found: dict[str, Match] = {}
    whole = drop_articles(key)
    for core, kinds in generic_steps(key):
        term = removed(whole, core)
        for place, alias in (*index.exact(core), *index.core(core)):
            # "Syrian" is a demonym; "Syrian town" is not Syria.
            if (
                place.id not in found
                and alias.kind is not AliasKind.DEMONYM
                and (phrase is None or _as_written(alias, phrase))
            ):
                own_word = drop_articles(fold(alias.text)) != core
                if is_another(index, place, term, kinds, shares_name=own_word):
                    continue
                shorter = own_word and (not kinds or place.kind is Kind.VILLAGE)
                found[place.id] = Match(place, alias, How.CORE, kinds, term, shorter=shorter)
        if any(not kinds or fit(match.place.kind, kinds) is not Fit.NOT for match in found.values()):
            break
    return _of_level(list(found.values()))


def of_kind(index: Index, key: str) -> list[Place]:
    """Find the places of exactly the kind that a key's generic words mean, by the name without them."""
    found = {
        place.id: place
        for core, kinds in generic_steps(key)
        if kinds
        for place, alias in (*index.exact(core), *index.core(core))
        if place.kind in kinds and alias.kind is not AliasKind.DEMONYM
    }
    return list(found.values())


def _of_level(matches: list[Match]) -> list[Match]:
    """Leave out the governorate where a district is asked for that has one of the name."""
    asked = frozenset[Kind]().union(*(match.kinds for match in matches)) & _LEVELS
    if len(asked) == 1 and any(match.place.kind in asked for match in matches):
        return [match for match in matches if match.place.kind in asked or match.place.kind not in _LEVELS]
    return matches


_LEVELS = frozenset({Kind.ADMIN1, Kind.ADMIN2})


def removed(whole: str, core: str) -> str:
    """Give the generic words that a key without articles has besides what is left of it."""
    at = whole.find(core)
    words = (whole[:at] + whole[at + len(core) :]).split() if at >= 0 else []
    while words and words[-1] in JOINTS:
        words.pop()
    return " ".join(words)


_POSSESSIVE = re.compile(r"['’]s(?=\s|$)")
_WORDS_IN_ONE = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_QUOTED = re.compile(r"[“\"«„](?P<name>[^“”\"«»„]{2,80})[”\"»“]")
_PLAIN = re.compile(r"[\w'’-]*(?:\s+[\w'’-]+){0,3}")
_TOWN_ITSELF = re.compile(r"(?<=\w)[ -]+(?:(?:[Aa]l|[Ee]l)[- ]?[Bb]alad|البلد)$")
_MODIFIER = re.compile(r"(?P<word>[a-z]+(?:-[a-z]+)*) (?=\S)")
_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|an|at|az|ar|the)(?:-|$)")
_ARABIC_PREFIX = re.compile(r"(?<!\S)[بلوفك](?=\S{4})")
# "capital of Iraq" is not Iraq.
_NEGATIONS = frozenset({"not", "no", "non", "un", "off", "outside", "beyond", "against"})
_FUNCTION_WORDS = "of in on at from to for with by near and or not against into over off un non"
_PREPOSITIONS = frozenset(_FUNCTION_WORDS.split())
MAX_MODIFIERS = 4


def variants(text: str) -> Iterator[tuple[str, str]]:
    """Give other ways to read a phrase as a name, each with what was left out.

    Without a possessive ("al-Asad's base"), its words parted ("SierraLeone"), the part in
    quotation marks, without lower-case words in front ("heavily fortified Green Zone"), without a preposition
    that Arabic writes onto the name, without "al-Balad", the town itself and not its camp.
    """
    plain = _POSSESSIVE.sub("", text)
    if plain != text:
        yield plain, ""
    # As a hashtag is written: "SierraLeone".
    parted = _WORDS_IN_ONE.sub(" ", text)
    if parted != text:
        yield parted, ""
    quoted = _QUOTED.search(text)
    if quoted is not None:
        # Words around the quotation marks stay: they may say the kind of place.
        yield f"{text[: quoted.start()]}{quoted['name']}{text[quoted.end() :]}", ""
        around = f"{text[: quoted.start()]} {text[quoted.end() :]}".strip()
        if _PLAIN.fullmatch(around):
            yield quoted["name"], around
    rest, dropped = plain, ""
    for _ in range(MAX_MODIFIERS):
        match = _MODIFIER.match(rest)
        if match is None or _ARTICLE.match(match["word"]) or match["word"] in _NEGATIONS:
            break
        dropped = f"{dropped} {match['word']}".strip()
        rest = rest[match.end() :]
        if rest.split(" ", 1)[0] in _PREPOSITIONS:
            break
        yield rest, dropped
    itself = _TOWN_ITSELF.sub("", text)
    if itself != text:
        yield itself, text[len(itself) :].strip(" -")
    unprefixed = _ARABIC_PREFIX.sub("", text, count=1)
    if unprefixed != text:
        yield unprefixed, ""
