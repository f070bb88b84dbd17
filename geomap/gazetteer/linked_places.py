"""Write a gazetteer in Linked Places Format, for the World Historical Gazetteer, Recogito, Peripleo.

The form is that of version 1.3 (https://github.com/LinkedPasts/linked-places-format): GeoJSON
that is JSON-LD as well. What the format has no member for stands among the properties, which
GeoJSON leaves free: ``kind``, ``radius_m``, ``population``, ``confidence`` and, for names that
are more than names, ``name_kinds``. `geomap.gazetteer.importers.linked_places` reads all of it
back but the confidence and the notes on single names.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geomap.errors import SaveError, UsageError
from geomap.gazetteer.importers import linked_places
from geomap.gazetteer.importers.reading import SourceFile
from geomap.gazetteer.importers.record import Record
from geomap.model import AliasKind, Kind
from geomap.saving import atomic_path

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from geomap.gazetteer.index import Dataset, Index
    from geomap.model import Alias, Place

CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
)
BASE = linked_places.OWN
"""Stands before ids; who publishes the places names their own address instead."""

# Concepts of Getty's Art and Architecture Thesaurus, from the list that the format comes with
# (feature-types-AAT_20230609.tsv), and the class of GeoNames that the format requires.
_TYPES: dict[Kind, tuple[str, str, str]] = {
    Kind.COUNTRY: ("300128207", "nation", "A"),
    Kind.ADMIN1: ("300000774", "province", "A"),
    Kind.ADMIN2: ("300000705", "district", "A"),
    Kind.REGION: ("300182722", "region (geographic)", "L"),
    Kind.CITY: ("300008389", "city", "P"),
    Kind.TOWN: ("300008375", "town", "P"),
    Kind.VILLAGE: ("300008372", "village", "P"),
    Kind.QUARTER: ("300000745", "neighborhood", "P"),
    Kind.AIR_BASE: ("300000455", "military base", "S"),
    Kind.AIRPORT: ("300000681", "airport", "S"),
    Kind.MILITARY_BASE: ("300000455", "military base", "S"),
    Kind.OUTPOST: ("300164060", "military installation", "S"),
    Kind.EMBASSY: ("300000202", "complexes (buildings and sites)", "S"),
    Kind.GOVERNMENT_COMPLEX: ("300000202", "complexes (buildings and sites)", "S"),
    Kind.BUILDING: ("300000202", "complexes (buildings and sites)", "S"),
    Kind.REFUGEE_CAMP: ("300008347", "inhabited place", "P"),
    Kind.OIL_FIELD: ("300000401", "oil field", "L"),
    Kind.GAS_FIELD: ("300000401", "oil field", "L"),
    Kind.DAM: ("300006084", "dam", "S"),
    Kind.PORT: ("300120599", "port", "S"),
    Kind.BORDER_CROSSING: ("300387143", "borderland", "S"),
    Kind.ISLAND: ("300008791", "island", "T"),
    Kind.SEA: ("300008694", "sea", "H"),
    Kind.STRAIT: ("300387217", "passage", "H"),
    Kind.RIVER: ("300008707", "river", "H"),
    Kind.LAKE: ("300008680", "lake", "H"),
    Kind.MOUNTAIN: ("300008795", "mountain", "T"),
    Kind.DESERT: ("300008916", "desert", "T"),
    Kind.COORDINATE: ("300182722", "region (geographic)", "L"),
}
_PREFIXES = {"geonames": "gn", "wikidata": "wd"}
_SUFFIXES = (".json", ".jsonld", ".geojson")


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a file written."""

    places: int
    names: int
    losses: tuple[str, ...]
    """What the format could not hold, in words."""


def write_linked_places(
    index: Index,
    out: str | os.PathLike[str],
    *,
    countries: Iterable[str] = (),
    base: str = BASE,
    progress: Callable[[str, int, int], None] | None = None,
) -> Written:
    """Write all places of an index, from south to north, whole or not at all.

    The file is read again by the importer before it takes its name.

    Parameters
    ----------
    index
        What is written.
    out
        The file; its name ends with .json, .jsonld or .geojson.
    countries
        ISO 3166-1 alpha-2 codes of the countries to write; none for all places.
    base
        What stands before each id to make it a URI, such as ``"https://example.org/places/"``.
    progress
        Told the step, and how much of how much of it is done.

    Raises
    ------
    UsageError
        If the name ends otherwise, the base is no URI, or there is no place to write.
    SaveError
        If the file cannot be written, or does not read as what was written.
    """
    if not str(out).lower().endswith(_SUFFIXES):
        raise UsageError(f"{out}: Linked Places are written as {', '.join(_SUFFIXES)}")
    if ":" not in base or any(char.isspace() for char in base):
        raise UsageError(f"base {base!r} is no URI; write it as https://example.org/places/")
    wanted = frozenset(code.strip().upper() for code in countries)
    with atomic_path(out) as part:
        writer = _Writer(index, base, SourceFile(part).stem)
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(f'{{"type": "FeatureCollection", "@context": {_json(CONTEXT)},\n')
            for key, value in _rights(index.datasets()):
                file.write(f"{_json(key)}: {_json(value)},\n")
            file.write('"features": [')
            for number, place in enumerate(_places(index, wanted, progress)):
                file.write(",\n" if number else "\n")
                file.write(_json(writer.feature(place)))
            file.write("\n]}\n")
        if not writer.places:
            where = f" in {', '.join(sorted(wanted))}" if wanted else ""
            raise UsageError(f"there is no place to write{where}")
        _check(part, out, writer)
    losses = []
    if writer.noted:
        losses.append(f"the notes on {writer.noted:,} names are not written: the format has none on names")
    return Written(writer.places, writer.names, tuple(losses))


def _places(
    index: Index, countries: frozenset[str], progress: Callable[[str, int, int], None] | None
) -> Iterator[Place]:
    """Give the places in strips of latitude, so that not all are in memory at once."""
    for south in range(-90, 90):
        north = south + 1
        strip = index.box(south, -180, north, 180)
        for place in sorted(strip, key=lambda place: place.id):
            if (place.lat < north or north == 90) and (not countries or place.country in countries):
                yield place
        if progress is not None:
            progress("writing places", north + 90, 180)


class _Writer:
    """Makes features, and keeps count of what they hold."""

    def __init__(self, index: Index, base: str, scheme: str) -> None:
        self.places = 0
        self.names = 0
        self.noted = 0
        self.digest = hashlib.blake2b()
        self._index = index
        self._base = base
        self._scheme = scheme
        self._titles = {dataset.name: dataset.title for dataset in index.datasets()}

    def feature(self, place: Place) -> dict[str, Any]:
        """Make a place's feature."""
        concept, label, letter = _TYPES[place.kind]
        aliases = self._index.aliases(place.id)
        names = [place.name, *dict.fromkeys(alias.text for alias in aliases if alias.text != place.name)]
        self.places += 1
        self.names += len(names)
        self.noted += sum(alias.note is not None for alias in aliases)
        identifier = self._uri(place.id)
        _add(self.digest, linked_places.id_of(identifier, self._scheme), _degrees(place), len(names))
        properties: dict[str, Any] = {
            "title": place.name,
            "ccodes": [place.country] if place.country else [],
            "fclasses": [letter],
            "kind": place.kind.value,
            "radius_m": place.radius_m,
            "confidence": place.confidence.value,
        }
        if place.population:
            properties["population"] = place.population
        special = {
            alias.text: alias.kind.value
            for alias in aliases
            if alias.kind is not AliasKind.NAME and alias.text != place.name
        }
        if special:
            properties["name_kinds"] = special
        feature: dict[str, Any] = {
            "@id": identifier,
            "type": "Feature",
            "properties": properties,
            "geometry": self._geometry(place),
            "names": self._names(place, names, aliases),
            "types": [
                {
                    "identifier": f"aat:{concept}",
                    "label": label,
                    "sourceLabels": [{"label": place.kind.value.replace("-", " "), "lang": "en"}],
                }
            ],
        }
        links = [
            {"type": "closeMatch", "identifier": f"{_PREFIXES[scheme]}:{code}"}
            for scheme, _, code in (link.partition(":") for link in self._index.links(place.id))
            if scheme in _PREFIXES
        ]
        if links:
            feature["links"] = links
        above = self._index.place(place.parent) if place.parent else None
        if above is not None:
            feature["relations"] = [
                {
                    "relationType": "gvp:broaderPartitive",
                    "relationTo": self._uri(above.id),
                    "label": f"part of {above.name}",
                }
            ]
        if place.note:
            feature["descriptions"] = [{"value": place.note, "lang": "en"}]
        return feature

    def _uri(self, place_id: str) -> str:
        return self._base + quote(place_id, safe=":/.@!$&'()*+,;=~")

    def _names(self, place: Place, names: list[str], aliases: Iterable[Alias]) -> list[dict[str, Any]]:
        langs: dict[str, str] = {}
        for alias in aliases:
            if alias.lang:
                langs.setdefault(alias.text, alias.lang)
        written: list[dict[str, Any]] = [
            {"toponym": text, **({"lang": langs[text]} if text in langs else {})} for text in names
        ]
        sources = place.sources or (self._titles.get(place.dataset) or "no source stated",)
        written[0]["citations"] = [{"label": source} for source in sources]
        return written

    def _geometry(self, place: Place) -> dict[str, Any]:
        lon, lat = _degrees(place)
        point = {"type": "Point", "coordinates": [lon, lat]}
        outline = self._index.outline(place.id)
        if outline is None:
            return point
        return {"type": "GeometryCollection", "geometries": [point, _wound(outline)]}


def _rights(datasets: Iterable[Dataset]) -> Iterator[tuple[str, str]]:
    stated = list(datasets)
    licences = dict.fromkeys(dataset.licence for dataset in stated if dataset.licence)
    credits_due = dict.fromkeys(dataset.attribution for dataset in stated if dataset.attribution)
    if licences:
        yield "license", "; ".join(licences)
    if credits_due:
        yield "attribution", "; ".join(credits_due)


def _check(part: Path, out: str | os.PathLike[str], writer: _Writer) -> None:
    """Read what was written as a stranger would; what does not come back must not take the name."""
    faults: list[str] = []
    digest = hashlib.blake2b()
    source = linked_places.open_source(SourceFile(part))
    for record in source.records(lambda line, why: faults.append(f"row {line} {why}")):
        if isinstance(record, Record) and record.lat is not None and record.lon is not None:
            _add(digest, record.id, (record.lon, record.lat), 1 + len(record.names))
    if faults or digest.digest() != writer.digest.digest():
        told = faults[0] if faults else "a place, its position or its names came back changed"
        raise SaveError(f"{out}: does not read as it was written ({told}); nothing was saved")


def _add(digest: Any, place_id: str, degrees: tuple[float, float], names: int) -> None:  # noqa: ANN401
    digest.update(f"{place_id}\t{degrees}\t{names}\n".encode())


def _degrees(place: Place) -> tuple[float, float]:
    return round(place.lon, 7), round(place.lat, 7)


def _wound(outline: dict[str, Any]) -> dict[str, Any]:
    """Turn rings as RFC 7946 asks: outer ones counterclockwise."""
    from shapely.geometry import MultiPolygon, mapping, shape
    from shapely.geometry.polygon import orient

    whole = shape(outline)
    parts = [orient(part) for part in getattr(whole, "geoms", [whole])]
    turned: dict[str, Any] = mapping(parts[0] if len(parts) == 1 else MultiPolygon(parts))
    return turned


def _json(value: Any) -> str:  # noqa: ANN401 - anything JSON has
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
