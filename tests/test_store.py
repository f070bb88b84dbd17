"""An index file: what is put in is found, by many at once; what is none is named as such."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import sqlite3
import threading
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.errors import IndexFileError
from geomap.gazetteer.building import build_index, write_gazetteer
from geomap.gazetteer.importers.record import Name, Origin, Record, Source
from geomap.gazetteer.index import PackIndex
from geomap.gazetteer.layers import LayeredIndex
from geomap.gazetteer.names import beginnings, fold, skeleton
from geomap.gazetteer.near import one_edit_off
from geomap.gazetteer.packing import bucket_of
from geomap.gazetteer.store import StoredIndex
from geomap.model import AliasKind, Confidence, Kind

if TYPE_CHECKING:
    from pathlib import Path

Build = Callable[..., StoredIndex]
ORIGIN = Origin(name="sample", title="Sample", licence="CC0 1.0", attribution="nobody", version="1")


def record(code: str, name: str, **more: object) -> Record:
    given_more = {"kind": Kind.TOWN, "lat": 34.0, "lon": 43.0, "line": 1, "country": "IQ"} | more
    return Record(id=f"sample:{code}", name=name, **given_more)  # type: ignore[arg-type]


@pytest.fixture
def built(tmp_path: Path) -> Build:
    def build(*records: Record, others: tuple[Record, ...] = ()) -> StoredIndex:
        sources = [("sample", Source(ORIGIN, lambda _skip: iter(records)))]
        if others:
            second = Origin(name="second", title="Second")
            sources.append(("second", Source(second, lambda _skip: iter(others))))
        write_gazetteer(sources, tmp_path / "sample.gazetteer")
        return StoredIndex(tmp_path / "sample.gazetteer")

    return build


IRAQ = record(
    "IQ", "Iraq", kind=Kind.COUNTRY, radius_m=500_000.0, names=(Name("Iraqi", AliasKind.DEMONYM, "en"),)
)
ANBAR = record("AN", "Al Anbar", kind=Kind.ADMIN1, lat=32.8, lon=41.6, within=("sample:IQ",))
HIT = record("7", "Hit", lat=33.64, lon=42.82, population=66_700, within=("sample:AN", "sample:IQ"))
BASE = record(
    "8",
    "Ain al-Asad Air Base",
    kind=Kind.AIR_BASE,
    lat=33.7856,
    lon=42.4412,
    within=("sample:none", "sample:AN"),
    names=(Name("عين الأسد", AliasKind.TRANSLATION, "ar"), Name("ORAA", AliasKind.CODE)),
)


class TestLookups:
    def test_a_place_comes_back_as_it_was_put_in(self, built: Build) -> None:
        place = built(IRAQ, ANBAR, HIT).place("sample:7")
        assert place is not None
        assert (place.id, place.name, place.kind, place.country) == ("sample:7", "Hit", Kind.TOWN, "IQ")
        assert (place.lat, place.lon, place.population) == (33.64, 42.82, 66_700)
        assert (place.parent, place.dataset, place.confidence) == ("sample:AN", "sample", Confidence.MEDIUM)
        assert place.radius_m == pytest.approx(3_100)

    def test_exact_spelling_finds_the_name_and_says_which_it_was(self, built: Build) -> None:
        found = built(IRAQ, ANBAR, BASE).exact(fold("عَيْن الاسد"))
        assert [
            (named.place.id, named.alias.text, named.alias.kind, named.alias.lang) for named in found
        ] == [("sample:8", "عين الأسد", AliasKind.TRANSLATION, "ar")]

    def test_the_generic_word_may_be_left_out(self, built: Build) -> None:
        index = built(BASE)
        assert [named.place.id for named in index.core("ain al asad")] == []
        assert [named.place.id for named in index.core("ain asad")] == ["sample:8"]
        assert index.exact("ain asad") == []

    def test_a_transliteration_is_found_by_its_consonants(self, built: Build) -> None:
        found = built(record("1", "Al-Qusayr")).sounding(skeleton("Kousseir"))
        assert [named.place.name for named in found] == ["Al-Qusayr"]

    def test_of_what_sounds_alike_each_name_comes_but_for_those_that_are_not_likely(
        self, built: Build
    ) -> None:
        index = built(record("1", "Al-Qusayr", names=(Name("Kasra"), Name("Kousseir"))), record("2", "Qasr"))
        consonants = skeleton("Kousseir")
        names = [named.alias.text for named in index.sounding(consonants)]
        assert sorted(names) == ["Al-Qusayr", "Kasra", "Kousseir", "Qasr"]
        likely = index.sounding(consonants, lambda core: core.startswith("k"))
        assert [named.alias.text for named in likely] == ["Kasra", "Kousseir"]

    @pytest.mark.parametrize("wrong", ["mozul", "moslu", "mosull", "mosal", "mosu", "mopsul"])
    def test_a_misspelling_is_found_by_one_edit(self, built: Build, wrong: str) -> None:
        index = built(record("1", "Mosul"), record("2", "Kirkuk"))
        assert [named.place.name for named in index.similar(wrong, 5)] == ["Mosul"]

    @pytest.mark.parametrize("wrong", ["osul", "nosul", "omsul"])
    def test_a_slip_in_the_first_letter_is_not_looked_for(self, built: Build, wrong: str) -> None:
        assert not built(record("1", "Mosul"), record("2", "Kirkuk")).similar(wrong, 5)

    def test_the_nearest_misspelling_comes_first_and_a_place_once(self, built: Build) -> None:
        index = built(record("1", "Samara"), record("2", "Samarra", names=(Name("Samarrah"),)))
        assert [named.place.id for named in index.similar("samarrra", 5)] == ["sample:2", "sample:1"]

    def test_words_that_begin_a_name_of_several_are_told_from_others(self, built: Build) -> None:
        index = built(IRAQ, ANBAR, BASE, *(record(str(n), f"Tell{n} Ward") for n in range(300)))
        for name in ("Al Anbar", "Ain al-Asad Air Base", *(f"Tell{n} Ward" for n in range(300))):
            assert all(index.begins(words) for words in beginnings(fold(name))), name
        # A no is never wrong; a yes seldom.
        assert sum(index.begins(f"police {n}") for n in range(1_000)) < 200
        assert not index.begins("iraq")
        assert sum(index.begins(f"tell{n} district") for n in range(300)) < 60
        packs = PackIndex([])
        assert LayeredIndex(packs, index).begins("ain al")
        assert not packs.begins("ain al")

    def test_the_most_prominent_comes_first(self, built: Build) -> None:
        small = record("1", "Homs", lat=10.0, population=900)
        large = record("2", "Homs", population=800_000)
        unit = record("3", "Homs", kind=Kind.ADMIN1, lat=30.0)
        assert [named.place.id for named in built(small, large, unit).exact("homs")] == [
            "sample:3",
            "sample:2",
            "sample:1",
        ]

    def test_children_are_those_placed_in_it(self, built: Build) -> None:
        index = built(HIT, ANBAR, IRAQ, BASE)
        assert [place.id for place in index.children("sample:AN")] == ["sample:7", "sample:8"]
        assert [place.id for place in index.children("sample:IQ")] == ["sample:AN"]

    def test_aliases_begin_with_the_name_and_repeat_no_spelling(self, built: Build) -> None:
        names = (Name("hit"), Name("HĪT"), Name("Heet"), Name("هيت", AliasKind.NAME, "ar"))
        aliases = built(record("7", "Hit", names=names)).aliases("sample:7")
        assert [alias.text for alias in aliases] == ["Hit", "Heet", "هيت"]

    def test_an_id_of_another_gazetteer_finds_the_place(self, built: Build) -> None:
        index = built(record("7", "Hit", same_as=("geonames:95788", "wikidata:Q632014")))
        for other in ("geonames:95788", "wikidata:Q632014"):
            place = index.place(other)
            assert place is not None
            assert place.id == "sample:7"

    def test_outlines_come_back(self, built: Build) -> None:
        square = {"type": "Polygon", "coordinates": [[[41, 32], [42, 32], [42, 33], [41, 32]]]}
        index = built(record("AN", "Anbar", kind=Kind.ADMIN1, outline=square), HIT)
        assert index.outline("sample:AN") == square
        assert index.outline("sample:7") is None

    def test_what_must_be_credited_is_told(self, built: Build) -> None:
        (dataset,) = built(IRAQ, HIT).datasets()
        assert (dataset.name, dataset.title, dataset.places, dataset.names) == ("sample", "Sample (1)", 2, 3)
        assert (dataset.licence, dataset.attribution) == ("CC0 1.0", "nobody")

    def test_it_can_lie_below_packs(self, built: Build) -> None:
        layers = LayeredIndex(PackIndex([]), built(HIT))
        assert [named.place.id for named in layers.exact("hit")] == ["sample:7"]


class TestJoining:
    def test_one_place_of_two_sources_is_one(self, built: Build) -> None:
        other = Record(
            "other:1", "Heet", Kind.CITY, 33.645, 42.83, 1, "IQ", names=(Name("Hit"),), population=5
        )
        index = built(HIT, others=(other,))
        (found,) = index.exact("hit")
        assert index.place("other:1") == found.place
        assert found.place.id == "sample:7"
        assert found.place.confidence is Confidence.HIGH
        assert found.place.sources == ("Sample", "Second")
        assert [named.place.id for named in index.exact("heet")] == ["sample:7"]

    @pytest.mark.parametrize(
        "other",
        [
            Record("other:1", "Hit", Kind.TOWN, 34.64, 42.82, 1, "IQ"),
            Record("other:1", "Hit", Kind.AIR_BASE, 33.64, 42.82, 1, "IQ"),
            Record("other:1", "Hit", Kind.TOWN, 33.64, 42.82, 1, "SY"),
            Record("other:1", "Heet", Kind.TOWN, 34.64, 42.82, 1, "IQ", same_as=("sample:7",)),
        ],
        ids=["far off", "of another kind", "in another country", "far off though linked"],
    )
    def test_namesakes_stay_apart(self, built: Build, other: Record) -> None:
        index = built(HIT, others=(other,))
        first, second = index.place("sample:7"), index.place("other:1")
        assert first is not None
        assert second is not None
        assert first.id != second.id

    def test_a_unit_without_a_position_is_placed_amid_its_places(self, built: Build) -> None:
        unit = record("D", "Hit District", kind=Kind.ADMIN2, lat=None, lon=None)
        towns = [record(str(at), f"Town {at}", lat=33.0 + at, within=("sample:D",)) for at in range(3)]
        place = built(unit, *towns).place("sample:D")
        assert place is not None
        assert (place.lat, place.lon) == pytest.approx((34.0, 43.0))
        assert place.radius_m > 100_000


class TestFile:
    def test_the_same_input_gives_the_same_bytes(self, built: Build) -> None:
        first = built(IRAQ, ANBAR, HIT, BASE).path.read_bytes()
        assert built(IRAQ, ANBAR, HIT, BASE).path.read_bytes() == first

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "is no gazetteer index"),
            (b"id,name\n1,Hit\n" * 20, "is no gazetteer index"),
            (b"SQLite format 3\x00" + bytes(100), "is no gazetteer index"),
        ],
    )
    def test_a_foreign_file_is_named_as_such(self, tmp_path: Path, content: bytes, message: str) -> None:
        path = tmp_path / "x.gazetteer"
        path.write_bytes(content)
        with pytest.raises(IndexFileError, match=message):
            StoredIndex(path)

    def test_another_programs_database_is_named_as_such(self, tmp_path: Path) -> None:
        path = tmp_path / "x.gazetteer"
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE place(id)")
        database.close()
        with pytest.raises(IndexFileError, match="is no gazetteer index"):
            StoredIndex(path)

    def test_a_missing_file_is_named_as_such(self, tmp_path: Path) -> None:
        with pytest.raises(IndexFileError, match="cannot be read"):
            StoredIndex(tmp_path / "none.gazetteer")

    @pytest.mark.parametrize("change", [-4096, -1, 1])
    def test_a_cut_off_file_is_named_as_such(self, built: Build, change: int) -> None:
        path = built(IRAQ, ANBAR, HIT).path
        data = path.read_bytes()
        path.write_bytes(data[:change] if change < 0 else data + b"x")
        with pytest.raises(IndexFileError, match="cut off"):
            StoredIndex(path)

    def test_an_index_of_another_version_is_named_as_such(self, built: Build) -> None:
        path = built(HIT).path
        data = bytearray(path.read_bytes())
        data[63] = 99
        path.write_bytes(data)
        with pytest.raises(IndexFileError, match="version 99"):
            StoredIndex(path)

    def test_a_view_in_place_of_a_table_is_refused(self, built: Build) -> None:
        path = built(HIT).path
        with sqlite3.connect(path) as database:
            database.execute("CREATE VIEW trick AS SELECT 1")
        database.close()
        with pytest.raises(IndexFileError, match="tables are not those"):
            StoredIndex(path)

    def test_an_index_of_other_spelling_rules_is_named_as_such(
        self, built: Build, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = built(HIT).path
        monkeypatch.setattr("geomap.gazetteer.store.rules_stamp", lambda: 1)
        with pytest.raises(IndexFileError, match="other rules of spelling"):
            StoredIndex(path)

    def test_damage_inside_is_an_index_file_error_or_is_not_met(self, built: Build) -> None:
        path = built(*(record(str(at), f"Place {at}", population=at) for at in range(300))).path
        whole = path.read_bytes()
        damaged = 0
        for page in range(4096, len(whole), 4096):
            path.write_bytes(whole[:page] + b"\xff" * 4096 + whole[page + 4096 :])
            try:
                index = StoredIndex(path)
                for at in range(0, 300, 7):
                    index.exact(f"place {at}")
                    index.place(f"sample:{at}")
                    index.similar(f"plase {at}", 3)
            except IndexFileError:
                damaged += 1
        assert damaged > 5

    def test_a_failed_build_leaves_the_old_file(self, built: Build, tmp_path: Path) -> None:
        before = built(HIT).path.read_bytes()
        cut_off = tmp_path / "cut.geojson"
        cut_off.write_text(
            '{"type":"FeatureCollection","features":[{"type":"Feature","prop', encoding="utf-8"
        )
        with pytest.raises(ValueError, match="row 1"):
            build_index([cut_off], tmp_path / "sample.gazetteer")
        assert (tmp_path / "sample.gazetteer").read_bytes() == before
        assert sorted(path.name for path in tmp_path.iterdir()) == ["cut.geojson", "sample.gazetteer"]


def _look_up(index: StoredIndex, key: str) -> list[str]:
    return [named.place.id for named in index.exact(key)]


class TestManyAtOnce:
    def test_threads(self, built: Build) -> None:
        index = built(HIT, BASE)
        found: list[list[str]] = []
        threads = [
            threading.Thread(target=lambda: found.extend(_look_up(index, "hit") for _ in range(200)))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [["sample:7"]] * 1600

    @pytest.mark.parametrize("start", ["fork", "spawn"])
    def test_processes(self, built: Build, start: str) -> None:
        if start not in multiprocessing.get_all_start_methods():
            pytest.skip(f"this system cannot {start}")
        index = built(HIT, BASE)
        assert _look_up(index, "hit") == ["sample:7"]
        with multiprocessing.get_context(start).Pool(2) as pool:
            assert pool.starmap(_look_up, [(index, "hit")] * 20) == [["sample:7"]] * 20

    def test_a_forked_child_opens_the_file_itself(self, built: Build) -> None:
        if not hasattr(os, "fork"):
            pytest.skip("this system cannot fork")
        index = built(HIT)
        index.exact("hit")
        child = os.fork()
        if not child:
            os._exit(0 if _look_up(index, "hit") == ["sample:7"] else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert _look_up(index, "hit") == ["sample:7"]

    def test_pickling_opens_the_same_file(self, built: Build) -> None:
        assert _look_up(pickle.loads(pickle.dumps(built(HIT))), "hit") == ["sample:7"]


HOSTILE = (
    "",
    "\x00",
    "hit\x00",
    "\ud800",
    "hit\udfff",
    "' OR 1=1 --",
    'hit"; DROP TABLE place; --',
    "NEAR(hit)",
    "hit*",
    "%",
    "_",
    "\u202ehit",
    "x" * 100_000,
    "hit " * 25_000,
    "A" * 41,
    "🏴" * 50,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_no_error_and_no_answer(built: Build, text: str) -> None:
    index = built(HIT, BASE, record("0", "Zero"))
    for question in (index.exact, index.core, index.sounding, lambda key: index.similar(key, 5)):
        assert list(question(text)) == []
    for question in (index.place, index.outline):
        assert question(text) is None
        assert question(f"sample:{text}") is None
    assert list(index.aliases(text)) == list(index.children(text)) == []


@pytest.mark.parametrize("code", ["9" * 30, "-1", "007", "٣", "1e3", " 7"])
def test_a_code_is_itself_and_no_other_number(built: Build, code: str) -> None:
    index = built(record("7", "Hit"), record(code, "Heet"))
    place = index.place(f"sample:{code}")
    assert place is not None
    assert (place.id, place.name) == (f"sample:{code}", "Heet")


def test_one_edit_off_is_all_and_only_one_edit() -> None:
    from rapidfuzz.distance import OSA

    made = one_edit_off("MSL")
    assert {"MSL", "MS", "SL", "MSLK", "MKSL", "SML", "MSK", "KSL"} <= set(made)
    assert all(OSA.distance("MSL", other) <= 1 for other in made)


# Control and format characters are taken off a name before it is kept.
WRITTEN = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text(WRITTEN, min_size=1, max_size=30), min_size=1, max_size=20))
def test_every_name_that_goes_in_is_found_by_its_key(built: Build, names: list[str]) -> None:
    index = built(
        record("0", "Anchor"),
        *(
            record(str(at), name, lat=float(at), names=(Name(name[::-1]),))
            for at, name in enumerate(names, 1)
        ),
    )
    for at, name in enumerate(names, 1):
        for text in (name, name[::-1]):
            key = fold(text)
            if key and index.place(f"sample:{at}"):
                assert f"sample:{at}" in [named.place.id for named in index.exact(key)]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    path = tmp_path / "own.geojson"
    feature = {
        "type": "Feature",
        "properties": {"name": "Hit"},
        "geometry": {"type": "Point", "coordinates": [43, 34]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    build_index([path], tmp_path / "o.gazetteer", progress=lambda *step: told.append(step))
    assert ("writing places", 1, 1) in told


def test_letters_amid_a_code_are_no_article(built: Build) -> None:
    index = built(record("1", "Pratt Landing", names=(Name("7AL7", AliasKind.CODE),)))
    assert [named.place.name for named in index.exact(fold("7AL7"))] == ["Pratt Landing"]
    assert not index.core(fold("{{7*7}}"))


def test_a_box_gives_the_most_prominent_of_the_kinds_asked_for(built: Build) -> None:
    towns = [record(str(at), f"Town {at}", lat=33.0 + at / 10, population=at * 1000) for at in range(1, 9)]
    base = record("b", "Balad", kind=Kind.AIR_BASE, lat=33.5, lon=43.0)
    edge = record("e", "Edge", lat=33.0, lon=-180.0)
    index = built(*towns, base, edge)
    assert [place.name for place in index.box(33.35, 42.5, 33.65, 43.5)] == [
        "Town 6",
        "Town 5",
        "Town 4",
        "Balad",
    ]
    assert [place.name for place in index.box(33.0, 42.5, 34.0, 43.5, {Kind.TOWN}, 2)] == ["Town 8", "Town 7"]
    assert [place.name for place in index.box(-90, -180, 90, -180)] == ["Edge"]
    assert not index.box(34.0, 42.5, 33.0, 43.5)


def test_names_that_share_a_hash_are_told_apart(built: Build) -> None:
    # Of so few names an index keeps but sixteen bits of each key's hash.
    mark = bucket_of("hit", 0)[1]
    other = next(name for at in count() if bucket_of(name := f"village {at}", 0)[1] == mark)
    alone = built(record("1", "Hit"))
    assert not alone.exact(other)
    assert not alone.core(other)
    both = built(record("1", "Hit"), record("2", other))
    assert [named.place.name for named in both.exact(other)] == [other]
    assert [named.place.name for named in both.exact("hit")] == ["Hit"]
