"""Reads a text as a report of one Friday, for tests of what it tells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from geomap.text import Extraction, extract, extract_report, parse_report

if TYPE_CHECKING:
    from geomap.model import Event
    from geomap.resolve import Gazetteer

FRIDAY = date(2023, 12, 8)
ONE = "On Friday 14 rockets hit the Ain al-Asad air base in western Iraq, causing minor damage."
TWO = "Three rockets fell on Ain al-Asad airbase on Friday, an Iraqi official said. There was no damage."
OLDER = "On Wednesday a drone hit the Ain al-Asad airbase in western Iraq."
UNDATED = "Rockets hit the Ain al-Asad air base, the group said."


def told(text: str, gazetteer: Gazetteer, published: date | None = FRIDAY) -> Extraction:
    return extract_report(parse_report(text, published=published), gazetteer)


def place_ids(events: tuple[Event, ...]) -> list[str | None]:
    return [e.resolution.place.id if e.resolution and e.resolution.place else None for e in events]


def incidents(gazetteer: Gazetteer, *texts: str) -> tuple[Event, ...]:
    return extract([parse_report(text, published=FRIDAY) for text in texts], gazetteer).events
