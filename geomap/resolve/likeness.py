"""Places with a name that is like a text and not the same: by its consonants, or all letters but a few."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.index import core_key, max_edits
from geomap.gazetteer.names import MAX_NAME, drop_articles, fold, generic_steps, latin_letters, skeleton
from geomap.model import Alias, AliasKind
from geomap.resolve.candidates import How, Match, removed
from geomap.resolve.sites import is_another

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geomap.gazetteer.index import Index, Named
    from geomap.model import Place

MAX_SIMILAR = 20
"""Misspelled names looked at."""
SOUNDS_SURE = 0.8
"""Likeness of letters, vowels all alike, that names of the same consonants need to be taken for one."""
SOUNDS_LONG = 4
"""Consonants; with fewer, too many names sound alike, and the vowels must stand in the same places."""
SOUNDS_AT_ALL = 0.5
"""Likeness that names of more consonants need at the least: محمد, with no vowel, is .57 like Muhammad."""
FEW_LETTERS = 2
"""Letters in which a name of few consonants may differ from another of the same district."""


def sounding(index: Index, key: str) -> list[Match]:
    """Find the places with a name that has the same consonants.

    Hundreds of places share three consonants. Those whose vowels stand elsewhere can never be taken for
    what the text means (`decision`), and are no rivals of those that can: they are not even read.
    """
    return looser(index, key, lambda core: index.sounding(skeleton(core), _likely(core)), How.SOUND)


def _likely(core: str) -> Callable[[str], bool] | None:
    """Tell apart the names of the same consonants that may be taken for a key without generic words."""
    if not core.isascii():
        # What other scripts write of the vowels tells too little.
        return None
    from rapidfuzz.distance import OSA

    alike, differing, vowels = OSA.normalized_similarity, OSA.distance, _one_vowel(core)
    least = SOUNDS_SURE if len(skeleton(core)) < SOUNDS_LONG else SOUNDS_AT_ALL

    def is_likely(other: str) -> bool:
        return (
            alike(vowels, _one_vowel(other)) >= least
            or differing(core, other, score_cutoff=FEW_LETTERS) <= FEW_LETTERS
        )

    return is_likely


def misspelled(index: Index, key: str) -> list[Match]:
    """Find the places with a name that differs in a letter or a few."""
    return looser(index, key, lambda core: index.similar(core, MAX_SIMILAR), How.LETTERS)


def looser(index: Index, key: str, ask: Callable[[str], Iterable[Named]], how: How) -> list[Match]:
    """Find places by a looser likeness, each by the one of its names that is spelled most like the text.

    Parameters
    ----------
    index
        Knows the places' other names.
    key
        The text's spelling key.
    ask
        Gives the names that are like a key without generic words.
    how
        The likeness.
    """
    found: dict[str, Match] = {}
    whole = drop_articles(key)
    for core, kinds in generic_steps(key):
        named: dict[str, tuple[Place, list[Alias]]] = {}
        for place, alias in ask(core):
            named.setdefault(place.id, (place, []))[1].append(alias)
        term = removed(whole, core)
        for place, aliases in named.values():
            match = None
            # Of what sounds alike the index gives all names there are, but for those of packs, and for
            # one that has the same key without a generic word: the others are spelled less alike.
            if how is How.SOUND and not place.kept_by_hand:
                match = _most_alike(place, aliases, core, how, heard=True)
            if match is None or match.shorter:
                match = _most_alike(place, index.aliases(place.id), core, how)
            if match is None or is_another(index, place, term, kinds, shares_name=match.shorter):
                continue
            known = found.get(place.id)
            if known is None or (match.edits, -len(kinds)) < (known.edits, -len(known.kinds)):
                match.kinds, match.term = kinds, term
                match.shorter = match.shorter and not kinds
                found[place.id] = match
    return list(found.values())


def _most_alike(
    place: Place, aliases: Sequence[Alias], core: str, how: How, *, heard: bool = False
) -> Match | None:
    """Find the name that is spelled most like a key; `heard` says that all have its consonants."""
    from rapidfuzz.distance import OSA

    most = MAX_NAME if how is How.SOUND else max_edits(core)
    latin = how is How.LETTERS and core.isascii()
    shortest = len(core) - most
    likely = []
    for order, alias in enumerate(aliases):
        if alias.kind not in _GUESSABLE:
            continue
        key = fold(alias.text)
        # Generic words may be taken off a key, but nothing is put on.
        if len(key) < shortest or (latin and not _LATIN.search(key)):
            continue
        other = core_key(key, place.kind, alias.kind)
        edits = OSA.distance(core, other)
        if edits <= most:
            likely.append((edits, drop_articles(key) != other, order, alias, other))
    # The nearest is heard first: a large town has a hundred names, and skeletons take their time.
    for edits, shorter, _, alias, other in sorted(likely, key=lambda row: row[:3]):
        consonants = 0 if heard else OSA.distance(skeleton(core), skeleton(other))
        # A slip of the pen changes one consonant; names with two different ones are two names.
        if consonants <= (0 if how is How.SOUND else 1):
            closeness = OSA.normalized_similarity(_one_vowel(core), _one_vowel(other))
            return Match(place, alias, how, edits=edits, closeness=round(closeness, 3), shorter=shorter)
    return None


_GUESSABLE = frozenset(AliasKind) - {AliasKind.CODE, AliasKind.DEMONYM, AliasKind.DESCRIPTION}
_LATIN = re.compile("[a-z0-9]")
_VOWELS = re.compile(r"[aeiouwy]+h?(?=\s|$)|[aeiouwy]+")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 12)
def _one_vowel(key: str) -> str:
    if not key.isascii():
        key = " ".join(map(latin_letters, key.split()))
    return _DOUBLED.sub(r"\1", _VOWELS.sub("a", key))
