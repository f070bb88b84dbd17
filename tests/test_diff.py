"""What changed between two states of the same events, as a table and as a map layer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from known_places import KnownPlaces

from geomap import cli, formats
from geomap.errors import UsageError
from geomap.events import check, locate
from geomap.events.changes import compare

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.events.changes import Changes

OLD = {
    "event_id": ["same", "moved", "revised", "gone"],
    "lat": [33.1, 33.2, 33.3, 33.4],
    "lon": [44.1, 44.2, 44.3, 44.4],
    "killed_best": [1, 2, 3, 4],
    "target": ["a", "b", "c", "d"],
    "mine": ["w", "x", "y", "z"],
}


def frame(**changed: Any) -> gpd.GeoDataFrame:
    return locate(pd.DataFrame(OLD | changed), KnownPlaces())


@pytest.fixture
def changes() -> Changes:
    new = frame(
        event_id=["same", "moved", "revised", "new"],
        lat=[33.1, 33.3, 33.3, 33.4],
        killed_best=[1, 2, 5, 4],
        mine=["w", "x", "Y", "z"],
    )
    return compare(frame(), new)


def test_each_event_is_told_by_what_became_of_it(changes: Changes) -> None:
    told = dict(zip(changes.frame["event_id"], changes.frame["change"], strict=True))
    assert told == {"moved": "moved", "revised": "changed", "new": "appeared", "gone": "went"}
    assert (changes.same, changes.counts["appeared"], changes.counts["went"]) == (1, 1, 1)


def test_what_changed_is_said_with_both_values(changes: Changes) -> None:
    row = changes.frame.set_index("event_id").loc["revised"]
    assert row["change_text"] == "killed_best: 3 → 5; mine: y → Y"
    assert row["change_columns"] == "killed_best mine"


def test_how_far_an_event_moved_is_said_in_metres(changes: Changes) -> None:
    row = changes.frame.set_index("event_id").loc["moved"]
    assert row["moved_m"] == pytest.approx(11_119, abs=5)
    assert row["change_text"] == "moved 11.1 km"


def test_the_changes_are_a_located_frame_with_the_newer_positions(changes: Changes) -> None:
    assert check(changes.frame) == []
    at = changes.frame.set_index("event_id").geometry
    assert (at["moved"].y, at["gone"].y) == (33.3, 33.4)


def test_the_same_events_do_not_differ() -> None:
    changes = compare(frame(), frame())
    assert (len(changes.frame), changes.same) == (0, 4)


def test_the_order_of_rows_is_no_change() -> None:
    assert compare(frame(), frame().iloc[::-1].reset_index(drop=True)).same == 4


def test_what_geomap_works_out_is_no_change() -> None:
    new = frame()
    new["reason"], new["score"], new["flags"] = "another gazetteer", 0.5, [["x"]] * 4
    assert compare(frame(), new).same == 4


def test_an_outline_that_was_redrawn_is_a_change() -> None:
    def area(east: float) -> gpd.GeoDataFrame:
        shape = shapely.Polygon([(40, 30), (east, 30), (east, 32), (40, 32)])
        table = pd.DataFrame({"event_id": ["a"], "lat": [31.0], "lon": [41.0]})
        return locate(gpd.GeoDataFrame(table, geometry=[shape], crs=4326), KnownPlaces())

    changes = compare(area(42), area(43))
    assert changes.frame["change_text"].tolist() == ["geometry: outline redrawn"]


def test_an_event_that_is_placed_now_is_a_change() -> None:
    table = pd.DataFrame({"event_id": ["a"], "place_text": ["Nowhere at all"]})
    placed = table.assign(place_text="Kirkuk")
    (text,) = compare(locate(table, KnownPlaces()), locate(placed, KnownPlaces())).frame["change_text"]
    assert "place_text: Nowhere at all → Kirkuk" in text
    assert "status: unresolved → resolved" in text


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="the id same stands twice in the newer"):
        compare(frame(), frame(event_id=["same", "same", "c", "d"]))


def test_columns_that_only_one_state_has_are_said() -> None:
    new = frame()
    new["extra"] = 1
    assert compare(frame(), new).notes == ("columns only in the newer events, not compared: extra",)


def test_files_the_wrong_way_round_are_noticed_by_their_timestamps() -> None:
    changes = compare(frame(timestamp=[5, 5, 5, 5]), frame(timestamp=[5, 4, 5, 5]))
    assert any("the right way round?" in note for note in changes.notes)


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".gpkg", ".parquet", ".fgb", ".kml"])
def test_the_same_events_in_two_formats_do_not_differ(tmp_path: Path, suffix: str) -> None:
    formats.write(frame(), tmp_path / f"a{suffix}")
    changes = compare(frame(), formats.read(tmp_path / f"a{suffix}").frame)
    assert changes.frame["change_text"].tolist() == []


def run(*arguments: str) -> int:
    return cli.main(["diff", *arguments])


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    table = (
        "id,place,lat,lon,date,dead\n1,Kirkuk,35.4681,44.3922,2023-12-08,3\n2,Erbil,36.19,44.01,2023-12-08,\n"
    )
    (tmp_path / "old.csv").write_text(table)
    (tmp_path / "new.csv").write_text(table.replace(",3\n", ",4\n") + "3,Mosul,36.34,43.13,2023-12-09,1\n")
    return [str(tmp_path / name) for name in ("old.csv", "new.csv")]


def test_the_command_lists_the_changes(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*files) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "changed\t1\tKirkuk\tkilled_best: 3 → 4",
        "appeared\t3\tMosul",
    ]
    assert "1 appeared, 0 went, 0 moved, 1 changed, 1 the same" in told.err


def test_the_command_gives_json(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*files, "--json", "--quiet") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["appeared"], told["changed"], told["same"]) == (1, 1, 1)
    assert told["events"][0]["change_text"] == "killed_best: 3 → 4"


def test_the_command_writes_a_table_a_layer_or_a_map(files: list[str], tmp_path: Path) -> None:
    for name in ("changes.csv", "changes.gpkg", "changes.html"):
        assert run(*files, "-o", str(tmp_path / name), "-q") == 0
        assert (tmp_path / name).stat().st_size > 0
    again = formats.read(tmp_path / "changes.gpkg").frame
    assert again["change"].tolist() == ["changed", "appeared"]


def test_the_command_takes_two_files(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files[0]) == 2
    assert "diff takes two files" in capsys.readouterr().err


def test_a_later_timestamp_by_itself_is_no_change_and_said() -> None:
    old, new = frame(timestamp=[1, 1, 1, 1]), frame(timestamp=[1, 2, 2, 2], killed_best=[1, 2, 3, 9])
    changes = compare(old, new)
    assert changes.frame["event_id"].tolist() == ["gone"]
    assert changes.frame["change_text"].tolist() == ["killed_best: 4 → 9"]
    assert "2 events have a later timestamp and differ in nothing else" in changes.notes


def test_the_name_that_geomap_gives_a_place_is_no_change() -> None:
    changes = compare(frame(), frame().assign(place_name=["Kirkuk", None, None, None]))
    assert len(changes.frame) == 0
