"""The examples and the notebook run, and give what their words say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

import geomap

ROOT = Path(__file__).resolve().parent.parent
PLACES = {"us-embassy-baghdad", "ain-al-asad", "conoco-gas-field", "kirkuk"}


@pytest.fixture(scope="module")
def taken(root: Path) -> Any:
    return geomap.read(sorted((root / "examples" / "reports").glob("*.txt")))


def test_the_example_reports_give_five_events_at_four_places(taken: Any) -> None:
    frame = taken.frame
    assert frame["status"].eq("resolved").all()
    assert set(frame["place_id"]) == PLACES
    days = frame["time_start"].dt.strftime("%d").tolist()
    assert sorted(zip(frame["place_id"], days, strict=True)) == [
        ("ain-al-asad", "06"),
        ("ain-al-asad", "08"),
        ("conoco-gas-field", "08"),
        ("kirkuk", "03"),
        ("us-embassy-baghdad", "08"),
    ]


def test_a_strike_near_kirkuk_is_no_pin_point(taken: Any) -> None:
    row = taken.frame[taken.frame["place_id"] == "kirkuk"].iloc[0]
    assert row["precision"] == "vicinity"
    assert row["radius_m"] >= 10_000


def test_the_example_reports_disagree_and_the_event_says_on_what(taken: Any) -> None:
    row = taken.frame[taken.frame["place_id"] == "us-embassy-baghdad"].iloc[0]
    assert len({source["publisher"] for source in row["sources"]}) == 5
    assert {"damage", "weapon_count"} <= {conflict["field"] for conflict in row["conflicts"]}


def test_claimed_strikes_name_who_claims_them(taken: Any) -> None:
    claimed = taken.frame[taken.frame["claimed_by"] == "Islamic Resistance in Iraq"]
    assert set(claimed["place_id"]) == {"ain-al-asad", "conoco-gas-field"}


def test_totals_as_of_a_day_are_not_plotted_and_listed_with_a_reason(taken: Any) -> None:
    quotes = [passage.quote for passage in taken.rejected]
    for total in ("more than 70 attacks", "about 78 attacks", "at least 78 attacks"):
        assert any(total in quote for quote in quotes), total
    assert all(passage.reason for passage in taken.rejected)


def test_the_example_table_shows_a_shared_and_an_unknown_name(root: Path) -> None:
    frame = geomap.read(root / "examples" / "attacks.csv").frame.set_index("event_id")
    assert frame["status"].drop(["A6", "A7"]).eq("resolved").all()
    assert (frame.loc["A6", "status"], frame.loc["A7", "status"]) == ("ambiguous", "unresolved")
    assert frame.loc["A4", "reason"] == "coordinates given in attacks.csv"
    assert frame["flags"].map(len).sum() == 0
    assert geomap.review(frame.reset_index())["line"].str.endswith(",spelling,,").all()


NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_keeps_no_outputs(name: str) -> None:
    text = (ROOT / "notebooks" / name).read_text(encoding="utf-8")
    cells = [cell for cell in nbformat.reads(text, 4).cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)
    assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a notebook from top to bottom, and give what it shows."""
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    # Nothing of the user's own Jupyter, and no port: the kernel is spoken to through files.
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
        (tmp_path / name.lower()).mkdir()
    monkeypatch.setenv("PYTHONWARNINGS", "error::UserWarning")

    def execute(name: str) -> list[Any]:
        notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=str(tmp_path / "kernel"))
        folder = {"metadata": {"path": str(ROOT / "notebooks")}}
        NotebookClient(notebook, timeout=120, km=manager, resources=folder).execute(cleanup_kc=True)
        shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        assert not [output for output in shown if output.output_type == "error"]
        assert not [output for output in shown if output.get("name") == "stderr"]
        return shown

    return execute


def test_the_first_notebook_shows_a_map_and_writes_files(run: Any) -> None:
    shown = run("01-first-map.ipynb")
    assert any("srcdoc" in output.get("data", {}).get("text/html", "") for output in shown)
    assert "attacks.gpkg" in "".join(output.get("text", "") for output in shown)


def test_the_second_notebook_shows_a_frame_of_ones_own_on_a_map_and_as_a_picture(run: Any) -> None:
    data = [output.get("data", {}) for output in run("02-your-own-data.ipynb")]
    assert any("srcdoc" in one.get("text/html", "") and "height:520px" in one["text/html"] for one in data)
    assert "<EventMap: 5 events, 4 on the map, 1 not placed.>" in [one.get("text/plain") for one in data]
    assert any("Training area" in one.get("image/svg+xml", "") for one in data)
