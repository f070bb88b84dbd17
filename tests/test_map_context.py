"""What stands around the events: the names of places, the map's own heading, the numbers to filter by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import mapframes
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from shapely.geometry import Point

import geomap.render
from geomap.cli.map import command
from geomap.errors import InputError, UsageError
from geomap.model import Alias, AliasKind, Kind, Place
from geomap.render import EventMap, bundle, columns, headings, landmarks, language, spelling
from geomap.resolve import Gazetteer

if TYPE_CHECKING:
    from pathlib import Path

IRAQ = (30.0, 40.0, 36.0, 46.0)


def labels(bounds: tuple[float, float, float, float] | None = IRAQ) -> dict[str, landmarks.Label]:
    return {label.name: label for label in landmarks.choose(landmarks.bundled(), bounds).labels}


def test_names_are_those_around_the_events_the_largest_first() -> None:
    names = labels()
    assert {"Baghdad", "Mosul", "Basra", "Ain al-Asad Air Base"} <= set(names)
    assert "Sanaa" not in names
    ranks = [label.rank for label in names.values()]
    assert ranks == sorted(ranks)
    assert names["Baghdad"].rank < names["Ramadi"].rank < names["Ain al-Asad Air Base"].rank


def test_a_name_comes_with_that_in_the_script_of_its_place() -> None:
    assert labels()["Baghdad"].local == "بغداد"
    assert labels((32.0, 34.7, 32.2, 35.0))["Tel Aviv"].local == "תל אביב"
    assert labels((35.0, 51.0, 36.0, 52.0))["Tehran"].local == "تهران"
    assert all(max(label.local) > "\u0530" for label in labels().values() if label.local)


@pytest.mark.parametrize(
    ("stated", "country", "names", "latin", "local"),
    [
        ("Nāḩiyat al Iskandarīyah", "IQ", ["ناحية الإسكندرية"], "Al Iskandariyah", "الإسكندرية"),
        ("Aş Şuwayrah", "IQ", ["Suwaira", "الصويرة"], "As Suwayrah", "الصويرة"),
        ("Al ‘Azīzīyah", "IQ", ["العزيزية", "ئەلعەزیزیە"], "Al Aziziyah", "العزيزية"),
        # Of two names the former one does not sound like the present one.
        (
            "Eslāmābād-e Gharb",
            "IR",
            ["شاه آباد غرب", "اسلام آباد غرب"],
            "Eslamabad-e Gharb",
            "اسلام آباد غرب",
        ),
        ("Kāshān", "IR", ["فیضان", "ایضان"], "Kashan", None),
        # Elsewhere such marks belong to the language.
        ("İzmir", "TR", ["إزمير"], "İzmir", None),
        ("São Paulo", "BR", [], "São Paulo", None),
    ],
)
def test_a_town_of_an_index_is_written_plainly_and_in_the_local_script(
    stated: str, country: str, names: list[str], latin: str, local: str | None
) -> None:
    place = Place("geonames:1", stated, Kind.TOWN, 33.0, 44.0, 2000.0, country=country)
    aliases = [Alias(place.id, name, AliasKind.NAME) for name in names]
    assert (spelling.latin(place), spelling.local(place, aliases)) == (latin, local)


def test_a_map_of_the_world_names_its_large_cities() -> None:
    assert {"Lagos", "Tokyo", "Mexico City", "Baghdad"} <= set(labels((-60.0, -170.0, 75.0, 179.0)))


def test_across_the_date_line_names_of_both_sides_stand() -> None:
    assert {"Lautoka", "Apia"} <= set(labels((-19.0, 177.0, -13.0, 189.0)))


def test_never_more_names_than_a_map_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landmarks, "MOST", 5)
    assert len(labels()) == 5


def test_the_sources_of_the_names_are_credited_once() -> None:
    owed = landmarks.choose(landmarks.bundled(), IRAQ).credits
    assert "GeoNames (CC BY 4.0)" in owed
    assert sum("GeoNames" in one for one in owed) == 1
    assert not any("github.com" in one for one in owed)


def test_known_extents_of_sites_are_part_of_the_ground() -> None:
    assert landmarks.choose(landmarks.bundled(), (33.2, 44.3, 33.4, 44.5)).extents


def test_a_map_of_nothing_and_one_without_names_have_none() -> None:
    assert landmarks.choose(landmarks.bundled(), None) == landmarks.Landmarks([], [], [])
    with_names, without = EventMap(mapframes.story()), EventMap(mapframes.story(), places=())
    assert len(with_names.to_html()) > len(without.to_html())


def test_places_within_a_box_are_found_from_the_countries_down() -> None:
    found = [place.id for place in Gazetteer.open().places_within(33.2, 44.2, 33.5, 44.6)]
    assert "baghdad" in found
    assert "mosul" not in found
    assert found == sorted(found)


def test_of_a_wide_box_the_most_prominent_places_of_an_index_can_be_asked_for() -> None:
    world, spot = (-60.0, -180.0, 75.0, 180.0), (51.4, -0.2, 51.6, 0.0)
    for box in (world, spot):
        found = Gazetteer.open().places_within(*box, kinds={Kind.CITY, Kind.TOWN}, most=40)
        indexed = [place for place in found if ":" in place.id]
        assert len(indexed) <= 40
        assert {place.kind for place in found} <= {Kind.CITY, Kind.TOWN}
    assert any(place.name == "Tokyo" for place in Gazetteer.open().places_within(*world, most=400))


@pytest.mark.parametrize(
    ("first", "more", "lang", "title"),
    [
        ([19699, 19694], [0, 0], "en", "2 events, 3–8 December 2023"),
        ([19699], [0], "en-GB", "1 event, 8 December 2023"),
        ([19662, 19694], [29, 0], "en", "2 events, 1 November – 3 December 2023"),
        ([19699, 19999], [0, 0], "en", "2 events, 8 December 2023 – 3 October 2024"),
        ([columns.NO_DAY], [0], "en", "1 event"),
        ([], [], "en", "0 events"),
        ([19699, 19694], [0, 0], "fr", "2 événements, 3–8 décembre 2023"),
        ([], [], "fr", "0 événement"),
        ([19699, 19694], [0, 0], "ar", "حدثان، 3–8 ديسمبر 2023"),
        ([19699] * 5, [0] * 5, "ar-IQ", "5 أحداث، 8 ديسمبر 2023"),
        ([19699], [0], "de", "1 event, 8 December 2023"),
    ],
)
def test_an_untitled_map_is_called_by_its_number_and_dates(
    first: list[int], more: list[int], lang: str, title: str
) -> None:
    days = np.array(first, dtype=np.int32), np.array(more, dtype=np.uint16)
    assert headings.default(len(first), *days, language.of(lang)) == title


def test_each_language_of_the_page_can_be_asked_for() -> None:
    choices = next(option.type.choices for option in command.params if option.name == "lang")
    assert set(choices) == set(json.loads(bundle.text("words.json")))


def test_numbers_and_values_stand_in_a_phrase_as_its_language_writes_them() -> None:
    french = language.of("fr")
    assert french.count("unplaced", 12_345) == "12\u00a0345 événements n’ont pas pu être situés"
    assert french.degrees(33.35, -44.0) == "33,4° N 44,0° O"
    # A value is put in as it stands, also where it looks like a place for another.
    assert language.of("en").say("asWritten", text="{text} {n}") == "as written: “{text} {n}”"


def test_numbers_that_differ_can_be_filtered_by_and_gaps_stay_gaps() -> None:
    frame = gpd.GeoDataFrame(
        {
            "killed": pd.array([-2, None, 7], dtype="Int64"),
            "grade": [0.5, np.nan, np.inf],
            "half": [0.5, 1.25, np.nan],
            "same": [3, 3, 3],
            "lat": [1.0, 2.0, 3.0],
            "flag": [True, False, True],
            "word": ["a", "b", "c"],
        },
        geometry=[Point(1, 1)] * 3,
    )
    found = {one.column: one for one in columns.numbers(frame)}
    assert set(found) == {"killed", "half"}
    assert (found["killed"].low, found["killed"].high) == (-2, 7)
    assert list(found["killed"].values) == [1, 0, 10]
    assert found["half"].values.tolist()[:2] == [0.5, 1.25]


def test_any_frame_maps_by_its_accessor() -> None:
    assert geomap.render.GeomapAccessor
    made = mapframes.story().geomap.explore("country", title="Mine")
    assert isinstance(made, EventMap)
    with pytest.raises(InputError, match="no geometry column"):
        pd.DataFrame({"a": [1]}).geomap.explore()


def test_a_line_needs_both_ends_and_widens_the_view() -> None:
    events = mapframes.story()
    events["origin_lat"], events["origin_lon"] = None, None
    narrow = EventMap(events)._bounds
    events.loc[0, ["origin_lat", "origin_lon"]] = [20.0, 50.0]
    wide = EventMap(events)._bounds
    assert narrow is not None
    assert wide is not None
    assert wide[0] == 20.0 < narrow[0]


def test_tiles_come_over_https_or_from_the_own_machine() -> None:
    from xyzservices import TileProvider

    own = TileProvider(name="Own", url="http://127.0.0.1:8000/{z}/{x}/{y}.png", attribution="me")
    assert "http://127.0.0.1:8000" in EventMap(mapframes.story(), basemaps=[own]).to_html()
    far = TileProvider(name="Far", url="http://tiles.example/{z}/{x}/{y}.png", attribution="me")
    with pytest.raises(UsageError, match="Far is not served over https"):
        EventMap(mapframes.story(), basemaps=[far])


def test_the_command_makes_a_map_in_the_language_asked_for(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    run = CliRunner().invoke(
        command,
        [
            str(root / "examples/attacks.csv"),
            "-o",
            str(out),
            "--lang",
            "ar",
            "--basemap",
            "OpenStreetMap.Mapnik",
        ],
    )
    assert run.exit_code == 0, run.output
    page = out.read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in page
    assert "tile.openstreetmap.org" in page[: page.index("</head>")]
