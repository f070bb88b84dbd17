"""The columns of a frame as a GIS file's fields: a name, a kind, and its values as plain types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geomap.events import COLUMNS
from geomap.formats.plain import timestamps

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.formats.plain import Plain

OURS = {column.name: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One column on its way into a file."""

    name: str
    kind: str
    """``text``, ``whole``, ``number``, ``truth``, ``time`` or ``json``."""
    values: list[Any]
    """Text, int, float, bool, ISO 8601 text or JSON text; None where nothing is known."""

    @property
    def meaning(self) -> str | None:
        """What the column means, where it is one of the frame's."""
        return OURS[self.name].meaning if self.name in OURS else None


def attributes(frame: gpd.GeoDataFrame, plain: Plain) -> list[Attribute]:
    """Give every column of a conformed frame but its geometry."""
    return [_attribute(frame[name], plain) for name in frame.columns if name != frame.active_geometry_name]


def untyped(columns: list[Attribute], kinds: tuple[str, ...]) -> list[str]:
    """Say which of the user's own columns come back as text, because the format has no such type."""
    words = {
        "json": "lists and objects",
        "time": "times",
        "truth": "true and false",
        "whole": "whole numbers",
    }
    return [
        f"column {each.name}: {words[each.kind]} of your own columns are text in this format"
        for each in columns
        if each.kind in kinds and each.name not in OURS
    ]


def timeless(frame: gpd.GeoDataFrame) -> list[str]:
    """Say which of the user's own columns hold times, for a format in which times are text."""
    return [
        f"column {name}: times of your own columns are text in this format"
        for name in frame.columns
        if name not in OURS and frame[name].dtype.kind == "M"
    ]


def _attribute(values: pd.Series[Any], plain: Plain) -> Attribute:
    name, dtype = str(values.name), values.dtype
    if isinstance(dtype, pd.DatetimeTZDtype) or dtype.kind == "M":
        return Attribute(name, "time", list(timestamps(values)))
    kind = {"b": "truth", "i": "whole", "u": "whole", "f": "number"}.get(dtype.kind)
    if kind is None and isinstance(dtype, np.dtype):
        held = values.to_numpy(object)
        if any(isinstance(value, list | dict) for value in held) or (name in OURS and len(held)):
            texts = [None if value is None else plain.json_text(value, name) for value in held]
            return Attribute(name, "json", texts)
    found = plain.column(values)
    if kind is None or (kind == "whole" and any(value is not None and value >= 2**63 for value in found)):
        return Attribute(name, "text", plain.texts(found, name))
    return Attribute(name, kind, found)
