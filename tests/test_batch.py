"""Names and texts by the million: each distinct one once, in order, in steady memory, on all cores."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.cli import main
from geomap.errors import InputError, UsageError
from geomap.formats.escaping import unescape
from geomap.scale import Ask, geoparse_many, resolve_many, rows
from geomap.scale import workers as workers_module
from geomap.scale.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.resolve import Gazetteer

NAMES = ["Mosul", "Zyxwuvia", "Al-Asad air base", "western Iraq", "Erbil", ""]


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def double(gazetteer: Gazetteer, item: int) -> int:
    del gazetteer
    return item * 2


def end_at_once(gazetteer: Gazetteer, item: int) -> int:
    import os

    del gazetteer, item
    os._exit(3)


# Calls


def test_many_names_are_answered_in_their_order() -> None:
    answers = resolve_many(["Mosul", "Zyxwuvia", "Mosul"], workers=1)
    assert [answer.query for answer in answers] == ["Mosul", "Zyxwuvia", "Mosul"]
    assert [str(answer.status) for answer in answers] == ["resolved", "unresolved", "resolved"]


def test_a_name_asked_twice_is_resolved_once() -> None:
    seen: list[tuple[int, int]] = []
    first, again, other = resolve_many(
        ["Mosul", "Mosul", Ask("Mosul", country="SY")], workers=1, progress=lambda *now: seen.append(now)
    )
    assert first is again
    assert other.status != first.status
    assert seen == [(1, 2), (2, 2)]


def test_many_texts_are_read_no_further_than_needed() -> None:
    taken = 0

    def texts() -> Any:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield "Rockets fell on Mosul."

    found = geoparse_many(texts(), workers=1)
    assert [toponym.mention.surface for toponym in next(iter(found))] == ["Mosul"]
    assert taken < 10


def test_processes_give_the_same_in_the_same_order_and_read_little_ahead() -> None:
    taken = 0

    def numbers() -> Any:
        nonlocal taken
        for number in range(5000):
            taken += 1
            yield number

    with Workers(count=2, patience=0) as pool:
        results = pool.map(double, numbers(), weigh=lambda _: workers_module.PORTION // 10)
        assert next(results) == 0
        assert taken < 200
        assert list(results) == [2 * number for number in range(1, 5000)]


def test_a_process_that_ends_before_its_time_is_an_error_and_no_gap() -> None:
    with (
        Workers(count=2, patience=0) as pool,
        pytest.raises(UsageError, match="a worker process ended before its time"),
    ):
        list(pool.map(end_at_once, range(10)))


def test_a_number_of_processes_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="workers is 0"):
        resolve_many(["Mosul"], workers=0)


# Tables


def test_a_million_rows_cost_as_many_answers_as_there_are_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geomap.resolve import Gazetteer as Opened

    asked: list[str] = []
    resolve = Opened.resolve
    monkeypatch.setattr(
        Opened, "resolve", lambda self, text, **hints: asked.append(text) or resolve(self, text, **hints)
    )
    names = ["Mosul", "Erbil", "Zyxwuvia"]
    source = tmp_path / "names.csv"
    source.write_text("id,name\n" + "".join(f"{n},{names[n % 3]}\n" for n in range(100_000)))
    assert run("resolve", "--batch", source, "-o", tmp_path / "out.csv", "--workers", 1, "-q") == 0
    assert sorted(asked) == sorted(names)
    out = table(tmp_path / "out.csv")
    assert [row["id"] for row in out] == [str(n) for n in range(100_000)]
    assert [row["status"] for row in out[:3]] == ["resolved", "resolved", "unresolved"]


def test_a_table_is_answered_alike_by_one_process_and_by_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "names.csv"
    source.write_text("name\n" + "".join(f"{NAMES[n % 5]} {n % 40 or ''}\n" for n in range(400)))
    assert run("resolve", "--batch", source, "-o", tmp_path / "one.csv", "--workers", 1) == 0
    monkeypatch.setattr(Workers.__init__, "__kwdefaults__", {"patience": 0})
    assert run("resolve", "--batch", source, "-o", tmp_path / "two.csv", "--workers", 2) == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


CELL = st.text(alphabet=st.sampled_from(list("aä,;\"'=+-@\t\r\n |1")), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_a_table_comes_back_row_for_row_whatever_is_in_its_cells(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], end: str
) -> None:
    path = tmp_path_factory.mktemp("rows") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=end, quoting=csv.QUOTE_ALL)
        writer.writerows([("name", "more"), *cells])
    with rows.opened(str(path), "name") as opened:
        pieces = list(opened.pieces(itemgetter(0, 1)))
    wanted = [row for row in cells if any(cell.strip() for cell in row)]
    assert [key for piece in pieces for key in piece.keys] == wanted
    written = [line.decode() for piece in pieces for line in piece.lines]
    again = [next(csv.reader(io.StringIO(line, newline=""))) for line in written]
    assert [tuple(map(unescape, row)) for row in again] == wanted
    assert opened.set_aside == []


def test_pieces_meet_within_quoted_line_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "PIECE_CHARS", 7)
    path = tmp_path / "t.csv"
    cells = [[f"a\n{n}", f'say "{n}", then\n\ngo'] for n in range(50)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name", "more"], *cells])
    with rows.opened(str(path), "name") as opened:
        keys = [key for piece in opened.pieces(itemgetter(0, 1)) for key in piece.keys]
    assert [list(key) for key in keys] == cells


@pytest.mark.parametrize("plain", [True, False])
def test_a_row_that_is_wrong_is_set_aside_with_its_number(plain: bool, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    quoted = "Mosul" if plain else '"Mosul"'
    path.write_text(f"name,more\n{quoted},1\nErbil\nErbil,1,2\n\nKirkuk,2\n")
    with rows.opened(str(path), "name") as opened:
        keys = [key for piece in opened.pieces(itemgetter(0)) for key in piece.keys]
    assert keys == ["Mosul", "Kirkuk"]
    assert [(fault.row, fault.problem) for fault in opened.set_aside] == [
        (3, "has 1 cells, the header 2"),
        (4, "has 3 cells, the header 2"),
    ]


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_delimiters_are_found_and_written_as_commas(mark: str, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text(mark.join(["id", "name"]) + "\n" + mark.join(["1,5", "Mosul"]) + "\n")
    assert run("resolve", "--batch", tmp_path / "n.csv", "-o", tmp_path / "o.csv", "-q") == 0
    (row,) = table(tmp_path / "o.csv")
    assert (row["id"], row["name"], row["status"]) == ("1,5", "Mosul", "resolved")


def test_a_row_has_its_own_conditions_before_those_of_the_call(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("name,country\nMosul,\nMosul,SY\n")
    run("resolve", "--batch", tmp_path / "n.csv", "-o", tmp_path / "o.csv", "--country", "IQ", "-q")
    assert [row["status"] for row in table(tmp_path / "o.csv")] == ["resolved", "unresolved"]


def test_a_batch_that_fails_leaves_the_old_answers(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("old")
    (tmp_path / "n.csv").write_text("name\n")
    assert run("resolve", "--batch", tmp_path / "n.csv", "-o", tmp_path / "o.csv") == 2
    assert (tmp_path / "o.csv").read_text() == "old"


def test_a_table_without_names_says_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("ort;land\nMosul;IQ\n")
    with (
        pytest.raises(InputError, match="there is no column 'name'; columns: ort, land"),
        rows.opened(str(tmp_path / "n.csv"), "name"),
    ):
        pass


MEMORY = """
import re, sys
from pathlib import Path
from geomap.cli import main
assert main(["resolve", "--batch", sys.argv[1], "-o", sys.argv[1] + ".out", "--workers", "1", "-q"]) == 0
# Not ru_maxrss, which counts what the process that started this one had in memory.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def test_ten_times_the_rows_take_no_more_memory(tmp_path: Path) -> None:
    peaks = []
    for count in (60_000, 600_000):
        path = tmp_path / f"{count}.csv"
        path.write_text("id,name\n" + "".join(f"{n:020},{NAMES[n % 5]}\n" for n in range(count)))
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=True
        )
        peaks.append(int(done.stdout.split()[-1]))
    assert peaks[1] < peaks[0] + 25  # MB; the larger table is 18 MB and its answers 80


# Texts


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_texts_are_answered_alike_by_one_process_and_by_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = [{"doc": n, "text": f"Rockets fell on {NAMES[n % 5]} and {n}." * (n % 7)} for n in range(300)]
    source = tmp_path / "docs.jsonl"
    source.write_text("".join(json.dumps(doc) + "\n" for doc in docs))
    assert run("geoparse", source, "-o", tmp_path / "one.jsonl", "--workers", 1) == 0
    monkeypatch.setattr(Workers.__init__, "__kwdefaults__", {"patience": 0})
    assert run("geoparse", source, "-o", tmp_path / "two.jsonl", "--workers", 2) == 0
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert [line["doc"] for line in lines(tmp_path / "one.jsonl")] == list(range(300))


def test_a_wrong_line_is_set_aside_while_the_others_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "docs.jsonl"
    source.write_text('{"doc": 1, "text": "Mosul fell."}\n{"doc": 2\n\n{"doc": 3, "text": "Erbil fell."}\n')
    assert run("geoparse", source, "-o", tmp_path / "out.jsonl") == 0
    assert [line["doc"] for line in lines(tmp_path / "out.jsonl")] == [1, 3]
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"set aside: {source}, row 2: is not JSON")
    assert told[1] == "2 toponyms in 2 texts: 2 resolved"
    (tmp_path / "out.jsonl").unlink()
    assert run("geoparse", source, "-o", tmp_path / "out.jsonl", "--strict") == 2
    assert not (tmp_path / "out.jsonl").exists()


def test_a_batch_of_names_waits_for_no_pandas() -> None:
    program = (
        "import sys; from geomap.scale import resolve_many; from geomap.scale import rows, table;"
        "assert resolve_many(['Mosul'], workers=1)[0].place; assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
