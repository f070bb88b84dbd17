"""JSON texts of strangers: strict, of limited size, with keys that stand twice marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from geomap.errors import InputError
from geomap.formats.peek import decode

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions

LARGEST_FILE = 1 << 30
"""Bytes."""
DUPLICATE = "\0duplicate key"
"""Marks, inside an object just read, a key that stood twice; no key can be called so."""


def load(path: Path, options: ReadOptions) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read a JSON file.

    Raises
    ------
    InputError
        If it is too large, cannot be decoded, or is not JSON (NaN and Infinity are not).
    """
    where = str(path)
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise InputError(
            f"has {size:,} bytes, more than the {LARGEST_FILE:,} that are read as JSON",
            path=where,
            hint="split it, or use .gpkg, .parquet or one feature a line (.geojsonl)",
        )
    text, _ = decode(path.read_bytes(), where, options.encoding)
    return parse(text.removeprefix("\ufeff"), where)


def parse(text: str, where: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read a JSON text; `where` names it in errors."""

    def constant(name: str) -> NoReturn:
        row = text.count("\n", 0, text.find(name)) + 1
        raise InputError(f"{name} is not JSON", path=where, row=row, hint="write null for what is not known")

    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=constant)
    except InputError:
        raise
    except json.JSONDecodeError as error:
        end = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        hint = "was the file cut off?" if end else f"look at column {error.colno} of that line"
        raise InputError(f"is not JSON ({error.msg})", path=where, row=error.lineno, hint=hint) from None
    except RecursionError:
        raise InputError("nests too deep", path=where, hint="is it GeoJSON?") from None
    except ValueError:  # an integer of thousands of digits
        raise InputError("holds a number that is too long", path=where, hint="is it GeoJSON?") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        made[DUPLICATE] = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return made
