"""The time zones of countries that have one only: of others a place does not tell the clock's hour."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


def zone_of(country: str | None) -> str | None:
    """Give the IANA name of a country's time zone (``"Asia/Baghdad"``) by its ISO 3166 code, or None."""
    return _zones().get(country or "")


@cache
def _zones() -> dict[str, str]:
    text = files("geomap.gazetteer").joinpath("timezones.csv").read_text(encoding="utf-8")
    return {row["country"]: row["zone"] for row in csv.DictReader(text.splitlines())}
