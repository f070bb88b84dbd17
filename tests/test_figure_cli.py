"""``geomap figure``: what it writes, prints and answers."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from geomap.cli import main

if TYPE_CHECKING:
    from pathlib import Path

TABLE = (
    "event_id,date,place,lat,lon,event_type,actor\n"
    "1,2023-12-08,Kirkuk,,,rocket attack,A\n"
    "2,2023-12-08,Erbil,,,drone attack,B\n"
    "3,2023-12-09,Nowhere At All,,,drone attack,B\n"
)


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(("figure", *arguments))
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


@pytest.mark.parametrize(("name", "head"), [("f.svg", b"<?xml"), ("f.pdf", b"%PDF"), ("f.PNG", b"\x89PNG")])
def test_the_suffix_chooses_the_format(run: Any, tmp_path: Path, name: str, head: bytes) -> None:
    assert run("a.csv", "-o", name, "--dpi", "60") == (
        0,
        f"{name}\n",
        "3 events from 1 table: 2 placed, 1 not placed (see geomap review)\n",
    )
    assert (tmp_path / name).read_bytes().startswith(head)


def test_every_option_reaches_the_picture(run: Any, tmp_path: Path) -> None:
    words = {"--title": "T-title", "--subtitle": "T-sub", "--note": "T-note", "--source": "T-source"}
    options = [part for pair in words.items() for part in pair]
    assert run("a.csv", "-o", "f.svg", "--size", "120x90", "--layer", "actor", *options)[0] == 0
    text = (tmp_path / "f.svg").read_text("utf-8")
    assert 'width="120mm" height="90mm"' in text
    assert all(f">{word}<" in text for word in ("T-title", "T-sub", "T-note", "Source: T-source", "Actor"))
    assert "1 of 3 events could not be placed and is not shown: “Nowhere At All”" in text


def test_json_tells_what_was_cut(run: Any) -> None:
    status, out, _ = run("a.csv", "-o", "f.svg", "--title", "word " * 900, "--json", "-q")
    told = json.loads(out)
    assert (status, told["events"], told["placed"]) == (0, 3, 2)
    assert told["notes"][-1] == "the title is too long for the figure and was cut; it ends with …"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("a.csv", "-o", "f.jpg"), "f.jpg: a figure is written as .svg, .pdf, .png; geomap map writes .html"),
        (("missing.csv", "-o", "f.svg", "--size", "big"), "size: 'big' is none of report"),
        (("missing.csv", "-o", "f.svg", "--dpi", "9"), "dpi: 9 is outside 36 to 2400"),
        (("a.csv", "-o", "f.svg", "--layer", "colour"), "no column named 'colour'"),
        (("a.csv", "-o", "no/f.svg"), "does not exist; make it first"),
        (("a.csv",), "Missing option '-o' / '--output'"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(
    run: Any, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    status, out, err = run(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert words in err
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_without_matplotlib_the_extra_is_named_before_the_work(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    status, out, err = run("missing.csv", "-o", "f.svg")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("geomap: figures need matplotlib, which is not installed; install it with: ")
    assert "pip install 'geomap[figure]'" in err
