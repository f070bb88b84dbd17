"""Exports as they come: each file of ``tests/cases/exports`` through the command line.

``tests/cases/exports.csv`` says what becomes of it: how many events, how many rows set aside, how
many placed; words that must be told; the first event's place, day and figures (low-best-high).
Without a number of events the file is refused, and one line says why.
"""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geomap.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, dict[str, Any], str]]

CASES = Path(__file__).parent / "cases"
EXPORTS = CASES / "exports"
with (CASES / "exports.csv").open(encoding="utf-8", newline="") as lines:
    TABLE = list(csv.DictReader(lines))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def export(path: Path, *options: str) -> tuple[int, dict[str, Any], str]:
        out = tmp_path / "out.geojson"
        code = main(["export", str(path), "-o", str(out), "--json", *options])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        if code:
            assert len(told.err.splitlines()) == 1
            return code, {}, told.err
        return code, json.loads(told.out) | json.loads(out.read_text(encoding="utf-8")), told.err

    return export


def figures(event: dict[str, Any]) -> str:
    low, best, high = (event[f"killed_{end}"] for end in ("low", "best", "high"))
    if low is None and high is None:
        return "" if best is None else str(best)
    return "-".join("" if each is None else str(each) for each in (low, best, high))


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case['file']} {case['options']}".strip())
def test_an_export_is_read_whole_and_each_row_accounted_for(run: Run, case: dict[str, str]) -> None:
    code, told, err = run(EXPORTS / case["file"], *shlex.split(case["options"]))
    if not case["events"]:
        assert code == 2
        assert case["says"] in err
        return
    assert code == 0, err
    counts = (told["events"], len(told["set_aside"]), told["placed"])
    assert counts == (int(case["events"]), int(case["set_aside"]), int(case["placed"])), err
    event = told["features"][0]["properties"]
    assert case["says"] in err + json.dumps(told["features"], ensure_ascii=False)
    assert (event["place_text"] or "") == case["place"]
    assert (event["time_start"] or "")[:10] == case["day"]
    assert figures(event) == case["killed"]


def test_each_export_has_its_case() -> None:
    assert {case["file"] for case in TABLE} == {path.name for path in EXPORTS.iterdir()}


def test_all_exports_together_can_be_mapped_and_reviewed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = sorted(str(path) for path in EXPORTS.iterdir())
    assert main(["map", *files, "-o", str(tmp_path / "map.html"), "--json"]) == 0
    events = sum(int(case["events"] or 0) for case in TABLE if not case["options"])
    assert json.loads(capsys.readouterr().out)["events"] == events
    assert main(["review", *files, "-q"]) in (0, 1)
    assert "Traceback" not in capsys.readouterr().err


def test_features_carry_colours_where_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.geojsonl"
    assert main(["export", str(EXPORTS / "french.csv"), "-o", str(out), "--simplestyle"]) == 0
    first = json.loads(out.read_text(encoding="utf-8").splitlines()[0])
    assert first["properties"]["marker-color"].startswith("#")
    assert main(["export", str(EXPORTS / "french.csv"), "-o", "a.gpkg", "--simplestyle"]) == 2
    assert "--simplestyle is for .geojson and .geojsonl" in capsys.readouterr().err
