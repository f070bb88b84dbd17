"""Several indexes as one: what is edited by hand over what is built, one place in all of them once."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.index import Named, core_key
from geomap.gazetteer.memory import Memory, Recurring
from geomap.gazetteer.names import fold
from geomap.gazetteer.spots import same_spot
from geomap.model import AliasKind, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from geomap.gazetteer.index import Dataset, Index
    from geomap.model import Alias, Place

_REMEMBERED = 1 << 15
"""Answers of each sort that are kept."""


class LayeredIndex:
    """Several indexes as one; the first wins.

    A place of a lower layer that an upper layer has too (`Index.twin`) is that layer's place:
    with its id, its position and what it lies in, and with the names of both. Among the
    answers for one name, a place is also hidden by one that stands for the same spot
    (`same_spot`).
    """

    def __init__(self, *layers: Index) -> None:
        self._layers = layers
        # What lies below one index alone may be known of all places before.
        self._mapped = [layers[0].twins_in(one) if at == 1 else None for at, one in enumerate(layers)]
        self._twins: list[Memory[str, str]] = [Memory(_REMEMBERED) for _ in layers]
        self._parents: list[Memory[str, str]] = [Memory(_REMEMBERED) for _ in layers]
        self._places: Memory[str, Place] = Recurring(_REMEMBERED)
        self._homes: Memory[str, tuple[tuple[Index, str], ...]] = Memory(_REMEMBERED)
        self._exact: Memory[str, Sequence[Named]] = Recurring(_REMEMBERED)
        self._core: Memory[str, Sequence[Named]] = Recurring(_REMEMBERED)

    def exact(self, key: str) -> Sequence[Named]:
        """Find places with a name of this spelling key."""
        # A text says a name again and again, and each resolver of it asks anew.
        known = self._exact.get(key)
        return known if known is not None else self._exact.keep(key, self._ask(lambda one: one.exact(key)))

    def begins(self, words: str) -> bool:
        """Tell whether the key of a name of several words may begin with this word or these two."""
        return any(map(methodcaller("begins", words), self._layers))

    def core(self, key: str) -> Sequence[Named]:
        """Find places with a name that has this key without generic words and articles."""
        known = self._core.get(key)
        return known if known is not None else self._core.keep(key, self._ask(lambda one: one.core(key)))

    def kept(self, key: str) -> Sequence[Named]:
        """Find the places of packs with a name that has this key once articles are off."""
        return self._layers[0].kept(key)

    def sounding(self, consonants: str, likely: Callable[[str], bool] | None = None) -> Sequence[Named]:
        """Find places with a name that has this skeleton, in compiled layers with each such name."""
        return self._ask(lambda layer: layer.sounding(consonants, likely), each=True)

    def similar(self, key: str, limit: int) -> Sequence[Named]:
        """Find places whose names differ from a key in few letters; the upper layer's come first."""
        return self._ask(lambda layer: layer.similar(key, limit))

    def place(self, place_id: str) -> Place | None:
        """Give the place of this id in the first layer that has it."""
        known = self._places.get(place_id)
        if known is None:
            known = self._find(place_id)
            if known is not None:
                self._places.keep(place_id, known)
        return known

    def _find(self, place_id: str) -> Place | None:
        for level, layer in enumerate(self._layers):
            place = layer.place(place_id)
            if place is not None:
                return self._raised(level, place)
        return None

    def aliases(self, place_id: str) -> Sequence[Alias]:
        """Give its names in all layers, the preferred one first."""
        found: dict[tuple[str, str | None], Alias] = {}
        for layer, own_id in self._below(place_id):
            for alias in layer.aliases(own_id):
                same = alias if own_id == place_id else replace(alias, place_id=place_id)
                found.setdefault((alias.text, alias.lang), same)
        return tuple(found.values())

    def children(self, place_id: str) -> Sequence[Place]:
        """Give the places whose parent it is."""
        children: dict[str, Place] = {}
        for layer, own_id in self._below(place_id):
            level = self._layers.index(layer)
            for child in layer.children(own_id):
                place = self._raised(level, child)
                if place.id != place_id:
                    children.setdefault(place.id, place)
        return tuple(children.values())

    def parents(self, place_id: str) -> Sequence[str]:
        """Give the ids of the smallest places that contain it, in all layers."""
        found: dict[str, None] = {}
        for layer, own_id in self._below(place_id):
            level = self._layers.index(layer)
            for parent_id in layer.parents(own_id):
                found[self._parent(level, parent_id)] = None
        return tuple(found)

    def countries(self) -> Sequence[Place]:
        """Give all countries."""
        countries: dict[str, Place] = {}
        for level, layer in enumerate(self._layers):
            for place in layer.countries():
                countries.setdefault(place.country or place.id, self._raised(level, place))
        return tuple(countries.values())

    def box(
        self,
        south: float,
        west: float,
        north: float,
        east: float,
        kinds: Collection[Kind] | None = None,
        most: int | None = None,
    ) -> Sequence[Place]:
        """Give the places of some kinds in a box of degrees, at most `most` of each compiled layer."""
        found: dict[str, Place] = {}
        for level, layer in enumerate(self._layers):
            for place in layer.box(south, west, north, east, kinds, most):
                raised = self._raised(level, place)
                # An upper layer may call the place something else, and put it elsewhere.
                of_kind = kinds is None or raised.kind in kinds
                if of_kind and south <= raised.lat <= north and west <= raised.lon <= east:
                    found.setdefault(raised.id, raised)
        return tuple(found.values())

    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Give its outline in the first layer that has one."""
        for layer, own_id in self._below(place_id):
            found = layer.outline(own_id)
            if found is not None:
                return found
        return None

    def datasets(self) -> Sequence[Dataset]:
        """Describe what the layers are made of."""
        return [dataset for layer in self._layers for dataset in layer.datasets()]

    def twin(self, place: Place, names: Callable[[], Sequence[Alias]]) -> Place | None:
        """Give the place of the first layer that has a place of another source."""
        return next(filter(None, (layer.twin(place, names) for layer in self._layers)), None)

    def twins_in(self, lower: Index) -> Mapping[str, str] | None:
        """Give nothing: it is laid over none."""
        del lower
        return None

    def links(self, place_id: str) -> Sequence[str]:
        """Give its ids in other sources."""
        return tuple(dict.fromkeys(link for layer in self._layers for link in layer.links(place_id)))

    def _ask(self, question: Callable[[Index], Sequence[Named]], *, each: bool = False) -> Sequence[Named]:
        """Gather the answers of all layers: of a place the first, or `each`."""
        answers: list[Named] = []
        for level, layer in enumerate(self._layers):
            found = question(layer)
            if not level:
                answers += found
                continue
            if not found:
                continue
            met = {named.place.id for named in answers}
            upper: dict[str | None, list[Place]] = {}
            for above, _ in answers:
                upper.setdefault(above.country, []).append(above)
            for named in found:
                place, alias = named
                raised = self._raised(level, place)
                if raised.id not in met:
                    if upper and any(same_spot(above, raised) for above in upper.get(raised.country, ())):
                        continue
                    met.add(raised.id)
                elif not each:
                    continue
                if raised is place:
                    answers.append(named)
                    continue
                same = alias if alias.place_id == raised.id else replace(alias, place_id=raised.id)
                answers.append(Named(raised, same))
        return tuple(answers)

    def _raised(self, level: int, place: Place) -> Place:
        """Give what a place of a layer is, seen from above: an upper layer's place, or in one."""
        if not level:
            return place
        mapped = self._mapped[level]
        if mapped is not None:
            return self._raised_by(mapped, place)
        twin_id = self._twins[level].get(place.id)
        if twin_id is None:
            twin = self._twin_above(level, place)
            self._twins[level].keep(place.id, "" if twin is None else twin.id)
            if twin is not None:
                return twin
        elif twin_id:
            twin = self.place(twin_id)
            if twin is not None:
                return twin
        if place.parent is None:
            return place
        parent = self._parent(level, place.parent)
        return place if parent == place.parent else replace(place, parent=parent)

    def _raised_by(self, mapped: Mapping[str, str], place: Place) -> Place:
        """Raise a place of which the twin above is known, if there is one, and its container's."""
        twin_id = mapped.get(place.id)
        if twin_id is not None:
            twin = self.place(twin_id)
            if twin is not None:
                return twin
        parent = mapped.get(place.parent) if place.parent is not None else None
        return place if parent is None else replace(place, parent=parent)

    def _twin_above(self, level: int, place: Place) -> Place | None:
        """Find the place of an upper layer that a layer's place is."""
        layer = self._layers[level]
        for above, upper in enumerate(self._layers[:level]):
            twin = upper.twin(place, lambda: layer.aliases(place.id))
            if twin is not None:
                return self._raised(above, twin)
        return None

    def _parent(self, level: int, place_id: str) -> str:
        """Give the id that a container in a layer has, seen from above."""
        mapped = self._mapped[level]
        if mapped is not None:
            return mapped.get(place_id, place_id)
        known = self._parents[level].get(place_id)
        if known is None:
            place = self._layers[level].place(place_id)
            raised = place_id if place is None else self._raised(level, place).id
            known = self._parents[level].keep(place_id, raised)
        return known

    def _below(self, place_id: str) -> Sequence[tuple[Index, str]]:
        """Give the layers that have a place, each with the id it has there; its own layer is the first."""
        homes = self._homes.get(place_id)
        if homes is None:
            for layer in self._layers[:-1]:
                if layer.place(place_id) is not None:
                    return self._homes.keep(place_id, tuple(self._find_homes(place_id)))
            return ((self._layers[-1], place_id),)
        return homes

    @cached_property
    def _twinned(self) -> dict[int, frozenset[str]]:
        """Of the layers of which all twins are known, the ids of those above."""
        levels = enumerate(self._mapped)
        return {level: frozenset(mapped.values()) for level, mapped in levels if mapped is not None}

    def _find_homes(self, place_id: str) -> list[tuple[Index, str]]:
        found = [(layer, place_id) for layer in self._layers if layer.place(place_id) is not None]
        links = [link for layer, own_id in found for link in layer.links(own_id)]
        for level, layer in enumerate(self._layers):
            if level and not any(layer is one for one, _ in found):
                place = self._linked(level, place_id, links)
                if place is not None:
                    found.append((layer, place.id))
        return found

    def _linked(self, level: int, place_id: str, links: Sequence[str]) -> Place | None:
        """Find the place of a layer that is an upper one's: by a link, or else by a name."""
        if level in self._twinned and place_id not in self._twinned[level]:
            return None
        layer = self._layers[level]
        top = next(filter(None, (one.place(place_id) for one in self._layers[:level])))
        found = [place for place in map(layer.place, links) if place is not None]
        found += [named.place for named in layer.exact(fold(top.name))]
        found += [named.place for named in layer.core(core_key(fold(top.name), top.kind, AliasKind.NAME))]
        return next((place for place in found if self._raised(level, place).id == place_id), None)
