"""Sites that news names are found, and the words they are made of stay what they were."""

from __future__ import annotations

import pytest
from packs import read_cases

from geomap import Gazetteer

CASES = read_cases("news_places.csv")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize("case", CASES, ids=[f"{case['query']} ({case['why']})" for case in CASES])
def test_a_site_in_the_news_is_found_by_the_words_of_the_news(
    gazetteer: Gazetteer, case: dict[str, str]
) -> None:
    answer = gazetteer.resolve(case["query"], country=case["country"] or None)
    assert (answer.place.id if answer.place else "") == case["expect_place"], answer.reason
