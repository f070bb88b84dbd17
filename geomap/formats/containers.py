"""What the places of a table lie in: countries, provinces, districts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from geomap.formats import numbers
from geomap.formats.countries import name_of, read_code
from geomap.formats.folding import fold
from geomap.formats.mapping import unit_names
from geomap.formats.raw import text_of

if TYPE_CHECKING:
    from geomap.formats.sheet import Sheet

_UNITS = {
    fold(name): kind
    for kind, names in {
        "district": f"{unit_names(2)}, {unit_names(3)}, district, county, raion, ilçe, kreis",
        "governorate": f"{unit_names(1)}, governorate, province, state, provstate, oblast, gouvernorat, "
        "provinz, provincia, il, wilaya, محافظة, المحافظة",
    }.items()
    for name in names.split(", ")
}
"""The word by which the resolver knows what kind of unit a column of units holds."""
_SAYS_ITS_KIND = frozenset(
    {
        "district",
        "division",
        "province",
        "governorate",
        "state",
        "region",
        "county",
        "oblast",
        "raion",
        "rayon",
    }
    | {
        "department",
        "prefecture",
        "canton",
        "territory",
        "municipality",
        "commune",
        "subdistrict",
        "republic",
    }
    | {
        "strip",
        "emirate",
        "wilaya",
        "qada",
        "nahiya",
        "muhafazah",
        "محافظة",
        "قضاء",
        "ناحية",
        "إقليم",
        "ولاية",
    }
)
"""A unit with one of these words in its name needs no other."""


_NO_NAME = numbers.MISSING | {"no information", "not specified", "unspecified", "not applicable", "not known"}


def read(sheet: Sheet) -> None:
    """Country codes stay codes; names of countries and provinces say what the place lies within.

    A row that names no place, but what it lies in, happened in the smallest unit that it names.
    """
    parts: list[list[str]] = [[] for _ in range(sheet.size)]
    units: list[str | None] = [None] * sheet.size
    places = sheet.out["place_text"]
    for position in sheet.found.get("within", []):
        title = sheet.raw.header[position]
        if title == "within":
            sheet.used.add(position)
        tag = sheet.raw.tags[position] if sheet.raw.tags else ""
        kind = _UNITS.get(fold(title)) or _UNITS.get(fold(tag))
        for row, value in enumerate(sheet.raw.columns[position]):
            text = _name(value)
            if text and text != places[row]:
                parts[row].append(text)
                # "Erbil" of a column of provinces is the province, not the city.
                units[row] = units[row] or _of_its_kind(text, kind)
    countries, names = _countries(sheet)
    for row, name in enumerate(names):
        if name is not None:
            parts[row].append(name)
        units[row] = units[row] or name_of(countries[row]) or name
    stands = pd.notna(sheet.out["lat"])
    if sheet.raw.shapes is not None:
        stands |= ~shapely.is_missing(sheet.raw.shapes)
    for row, (text, unit) in enumerate(zip(list(places), units, strict=True)):
        if text is None and unit is not None and not stands[row]:
            places[row], parts[row] = unit, parts[row][1:]
            sheet.flags[row].append(f"no place is named; {unit}, the smallest unit named, stands for it")
    sheet.out["country"] = countries
    if any(parts):
        sheet.out["within"] = [", ".join(dict.fromkeys(each)) or None for each in parts]


def _countries(sheet: Sheet) -> tuple[list[str | None], list[str | None]]:
    """Give each row's country as a code, and as a name where it is given as one."""
    codes: list[str | None] = [None] * sheet.size
    cells = sheet.column("country_code")
    if cells is not None:
        codes = [read_code(text) if (text := _name(value)) else None for value in cells]
    names: list[str | None] = [None] * sheet.size
    for row, name in enumerate(sheet.text("country") or []):
        code = read_code(name) if name else None
        codes[row] = codes[row] or code
        # A number is some data set's own, such as GTD's.
        if _name(name) and code is None and not str(name).replace(".", "").isdigit():
            names[row] = name
    return codes, names


def _name(value: object) -> str | None:
    text = text_of(value)
    return None if text is None or text.casefold() in _NO_NAME else text


def _of_its_kind(name: str, kind: str | None) -> str:
    """Give a unit's name with the word for what it is, where it does not say so itself."""
    said = set(re.findall(r"\w+", name.casefold())) & _SAYS_ITS_KIND
    return f"{name} {kind}" if kind and not said else name
