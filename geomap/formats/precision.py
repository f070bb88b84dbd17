"""The precision crosswalk: ACLED's, UCDP's, GDELT's and GTD's codes, and words, to and from our classes.

The table is ``precision.csv`` beside this module, and the code knows nothing else. A row reads
``code`` as ``precision`` with ``radius_m`` (metres), and says with ``writes`` which of our classes
are written as that code; ``only_in`` limits a row to one country. Each radius has its ``basis``.
The rows of the scheme ``words`` are what tables say instead of codes, coarsest first: the first whose
word a cell holds counts (`read_words`).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geomap.model import Precision


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the crosswalk."""

    scheme: str
    """``ACLED``, ``UCDP``, ``GDELT``, ``GTD``, ``GTD vicinity`` or ``words``."""
    code: str
    """A number, or of ``words`` the word."""
    only_in: str | None
    """ISO 3166-1 alpha-2 code of the only country in which the code is written."""
    precision: Precision
    radius_m: float | None
    """None: the precision says all."""
    writes: frozenset[Precision]
    meaning: str
    basis: str


@cache
def steps() -> tuple[Step, ...]:
    """Give the whole table."""
    text = files("geomap.formats").joinpath("precision.csv").read_text(encoding="utf-8")
    return tuple(
        Step(
            row["scheme"],
            row["code"],
            row["only_in"] or None,
            Precision(row["precision"]),
            float(row["radius_m"]) if row["radius_m"] else None,
            frozenset(Precision(word) for word in row["writes"].split()),
            row["meaning"],
            row["basis"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def read_code(scheme: str, code: int) -> Step | None:
    """Give the row for a code of another data set; None if the scheme has no such code."""
    return _by_code().get((scheme, str(code)))


def write_code(scheme: str, precision: str, country: str | None = None) -> int | None:
    """Give the code that another data set would write for one of our precision classes.

    Parameters
    ----------
    scheme
        ``ACLED``, ``UCDP``, ``GDELT`` or ``GTD``.
    precision
        A word of `geomap.model.Precision`.
    country
        ISO 3166-1 alpha-2 code of the event's country; GDELT has codes of its own for the US.
    """
    fitting = [step for step in steps() if step.scheme == scheme and precision in step.writes]
    own = [step.code for step in fitting if step.only_in is not None and step.only_in == country]
    rest = [step.code for step in fitting if step.only_in is None]
    return next(iter(map(int, [*own, *rest])), None)


def read_words(text: str) -> tuple[Precision, float | None] | None:
    """Read how close a place is known in words, such as ``Nearby landmark`` or ``(2) 25 km Precision``.

    Returns
    -------
    tuple of Precision and (float or None), or None
        The class and the radius in metres; None where the words say neither.
    """
    if found := _DISTANCE.search(text):
        metres = float(found[1].replace(",", ".")) * (1000 if found[2].lower().startswith("k") else 1)
        return (Precision.SITE if metres < _SITE_M else Precision.VICINITY), metres
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    step = next((step for step in steps() if step.scheme == "words" and step.code in words), None)
    return None if step is None else (step.precision, step.radius_m)


_DISTANCE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(km|kilomet(?:er|re)s?|m|met(?:er|re)s?)\b", re.IGNORECASE)
_SITE_M = 1000
"""Below a kilometre of doubt a place is a site; from there on it is near one."""


@cache
def _by_code() -> dict[tuple[str, str], Step]:
    return {(step.scheme, step.code): step for step in steps()}
