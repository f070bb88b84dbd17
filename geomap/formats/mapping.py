"""Which column of a table holds what, by the names people give them.

A field is found by its own name, by a name on its line below, by the user's word
(``--column place=Ort``), or, where none of these is there, by a word of a longer name
(``Incident date``, ``casualties.killed``: `geomap.formats.guessing`). What was taken for what is
said (`in_words`). Columns that hold no field, or nothing at all, travel along untouched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.errors import InputError, UsageError
from geomap.formats.folding import apart, fold
from geomap.formats.guessing import field_of, guess

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.formats.raw import Raw

    Found = dict[str, list[int]]


def unit_names(level: int) -> str:
    """Give the names of a column of administrative units: of ACLED, OCHA, GADM and whoever follows them."""
    stems = [f"{stem}{gap}{level}" for stem in ("admin", "adm") for gap in ("", " ")]
    ends = ("", " name", "name", " en", " name en", "name en")
    return ", ".join([stem + end for stem in stems for end in ends] + [f"provider admin{level} name"])


FIELDS: dict[str, str] = {
    "event_id": (
        "event id, id, event id cnty, eventid, incident id, incident code, incident number, incident no, "
        "case id, case number, record id, report key, unique reference code, reference code, unique id, "
        "uuid, slug, code, المعرف"
    ),
    "lat": (
        "latitude, lat dd, latitude dd, breite, breitengrad, latitud, enlem, широта, y, خط العرض, קו רוחב"
    ),
    "lon": (
        "longitude, lng, long, lon dd, longitude dd, länge, längengrad, laenge, laengengrad, "
        "longitud, boylam, долгота, x, خط الطول, קו אורך"
    ),
    "coordinates": (
        "coordinate, coords, coord, lat lon, latlon, lat long, latlong, lat lng, latlng, "
        "latitude longitude, gps, gps coordinates, gps location, geolocation, geopoint, geo point, geo, "
        "position, "
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
        f"village, town, city, {unit_names(4)}, {unit_names(3)}, sub district, subdistrict, nahiya, ناحية, "
        f"{unit_names(2)}, district, county, raion, ilçe, kreis, municipio, قضاء, القضاء, "
        f"{unit_names(1)}, admin, governorate, province, state, provstate, "
        "oblast, provinz, gouvernorat, provincia, il, wilaya, محافظة, المحافظة"
    ),
    "country_code": (
        "iso2, iso3, iso, iso 2, iso 3, iso a2, iso a3, iso code, iso codes, iso3 code, iso3 codes, "
        "iso 3166, country iso, country iso2, country iso3, country iso code, country code iso3, "
        "location code"
    ),
    "country": (
        "country name, country txt, land, pays, país, paese, ülke, страна, الدولة, البلد, adm0 en, "
        "adm0 name, admin0, admin0name, admin0name en, admin 0"
    ),
    "date": (
        "time start, event date, incident date, date of incident, date of event, date of attack, "
        "attack date, strike date, date occurred, date of occurrence, date start, start date, date time, "
        "datetime, when, reference period start, dtg, date time group, "
        "datum, fecha, tarih, дата, التاريخ, תאריך"
    ),
    "end": "time end, date end, end date, to date, until, reference period end",
    "year": "iyear, yr, jahr, année, año, yıl, год, السنة",
    "month": "imonth, monat, mois, mes, ay, месяц, الشهر",
    "day": "iday, tag, jour, día, gün, день, اليوم",
    "event_type": (
        "sub event type, type, attack type, attacktype1 txt, incident type, strike type, category, what"
    ),
    "weapon": (
        "weapon type, weaptype1 txt, weapons, weapon used, weapon carried used, weapon system, "
        "explosive weapon type, munition, munition type, waffe, arme, arma, silah"
    ),
    "weapon_count": "number of weapons",
    "actor": (
        "actor1, side a, actor1name, attacker, perpetrator, perpetrators, gname, belligerent, "
        "belligerents, reported perpetrator, alleged perpetrator, attackers, armed group, group, "
        "akteur, acteur"
    ),
    "claimed_by": "claimed by group",
    "attributed_to": (
        "attributed, attribution, suspected, suspected belligerent, suspected belligerents, "
        "suspected attacker, suspected perpetrator"
    ),
    "denied_by": "denied, denial",
    "target": "actor2, side b, actor2name, victim, target1, targeted, ziel, cible, objetivo, hedef",
    "damage": "damages, damage reported, schaden, dégâts",
    "killed_low": "low, killed min, fatalities low, deaths low",
    "killed_best": (
        "killed, best, fatalities, deaths, dead, kia, fatalities best, killed best, total killed, "
        "total deaths, nkill, tote, morts, tués, muertos, morti, ölü, погибшие, убитые, القتلى, عدد القتلى, "
        "civilians reported killed, civilians killed, civilian deaths, civilian fatalities"
    ),
    "killed_high": "high, killed max, fatalities high, deaths high",
    "wounded_low": "wounded min, injured low",
    "wounded_best": (
        "wounded, injured, injuries, wia, total wounded, total injured, nwound, verletzte, blessés, heridos, "
        "feriti, yaralı, раненые, الجرحى, عدد الجرحى, "
        "civilians reported injured, civilians injured, civilians wounded, civilian injuries"
    ),
    "wounded_high": "wounded max, injured high",
    "origin_lat": "origin latitude, launch lat, launch latitude",
    "origin_lon": "origin longitude, launch lon, launch longitude",
    "origin_name": "launched from, launch site, launch place",
    "radius_m": "radius, uncertainty m, accuracy m, coordinate uncertainty in meters",
    "precision": (
        "geo precision, location precision, geolocation accuracy, location accuracy, geolocation precision, "
        "geolocation resolution, attr geolocation resolution, geocoding accuracy, spatial precision, "
        "accuracy of location, precision of location"
    ),
    "quote": (
        "notes, note, description, event description, incident description, description of incident, "
        "attr description, narrative, text, summary, details, remarks, comments, source headline, title, "
        "headline, beschreibung, bemerkung, remarques, descripción, açıklama, описание, الوصف"
    ),
    "publisher": "source, source name, source office, outlet, quelle, fuente, fonte, kaynak, المصدر",
    "url": "link, source url, sourceurl, web, source link",
}
"""Each field and the names it goes by, preferred first; spelling is compared without case,
accents and punctuation."""

WEAK_DATES = "start, data, timestamp, time"
"""What dates are called too, where nothing else is called so: the start of an interview, any data."""


_SPELLINGS = {
    field: tuple(dict.fromkeys(fold(name) for name in (field, *names.split(", ")) if name))
    for field, names in FIELDS.items()
}
_WEAK = tuple(fold(name) for name in WEAK_DATES.split(", "))
SURE_DATES = frozenset(_SPELLINGS["date"])
"""Folded names of columns that hold dates and nothing else."""
_PAIRS = (("lat", "lon"), ("easting", "northing"), ("origin_lat", "origin_lon"))


def known_fields(header: Sequence[str], *, loosely: bool = False) -> Found:
    """Find the fields that a header names.

    Parameters
    ----------
    header
        The names of the columns.
    loosely
        Go by a word of longer names too, for fields that are not found otherwise.

    Returns
    -------
    dict
        For each field found the positions of its columns: one, but for ``within``, which
        takes every column that holds a container, smallest first.
    """
    folded = [{fold(name), apart(name)} for name in header]
    free = set(range(len(header)))
    found: Found = {}

    def find(field: str, spellings: tuple[str, ...]) -> None:
        matches = [position for name in spellings for position in sorted(free) if name in folded[position]]
        if matches:
            found[field] = list(dict.fromkeys(matches)) if field == "within" else matches[:1]
            free.difference_update(found[field])

    for field, spellings in _SPELLINGS.items():
        find(field, spellings)
    if loosely:
        for field, position in guess([apart(name) for name in header], free, found).items():
            found[field] = [position]
            free.discard(position)
    if "date" not in found:
        find("date", _WEAK)
    # One alone is something else, such as a street's y, or the zone of a city.
    for names in _PAIRS:
        if len(found.keys() & set(names)) == 1:
            for name in names:
                found.pop(name, None)
    if "easting" not in found:
        found.pop("utm_zone", None)
    return found


def date_columns(header: Sequence[str]) -> list[int]:
    """Give the columns that may say when something happened, the likeliest first."""
    folded = [{fold(name), apart(name)} for name in header]
    named = [place for name in _SPELLINGS["date"] for place, names in enumerate(folded) if name in names]
    weak = [place for name in _WEAK for place, names in enumerate(folded) if name in names]
    loose = [place for place, name in enumerate(header) if field_of(apart(name)) == "date"]
    return list(dict.fromkeys([*named, *loose, *weak]))


def map_columns(raw: Raw, asked: Mapping[str, str]) -> Found:
    """Find the fields of a table: the user's word first, then the names, then HXL's tags below them.

    Parameters
    ----------
    raw
        The cells; a column without any is a field only if nothing else is.
    asked
        Field to column name, as the user says it; the field may go by any of its names.

    Raises
    ------
    UsageError
        If the user names a field that does not exist.
    InputError
        If the user names a column that the table lacks, or the column of a position stands twice.
    """
    chosen: Found = {}
    for word, column in asked.items():
        field = next((field for field, names in _SPELLINGS.items() if fold(word) in names), None)
        if field is None:
            raise UsageError(f"there is no field {word!r} to map a column to; fields: {', '.join(FIELDS)}")
        if column not in raw.header:
            raise InputError(
                f"there is no column {column!r}",
                path=raw.path,
                row=1,
                hint=f"columns: {', '.join(raw.header)}",
            )
        chosen[field] = [raw.header.index(column)]
    taken = {position for positions in chosen.values() for position in positions}
    empty = {position for position, cells in enumerate(raw.columns) if not _holds_any(cells)}
    found: Found = {}
    # A column without a cell comes last: in a large file its cells may stand further down.
    for names, shut in ((raw.header, empty), (raw.tags or [], empty), (raw.header, set())):
        closed = taken | shut | {position for positions in found.values() for position in positions}
        open_names = ["" if position in closed else name for position, name in enumerate(names)]
        for field, positions in known_fields(open_names, loosely=True).items():
            found.setdefault(field, positions)
    found = {field: positions for field, positions in found.items() if field not in chosen} | chosen
    return {field: positions for field, positions in found.items() if _stands_once(raw, field, positions[0])}


def _holds_any(cells: Any) -> bool:  # noqa: ANN401 - an array
    return not len(cells) or any(value is not None and value != "" for value in cells.tolist())


def _stands_once(raw: Raw, field: str, position: int) -> bool:
    """Tell whether a field's column has its name for itself, or shares it with the same cells.

    Raises
    ------
    InputError
        If two columns of one name differ in where or when something happened.
    """
    name = raw.header[position]
    twins = [place for place, other in enumerate(raw.header) if other == name and place != position]
    held = raw.columns[position].tolist()
    if all(raw.columns[place].tolist() == held for place in twins):
        return True
    if field in _NEEDED:
        raise InputError(
            "the column stands twice", path=raw.path, row=1, column=name, hint="rename one of them"
        )
    raw.notes.append(f"{raw.name}: column {name} stands twice with other cells; neither is used (rename one)")
    return False


_NEEDED = frozenset({"lat", "lon", "coordinates", "wkt", "place", "date", "event_id"})


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
