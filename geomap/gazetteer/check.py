"""Find what is wrong in a gazetteer pack: its cells, its links, and its geography."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.gazetteer.bundled import bundled_packs
from geomap.gazetteer.faults import Fault, Severity
from geomap.gazetteer.geography import Countries, crossing, metres_between, metres_outside
from geomap.gazetteer.packs import Pack, PackLines, read_pack, read_pack_lines
from geomap.model import AliasKind, Kind, Place, Precision

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

__all__ = ["Fault", "Severity", "check_pack"]

_UNITS = frozenset({Kind.ADMIN1, Kind.ADMIN2})
_TOWNS = frozenset({Kind.CITY, Kind.TOWN, Kind.VILLAGE})
# Wider than this (metres), a radius was meant in another unit or belongs to another kind: a little more
# than the largest there is of a kind, which the comment names; elsewhere what its precision allows.
_WIDEST_OF_KIND = {
    Kind.COUNTRY: 5_000_000,  # Russia
    Kind.ADMIN1: 1_500_000,  # Sakha
    Kind.REGION: 6_500_000,  # the Indo-Pacific
    Kind.SEA: 9_000_000,  # half the Pacific
    Kind.RIVER: 3_500_000,  # the Nile from end to end
    Kind.MOUNTAIN: 4_000_000,  # the Andes
    Kind.DESERT: 2_600_000,  # the Sahara
    Kind.STRAIT: 900_000,  # the Mozambique Channel
    Kind.LAKE: 650_000,  # the Caspian
    Kind.ISLAND: 1_200_000,  # New Guinea; the Aleutian chain
}
_WIDEST = {
    Precision.COORDINATE: 50_000,
    Precision.SITE: 50_000,
    Precision.LOCALITY: 60_000,
    Precision.VICINITY: 100_000,
    Precision.DISTRICT: 200_000,
}
# Nothing is known so well: metres were meant to be kilometres.
_LEAST = 100
# A point may lie this far (metres) outside an outline: shores and borders are drawn roughly.
_ROUGHNESS = 10_000
# Two hundred nautical miles: as far as a country's sites at sea go.
_AT_SEA = 370_000
# Kinds that may lie in no country, or in several.
_STATELESS = frozenset(
    {Kind.REGION, Kind.SEA, Kind.STRAIT, Kind.RIVER, Kind.LAKE, Kind.MOUNTAIN, Kind.DESERT, Kind.ISLAND}
)


def check_pack(folder: str | os.PathLike[str], *, beside: Sequence[Pack] | None = None) -> list[Fault]:
    """Find every fault of a pack.

    Parameters
    ----------
    folder
        The pack's folder.
    beside
        The packs it will be opened with: a parent, an alias or an outline may name a place of
        theirs. By default the ones that come with geomap.

    Returns
    -------
    list of Fault
        In the order of file and line. An error keeps the pack from being used; a note is
        allowed, but somebody should have looked at it. An empty list is a pack without either.

    Raises
    ------
    PackError
        If one of the packs that come with geomap cannot be read; never for `folder`.
    """
    folder = Path(folder)
    read = read_pack_lines(folder)
    bundled = {path.resolve() for path in bundled_packs()}
    if beside is None:
        beside = [read_pack(path) for path in bundled_packs() if path.resolve() != folder.resolve()]
    context = _Context(read, beside, is_bundled=folder.resolve() in bundled)
    faults = [
        *read.faults,
        *context.link_faults(),
        *context.circle_faults(),
        *context.alias_faults(),
        *context.radius_faults(),
        *context.position_faults(),
        *context.outline_faults(),
    ]
    return sorted(set(faults))


class _Context:
    """A pack among the packs that it will be opened with."""

    def __init__(self, read: PackLines, beside: Sequence[Pack], *, is_bundled: bool) -> None:
        self.read = read
        self.pack = read.pack
        self.beside = beside
        self.is_bundled = is_bundled
        self.lines = {place.id: line for place, line in zip(self.pack.places, read.place_lines, strict=True)}
        self.others = {place.id: place for pack in beside for place in pack.places}
        self.places = self.others | {place.id: place for place in self.pack.places}

    def place_fault(self, place: Place, message: str, severity: Severity = Severity.ERROR) -> Fault:
        return Fault(str(Path(self.pack.path, "places.csv")), self.lines[place.id], message, severity)

    def alias_fault(self, line: int, message: str, severity: Severity = Severity.ERROR) -> Fault:
        return Fault(str(Path(self.pack.path, "aliases.csv")), line, message, severity)

    def area_fault(self, place_id: str, message: str) -> Fault:
        return Fault(str(Path(self.pack.path, "areas.geojson")), self.read.area_lines[place_id], message)

    def is_known(self, place_id: str) -> bool:
        # A place whose own row is at fault is not a second fault of what names it.
        return place_id in self.places or place_id in self.read.unsound_ids

    def link_faults(self) -> Iterator[Fault]:
        """Ids that lead nowhere, or to two places."""
        for place in self.pack.places:
            if place.parent is not None and not self.is_known(place.parent):
                yield self.place_fault(
                    place, f"parent {place.parent!r} is no place of this pack or the others"
                )
            if place.id in self.others:
                other = self.others[place.id].dataset
                if self.is_bundled:
                    yield self.place_fault(place, f"id {place.id!r} stands already in pack {other!r}")
                else:
                    message = f"{place.id!r} replaces the place of that id in pack {other!r}"
                    yield self.place_fault(place, message, Severity.NOTE)
        for alias, line in zip(self.pack.aliases, self.read.alias_lines, strict=True):
            if not self.is_known(alias.place_id):
                message = (
                    f"alias {alias.text!r} belongs to {alias.place_id!r}, which is no place of this pack"
                )
                yield self.alias_fault(line, f"{message} or the others")
        for place_id in self.read.area_lines:
            if not self.is_known(place_id):
                yield self.area_fault(place_id, f"{place_id!r} is no place of this pack or the others")

    def circle_faults(self) -> Iterator[Fault]:
        """Places that contain themselves, by whatever way round."""
        for place in self.pack.places:
            way = [place.id]
            while (parent := self.places[way[-1]].parent) in self.places and parent not in way:
                way.append(parent)
            if parent == place.id:
                yield self.place_fault(place, f"{' is within '.join([*way, place.id])}: a circle")

    def _town_and_unit(self, one: str, other: str) -> bool:
        """Tell whether one place is the unit that is called after the other, a town in it."""
        for town, unit in ((one, other), (other, one)):
            if town in self.places and unit in self.places and self.places[unit].kind in _UNITS:
                way = [town]
                while (parent := self.places[way[-1]].parent) in self.places and parent not in way:
                    way.append(parent)
                if unit in way and self.places[town].kind in _TOWNS:
                    return True
        return False

    def alias_faults(self) -> Iterator[Fault]:
        """Aliases written twice, and those that two places share."""
        owners: dict[str, set[str]] = defaultdict(set)
        for place in self.places.values():
            owners[place.name.casefold()].add(place.id)
        for pack in (self.pack, *self.beside):
            for alias in pack.aliases:
                if alias.kind is not AliasKind.DEMONYM:
                    owners[alias.text.casefold()].add(alias.place_id)
        first: dict[tuple[str, str], int] = {}
        for alias, line in zip(self.pack.aliases, self.read.alias_lines, strict=True):
            earlier = first.setdefault((alias.place_id, alias.text), line)
            if earlier != line:
                yield self.alias_fault(line, f"alias {alias.text!r} stands already in line {earlier}")
                continue
            shared = sorted(
                other
                for other in owners[alias.text.casefold()] - {alias.place_id}
                if not self._town_and_unit(alias.place_id, other)
            )
            if shared:
                message = f"alias {alias.text!r} of {alias.place_id} also means {', '.join(shared)}"
                yield self.alias_fault(line, message, Severity.NOTE)

    def radius_faults(self) -> Iterator[Fault]:
        """Circles that are too wide for what they are, or for what contains them."""
        for place in self.pack.places:
            widest = _WIDEST_OF_KIND.get(place.kind) or _WIDEST[place.kind.precision]
            parent = self.places.get(place.parent) if place.parent else None
            if place.radius_m > widest:
                message = f"radius_m {place.radius_m:g} is too wide for a place of kind {place.kind}"
                yield self.place_fault(place, f"{message} (at most {widest:,} metres)")
            elif place.radius_m < _LEAST and place.kind is not Kind.COORDINATE:
                message = f"radius_m {place.radius_m:g} is less than {_LEAST} metres: are these kilometres?"
                yield self.place_fault(place, message, Severity.NOTE)
            elif parent and place.radius_m > 1.5 * parent.radius_m:
                message = (
                    f"radius_m {place.radius_m:g} is wider than that of {parent.id!r} ({parent.radius_m:g})"
                )
                yield self.place_fault(place, f"{message}, which contains it")

    def position_faults(self) -> Iterator[Fault]:
        """Points that lie outside the country that the row names, or far from the parent."""
        countries = Countries([self.pack, *self.beside])
        for place in self.pack.places:
            fault = self._country_fault(place, countries) or self._parent_fault(place)
            if fault is not None:
                yield fault

    def _country_fault(self, place: Place, countries: Countries) -> Fault | None:
        if place.country is None:
            if place.kind in _STATELESS:
                return None
            return self.place_fault(place, f"country is empty; a place of kind {place.kind} lies in one")
        if place.country not in countries:
            return None
        outside = countries.metres_outside(place.country, place.lat, place.lon)
        if outside <= max(place.radius_m, _ROUGHNESS):
            return None
        where = f"{place.lat:g}, {place.lon:g} lies {outside / 1000:.0f} km outside {place.country}"
        if abs(place.lon) <= 90 and not countries.metres_outside(place.country, place.lon, place.lat):
            return self.place_fault(place, f"{where}, but {place.lon:g}, {place.lat:g} within it: swapped?")
        elsewhere = countries.at(place.lat, place.lon)
        if elsewhere is not None:
            return self.place_fault(place, f"{where}, in {elsewhere}: wrong country, or wrong coordinates?")
        if outside <= _AT_SEA:
            return self.place_fault(place, f"{where}: at sea?", Severity.NOTE)
        return self.place_fault(place, f"{where}: wrong coordinates?")

    def _parent_fault(self, place: Place) -> Fault | None:
        parent = self.places.get(place.parent) if place.parent else None
        if parent is None:
            return None
        apart = metres_between(place.lat, place.lon, parent.lat, parent.lon)
        if apart <= 1.2 * parent.radius_m + place.radius_m:
            return None
        message = f"lies {apart / 1000:.0f} km from {parent.id!r}, which should contain it"
        return self.place_fault(place, message, Severity.NOTE)

    def outline_faults(self) -> Iterator[Fault]:
        """Outlines that cross themselves, or that do not hold their own place."""
        for place_id in self.read.area_lines:
            if place_id not in self.pack.areas:
                continue
            where = crossing(self.pack.areas[place_id])
            if where is not None:
                yield self.area_fault(
                    place_id, f"the outline of {place_id!r} crosses or touches itself near {where}"
                )
                continue
            place = self.places.get(place_id)
            if place is None:
                continue
            outside = metres_outside(self.pack.areas[place_id], place.lat, place.lon)
            if outside > _ROUGHNESS:
                message = (
                    f"the outline of {place_id!r} lies {outside / 1000:.0f} km from the place's own point"
                )
                yield self.area_fault(place_id, message)
