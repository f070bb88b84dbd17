"""One place in two sources: the quick way to find it gives what comparing each with each would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer.spots import Spots, same_spot
from geomap.model import Kind, Place

places = st.builds(
    Place,
    id=st.sampled_from([f"p{n}" for n in range(12)]),
    name=st.just("x"),
    kind=st.sampled_from([Kind.COUNTRY, Kind.ADMIN1, Kind.CITY, Kind.VILLAGE, Kind.DAM]),
    lat=st.floats(-90, 90) | st.floats(33.0, 33.2),
    lon=st.floats(-180, 180) | st.floats(44.0, 44.2),
    radius_m=st.sampled_from([0.0, 300.0, 9_000.0, 400_000.0]),
    country=st.sampled_from(["IQ", "SY", None]),
)


@given(st.lists(places, max_size=12, unique_by=lambda place: place.id), places)
def test_a_place_is_found_on_its_spot_in_the_order_of_the_source(known: list[Place], asked: Place) -> None:
    assert Spots.of(known).near(asked) == [
        one for one in known if one.country == asked.country and same_spot(one, asked)
    ]


def place(name: str, kind: Kind, lat: float, country: str = "IQ", radius_m: float = 1_000.0) -> Place:
    return Place(name, name, kind, lat, 44.0, radius_m, country)


def test_towns_a_few_kilometres_apart_are_on_one_spot_and_others_are_not() -> None:
    town = place("town", Kind.TOWN, 33.0)
    assert same_spot(town, place("same", Kind.CITY, 33.04))
    assert not same_spot(town, place("far", Kind.TOWN, 33.06))
    assert same_spot(town, place("wide", Kind.CITY, 33.06, radius_m=9_000.0))
    assert not same_spot(town, place("unit", Kind.ADMIN2, 33.0))
    assert not same_spot(town, place("abroad", Kind.TOWN, 33.0, "SY"))


def test_sites_of_two_kinds_on_one_spot_are_two_places() -> None:
    hospital = place("hospital", Kind.BUILDING, 33.0)
    assert not same_spot(hospital, place("airport", Kind.AIRPORT, 33.0))
    assert same_spot(place("base", Kind.AIR_BASE, 33.0), place("airport", Kind.AIRPORT, 33.0))


def test_a_country_is_one_wherever_its_point_is_put() -> None:
    assert same_spot(place("iraq", Kind.COUNTRY, 33.0), place("other", Kind.COUNTRY, 20.0))
