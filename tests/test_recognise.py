"""Which words of a text name a place: cases to edit in cases/recognise.csv, and what holds for any text."""

from __future__ import annotations

import csv
import gc
import sys
import weakref
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.gazetteer.names import fold
from geomap.model import Alias, AliasKind, Kind, Mention, Place, Resolution, Status
from geomap.text.recognise import Scope, recognise

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class World:
    """A few places of the world with their size, as an index of it would give them."""

    def __init__(self) -> None:
        self.names: dict[str, list[tuple[Place, Alias]]] = {}
        self.asked = 0
        for row in rows("recognise_places.csv"):
            people = int(row["population"]) if row["population"] else None
            place = Place(f"x:{row['name']}", row["name"], Kind(row["kind"]), 0, 0, 1, population=people)
            alias = Alias(place.id, row["name"], AliasKind(row["alias_kind"]))
            self.names.setdefault(fold(row["name"]), []).append((place, alias))

    def lookup(self, text: str) -> list[tuple[Place, Alias]]:
        self.asked += 1
        return self.names.get(fold(text), [])

    def resolve_document(self, text: str, mentions: list[Mention]) -> list[Resolution]:
        return [Resolution(mention.surface, Status.UNRESOLVED, "not asked") for mention in mentions]


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.mark.parametrize("case", rows("recognise.csv"), ids=lambda case: f"{case['why']} ({case['scope']})")
def test_case(case: dict[str, Any], world: World) -> None:
    scope: Scope = case["scope"]
    found = [mention.surface for mention in recognise(case["text"], world, scope)]
    assert found == [name for name in case["expected"].split("|") if name], case["why"]


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=120), st.sampled_from(["names", "places"]))
def test_mentions_quote_the_text_in_order_and_apart(world: World, noise: str, scope: Scope) -> None:
    text = f"{noise} in Baghdad, Texas Air Base {noise} Lake Milton's {noise}"
    ends = 0
    for mention in recognise(text, world, scope):
        assert text[mention.start : mention.end] == mention.surface
        assert ends <= mention.start < mention.end
        ends = mention.end


@pytest.mark.parametrize(
    "piece",
    [
        "Baghdad ",
        "A",
        "a ",
        "St. ",
        "U.S.",
        "al-",
        "ISIS ",
        "in Baghdad, Texas. ",
        "X's ",
        "Lake of the ",
        "\n",
        "-",
    ],
)
def test_work_grows_with_the_length_of_any_text(piece: str, world: World) -> None:
    recognise(piece * 50, world)
    # A quadratic step would call sixteen times as often.
    assert calls(piece * 2_000, world) < 5 * calls(piece * 500, world) + 500


def calls(text: str, world: World) -> int:
    """Count what is called, which, unlike seconds, is the same on any machine."""
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        recognise(text, world)
    finally:
        sys.setprofile(None)
    return count


def test_a_name_is_looked_up_once(world: World) -> None:
    text = "Quarvale fell. They left Baghdad for Quarvale. "
    recognise(text, world)
    asked = world.asked
    recognise(text * 50, world)
    assert world.asked - asked <= 2


def test_what_is_remembered_goes_with_the_gazetteer() -> None:
    world = World()
    recognise("They left Baghdad.", world)
    gone = weakref.ref(world)
    del world
    gc.collect()
    assert gone() is None
