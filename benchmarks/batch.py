"""Measure a million rows of 4,000 distinct names: resolve --batch, resolve_many, and texts by the megabyte.

python benchmarks/batch.py            a million rows
python benchmarks/batch.py 100000     so many
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

DISTINCT = 4_000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    names = some_names()
    draw = random.Random(1)
    drawn = [names[draw.randrange(len(names))] for _ in range(count)]
    print(f"{count:,} rows of {len(names):,} distinct names")
    calls(drawn)
    with tempfile.TemporaryDirectory() as folder:
        tables(drawn, Path(folder))
        texts(drawn, Path(folder))


def some_names() -> list[str]:
    """Take names of the bundled packs, as they are written, with each ninth one misspelled."""
    from geomap.gazetteer.bundled import bundled_packs
    from geomap.gazetteer.packs import read_pack

    packs = [read_pack(pack) for pack in bundled_packs()]
    known = {alias.text for pack in packs for alias in pack.aliases}
    known |= {place.name for pack in packs for place in pack.places}
    names = sorted(known)
    random.Random(0).shuffle(names)
    names = [f"{name}q" if at % 9 == 8 else name for at, name in enumerate(names)]
    more = [f"{name} {number}" for number in range(2, 9) for name in names]
    return [*names, *more][:DISTINCT]


def timed(label: str, began: tuple[float, float], unit: str = "") -> None:
    wall, core = time.perf_counter() - began[0], time.process_time() - began[1]
    print(f"{label}: {wall:.2f} s, of this process's core {core:.2f} s{unit}")


def now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def calls(drawn: list[str]) -> None:
    began = now()
    from geomap.scale import resolve_many

    timed("import", began)
    began = now()
    resolve_many(drawn[:1], workers=1)
    timed("open the gazetteer, first name", began)
    began = now()
    answers = resolve_many(drawn)
    resolved = sum(answer.status == "resolved" for answer in answers)
    timed(f"resolve_many, {resolved / len(answers):.0%} resolved", began)


def tables(drawn: list[str], folder: Path) -> None:
    import csv

    from geomap.cli import main as geomap
    from geomap.scale.rows import opened

    path = folder / "names.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "name"), *enumerate(drawn)])
    began = now()
    with opened(str(path), "name") as rows:
        assert sum(len(piece.keys) for piece in rows.pieces(lambda row: row[1])) == len(drawn)
    timed("read and cut the table alone", began)
    for workers in ("1", "2"):
        began = now()
        assert (
            geomap(["resolve", "--batch", str(path), "-o", str(folder / "o.csv"), "--workers", workers, "-q"])
            == 0
        )
        size = (folder / "o.csv").stat().st_size / 1e6
        timed(f"resolve --batch with {workers} workers", began, f"; {size:.0f} MB written")


def texts(drawn: list[str], folder: Path) -> None:
    import json

    from geomap.cli import main as geomap

    path = folder / "docs.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for at in range(0, min(len(drawn), 20_000), 4):
            one, two, three, four = drawn[at : at + 4]
            text = (
                f"Rockets fell on {one} on Friday, police said. Two people were hurt in {two}, near {three}. "
            )
            file.write(
                json.dumps({"doc": at, "text": f"{text}It was the third attack on {four} this year."}) + "\n"
            )
    size = path.stat().st_size / 1e6
    for workers in ("1", "2"):
        began = now()
        assert geomap(["geoparse", str(path), "-o", str(folder / "o.jsonl"), "--workers", workers, "-q"]) == 0
        timed(f"geoparse of {size:.1f} MB with {workers} workers", began)


if __name__ == "__main__":
    main()
