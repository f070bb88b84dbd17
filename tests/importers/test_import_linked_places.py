"""Linked Places Format, read, written, and back again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from geojson_validator import validate_geometries, validate_structure
from packs import SQUARE as OUTLINE
from packs import write_pack
from samples import GEONAMES_ROWS, SQUARE, Build, collection, feature, names, the

from geomap.cli import main
from geomap.errors import SaveError, UsageError
from geomap.gazetteer import linked_places
from geomap.gazetteer.building import build_index
from geomap.gazetteer.index import PackIndex
from geomap.gazetteer.linked_places import write_linked_places
from geomap.gazetteer.packs import read_pack
from geomap.gazetteer.store import StoredIndex
from geomap.model import Kind

if TYPE_CHECKING:
    from pathlib import Path


def test_toponyms_types_and_links(build: Build) -> None:
    place = feature(
        {"title": "Hit", "ccodes": ["IQ"], "fclasses": ["P"]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [42.82, 33.64]}]},
        **{"@id": "https://example.org/hit"},
        names=[{"toponym": "Hit", "lang": "en"}, {"toponym": "هيت", "lang": "ar"}],
        types=[{"identifier": "aat:300008347", "label": "inhabited place"}],
        links=[
            {"type": "exactMatch", "identifier": "gn:95788"},
            {"type": "seeAlso", "identifier": "wd:Q1"},
        ],
    )
    index, _ = build({"old-towns.json": collection(place, **{"@context": "linkedplaces"})})
    town = the(index, "geonames:95788")
    assert (town.id, town.kind, town.country) == ("old-towns:https://example.org/hit", Kind.VILLAGE, "IQ")
    assert names(index, town.id) == ["Hit", "هيت"]
    assert index.place("wikidata:Q1") is None


# Written in version 1.3 of https://github.com/LinkedPasts/linked-places-format


def exported(index: Any, path: Path, **options: Any) -> Any:
    write_linked_places(index, path, **options)
    return json.loads(path.read_text(encoding="utf-8"))


def pack(folder: Path) -> PackIndex:
    return PackIndex([read_pack(write_pack(folder))])


def test_what_is_written_has_all_that_the_format_requires(tmp_path: Path) -> None:
    whole = exported(pack(tmp_path / "own"), tmp_path / "own.jsonld")
    assert whole["type"] == "FeatureCollection"
    assert whole["@context"].endswith("linkedplaces-context-v1.1.jsonld")
    assert len(whole["features"]) == 4
    for one in whole["features"]:
        assert one["type"] == "Feature"
        assert re.match(r"[a-z][a-z0-9+.-]*:\S+$", one["@id"]), "a URI"
        properties = one["properties"]
        assert properties["title"]
        assert all(re.fullmatch("[A-Z]{2}", code) for code in properties["ccodes"])
        assert set(properties["fclasses"]) <= set("AHLPRST")
        assert properties["fclasses"]
        assert all(name["toponym"] for name in one["names"])
        assert any(name.get("citations") for name in one["names"])
        assert all(citation["label"] for name in one["names"] for citation in name.get("citations", []))
        assert all(re.fullmatch(r"aat:\d{9}", kind["identifier"]) for kind in one["types"])
        assert all(link["type"] == "closeMatch" for link in one.get("links", []))
        assert one["geometry"]["type"] in ("Point", "GeometryCollection")


def test_what_is_written_is_sound_geojson(tmp_path: Path) -> None:
    whole = exported(pack(tmp_path / "own"), tmp_path / "own.geojson")
    for one in whole["features"]:
        geometry = one["geometry"]
        for part in geometry.get("geometries", [geometry]):
            assert validate_structure({**one, "geometry": part}, check_crs=True) == {}
            assert validate_geometries({**one, "geometry": part})["invalid"] == {}


def test_every_kind_of_place_has_a_type_of_the_thesaurus() -> None:
    assert set(linked_places._TYPES) == set(Kind)


def test_a_pack_comes_back_through_the_importer(tmp_path: Path) -> None:
    own = pack(tmp_path / "own")
    exported(own, tmp_path / "own.jsonld")
    report = build_index([tmp_path / "own.jsonld"], tmp_path / "o.gazetteer")
    assert (report.places, report.skipped) == (4, ())
    back = StoredIndex(tmp_path / "o.gazetteer")
    for place in own.places():
        twin = the(back, f"own:{place.id}")
        kept = ("name", "kind", "lat", "lon", "radius_m", "country", "population")
        assert [getattr(twin, field) for field in kept] == [getattr(place, field) for field in kept]
        assert twin.parent == (f"own:{place.parent}" if place.parent else None)
        assert {(a.text, a.kind) for a in back.aliases(twin.id)} == {
            (a.text, a.kind) for a in own.aliases(place.id)
        }
    iraq = back.outline("own:iraq")
    assert iraq is not None
    assert {tuple(point) for point in iraq["coordinates"][0]} == {tuple(point) for point in OUTLINE}


def test_an_index_comes_back_with_its_ids_and_the_names_languages(build: Build, tmp_path: Path) -> None:
    index, _ = build({"IQ.txt": GEONAMES_ROWS})
    exported(index, tmp_path / "again.jsonld")
    report = build_index([tmp_path / "again.jsonld"], tmp_path / "o.gazetteer")
    back = StoredIndex(tmp_path / "o.gazetteer")
    assert report.places == 5
    for place in index.box(-90, -180, 90, 180):
        assert the(back, place.id).name == place.name
        assert names(back, place.id) == names(index, place.id)
    whole = json.loads((tmp_path / "again.jsonld").read_text(encoding="utf-8"))
    links = {one["properties"]["title"]: one["links"] for one in whole["features"]}
    assert links["Ramadi"] == [{"type": "closeMatch", "identifier": "gn:8"}]


def test_licence_and_credit_go_along(build: Build, tmp_path: Path) -> None:
    index, _ = build({"IQ.txt": GEONAMES_ROWS})
    exported(index, tmp_path / "again.jsonld")
    build_index([tmp_path / "again.jsonld"], tmp_path / "o.gazetteer")
    [dataset] = StoredIndex(tmp_path / "o.gazetteer").datasets()
    assert (dataset.licence, dataset.attribution) == ("CC BY 4.0", "GeoNames, https://www.geonames.org/")


def test_the_same_gazetteer_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        exported(pack(tmp_path / "own"), tmp_path / name / "own.jsonld")
    assert (tmp_path / "a" / "own.jsonld").read_bytes() == (tmp_path / "b" / "own.jsonld").read_bytes()


def test_hostile_names_stay_names(tmp_path: Path) -> None:
    rows = ('x,"A ""b"" </script> \\ {{7*7}}",city,IQ,,33.3,44.4,100,high,"a, map",',)
    own = PackIndex([read_pack(write_pack(tmp_path / "own", places=rows, aliases=(), areas=None))])
    [one] = exported(own, tmp_path / "own.jsonld")["features"]
    assert one["names"][0]["toponym"] == 'A "b" </script> \\ {{7*7}}'


def test_a_file_that_does_not_read_as_it_was_written_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "own.jsonld"
    out.write_text("the old one", encoding="utf-8")
    sound = linked_places._json

    def spoilt(value: Any) -> str:
        return sound(value).replace("44.4,", "44.5,")

    monkeypatch.setattr(linked_places, "_json", spoilt)
    with pytest.raises(SaveError, match="does not read as it was written"):
        write_linked_places(pack(tmp_path / "own"), out)
    assert out.read_text(encoding="utf-8") == "the old one"


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("own.csv", {}, "Linked Places are written as .json, .jsonld, .geojson"),
        ("own.json", {"base": "my places"}, "is no URI"),
        ("own.json", {"countries": ["FR"]}, "there is no place to write in FR"),
    ],
)
def test_what_cannot_be_written_is_refused(
    tmp_path: Path, name: str, options: dict[str, Any], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        write_linked_places(pack(tmp_path / "own"), tmp_path / name, **options)
    assert not (tmp_path / name).exists()


def test_the_command_writes_one_country_under_ones_own_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pack(
        tmp_path / "own",
        aliases=(
            "baghdad,City of Peace,description,,",
            "baghdad,The City,description,,",
            "mosul,Mossul-X,spelling,,",
        ),
    )
    arguments = ["--country", "SY", "--base", "https://example.org/places/"]
    assert (
        main(["gazetteer", "export", str(tmp_path / "own"), "-o", str(tmp_path / "o.jsonld"), *arguments])
        == 0
    )
    [one] = json.loads((tmp_path / "o.jsonld").read_text(encoding="utf-8"))["features"]
    assert one["@id"] == "https://example.org/places/syria"
    err = capsys.readouterr().err
    assert "1 alias of places that are in no PATH: not written" in err
    assert "1 place, 1 name" in err


def test_others_relations_and_areas_are_read(build: Build) -> None:
    county = feature(
        {"title": "Anbar", "ccodes": ["IQ"], "fclasses": ["A"]},
        {
            "type": "GeometryCollection",
            "geometries": [{"type": "Point", "coordinates": [42.0, 33.1]}, SQUARE],
        },
        **{"@id": "https://example.org/anbar"},
        names=[{"toponym": "Anbar"}],
        types=[{"identifier": "aat:300000774", "label": "province"}],
    )
    town = feature(
        {"title": "Hit", "fclasses": ["P"]},
        {"type": "Point", "coordinates": [42.8, 33.6]},
        **{"@id": "https://example.org/hit"},
        names=[{"toponym": "Hit"}],
        relations=[
            {"relationType": "gvp:tgn3000_related_to", "relationTo": "https://example.org/x"},
            {"relationType": "gvp:broaderPartitive", "relationTo": "https://example.org/anbar"},
        ],
    )
    index, _ = build({"old.json": collection(county, town, **{"@context": "linkedplaces"})})
    assert the(index, "old:https://example.org/hit").parent == "old:https://example.org/anbar"
    anbar = the(index, "old:https://example.org/anbar")
    assert (anbar.lat, anbar.lon) == (33.1, 42.0)
    assert index.outline(anbar.id) is not None
