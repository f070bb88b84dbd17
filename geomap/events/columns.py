"""The located frame's columns: what each means, its unit, and its name elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the located frame."""

    name: str
    dtype: str
    """pandas dtype; ``object`` columns hold lists of dicts (JSON text where a format has no lists)."""
    meaning: str
    acled: str | None = None
    """The ACLED column that carries the same, if any; likewise those below."""
    ucdp: str | None = None
    gdelt: str | None = None
    timemap: str | None = None
    gtd: str | None = None


TIME = "datetime64[us, UTC]"

COLUMNS: tuple[Column, ...] = (
    Column(
        "event_id",
        "str",
        "Stable id; the same input gives the same id.",
        "event_id_cnty",
        "id",
        "GLOBALEVENTID",
        "id",
        gtd="eventid",
    ),
    Column(
        "time_start",
        TIME,
        "First instant (UTC); a civil date where time_precision is day or coarser.",
        "event_date",
        "date_start",
        "SQLDATE",
        "date",
    ),
    Column("time_end", TIME, "Last second, included (UTC).", "event_date", "date_end", "SQLDATE", "date"),
    Column(
        "time_precision",
        "str",
        "time, day, range, month or year; null where no date is known.",
        "time_precision",
        "date_prec",
    ),
    Column("time_text", "str", "The date as written.", "event_date", None, None, "date"),
    Column(
        "event_type",
        "str",
        "What happened, e.g. rocket attack, drone attack, air strike.",
        "sub_event_type",
        "type_of_violence",
        "EventCode",
        "type",
        gtd="attacktype1_txt",
    ),
    Column(
        "weapon",
        "str",
        "rocket, missile, drone, mortar, artillery, air strike, ied, vehicle bomb, "
        "small arms; null where not stated.",
        gtd="weaptype1_txt",
    ),
    Column("weapon_count", "Int64", "How many were used, the best single figure; see conflicts."),
    Column(
        "actor", "str", "Who did it, as the sources put it.", "actor1", "side_a", "Actor1Name", gtd="gname"
    ),
    Column("claimed_by", "str", "Who says they did it themselves."),
    Column("attributed_to", "str", "Whom somebody else says did it, and who says so."),
    Column("denied_by", "str", "Who denies having done it."),
    Column("target", "str", "What or whom it was aimed at.", "actor2", "side_b", "Actor2Name", gtd="target1"),
    Column("damage", "str", "Damage as reported."),
    Column("killed_low", "Int64", "Lowest figure for people killed.", None, "low"),
    Column("killed_best", "Int64", "Best figure for people killed.", "fatalities", "best", gtd="nkill"),
    Column("killed_high", "Int64", "Highest figure for people killed.", None, "high"),
    Column("wounded_low", "Int64", "Lowest figure for people wounded."),
    Column("wounded_best", "Int64", "Best figure for people wounded.", gtd="nwound"),
    Column("wounded_high", "Int64", "Highest figure for people wounded."),
    Column(
        "place_text",
        "str",
        "The place as written.",
        "location",
        "where_coordinates",
        "ActionGeo_FullName",
        "location",
        gtd="city",
    ),
    Column("place_id", "str", "Id of the gazetteer place.", None, None, "ActionGeo_FeatureID"),
    Column("place_name", "str", "What it resolves to, e.g. vicinity of Kirkuk."),
    Column("place_kind", "str", "Kind of the place, e.g. air-base, city, admin1."),
    Column("country", "str", "ISO 3166-1 alpha-2 code.", "iso", "country_id", "ActionGeo_CountryCode"),
    Column("status", "str", "resolved, ambiguous or unresolved; only resolved rows have a geometry."),
    Column("score", "Float64", "0 to 1: how sure the place is; null where coordinates were given."),
    Column("reason", "str", "Why this place, or why none, in words."),
    Column("candidates", "object", "List of {id, name, country, lat, lon, score, reason}."),
    Column(
        "precision",
        "str",
        "coordinate, site, locality, vicinity, district, province, region or country.",
        "geo_precision",
        "where_prec",
        "ActionGeo_Type",
        gtd="specificity",
    ),
    Column("radius_m", "Float64", "Radius in metres of the circle that holds the true position."),
    Column(
        "lat",
        "Float64",
        "Latitude of the point to label (degrees, WGS 84), also for areas.",
        "latitude",
        "latitude",
        "ActionGeo_Lat",
        "latitude",
        gtd="latitude",
    ),
    Column(
        "lon",
        "Float64",
        "Longitude of the point to label (degrees, WGS 84), also for areas.",
        "longitude",
        "longitude",
        "ActionGeo_Long",
        "longitude",
        gtd="longitude",
    ),
    Column("origin_lat", "Float64", "Latitude of the place it was launched from (degrees, WGS 84)."),
    Column("origin_lon", "Float64", "Longitude of the place it was launched from (degrees, WGS 84)."),
    Column("origin_name", "str", "What the place it was launched from is called."),
    Column(
        "sources",
        "object",
        "List of {quote, report, start, end, title, publisher, date, url, says}.",
        "source",
        "source_article",
        "SOURCEURL",
        "sources",
        gtd="scite1",
    ),
    Column("conflicts", "object", "List of {field, kind, values: [{value, who, quote}]}."),
    Column("flags", "object", "List of doubts in words, e.g. low figure above high figure."),
)
"""Every column but ``geometry``, which comes last: a Point where the place is a point (with
``radius_m``), a Polygon or MultiPolygon where an area is meant and its outline is known, null where
the place is not resolved. EPSG:4326, longitude first. A user's own columns follow, untouched."""

NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
"""Column names in order, without ``geometry``."""
