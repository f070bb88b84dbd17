"""OpenStreetMap extracts as GeoJSON."""

from __future__ import annotations

import json

from samples import SQUARE, Build, collection, feature, names, the

from geomap.model import AliasKind, Kind


def test_tags_say_what_it_is_and_how_it_is_called(build: Build) -> None:
    tags = {
        "name": "هيت",
        "name:en": "Hit",
        "alt_name": "Heet;Hīt",
        "old_name": "Is",
        "wikidata": "Q632014",
    }
    index, _ = build(
        {
            "iq.geojson": collection(
                feature(tags | {"@id": "node/1", "place": "town", "population": "66,700"}),
                feature({"name": "Ain al-Asad", "military": "airfield", "aeroway": "aerodrome"}, id="way/2"),
                feature(
                    {"full_id": "r3", "name": "Anbar", "boundary": "administrative", "admin_level": "4"},
                    SQUARE,
                ),
                feature({"@id": "way/4", "tags": {"name": "Mosul Dam", "waterway": "dam"}}),
            )
        }
    )
    town = the(index, "osm:node/1")
    assert (town.name, town.kind, town.population) == ("هيت", Kind.CITY, 66700)
    assert names(index, "wikidata:Q632014") == ["هيت", "Hit", "Heet", "Is"]
    assert {alias.text: alias.kind for alias in index.aliases("osm:node/1")}["Is"] is AliasKind.FORMER
    assert the(index, "osm:way/2").kind is Kind.AIR_BASE
    assert the(index, "osm:relation/3").kind is Kind.ADMIN1
    assert the(index, "osm:way/4").kind is Kind.DAM
    assert index.datasets()[0].licence == "ODbL 1.0"


def test_lines_of_features_are_read_one_by_one(build: Build) -> None:
    good = json.dumps(feature({"@id": "node/1", "name": "Hit", "place": "town"}))
    _, report = build({"iq.geojsonl": f"{good}\n{{broken\n\x1e{good.replace('node/1', 'node/2')}\n"})
    assert report.places == 2
    assert [(fault.line, fault.message) for fault in report.skipped] == [(2, "is not JSON")]


def test_what_cannot_be_used_is_named(build: Build) -> None:
    features = (
        feature({"@id": "node/1", "place": "town"}),
        feature({"@id": "node/2", "name": "A Road", "highway": "primary"}),
        feature(
            {"@id": "node/3", "name": "Hit", "place": "town"}, {"type": "Point", "coordinates": [200, 1]}
        ),
        feature({"@id": "node/4", "name": "Hit", "place": "town"}, {"type": "Polygon", "coordinates": "x"}),
    )
    _, report = build({"iq.geojson": collection(*features)})
    assert [fault.message for fault in report.skipped] == [
        "has no name",
        "has no tag that says what sort of place it is",
        "longitude 200 is outside -180 to 180",
        "its Polygon cannot be read",
    ]
