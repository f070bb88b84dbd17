"""GTD: the Global Terrorism Database, as the University of Maryland gives it out (135 columns).

- ``iyear``, ``imonth`` and ``iday`` are the day; a 0 says that the part is not known, and the event
  has its month or its year.
- ``specificity`` gives precision and radius by the crosswalk: 1 is the town's own point, 2 to 4 are
  the middle of a unit, 5 has no point. ``vicinity`` 1 is near the town, not in it.
- ``country`` is GTD's own number of a country; ``country_txt`` names it. "Unknown" is no name.
- ``nkill`` and ``nwound`` are empty where nobody knows. ``claimed`` 1: the group said it itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geomap.formats import dates
from geomap.formats.dataset import Field
from geomap.formats.precision import read_code, write_code
from geomap.model import Precision

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.formats.dataset import Rows
    from geomap.model import When

NAME = "the Global Terrorism Database"
PREFIX = "gtd"
ORIGIN = "specificity"
SIGNS = frozenset({"eventid", "iyear", "imonth", "iday"})
UNKNOWN = "Unknown"
CLAIMED = 1

FIELDS = (
    Field("eventid", "event_id", "id"),
    Field("iyear", kind="whole", note="time_start and time_end"),
    Field("imonth", kind="whole", note="0 is not known"),
    Field("iday", kind="whole", note="0 is not known"),
    Field("approxdate"),
    Field("country", note="GTD's own number"),
    Field("country_txt", note="within, last"),
    Field("region_txt"),
    Field("provstate", note="within"),
    Field("city", note="place_text"),
    Field("latitude", "lat", "latitude"),
    Field("longitude", "lon", "longitude"),
    Field("specificity", kind="whole", note="precision and radius_m by the crosswalk"),
    Field("vicinity", note="1: near the town"),
    Field("location", note="sources: quote, where there is no summary"),
    Field("summary", note="sources: quote"),
    Field("attacktype1_txt", "event_type"),
    Field("target1", "target"),
    Field("gname", "actor", note="Unknown is null"),
    Field("claimed", note="1: claimed_by is gname"),
    Field("weaptype1_txt", "weapon"),
    Field("nkill", "killed_best", "whole"),
    Field("nwound", "wounded_best", "whole"),
    *(Field(f"scite{number}", note="sources: title") for number in (1, 2, 3)),
)


def fill(rows: Rows) -> None:
    """Fill times, precision, places, containers, who claimed it, and sources."""
    rows.set_days(_days(rows))
    _precision(rows)
    _places(rows)
    rows.out["actor"] = actors = [_known(name) for name in rows.out.get("actor", [None] * rows.size)]
    rows.out["claimed_by"] = [
        name if code == CLAIMED else None
        for name, code in zip(actors, rows.whole("claimed", -9), strict=True)
    ]
    told = zip(
        *(rows.text(name) for name in ("summary", "location", "scite1", "scite2", "scite3")), strict=True
    )
    rows.out["sources"] = [
        ([{"quote": summary or location}] if summary or location else [])
        + [{"title": cited} for cited in cites if cited]
        for summary, location, *cites in told
    ]


def _known(name: str | None) -> str | None:
    return None if name == UNKNOWN else name


def _days(rows: Rows) -> list[When | None]:
    found: list[When | None] = []
    for position, parts in enumerate(zip(*map(rows.text, ("iyear", "imonth", "iday")), strict=True)):
        try:
            found.append(dates.from_parts(*parts))
        except ValueError as error:
            rows.fault(position, "iyear", str(error), "correct the cells or empty them")
            found.append(None)
    return found


def _precision(rows: Rows) -> None:
    rows.set_precision("GTD", rows.whole("specificity", -9), "specificity")
    near = read_code("GTD vicinity", 1)
    for position, code in enumerate(rows.text("vicinity")):
        if (
            code in ("1", "1.0")
            and rows.out["precision"][position] == Precision.LOCALITY
            and near is not None
        ):
            rows.out["precision"][position] = str(near.precision)
            rows.out["radius_m"][position] = near.radius_m


def _places(rows: Rows) -> None:
    """Name the town, or where none is known and no point given, the smallest unit."""
    rows.out["place_text"] = places = [_known(name) for name in rows.text("city")]
    rows.set_within(("provstate", "country_txt"))
    pointless = pd.isna(pd.Series(rows.out.get("lat", [None] * rows.size), dtype=object)).to_numpy(bool)
    named = zip(rows.text("provstate"), rows.text("country_txt"), strict=True)
    for position, (province, country) in enumerate(named):
        if pointless[position]:
            rows.out["precision"][position] = rows.out["radius_m"][position] = None
            if places[position] is None and (_known(province) or country):
                places[position] = f"{province} province" if _known(province) else country
                rows.out["within"][position] = country if _known(province) else None
                rows.flags[position].append(
                    f"no place is named; {places[position]}, the smallest unit named, stands for it"
                )


def _parts(frame: gpd.GeoDataFrame, part: str) -> list[int]:
    """Give year, month or day; 0 where the event's time is not known so closely."""
    close = {
        "year": ("time", "day", "month", "year"),
        "month": ("time", "day", "month"),
        "day": ("time", "day"),
    }
    values = getattr(frame["time_start"].dt, part)
    return [
        int(value) if word in close[part] and pd.notna(value) else 0
        for value, word in zip(values, frame["time_precision"], strict=True)
    ]


BACK = {
    "iyear": lambda frame: _parts(frame, "year"),
    "imonth": lambda frame: _parts(frame, "month"),
    "iday": lambda frame: _parts(frame, "day"),
    "city": lambda frame: [text if isinstance(text, str) else UNKNOWN for text in frame["place_text"]],
    "specificity": lambda frame: [
        write_code("GTD", word) if isinstance(word, str) else None for word in frame["precision"]
    ],
    "gname": lambda frame: [text if isinstance(text, str) else UNKNOWN for text in frame["actor"]],
}
