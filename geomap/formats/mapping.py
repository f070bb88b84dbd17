"""Which column of a table holds what, by the names people give them.

A field is found by its own name, by a name on its line below, or by the user's word
(``--column place=Ort``). Columns that hold no field travel along untouched.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from geomap.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIELDS: dict[str, str] = {
    "event_id": "event id, id, event id cnty, eventid, incident id",
    "lat": "latitude, lat dd, latitude dd, breite, breitengrad, latitud, y, خط العرض",
    "lon": (
        "longitude, lng, long, lon dd, longitude dd, länge, längengrad, laenge, laengengrad, "
        "longitud, x, خط الطول"
    ),
    "wkt": "geom wkt, geometry wkt, wkt geometry, the geom",
    "place": (
        "place text, location, location name, place as written, where coordinates, where, "
        "site, toponym, locality, settlement, town, city, village, base, facility, ort, "
        "ortsname, standort, lieu, localité, lugar, ubicación, luogo, yer, konum, المكان, "
        "الموقع, מקום, place name, name"
    ),
    "within": (
        "village, town, city, admin3, adm 3, admin2, adm 2, district, county, admin1, adm 1, "
        "admin, governorate, province, state, provinz, gouvernorat, provincia, محافظة"
    ),
    "country": "country code, iso2, iso 3166, iso a2, land, pays, país, paese, ülke, الدولة",
    "date": (
        "time start, event date, date start, start date, date time, datetime, when, start, "
        "datum, fecha, tarih, التاريخ, תאריך"
    ),
    "end": "time end, date end, end date, to date, until",
    "event_type": "sub event type, type, attack type, incident type, category",
    "weapon": "weapon type, weapons, munition, waffe, arme",
    "weapon_count": "number of weapons",
    "actor": "actor1, side a, actor1name, attacker, perpetrator, group, akteur, acteur",
    "claimed_by": "claimed by group",
    "attributed_to": "attributed, attribution, suspected",
    "denied_by": "denied, denial",
    "target": "actor2, side b, actor2name, victim, targeted, ziel, cible",
    "damage": "damages, damage reported, schaden, dégâts",
    "killed_low": "low, killed min, fatalities low, deaths low",
    "killed_best": (
        "killed, best, fatalities, deaths, dead, fatalities best, killed best, tote, morts, muertos"
    ),
    "killed_high": "high, killed max, fatalities high, deaths high",
    "wounded_low": "wounded min, injured low",
    "wounded_best": "wounded, injured, injuries, verletzte, blessés, heridos",
    "wounded_high": "wounded max, injured high",
    "radius_m": "radius, uncertainty m, accuracy m, coordinate uncertainty in meters",
    "precision": "",
    "quote": "notes, note, description, text, summary, details, source headline, beschreibung",
    "publisher": "source, source office, outlet, quelle, fuente",
    "url": "link, source url, sourceurl, web",
}
"""Each field and the names it goes by, preferred first; spelling is compared without case,
accents and punctuation."""


def fold(name: str) -> str:
    """Fold a column's name: no case, no accents, words joined by ``_``."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "_", plain).strip("_")


_SPELLINGS = {
    field: tuple(fold(name) for name in (field, *names.split(", ")) if name)
    for field, names in FIELDS.items()
}


def known_fields(header: Sequence[str]) -> dict[str, list[int]]:
    """Find the fields that a header names.

    Returns
    -------
    dict
        For each field found the positions of its columns: one, but for ``within``, which
        takes every column that holds a container, smallest first.
    """
    folded = [fold(name) for name in header]
    free = set(range(len(header)))
    found: dict[str, list[int]] = {}
    for field, spellings in _SPELLINGS.items():
        matches = [position for name in spellings for position in sorted(free) if folded[position] == name]
        if matches:
            found[field] = matches if field == "within" else matches[:1]
            free -= set(found[field])
    for pair in (("lat", "lon"), ("lon", "lat")):  # one alone is something else, such as a street's y
        if pair[0] in found and pair[1] not in found:
            del found[pair[0]]
    return found


def map_columns(header: Sequence[str], asked: Mapping[str, str], path: str) -> dict[str, list[int]]:
    """Find the fields of a table, the user's word first.

    Parameters
    ----------
    header
        The names of the columns.
    asked
        Field to column name, as the user says it; the field may go by any of its names.
    path
        For the error.

    Raises
    ------
    UsageError
        If the user names a field that does not exist.
    InputError
        If the user names a column that the table lacks, or a field's column stands twice.
    """
    chosen: dict[str, list[int]] = {}
    for word, column in asked.items():
        field = next((field for field, names in _SPELLINGS.items() if fold(word) in names), None)
        if field is None:
            raise UsageError(f"there is no field {word!r} to map a column to; fields: {', '.join(FIELDS)}")
        if column not in header:
            raise InputError(
                f"there is no column {column!r}", path=path, row=1, hint=f"columns: {', '.join(header)}"
            )
        chosen[field] = [list(header).index(column)]
    taken = {position for positions in chosen.values() for position in positions}
    found = {
        field: [position for position in positions if position not in taken]
        for field, positions in known_fields(header).items()
        if field not in chosen
    }
    found = {field: positions for field, positions in found.items() if positions} | chosen
    for positions in found.values():
        name = header[positions[0]]
        if list(header).count(name) > 1:
            raise InputError(
                "the column stands twice", path=path, row=1, column=name, hint="rename one of them"
            )
    return found
