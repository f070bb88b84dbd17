"""Reports in French and Arabic: a language is a folder with one table of glosses."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import read_cases

from geomap.resolve import Gazetteer
from geomap.text import extract_report, parse_report
from geomap.text.languages import gloss, language_of, languages


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize("case", read_cases("languages.csv"), ids=lambda case: case["sentence"][:40])
def test_sentence_of_another_language_gives_its_event(case: dict[str, str], gazetteer: Gazetteer) -> None:
    text = case["sentence"]
    assert language_of(text) == case["language"]
    report = parse_report(text, published=date.fromisoformat(case["published"]))
    extraction = extract_report(report, gazetteer)
    if not case["place"]:
        assert extraction.events == ()
        assert [passage.quote in text for passage in extraction.rejected] == [True]
        return
    (event,) = extraction.events
    assert event.resolution is not None
    assert event.resolution.place is not None
    assert event.resolution.place.id == case["place"]
    assert event.when.start is not None
    assert event.when.start.date().isoformat() == case["first_day"]
    assert (event.weapon or "", event.claimed_by or "") == (case["weapon"], case["claimed_by"])
    assert not case["killed"] or event.killed[1] == int(case["killed"])
    assert event.place_text is not None
    assert event.place_text in text
    assert all(text[s.start : s.end] == s.quote for s in event.sources)


def test_report_says_that_it_was_read_by_glosses(gazetteer: Gazetteer) -> None:
    report = parse_report(
        "Des roquettes ont été tirées vendredi contre la ville de Mossoul.", published=date(2023, 12, 8)
    )
    assert any("'fr' by a small table of glosses" in note for note in extract_report(report, gazetteer).notes)


@pytest.mark.parametrize(
    "text",
    [
        "Rockets hit the village of La Paz on Friday, police said, and a drone fell near Mars.",
        "Der Angriff auf die Basis geschah am Freitag.",
        "",
        "12 345 -- ???",
    ],
)
def test_text_of_no_known_language_is_read_as_english(text: str) -> None:
    assert language_of(text) == "en"


def test_publication_date_is_read_in_the_language_of_the_report() -> None:
    text = (
        "BAGDAD, 8 décembre 2023 (AFP) – Des roquettes ont visé l'aéroport de Bagdad vendredi dans la nuit."
    )
    assert parse_report(text).published == date(2023, 12, 8)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(languages()),
    st.lists(
        st.sampled_from(
            [
                "les",
                "attaque",
                "israélienne",
                " ",
                "l'",
                "Bagdad",
                "و",
                "استهدفت",
                "صواريخ",
                ".",
                "4h15",
                "x",
                "\n",
            ]
        ),
        max_size=30,
    ),
)
def test_every_stretch_of_a_gloss_leads_back_into_the_text(lang: str, parts: list[str]) -> None:
    text = "".join(parts)
    glossed = gloss(text, lang)
    for start in range(len(glossed.text)):
        begin, end = glossed.span(start, start + 1)
        assert 0 <= begin <= end <= len(text)
    assert glossed.span(0, len(glossed.text)) == (0, len(text))
