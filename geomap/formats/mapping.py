"""Which column of a table holds what, by the names people give them.

A field is found by its own name, by a name on its line below, by the user's word
(``--column place=Ort``), or, where none of these is there, by the last word of a longer name
(``Incident date``, ``casualties.killed``). What was taken for what is said (`in_words`). Columns
that hold no field travel along untouched.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from geomap.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Found = dict[str, list[int]]

FIELDS: dict[str, str] = {
    "event_id": "event id, id, event id cnty, eventid, incident id, incident code, code, المعرف",
    "lat": (
        "latitude, lat dd, latitude dd, breite, breitengrad, latitud, enlem, широта, y, خط العرض, קו רוחב"
    ),
    "lon": (
        "longitude, lng, long, lon dd, longitude dd, länge, längengrad, laenge, laengengrad, "
        "longitud, boylam, долгота, x, خط الطول, קו אורך"
    ),
    "coordinates": (
        "coordinate, coords, coord, lat lon, latlon, lat long, latlong, lat lng, latlng, "
        "latitude longitude, gps, gps coordinates, gps location, geolocation, geopoint, geo point, "
        "location coordinates, mgrs, mgrs coordinates, grid, grid reference, military grid, "
        "koordinaten, coordonnées, coordenadas, coordinate geografiche, koordinatlar, координаты, "
        "الإحداثيات"
    ),
    "easting": "utm easting, utm e, utm x, rechtswert",
    "northing": "utm northing, utm n, utm y, hochwert",
    "utm_zone": "zone, utm",
    "wkt": "geom wkt, geometry wkt, wkt geometry, the geom, geom, geometry, wkb, geojson, shape",
    "place": (
        "place text, location, location name, place as written, where coordinates, where, "
        "site, toponym, locality, settlement, town, city, village, base, facility, ort, "
        "ortsname, standort, lieu, localité, lugar, ubicación, ciudad, localidad, luogo, città, "
        "yer, konum, şehir, место, город, населенный пункт, місто, المكان, الموقع, المدينة, "
        "מקום, place name, name"
    ),
    "within": (
        "village, town, city, admin3, adm 3, admin2, adm 2, district, county, raion, ilçe, kreis, "
        "municipio, قضاء, القضاء, admin1, adm 1, admin, governorate, province, state, provstate, "
        "oblast, provinz, gouvernorat, provincia, il, wilaya, محافظة, المحافظة"
    ),
    "country": (
        "country code, iso2, iso 3166, iso a2, country name, country txt, land, pays, país, paese, "
        "ülke, страна, الدولة, البلد"
    ),
    "date": (
        "time start, event date, date start, start date, date time, datetime, when, start, "
        "datum, fecha, tarih, data, дата, التاريخ, תאריך, timestamp, time"
    ),
    "end": "time end, date end, end date, to date, until",
    "year": "iyear, yr, jahr, année, año, yıl, год, السنة",
    "month": "imonth, monat, mois, mes, ay, месяц, الشهر",
    "day": "iday, tag, jour, día, gün, день, اليوم",
    "event_type": (
        "sub event type, type, attack type, attacktype1 txt, incident type, strike type, category, what"
    ),
    "weapon": "weapon type, weaptype1 txt, weapons, weapon used, munition, waffe, arme, arma, silah",
    "weapon_count": "number of weapons",
    "actor": (
        "actor1, side a, actor1name, attacker, perpetrator, perpetrators, gname, belligerent, "
        "belligerents, group, akteur, acteur"
    ),
    "claimed_by": "claimed by group",
    "attributed_to": "attributed, attribution, suspected",
    "denied_by": "denied, denial",
    "target": "actor2, side b, actor2name, victim, target1, targeted, ziel, cible, objetivo, hedef",
    "damage": "damages, damage reported, schaden, dégâts",
    "killed_low": "low, killed min, fatalities low, deaths low",
    "killed_best": (
        "killed, best, fatalities, deaths, dead, fatalities best, killed best, total killed, "
        "total deaths, nkill, tote, morts, tués, muertos, morti, ölü, погибшие, убитые, القتلى, عدد القتلى"
    ),
    "killed_high": "high, killed max, fatalities high, deaths high",
    "wounded_low": "wounded min, injured low",
    "wounded_best": (
        "wounded, injured, injuries, total wounded, total injured, nwound, verletzte, blessés, heridos, "
        "feriti, yaralı, раненые, الجرحى, عدد الجرحى"
    ),
    "wounded_high": "wounded max, injured high",
    "origin_lat": "origin latitude, launch lat, launch latitude",
    "origin_lon": "origin longitude, launch lon, launch longitude",
    "origin_name": "launched from, launch site, launch place",
    "radius_m": "radius, uncertainty m, accuracy m, coordinate uncertainty in meters",
    "precision": "",
    "quote": (
        "notes, note, description, text, summary, details, remarks, comments, source headline, title, "
        "headline, beschreibung, bemerkung, remarques, descripción, açıklama, описание, الوصف"
    ),
    "publisher": "source, source name, source office, outlet, quelle, fuente, fonte, kaynak, المصدر",
    "url": "link, source url, sourceurl, web, source link",
}
"""Each field and the names it goes by, preferred first; spelling is compared without case,
accents and punctuation."""

_LAST_WORDS: dict[str, str] = {
    "lat": "lat latitude",
    "lon": "lon long lng longitude",
    "coordinates": "coordinates coords latlon latlng mgrs",
    "place": "location place city town village settlement locality",
    "country": "country",
    "date": "date datetime",
    "event_type": "type",
    "weapon": "weapon munition",
    "killed_best": "killed deaths fatalities dead",
    "wounded_best": "wounded injured injuries",
    "url": "url link",
}
"""Where no name above is in a header: a longer name that ends in one of these words."""
_PLAIN_ENDS = frozenset({"name", "utc", "local", "total", "best", "reported", "text"})
_OTHER_DATES = frozenset(
    {"created", "updated", "modified", "added", "entry", "entered", "published", "publication", "upload"}
    | {"uploaded", "access", "accessed", "retrieved", "report", "reported", "source", "last", "end"}
    | {"until", "birth"}
)
"""A date of these is not when it happened."""
_BOUNDS = {
    "low": frozenset({"min", "minimum", "low", "lower", "lowest"}),
    "high": frozenset({"max", "maximum", "high", "higher", "highest", "upper"}),
}


def fold(name: str) -> str:
    """Fold a column's name: no case, no accents, words joined by ``_``."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "_", plain).strip("_")


_SPELLINGS = {
    field: tuple(fold(name) for name in (field, *names.split(", ")) if name)
    for field, names in FIELDS.items()
}
_WORDS = {word: field for field, words in _LAST_WORDS.items() for word in words.split()}


def known_fields(header: Sequence[str], *, loosely: bool = False) -> Found:
    """Find the fields that a header names.

    Parameters
    ----------
    header
        The names of the columns.
    loosely
        Go by the last word of longer names too, for fields that are not found otherwise.

    Returns
    -------
    dict
        For each field found the positions of its columns: one, but for ``within``, which
        takes every column that holds a container, smallest first.
    """
    folded = [fold(name) for name in header]
    free = set(range(len(header)))
    found: Found = {}
    for field, spellings in _SPELLINGS.items():
        matches = [position for name in spellings for position in sorted(free) if folded[position] == name]
        if matches:
            found[field] = matches if field == "within" else matches[:1]
            free -= set(found[field])
    if loosely:
        _guess(folded, free, found)
    # One alone is something else, such as a street's y, or the zone of a city.
    for names in (("lat", "lon"), ("easting", "northing"), ("origin_lat", "origin_lon")):
        if len(found.keys() & set(names)) == 1:
            for name in names:
                found.pop(name, None)
    if "easting" not in found:
        found.pop("utm_zone", None)
    return found


def _guess(folded: list[str], free: set[int], found: Found) -> None:
    """Add fields by the last word of a name; the first column that fits is taken."""
    for position in sorted(free):
        field = _field_of(folded[position].split("_"))
        if field is not None and field not in found:
            found[field] = [position]


def _field_of(words: list[str]) -> str | None:
    if len(words) < 2:
        return None
    if words[-1] in _PLAIN_ENDS:
        words = words[:-1]
    held = set(words)
    for field in ("killed", "wounded"):
        if held & set(_LAST_WORDS[f"{field}_best"].split()):
            bound = next((end for end, bounds in _BOUNDS.items() if held & bounds), None)
            if bound is not None:
                return f"{field}_{bound}"
    found = _WORDS.get(words[-1]) or ("date" if words[0] == "date" else None)
    if found == "date" and held & _OTHER_DATES:
        return None
    if found in ("lat", "lon") and held & {"origin", "launch"}:
        return f"origin_{found}"
    return found


def map_columns(header: Sequence[str], asked: Mapping[str, str], path: str) -> Found:
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
    chosen: Found = {}
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
        for field, positions in known_fields(header, loosely=True).items()
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


def _says(field: str) -> set[str]:
    """Give the names that need no word about what they hold."""
    return {field, field.removesuffix("_best"), {"lat": "latitude", "lon": "longitude"}.get(field, field)}


def in_words(header: Sequence[str], found: Found, used: set[int]) -> str | None:
    """Say which columns were taken for what and which were not; None if all go by their field's name."""
    taken = [
        f"{field.replace('_', ' ')} from {' and '.join(header[position] for position in positions)}"
        for field, positions in found.items()
        if any(position in used and fold(header[position]) not in _says(field) for position in positions)
    ]
    left = [name for position, name in enumerate(header) if position not in used]
    rest = f"; not used, but kept: {', '.join(left)}" if left else ""
    return f"took {', '.join(taken)}{rest} (--column FIELD=NAME says otherwise)" if taken else None
