"""The public face: the list is true, and importing it costs next to nothing."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import geomap

HEAVY = ("pandas", "geopandas", "folium", "branca", "shapely", "numpy", "pyogrio", "pyproj", "geopy")
LIGHT = (
    "geomap",
    "geomap.model",
    "geomap.errors",
    "geomap.gazetteer",
    "geomap.resolve",
    "geomap.text",
    "geomap.cli",
    "geomap.formats",
    "geomap.cli.resolve",
    "geomap.cli.map",
)


def test_the_list_of_names_is_sorted_and_true() -> None:
    assert geomap.__all__ == sorted(geomap.__all__)
    assert set(geomap.__all__) == set(geomap._HOMES)
    assert set(geomap.__all__) <= set(dir(geomap))


@pytest.mark.parametrize("name", geomap.__all__)
def test_each_public_name_is_there_and_described(name: str) -> None:
    value = getattr(geomap, name)
    assert value.__doc__
    assert value is getattr(importlib.import_module(geomap._HOMES[name]), name)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'maps'"):
        geomap.maps  # noqa: B018 - the access is the test


@pytest.mark.parametrize("module", LIGHT)
def test_importing_loads_no_heavy_package(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
