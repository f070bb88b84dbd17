"""ACLED: the Armed Conflict Location and Event Data export of 31 columns, and older ones.

- ``fatalities`` 0 is written both where nobody died and where nobody knows: the frame's
  ``killed_best`` is left empty there, and the column ``fatalities`` keeps its 0.
- Rows are revised often; an event's id with its ``timestamp`` is the key. Of two rows of one id
  the later counts; the other is set aside, and says so.
- ``time_precision`` 1 is a day; 2 a week, of which ``event_date`` is the middle; 3 its month.
- ``geo_precision`` gives precision and radius by the crosswalk, and travels along.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta
from typing import TYPE_CHECKING

from geomap.formats import dates
from geomap.formats.countries import from_iso2, to_iso2
from geomap.formats.dataset import Field
from geomap.formats.precision import write_code
from geomap.model import TimePrecision, When

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.formats.dataset import Rows

NAME = "ACLED"
PREFIX = "acled"
ORIGIN = "geo_precision"
SIGNS = frozenset({"event_id_cnty", "event_date"})
"""Those who ask the interface for some columns only leave out any other."""

FIELDS = (
    Field("data_id", note="older exports"),
    Field("event_id_cnty", "event_id", "id"),
    Field("event_id_no_cnty", note="older exports"),
    Field("event_date", "time_text", "text", "also time_start and time_end, by time_precision"),
    Field("year", kind="whole"),
    Field("time_precision", kind="whole", note="time_precision, in words"),
    Field("disorder_type"),
    Field("event_type"),
    Field("sub_event_type", "event_type"),
    Field("actor1", "actor"),
    Field("assoc_actor_1", note="ally_actor_1 before 2017, which travels along"),
    Field("inter1", note="a number in exports before 2024, words since"),
    Field("actor2", "target"),
    Field("assoc_actor_2"),
    Field("inter2"),
    Field("interaction"),
    Field("civilian_targeting"),
    Field("iso", kind="whole", note="country: ISO numeric made alpha-2"),
    Field("iso3", note="older exports"),
    Field("region"),
    Field("country", note="within, last"),
    Field("admin1", note="within"),
    Field("admin2", note="within, before admin1"),
    Field("admin3", note="within, first"),
    Field("location", "place_text"),
    Field("latitude", "lat", "latitude"),
    Field("longitude", "lon", "longitude"),
    Field("geo_precision", kind="whole", note="precision and radius_m by the crosswalk"),
    Field("source", note="sources: publisher"),
    Field("source_scale"),
    Field("notes", note="sources: quote"),
    Field("fatalities", kind="whole", note="killed_best, but 0 is null there"),
    Field("tags"),
    Field("timestamp", kind="whole", note="with event_id_cnty the key of a revision"),
)


def fill(rows: Rows) -> None:
    """Fill times, precision, country, containers, figures and sources; settle revisions."""
    days = rows.days("event_date")
    whens = [_stretch(when, code) for when, code in zip(days, rows.whole("time_precision"), strict=True)]
    rows.set_days(whens)
    rows.set_precision("ACLED", rows.whole("geo_precision"), "geo_precision")
    states = to_iso2("iso_numeric")
    rows.out["country"] = [states.get(str(code)) for code in rows.whole("iso")]
    rows.set_within(("admin3", "admin2", "admin1", "country"))
    dead = rows.whole("fatalities")
    rows.out["killed_best"] = [count or None for count in dead]
    if none := dead.count(0):
        said = "row says" if none == 1 else "rows say"
        rows.notes.append(
            f"{rows.raw.name}: {none:,} {said} 0 fatalities, which ACLED also writes where the number is "
            "not known; killed_best is left empty there, the column fatalities keeps the 0"
        )
    rows.out["sources"] = [
        [{name: text for name, text in (("quote", note), ("publisher", source)) if text}]
        if note or source
        else []
        for note, source in zip(rows.text("notes"), rows.text("source"), strict=True)
    ]
    if "sub_event_type" not in rows.position:  # exports before 2018
        rows.out["event_type"] = rows.text("event_type")
    _settle(rows)


def _stretch(when: When | None, code: int | None) -> When | None:
    if when is None or when.start is None or when.end is None:
        return when
    if code == 2:
        half = timedelta(days=3)
        return When(when.start - half, when.end + half, TimePrecision.RANGE)
    if code == 3:
        last = monthrange(when.start.year, when.start.month)[1]
        return When(when.start.replace(day=1), when.end.replace(day=last), TimePrecision.MONTH)
    return when


def _settle(rows: Rows) -> None:
    """Let the latest revision of an id count."""
    stamps = rows.whole("timestamp")
    latest: dict[str, int] = {}
    for position, name in enumerate(rows.out["event_id"]):
        if name is None or position in rows.faults:
            continue
        other = latest.setdefault(name, position)
        if other == position:
            continue
        older, newer = sorted((other, position), key=lambda place: (stamps[place] or 0, place))
        latest[name] = newer
        same = stamps[older] == stamps[newer]
        rows.fault(
            older,
            "event_id_cnty",
            f"row {rows.raw.rows[newer]} is {'the same' if same else 'a later'} revision of {name}",
            "nothing, unless the later one is wrong",
        )


def _time_code(frame: gpd.GeoDataFrame) -> list[int | None]:
    codes = {"time": 1, "day": 1, "range": 2, "month": 3}
    return [codes.get(word) for word in frame["time_precision"]]


def _event_date(frame: gpd.GeoDataFrame) -> list[str | None]:
    # As it was written, where that is a date; for events of other origins the first day.
    starts = frame["time_start"].dt.strftime("%Y-%m-%d").astype(object)
    return [
        text if _is_date(text) else start if isinstance(start, str) else None
        for text, start in zip(frame["time_text"], starts, strict=True)
    ]


def _is_date(text: object) -> bool:
    try:
        dates.read_date(text, "dmy")
    except ValueError:
        return False
    return True


def _dead(frame: gpd.GeoDataFrame) -> list[int]:
    # ACLED has no way to say that a number is not known: it writes 0.
    return [int(count) for count in frame["killed_best"].fillna(0)]


def _said(frame: gpd.GeoDataFrame, name: str) -> list[str | None]:
    return [
        "; ".join(str(source[name]) for source in sources if source.get(name)) or None
        for sources in frame["sources"]
    ]


BACK = {
    "event_date": _event_date,
    "time_precision": _time_code,
    "geo_precision": lambda frame: [
        write_code("ACLED", word) if isinstance(word, str) else None for word in frame["precision"]
    ],
    "iso": lambda frame: [
        int(from_iso2("iso_numeric")[code]) if code in from_iso2("iso_numeric") else None
        for code in frame["country"]
    ],
    "source": lambda frame: _said(frame, "publisher"),
    "notes": lambda frame: _said(frame, "quote"),
    "fatalities": _dead,
}
