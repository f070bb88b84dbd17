"""Place names in running text: which words name a place, and which only look so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.model import Status
from geomap.resolve import Gazetteer
from geomap.text import geoparse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def surfaces(text: str, gazetteer: Gazetteer) -> list[str]:
    return [toponym.mention.surface for toponym in geoparse(text, gazetteer, scope="places")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rockets fell on Baghdad and Erbil.", ["Baghdad", "Erbil"]),
        ("Rockets fell on the US embassy in Baghdad.", ["US embassy in Baghdad"]),
        ("Syria’s Homs was hit.", ["Syria", "Homs"]),
        ("They left for Ain al-Asad air base.", ["Ain al-Asad air base"]),
        ("They met in northern Iraq.", ["northern Iraq"]),
        ("It fell on the village of Qwertyuiopham.", ["Qwertyuiopham"]),
        ("It fell near Qwertyuiop airbase.", ["Qwertyuiop airbase"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_longest_name_is_found(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert surfaces(text, gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Islamic Resistance in Iraq said nothing.",
        "Islamic State of Iraq and Syria fighters fled.",
        "The Baghdad Post wrote about it.",
        "An Iraqi official and an Iranian envoy met.",
        "In March and May it rained.",
        "President Homs spoke.",
        "He was hit by a car. Hit the road.",
    ],
)
def test_what_only_looks_like_a_place_is_left_out(text: str, gazetteer: Gazetteer) -> None:
    assert surfaces(text, gazetteer) == []


def test_given_spans_are_answered_one_for_one_in_their_order(gazetteer: Gazetteer) -> None:
    text = "From Mosul to Nowhereville to Erbil."
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("Erbil", "Nowhereville", "Mosul")]
    found = geoparse(text, gazetteer, spans=spans)
    assert [t.mention.surface for t in found] == ["Erbil", "Nowhereville", "Mosul"]
    assert [t.resolution.status is Status.RESOLVED for t in found] == [True, False, True]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_spans_quote_any_text(gazetteer: Gazetteer, text: str) -> None:
    ends = 0
    for toponym in geoparse(f"{text} Baghdad {text}", gazetteer):
        mention = toponym.mention
        assert f"{text} Baghdad {text}"[mention.start : mention.end] == mention.surface
        assert mention.start >= ends
        ends = mention.end
