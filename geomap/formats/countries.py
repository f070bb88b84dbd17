"""Country codes of other data sets and ours (ISO 3166-1 alpha-2).

The table is ``countries.csv`` beside this module: ISO alpha-3 codes (OCHA), ISO numeric codes (ACLED),
FIPS 10-4 (GDELT), and Gleditsch and Ward's numbers of states (UCDP). Codes of states that are no more
are not in it.

Gleditsch and Ward's numbers were held against their list of independent states ("A Revised List of
Independent States since 1816", International Interactions 25, 1999) as the R package countrycode
carries it (``dictionary/data_gw.csv``, years to 2017), and ISO's and FIPS' against its ``codelist``. They
agree, but for: Serbia, which UCDP numbers 345 (Yugoslavia) as before and the list 340 since 2006: both are
read; Vietnam, which that copy lacks and CShapes 2.0 numbers 816; and FIPS codes that are newer than the
copy (Curaçao, Saint Martin, Sint Maarten, South Sudan), which it does not have.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

SCHEMES = ("iso3", "iso_numeric", "fips", "gw")
_RESERVED = {"UK": "GB", "EL": "GR"}
"""Codes that ISO keeps for a country that has another one, since so many write them."""


def read_code(text: str) -> str | None:
    """Give the ISO 3166-1 alpha-2 code that a cell states, in two letters or three; None if it is none."""
    code = text.strip().upper()
    if len(code) == 2:
        return _RESERVED.get(code, code if code in from_iso2("iso3") else None)
    return to_iso2("iso3").get(code)


def name_of(code: str | None) -> str | None:
    """Give the English name of an ISO 3166-1 alpha-2 code; None if it is none."""
    return next((row["name"] for row in _rows() if row["iso2"] == code), None)


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
