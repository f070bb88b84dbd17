"""UCDP GED: places, times, figures and sources of each edition; every row is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from dataset_rows import TAGS, UCDP

from geomap import formats
from geomap.formats.datasets import as_dataset

if TYPE_CHECKING:
    from pathlib import Path


def test_ucdp_gives_place_time_sides_figures_and_country(read: Any) -> None:
    row = read(UCDP).frame.iloc[0]
    assert (row["event_id"], row["event_type"]) == ("300380", "state-based conflict")
    assert (row["actor"], row["target"]) == ("Government of Syria", "Syrian insurgents")
    assert (row["lat"], row["lon"], row["country"]) == (35.763369, 36.558974, "SY")
    assert (row["place_text"], row["within"]) == ("Rami village", "Ariha district, Idlib governorate, Syria")
    assert (row["time_precision"], row["time_end"].isoformat()) == ("day", "2013-01-03T23:59:59+00:00")
    assert row["sources"] == [{"publisher": "SOHR", "date": "2013-01-03", "title": "Thursday"}]
    assert row["ucdp_country"] == "Syria"


def test_ucdp_ids_are_the_same_in_copies_with_decimals(read: Any) -> None:
    assert read({**UCDP, "id": "300380.0"}).frame["event_id"].tolist() == ["300380"]


@pytest.mark.parametrize(
    ("code", "end", "precision"),
    [
        ("1", "03", "day"),
        ("2", "05", "range"),
        ("3", "09", "range"),
        ("4", "31", "month"),
        ("5", "31", "range"),
    ],
)
def test_ucdp_date_precision_becomes_time_precision(read: Any, code: str, end: str, precision: str) -> None:
    frame = read({**UCDP, "date_prec": code, "date_end": f"2013-01-{end}"}).frame
    assert frame["time_precision"].tolist() == [precision]


def test_ucdp_minus_one_sources_are_not_recorded_rather_than_minus_one(read: Any) -> None:
    frame = read(UCDP).frame
    assert frame["number_of_sources"].isna().all()
    assert as_dataset(frame, "ucdp")["number_of_sources"].tolist() == [-1]


def test_ucdp_figures_out_of_order_stay_as_they_are(read: Any) -> None:
    row = read({**UCDP, "low": "5", "best": "3", "high": "4"}).frame.iloc[0]
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (5, 3, 4)


def test_ucdp_source_lists_that_do_not_match_are_not_paired_off(read: Any) -> None:
    row = read({**UCDP, "source_office": "SOHR;VDC"}).frame.iloc[0]
    assert row["sources"] == [{"title": '"SOHR,2013-01-03,Thursday"'}]


def test_an_hxl_tag_row_is_no_event(read: Any) -> None:
    table = read(TAGS, UCDP)
    assert (len(table.frame), table.rows, table.set_aside) == (1, (3,), ())
    assert "a.csv: row 2 holds HXL tags, no event" in table.notes


def test_an_hxl_tag_row_is_no_event_in_any_other_table_either(read: Any) -> None:
    table = read({"place": "#loc+name", "dead": "#affected+killed"}, {"place": "Kirkuk", "dead": "3"})
    assert table.frame["killed_best"].tolist() == [3]


def test_ucdp_is_known_in_a_workbook_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(UCDP))
    book.active.append([float(cell) if cell.isdigit() else cell for cell in UCDP.values()])
    book.save(tmp_path / "a.xlsx")
    row = formats.read(tmp_path / "a.xlsx").frame.iloc[0]
    assert (row["event_id"], row["precision"], row["killed_best"]) == ("300380", "locality", 2)


def test_a_longitude_out_of_range_sets_its_row_aside_and_the_rest_goes_on(read: Any) -> None:
    table = read(UCDP, {**UCDP, "id": "2", "longitude": "4239.00416"}, {**UCDP, "id": "3"})
    assert table.frame["event_id"].tolist() == ["300380", "3"]
    (fault,) = table.set_aside
    assert (fault.row, fault.column) == (3, "longitude")
    assert "longitude 4239.00416 is outside -180..180" in str(fault)


def test_a_bad_date_sets_its_row_aside(read: Any) -> None:
    (fault,) = read(UCDP, {**UCDP, "date_start": "2013-02-30"}).set_aside
    assert (fault.row, fault.column) == (3, "date_start")


def test_half_a_coordinate_sets_its_row_aside(read: Any) -> None:
    (fault,) = read(UCDP, {**UCDP, "latitude": ""}).set_aside
    assert (fault.row, fault.column) == (3, "latitude")


def test_a_figure_that_is_none_is_flagged_and_its_row_stays(read: Any) -> None:
    frame = read({**UCDP, "best": "two", "deaths_a": "x"}).frame
    assert frame["killed_best"].isna().all()
    assert sorted(frame["flags"].iloc[0]) == [
        "best: 'two' is not a whole number",
        "deaths_a: 'x' is not a whole number",
    ]


def test_columns_that_no_edition_has_travel_along(read: Any) -> None:
    frame = read({**UCDP, "analyst": "me", "status": "done"}).frame
    assert (frame["analyst"].iloc[0], frame["ucdp_status"].iloc[0]) == ("me", "done")
    back = as_dataset(frame, "ucdp")
    assert (back["analyst"].iloc[0], back["status"].iloc[0]) == ("me", "done")


def test_an_older_ucdp_edition_with_fewer_columns_is_known(read: Any) -> None:
    older = {name: cell for name, cell in UCDP.items() if not name.startswith("source_")}
    assert "a.csv: read as UCDP GED" in read({**older, "conflict_dset_id": "299"}).notes
