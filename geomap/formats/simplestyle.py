"""simplestyle 1.1: the words by which GitHub, geojson.io and others colour GeoJSON features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.formats.looks import COLUMN, GREY, looks

if TYPE_CHECKING:
    import geopandas as gpd

STYLED = "simplestyle"
"""Member of the collection that lists the properties added, so that reading takes them off again."""


def add_styles(frame: gpd.GeoDataFrame, features: list[dict[str, Any]]) -> set[str]:
    """Add styles to features of a frame, in place, and give the names that were added.

    A property that the events have already is not written over.
    """
    colours = looks(frame)
    added: set[str] = set()
    taken = set(map(str, frame.columns))
    for feature in features:
        told = feature["properties"]
        colour = colours.get(told[COLUMN] or "", GREY)
        area = feature["geometry"] is not None and feature["geometry"]["type"] != "Point"
        style: dict[str, Any] = {
            "title": told["place_name"] or told["place_text"],
            "description": " | ".join(
                str(told[name]) for name in (COLUMN, "time_start", "reason") if told[name] is not None
            ),
        }
        if area:
            style |= {"stroke": colour, "stroke-width": 2, "fill": colour, "fill-opacity": 0.2}
        else:
            style["marker-color"] = colour
        style = {name: value for name, value in style.items() if name not in taken}
        added |= set(style)
        told.update(style)
    return added


def drop_styles(features: list[Any], names: Any) -> None:  # noqa: ANN401 - whatever the file holds
    """Take off the properties that `add_styles` has added."""
    if not isinstance(names, list):
        return
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(properties, dict):
            for name in names:
                properties.pop(name, None) if isinstance(name, str) else None
