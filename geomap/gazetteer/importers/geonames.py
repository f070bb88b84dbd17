"""GeoNames: a country file (``IQ.txt``), ``cities500.txt`` or ``allCountries.txt``, or their ZIP.

Lying beside it and read as well, where they are: ``alternateNamesV2.txt`` (languages, and
which names are former), ``admin1CodesASCII.txt``, ``admin2Codes.txt`` and ``hierarchy.txt``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.gazetteer.importers.features import kind_of, rank_of
from geomap.gazetteer.importers.labels import kind_of_label
from geomap.gazetteer.importers.reading import SourceFile, lines
from geomap.gazetteer.importers.record import (
    LateNames,
    Name,
    Origin,
    Record,
    Skip,
    Source,
    distinct_names,
    position_fault,
)
from geomap.model import AliasKind, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

ORIGIN = Origin(
    name="geonames",
    title="GeoNames",
    licence="CC BY 4.0",
    attribution="GeoNames, https://www.geonames.org/",
    url="https://www.geonames.org/",
)
COLUMNS = 19
_ROW = re.compile(r"[0-9]+(\t[^\t]*){3}\t-?[0-9.]+\t-?[0-9.]+\t[A-Z]?\t[A-Z0-9]*\t[A-Z]{0,2}\t")

# IATA and ICAO codes stand among the names without a mark.
_CODE = re.compile(r"[A-Z]{3,4}")
_NO_NAMES = frozenset({"link", "wkdt", "unlc", "phon", "post", "tcid"})
_ANY_FACILITY = "FCL"
_CODES = frozenset({"iata", "icao", "faac", "abbr"})
# Ids below this are remembered in a bit each: the whole of GeoNames in 4 MB.
_MANY = 1 << 25


def recognises(file: SourceFile, head: str) -> bool:
    """Tell by the first line's nineteen columns."""
    del file
    first = head.split("\n", 1)[0]
    return first.count("\t") == COLUMNS - 1 and _ROW.match(first) is not None


def open_source(file: SourceFile) -> Source:
    """Open a dump with what lies beside it."""

    def records(skip: Skip) -> Iterator[Record | LateNames]:
        beside = _Beside(file)
        for number, line in lines(file, skip):
            record = _record(number, line, skip, beside)
            if record is not None:
                yield record
        yield from beside.areas()
        yield from beside.late_names()

    return Source(ORIGIN, records, file.position)


def _record(number: int, line: str, skip: Skip, beside: _Beside) -> Record | None:
    cells = line.split("\t")
    if len(cells) != COLUMNS:
        if line:
            skip(number, f"has {len(cells)} columns and not {COLUMNS}")
        return None
    code, name, ascii_name, alternates, lat_text, lon_text, feature_class, feature = cells[:8]
    try:
        place, lat, lon = int(code), float(lat_text), float(lon_text)
        population = int(cells[14]) if cells[14] else 0
    except ValueError:
        skip(number, "its id, latitude, longitude or population is no number")
        return None
    fault = position_fault(lat, lon)
    kind = kind_of(feature_class, feature, population)
    name = name.strip()
    if feature == _ANY_FACILITY:
        # The code tells nothing; the last word of the name may: "Mosul Airport".
        kind = kind_of_label(name) or kind
    if fault is None and kind is None:
        fault = f"feature class {feature_class!r} is none of GeoNames'"
    if fault is None and not name:
        fault = "has no name"
    if fault is not None or kind is None:
        skip(number, fault or "")
        return None

    country = cells[8]
    names = [Name(ascii_name, AliasKind.SPELLING)] if ascii_name != name else []
    if alternates:
        names += [
            Name(text, AliasKind.CODE) if _CODE.fullmatch(text) else Name(text)
            for text in alternates.split(",")
        ]
    unit, within = admin_chain(country, cells[10], cells[11], feature)
    parent = beside.parents.get(place)
    return Record(
        id=f"geonames:{place}",
        name=name,
        kind=kind,
        lat=lat,
        lon=lon,
        line=number,
        country=country or None,
        population=population or None,
        feature=f"{feature_class}.{feature}" if feature else feature_class,
        rank=rank_of(feature),
        within=(f"geonames:{parent}", *within) if parent else within,
        same_as=(unit,) if unit else (),
        names=distinct_names(name, [*names, *beside.unit_names(place, unit)]),
    )


def admin_chain(country: str, admin1: str, admin2: str, feature: str) -> tuple[str, tuple[str, ...]]:
    """Give the id of the unit that a row itself is, empty for none, and of those it lies in.

    GeoNames names units by codes, not by the ids of their rows.
    """
    if not country:
        return "", ()
    top = f"iso:{country}"
    if feature.startswith("PCL"):
        return (top, ()) if feature != "PCLH" else ("", ())
    first = f"geonames-admin:{country}.{admin1}" if admin1 and admin1 != "00" else ""
    second = f"{first}.{admin2}" if first and admin2 else ""
    if feature == "ADM1":
        return first, (top,)
    if feature == "ADM2":
        return second, tuple(filter(None, (first, top)))
    return "", tuple(filter(None, (second, first, top)))


class _Beside:
    """What the optional files beside a dump tell."""

    def __init__(self, file: SourceFile) -> None:
        self._folder = file.path.parent
        self._units = {**self._admin("admin1CodesASCII.txt"), **self._admin("admin2Codes.txt")}
        self._met: set[str] = set()
        self._places = bytearray(_MANY >> 3)
        self.parents = self._hierarchy()

    def unit_names(self, place: int, unit: str) -> list[Name]:
        """Give what the lists of units call it; and remember that the place was met."""
        if place < _MANY:
            self._places[place >> 3] |= 1 << (place & 7)
        if not unit:
            return []
        self._met.add(unit)
        return [Name(self._units[unit][0])] if unit in self._units else []

    def areas(self) -> Iterator[Record]:
        """Give the units that have a name but no row, as in ``cities500.txt``: their places tell where."""
        for unit, (name, place, line) in self._units.items():
            if unit in self._met:
                continue
            country, *codes = unit.partition(":")[2].split(".")
            above = (f"geonames-admin:{country}.{codes[0]}",) if len(codes) > 1 else ()
            yield Record(
                id=f"geonames:{place}",
                name=name,
                kind=Kind.ADMIN2 if above else Kind.ADMIN1,
                lat=None,
                lon=None,
                line=line,
                country=country,
                feature="A.ADM2" if above else "A.ADM1",
                within=(*above, f"iso:{country}"),
                same_as=(unit,),
            )

    def _rows(self, name: str, columns: int) -> Iterator[tuple[int, list[str]]]:
        path = self._folder / name
        if path.is_file():
            for number, line in lines(SourceFile(path), lambda *_: None):
                cells = line.split("\t")
                if len(cells) >= columns and not line.startswith("#"):
                    yield number, cells

    def _admin(self, name: str) -> dict[str, tuple[str, int, int]]:
        return {
            f"geonames-admin:{cells[0]}": (cells[1], int(cells[3]), number)
            for number, cells in self._rows(name, 4)
            if cells[3].isdecimal()
        }

    def _hierarchy(self) -> dict[int, int]:
        # Other types of edge ("sisters", "dependency") are no containment.
        return {
            int(cells[1]): int(cells[0])
            for _, cells in self._rows("hierarchy.txt", 2)
            if cells[0].isdecimal() and cells[1].isdecimal() and (len(cells) < 3 or cells[2] in ("", "ADM"))
        }

    def late_names(self) -> Iterator[LateNames]:
        """Give the names with their languages, of the places that were met."""
        for _, cells in self._rows("alternateNamesV2.txt", 4):
            place, language = int(cells[1]) if cells[1].isdecimal() else 0, cells[2]
            if language in _NO_NAMES or (place < _MANY and not self._places[place >> 3] & 1 << (place & 7)):
                continue
            flags = [*cells[4:8], "", "", "", ""]
            name = Name(cells[3], _kind_of_name(language, flags), _tag(language))
            yield LateNames(f"geonames:{place}", (name,))


def _kind_of_name(language: str, flags: list[str]) -> AliasKind:
    if language in _CODES:
        return AliasKind.CODE
    if flags[3] == "1":
        return AliasKind.FORMER
    if flags[1] == "1":
        return AliasKind.SHORT
    # The fourth flag is "colloquial": how it is called, though not officially.
    return AliasKind.SPELLING if flags[2] == "1" else AliasKind.NAME


def _tag(language: str) -> str | None:
    return language if language and language not in _CODES else None
