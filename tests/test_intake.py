"""Any mix of files in, one located frame out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from known_places import KIRKUK, KnownPlaces

import geomap
from geomap import intake
from geomap.errors import InputError, UsageError
from geomap.events import check

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "date 2023-12-08\nRockets were fired at the US Embassy in Baghdad on Friday, officials said.\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text("id,place,lat,lon\n1,Kirkuk,,\n2,,35.46812,44.39223\n3,Nowhere,,\n", encoding="utf-8")
    return path


def test_a_table_is_located_and_says_where_coordinates_come_from(table: Path) -> None:
    taken = intake.read(table, KnownPlaces())
    assert taken.frame["status"].tolist() == ["resolved", "resolved", "unresolved"]
    assert taken.frame["reason"].iloc[1] == "coordinates given in a.csv"
    assert (taken.tables, taken.reports, check(taken.frame)) == (1, (), [])


def test_reports_and_tables_mix_whatever_they_are_called(table: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.write_text(REPORT, encoding="utf-8")
    renamed = table.rename(tmp_path / "table.txt")
    taken = geomap.read([renamed, report])
    assert (len(taken.reports), taken.tables) == (1, 1)
    assert {"US Embassy, Baghdad", "Kirkuk"} <= set(taken.frame["place_name"].dropna())
    assert check(taken.frame) == []


def test_swapped_coordinates_are_set_aside_with_their_row_and_the_rest_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"place,lat,lon\nKirkuk,{KIRKUK.lat},{KIRKUK.lon}\nKirkuk,{KIRKUK.lon},{KIRKUK.lat}\n")
    taken = intake.read(path, KnownPlaces())
    assert len(taken.frame) == 1
    (fault,) = taken.set_aside
    assert (fault.path, fault.row) == (str(path), 3)
    assert "swapped" in fault.problem


def test_rows_in_are_rows_out_and_rows_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = ["Kirkuk,35.4,44.4", "x,95,44", "y,1", "Nowhere,,", f"Kirkuk,{KIRKUK.lon},{KIRKUK.lat}", "z,a,b"]
    path.write_text("\n".join(["place,lat,lon", *rows, ""]))
    taken = intake.read(path, KnownPlaces())
    assert len(taken.frame) + len(taken.set_aside) == len(rows)
    assert len(taken.frame) == 2


def test_a_file_that_is_wrong_is_set_aside_while_another_can_be_read(table: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    taken = intake.read([tmp_path / "empty.csv", tmp_path / "missing.txt", table], KnownPlaces())
    assert len(taken.frame) == 3
    assert [fault.problem for fault in taken.set_aside] == ["is empty", "there is no such file"]


def test_strict_stops_at_the_first_fault(table: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(InputError, match="is empty"):
        intake.read([table, tmp_path / "empty.csv"], KnownPlaces(), strict=True)


def test_nothing_that_can_be_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("place,lat,lon\nx,95,44\ny,96,44\n")
    with pytest.raises(InputError, match=r"nothing could be read \(2 faults\).*latitude 95"):
        intake.read(path, KnownPlaces())
    with pytest.raises(UsageError, match="no file"):
        intake.read([], KnownPlaces())


def test_ids_that_two_files_share_are_told_apart(table: Path) -> None:
    frame = intake.read([table, table], KnownPlaces()).frame
    assert frame["event_id"].is_unique
    assert check(frame) == []


def test_an_extracted_table_can_be_corrected_and_read_again(tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text(REPORT, encoding="utf-8")
    first = geomap.read(report)
    geomap.write(first.frame, tmp_path / "events.csv")
    again = geomap.read(tmp_path / "events.csv")
    assert again.frame["reason"].tolist() == first.frame["reason"].tolist()
    assert again.frame["sources"].tolist() == first.frame["sources"].tolist()
    assert again.frame.geometry.geom_equals_exact(first.frame.geometry, 1e-7).all()
