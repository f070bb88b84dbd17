"""GDELT events, 2.0 (61 columns) and 1.0 (58, before April 2013 57), with or without a header line.

The daily and quarter-hourly files are tab-separated and have no header: `header_for` gives it.

- The place is ``ActionGeo``: matched by machine, by name alone. ``ActionGeo_Type`` 1, 2 and 5
  are the centres of countries and first-level units and never where something happened: they
  get the precision and radius of such an area (`geomap.formats.precision`), and a flag.
- Country codes are FIPS 10-4 (``IZ`` is Iraq); the frame's ``country`` is ISO.
- ``EventRootCode`` in words is the event type; all CAMEO codes travel along as text, with their
  leading noughts.
- There are no casualties in GDELT, and ``NumMentions`` counts articles, not events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.formats.countries import from_iso2, to_iso2
from geomap.formats.dataset import Field
from geomap.formats.precision import write_code
from geomap.model import Precision

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.formats.dataset import Rows

NAME = "GDELT events"
PREFIX = "gdelt"
ORIGIN = "ActionGeo_Type"
SIGNS = frozenset({"globaleventid", "sqldate", "actiongeo_type"})

ROOTS = {
    "01": "public statement",
    "02": "appeal",
    "03": "intent to cooperate",
    "04": "consultation",
    "05": "diplomatic cooperation",
    "06": "material cooperation",
    "07": "aid",
    "08": "yielding",
    "09": "investigation",
    "10": "demand",
    "11": "disapproval",
    "12": "rejection",
    "13": "threat",
    "14": "protest",
    "15": "show of force",
    "16": "reduced relations",
    "17": "coercion",
    "18": "assault",
    "19": "fight",
    "20": "mass violence",
}
"""CAMEO's root codes in a word or two."""


def _actor(number: int) -> tuple[Field, ...]:
    parts = (
        "Code",
        "Name",
        "CountryCode",
        "KnownGroupCode",
        "EthnicCode",
        "Religion1Code",
        "Religion2Code",
        "Type1Code",
        "Type2Code",
        "Type3Code",
    )
    carried = {"Name": "actor" if number == 1 else "target"}
    return tuple(Field(f"Actor{number}{part}", carried.get(part)) for part in parts)


def _geo(who: str) -> tuple[Field, ...]:
    return (
        Field(f"{who}Geo_Type", kind="whole"),
        Field(f"{who}Geo_FullName"),
        Field(f"{who}Geo_CountryCode"),
        Field(f"{who}Geo_ADM1Code"),
        Field(f"{who}Geo_ADM2Code", note="not in 1.0"),
        Field(f"{who}Geo_Lat", kind="number"),
        Field(f"{who}Geo_Long", kind="number"),
        Field(f"{who}Geo_FeatureID"),
    )


FIELDS = (
    Field("GLOBALEVENTID", "event_id", "id"),
    Field("SQLDATE", "time_start", "text", "a day; DATEADDED is when GDELT saw it"),
    Field("MonthYear", kind="whole"),
    Field("Year", kind="whole"),
    Field("FractionDate", kind="number"),
    *_actor(1),
    *_actor(2),
    Field("IsRootEvent", kind="whole"),
    Field("EventCode"),
    Field("EventBaseCode"),
    Field("EventRootCode", note="event_type, in words"),
    Field("QuadClass", kind="whole"),
    Field("GoldsteinScale", kind="number"),
    Field("NumMentions", kind="whole"),
    Field("NumSources", kind="whole"),
    Field("NumArticles", kind="whole"),
    Field("AvgTone", kind="number"),
    *_geo("Actor1"),
    *_geo("Actor2"),
    Field("ActionGeo_Type", kind="whole", note="precision and radius_m by the crosswalk"),
    Field("ActionGeo_FullName", "place_text"),
    Field("ActionGeo_CountryCode", note="country: FIPS made ISO"),
    Field("ActionGeo_ADM1Code"),
    Field("ActionGeo_ADM2Code", note="not in 1.0"),
    Field("ActionGeo_Lat", "lat", "latitude"),
    Field("ActionGeo_Long", "lon", "longitude"),
    Field("ActionGeo_FeatureID"),
    Field("DATEADDED", kind="whole"),
    Field("SOURCEURL", note="sources: url"),
)


def header_for(width: int) -> list[str] | None:
    """Give the header that a file of so many columns lacks; None if GDELT has no such file."""
    names = [each.theirs for each in FIELDS]
    older = [name for name in names if not name.endswith("ADM2Code")]
    return {61: names, 58: older, 57: older[:-1]}.get(width)


def fill(rows: Rows) -> None:
    """Fill times, precision, country, event type and source."""
    rows.set_days(rows.days("SQLDATE"))
    kinds = [kind or None for kind in rows.whole("ActionGeo_Type")]  # 0: no place was found
    rows.set_precision("GDELT", kinds, "ActionGeo_Type")
    for flags, precision in zip(rows.flags, rows.out["precision"], strict=True):
        if precision in (Precision.COUNTRY, Precision.PROVINCE):
            what = "a country" if precision == Precision.COUNTRY else "a province or state"
            flags.append(f"the point is the centre of {what}: GDELT knows the place no closer")
    states = to_iso2("fips")
    rows.out["country"] = [states.get(code or "") for code in rows.text("ActionGeo_CountryCode")]
    rows.out["event_type"] = [ROOTS.get((code or "").zfill(2), code) for code in rows.text("EventRootCode")]
    rows.out["sources"] = [[{"url": url}] if url else [] for url in rows.text("SOURCEURL")]


def _kind(frame: gpd.GeoDataFrame) -> list[int | None]:
    return [
        write_code("GDELT", word, country) if isinstance(word, str) else 0
        for word, country in zip(frame["precision"], frame["country"], strict=True)
    ]


def _days(frame: gpd.GeoDataFrame) -> list[str | None]:
    days = frame["time_start"].dt.strftime("%Y%m%d").astype(object)
    return [day if isinstance(day, str) else None for day in days]


def _urls(frame: gpd.GeoDataFrame) -> list[str | None]:
    told = ([source["url"] for source in sources if source.get("url")] for sources in frame["sources"])
    return [next(iter(urls), None) for urls in told]


BACK = {
    "SQLDATE": _days,
    "ActionGeo_Type": _kind,
    "ActionGeo_CountryCode": lambda frame: [from_iso2("fips").get(code) for code in frame["country"]],
    "SOURCEURL": _urls,
}
