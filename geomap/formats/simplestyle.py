"""simplestyle 1.1: the words by which GitHub, geojson.io and others colour GeoJSON features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely

from geomap.formats.looks import COLUMN, GREY, looks
from geomap.formats.plain import timestamps

if TYPE_CHECKING:
    import geopandas as gpd

STYLED = "simplestyle"
"""Member of the collection that lists the properties added, so that reading takes them off again."""

_TOLD = (COLUMN, "time_start", "reason", "place_name", "place_text")


class Styles:
    """The styles of a frame's events; a property that the events have already is not written over."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        colours = looks(frame)
        taken = set(map(str, frame.columns))
        told = frame[list(_TOLD)].astype(object).where(frame[list(_TOLD)].notna(), None)
        told["time_start"] = timestamps(frame["time_start"])
        areas = shapely.get_dimensions(np.array(frame.geometry.array, dtype=object)) > 0
        added: set[str] = set()
        self.texts: list[bytes] = []
        """For each event the properties to add, with a comma before each."""
        for (kind, start, reason, name, written), area in zip(
            told.itertuples(index=False), areas, strict=True
        ):
            colour = colours.get(kind or "", GREY)
            style: dict[str, Any] = {
                "title": name or written,
                "description": " | ".join(str(each) for each in (kind, start, reason) if each is not None),
            }
            if area:
                style |= {"stroke": colour, "stroke-width": 2, "fill": colour, "fill-opacity": 0.2}
            else:
                style["marker-color"] = colour
            style = {key: value for key, value in style.items() if key not in taken}
            added |= style.keys()
            self.texts.append(b"," + orjson.dumps(style)[1:-1] if style else b"")
        self.names = sorted(added)
        """The properties that are added."""


def drop_styles(features: list[Any], names: Any) -> None:  # noqa: ANN401 - whatever the file holds
    """Take off the properties that `add_styles` has added."""
    if not isinstance(names, list):
        return
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(properties, dict):
            for name in names:
                properties.pop(name, None) if isinstance(name, str) else None
