"""Where reports differ, all that they say is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading import FRIDAY, OLDER, ONE, TWO, UNDATED, incidents

from geomap.resolve import Gazetteer
from geomap.text import extract, parse_report

if TYPE_CHECKING:
    from geomap.model import Event


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def columns_in_conflict(event: Event) -> set[tuple[str, str]]:
    return {(conflict.field, conflict.kind) for conflict in event.conflicts}


def test_conflict_says_that_one_asserts_what_another_suspects(gazetteer: Gazetteer) -> None:
    asserted = "Iran-backed militias fired rockets at the Ain al-Asad air base on Friday."
    suspected = (
        "Suspected Iran-backed militias fired rockets at Ain al-Asad airbase on Friday, an official said."
    )
    (event,) = incidents(gazetteer, asserted, suspected)
    assert ("attributed_to", "strength") in columns_in_conflict(event)
    strength = next(c for c in event.conflicts if c.kind == "strength")
    assert [value["value"] for value in strength.values] == ["asserted", "suspected"]


def test_conflict_says_that_one_report_leaves_the_day_out(gazetteer: Gazetteer) -> None:
    (event,) = incidents(gazetteer, ONE, UNDATED)
    missing = next(c for c in event.conflicts if c.kind == "missing")
    assert [(c.field, v["value"]) for c in (missing,) for v in c.values] == [
        ("date", "2023-12-08"),
        ("date", "not stated"),
    ]


def test_conflict_shows_harm_that_one_report_calls_unclear(gazetteer: Gazetteer) -> None:
    none = f"{ONE} No injuries were reported."
    unclear = f"{TWO} It is unclear whether any troops were injured in the rocket strikes."
    (event,) = incidents(gazetteer, none, unclear)
    doubt = next(c for c in event.conflicts if c.kind == "unclear")
    assert [v["value"] for v in doubt.values] == ["unclear whether any troops were injured", 0]


def test_conflict_shows_finer_and_coarser_places_of_one_incident(gazetteer: Gazetteer) -> None:
    finer = "On Friday rockets hit the US embassy in Baghdad."
    coarser = "On Friday rockets hit Baghdad’s Green Zone."
    (event,) = incidents(gazetteer, finer, coarser)
    places = next(c for c in event.conflicts if c.field == "place_text")
    assert (places.kind, len(places.values)) == ("granularity", 2)


def test_sums_over_a_series_are_compared_across_reports_not_plotted(gazetteer: Gazetteer) -> None:
    one = f"{ONE} There have been at least 78 attacks on US forces in Iraq since October 17."
    two = f"{TWO} US forces in Iraq have faced over 70 attacks since mid-October."
    three = f"{OLDER} US forces in Iraq have faced fewer than 60 attacks since October 17."
    extraction = extract([parse_report(text, published=FRIDAY) for text in (one, two)], gazetteer)
    (sums,) = (c for c in extraction.disagreements if c.field == "attacks in all")
    assert (sums.kind, [v["value"] for v in sums.values]) == (
        "bounds",
        ["at least 78 attacks", "over 70 attacks"],
    )
    extraction = extract([parse_report(text, published=FRIDAY) for text in (one, three)], gazetteer)
    (sums,) = (c for c in extraction.disagreements if c.field == "attacks in all")
    assert sums.kind == "contradiction"


def test_first_attack_and_earlier_ones_contradict_each_other(gazetteer: Gazetteer) -> None:
    one = "Friday’s rocket attack was the first against the US embassy in Baghdad since the war began."
    two = "In October a group had previously claimed responsibility for attacks on the embassy in Baghdad."
    extraction = extract([parse_report(text, published=FRIDAY) for text in (one, two)], gazetteer)
    (first,) = (c for c in extraction.disagreements if c.field == "first of its kind")
    assert [v["value"] for v in first.values] == ["says it is the first", "tells of earlier ones"]


def test_doers_of_a_past_deed_are_compared(gazetteer: Gazetteer) -> None:
    one = f"{ONE} It came amid the war that began with the October 7 attack by Hamas."
    two = f"{TWO} Hezbollah, the group responsible for the attack on Oct. 7, threatened more."
    extraction = extract([parse_report(text, published=FRIDAY) for text in (one, two)], gazetteer)
    (deed,) = (c for c in extraction.disagreements if c.field == "who did it on 7 October")
    assert [v["value"] for v in deed.values] == ["Hamas", "Hezbollah"]


def test_names_of_one_place_and_one_group_are_listed_together(gazetteer: Gazetteer) -> None:
    one = "The Islamic Resistance claimed responsibility for an attack on al-Asaf airbase in Iraq on Friday."
    two = "The Islamic Resistance in Iraq said it had attacked the Ain al-Asad airbase on Wednesday."
    extraction = extract([parse_report(text, published=FRIDAY) for text in (one, two)], gazetteer)
    names = {c.field: [v["value"] for v in c.values] for c in extraction.disagreements if c.kind == "wording"}
    assert names == {
        "name of Ain al-Asad Air Base": ["al-Asaf airbase", "Ain al-Asad airbase"],
        "name of Islamic Resistance in Iraq": ["Islamic Resistance", "Islamic Resistance in Iraq"],
    }
