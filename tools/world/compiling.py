"""Put the sources of the world index together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.building import BuildReport, write_gazetteer
from geomap.gazetteer.importers.record import Source
from tools.world import airfields, cities, countries, geonames, postal, regions, units
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
        Where npm put world-atlas, for the outlines of countries, and vega-datasets, for post offices.
    """
    towns = cities.read_cities()
    atlas = countries.read_outlines(node_modules / "world-atlas")
    areas = geonames.read_areas()
    states = countries.read_countries(atlas, areas, towns)
    parts = units.read_units(states, towns)
    # The first names a place: units before the cities that are called after them.
    sources = (
        Source(countries.ORIGIN, lambda _: countries.records(states)),
        Source(regions.ORIGIN, lambda _: regions.records(states, areas)),
        Source(units.ORIGIN, lambda _: units.first_level(parts)),
        Source(units.SECOND_ORIGIN, lambda _: units.second_level(towns)),
        Source(cities.ORIGIN, lambda _: cities.records(towns, states, parts)),
        Source(airfields.ORIGIN, lambda _: airfields.records()),
        Source(regions.GEONAMES, lambda _: regions.lesser(states, areas)),
    )
    opened = [source._replace(origin=version(source.origin)) for source in sources]
    opened.append(Source(postal.origin(node_modules), lambda _: postal.records(node_modules, towns)))
    return write_gazetteer([(source.origin.title, source) for source in opened], out)
