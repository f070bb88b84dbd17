"""What a cell of a table means: dates, coordinates, figures. The cases are in tests/cases/formats."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.formats import numbers, utm
from geomap.formats.dates import AmbiguousDateError, find_order, read_date
from geomap.formats.escaping import escape, unescape
from geomap.formats.numbers import degrees, whole

CASES = Path(__file__).parent / "cases" / "formats"


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases("dates.csv"), ids=lambda case: f"{case['written']}: {case['why']}")
def test_dates_are_read_strictly_and_never_guessed(case: dict[str, str]) -> None:
    if not case["start"]:
        with pytest.raises(ValueError, match=r"date|may be"):
            read_date(case["written"], case["order"] or None)
        return
    when = read_date(case["written"], case["order"] or None)
    assert when.start is not None
    assert when.end is not None
    assert when.start.replace(tzinfo=None) == datetime.fromisoformat(case["start"])
    assert str(when.precision) == case["precision"]
    assert when.end >= when.start


def test_an_ambiguous_date_is_its_own_error() -> None:
    with pytest.raises(AmbiguousDateError):
        read_date("03/04/2023")


@given(st.dates())
def test_every_day_in_iso_8601_comes_back_as_that_day(day: date) -> None:
    when = read_date(day.isoformat())
    assert when.start is not None
    assert when.start.date() == day


@given(st.text())
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    try:
        read_date(text)
    except ValueError as error:
        assert "date" in str(error) or "may be" in str(error)  # noqa: PT017 - both outcomes are right


def test_the_order_of_day_and_month_is_found_from_the_dates_that_show_it() -> None:
    assert find_order(["03/04/2023", "25/04/2023"]) == ("dmy", "25/04/2023")
    assert find_order(["03/04/2023", "04/25/2023", None]) == ("mdy", "04/25/2023")


def test_dates_that_contradict_each_other_show_no_order() -> None:
    assert find_order(["25/04/2023", "04/25/2023"]) == (None, None)
    assert find_order(["03/04/2023"]) == (None, None)


def test_dates_of_a_workbook_are_days_unless_they_state_a_zone() -> None:
    naive = datetime.fromisoformat("2023-12-08")
    assert str(read_date(naive).precision) == "day"
    assert str(read_date(date(2023, 12, 8)).precision) == "day"


@pytest.mark.parametrize(
    "case", cases("coordinates.csv"), ids=lambda case: f"{case['written']}: {case['why']}"
)
def test_coordinates_are_read_strictly(case: dict[str, str]) -> None:
    if not case["degrees"]:
        with pytest.raises(ValueError, match=case["axis"]):
            degrees(case["written"], case["axis"])
        return
    assert degrees(case["written"], case["axis"]) == pytest.approx(float(case["degrees"]), abs=1e-6)


@given(st.floats(-90, 90))
def test_every_latitude_that_python_writes_is_read_back(latitude: float) -> None:
    assert degrees(repr(latitude), "latitude") == latitude


@given(st.text())
def test_no_text_breaks_the_reading_of_coordinates(text: str) -> None:
    try:
        assert -180 <= degrees(text, "longitude") <= 180
    except ValueError as error:
        assert "longitude" in str(error)  # noqa: PT017 - both outcomes are right


@pytest.mark.parametrize(
    ("written", "number"), [("12", 12), ("12.0", 12), ("1,200", 1200), ("1 200", 1200), (7.0, 7)]
)
def test_whole_figures_are_read(written: object, number: int) -> None:
    assert whole(written) == number


@pytest.mark.parametrize("written", ["dozens", "1.5", "-1", "1,20", "12 to 15", "1,2,3", True, 1e300])
def test_what_is_no_whole_figure_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match=r"whole|zero|large"):
        whole(written)


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "＝1", "-", "+44 20 7946 0958"]
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert escape(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+3.5", "Kirkuk", "'Ain al-Asad", "", "a=b", "1-2"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert escape(text) == text


@given(st.text() | st.from_regex(r"[ '\t]*[=+@'-].*"))
def test_every_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert unescape(escape(text)) == text
    assert escape(text)[:1] not in ("=", "@", "\t", "\r")


def test_the_development_list_of_dates_is_judged_as_its_standard_says(shared: Path) -> None:
    wrong = []
    for line in (shared / "bench" / "hostile" / "dates.dev.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["expect"]["kind"] not in ("date", "date-time"):
            continue
        try:
            read_date(case["input"])
            read = True
        except ValueError:
            read = False
        # Blanks at the ends, and a time beside a date, are no fault in a table's cell.
        if (
            read != case["expect"]["valid"]
            and case["input"].strip() == case["input"]
            and " " not in case["input"]
        ):
            wrong.append(case["input"])
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "low", "best", "high"),
    [
        ("5", None, 5, None),
        ("1,200", None, 1200, None),
        ("٥", None, 5, None),
        ("5–7", 5, None, 7),
        ("3 - 5", 3, None, 5),
        ("3 to 5", 3, None, 5),
        ("between 3 and 5", 3, None, 5),
        ("at least 10", 10, None, None),
        ("15+", 15, None, None),
        ("more than 1,000", 1000, None, None),
        ("up to 12", None, None, 12),
        ("about 20", None, 20, None),
        ("~8", None, 8, None),
    ],
)
def test_ranges_and_bounds_are_read_as_what_they_say(
    written: str, low: int | None, best: int | None, high: int | None
) -> None:
    told = numbers.bounds(written)
    assert (told.low, told.best, told.high) == (low, best, high)
    assert told.loosely == written.startswith(("about", "~"))


@pytest.mark.parametrize("written", ["several", "dozens", "7-5", "5-", "-3", "2 of 5", "five", "5.5"])
def test_what_is_no_range_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not a whole number|is below zero"):
        numbers.bounds(written)


@pytest.mark.parametrize(
    ("east", "north", "zone", "lat", "lon"),
    [
        (448_252, 5_411_933, "31N", 48.8582, 2.2945),  # the Eiffel Tower
        (448_252, 5_411_933, "31 U", 48.8582, 2.2945),
        (334_873, 6_252_266, "56S", -33.8568, 151.2153),  # the Opera House of Sydney
        (334_873, 6_252_266, "UTM zone 56 south", -33.8568, 151.2153),
        (441_500, 3_684_800, "38S", 33.3007, 44.3716),  # band S: Baghdad, as soldiers write it
    ],
)
def test_utm_metres_are_places(east: float, north: float, zone: str, lat: float, lon: float) -> None:
    spot = utm.from_metres(east, north, zone)
    assert (spot.lat, spot.lon) == (pytest.approx(lat, abs=1e-3), pytest.approx(lon, abs=1e-3))


@pytest.mark.parametrize(("east", "zone"), [(441_500, "61N"), (441_500, "north"), (44.15, "38N"), (0, "38N")])
def test_what_is_no_utm_is_refused(east: float, zone: str) -> None:
    with pytest.raises(ValueError, match="UTM"):
        utm.from_metres(east, 3_684_800, zone)
