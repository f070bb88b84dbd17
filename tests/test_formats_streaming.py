"""Files of millions of rows: a piece at a time, and yet the same as read at once."""

from __future__ import annotations

import csv
import json
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from dataset_rows import ACLED, UCDP, gdelt_line
from event_frames import differences
from known_places import KnownPlaces

from geomap import cli, formats
from geomap.errors import InputError, SaveError, UsageError
from geomap.events import join, locate
from geomap.formats.streaming import stream
from geomap.formats.table import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Iterable


def table(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def ucdp(count: int) -> Iterable[dict[str, str]]:
    for number in range(count):
        yield {**UCDP, "id": str(number), "best": str(number % 7), "where_coordinates": f"Place {number % 5}"}


@pytest.mark.parametrize("suffix", [".parquet", ".geojsonl", ".csv"])
def test_pieces_give_the_same_events_as_the_whole(tmp_path: Path, suffix: str) -> None:
    source = table(tmp_path / "a.csv", ucdp(53))
    told = stream(source, tmp_path / f"out{suffix}", KnownPlaces(), rows=10)
    assert (told.written, told.aside) == (53, 0)
    whole = join([locate(formats.read(source).frame, KnownPlaces(), given_in="a.csv")])
    formats.write(whole, tmp_path / f"whole{suffix}")
    one, other = (formats.read(tmp_path / f"{name}{suffix}").frame for name in ("out", "whole"))
    assert differences(other, one) == {}


def test_a_gdelt_file_without_header_streams(tmp_path: Path) -> None:
    source = tmp_path / "a.CSV"
    source.write_text("".join(gdelt_line(GLOBALEVENTID=str(n)) for n in range(25)), encoding="utf-8")
    told = stream(source, tmp_path / "out.parquet", KnownPlaces(), rows=10)
    assert told.written == 25
    assert formats.read(tmp_path / "out.parquet").frame["country"].tolist() == ["IQ"] * 25


def test_each_row_is_written_or_set_aside(tmp_path: Path) -> None:
    rows = [row | ({"longitude": "4239.00416"} if n % 6 == 0 else {}) for n, row in enumerate(ucdp(40))]
    faults: list[InputError] = []
    source = table(tmp_path / "a.csv", rows)
    told = stream(source, tmp_path / "out.csv", KnownPlaces(), rows=7, aside=faults.append)
    assert (told.written, told.aside, len(faults)) == (33, 7, 7)
    assert [fault.row for fault in faults] == [2, 8, 14, 20, 26, 32, 38]


def test_an_id_that_stands_in_two_pieces_is_told_apart_and_flagged(tmp_path: Path) -> None:
    source = table(tmp_path / "a.csv", [{**UCDP, "id": "7"}] * 3)
    stream(source, tmp_path / "out.parquet", KnownPlaces(), rows=1)
    frame = formats.read(tmp_path / "out.parquet").frame
    assert frame["event_id"].tolist() == ["7", "7-2", "7-3"]
    assert frame["flags"].iloc[2] == ["the id 7 stands on more than one row"]


def test_a_name_is_asked_for_once_in_all_pieces(tmp_path: Path) -> None:
    asked = []

    class Counting(KnownPlaces):
        def resolve(self, text: str, **hints: Any) -> Any:
            asked.append(text)
            return super().resolve(text, **hints)

    source = table(tmp_path / "a.csv", ucdp(50))
    stream(source, tmp_path / "out.csv", Counting(), rows=10)
    assert sorted(asked) == [f"Place {n}" for n in range(5)]


def test_one_date_anywhere_shows_how_dates_are_read_in_all_pieces(tmp_path: Path) -> None:
    rows = [{"place": "Kirkuk", "date": date} for date in ("03/04/2023", "05/06/2023", "25/12/2023")]
    source = table(tmp_path / "a.csv", rows)
    told = stream(source, tmp_path / "out.csv", KnownPlaces(), rows=1)
    assert any("dates read as day/month, as 25/12/2023 shows" in note for note in told.notes)
    days = formats.read(tmp_path / "out.csv").frame["time_start"]
    assert [f"{day:%m-%d}" for day in days] == ["04-03", "06-05", "12-25"]
    source = table(tmp_path / "b.csv", rows[:2])
    with pytest.raises(InputError, match="--date-order"):
        stream(source, tmp_path / "out.csv", KnownPlaces(), rows=1)
    asked = ReadOptions(date_order="mdy")
    assert stream(source, tmp_path / "b.parquet", KnownPlaces(), options=asked).written == 2


def test_of_the_revisions_of_an_acled_event_the_latest_counts_in_whatever_piece(tmp_path: Path) -> None:
    def row(name: str, stamp: int, dead: int) -> dict[str, Any]:
        same = {
            "event_date": "2023-12-08",
            "sub_event_type": "Attack",
            "location": "Kirkuk",
            "geo_precision": 1,
        }
        return {"event_id_cnty": name, "timestamp": stamp, "fatalities": dead, **same}

    rows = [row("IRQ1", 5, 1), row("IRQ2", 5, 2), row("IRQ1", 9, 3), row("IRQ2", 4, 4), row("IRQ1", 7, 5)]
    told = stream(table(tmp_path / "a.csv", rows), tmp_path / "out.csv", KnownPlaces(), rows=2)
    frame = formats.read(tmp_path / "out.csv").frame
    assert frame[["event_id", "killed_best"]].to_numpy().tolist() == [["IRQ2", 2], ["IRQ1", 3]]
    assert (told.written, told.aside) == (2, 3)
    whole = formats.read(tmp_path / "a.csv")
    assert sorted(fault.row for fault in told.set_aside) == sorted(fault.row for fault in whole.set_aside)
    assert "row 4 is a later revision" in str(next(fault for fault in told.set_aside if fault.row == 6))


@pytest.mark.parametrize("suffix", [".geojsonl", ".ndjson", ".parquet"])
def test_lines_of_json_and_parquet_stream_too(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"a{suffix}"
    if suffix == ".ndjson":
        lines = [{"id": str(n), "place": "Kirkuk", "date": "2023-12-08"} for n in range(30)]
        source.write_text("\n".join(map(json.dumps, lines)) + "\nbroken\n")
    else:
        events = formats.read(table(tmp_path / "a.csv", ucdp(30))).frame
        formats.write(locate(events, KnownPlaces()), source)
    told = stream(source, tmp_path / "out.csv", KnownPlaces(), rows=7)
    assert (told.written, told.aside) == (30, suffix == ".ndjson")
    whole = formats.read(source)
    assert formats.read(tmp_path / "out.csv").frame["event_id"].tolist() == whole.frame["event_id"].tolist()


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    source = table(tmp_path / "a.csv", ucdp(50))
    stream(source, tmp_path / "o.csv", KnownPlaces(), rows=10, progress=lambda *done: seen.append(done))
    assert seen[-1] == (source.stat().st_size,) * 2
    assert seen == sorted(seen)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        source = table(tmp_path / f"{count}.csv", ucdp(count))
        tracemalloc.start()
        stream(source, tmp_path / "out.geojsonl", KnownPlaces(), rows=100)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(200)  # what is loaded at first use
    assert peak(2000) < 1.5 * peak(1000)


def test_what_is_not_written_in_pieces_is_refused_before_the_work(tmp_path: Path) -> None:
    source = table(tmp_path / "a.csv", ucdp(3))
    with pytest.raises(UsageError, match=r"not written in pieces; use \.parquet"):
        stream(source, tmp_path / "out.kml", KnownPlaces())
    (tmp_path / "a.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(UsageError, match="not read in pieces"):
        stream(tmp_path / "a.geojson", tmp_path / "out.csv", KnownPlaces())


def test_a_failure_in_a_later_piece_leaves_what_stood_there(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    source = table(tmp_path / "a.csv", [{"place": "Kirkuk", "date": d} for d in ("2023-12-25", "03/04/2023")])
    with pytest.raises(InputError):
        stream(source, tmp_path / "out.csv", KnownPlaces(), rows=1)
    assert (tmp_path / "out.csv").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "out.csv"]


def test_a_file_of_which_nothing_can_be_used_is_one_error(tmp_path: Path) -> None:
    source = table(tmp_path / "a.csv", [{**UCDP, "longitude": "999"}])
    with pytest.raises(InputError, match="longitude 999"):
        stream(source, tmp_path / "out.csv", KnownPlaces())


def test_the_command_tells_what_became_of_the_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = table(tmp_path / "a.csv", [ACLED, {**ACLED, "event_id_cnty": "IRQ2", "latitude": "95"}])
    faults = tmp_path / "faults.csv"
    out = tmp_path / "out.parquet"
    assert cli.main(["convert", str(source), "-o", str(out), "--set-aside", str(faults), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["events"], told["placed"], told["set_aside"]) == (1, 1, 1)
    assert faults.read_text().splitlines()[1].startswith("3,latitude,latitude 95 is outside")


def test_a_folder_takes_the_rows_in_files_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geomap.formats.parquet_parts.PART_ROWS", 20)
    source = table(tmp_path / "a.csv", ucdp(53))
    told = stream(source, f"{tmp_path}/parts/", KnownPlaces(), rows=10)
    files = sorted((tmp_path / "parts").iterdir())
    assert [path.name for path in files] == [f"part-{number:06}.parquet" for number in range(3)]
    ids = [name for path in files for name in formats.read(path).frame["event_id"]]
    assert ids == [str(number) for number in range(53)]
    assert told.written == 53


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SaveError, match="is there already"):
        stream(table(tmp_path / "a.csv", ucdp(3)), tmp_path / "parts", KnownPlaces())
    assert [path.name for path in (tmp_path / "parts").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("cluster", [True, False])
def test_the_command_locates_a_folder_of_parts_with_and_without_dask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cluster: bool
) -> None:
    monkeypatch.setattr("geomap.formats.parquet_parts.PART_ROWS", 2)
    rows = [
        {"place": place, "date": "2023-12-08"} for place in ("Kirkuk", "Erbil", "Nowhere at all", "Mosul")
    ]
    source = table(tmp_path / "a.csv", rows)
    assert cli.main(["convert", str(source), "-o", f"{tmp_path}/parts/", "-q"]) == 0
    if not cluster:
        monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert cli.main(["convert", f"{tmp_path}/parts", "-o", f"{tmp_path}/out/", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert (told["events"], told["placed"]) == (4, 3)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["part-000000.parquet"]


def test_the_first_piece_decides_which_columns_hold_what(tmp_path: Path) -> None:
    """What stands further down neither moves a field to another column nor is lost."""
    rows = [
        {"date": "soon", "event_date": "2023-12-08", "location": "", "city": "Kirkuk", "killed": ""},
        {
            "date": "2020-01-01",
            "event_date": "2023-12-09",
            "location": "Anbar",
            "city": "Kirkuk",
            "killed": "3",
        },
    ]
    stream(table(tmp_path / "a.csv", rows), tmp_path / "out.parquet", KnownPlaces(), rows=1)
    frame = formats.read(tmp_path / "out.parquet").frame
    assert frame["place_text"].tolist() == ["Kirkuk", "Kirkuk"]
    assert frame["time_text"].tolist() == ["2023-12-08", "2023-12-09"]
    assert frame["killed_best"].fillna(-1).tolist() == [-1, 3]
    assert frame["location"].fillna("").tolist() == ["", "Anbar"]


def test_files_without_a_header_line_stream_too(tmp_path: Path) -> None:
    for name in ("ucdp_candidate_without_header.csv", "200603.csv"):
        source = Path(__file__).parent / "cases" / "exports" / name
        told = stream(source, tmp_path / "out.csv", KnownPlaces(), rows=2)
        assert (told.written, told.aside) == (3, 0)
