"""Reports of one attack become one incident, and two attacks stay two."""

from __future__ import annotations

import pytest
from reading import FRIDAY, OLDER, ONE, TWO, UNDATED, incidents

from geomap.resolve import Gazetteer
from geomap.text import extract, parse_report


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def test_reports_of_one_incident_are_merged_and_kept_apart_as_sources(gazetteer: Gazetteer) -> None:
    (event,) = incidents(gazetteer, ONE, TWO)
    assert len({source.report for source in event.sources}) == 2
    conflicts = {conflict.field: conflict for conflict in event.conflicts}
    assert [value["value"] for value in conflicts["weapon_count"].values] == [14, 3]
    assert [value["value"] for value in conflicts["damage"].values] == ["minor damage", "none reported"]
    assert "An Iraqi official" in conflicts["weapon_count"].values[1]["who"] or "Iraqi official" in str(
        conflicts
    )


def test_two_strikes_on_one_base_two_days_apart_stay_two(gazetteer: Gazetteer) -> None:
    assert len(incidents(gazetteer, ONE, OLDER)) == 2


def test_undated_report_joins_the_only_incident_that_fits(gazetteer: Gazetteer) -> None:
    (event,) = incidents(gazetteer, ONE, UNDATED)
    assert any("no date of their own" in flag for flag in event.flags)


def test_undated_report_stands_by_itself_where_two_fit(gazetteer: Gazetteer) -> None:
    earlier = "On Wednesday rockets hit the Ain al-Asad airbase in western Iraq."
    events = incidents(gazetteer, ONE, earlier, UNDATED)
    assert len(events) == 3
    assert any("fits 2 incidents" in flag for event in events for flag in event.flags)


def test_near_copies_are_not_counted_as_independent(gazetteer: Gazetteer) -> None:
    copy = "On Friday 14 rockets hit the Ain al-Asad air base in western Iraq, causing some minor damage."
    (event,) = incidents(gazetteer, ONE, copy)
    assert any("nearly the same words" in flag for flag in event.flags)


def test_report_handed_in_twice_counts_once(gazetteer: Gazetteer) -> None:
    extraction = extract(
        [parse_report(ONE, published=FRIDAY, path=name) for name in ("a.txt", "b.txt")], gazetteer
    )
    assert len(extraction.events) == 1
    assert len(extraction.events[0].sources) == 1
    assert "b.txt: the same text as a.txt, so it is read once" in extraction.notes


def test_ids_are_stable_and_depend_on_the_text_alone(gazetteer: Gazetteer) -> None:
    first, again = incidents(gazetteer, ONE, OLDER), incidents(gazetteer, ONE, OLDER)
    assert [e.event_id for e in first] == [e.event_id for e in again]
    assert len({e.event_id for e in first}) == 2


def test_weekday_of_an_undated_report_is_dated_by_what_others_tell_of_it(gazetteer: Gazetteer) -> None:
    dated = parse_report(" date 2023-12-08 Rockets hit the US embassy in Baghdad on Friday.")
    undated = parse_report(
        "Rockets were fired at the US embassy in Baghdad on Friday. A drone also hit Erbil airport on Friday."
        " A car bomb exploded in Kirkuk on Tuesday."
    )
    days = {e.place_text: e.when.start for e in extract([dated, undated], gazetteer).events}
    assert str(days["Erbil airport"])[:10] == "2023-12-08"
    assert days["Kirkuk"] is None
    alone = {e.place_text: e.when.start for e in extract([undated], gazetteer).events}
    assert alone["Erbil airport"] is None
