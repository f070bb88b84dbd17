"""What lies in what: units that sources name and draw differently, and spellings within them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packs import collection, feature, polygon, write_pack

from geomap.gazetteer.index import PackIndex
from geomap.gazetteer.layers import LayeredIndex
from geomap.gazetteer.packs import read_pack
from geomap.model import Status
from geomap.resolve import Gazetteer

if TYPE_CHECKING:
    from pathlib import Path

EAST = [[44.0, 32.0], [46.0, 32.0], [46.0, 35.0], [44.0, 35.0], [44.0, 32.0]]
CENTRE = [[42.0, 32.0], [44.0, 32.0], [44.0, 35.0], [42.0, 35.0], [42.0, 32.0]]


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    """Two governorates; a list of towns above, a list of villages with their districts below."""
    towns = write_pack(
        tmp_path / "towns",
        places=(
            "iraq,Iraq,country,IQ,,33.5,44.5,500000,high,a map,",
            "central,Central Governorate,admin1,IQ,iraq,33.5,43.0,90000,high,a map,",
            "eastern,Eastern Governorate,admin1,IQ,iraq,33.5,45.0,90000,high,a map,",
            "rutm,Rutm,town,IQ,central,32.10,42.05,3000,high,a map,",
        ),
        aliases=(),
        areas=collection(feature("central", polygon(CENTRE)), feature("eastern", polygon(EAST))),
    )
    villages = write_pack(
        tmp_path / "villages",
        places=(
            "iraq,Iraq,country,IQ,,33.5,44.5,500000,high,a map,",
            "rutm-district,Rutm,admin2,IQ,central,33.5,43.0,25000,low,a list,",
            "hiran,Hiran,admin2,IQ,eastern,33.5,44.6,25000,low,a list,",
            "rutm-town,Rutm,town,IQ,rutm-district,32.10,42.05,3000,low,a list,",
            "haddaj-1,Haddaj,village,IQ,rutm-district,33.4,43.1,1500,low,a list,",
            "haddaj-2,Haddaj,village,IQ,hiran,33.4,44.7,1500,low,a list,",
            "yathrab,Yathrab,village,IQ,hiran,33.4,44.03,1500,low,a list,",
            "far,Samirah,village,IQ,hiran,33.4,45.5,1500,low,a list,",
            "babila,Babila,village,IQ,rutm-district,33.3,43.3,1500,low,a list,",
            "hazzah,Hazzah,village,IQ,rutm-district,33.4,43.4,1500,low,a list,",
            "tuba-1,Tuba,village,IQ,rutm-district,33.40,43.50,1500,low,a list,",
            "tuba-2,Tuba,village,IQ,rutm-district,33.43,43.50,1500,low,a list,",
            "dahiyat,Dahiyat al Asad,village,IQ,rutm-district,33.6,43.5,1500,low,a list,",
            "mari,Mareaa,village,IQ,rutm-district,33.7,43.2,1500,low,a list,",
            "mayir,Mayir,village,IQ,rutm-district,33.7,43.5,1500,low,a list,",
            "zaynah,Zaynah,village,IQ,central,33.45,43.2,1500,low,a list,",
            "babil,Babella,village,SY,,34.0,38.0,1500,low,a list,",
        ),
        aliases=(),
        areas=None,
    )
    layers = [PackIndex([read_pack(path)]) for path in (towns, villages)]
    return Gazetteer(LayeredIndex(*layers))


def test_a_place_lies_where_any_source_puts_it(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("Rutm town", country="IQ", within="Rutm district, Central Governorate")
    assert answer.place is not None, answer.reason
    assert answer.place.id == "rutm"
    assert "recorded in Rutm district" in answer.reason


def test_of_namesakes_the_one_in_the_unit_is_meant(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("Haddaj", country="IQ").status is Status.AMBIGUOUS
    for district, place_id in (("Rutm district", "haddaj-1"), ("Hiran district", "haddaj-2")):
        answer = gazetteer.resolve("Haddaj", country="IQ", within=district)
        assert answer.place is not None, answer.reason
        assert answer.place.id == place_id


def test_at_the_border_of_two_units_sources_may_differ_and_the_reason_says_so(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("Yathrab village", country="IQ", within="Central Governorate")
    assert answer.place is not None, answer.reason
    assert answer.place.id == "yathrab"
    assert "recorded in another unit, but at the border of Central Governorate" in answer.reason
    far = gazetteer.resolve("Samirah village", country="IQ", within="Central Governorate")
    assert far.status is Status.UNRESOLVED
    assert "not within Central Governorate" in far.reason


def test_within_a_district_another_spelling_is_found_though_the_name_stands_elsewhere(
    gazetteer: Gazetteer,
) -> None:
    answer = gazetteer.resolve("Babella village", country="IQ", within="Rutm district")
    assert answer.place is not None, answer.reason
    assert answer.place.id == "babila"
    assert "another spelling" in answer.reason
    # Without the district nothing but the sound speaks for it.
    assert gazetteer.resolve("Babella village", country="IQ").status is Status.UNRESOLVED


def test_a_district_is_not_the_governorate_of_its_name(tmp_path: Path) -> None:
    pack = write_pack(
        tmp_path / "p",
        places=(
            "iraq,Iraq,country,IQ,,33.5,44.5,500000,high,a map,",
            "zor-1,Zor Governorate,admin1,IQ,iraq,33.5,43.0,90000,high,a map,",
            "zor-2,Markaz Zor,admin2,IQ,zor-1,33.4,43.3,25000,high,a map,",
        ),
        aliases=(),
        areas=None,
    )
    gazetteer = Gazetteer(PackIndex([read_pack(pack)]))
    for name, place_id in (("Zor district", "zor-2"), ("Mintaqat Zor", "zor-2"), ("Zor province", "zor-1")):
        answer = gazetteer.resolve(name)
        assert answer.place is not None, answer.reason
        assert answer.place.id == place_id


def test_within_a_district_even_a_name_of_few_consonants_may_be_spelled_otherwise(
    gazetteer: Gazetteer,
) -> None:
    answer = gazetteer.resolve("Hezzeh village", country="IQ", within="Rutm district")
    assert answer.place is not None, answer.reason
    assert answer.place.id == "hazzah"
    assert gazetteer.resolve("Hezzeh village", country="IQ").status is Status.UNRESOLVED


@pytest.mark.parametrize("said", ["Suqaylibiyah district", "Markaz as-Suqailabiya", "Sqelbiye district"])
def test_a_district_is_known_by_any_spelling_and_by_the_names_of_its_seat(tmp_path: Path, said: str) -> None:
    pack = write_pack(
        tmp_path / "p",
        places=(
            "syria,Syria,country,SY,,35.0,38.5,400000,high,a map,",
            "unit,As-Suqaylabiyah,admin2,SY,syria,35.4,36.3,25000,low,a list,",
            "seat,As-Suqaylabiyah,town,SY,unit,35.37,36.40,3000,low,a list,",
            "village,Hawash,village,SY,unit,35.6,36.3,1500,low,a list,",
            "other,Hawash,village,SY,syria,33.0,36.3,1500,low,a list,",
        ),
        aliases=("seat,Sqelbiye,spelling,,",),
        areas=None,
    )
    answer = Gazetteer(PackIndex([read_pack(pack)])).resolve("Hawash", country="SY", within=said)
    assert answer.place is not None, answer.reason
    assert answer.place.id == "village"


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Marea village", "mari"),
        ("Dahiet Elasad village", "dahiyat"),
        ("Zaineh village", "zaynah"),
    ],
    ids=["the nearest spelling", "an article written on", "a village of which no source says where it is"],
)
def test_within_a_district_the_likest_name_is_found(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    answer = gazetteer.resolve(name, country="IQ", within="Rutm district")
    assert answer.place is not None, answer.reason
    assert answer.place.id == place_id


def test_two_records_of_a_name_side_by_side_are_answered_with_a_circle_that_holds_both(
    gazetteer: Gazetteer,
) -> None:
    answer = gazetteer.resolve("Tuba", country="IQ", within="Rutm district")
    assert answer.place is not None, answer.reason
    assert answer.place.id in {"tuba-1", "tuba-2"}
    assert "the circle also holds Tuba" in answer.reason
    # 3.3 km between them, and the village's own circle.
    assert answer.radius_m is not None
    assert 4_800 <= answer.radius_m <= 5_000
