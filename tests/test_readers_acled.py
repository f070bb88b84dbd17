"""ACLED: places, stretches of time, figures and revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from dataset_rows import ACLED, same

from geomap.errors import InputError
from geomap.formats.datasets import as_dataset

if TYPE_CHECKING:
    from pathlib import Path


def test_acled_has_the_columns_of_a_real_export(shared: Path) -> None:
    header = (shared / "samples" / "acled_header.csv").read_text(encoding="utf-8").strip().split(",")
    assert header == list(ACLED)


def test_acled_gives_its_columns_back_as_they_were(read: Any) -> None:
    back = as_dataset(read(ACLED).frame, "acled")
    assert all(same(cell, back[name].iloc[0]) for name, cell in ACLED.items())


def test_acled_gives_place_time_country_and_source(read: Any) -> None:
    row = read(ACLED).frame.iloc[0]
    assert (row["event_id"], row["event_type"]) == ("IRQ1234", "Shelling/artillery/missile attack")
    assert (row["country"], row["place_text"], row["within"]) == (
        "IQ",
        "Baghdad - Green Zone",
        "Karkh, Baghdad, Iraq",
    )
    assert row["time_start"].isoformat() == "2023-12-08T00:00:00+00:00"
    assert row["sources"] == [{"quote": ACLED["notes"], "publisher": "Reuters; AFP"}]
    assert row["acled_event_type"] == "Explosions/Remote violence"


def test_acled_no_fatalities_may_mean_unknown(read: Any) -> None:
    table = read(ACLED, {**ACLED, "event_id_cnty": "IRQ2", "fatalities": "7"})
    assert table.frame["killed_best"].isna().tolist() == [True, False]
    assert table.frame["fatalities"].tolist() == [0, 7]
    assert any("1 row says 0 fatalities" in note for note in table.notes)


@pytest.mark.parametrize(
    ("code", "first", "last", "word"),
    [
        ("1", "2023-12-08", "2023-12-08", "day"),
        ("2", "2023-12-05", "2023-12-11", "range"),
        ("3", "2023-12-01", "2023-12-31", "month"),
    ],
)
def test_acled_time_precision_becomes_a_stretch_of_time(
    read: Any, code: str, first: str, last: str, word: str
) -> None:
    row = read({**ACLED, "time_precision": code}).frame.iloc[0]
    assert (f"{row['time_start']:%Y-%m-%d}", f"{row['time_end']:%Y-%m-%d}", row["time_precision"]) == (
        first,
        last,
        word,
    )


def test_acled_of_two_revisions_the_later_counts_and_the_other_says_so(read: Any) -> None:
    later = {**ACLED, "timestamp": "1702500000", "fatalities": "3"}
    table = read(later, ACLED)
    assert table.frame["killed_best"].tolist() == [3]
    (fault,) = table.set_aside
    assert fault.row == 3
    assert "row 2 is a later revision of IRQ1234" in str(fault)


def test_acled_dates_of_numbers_are_not_guessed(read: Any) -> None:
    with pytest.raises(InputError, match="--date-order"):
        read({**ACLED, "event_date": "08/12/2023"})
    frame = read({**ACLED, "event_date": "08/12/2023"}, date_order="dmy").frame
    assert frame["time_start"].iloc[0].month == 12
