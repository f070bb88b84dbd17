"""From a report to its events: what happened, where, when, by what, and who says so."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import read_cases
from reading import FRIDAY, ONE, TWO, place_ids, told

from geomap.errors import InputError
from geomap.model import Precision, Status, TimePrecision
from geomap.resolve import Gazetteer
from geomap.text import extract, extract_report, parse_report
from geomap.text.own_words import read_words

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def test_event_has_place_day_weapon_and_count(gazetteer: Gazetteer) -> None:
    (event,) = told("Roughly 14 Katyusha rockets hit the Ain al-Asad air base on Friday.", gazetteer).events
    assert place_ids((event,)) == ["ain-al-asad"]
    assert (event.event_type, event.weapon, event.weapon_count) == ("rocket attack", "rocket", 14)
    assert event.when.start == datetime(2023, 12, 8, tzinfo=UTC)
    assert event.when.precision is TimePrecision.DAY


def test_an_act_without_a_day_is_of_the_day_that_the_news_begins_with_and_says_so(
    gazetteer: Gazetteer,
) -> None:
    quiet = "\n\n".join(["Shops opened as usual, and the markets were full."] * 8)
    text = f"Rockets hit Kirkuk on Thursday.\n\n{quiet}\n\n" + "In Mosul, a drone struck a police station."
    first, later = told(text, gazetteer).events
    assert first.when.start == later.when.start == datetime(2023, 12, 7, tzinfo=UTC)
    assert any("the day that the report begins with" in flag for flag in later.flags)
    past = told(text.replace("a drone struck", "a drone had struck"), gazetteer).events
    assert [event.when.start for event in past[1:]] in ([], [None])


def test_a_capital_that_condemns_is_not_the_scene(gazetteer: Gazetteer) -> None:
    text = (
        "Gunmen stormed a police station in Kirkuk on Thursday.\n\n"
        "In Islamabad, the Foreign Ministry condemned the cowardly attack.\n\n"
        "An official told Al Jazeera that the attack killed two."
    )
    assert place_ids(told(text, gazetteer).events) == ["kirkuk"]


def test_the_area_that_a_sentence_opens_with_is_not_a_second_scene(gazetteer: Gazetteer) -> None:
    text = "In North Darfur, 14 people were killed on Thursday in shelling of Abu Shouk camp near El Fasher."
    assert place_ids(told(text, gazetteer).events) == ["abu-shouk-camp"]


def test_a_ship_called_after_a_city_is_no_scene(gazetteer: Gazetteer) -> None:
    text = "On Thursday the M/V MAERSK HANGZHOU was hit by a missile in the southern Red Sea."
    (event,) = told(text, gazetteer).events
    assert "Red Sea" in (event.place_text or "")


def test_year_before_the_weapons_is_no_count_of_them(gazetteer: Gazetteer) -> None:
    (event,) = told("On Friday 8 December 2023 rockets hit Kirkuk.", gazetteer).events
    assert (event.weapon, event.weapon_count) == ("rocket", None)


def test_every_quote_stands_at_its_offsets(gazetteer: Gazetteer) -> None:
    text = "🚨 “Rockets” hit Erbil on Friday.\n\nIt was loud. “No injuries were reported,” an official said."
    (event,) = told(text, gazetteer).events
    assert [text[s.start : s.end] for s in event.sources] == [s.quote for s in event.sources]


def test_one_clause_can_tell_two_events(gazetteer: Gazetteer) -> None:
    text = (
        "The group claimed attacks on troops at Ain al-Asad air base in western Iraq"
        " and Conoco gas field in eastern Syria."
    )
    assert place_ids(told(text, gazetteer).events) == ["ain-al-asad", "conoco-gas-field"]


@pytest.mark.parametrize("case", read_cases("acts.csv"), ids=lambda case: case["text"][:60])
def test_an_act_is_found_in_whatever_words_it_is_told(case: dict[str, str], gazetteer: Gazetteer) -> None:
    (event,) = told(case["text"], gazetteer).events
    assert event.resolution is not None
    assert event.resolution.place is not None
    assert event.resolution.place.name == "Mosul"
    assert event.when.start is not None
    assert event.when.start.date() == FRIDAY


def test_figures_given_place_by_place_stay_with_their_places(gazetteer: Gazetteer) -> None:
    text = (
        "On Friday three were killed: two died in Kherson, where a bomb hit a street, and one in Nikopol."
        " On Thursday drones killed four and wounded five in Sumy and killed six in Lviv."
    )
    found = {event.place_text: (event.killed[1], event.wounded[1]) for event in told(text, gazetteer).events}
    assert found == {"Kherson": (2, None), "Nikopol": (1, None), "Sumy": (4, 5), "Lviv": (6, None)}


def test_lead_of_several_attacks_is_told_by_each_even_where_no_gazetteer_has_the_villages(
    gazetteer: Gazetteer,
) -> None:
    text = (
        "Eleven civilians were killed in two attacks in Sagaing Region on Thursday and Friday.\n\n"
        "On Friday a drone hit a tea shop in Xabayin village, killing eight.\n\n"
        "On Thursday shells fell on Qyauk Yit village and killed three."
    )
    extraction = told(text, gazetteer)
    assert [event.killed[1] for event in extraction.events] == [8, 3]
    assert any("place by place" in passage.reason for passage in extraction.rejected)


def test_finer_place_wins(gazetteer: Gazetteer) -> None:
    text = "Rockets were fired on Friday at the US embassy in Baghdad’s heavily fortified Green Zone."
    (event,) = told(text, gazetteer).events
    assert place_ids((event,)) == ["us-embassy-baghdad"]
    assert event.place_text == "US embassy in Baghdad’s heavily fortified Green Zone"


def test_words_of_ones_own_tell_attacks_and_weapons(gazetteer: Gazetteer, tmp_path: Path) -> None:
    own = tmp_path / "words.csv"
    own.write_text("words,is,event_type,weapon\nzapped|zapping,verb,,\nLancet,weapon,,drone\n", "utf-8")
    report = parse_report("On Friday a Lancet zapped the Ain al-Asad air base.", published=FRIDAY)
    (event,) = extract([report], gazetteer, words=own).events
    assert (place_ids((event,)), event.weapon) == (["ain-al-asad"], "drone")
    assert extract([report], gazetteer).events == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("word,is\nzapped,verb\n", "has no column 'words'"),
        ("words,is\nzapped,verbs\n", "row 2, column is: 'verbs' is none of noun, verb, weapon"),
        ("words,is,weapon\nzap,noun,\nLancet,weapon,lance\n", "row 3, column weapon: 'lance' is no weapon"),
    ],
)
def test_wrong_word_list_is_named_by_row_and_column(tmp_path: Path, text: str, fault: str) -> None:
    own = tmp_path / "words.csv"
    own.write_text(text, "utf-8")
    with pytest.raises(InputError, match=re.escape(fault)):
        read_words(own)


def test_later_sentence_adds_to_the_event_it_goes_on_about(gazetteer: Gazetteer) -> None:
    text = (
        "A drone hit the airport in Erbil on Friday. The attack, which came around 4:15 "
        "a.m., wounded two guards."
        " There was no immediate claim of responsibility."
    )
    (event,) = told(text, gazetteer).events
    assert event.when.precision is TimePrecision.TIME
    assert event.when.start == datetime(2023, 12, 8, 1, 0, tzinfo=UTC)
    assert event.wounded == (2, 2, 2)
    assert event.claimed_by is None
    assert len(event.sources) == 3


def test_where_missiles_came_from_is_not_where_they_hit(gazetteer: Gazetteer) -> None:
    text = "On Friday militants launched a ballistic missile from Sanaa at Eilat."
    assert place_ids(told(text, gazetteer).events) == ["eilat"]


def test_launch_site_that_was_struck_does_not_make_the_weapon_a_drone(gazetteer: Gazetteer) -> None:
    text = "On Sunday a strike was carried out against a drone launch site in the vicinity of Kirkuk."
    (event,) = told(text, gazetteer).events
    assert event.weapon is None
    assert event.target == "drone launch site"
    assert event.resolution is not None
    assert event.resolution.precision is Precision.VICINITY


def test_missiles_that_were_struck_are_not_the_weapon(gazetteer: Gazetteer) -> None:
    text = "On Friday forces conducted strikes against ten drones that were prepared to launch near Hodeidah."
    (event,) = told(text, gazetteer).events
    assert (event.weapon, event.weapon_count) == (None, None)


def test_place_can_come_with_the_next_sentence(gazetteer: Gazetteer) -> None:
    text = "On Friday a roadside bomb killed three soldiers, the army said. It exploded near Tal Afar."
    (event,) = told(text, gazetteer).events
    assert event.resolution is not None
    assert event.resolution.place is not None
    assert event.resolution.place.id == "tal-afar"
    assert event.killed == (3, 3, 3)


def test_unknown_place_keeps_its_event_without_a_point(gazetteer: Gazetteer) -> None:
    (event,) = told("On Friday a mortar shell fell on the village of Qwertyuiopham.", gazetteer).events
    assert event.resolution is not None
    assert event.resolution.status is not Status.RESOLVED
    assert event.resolution.lat is None


def test_relative_dates_stay_open_without_a_publication_date(gazetteer: Gazetteer) -> None:
    extraction = told("Rockets hit Erbil on Friday.", gazetteer, published=None)
    (event,) = extraction.events
    assert (event.when.start, event.when.end, event.when.precision) == (None, None, None)
    assert event.when.text == "Friday"
    assert any("no publication date" in note for note in extraction.notes)


def test_claim_attribution_and_denial_are_told_apart(gazetteer: Gazetteer) -> None:
    text = (
        "A rocket attack hit Kirkuk on Friday. Hezbollah claimed responsibility for the attack."
        " A US official said the attack was carried out by Iran-backed militias. Iran "
        "denied any involvement in the strike."
    )
    (event,) = told(text, gazetteer).events
    assert event.claimed_by == "Hezbollah"
    assert event.attributed_to == "Iran-backed militias (by A US official)"
    assert event.denied_by == "Iran"


@pytest.mark.parametrize(
    ("recalled", "denied"),
    [
        ("In January rockets were fired at Mosul. Turkey denied responsibility.", [None]),
        ("In January rockets were fired at Mosul.\n\nTurkey denied responsibility.", ["Turkey"]),
        ("On Monday rockets hit Mosul. Turkey denied responsibility.", [None, "Turkey"]),
        ("On Monday rockets hit Mosul.\n\nTurkey denied responsibility.", ["Turkey", None]),
    ],
    ids=["of long ago", "of the news again", "of the day before", "of the news, after another day"],
)
def test_denial_is_of_what_its_paragraph_tells(
    recalled: str, denied: list[str | None], gazetteer: Gazetteer
) -> None:
    events = told(f"On Thursday a drone hit Erbil.\n\n{recalled}", gazetteer).events
    assert [event.denied_by for event in events] == denied


def test_no_claim_is_no_claim(gazetteer: Gazetteer) -> None:
    text = (
        "A bomb exploded in Mosul on Friday. No specific militia group had claimed "
        "responsibility for the blast."
    )
    (event,) = told(text, gazetteer).events
    assert event.claimed_by is None
    assert event.sources[1].says["claim"] == "no claim"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*ONE.split(), *TWO.split(), "Erbil,", "“", "since", "\n", "’s", "4 a.m.", "🚨", "\u200f", "U.S."]
        ),
        max_size=60,
    )
)
def test_no_text_breaks_the_extraction_or_its_offsets(gazetteer: Gazetteer, words: list[str]) -> None:
    text = " ".join(words)
    extraction = told(text, gazetteer)
    for event in extraction.events:
        assert all(text[s.start : s.end] == s.quote for s in event.sources)
    assert all(text[r.start : r.end] == r.quote for r in extraction.rejected)


def test_the_group_means_the_armed_group_named_before(gazetteer: Gazetteer) -> None:
    text = (
        "Hezbollah has fought for months. On Friday a drone hit the airport in Erbil."
        " The group claimed responsibility for the attack."
    )
    (event,) = told(text, gazetteer).events
    assert event.claimed_by == "Hezbollah"


def test_statement_of_a_force_claims_what_the_force_did(gazetteer: Gazetteer) -> None:
    text = "On Friday U.S. forces struck a launch site near Hodeidah."
    url = "https://www.centcom.mil/MEDIA/x"
    (own,) = extract_report(parse_report(text, published=FRIDAY, url=url), gazetteer).events
    (press,) = extract_report(parse_report(text, published=FRIDAY), gazetteer).events
    assert (own.claimed_by, press.claimed_by) == ("US Central Command", None)


def test_day_told_just_before_holds_for_the_next_act_and_says_so(gazetteer: Gazetteer) -> None:
    text = "On Wednesday a drone hit the airport in Erbil. A car bomb also exploded in Kirkuk."
    first, second = told(text, gazetteer).events
    assert second.when.start == first.when.start
    assert any("no date of its own" in flag for flag in second.flags)
    apart = "On Wednesday a drone hit the airport in Erbil. The group claimed separate strikes in Kirkuk."
    assert told(apart, gazetteer).events[1].when.start is None
