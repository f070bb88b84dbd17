"""Find places by any way to write their names: the questions an index answers, and one in memory.

An index is asked by keys (`geomap.gazetteer.names`), never by raw text, so that all of
them, in memory or on disk, agree on what the same spelling is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from geomap.gazetteer.kinds import Fit, fit
from geomap.gazetteer.names import beginnings, drop_articles, fold, skeleton, strip_once
from geomap.gazetteer.spots import Spots
from geomap.model import Alias, AliasKind, Kind, Place, Precision

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from geomap.gazetteer.packs import Pack

MIN_SKELETON = 3
"""Consonants; with fewer, names that have nothing in common are alike."""


class Named(NamedTuple):
    """A place and the one of its names that was asked for."""

    place: Place
    alias: Alias


@dataclass(frozen=True, slots=True)
class Dataset:
    """A pack or an index, and what its licence asks for."""

    name: str
    title: str
    places: int
    names: int
    licence: str
    attribution: str


class Index(Protocol):
    """What a resolver asks of an index. All answers are in a stable order."""

    def exact(self, key: str) -> Sequence[Named]:
        """Find places with a name of this spelling key (`names.fold`)."""

    def begins(self, words: str) -> bool:
        """Tell whether the key of a name of several words may begin with this word or these two.

        A yes may be wrong, a no is not (see `names.beginnings`).
        """

    def core(self, key: str) -> Sequence[Named]:
        """Find places with a name that has this key without generic words and articles."""

    def kept(self, key: str) -> Sequence[Named]:
        """Find the places of packs with a name that has this key once articles are off."""

    def sounding(self, consonants: str, likely: Callable[[str], bool] | None = None) -> Sequence[Named]:
        """Find places with a name that has this skeleton, once its generic words are off.

        A compiled index gives a place with each such name, but leaves out those whose keys without
        generic words are not `likely`, before it reads their places.
        """

    def similar(self, key: str, limit: int) -> Sequence[Named]:
        """Find places whose names differ from a key without generic words in few letters.

        Not in the very first: such a slip is rare, and would make many names alike.
        """

    def place(self, place_id: str) -> Place | None:
        """Give the place of this id."""

    def aliases(self, place_id: str) -> Sequence[Alias]:
        """Give its names, the preferred one first."""

    def children(self, place_id: str) -> Sequence[Place]:
        """Give the places whose parent it is."""

    def parents(self, place_id: str) -> Sequence[str]:
        """Give the ids of the smallest places that contain it, one for each source that names one."""

    def countries(self) -> Sequence[Place]:
        """Give all countries."""

    def box(
        self,
        south: float,
        west: float,
        north: float,
        east: float,
        kinds: Collection[Kind] | None = None,
        most: int | None = None,
    ) -> Sequence[Place]:
        """Give the places of some kinds whose point lies in a box of degrees, WGS 84.

        A compiled index gives at most `most`, the most prominent.
        """

    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Give its outline as a GeoJSON Polygon or MultiPolygon (lon, lat; WGS 84)."""

    def links(self, place_id: str) -> Sequence[str]:
        """Give the ids that a place goes by in other sources: ``"geonames:99237"``."""

    def twin(self, place: Place, names: Callable[[], Sequence[Alias]]) -> Place | None:
        """Find the place here that a place of another source is; `names` gives that one's names."""

    def twins_in(self, lower: Index) -> Mapping[str, str] | None:
        """Give which places of another index, by id, are which places here, if that is known of all."""

    def datasets(self) -> Sequence[Dataset]:
        """Describe what the index is made of."""


class PackIndex:
    """The places of one or more packs, in memory.

    Parameters
    ----------
    packs
        A later pack wins: its place replaces one of the same id, its aliases are added.
        An alias may name a place of any of the packs.
    """

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._packs = tuple(packs)

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {place.id: place for pack in self._packs for place in pack.places}

    @cached_property
    def _aliases(self) -> dict[str, list[Alias]]:
        names = {
            place.id: [Alias(place.id, place.name, AliasKind.NAME), *_short_names(place)]
            for place in self._places.values()
        }
        for pack in self._packs:
            for alias in pack.aliases:
                if alias.place_id in names:
                    names[alias.place_id].append(alias)
        return names

    @cached_property
    def by_key(self) -> dict[str, list[Named]]:
        """Names by their spelling key."""
        return self._gather(lambda _place, alias: fold(alias.text))

    @cached_property
    def by_core(self) -> dict[str, list[Named]]:
        """Names by their key without generic words and articles."""
        return self._gather(_core)

    @cached_property
    def by_skeleton(self) -> dict[str, list[Named]]:
        """Names by their consonants."""
        return self._gather(lambda place, alias: _consonants(_core(place, alias)))

    def _gather(self, key_of: Callable[[Place, Alias], str]) -> dict[str, list[Named]]:
        """Group the names by a key; a place once for each, by the first of its names that has it."""
        table: defaultdict[str, list[Named]] = defaultdict(list)
        for place in self._places.values():
            met = set()
            for alias in self._aliases[place.id]:
                key = key_of(place, alias)
                if key and key not in met:
                    met.add(key)
                    table[key].append(Named(place, alias))
        return dict(table)

    def exact(self, key: str) -> Sequence[Named]:
        """Find places with a name of this spelling key."""
        return self.by_key.get(key, ())

    def begins(self, words: str) -> bool:
        """Tell whether the key of a name of several words begins with this word or these two."""
        return words in self._begun

    @cached_property
    def _begun(self) -> frozenset[str]:
        return frozenset(words for key in self._keys for words in beginnings(key))

    @property
    def _keys(self) -> Iterable[str]:
        return self.by_key

    def core(self, key: str) -> Sequence[Named]:
        """Find places with a name that has this key without generic words and articles."""
        return self.by_core.get(key, ())

    def kept(self, key: str) -> Sequence[Named]:
        """Find the places with a name that has this key once articles are off."""
        named = ((place, self._whole(place, key)) for place, _ in self.core(key))
        return [Named(place, alias) for place, alias in named if alias is not None]

    def _whole(self, place: Place, key: str) -> Alias | None:
        return next((a for a in self.aliases(place.id) if drop_articles(fold(a.text)) == key), None)

    def sounding(self, consonants: str, likely: Callable[[str], bool] | None = None) -> Sequence[Named]:
        """Find places with a name that has this skeleton, likely or not."""
        del likely
        return self.by_skeleton.get(consonants, ()) if len(consonants) >= MIN_SKELETON else ()

    def similar(self, key: str, limit: int) -> Sequence[Named]:
        """Find places whose names differ from a key in few letters, the nearest first."""
        # Only a name that nothing else has found comes here.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        cores = self._beginning.get(key[:1], ())
        near = process.extract(key, cores, scorer=OSA.distance, score_cutoff=max_edits(key), limit=limit)
        return [
            named for spelling, _, _ in sorted(near, key=lambda hit: hit[1:]) for named in self.core(spelling)
        ]

    @cached_property
    def _beginning(self) -> dict[str, list[str]]:
        """Keys without generic words by their first letter."""
        beginning: defaultdict[str, list[str]] = defaultdict(list)
        for core in self._cores:
            beginning[core[:1]].append(core)
        return dict(beginning)

    @property
    def _cores(self) -> Iterable[str]:
        return self.by_core

    def place(self, place_id: str) -> Place | None:
        """Give the place of this id."""
        return self._places.get(place_id)

    def places(self) -> Iterable[Place]:
        """Give all places, in the order of their packs."""
        return self._places.values()

    def aliases(self, place_id: str) -> Sequence[Alias]:
        """Give its names, the preferred one first."""
        return tuple(self._aliases.get(place_id, ()))

    @cached_property
    def _children(self) -> dict[str, list[Place]]:
        children: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self._places.values():
            if place.parent:
                children[place.parent].append(place)
        return dict(children)

    def children(self, place_id: str) -> Sequence[Place]:
        """Give the places whose parent it is."""
        return self._children.get(place_id, ())

    def parents(self, place_id: str) -> Sequence[str]:
        """Give the id of the smallest place that contains it."""
        return parents_of(self.place(place_id))

    def countries(self) -> Sequence[Place]:
        """Give all countries."""
        return [place for place in self.places() if place.kind is Kind.COUNTRY]

    def box(
        self,
        south: float,
        west: float,
        north: float,
        east: float,
        kinds: Collection[Kind] | None = None,
        most: int | None = None,
    ) -> Sequence[Place]:
        """Give the places of some kinds in a box of degrees, WGS 84, all of them: packs know no rank."""
        del most
        return [
            place
            for place in self.places()
            if south <= place.lat <= north
            and west <= place.lon <= east
            and (kinds is None or place.kind in kinds)
        ]

    def links(self, place_id: str) -> Sequence[str]:
        """Give the ids that a place goes by in other sources."""
        return [link for pack in self._packs for link in pack.same_as.get(place_id, ())]

    def twin(self, place: Place, names: Callable[[], Sequence[Alias]]) -> Place | None:
        """Find the place here that a place of another source is.

        It has the id that a pack says it has there; or it is the same country; or both share
        a name, apart from generic words, and stand for the same spot.
        """
        linked = self._linked(place.id)
        if linked is not None:
            return linked
        near = self._spots.near(place)
        if place.kind is Kind.COUNTRY or not near:
            return near[0] if near else None
        keys = {_core(place, alias) for alias in names()}
        return next(
            (one for one in near if any(_core(one, alias) in keys for alias in self.aliases(one.id))), None
        )

    def twins_in(self, lower: Index) -> Mapping[str, str] | None:
        """Give nothing: what they are laid over is not known before."""
        del lower
        return None

    def _linked(self, link: str) -> Place | None:
        """Give the place that a pack says is that of an id elsewhere."""
        return self.linked.get(link)

    @cached_property
    def linked(self) -> dict[str, Place]:
        """Places by the ids that packs say they have elsewhere."""
        return {
            link: self._places[place_id]
            for pack in self._packs
            for place_id, links in pack.same_as.items()
            for link in links
        }

    @cached_property
    def _spots(self) -> Spots:
        return Spots.of(self.places())

    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Give its outline, from the last pack that has one."""
        return next(filter(None, (pack.areas.get(place_id) for pack in reversed(self._packs))), None)

    def datasets(self) -> Sequence[Dataset]:
        """Describe the packs."""
        return [
            Dataset(
                pack.name,
                pack.title,
                len(pack.places),
                len(pack.places) + len(pack.aliases),
                pack.licence,
                pack.attribution,
            )
            for pack in self._packs
        ]


def parents_of(place: Place | None) -> tuple[str, ...]:
    """Give a place's parent, if there is any, as `Index.parents` does."""
    return (place.parent,) if place is not None and place.parent else ()


def max_edits(key: str) -> int:
    """Tell in how many letters a misspelling of a name this long may differ."""
    length = len(key)
    return 0 if length < 4 else 1 if length < 8 else 2 if length < 14 else 3


_BRACKETS = re.compile(r"\s*\([^()]*\)")


def _short_names(place: Place) -> list[Alias]:
    """Give a name without what only tells it from others: "Rafah (Egypt)", "US Embassy, Baghdad"."""
    short = _BRACKETS.sub("", place.name).strip()
    if short == place.name and place.kind.precision is Precision.SITE:
        short = short.partition(", ")[0]
    return [Alias(place.id, short, AliasKind.SHORT)] if short and short != place.name else []


def _core(place: Place, alias: Alias) -> str:
    return core_key(fold(alias.text), place.kind, alias.kind)


def core_key(key: str, kind: Kind, alias_kind: AliasKind) -> str:
    """Strip a name's spelling key of generic words that say what the place is.

    Not of others: "City" of Sadr City, a quarter, is part of what it is called.

    Parameters
    ----------
    key
        As `names.fold` gives it.
    kind
        What the place is.
    alias_kind
        What sort of name it is; demonyms and descriptions lose only articles, and codes nothing:
        the middle of 7AL7, an airfield, is no article.
    """
    if alias_kind is AliasKind.CODE:
        return key
    core = drop_articles(key)
    if alias_kind in (AliasKind.DEMONYM, AliasKind.DESCRIPTION):
        return core
    while (step := strip_once(core)) is not None and fit(kind, step[1]) is not Fit.NOT:
        core = step[0]
    return core


def _consonants(core: str) -> str:
    consonants = skeleton(core)
    return consonants if len(consonants) >= MIN_SKELETON else ""
