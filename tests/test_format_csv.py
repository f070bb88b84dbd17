"""CSV as it is written: one row an event, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pandas as pd
from known_places import KnownPlaces

from geomap import formats
from geomap.events import NAMES, locate

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


def test_csv_has_one_row_an_event_with_the_frames_columns(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    formats.write(frame, path)
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
    assert len(rows) == 5
    assert list(rows[0]) == [*NAMES, "own text", "own number", "wkt"]
    assert rows[1]["wkt"].startswith("POLYGON")
    assert json.loads(rows[0]["sources"])[0]["says"] == {"weapon_count": 14}
    assert rows[4]["lat"] == "-33.12345678"


def test_csv_runs_nothing_in_a_spreadsheet(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    frame["@own"] = ["=1+1", "+x", "-x", "@x", "\tx"]
    path = tmp_path / "events.csv"
    formats.write(frame, path)
    for row in csv.reader(io.StringIO(path.read_bytes().decode(), newline="")):
        for cell in row:
            assert not cell.startswith(("=", "@", "\t", "\r", "+")), cell
            assert not cell.startswith("-") or float(cell)
    assert formats.read(path).frame["@own"].tolist() == ["=1+1", "+x", "-x", "@x", "\tx"]


def test_lists_of_formulas_run_nothing_either(shared: Path, tmp_path: Path) -> None:
    texts = [
        json.loads(line)["input"]
        for line in (shared / "bench" / "hostile" / "csv_formula.dev.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    frame = locate(
        pd.DataFrame({"place_text": texts, "event_id": [str(n) for n in range(len(texts))]}), KnownPlaces()
    )
    path = tmp_path / "events.csv"
    formats.write(frame, path)
    cells = [
        row["place_text"] for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert formats.read(path).frame["place_text"].tolist() == [text.strip() for text in texts]


def test_a_bare_carriage_return_in_a_cell_does_not_break_its_row(tmp_path: Path) -> None:
    frame = locate(
        pd.DataFrame({"event_id": ["a"], "damage": ["one\rtwo\nthree"]}).assign(place_text="x"), KnownPlaces()
    )
    formats.write(frame, tmp_path / "e.csv")
    assert formats.read(tmp_path / "e.csv").frame["damage"].tolist() == ["one\rtwo\nthree"]
