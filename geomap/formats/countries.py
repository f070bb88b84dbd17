"""Country codes of other data sets and ours (ISO 3166-1 alpha-2).

The table is ``countries.csv`` beside this module: ISO numeric codes (ACLED), FIPS 10-4 (GDELT),
and Gleditsch and Ward's numbers of states (UCDP). Codes of states that are no more are not in it.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

SCHEMES = ("iso_numeric", "fips", "gw")


@cache
def to_iso2(scheme: str) -> dict[str, str]:
    """Give the codes of one of `SCHEMES`, as text, with the ISO 3166-1 alpha-2 code of each."""
    return {row[scheme]: row["iso2"] for row in _rows() if row[scheme]}


@cache
def from_iso2(scheme: str) -> dict[str, str]:
    """Give ISO 3166-1 alpha-2 codes with the code of each in one of `SCHEMES`; the first row counts."""
    return {row["iso2"]: row[scheme] for row in reversed(_rows()) if row[scheme]}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("geomap.formats").joinpath("countries.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
