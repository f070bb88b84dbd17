"""JSON texts of strangers: strict, of limited size, with keys that stand twice marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import orjson

from geomap.errors import InputError
from geomap.formats.peek import decode

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions

LARGEST_FILE = 1 << 30
"""Bytes."""
_BLANKS = b" \t\r\n"
_DIGITS = bytes(ord("0") if chr(byte).isdigit() and byte < 128 else ord(" ") for byte in range(256))
_LONG = b"0" * 18
_HOLDERS = (dict, list)
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
    data = path.read_bytes()
    if options.encoding is None:
        quick = _quickly(data.removeprefix(b"\xef\xbb\xbf"))
        if quick is not None:
            return quick
    text, _ = decode(data, where, options.encoding)
    return parse(text.removeprefix("\ufeff"), where)


def _quickly(data: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read what orjson reads as `parse` would; None where that is not sure, or no key can be told twice.

    orjson neither tells of keys that stand twice nor keeps integers of more than 64 bits.
    """
    dense = data.translate(None, _BLANKS)
    if b'\\":' in dense or _LONG in dense.translate(_DIGITS):
        return None  # a mark of a key inside a text, or a number that may have more than 64 bits
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    # Each mark of a key in the text is a key of an object, or else one stood twice.
    return found if dense.count(b'":') == _keys(found) else None


def _keys(found: Any) -> int:  # noqa: ANN401 - whatever JSON holds
    count = 0
    waiting = [found]
    while waiting:
        held = waiting.pop()
        if type(held) is dict:
            count += len(held)
            held = held.values()
        elif type(held) is not list:
            continue
        waiting += [value for value in held if value and type(value) in _HOLDERS]
    return count


def parse(text: str, where: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read a JSON text; `where` names it in errors."""
    if text.isascii():
        quick = _quickly(text.encode())
        if quick is not None:
            return quick

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
