"""Spelling keys: which spellings are one, and which must stay apart."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packs import read_cases

from geomap.gazetteer.names import MAX_NAME, abbreviates, fold, skeleton, strip_generic


def cases(file: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in read_cases(file)]


@pytest.mark.parametrize(("one", "other"), cases("names_same.csv", "one", "other"))
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), cases("names_apart.csv", "one", "other"))
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("one", "other"), cases("skeletons.csv", "one", "other"))
def test_transliterations_of_one_name_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_iran_and_iraq_have_different_skeletons() -> None:
    assert skeleton("Iran") != skeleton("Iraq")
    assert skeleton("إيران") != skeleton("العراق")


@pytest.mark.parametrize(("text", "core", "kinds"), cases("generic_words.csv", "text", "core", "kinds"))
def test_generic_words_become_kinds(text: str, core: str, kinds: str) -> None:
    found, hints = strip_generic(text)
    assert found == core
    assert "|".join(sorted(hints)) == kinds


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_has_keys(text: str) -> None:
    for key in (fold(text), skeleton(text), strip_generic(text)[0]):
        assert isinstance(key, str)


def test_a_text_too_long_for_a_name_has_no_key() -> None:
    assert fold("a" * (MAX_NAME + 1)) == ""
    assert fold("Kirkuk" + " " * 100_000) == "kirkuk"
    # Cutting it off would find the wrong place.
    assert fold("Kirkuk " * MAX_NAME) == ""


@pytest.mark.parametrize("unit", ["a", "a\u0301", "'", "\u202e", "ـ", "st ", "al-", "٣a"])
def test_keys_of_hostile_texts_come_at_once(unit: str) -> None:
    for text in (unit * 100_000, (unit * MAX_NAME)[:MAX_NAME]):
        started = time.process_time()
        fold(text)
        skeleton(text)
        strip_generic(text)
        # A millisecond; the limit is there to catch a hang, not to measure.
        assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("code", "written", "so"),
    [
        ("TX", "TX", True),
        ("MD", "Md.", True),
        ("Tenn.", "Tenn.", True),
        ("N.H.", "N.H.", True),
        # No stop behind it, small letters, or a name of which the code is only a spelling.
        ("MD", "Md", False),
        ("MD", "md.", False),
        ("OMAR", "Omar", False),
        ("OMAR", "Omar.", False),
    ],
)
def test_a_code_stands_in_a_text_as_it_is_written(code: str, written: str, so: bool) -> None:
    assert abbreviates(code, written) is so
