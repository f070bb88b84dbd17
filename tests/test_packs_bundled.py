"""The packs that come with geomap are sound, and hold what reports of the theatre name."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from packs import read_cases

from geomap.gazetteer.bundled import bundled_packs
from geomap.gazetteer.check import Severity, check_pack
from geomap.gazetteer.geography import metres_between, metres_outside
from geomap.gazetteer.packs import Pack, read_pack
from geomap.model import AliasKind, Confidence, Place

if TYPE_CHECKING:
    from pathlib import Path

NAMES = read_cases("pack_names.csv")


@pytest.fixture(scope="module")
def packs() -> tuple[Pack, ...]:
    return tuple(read_pack(path) for path in bundled_packs())


@pytest.fixture(scope="module")
def places(packs: tuple[Pack, ...]) -> dict[str, Place]:
    return {place.id: place for pack in packs for place in pack.places}


@pytest.fixture(scope="module")
def outlines(packs: tuple[Pack, ...]) -> dict[str, dict[str, object]]:
    return {place_id: pack.areas[place_id] for pack in packs for place_id in pack.areas}


@pytest.mark.parametrize("path", bundled_packs(), ids=lambda path: path.name)
def test_a_bundled_pack_has_no_error(path: Path) -> None:
    assert [str(fault) for fault in check_pack(path) if fault.severity is Severity.ERROR] == []


@pytest.mark.parametrize("path", bundled_packs(), ids=lambda path: path.name)
def test_a_bundled_pack_is_noted_for_nothing_but_shared_aliases_and_sites_at_sea(path: Path) -> None:
    notes = [str(fault) for fault in check_pack(path)]
    assert [note for note in notes if "also means" not in note and "at sea?" not in note] == []


@pytest.mark.parametrize("path", bundled_packs(), ids=lambda path: path.name)
def test_a_bundled_pack_is_in_the_order_of_ids_so_that_a_change_is_one_line(path: Path) -> None:
    pack = read_pack(path)
    areas = json.loads((path / "areas.geojson").read_text(encoding="utf-8"))["features"]
    for ids in (
        [place.id for place in pack.places],
        [alias.place_id for alias in pack.aliases],
        [area["properties"]["place_id"] for area in areas],
    ):
        assert ids == sorted(ids)


@pytest.mark.parametrize("source", ["GeoNames", "OurAirports", "Natural Earth"])
def test_each_bundled_pack_credits_whose_points_it_has(packs: tuple[Pack, ...], source: str) -> None:
    for pack in packs:
        if any(source in said for place in pack.places for said in place.sources):
            assert source in pack.attribution, pack.name


def test_each_bundled_pack_states_its_title_licence_and_attribution(packs: tuple[Pack, ...]) -> None:
    for pack in packs:
        assert pack.title != pack.name
        assert pack.licence
        assert pack.attribution


def test_each_bundled_outline_states_its_source_and_licence_and_stands_on_a_line_of_its_own() -> None:
    for path in bundled_packs():
        lines = (path / "areas.geojson").read_text(encoding="utf-8").splitlines()
        for line in lines[1:-1]:
            properties = json.loads(line.removesuffix(","))["properties"]
            assert properties["source"]
            assert properties["licence"]
            assert properties["made"] in {"by hand", "by tools/derive-areas.py"}


def test_the_outlines_stay_small() -> None:
    assert sum((path / "areas.geojson").stat().st_size for path in bundled_packs()) < 400_000


@pytest.mark.parametrize("case", NAMES, ids=[f"{case['name']} is {case['place_id']}" for case in NAMES])
def test_a_name_that_reports_use_is_there(case: dict[str, str], packs: tuple[Pack, ...]) -> None:
    kinds = {
        str(alias.kind)
        for pack in packs
        for alias in pack.aliases
        if alias.place_id == case["place_id"] and alias.text.casefold() == case["name"].casefold()
    }
    kinds |= {
        "own name"
        for pack in packs
        for place in pack.places
        if place.id == case["place_id"] and place.name.casefold() == case["name"].casefold()
    }
    assert kinds == {case["kind"]}


def test_the_soviet_union_is_no_name_of_russia(packs: tuple[Pack, ...]) -> None:
    meant = {
        alias.place_id
        for pack in packs
        for alias in pack.aliases
        if alias.text in {"Soviet Union", "USSR", "Soviet"}
    }
    assert meant == {"soviet-union"}


def test_a_nationality_is_never_anything_but_a_demonym(packs: tuple[Pack, ...]) -> None:
    aliases = [alias for pack in packs for alias in pack.aliases]
    demonyms = {alias.text for alias in aliases if alias.kind is AliasKind.DEMONYM}
    assert demonyms >= {
        "Iraqi",
        "Syrian",
        "Iranian",
        "Israeli",
        "Palestinian",
        "American",
        "Yemeni",
        "Russian",
    }
    assert {alias.kind for alias in aliases if alias.text in demonyms} == {AliasKind.DEMONYM}


def test_each_misspelling_and_former_name_of_a_base_says_why(packs: tuple[Pack, ...]) -> None:
    asaf = [alias for pack in packs for alias in pack.aliases if alias.text.casefold() == "al-asaf"]
    assert [(alias.place_id, alias.kind) for alias in asaf] == [("ain-al-asad", AliasKind.MISSPELLING)]
    assert asaf[0].note


def test_each_name_in_another_script_says_its_language(packs: tuple[Pack, ...]) -> None:
    for pack in packs:
        for alias in pack.aliases:
            letters = [letter for letter in alias.text if letter.isalpha()]
            if letters and all(ord(letter) > 0x400 for letter in letters):
                assert alias.lang, alias


def test_a_place_from_memory_has_a_wide_circle_and_says_where_its_point_is_from(
    places: dict[str, Place],
) -> None:
    for place in places.values():
        if place.confidence is Confidence.MEMORY:
            assert place.radius_m >= 600, place
            assert place.note, place


def test_the_disputed_conoco_field_is_low_in_confidence_and_wide_and_says_so(
    places: dict[str, Place],
) -> None:
    conoco = places["conoco-gas-field"]
    assert conoco.confidence is Confidence.LOW
    assert conoco.radius_m == 20_000
    assert conoco.note is not None
    assert conoco.note.startswith("Disputed")


@pytest.mark.parametrize("place_id", ["us-embassy-baghdad", "union-iii", "green-zone"])
def test_the_green_zone_holds_what_lies_in_it(
    place_id: str, places: dict[str, Place], outlines: dict[str, dict[str, object]]
) -> None:
    assert metres_outside(outlines["green-zone"], places[place_id].lat, places[place_id].lon) == 0


@pytest.mark.parametrize(
    ("outline", "city"),
    [
        ("western-iraq", "ramadi"),
        ("western-iraq", "ain-al-asad"),
        ("northern-iraq", "kirkuk"),
        ("northern-iraq", "mosul"),
        ("eastern-syria", "conoco-gas-field"),
        ("southern-lebanon", "tyre"),
        ("gaza-strip", "khan-younis"),
        ("west-bank", "jenin"),
        ("golan-heights", "majdal-shams"),
        ("syria", "majdal-shams"),
        ("tigris", "mosul"),
        ("euphrates", "raqqa"),
        ("hodeidah-governorate", "hodeidah"),
    ],
)
def test_an_outline_holds_what_everybody_knows_is_in_it(
    outline: str, city: str, places: dict[str, Place], outlines: dict[str, dict[str, object]]
) -> None:
    place = places[city]
    assert metres_outside(outlines[outline], place.lat, place.lon) <= 1000


@pytest.mark.parametrize(
    ("outline", "city"),
    [
        ("western-iraq", "baghdad"),
        ("eastern-syria", "aleppo"),
        ("green-zone", "sadr-city"),
        ("red-sea", "sanaa"),
    ],
)
def test_an_outline_leaves_out_what_everybody_knows_is_not_in_it(
    outline: str, city: str, places: dict[str, Place], outlines: dict[str, dict[str, object]]
) -> None:
    assert metres_outside(outlines[outline], places[city].lat, places[city].lon) > 1000


def test_an_area_is_held_by_its_circle_where_it_is_one_piece(
    packs: tuple[Pack, ...], outlines: dict[str, dict[str, object]]
) -> None:
    for pack in packs:
        for place in pack.places:
            outline = outlines.get(place.id, {})
            if outline.get("type") == "Polygon":
                far = max(
                    metres_between(place.lat, place.lon, lat, lon) for lon, lat in outline["coordinates"][0]
                )
                assert far <= 1.15 * place.radius_m, place.id


def test_each_place_of_the_theatre_mentions_is_there_within_its_tolerance(
    shared: Path, places: dict[str, Place]
) -> None:
    with (shared / "bench" / "theatre_mentions.dev.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["place_id"]]
    assert rows
    for row in rows:
        place = places[row["place_id"]]
        apart = metres_between(place.lat, place.lon, float(row["lat"]), float(row["lon"]))
        assert apart <= 1000 * float(row["tolerance_km"]), row
