"""The precision crosswalk: ACLED's, UCDP's and GDELT's codes to and from our classes and radii.

The table is ``precision.csv`` beside this module, and the code knows nothing else. A row reads
``code`` as ``precision`` with ``radius_m`` (metres), and says with ``writes`` which of our classes
are written as that code; ``only_in`` limits a row to one country. Each radius has its ``basis``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geomap.model import Precision


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the crosswalk."""

    scheme: str
    """``ACLED``, ``UCDP`` or ``GDELT``."""
    code: int
    only_in: str | None
    """ISO 3166-1 alpha-2 code of the only country in which the code is written."""
    precision: Precision
    radius_m: float
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
            int(row["code"]),
            row["only_in"] or None,
            Precision(row["precision"]),
            float(row["radius_m"]),
            frozenset(Precision(word) for word in row["writes"].split()),
            row["meaning"],
            row["basis"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def read_code(scheme: str, code: int) -> Step | None:
    """Give the row for a code of another data set; None if the scheme has no such code."""
    return _by_code().get((scheme, code))


def write_code(scheme: str, precision: str, country: str | None = None) -> int | None:
    """Give the code that another data set would write for one of our precision classes.

    Parameters
    ----------
    scheme
        ``ACLED``, ``UCDP`` or ``GDELT``.
    precision
        A word of `geomap.model.Precision`.
    country
        ISO 3166-1 alpha-2 code of the event's country; GDELT has codes of its own for the US.
    """
    fitting = [step for step in steps() if step.scheme == scheme and precision in step.writes]
    own = [step.code for step in fitting if step.only_in is not None and step.only_in == country]
    rest = [step.code for step in fitting if step.only_in is None]
    return next(iter([*own, *rest]), None)


@cache
def _by_code() -> dict[tuple[str, int], Step]:
    return {(step.scheme, step.code): step for step in steps()}
