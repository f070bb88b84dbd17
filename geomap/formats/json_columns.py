"""The columns of a frame as JSON texts, a column at a time: an object for each event is slow.

A value that stands in many rows is made text once, numbers of a column are made text together,
and a column of which nothing is known, or of one value, is part of the pattern of every row.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd

from geomap.formats.plain import INFINITE, timestamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.formats.plain import Plain

NULL = b"null"
BLOCK = 500
"""Rows put together at once: memory that is used again, and near the processor, is quicker than new."""
_STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS

Texts = bytes | list[bytes]
"""One text for all rows, or one for each."""


def texts(values: pd.Series[Any], plain: Plain, decimals: int | None = None) -> Texts:
    """Give the JSON text of each value of a column.

    Parameters
    ----------
    values
        The column.
    plain
        Counts what could not be kept.
    decimals
        To which numbers are rounded; None: as they are.
    """
    dtype, name = values.dtype, str(values.name)
    if not values.notna().to_numpy(bool).any():
        return NULL
    if isinstance(dtype, np.dtype) and dtype.kind == "O":
        return _one_if_same(_each(values.tolist(), name, plain))
    if dtype.kind == "f":
        return numbers(values.to_numpy(float, na_value=np.nan), name, plain, decimals)
    codes, distinct = pd.factorize(values.array)
    known = _distinct(distinct, name, plain)
    if len(known) == 1 and codes.min() == 0:
        return known[0]
    if len(known) == len(codes):
        return known
    held = np.empty(len(known) + 1, dtype=object)
    held[:-1] = known
    held[-1] = NULL  # the code of what is not known is -1
    found: list[bytes] = held[codes].tolist()
    return found


def numbers(
    values: np.ndarray[Any, Any], name: str, plain: Plain, decimals: int | None = None
) -> list[bytes]:
    """Give the JSON text of each of many floats; null for those that are none."""
    infinite = int(np.isinf(values).sum())
    if infinite:
        plain.lose(name, INFINITE, infinite)
    rounded = values if decimals is None else np.round(values, decimals)
    # orjson writes NaN and Infinity as null.
    return orjson.dumps(np.ascontiguousarray(rounded), option=orjson.OPT_SERIALIZE_NUMPY)[1:-1].split(b",")


def joined(columns: Sequence[Texts], count: int, between: bytes) -> Iterator[bytes]:
    """Put the parts of rows together, row for row, and give them some thousand rows at a time.

    Parameters
    ----------
    columns
        What stands one after another in each row: texts that are the same in all of them, and
        lists of one for each row. The first is the same in all.
    count
        How many rows there are.
    between
        What stands between two rows.
    """
    parts: list[Texts] = [between]
    for each in columns:
        last = parts[-1]
        if isinstance(each, bytes) and isinstance(last, bytes):
            parts[-1] = last + each
        else:
            parts.append(each)
    for begin in range(0, count, BLOCK):
        size = min(BLOCK, count - begin)
        flat: list[bytes] = [b""] * (len(parts) * size)
        for place, part in enumerate(parts):
            same = isinstance(part, bytes)
            flat[place :: len(parts)] = [part] * size if same else part[begin : begin + size]  # type: ignore[list-item, assignment]
        if begin == 0:
            flat[0] = flat[0].removeprefix(between)
        yield b"".join(flat)


def _one_if_same(held: list[bytes]) -> Texts:
    return held[0] if held.count(held[0]) == len(held) else held


def _distinct(values: Any, name: str, plain: Plain) -> list[bytes]:  # noqa: ANN401 - an array without nulls
    if values.dtype.kind == "M":
        return list(map(orjson.dumps, timestamps(pd.Series(values))))
    held: list[Any] = np.asarray(values, dtype=object).tolist()
    return (
        _strings(held, name, plain) if isinstance(values.dtype, pd.StringDtype) else _each(held, name, plain)
    )


def _strings(values: list[str], name: str, plain: Plain) -> list[bytes]:
    try:
        whole = orjson.dumps(values)
    except TypeError:  # half a surrogate pair
        return _each(values, name, plain)
    # The marks between two texts are cut at, unless a text ends in a quotation mark and a comma.
    if b'\\","' in whole:
        return list(map(orjson.dumps, values))
    return [b'"%b"' % text for text in whole[2:-2].split(b'","')]


def _each(values: list[Any], name: str, plain: Plain) -> list[bytes]:
    """Give the JSON text of each value: all in one go, and one by one where something may be lost."""
    if set(map(type, values)) == {list} and not any(values):
        return [b"[]"] * len(values)
    try:
        held = list(map(orjson.dumps, values, itertools.repeat(None), itertools.repeat(_STRICT)))
    except TypeError:  # a type or a text that JSON does not have
        return [orjson.dumps(plain.value(value, name)) for value in values]
    # A number without end is null to orjson: what holds a null may have lost something.
    if NULL in b"".join(held):
        for place, text in enumerate(held):
            if NULL in text:
                held[place] = orjson.dumps(plain.value(values[place], name))
    return held
