"""``geomap gazetteer build``: one line a skipped row, one line a fault, an index in the end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from geomap.cli import main
from geomap.gazetteer.store import StoredIndex

if TYPE_CHECKING:
    from pathlib import Path

ROWS = "name,lat,lon,kind\nTower 22,32.9,38.7,outpost\nNowhere,95,38.7,outpost\n"


def run(*arguments: str) -> int:
    return main(["gazetteer", "build", *arguments])


def test_it_writes_an_index_and_names_what_it_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.csv").write_text(ROWS, encoding="utf-8")
    out = tmp_path / "own.gazetteer"
    assert run(str(tmp_path / "own.csv"), "-o", str(out)) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{out}\n"
    assert printed.err.splitlines() == [
        f"skipped: {tmp_path / 'own.csv'}:3: latitude 95 is outside -90 to 90; swapped with the longitude?",
        "2 rows: 1 place, 1 name, 0 joined, 1 skipped",
    ]
    assert [named.place.name for named in StoredIndex(out).exact("tower 22")] == ["Tower 22"]


def test_its_report_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.csv").write_text(ROWS, encoding="utf-8")
    assert run(str(tmp_path / "own.csv"), "-o", str(tmp_path / "o.gazetteer"), "--json", "-q") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["places"], report["skipped_rows"], report["skipped"][0]["line"]) == (1, 1, 3)


@pytest.mark.parametrize(
    ("source", "out", "why"),
    [
        ("missing.csv", "o.gazetteer", "missing.csv: cannot be read"),
        ("words.txt", "o.gazetteer", "is none of the gazetteer formats"),
        ("words.txt", "no/folder.gazetteer", "does not exist; make it first"),
    ],
)
def test_what_is_wrong_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, out: str, why: str
) -> None:
    (tmp_path / "words.txt").write_text("just words\n", encoding="utf-8")
    assert run(str(tmp_path / source), "-o", str(tmp_path / out)) == 2
    told = capsys.readouterr().err
    assert why in told
    assert told.count("\n") == 1
