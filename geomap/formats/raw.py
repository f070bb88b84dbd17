"""The cells of one file before they mean anything, and the readings of a single cell."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd

from geomap.events.frame import typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.errors import InputError

    Cells = np.ndarray[Any, Any]

_TAG = re.compile(r"#[a-z][a-z0-9_+ ]*", re.IGNORECASE | re.ASCII)


@dataclass(slots=True)
class Raw:
    """The cells of one file: what a reader hands to `build`."""

    path: str
    header: list[str]
    columns: list[Cells]
    """Object arrays, one a column; text, numbers, dates, lists or None."""
    rows: list[int]
    """Each row's number in the file, as a person counts."""
    shapes: Cells | None = None
    """A shapely geometry or None for each row, where the format carries them (WGS 84)."""
    ids: Cells | None = None
    """An id for each row where the format keeps one beside the columns, else None."""
    set_aside: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: list[str] | None = None
    """Of which sheet each row is, where several were read as one table."""
    timed: frozenset[str] = frozenset()
    """Names of columns that the format itself says hold times; their cells are ISO 8601 texts."""
    tags: list[str] | None = None
    """HXL's tag of each column, where a line of them stood below the header."""
    beside: dict[str, dict[Any, dict[str, Any]]] = field(default_factory=dict)
    """What stands beside the rows and is named by ids in them, by the list's name and id."""

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return self.path.replace("\\", "/").rpartition("/")[2]

    def where(self, position: int) -> str:
        """Give the path of the file, and the sheet, in which a row stands."""
        return self.path if self.parts is None else f"{self.path}/{self.parts[position]}"


def fill_columns(raw: Raw, records: list[dict[str, Any]], first: Iterable[str] = ()) -> None:
    """Fill header and columns from one object a row; `first`, then names in the order in which they come."""
    layouts = dict.fromkeys([tuple(first), *map(tuple, records)] if first else map(tuple, records))
    raw.header = list(dict.fromkeys(name for names in layouts for name in names))
    raw.columns = [np.full(len(records), None, dtype=object) for _ in raw.header]
    if len(layouts) == 1 and raw.header:
        rows: Any = (record.values() for record in records)
    else:
        rows = ([record.get(name) for name in raw.header] for record in records)
    for column, values in zip(raw.columns, zip(*rows, strict=True), strict=False):
        column[:] = values


def content_ids(raw: Raw, flags: list[list[str]]) -> list[str]:
    """Make ids of what the rows say: the same row has the same id wherever it stands.

    Rows that say the same are told apart and flagged.
    """
    seen: dict[str, int] = {}
    ids = []
    for position in range(len(raw.rows)):
        words = "\x1f".join(str(column[position]) for column in raw.columns)
        if raw.shapes is not None and raw.shapes[position] is not None:
            words += raw.shapes[position].wkt
        name = "row-" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            flags[position].append(f"the same row stands {seen[name]} times so far")
            name = f"{name}-{seen[name]}"
        ids.append(name)
    return ids


def drop_tag_row(raw: Raw) -> None:
    """Take out the second line of HDX's copies: HXL tags such as ``#event+id``, no event; they are kept."""
    if not raw.rows:
        return
    if not is_tag_row([column[0] for column in raw.columns]):
        return
    raw.notes.append(f"{raw.name}: row {raw.rows[0]} holds HXL tags, no event")
    raw.tags = [str(column[0] or "").strip() for column in raw.columns]
    raw.rows = raw.rows[1:]
    raw.columns = [column[1:] for column in raw.columns]
    raw.parts = None if raw.parts is None else raw.parts[1:]
    raw.shapes = None if raw.shapes is None else raw.shapes[1:]
    raw.ids = None if raw.ids is None else raw.ids[1:]


def is_tag_row(cells: Sequence[object]) -> bool:
    """Tell a row of HXL tags: two or more, and nothing else."""
    filled = [str(cell).strip() for cell in cells if cell not in (None, "")]
    return len(filled) >= 2 and all(_TAG.fullmatch(cell) for cell in filled)


def text_of(value: object) -> str | None:
    """Give a cell as text, without blanks around it, of a list its parts; None where it is empty."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, datetime) and value.time() == time():  # a day, as workbooks hold it
        value = value.date()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "; ".join(value) or None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def texts_of(cells: Cells) -> list[str | None]:
    """Give cells as `text_of` does, quickly where all of them are text."""
    held = cells.tolist()
    if set(map(type, held)) == {str}:
        return [text.strip() or None for text in held]
    return [text_of(value) for value in held]


def number(value: object) -> float:
    """Read a cell as a finite number of zero or more.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        found = float(str(value).strip())
    except ValueError:
        raise ValueError(f"{value!r} is not a number") from None
    if not 0 <= found < float("inf"):
        raise ValueError(f"{value!r} is not a number of zero or more")
    return found


def list_of(value: object) -> list[Any]:
    """Read a cell that holds a list, as such or as JSON text.

    Raises
    ------
    ValueError
        If it is neither.
    """
    try:
        found = orjson.loads(value) if isinstance(value, str) else value
    except orjson.JSONDecodeError:
        raise ValueError("is not JSON text, was the cell cut off?") from None
    if not isinstance(found, list):
        raise ValueError("is not a list")
    return found


def own_cells(raw: Raw, position: int) -> Any:  # noqa: ANN401 - as `own_column`
    """Give a column of the user's own with the type that its format or its values say."""
    values = raw.columns[position]
    if raw.header[position] in raw.timed:
        times = pd.to_datetime(pd.Series(values, dtype=object), format="ISO8601", errors="coerce", utc=True)
        known = [value for value in values.tolist() if value is not None]
        if times.notna().sum() == len(known):
            zoned = any(value.endswith("Z") for value in known)
            return (times if zoned else times.dt.tz_localize(None)).dt.as_unit("us").array
    return own_column(values)


def own_column(values: Cells) -> Any:  # noqa: ANN401 - an array of the type that the values share
    """Give a column of the user's own the type that all of its values share."""
    known = [value for value in values if value is not None and value != ""]
    kinds = set(map(type, known))
    if kinds <= {str}:
        return typed([value or None for value in values.tolist()], "str")
    if kinds == {bool}:
        return pd.array(list(values), dtype="boolean")
    if kinds == {int} and all(-(2**63) <= value < 2**63 for value in known):
        return pd.array(list(values), dtype="Int64")
    if kinds == {int} and all(0 <= value < 2**64 for value in known):
        return pd.array(list(values), dtype="UInt64")
    if kinds <= {int, float}:
        return pd.array([None if value is None else float(value) for value in values], dtype="Float64")
    return pd.Series(values, dtype=object).array
