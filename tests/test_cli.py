"""The command line: what it prints, writes and answers, and how it fails."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from geomap.cli import COMMANDS, main

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "date 2023-12-08\nRockets were fired at the US Embassy in Baghdad on Friday, officials said.\n"
TABLE = "id,date,place,lat,lon\n1,2023-12-08,Kirkuk,,\n2,2023-12-08,Zyxwuvia Qorn,,\n"


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


@pytest.fixture
def report(tmp_path: Path) -> str:
    (tmp_path / "r.txt").write_text(REPORT, encoding="utf-8")
    return "r.txt"


@pytest.fixture
def table(tmp_path: Path) -> str:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    return "a.csv"


def test_help_names_every_command_without_loading_what_makes_a_start_slow() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "geomap", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in COMMANDS)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & {"pandas", "numpy", "geopandas", "folium", "shapely", "rapidfuzz", "sqlite3"}


@pytest.mark.parametrize(("words", "told"), [((), "resolve"), (("gazetteer",), "export")])
def test_a_group_of_commands_alone_lists_them_a_line_each(
    run: Any, words: tuple[str, ...], told: str
) -> None:
    status, out, err = run(*words)
    assert (status, err) == (0, "")
    assert any(line.startswith(f"  {told} ") for line in out.splitlines())


@pytest.mark.parametrize("name", [*COMMANDS, "gazetteer check", "gazetteer info", "gazetteer search"])
def test_every_command_explains_itself(run: Any, name: str) -> None:
    status, out, err = run(*name.split(), "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"Usage: geomap {name} ")


def test_every_example_in_the_help_names_a_command_that_is_there(run: Any) -> None:
    for name in [*COMMANDS, "gazetteer check", "gazetteer info", "gazetteer search"]:
        out = run(*name.split(), "--help")[1]
        for line in out.partition("Examples:")[2].split("\n"):
            if line.strip():
                words = line.split()
                assert words[0] == "geomap"
                assert words[1] in COMMANDS


def test_the_version_is_said(run: Any) -> None:
    assert run("--version")[:2] == (0, "geomap 0.1.0\n")


# -- resolve ------------------------------------------------------------------------------------


def test_resolving_says_who_where_how_sure_and_why(run: Any) -> None:
    status, out, _ = run("resolve", "al-Asaf airbase", "--country", "IQ")
    assert status == 0
    assert out.startswith("Ain al-Asad Air Base (air-base, IQ), score 0.")
    assert "because alias of Ain al-Asad Air Base (misspelling" in out


def test_a_name_of_several_words_needs_no_quotation_marks(run: Any) -> None:
    assert run("resolve", "al-Asaf", "airbase", "--country", "IQ") == run(
        "resolve", "al-Asaf airbase", "--country", "IQ"
    )


def test_a_name_that_is_not_resolved_answers_one(run: Any) -> None:
    status, out, _ = run("resolve", "Zyxwuvia Qorn")
    assert status == 1
    assert out.startswith("Zyxwuvia Qorn: unresolved, ")


def test_resolving_as_json_and_as_geojson(run: Any) -> None:
    answer = json.loads(run("resolve", "Kirkuk", "--json")[1])
    assert (answer["status"], answer["country"], answer["kind"]) == ("resolved", "IQ", "city")
    assert answer["candidates"][0]["evidence"]
    feature = json.loads(run("resolve", "Kirkuk", "--geojson")[1])
    assert feature["geometry"]["type"] in ("Point", "Polygon", "MultiPolygon")
    assert json.loads(run("resolve", "Zyxwuvia Qorn", "--geojson")[1])["geometry"] is None


def test_a_batch_repeats_its_input_and_adds_the_answer_row_for_row(run: Any, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,country,lat\nKirkuk,IQ,1\nZyxwuvia Qorn,,2\n,,3\nKirkuk,SY,4\n")
    status, out, err = run("resolve", "--batch", "names.csv", "-o", "out.csv")
    assert (status, out) == (0, "out.csv\n")
    assert "4 names: 1 resolved, 3 not" in err
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
    assert [row["lat"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["status"] for row in rows] == ["resolved", "unresolved", "unresolved", "unresolved"]
    assert abs(float(rows[0]["answer_lat"]) - 35.47) < 0.1
    assert rows[2]["reason"] == "no name is given"


def test_a_batch_without_a_name_column_says_which_columns_there_are(run: Any, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("place,country\nKirkuk,IQ\n")
    status, _, err = run("resolve", "--batch", "names.csv")
    assert status == 2
    assert err == "geomap: names.csv, row 1: there is no column 'name'; columns: place, country\n"


def test_a_gazetteer_of_ones_own_is_laid_over_the_bundled_ones(run: Any, tmp_path: Path) -> None:
    pack = tmp_path / "mine"
    pack.mkdir()
    (pack / "aliases.csv").write_text("place_id,alias,kind,lang,note\nkirkuk,Zyxwuvia Qorn,spelling,,\n")
    assert run("resolve", "Zyxwuvia Qorn", "--gazetteer", "mine")[0] == 0
    status, _, err = run("resolve", "Kirkuk", "--gazetteer", "missing")
    assert status == 2
    assert err.count("\n") == 1


# -- geoparse ------------------------------------------------------------------------------------


def test_geoparsing_writes_a_line_for_a_line(run: Any, tmp_path: Path) -> None:
    docs = [{"doc": "d1", "text": "A strike hit Kirkuk."}, {"doc": 2, "text": "Nothing happened."}]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, docs)))
    status, out, _ = run("geoparse", "d.jsonl", "-o", "o.jsonl")
    assert (status, out) == (0, "o.jsonl\n")
    first, second = (json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines())
    assert second == {"doc": 2, "toponyms": []}
    (toponym,) = first["toponyms"]
    assert list(toponym) == [
        "start",
        "end",
        "surface",
        "status",
        "place_id",
        "name",
        "kind",
        "country",
        "lat",
        "lon",
        "radius_m",
        "score",
        "reason",
    ]
    assert (toponym["start"], toponym["end"], toponym["surface"]) == (13, 19, "Kirkuk")


def test_given_spans_are_answered_one_for_one_in_their_order(run: Any, tmp_path: Path) -> None:
    text = "From Nowhereville to Kirkuk 🚀 Kirkuk"
    spans = [{"start": 30, "end": 36}, {"start": 5, "end": 17}, {"start": 21, "end": 27}]
    (tmp_path / "d.jsonl").write_text(json.dumps({"doc": "x", "text": text, "toponyms": spans}))
    out = run("geoparse", "d.jsonl", "--spans", "given")[1]
    found = json.loads(out)["toponyms"]
    assert [t["surface"] for t in found] == ["Kirkuk", "Nowhereville", "Kirkuk"]
    assert found[1]["lat"] is None


def test_a_bad_line_is_set_aside_with_its_number(run: Any, tmp_path: Path) -> None:
    lines = [
        '{"doc": 1, "text": "Kirkuk"}',
        "{broken",
        '{"doc": 3}',
        '{"doc": 4, "text": "x", "toponyms": []}',
    ]
    (tmp_path / "d.jsonl").write_text("\n".join(lines))
    status, out, err = run("geoparse", "d.jsonl")
    assert (status, len(out.splitlines())) == (0, 2)
    assert "set aside: d.jsonl, row 2: is not JSON" in err
    assert "set aside: d.jsonl, row 3: has no text" in err
    assert run("geoparse", "d.jsonl", "--strict")[0] == 2


# -- map, export, extract, review ------------------------------------------------------------------


def test_a_map_prints_its_path_and_what_became_of_the_inputs(run: Any, report: str, tmp_path: Path) -> None:
    status, out, err = run("map", report, "-o", "m.html", "--title", "A <title>")
    assert (status, out) == (0, "m.html\n")
    assert err.startswith("1 event from 1 report: 1 placed, 0 not placed, 0 passages not plotted")
    assert "A &lt;title&gt;" in (tmp_path / "m.html").read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_map_byte_for_byte(
    run: Any, report: str, table: str, tmp_path: Path
) -> None:
    for name in ("1.html", "2.html"):
        assert run("map", report, table, "-o", name)[0] == 0
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()


def test_a_map_can_answer_as_json(run: Any, table: str) -> None:
    answer = json.loads(run("map", table, "-o", "m.html", "--json")[1])
    assert (answer["path"], answer["events"], answer["placed"], answer["not_placed"]) == ("m.html", 2, 1, 1)


def test_quiet_says_nothing_but_the_path(run: Any, table: str) -> None:
    assert run("map", table, "-o", "m.html", "--quiet") == (0, "m.html\n", "")


@pytest.mark.parametrize("name", ["e.geojson", "e.gpkg", "e.csv"])
def test_exporting_keeps_every_event_placed_or_not(run: Any, table: str, name: str, tmp_path: Path) -> None:
    assert run("export", table, "-o", name)[:2] == (0, f"{name}\n")
    status, _, err = run("export", name, "-o", "again.csv")
    assert status == 0
    assert "2 events from 1 table: 1 placed, 1 not placed" in err


def test_extracting_without_a_file_prints_the_table(run: Any, report: str) -> None:
    status, out, _ = run("extract", report)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (status, len(rows), rows[0]["place_name"]) == (0, 1, "US Embassy, Baghdad")


def test_review_gives_the_line_that_would_mend_a_name(run: Any, table: str, tmp_path: Path) -> None:
    status, out, _ = run("review", table)
    assert status == 0
    assert "aliases.csv: PLACE-ID,Zyxwuvia Qorn,spelling,," in out
    assert run("review", table, "-o", "u.csv")[1] == "u.csv\n"
    assert "Zyxwuvia Qorn" in (tmp_path / "u.csv").read_text(encoding="utf-8")
    assert json.loads(run("review", table, "--json")[1])["unplaced"][0]["events"] == 1


def test_columns_and_date_order_can_be_named(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\nKirkuk,03/04/2023\n")
    assert run("export", "a.csv", "-o", "e.csv", "--column", "place=a", "--column", "date=b")[0] == 2
    done = run(
        "export", "a.csv", "-o", "e.csv", "--column", "place=a", "--column", "date=b", "--date-order", "dmy"
    )
    assert done[0] == 0
    assert "2023-04-03T00:00:00Z" in (tmp_path / "e.csv").read_text()


def test_an_undated_report_can_be_dated(run: Any, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(REPORT.partition("\n")[2])
    out = run("extract", "r.txt", "--published", "2023-12-08")[1]
    assert next(csv.DictReader(io.StringIO(out)))["time_start"].startswith("2023-12-08")


# -- gazetteer -----------------------------------------------------------------------------------


def test_the_bundled_gazetteer_has_no_faults(run: Any) -> None:
    status, _, err = run("gazetteer", "check")
    assert (status, "0 faults" in err) == (0, True)


def test_checking_a_pack_names_file_line_and_fault_and_answers_one(run: Any, tmp_path: Path) -> None:
    pack = tmp_path / "mine"
    pack.mkdir()
    header = "id,name,kind,country,parent,lat,lon,radius_m,confidence,source_1"
    (pack / "places.csv").write_text(f"{header}\nx,X,town,IQ,,95,44,100,low,me\n")
    status, out, _ = run("gazetteer", "check", "mine")
    assert status == 1
    assert "places.csv:2: " in out


def test_searching_lists_places_and_answers_one_for_none(run: Any) -> None:
    assert "ain-al-asad: Ain al-Asad Air Base" in run("gazetteer", "search", "asad")[1]
    assert run("gazetteer", "search", "qqqqqq")[0] == 1


def test_info_names_licences(run: Any) -> None:
    assert "licence: " in run("gazetteer", "info")[1]
    assert json.loads(run("gazetteer", "info", "--json")[1])[0]["places"] > 0


# -- bad input -----------------------------------------------------------------------------------

BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", ": is empty; was it saved, or cut off while copying?"),
    "blank.csv": (b"\n \n", ": is empty; was it saved, or cut off while copying?"),
    "binary.bin": (bytes(range(256)), ": is a binary file"),
    "no-place.csv": (b"a,b\n1,2\n", ", row 1: no column names a place or coordinates (columns: a, b); say"),
    "lat95.csv": (b"lat,lon\n95,44\n", ", row 2, column lat: latitude 95 is outside -90..90; swapped with"),
    "swapped.csv": (
        b"place,lat,lon\nKirkuk,44.3922,35.4681\n",
        ", row 2: latitude and longitude look swapped",
    ),
    "date.csv": (b"place,date\nKirkuk,2023-02-30\n", ", row 2, column date: '2023-02-30' is not a date"),
    "order.csv": (b"place,date\nKirkuk,03/04/2023\n", ", row 2, column date: '03/04/2023' may be"),
    "cut.geojson": (b'{"type": "FeatureCollection", "features": [', ", row 1: is not JSON"),
    "cut.csv": (b'place,notes\nKirkuk,"cut o', ", row 2: a quoted cell is never closed"),
}


@pytest.mark.parametrize("command", ["map", "export"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_that_says_what_to_do(
    run: Any, tmp_path: Path, command: str, name: str
) -> None:
    data, words = BAD[name]
    (tmp_path / name).write_bytes(data)
    output = "out.html" if command == "map" else "out.gpkg"
    status, out, err = run(command, name, "-o", output)
    assert (status, out) == (2, "")
    assert err.startswith(f"geomap: {name}{words}")
    assert err.count("\n") == 1
    assert not (tmp_path / output).exists()


@pytest.mark.parametrize("name", BAD)
def test_beside_bad_input_the_good_is_kept_and_counted(
    run: Any, table: str, tmp_path: Path, name: str
) -> None:
    data, words = BAD[name]
    (tmp_path / name).write_bytes(data)
    status, _, err = run("map", table, name, "-o", "out.html")
    assert status == 0
    assert f"set aside: {name}{words}" in err
    assert "2 events from " in err
    assert "1 fault set aside" in err
    strict = run("map", table, name, "-o", "strict.html", "--strict")
    assert strict[0] == 2
    assert not (tmp_path / "strict.html").exists()


def test_good_rows_of_a_table_with_bad_ones_are_kept_and_counted(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("place,lat,lon\nKirkuk,,\nx,95,44\nErbil,,\n")
    status, _, err = run("map", "a.csv", "-o", "m.html")
    assert status == 0
    assert err.splitlines()[0].startswith("set aside: a.csv, row 3, column lat: latitude 95")
    assert err.splitlines()[-1].startswith("2 events from 1 table: 2 placed, 0 not placed, 1 fault set aside")


def test_a_missing_file_is_one_line(run: Any) -> None:
    status, _, err = run("map", "missing.txt", "-o", "m.html")
    assert (status, err) == (2, "geomap: missing.txt: there is no such file; check the name and the folder\n")


def test_a_folder_as_input_is_one_line(run: Any, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    assert (
        run("map", "reports", "-o", "m.html")[2]
        == "geomap: reports: is a folder; name its files: reports/*\n"
    )


def test_a_missing_output_folder_is_said_before_the_work(run: Any, table: str) -> None:
    status, _, err = run("map", table, "-o", "no/such/m.html")
    assert status == 2
    assert err.startswith("geomap: no/such/m.html: the folder ")
    assert err.endswith("does not exist; make it first\n")


@pytest.mark.skipif(os.name == "nt", reason="folders are protected in another way there")
def test_an_output_folder_that_cannot_be_written_is_one_line(
    run: Any, table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so the refusal itself is played.
    (tmp_path / "closed").mkdir()
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    status, _, err = run("export", table, "-o", "closed/e.csv")
    assert status == 2
    assert "cannot be written to; choose another with -o" in err


def test_an_unknown_format_is_said_before_the_work(run: Any) -> None:
    status, _, err = run("export", "missing.csv", "-o", "e.xyz")
    assert status == 2
    assert err.startswith("geomap: e.xyz: cannot write .xyz; use one of: .geojson, ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bogus"], "No such command 'bogus'"),
        (["map"], "Missing argument"),
        (
            ["map", "x", "-o", "m.html", "--published", "8.12.2023"],
            "'8.12.2023' is not a date; write it as 2023-12-08",
        ),
        (["map", "x", "-o", "m.html", "--column", "place"], "write it as FIELD=NAME"),
        (["resolve"], "no name is given"),
        (["resolve", "x", "--kind", "castle"], "castle"),
        (["map", "x", "-o", "m.gpkg"], "a map is written as .html"),
    ],
)
def test_a_wrong_call_is_one_line(run: Any, arguments: list[str], words: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert words in err


def test_no_argument_shows_the_commands(run: Any) -> None:
    status, out, err = run()
    assert status in (0, 2)
    assert "resolve" in out + err


def test_a_fault_of_our_own_is_one_line_too(run: Any, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("geomap.intake.read", broken)
    status, _, err = run("map", table, "-o", "m.html")
    assert (status, err.count("\n")) == (70, 1)
    assert "RuntimeError: two lines" in err


def test_an_interrupt_is_no_traceback(run: Any, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("geomap.intake.read", interrupted)
    assert run("map", table, "-o", "m.html")[::2] == (130, "\ngeomap: stopped\n")


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX pipe")
def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name\n" + "Kirkuk\n" * 20_000)
    command = f"{sys.executable} -m geomap resolve --batch names.csv -q | head -1"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("name,status")
    assert done.stderr == ""


def test_no_progress_bar_where_stderr_is_no_terminal(run: Any, table: str) -> None:
    assert "\r" not in run("map", table, "-o", "m.html")[2]
