"""Read a gazetteer pack: a folder of plain files, edited by hand, one line a place.

=================  ==========================================================================
``places.csv``     One place a line; see `PLACE_COLUMNS`. May be absent in a pack of aliases.
``aliases.csv``    One spelling a line; see `ALIAS_COLUMNS`. May name places of other packs.
``areas.geojson``  Outlines: a FeatureCollection, each feature with a ``place_id`` property.
``README.md``      Its heading is the title; lines ``- Licence:`` and ``- Attribution:``.
=================  ==========================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import PackError
from geomap.gazetteer.areas import Areas, read_areas
from geomap.gazetteer.faults import Fault, Severity
from geomap.gazetteer.tables import Columns, Row, read_table, read_text
from geomap.model import Alias, AliasKind, Confidence, Kind, Place

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

PLACE_COLUMNS = Columns(
    required=("id", "name", "kind", "country", "lat", "lon", "radius_m", "confidence", "source_1"),
    optional=("parent", "population", "wikidata", "geonameid", "composed_of", "source_2", "note"),
)
ALIAS_COLUMNS = Columns(required=("place_id", "alias", "kind"), optional=("lang", "note"))

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack, read."""

    name: str
    """The folder's name; also each place's `dataset`."""
    path: str
    title: str
    licence: str
    """As its README states it; empty where it states none."""
    attribution: str
    places: tuple[Place, ...]
    aliases: tuple[Alias, ...]
    areas: Mapping[str, dict[str, Any]]
    """Place id to GeoJSON Polygon or MultiPolygon (lon, lat; WGS 84)."""
    same_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Place id to its ids elsewhere: ``("wikidata:Q796", "geonames:99237")``."""


@dataclass(frozen=True, slots=True)
class PackLines:
    """A pack as far as it could be read, with the line of each thing and the faults met."""

    pack: Pack
    faults: tuple[Fault, ...]
    place_lines: tuple[int, ...]
    """Line of each of ``pack.places`` in places.csv; likewise the next."""
    alias_lines: tuple[int, ...]
    area_lines: Mapping[str, int]
    """Line of each outline in areas.geojson, by place id."""
    unsound_ids: frozenset[str]
    """Ids of rows in places.csv that could not be read."""


def read_pack(folder: str | os.PathLike[str]) -> Pack:
    """Read one pack.

    Parameters
    ----------
    folder
        The pack's folder.

    Raises
    ------
    PackError
        If anything in its files cannot be read for what it is; every fault is listed as
        ``file:line: fault``. What needs the look of a geographer, or the other packs, is
        left to `geomap.gazetteer.check.check_pack`.
    """
    read = read_pack_lines(folder)
    errors = [str(fault) for fault in read.faults if fault.severity is Severity.ERROR]
    if errors:
        raise PackError(errors)
    return read.pack


def read_packs(folders: Iterable[str | os.PathLike[str]]) -> list[Pack]:
    """Read packs whose aliases may name each other's places.

    Raises
    ------
    PackError
        If there are faults in any of them; those of all are listed.
    """
    read: list[Pack] = []
    faults: list[str] = []
    for folder in folders:
        try:
            read.append(read_pack(folder))
        except PackError as error:
            faults.extend(error.faults)
    if faults:
        raise PackError(faults)
    known = {place.id for pack in read for place in pack.places}
    faults = [
        f"{pack.path}/aliases.csv: {alias.text!r} is an alias of {alias.place_id!r}, which no pack has"
        for pack in read
        for alias in pack.aliases
        if alias.place_id not in known
    ]
    if faults:
        raise PackError(faults)
    return read


def read_pack_lines(folder: str | os.PathLike[str]) -> PackLines:
    """Read as much of a pack as can be read, for `check_pack`; raises nothing."""
    folder = Path(folder)
    faults: list[Fault] = []
    if not (folder / "places.csv").is_file() and not (folder / "aliases.csv").is_file():
        missing = Fault(str(folder), 0, "is no gazetteer pack: it holds neither places.csv nor aliases.csv")
        faults.append(missing)
    title, licence, attribution = _read_readme(folder, faults)

    places: dict[str, tuple[int, Place]] = {}
    same_as: dict[str, tuple[str, ...]] = {}
    composed: dict[str, tuple[str, ...]] = {}
    unsound: set[str] = set()
    file = folder / "places.csv"
    for row in read_table(file, PLACE_COLUMNS, faults) if file.is_file() else ():
        place = _place(row, str(file), folder.name, faults)
        if place is None:
            unsound.add(row.cells.get("id", ""))
            continue
        if place.id in places:
            first = places[place.id][0]
            faults.append(Fault(str(file), row.line, f"id {place.id!r} stands already in line {first}"))
            continue
        places[place.id] = row.line, place
        links = tuple(
            f"{prefix}:{row.cells[column]}"
            for prefix, column in (("wikidata", "wikidata"), ("geonames", "geonameid"))
            if row.cells.get(column)
        )
        if links:
            same_as[place.id] = links
        parts = tuple(part.strip() for part in row.cells.get("composed_of", "").split("|") if part.strip())
        if parts:
            composed[place.id] = parts

    aliases: list[tuple[int, Alias]] = []
    file = folder / "aliases.csv"
    for row in read_table(file, ALIAS_COLUMNS, faults) if file.is_file() else ():
        alias = _alias(row, str(file), faults)
        if alias is not None:
            aliases.append((row.line, alias))

    file = folder / "areas.geojson"
    outlines, area_lines = read_areas(file, faults) if file.is_file() else ({}, {})
    for place_id, parts in composed.items():
        line = places[place_id][0]
        faults.extend(_composition_faults(str(folder / "places.csv"), line, place_id, parts, outlines))

    pack = Pack(
        name=folder.name,
        path=str(folder),
        title=title,
        licence=licence,
        attribution=attribution,
        places=tuple(place for _, place in places.values()),
        aliases=tuple(alias for _, alias in aliases),
        areas=Areas(
            outlines, {place_id: parts for place_id, parts in composed.items() if set(parts) <= set(outlines)}
        ),
        same_as=same_as,
    )
    return PackLines(
        pack=pack,
        faults=tuple(faults),
        place_lines=tuple(line for line, _ in places.values()),
        alias_lines=tuple(line for line, _ in aliases),
        area_lines=area_lines,
        unsound_ids=frozenset(unsound),
    )


def _read_readme(folder: Path, faults: list[Fault]) -> tuple[str, str, str]:
    """Title, licence and attribution; what is not stated is empty."""
    path = folder / "README.md"
    text = (read_text(path, faults) or "") if path.is_file() else ""
    title = re.search(r"^# +(.+?)\s*$", text, re.MULTILINE)
    licence = re.search(r"^- Licence: *(.+?)\s*$", text, re.MULTILINE)
    attribution = re.search(r"^- Attribution: *(.+?)\s*$", text, re.MULTILINE)
    return (
        title[1] if title else folder.name,
        licence[1] if licence else "",
        attribution[1] if attribution else "",
    )


class _Cells:
    """One row's cells, each taken with its own fault where it is not what it should be."""

    def __init__(self, row: Row, file: str, faults: list[Fault]) -> None:
        self.row = row
        self.file = file
        self.faults = faults
        self.sound = True

    def fault(self, message: str) -> None:
        self.sound = False
        self.faults.append(Fault(self.file, self.row.line, message))

    def text(self, column: str, *, needed: bool = False) -> str:
        value = self.row.cells.get(column, "")
        if needed and not value:
            self.fault(f"{column} is empty")
        if not value.isprintable() and _CONTROL.search(value):
            self.fault(f"{column} holds an invisible control character: {value!r}")
        return value

    def matching(self, column: str, pattern: re.Pattern[str], what: str, *, needed: bool = False) -> str:
        value = self.text(column, needed=needed)
        if value and not pattern.fullmatch(value):
            self.fault(f"{column} {value!r} is not {what}")
        return value

    def number(self, column: str, low: float, high: float, why: str) -> float:
        value = self.text(column, needed=True)
        try:
            number = float(value or "0")
        except ValueError:
            self.fault(f"{column} {value!r} is not a number; write it as 33.7856")
            return 0.0
        if not low <= number <= high:
            self.fault(f"{column} {value} is outside {low:g} to {high:g}{why}")
        return number

    def count(self, column: str) -> int | None:
        value = self.text(column)
        if value and not value.isdecimal():
            self.fault(f"{column} {value!r} is not a whole number")
            return None
        return int(value) if value else None

    def one_of(self, column: str, values: type[StrEnum], default: StrEnum) -> Any:  # noqa: ANN401 - the member
        value = self.text(column, needed=True)
        try:
            return values(value) if value else default
        except ValueError:
            self.fault(f"{column} {value!r} is unknown; it is one of {', '.join(values)}")
            return default


def _place(row: Row, file: str, dataset: str, faults: list[Fault]) -> Place | None:
    cells = _Cells(row, file, faults)
    sources = tuple(filter(None, (cells.text("source_1", needed=True), cells.text("source_2"))))
    cells.matching("wikidata", re.compile(r"Q[0-9]+"), "a Wikidata item such as Q796")
    cells.count("geonameid")
    place = Place(
        id=cells.matching("id", _ID, "made of a-z, 0-9 and single hyphens", needed=True),
        name=cells.text("name", needed=True),
        kind=cells.one_of("kind", Kind, Kind.REGION),
        lat=cells.number("lat", -90, 90, "; swapped with lon?"),
        lon=cells.number("lon", -180, 180, ""),
        # No place is larger than a quarter of the way round the Earth.
        radius_m=cells.number("radius_m", 1, 10_000_000, " metres"),
        country=cells.matching("country", _COUNTRY, "an ISO 3166-1 alpha-2 code such as IQ") or None,
        parent=cells.matching("parent", _ID, "an id") or None,
        confidence=cells.one_of("confidence", Confidence, Confidence.LOW),
        sources=sources,
        note=cells.text("note") or None,
        population=cells.count("population"),
        dataset=dataset,
    )
    return place if cells.sound else None


def _alias(row: Row, file: str, faults: list[Fault]) -> Alias | None:
    cells = _Cells(row, file, faults)
    alias = Alias(
        place_id=cells.matching("place_id", _ID, "an id", needed=True),
        text=cells.text("alias", needed=True),
        kind=cells.one_of("kind", AliasKind, AliasKind.NAME),
        lang=cells.matching("lang", _LANG, "a language tag such as ar, ckb or uz-Latn") or None,
        note=cells.text("note") or None,
    )
    return alias if cells.sound else None


def _composition_faults(
    file: str, line: int, place_id: str, parts: tuple[str, ...], outlines: Mapping[str, Any]
) -> list[Fault]:
    faults = [
        Fault(file, line, f"composed_of names {part!r}, which has no outline in this pack's areas.geojson")
        for part in parts
        if part not in outlines
    ]
    if place_id in outlines:
        faults.append(Fault(file, line, f"{place_id!r} has both composed_of and an outline of its own"))
    return faults
