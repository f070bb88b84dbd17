"""JSON records: a list of objects, an answer of an API that holds one, or one object a line.

ACLED's and UCDP's interfaces, BigQuery, Airtable and most scrapers give their events so. Objects
inside of a record become columns named by their path, ``location.name``; lists stay lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.formats.json_text import DUPLICATE, load
from geomap.formats.raw import Raw, fill_columns
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

DEEPEST = 6
"""Objects within objects that are followed."""


def read(path: Path, options: ReadOptions) -> Table:
    """Read every record; one that is no object is set aside with its number, counted from 1."""
    raw = Raw(str(path), [], [], [])
    found, name = _records(load(path, options))
    if not found:
        raise InputError(
            "is JSON, but holds neither GeoJSON nor a list of records",
            path=raw.path,
            hint="give a list of objects, [{...}, {...}], or a FeatureCollection",
        )
    if name:
        raw.notes.append(f"{raw.name}: read the {len(found):,} records of its list {name!r}")
    fill(raw, enumerate(found, start=1))
    return build(raw, options)


def fill(raw: Raw, records: Iterable[tuple[int, Any]]) -> None:
    """Fill the cells from numbered records; one that is wrong is set aside with its number."""
    kept: list[dict[str, Any]] = []
    for number, record in records:
        problem = "is no object" if not isinstance(record, dict) else None
        if problem is None and DUPLICATE in record:
            problem = f"the key {record[DUPLICATE]!r} stands twice"
        if problem is not None:
            raw.set_aside.append(
                InputError(problem, path=raw.path, row=number, hint="row is the record's number")
            )
            continue
        raw.rows.append(number)
        kept.append(flat(record))
    fill_columns(raw, kept)


def flat(record: dict[str, Any], *, depth: int = DEEPEST) -> dict[str, Any]:
    """Give a record with the objects inside of it as columns named by their path."""
    made: dict[str, Any] = {}
    for key, value in record.items():
        geometry = isinstance(value, dict) and {"type", "coordinates"} <= value.keys()
        if isinstance(value, dict) and value and depth and not geometry:
            made |= {f"{key}.{inner}": held for inner, held in flat(value, depth=depth - 1).items()}
        else:
            made[key] = value
    return made


def _records(document: Any) -> tuple[list[Any], str | None]:  # noqa: ANN401 - whatever JSON holds
    """Find the list of records, and its name: the longest list of objects."""
    if isinstance(document, list):
        return (document if any(isinstance(each, dict) for each in document) else []), None
    if not isinstance(document, dict):
        return [], None
    lists = {
        name: held
        for name, held in document.items()
        if isinstance(held, list) and held and isinstance(held[0], dict)
    }
    if lists:
        name = max(lists, key=lambda name: len(lists[name]))
        return lists[name], name
    inner = [held for held in document.values() if isinstance(held, dict)]
    if len(inner) == 1:  # {"response": {"results": [...]}}
        return _records(inner[0])
    if inner and len(inner) == len(document):  # {"id1": {...}, "id2": {...}}
        return [{"id": name, **held} for name, held in document.items()], None
    return [], None
