"""The colours of event types, the same as on the map, for formats that carry styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442")
"""Okabe and Ito's, told apart also without seeing red from green; as in ``web/src/map/palette.js``."""
GREY = "#8a8f94"
"""Not stated, and what comes after the most frequent ones."""
MOST = 24
COLUMN = "event_type"


def looks(frame: gpd.GeoDataFrame) -> dict[str, str]:
    """Give each event type its colour, most frequent first, then by name."""
    counts = frame[COLUMN].dropna().value_counts()
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return {
        str(name): COLOURS[place % len(COLOURS)] if place < MOST else GREY
        for place, (name, _) in enumerate(ranked)
    }
