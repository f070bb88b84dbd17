"""The small grammars: dates, clock times, quantities, casualties; their cases stand in CSV files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.text import clocks, dates, harm, quantities

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def label(case: dict[str, str]) -> str:
    return next(iter(case.values()))[:50]


def iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


@pytest.mark.parametrize("case", cases("dates"), ids=label)
def test_date_is_read_against_the_publication_date(case: dict[str, str]) -> None:
    published = date.fromisoformat(case["published"]) if case["published"] else None
    found = list(dates.find_dates(case["text"], published))
    # "Monday 28 August 2023": the weekday beside a full date says nothing more.
    match = next((d for d in found if d.text == case["found"]), None)
    if not case["found"]:
        assert found == []
        return
    assert match is not None, [d.text for d in found]
    assert (iso(match.first), iso(match.last)) == (case["first"], case["last"])
    assert match.precision == case["precision"]


@pytest.mark.parametrize("case", cases("clocks"), ids=label)
def test_clock_time_is_read_with_its_zone(case: dict[str, str]) -> None:
    found = list(clocks.find_clocks(case["text"]))
    if not case["minute"]:
        assert found == []
        return
    assert len(found) == 1
    assert str(found[0].minute) == case["minute"]
    assert (found[0].zone or "") == case["zone"]
    assert found[0].approximate == (case["approximate"] == "yes")


@pytest.mark.parametrize("case", cases("quantities"), ids=label)
def test_quantity_keeps_the_bounds_of_its_words(case: dict[str, str]) -> None:
    found = next(quantities.find(case["text"]), None)
    if not any(case[bound] for bound in ("low", "best", "high")):
        assert found is None
        return
    assert found is not None
    as_text = ["" if value is None else str(value) for value in (found.low, found.best, found.high)]
    assert as_text == [case["low"], case["best"], case["high"]]
    assert found.approximate == (case["approximate"] == "yes")


@pytest.mark.parametrize("case", cases("casualties"), ids=label)
def test_casualties_are_people_killed_and_wounded_only(case: dict[str, str]) -> None:
    found = list(harm.find_casualties(case["text"], 0, len(case["text"])))
    for column, killed in (("killed", True), ("wounded", False)):
        figures = [str(c.best) for c in found if c.killed is killed]
        assert figures == ([case[column]] if case[column] else []), column


def test_dates_count_on_from_the_day_last_spoken_of() -> None:
    text = "On 3 May a bomb went off. A day later gunmen came. On the same day it rained."
    days = [d.first for d in dates.find_dates(text, date(2024, 5, 20))]
    assert days == [date(2024, 5, 3), date(2024, 5, 4), date(2024, 5, 4)]


@pytest.mark.parametrize("words", ["since mid-October", "as of Thursday", "until 3 May 2023"])
def test_date_that_limits_a_stretch_is_no_date_of_an_event(words: str) -> None:
    (found,) = dates.find_dates(f"{words} there was calm", date(2023, 12, 8))
    assert found.open_ended


@given(st.text())
def test_grammars_quote_what_stands_in_any_text(text: str) -> None:
    for found in dates.find_dates(text, date(2024, 1, 1)):
        assert text[found.start : found.end] == found.text
    for clock in clocks.find_clocks(text):
        assert text[clock.start : clock.end] == clock.text
    for quantity in quantities.find(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
