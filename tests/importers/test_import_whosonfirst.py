"""Who's on First: features in folders."""

from __future__ import annotations

import json

import pytest
from samples import SQUARE, Build, collection, feature, names, the

from geomap.model import Kind

REGION = feature(
    {"wof:id": 85672419, "wof:name": "Anbar", "wof:placetype": "region", "wof:country": "IQ"}, SQUARE
)
TOWN = feature(
    {
        "wof:id": 1,
        "wof:name": "Hit",
        "wof:placetype": "locality",
        "wof:country": "IQ",
        "wof:population": 66700,
        "wof:hierarchy": [{"region_id": 85672419, "country_id": 85632191, "locality_id": 1}],
        "wof:concordances": {"gn:id": 95788, "wd:id": "Q632014"},
        "name:ara_x_preferred": ["هيت"],
        "name:eng_x_variant": ["Heet"],
        "lbl:latitude": 33.6,
        "lbl:longitude": 42.8,
    }
)


def test_a_folder_of_features(build: Build) -> None:
    files = {"data/1/1.geojson": json.dumps(TOWN), "data/8/8.geojson": json.dumps(REGION)}
    index, report = build(files, "data")
    assert report.places == 2
    town, region = the(index, "wof:1"), the(index, "wof:85672419")
    assert (town.kind, town.parent, town.population) == (Kind.CITY, "wof:85672419", 66700)
    assert (town.lat, town.lon) == (33.6, 42.8)
    assert the(index, "geonames:95788") == the(index, "wikidata:Q632014") == town
    assert names(index, "wof:1") == ["Hit", "هيت", "Heet"]
    assert (region.kind, region.lat, region.lon) == (Kind.ADMIN1, 33.0, 42.0)
    assert region.radius_m == pytest.approx(145_000, rel=0.02)
    outline = index.outline("wof:85672419")
    assert outline is not None
    assert outline["type"] == "Polygon"
    assert [dataset.name for dataset in index.datasets()] == ["whosonfirst"]


def test_what_is_superseded_or_no_place_is_named(build: Build) -> None:
    old = feature(TOWN["properties"] | {"wof:superseded_by": [2]})
    code = feature(TOWN["properties"] | {"wof:placetype": "postalcode"})
    _, report = build({"all.geojson": collection(TOWN, old, code)})
    assert [fault.message for fault in report.skipped] == [
        "is superseded or deprecated",
        "placetype 'postalcode' is no place to name",
    ]
    assert report.skipped[0].line > 1
