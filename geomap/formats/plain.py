"""Any value of a frame as plain JSON types, and what could not be kept."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence


INFINITE = "infinite, written as unknown"


class Plain:
    """Turns values into JSON types; `notes` says what was lost on the way."""

    def __init__(self) -> None:
        self._lost: dict[tuple[str, str], int] = {}

    @property
    def notes(self) -> list[str]:
        """What could not be kept, one line a column and kind of loss."""
        return [
            f"column {column}: {count} value{'s' * (count != 1)} {words}"
            for (column, words), count in self._lost.items()
        ]

    def column(self, values: pd.Series[Any]) -> list[Any]:
        """Give a column as a list of JSON values; null where nothing is known."""
        name = str(values.name)
        known = values.notna().to_numpy(bool)
        if not known.any():
            return [None] * len(values)
        if isinstance(values.dtype, pd.DatetimeTZDtype) or values.dtype.kind == "M":
            return timestamps(values)
        if values.dtype.kind in "iub":
            return values.astype(object).where(known, None).tolist()
        if isinstance(values.dtype, pd.StringDtype):
            texts = values.astype(object).where(known, None)
            if _encodes(texts[known]):
                return texts.tolist()
        if values.dtype.kind == "f":
            numbers = values.to_numpy(float, na_value=np.nan)
            infinite = int(np.isinf(numbers).sum())
            if infinite:
                self.lose(name, INFINITE, infinite)
            return [value if value - value == 0 else None for value in numbers.tolist()]
        return [self.value(value, name) for value in values.to_numpy(object).tolist()]

    def value(self, value: Any, column: str) -> Any:  # noqa: ANN401 - any value
        """Give one value as JSON types."""
        if isinstance(value, str):
            return self._text(value, column)
        if value is None or value is pd.NA or value is pd.NaT:
            return None
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, bool):
            return value
        if isinstance(value, int):
            return (
                value if -(2**63) <= value < 2**64 else self._lose(str(value), column, "as text: too large")
            )
        if isinstance(value, float):
            if math.isinf(value):
                return self._lose(None, column, INFINITE)
            return None if math.isnan(value) else value
        if isinstance(value, dict):
            return {self._text(str(key), column): self.value(held, column) for key, held in value.items()}
        if isinstance(value, list | tuple | np.ndarray):
            return [self.value(held, column) for held in value] if len(value) else []
        if isinstance(value, datetime):
            return timestamp(value)
        if isinstance(value, date):
            return self._lose(value.isoformat(), column, "that are days, as text")
        if isinstance(value, shapely.Geometry):
            return shapely.to_wkt(value)
        return self._lose(self._text(str(value), column), column, f"of type {type(value).__name__}, as text")

    def texts(self, values: list[Any], column: str) -> list[str | None]:
        """Give plain values as text, where a column can hold nothing else."""
        others = sum(value is not None and not isinstance(value, str) for value in values)
        if others:
            self.lose(column, "of other types, as text", others)
        return [value if value is None or isinstance(value, str) else str(value) for value in values]

    def json_text(self, value: Any, column: str) -> str:  # noqa: ANN401 - any value
        """Give a nested value as JSON text."""
        return orjson.dumps(self.value(value, column)).decode()

    def _text(self, text: str, column: str) -> str:
        if text.isascii():
            return text
        try:
            text.encode()
        except UnicodeEncodeError:  # half a surrogate pair, which no file of UTF-8 can hold
            clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            return str(self._lose(clean, column, "with broken characters, replaced"))
        return text

    def lose(self, column: str, words: str, count: int = 1) -> None:
        """Count values of a column that could not be kept."""
        self._lost[column, words] = self._lost.get((column, words), 0) + count

    def _lose(self, kept: Any, column: str, words: str) -> Any:  # noqa: ANN401 - any value
        self.lose(column, words)
        return kept


def _encodes(texts: pd.Series[Any]) -> bool:
    """Tell whether texts are free of halves of surrogate pairs, all at once for speed."""
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return False
    return True


def timestamp(moment: datetime) -> str:
    """Give a moment in ISO 8601, in UTC with ``Z`` where it states its zone."""
    if moment.tzinfo is None:
        return moment.isoformat()
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def timestamps(values: pd.Series[Any], unit: str | None = None) -> list[str | None]:
    """Give a column of moments in ISO 8601; seconds, or finer where a value needs it."""
    aware = isinstance(values.dtype, pd.DatetimeTZDtype)
    moments = (values.dt.tz_convert("UTC").dt.tz_localize(None) if aware else values).to_numpy(
        "datetime64[us]"
    )
    whole = moments.astype("datetime64[s]").astype("datetime64[us]") == moments
    chosen = unit or ("s" if bool((whole | np.isnat(moments)).all()) else "us")
    texts: Sequence[str] = np.datetime_as_string(moments.astype(f"datetime64[{chosen}]")).tolist()
    return [None if text == "NaT" else text + ("Z" if aware else "") for text in texts]
