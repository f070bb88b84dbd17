"""TimeMap: the JSON that Forensic Architecture's and Bellingcat's maps are drawn from.

All values are text, dates are month/day/year, and 00:00 mostly means that no time is known.
Events name their sources and associations by id; the lists beside them say what these are.

- A source's description is its quote, and its first path is its url where that is one.
- The titles of associations are the event type, unless the event states a ``type``.
- ``sources`` and ``associations`` travel along as lists of ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.formats.dataset import Field

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.formats.dataset import Rows

NAME = "TimeMap"
PREFIX = "timemap"
ORIGIN = "timemap_sources"
SIGNS: frozenset[str] = frozenset()
"""Told by the JSON around the events, not by column names."""

FIELDS = (
    Field("id", "event_id", "id"),
    Field("date", "time_text", "text", "also time_start and time_end; month/day/year"),
    Field("time", note="kept as text: it states no zone"),
    Field("location", "place_text"),
    Field("latitude", "lat", "latitude"),
    Field("longitude", "lon", "longitude"),
    Field("description", note="sources: quote, where the event names none"),
    Field("type", "event_type"),
    Field("category"),
    Field("associations", kind="list"),
    Field("sources", kind="list"),
)


def fill(rows: Rows) -> None:
    """Fill times, event type and sources; what ids stand for is in `Raw.beside`."""
    rows.set_days(rows.days("date", "mdy"))
    if "type" not in rows.position:
        titles = rows.raw.beside.get("associations", {})
        rows.out["event_type"] = [
            "; ".join(_words(titles.get(name, {}).get("title")) or str(name) for name in _ids(names)) or None
            for names in rows.cells("associations")
        ]
    known = rows.raw.beside.get("sources", {})
    rows.out["sources"] = [
        [_source(name, known.get(name, {})) for name in _ids(names)]
        or _inline(names)
        or ([{"quote": description}] if description else [])
        for names, description in zip(rows.cells("sources"), rows.text("description"), strict=True)
    ]


def _inline(sources: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - what JSON holds
    """Give sources that stand in the event itself, as Bellingcat's maps have them."""
    if not isinstance(sources, list):
        return []
    found = [
        _source(each.get("id", ""), {"paths": [each.get("path")], **each})
        for each in sources
        if isinstance(each, dict)
    ]
    return [each for each in found if each]


def _source(name: Any, told: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - what JSON holds
    paths = told.get("paths")
    first = paths[0] if isinstance(paths, list) and paths else None
    made = {
        "report": str(name),
        "quote": _words(told.get("description")),
        "title": _words(told.get("title")),
        "url": first if isinstance(first, str) and first.startswith(("http://", "https://")) else None,
    }
    return {key: value for key, value in made.items() if value}


def _ids(names: Any) -> list[Any]:  # noqa: ANN401 - what JSON holds
    return [name for name in names if isinstance(name, str | int)] if isinstance(names, list) else []


def _words(value: Any) -> str:  # noqa: ANN401 - what JSON holds
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    return str(value).strip() if value else ""


def _dates(frame: gpd.GeoDataFrame) -> list[str | None]:
    starts = frame["time_start"].dt.strftime("%m/%d/%Y").astype(object)
    own = "associations" in frame.columns
    return [
        text if own and isinstance(text, str) else start if isinstance(start, str) else None
        for text, start in zip(frame["time_text"], starts, strict=True)
    ]


def _reports(frame: gpd.GeoDataFrame) -> list[list[str]]:
    return [[each["report"] for each in sources if each.get("report")] for sources in frame["sources"]]


BACK = {"date": _dates, "sources": _reports}
