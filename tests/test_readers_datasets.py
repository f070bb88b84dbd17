"""Published data sets: real files come back as they were, and codes go both ways."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from dataset_rows import ACLED, UCDP, same
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap import formats
from geomap.errors import InputError, UsageError
from geomap.events import COLUMNS, check
from geomap.formats.countries import from_iso2, to_iso2
from geomap.formats.datasets import DATASETS, as_dataset
from geomap.formats.precision import read_code, steps, write_code
from geomap.model import Precision

if TYPE_CHECKING:
    from pathlib import Path


SAMPLES = {"ucdp": "ucdp_ged_500.csv", "gdelt": "gdelt_events_50.csv", "timemap": "timemap_150.json"}


def sample_rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".json":
        events: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["Events"]
        return events
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", SAMPLES)
def test_each_row_and_column_of_a_real_file_is_read_and_can_be_given_back(shared: Path, name: str) -> None:
    path = shared / "samples" / SAMPLES[name]
    rows = sample_rows(path)
    table = formats.read(path)
    assert len(table.frame) + len(table.set_aside) == len(rows)
    assert table.set_aside == ()
    back = as_dataset(table.frame, name)
    assert set(rows[0]) <= set(back.columns)
    for position, row in enumerate(rows):
        for column, cell in row.items():
            assert same(cell, back[column].iloc[position]), (position, column)


def test_a_file_says_as_what_it_was_read(read: Any) -> None:
    assert read(UCDP).notes == ("a.csv: read as UCDP GED",)
    assert any("read as ACLED" in note for note in read(ACLED).notes)


NASTY = (
    *("", " ", "-1", "1e999", "nan", "inf", "999999999999999999999", "4239.00416", "0", "1.5", "x", "#a+b"),
    *("2023-02-30", "03/04/2023", "31/12/2023", "POINT (1 2)", "=1+1", "é", "12,5", "-0", "1_000", "٣", "\0"),
)


@pytest.mark.parametrize("row", [UCDP, ACLED], ids=["ucdp", "acled"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_the_cells_each_row_is_read_or_set_aside(
    read: Any, row: dict[str, str], data: Any
) -> None:
    rows = []
    for _ in range(data.draw(st.integers(1, 3))):
        changed = dict(row)
        for name in data.draw(st.lists(st.sampled_from(sorted(row)), max_size=4)):
            changed[name] = data.draw(st.sampled_from(NASTY))
        rows.append(changed)
    try:
        table = read(*rows, date_order="dmy")
    except InputError:
        return  # one clear error for the whole file
    tags = sum("HXL tags" in note for note in table.notes)
    assert len(table.frame) + len(table.set_aside) + tags == len(rows)
    assert check(table.frame.assign(status="resolved", reason="x")) is not None
    as_dataset(table.frame, "acled" if row is ACLED else "ucdp")


def test_events_of_any_origin_can_be_given_in_the_codes_of_a_data_set(read: Any) -> None:
    frame = read(ACLED).frame
    as_ucdp = as_dataset(frame, "ucdp").iloc[0]
    assert (as_ucdp["where_prec"], as_ucdp["country_id"], as_ucdp["date_prec"]) == (1, 645, 1)
    assert (as_ucdp["date_start"], as_ucdp["where_coordinates"]) == ("2023-12-08", "Baghdad - Green Zone")
    assert as_dataset(frame, "gdelt")["ActionGeo_CountryCode"].tolist() == ["IZ"]


def test_a_data_set_that_is_not_known_lists_those_that_are(read: Any) -> None:
    with pytest.raises(UsageError, match="ucdp, acled, gdelt, gtd, timemap"):
        as_dataset(read(UCDP).frame, "xyz")


def test_the_crosswalk_reads_back_what_it_writes() -> None:
    """Writing a class and reading the code again never claims to know the place more closely."""
    order = list(Precision)
    for scheme in ("ACLED", "UCDP", "GDELT", "GTD"):
        for word in Precision:
            code = write_code(scheme, word)
            assert code is not None
            step = read_code(scheme, code)
            assert step is not None
            finer = order.index(step.precision) < order.index(word)
            # Codes are fewer than classes: these lose, and it is the table that says so.
            known = {("ACLED", "district"), ("ACLED", "region"), ("ACLED", "country")}
            known |= {("GDELT", "vicinity"), ("GDELT", "district")}
            assert not finer or (scheme, str(word)) in known, (scheme, word)


def test_each_code_of_the_crosswalk_reads_as_itself() -> None:
    for step in steps():
        assert read_code(step.scheme, step.code) == step
        assert step.radius_m is None or step.radius_m > 0
        assert step.meaning
        assert step.basis
        if step.writes:
            assert str(write_code(step.scheme, step.precision, step.only_in)) == step.code


@pytest.mark.parametrize(("scheme", "iraq"), [("iso_numeric", "368"), ("fips", "IZ"), ("gw", "645")])
def test_country_codes_go_both_ways(scheme: str, iraq: str) -> None:
    assert to_iso2(scheme)[iraq] == "IQ"
    assert from_iso2(scheme)["IQ"] == iraq
    there = from_iso2(scheme)
    assert all(to_iso2(scheme)[code] == country for country, code in there.items())


def test_every_column_of_a_mapping_stands_in_it_once() -> None:
    for dataset in DATASETS.values():
        names = [field.theirs for field in dataset.FIELDS]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_the_columns_page_and_the_reader_agree_on_what_carries_what(name: str) -> None:
    carried = {field.ours: field.theirs for field in DATASETS[name].FIELDS if field.ours}
    theirs = {field.theirs for field in DATASETS[name].FIELDS}
    for column in COLUMNS:
        said = getattr(column, name)
        assert said is None or said in theirs
        if column.name in carried and column.name not in ("time_start", "time_end"):
            assert said == carried[column.name]
