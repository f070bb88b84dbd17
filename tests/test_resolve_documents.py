"""Names in running text: what the rest of the document says of them."""

from __future__ import annotations

import pytest
from packs import read_cases

from geomap.gazetteer.geodesy import distance_m
from geomap.model import Mention, Status
from geomap.resolve import Gazetteer

CASES = read_cases("documents.csv")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize("case", CASES, ids=[f"{case['mention']} ({case['why']})" for case in CASES])
def test_the_rest_of_a_document_says_which_place_is_meant(gazetteer: Gazetteer, case: dict[str, str]) -> None:
    # The last time that the name stands there; the others are not asked for, but read.
    start = case["text"].rindex(case["mention"])
    mention = Mention(start, start + len(case["mention"]), case["mention"])
    (answer,) = gazetteer.resolve_document(case["text"], [mention])
    assert answer.lat is not None, answer.reason
    assert answer.lon is not None
    apart = distance_m(answer.lat, answer.lon, float(case["lat"]), float(case["lon"]))
    assert apart <= 1000 * float(case["within_km"]), answer.reason


def test_the_reason_names_what_the_document_says(gazetteer: Gazetteer) -> None:
    text = "Mayors of Mansfield, Pineville and Alexandria met in Shreveport, Louisiana."
    (answer,) = gazetteer.resolve_document(text, [Mention(10, 19, "Mansfield")])
    assert answer.place is not None
    assert "Louisiana" in answer.reason
    assert "other names in the document lie" in answer.reason


def test_a_name_that_nothing_decides_stays_open(gazetteer: Gazetteer) -> None:
    text = "He was born in Springfield and liked it."
    (answer,) = gazetteer.resolve_document(text, [Mention(15, 26, "Springfield")])
    assert answer.status is Status.AMBIGUOUS
    assert len(answer.candidates) > 1


def test_a_word_that_the_text_also_writes_small_speaks_for_no_place(gazetteer: Gazetteer) -> None:
    # There is a town of Of in Turkey, and "Of" begins a sentence here.
    text = "Of these, Kars was named first. Most of them were of one mind."
    told = gazetteer.resolve_document(text, [Mention(10, 14, "Kars")])
    plain = text.replace("Of these, ", "Well then ")
    assert told[0].score == gazetteer.resolve_document(plain, [Mention(10, 14, "Kars")])[0].score


def test_two_mentions_in_the_same_words_have_the_same_answer(gazetteer: Gazetteer) -> None:
    text = "Homs was hit. Homs was hit."
    one, other = gazetteer.resolve_document(text, [Mention(0, 4, "Homs"), Mention(14, 18, "Homs")])
    assert one == other
