"""Names that are like a text and not the same: which places they bring up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap.gazetteer.building import write_gazetteer
from geomap.gazetteer.importers.record import Name, Origin, Record, Source
from geomap.gazetteer.names import fold
from geomap.gazetteer.store import StoredIndex
from geomap.model import Kind
from geomap.resolve import Gazetteer
from geomap.resolve.likeness import misspelled, sounding

if TYPE_CHECKING:
    from pathlib import Path


def town(code: str, name: str, *names: str, kind: Kind = Kind.TOWN) -> Record:
    return Record(f"sample:{code}", name, kind, 34.0, 43.0, 1, country="IQ", names=tuple(map(Name, names)))


@pytest.fixture
def index(tmp_path: Path) -> StoredIndex:
    records = (
        town("1", "Surin"),
        town("2", "Sarauna"),
        town("3", "Saro Newa"),
        town("4", "Serine Town", "Zrin", "Seren"),
        town("5", "Bani Waleeda"),
        town("6", "Bnu Wldi"),
        town("7", "Bnld"),
        town("8", "Jabal Sinjar", kind=Kind.MOUNTAIN),
        town("9", "Kousseira"),
        town("10", "Ontario", "Ontehrio"),
    )
    source = Source(Origin(name="sample", title="Sample"), lambda _skip: iter(records))
    write_gazetteer([("sample", source)], tmp_path / "sample.gazetteer")
    return StoredIndex(tmp_path / "sample.gazetteer")


def test_of_few_consonants_only_names_with_vowels_in_the_same_places_are_alike(index: StoredIndex) -> None:
    found = {match.place.name: match for match in sounding(index, "sarin")}
    assert set(found) == {"Surin", "Sarauna", "Serine Town"}


def test_of_more_consonants_some_vowels_may_stand_elsewhere(index: StoredIndex) -> None:
    assert {match.place.name for match in sounding(index, "beni oualida")} == {"Bani Waleeda", "Bnu Wldi"}


def test_a_script_that_writes_no_vowels_is_not_judged_by_them(index: StoredIndex) -> None:
    assert [match.place.name for match in sounding(index, fold("قصر"))] == ["Kousseira"]
    assert not sounding(index, "qsr")


def test_a_place_is_alike_by_the_nearest_of_its_names(index: StoredIndex) -> None:
    found = {match.place.name: match.alias.text for match in sounding(index, "seran")}
    assert found["Serine Town"] == "Seren"
    found = {match.place.name: match.alias.text for match in sounding(index, "serine")}
    assert found["Serine Town"] == "Serine Town"


@pytest.mark.parametrize("wrong", ["jabal sinjaq", "sinjarr", "jabal sinhar", "mount sinjer"])
def test_a_slip_is_found_beside_the_word_for_the_kind(index: StoredIndex, wrong: str) -> None:
    assert [match.place.name for match in misspelled(index, wrong)] == ["Jabal Sinjar"]


def test_no_slip_is_looked_for_in_the_first_letter(index: StoredIndex) -> None:
    assert not misspelled(index, "jabal minjar")


def test_a_letter_wrong_is_nearer_than_a_name_that_only_sounds_alike(index: StoredIndex) -> None:
    answer = Gazetteer(index).resolve("Ontxrio")
    assert [candidate.place.name for candidate in answer.candidates] == ["Ontario"]
    assert 'spelled like "Ontario" (1 letter differs)' in answer.reason
