"""Indexes laid over each other: the upper one wins, and nothing is doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packs import write_pack

from geomap.gazetteer.building import write_gazetteer
from geomap.gazetteer.importers.record import Name, Origin, Record, Source
from geomap.gazetteer.index import PackIndex
from geomap.gazetteer.layers import LayeredIndex
from geomap.gazetteer.names import fold, skeleton
from geomap.gazetteer.packs import read_pack
from geomap.gazetteer.spots import same_spot
from geomap.gazetteer.store import StoredIndex
from geomap.model import Kind, Place, Status
from geomap.resolve import Gazetteer

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def upper(tmp_path: Path) -> PackIndex:
    return PackIndex([read_pack(write_pack(tmp_path / "upper"))])


@pytest.fixture
def lower(tmp_path: Path) -> PackIndex:
    world = write_pack(
        tmp_path / "world",
        places=(
            "iraq,Iraq of the World,country,IQ,,33.0,44.0,400000,low,an atlas,",
            "world-1,Baghdad,city,IQ,iraq,33.33,44.41,15000,low,an atlas,",
            "world-2,Baghdad,village,SY,,35.00,40.00,1000,low,an atlas,",
            "world-3,Kerbala,city,IQ,iraq,32.61,44.02,8000,low,an atlas,",
            "world-4,Baghdad,admin1,IQ,iraq,33.30,44.40,60000,low,an atlas,",
        ),
        aliases=("world-1,Madinat as-Salam,former,,",),
        areas=None,
    )
    return PackIndex([read_pack(world)])


def ids(found: object) -> list[str]:
    return [named.place.id for named in found]  # type: ignore[attr-defined]


def test_a_place_of_one_spot_and_name_is_not_doubled(upper: PackIndex, lower: PackIndex) -> None:
    layers = LayeredIndex(upper, lower)
    assert ids(layers.exact("baghdad")) == ["baghdad", "world-2", "world-4"]
    assert ids(layers.core("baghdad")) == ["baghdad", "world-2", "world-4"]
    assert ids(layers.sounding(skeleton("Kerbala"))) == ["world-3"]
    assert ids(layers.similar("kerbola", 5)) == ["world-3"]


def test_names_that_sound_alike_add_up_and_twins_stay_hidden(upper: PackIndex, tmp_path: Path) -> None:
    def town(code: str, name: str, lat: float, *names: str) -> Record:
        return Record(
            f"sample:{code}", name, Kind.CITY, lat, 44.4, 1, country="IQ", names=tuple(map(Name, names))
        )

    records = (
        town("1", "Kerbala", 32.61, "Karbala", "Kerbela"),
        town("2", "Bagdad", 33.33),
        town("3", "Bagded", 30.0),
    )
    source = Source(Origin(name="sample", title="Sample"), lambda _skip: iter(records))
    write_gazetteer([("sample", source)], tmp_path / "sample.gazetteer")
    layers = LayeredIndex(upper, StoredIndex(tmp_path / "sample.gazetteer"))
    assert [named.alias.text for named in layers.sounding(skeleton("Kerbala"))] == [
        "Kerbala",
        "Karbala",
        "Kerbela",
    ]
    assert ids(layers.sounding(skeleton("Baghdad"))) == ["baghdad", "sample:3"]


def test_the_upper_layer_wins_by_id_and_names_add_up(upper: PackIndex, lower: PackIndex) -> None:
    layers = LayeredIndex(upper, lower)
    place = layers.place("iraq")
    assert place is not None
    assert place.name == "Iraq"
    assert {alias.text for alias in layers.aliases("iraq")} >= {"Iraq", "Iraq of the World"}
    assert {child.id for child in layers.children("iraq")} == {"baghdad", "world-3", "world-4"}
    assert [country.name for country in layers.countries()] == ["Iraq", "Syria"]
    assert layers.outline("iraq") == upper.outline("iraq")
    baghdad = layers.place("world-1")
    assert baghdad == upper.place("baghdad")
    assert "Madinat as-Salam" in {alias.text for alias in layers.aliases("baghdad")}
    assert ids(layers.exact(fold("Madinat as-Salam"))) == ["baghdad"]
    boxed = {place.id for place in layers.box(32.6, 44.1, 33.5, 45)}
    assert {"baghdad", "world-4"} <= boxed
    assert not {"world-1", "world-2"} & boxed
    assert [dataset.name for dataset in layers.datasets()] == ["upper", "world"]
    assert layers.place("nowhere") is None


def test_the_resolver_asks_layers_as_it_asks_one_index(upper: PackIndex, lower: PackIndex) -> None:
    gazetteer = Gazetteer(LayeredIndex(upper, lower))
    baghdad = gazetteer.resolve("Baghdad", kind="city")
    assert baghdad.place is not None
    assert baghdad.place.dataset == "upper"
    village = gazetteer.resolve("Baghdad", country="Syria")
    assert village.place is not None
    assert village.place.id == "world-2"
    assert gazetteer.resolve("Kerbala", within="Iraq").status is Status.RESOLVED
    assert gazetteer.contains("iraq", "world-3")


def test_places_of_two_sources_are_one_only_if_kind_country_and_spot_agree() -> None:
    def place(place_id: str, kind: Kind, country: str, lat: float) -> Place:
        return Place(place_id, "X", kind, lat, 44.0, 3000.0, country)

    town = place("a", Kind.TOWN, "IQ", 33.0)
    assert same_spot(town, place("b", Kind.CITY, "IQ", 33.03))
    assert same_spot(town, place("a", Kind.SEA, "YE", 0.0))
    assert not same_spot(town, place("b", Kind.CITY, "IQ", 33.2))
    assert not same_spot(town, place("b", Kind.CITY, "SY", 33.0))
    assert not same_spot(town, place("b", Kind.ADMIN1, "IQ", 33.0))


def test_keys_of_an_index_are_those_of_names(upper: PackIndex) -> None:
    for place in upper.places():
        for alias in upper.aliases(place.id):
            assert place.id in ids(upper.exact(fold(alias.text)))


def test_generic_words_are_kept_where_they_do_not_say_the_kind(tmp_path: Path) -> None:
    pack = write_pack(
        tmp_path / "p",
        places=(
            "a,Green Village,military-base,SY,,35,40,900,high,a map,",
            "b,Speicher Base,air-base,IQ,,34,43,900,high,a map,",
        ),
        aliases=(),
        areas=None,
    )
    index = PackIndex([read_pack(pack)])
    assert ids(index.core("speicher")) == ["b"]
    assert ids(index.core("green village")) == ["a"]
    assert ids(index.core("green")) == []
