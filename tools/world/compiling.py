"""Put the sources of the world index together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.building import BuildReport, write_gazetteer
from geomap.gazetteer.importers.record import Source
from tools.world import airfields, cities, countries, regions, units
from tools.world.packages import version

if TYPE_CHECKING:
    from pathlib import Path


def compile_world(out: Path, node_modules: Path) -> BuildReport:
    """Compile the world index.

    Parameters
    ----------
    out
        The file to write.
    node_modules
        Where npm put world-atlas, for the outlines of countries.
    """
    towns = cities.read_cities()
    atlas = countries.read_outlines(node_modules / "world-atlas")
    states = countries.read_countries(atlas)
    parts = units.read_units(states, towns)
    sources = (
        (countries.ORIGIN, lambda: countries.records(states)),
        (regions.ORIGIN, lambda: regions.records(states)),
        (units.ORIGIN, lambda: units.first_level(parts)),
        (units.SECOND_ORIGIN, lambda: units.second_level(towns)),
        (cities.ORIGIN, lambda: cities.records(towns, states, parts)),
        (airfields.ORIGIN, lambda: airfields.records()),
    )
    return write_gazetteer(
        [
            (origin.title, Source(version(origin), lambda skip, records=records: records()))
            for origin, records in sources
        ],
        out,
    )
