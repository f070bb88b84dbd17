"""The packs as they are compiled with the package: the same answers, and never those of another state."""

from __future__ import annotations

import itertools
import os
import pickle
from typing import TYPE_CHECKING

import pytest
from packs import write_pack

from geomap.errors import PackError
from geomap.gazetteer.bundled import PACKS, WORLD, bundled_packs
from geomap.gazetteer.compiled import CompiledPacks, compile_packs, compiled_packs
from geomap.gazetteer.index import PackIndex
from geomap.gazetteer.packs import read_packs
from geomap.gazetteer.store import StoredIndex
from geomap.model import Kind, Place

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def read() -> PackIndex:
    return PackIndex(read_packs(bundled_packs()))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> PackIndex:
    out = tmp_path_factory.mktemp("compiled") / "packs.tables"
    compile_packs(bundled_packs(), out)
    index = compiled_packs(out, bundled_packs())
    assert isinstance(index, CompiledPacks)
    return index


def test_every_place_is_the_same_with_all_that_is_known_of_it(read: PackIndex, compiled: PackIndex) -> None:
    assert list(compiled.places()) == list(read.places())
    assert compiled.countries() == read.countries()
    assert compiled.datasets() == read.datasets()
    for place in read.places():
        assert compiled.place(place.id) == place
        assert list(compiled.aliases(place.id)) == list(read.aliases(place.id))
        assert list(compiled.children(place.id)) == list(read.children(place.id))
        assert list(compiled.links(place.id)) == list(read.links(place.id))
        assert compiled.outline(place.id) == read.outline(place.id)


def test_every_name_finds_the_same_places(read: PackIndex, compiled: PackIndex) -> None:
    for key, found in read.by_key.items():
        assert list(compiled.exact(key)) == found
    for key, found in read.by_core.items():
        assert list(compiled.core(key)) == found
        assert list(compiled.kept(key)) == list(read.kept(key))
    for consonants, found in read.by_skeleton.items():
        assert list(compiled.sounding(consonants)) == found
    for wrong in ("mosull", "kirkuuk", "bagdhad", "al hasaka", "x"):
        assert list(compiled.similar(wrong, 20)) == list(read.similar(wrong, 20))
    assert not compiled.exact("no such name")


def test_the_same_places_of_another_source_are_met(read: PackIndex, compiled: PackIndex) -> None:
    for place in list(read.places())[::7]:
        other = Place("other:1", place.name, place.kind, place.lat, place.lon, place.radius_m, place.country)
        names = read.aliases(place.id)
        assert compiled.twin(other, lambda names=names: names) == read.twin(other, lambda names=names: names)
    for link in read.linked:
        elsewhere = Place(link, "x", Kind.CITY, 0.0, 0.0, 0.0)
        assert compiled.twin(elsewhere, tuple) == read.twin(elsewhere, tuple)


def test_a_changed_pack_is_read_itself(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    out = tmp_path / "packs.tables"
    compile_packs([pack], out)
    assert compiled_packs(out, [pack]) is not None
    with (pack / "aliases.csv").open("a", encoding="utf-8") as file:
        file.write("baghdad,City of Peace,description,en,\n")
    assert compiled_packs(out, [pack]) is None


@pytest.mark.parametrize("change", [b"", b"\n", b"not json\n{}", b"[9, 0, 0, 0]\n{}"])
def test_a_foreign_file_is_not_believed(tmp_path: Path, change: bytes) -> None:
    out = tmp_path / "packs.tables"
    out.write_bytes(change)
    assert compiled_packs(out, bundled_packs()) is None
    assert compiled_packs(tmp_path / "none", bundled_packs()) is None


def test_a_damaged_file_is_not_believed(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    out = tmp_path / "packs.tables"
    compile_packs([pack], out)
    whole = out.read_bytes()
    out.write_bytes(whole.replace(b"Baghdad", b"Bagdad!", 1))
    assert compiled_packs(out, [pack]) is None
    out.write_bytes(whole[:-10])
    assert compiled_packs(out, [pack]) is None


def test_packs_with_faults_are_not_compiled(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack", aliases=("nowhere,Nowhere,name,,",))
    with pytest.raises(PackError, match="nowhere"):
        compile_packs([pack], tmp_path / "packs.tables")


def test_another_process_opens_them_again(compiled: PackIndex) -> None:
    again = pickle.loads(pickle.dumps(compiled))
    assert again.exact("baghdad") == compiled.exact("baghdad")
    assert again.exact("baghdad")


def test_a_copy_of_the_packs_with_other_times_is_the_same(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    out = tmp_path / "packs.tables"
    compile_packs([pack], out)
    for file in pack.iterdir():
        os.utime(file, (0, 0))
    assert compiled_packs(out, [pack]) is not None


@pytest.mark.skipif(not WORLD.is_file(), reason="the world index is compiled by the build")
def test_what_the_packs_have_of_the_world_was_found_out_when_they_were_compiled(read: PackIndex) -> None:
    world = StoredIndex(WORLD)
    asked = compiled_packs(PACKS, bundled_packs())
    if asked is None:
        pytest.skip("packs or code changed since they were compiled")
    twins = asked.twins_in(world)
    assert twins is not None
    assert len(twins) > 500
    for place in itertools.islice(world.places(), 0, None, 1_009):
        twin = read.twin(place, lambda place=place: world.aliases(place.id))
        assert twins.get(place.id) == (None if twin is None else twin.id), place


def test_of_another_index_nothing_is_known_before(compiled: PackIndex, read: PackIndex) -> None:
    assert compiled.twins_in(read) is None
    assert read.twins_in(compiled) is None
