"""The review loop: what a person edits, rejects or chooses survives the next extraction."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geomap import events, formats, intake
from geomap.cli import main
from geomap.errors import PackError, UsageError
from geomap.resolve import Gazetteer

REPORT = (
    " date 2023-12-08 Fourteen rockets were fired on Friday at the US embassy in Baghdad."
    " A drone hit the airport in Erbil on Wednesday, killing two guards."
    " A mortar shell fell on the village of Qwertyuiopham on Tuesday."
)
SECOND = " date 2023-12-09 Three rockets hit the US embassy in Baghdad on Friday. No one was hurt."


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.txt").write_text(REPORT, encoding="utf-8")

    def call(*words: str) -> tuple[int, str, str]:
        status = main(words)
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def edit(path: Path, *changes: tuple[int, str, str]) -> None:
    """Change cells as a person does in a spreadsheet."""
    rows = cells(path)
    for row, column, value in changes:
        rows[row][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def extract_again(run: Any, *reports: str) -> list[dict[str, str]]:
    status, _, err = run("extract", *reports, "-o", "e.csv", "--decisions", "e.csv")
    assert status == 0, err
    return cells(Path("e.csv"))


def test_untouched_table_decides_nothing(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    before = Path("e.csv").read_bytes()
    assert events.decisions(formats.read("e.csv").frame) == []
    extract_again(run, "r.txt")
    assert Path("e.csv").read_bytes() == before


def test_edited_cell_wins_over_the_next_extraction_and_the_one_after(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    edit(Path("e.csv"), (0, "weapon_count", "13"), (0, "target", "the compound"))
    for _ in range(2):
        rows = extract_again(run, "r.txt")
        assert (rows[0]["weapon_count"], rows[0]["target"]) == ("13", "the compound")
        assert json.loads(rows[0]["flags"])[-1] == "decided by the reviewer: weapon_count, target"
        assert rows[1]["killed_best"] == "2"


def test_emptied_cell_stays_empty(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    edit(Path("e.csv"), (1, "killed_low", ""), (1, "killed_best", ""), (1, "killed_high", ""))
    row = extract_again(run, "r.txt")[1]
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == ("", "", "")


def test_rejected_event_stays_out_of_the_map_and_in_the_table(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    edit(Path("e.csv"), (1, "decision", "reject"))
    for _ in range(2):
        row = extract_again(run, "r.txt")[1]
        assert (row["decision"], row["status"], row["reason"]) == (
            "reject",
            "unresolved",
            "rejected by the reviewer",
        )
    taken = intake.read("e.csv")
    assert taken.frame["place_text"].tolist() == ["US embassy in Baghdad", "Qwertyuiopham"]
    assert "e.csv: 1 rejected by the reviewer, not on the map" in taken.notes


def test_withdrawn_rejection_brings_the_event_back(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    edit(Path("e.csv"), (1, "decision", "reject"))
    extract_again(run, "r.txt")
    edit(Path("e.csv"), (1, "decision", ""))
    row = extract_again(run, "r.txt")[1]
    assert (row["status"], row["place_id"], row["decision"]) == ("resolved", "erbil", "")


def test_chosen_place_is_placed_anew(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    edit(Path("e.csv"), (2, "place_id", "tal-afar"))
    for _ in range(2):
        row = extract_again(run, "r.txt")[2]
        assert (row["status"], row["place_name"], row["country"]) == ("resolved", "Tal Afar", "IQ")
        assert float(row["lat"]) == pytest.approx(36.37, abs=0.1)
        assert row["reason"] == "Tal Afar, chosen by the reviewer"


def test_chosen_place_counts_when_the_edited_table_is_mapped(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    edit(Path("e.csv"), (1, "place_id", "mosul"))
    frame = intake.read("e.csv").frame
    assert frame["place_name"].tolist()[1] == "Mosul"
    assert frame.geometry.iloc[1].y == pytest.approx(36.34, abs=0.1)
    assert not {"decision", "as_extracted"} & set(frame.columns)


def test_unknown_place_id_is_named_and_changes_nothing(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    edit(Path("e.csv"), (1, "place_id", "atlantis"))
    _, _, err = run("extract", "r.txt", "-o", "f.csv", "--decisions", "e.csv")
    assert "no place has the id 'atlantis'" in err
    assert cells(Path("f.csv"))[1]["place_id"] == "erbil"


def test_corrected_name_is_resolved_and_given_coordinates_are_taken(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    edit(Path("e.csv"), (2, "place_text", "Tal Afar"), (1, "lat", "36.2371"), (1, "lon", "43.9632"))
    rows = extract_again(run, "r.txt")
    assert (rows[2]["place_id"], rows[2]["status"]) == ("tal-afar", "resolved")
    assert (rows[1]["lat"], rows[1]["precision"]) == ("36.2371", "coordinate")


def test_corrected_day_moves_the_end_of_the_day_with_it(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    edit(Path("e.csv"), (1, "time_start", "2023-12-07"))
    row = extract_again(run, "r.txt")[1]
    assert (row["time_start"], row["time_end"]) == ("2023-12-07T00:00:00Z", "2023-12-07T23:59:59Z")


def test_decision_finds_its_event_when_a_new_report_joins_the_incident(run: Any, tmp_path: Path) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    first = cells(Path("e.csv"))[0]["event_id"]
    edit(Path("e.csv"), (0, "weapon_count", "13"))
    (tmp_path / "s.txt").write_text(SECOND, encoding="utf-8")
    rows = extract_again(run, "r.txt", "s.txt")
    assert rows[0]["event_id"] != first
    assert rows[0]["weapon_count"] == "13"
    assert len(json.loads(rows[0]["sources"])) > 1


def test_row_added_by_hand_is_placed_and_kept(run: Any) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    with Path("e.csv").open("a", encoding="utf-8") as file:
        columns = list(cells(Path("e.csv"))[0])
        row = {"event_id": "mine-1", "place_text": "Mosul", "weapon": "ied", "time_start": "2023-12-05"}
        file.write(",".join(row.get(name, "") for name in columns) + "\n")
    for _ in range(2):
        rows = extract_again(run, "r.txt")
        assert [(row["event_id"], row["place_id"]) for row in rows[3:]] == [("mine-1", "mosul")]


def test_decision_on_an_event_that_is_gone_is_told(run: Any, tmp_path: Path) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    edit(Path("e.csv"), (1, "weapon", "rocket"))
    (tmp_path / "s.txt").write_text(SECOND, encoding="utf-8")
    _, _, err = run("extract", "s.txt", "-o", "f.csv", "--decisions", "e.csv")
    assert "fits no event of these reports: left out" in err
    assert "A drone hit the airport in Erbil" in err


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".gpkg"])
def test_each_format_that_is_extracted_to_can_be_fed_back(suffix: str, run: Any) -> None:
    name = f"e{suffix}"
    assert run("extract", "r.txt", "-o", name)[0] == 0
    assert events.decisions(formats.read(name).frame) == []


def test_rewriting_by_a_spreadsheet_is_no_edit(run: Any, tmp_path: Path) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    table = pd.read_csv("e.csv", keep_default_na=False)
    table.to_csv("e.csv", index=False)
    assert events.decisions(formats.read("e.csv").frame) == []
    table.to_excel(tmp_path / "e.xlsx", index=False)
    assert events.decisions(formats.read("e.xlsx").frame) == []


@pytest.mark.parametrize(
    ("delimiter", "encoding", "day"),
    [
        (";", "utf-8-sig", "%d/%m/%Y %H:%M"),
        (",", "utf-8-sig", "%m/%d/%Y %H:%M"),
        (";", "cp1252", "%d.%m.%Y"),
        ("\t", "utf-16", "%Y-%m-%d"),
    ],
    ids=["European Excel", "American Excel", "German days only", "Unicode text"],
)
def test_table_saved_in_a_spreadsheet_s_own_way_keeps_what_was_edited_and_no_more(
    delimiter: str, encoding: str, day: str, run: Any
) -> None:
    run("extract", "r.txt", "-o", "e.csv")
    rows = cells(Path("e.csv"))
    rows[0]["weapon_count"] = "12"
    for row in rows:
        for name in ("time_start", "time_end"):
            moment = pd.Timestamp(row[name]) if row[name] else None
            row[name] = moment.strftime(day) if moment is not None else ""
        for name in ("lat", "lon", "radius_m", "score"):
            row[name] = row[name].replace(".", ",") if delimiter == ";" else row[name]
    with Path("e.csv").open("w", encoding=encoding, newline="", errors="replace") as file:
        writer = csv.DictWriter(file, list(rows[0])[::-1], delimiter=delimiter, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows[::-1])
    status, _, err = run("extract", "r.txt", "-o", "out.csv", "--decisions", "e.csv")
    assert (status, "1 edited event" in err) == (0, True), err
    again = {row["event_id"]: row for row in cells(Path("out.csv"))}
    assert again[rows[0]["event_id"]]["weapon_count"] == "12"


def test_table_without_the_extracted_cells_is_refused_with_what_to_do(run: Any) -> None:
    Path("own.csv").write_text("event_id,place\nx,Erbil\n")
    status, _, err = run("extract", "r.txt", "-o", "f.csv", "--decisions", "own.csv")
    assert status == 2
    assert "own.csv: the table has no column 'as_extracted'" in err


def test_reports_without_an_event_answer_one(run: Any) -> None:
    Path("n.txt").write_text("The council met on Friday to talk about bread.")
    status, _, err = run("extract", "n.txt", "-o", "n.csv")
    assert (status, "no event found" in err) == (1, True)


# -- aliases -----------------------------------------------------------------------------------------


def test_chosen_alias_is_written_once_and_works(run: Any) -> None:
    choice = "Qwertyuiopham=tal-afar"
    status, _, err = run("review", "r.txt", "--place", choice, "--to", "mine")
    assert (status, "added tal-afar,Qwertyuiopham,spelling,,accepted in a review" in err) == (0, True)
    assert Path("mine/aliases.csv").read_text(encoding="utf-8").splitlines() == [
        "place_id,alias,kind,lang,note",
        "tal-afar,Qwertyuiopham,spelling,,accepted in a review",
    ]
    before = Path("mine/aliases.csv").read_bytes()
    _, _, err = run("review", "r.txt", "--place", choice, "--to", "mine", "--gazetteer", "mine")
    assert "not written again" in err
    assert Path("mine/aliases.csv").read_bytes() == before
    run("extract", "r.txt", "-o", "e.csv", "--gazetteer", "mine")
    assert cells(Path("e.csv"))[2]["place_id"] == "tal-afar"
    assert run("gazetteer", "check", "mine")[0] == 0


def test_accepting_writes_offered_lines_that_name_a_place_only(run: Any) -> None:
    _, out, err = run("review", "r.txt", "--accept", "--to", "mine")
    assert "PLACE-ID,Qwertyuiopham,spelling,," in out
    assert "nothing to add to mine/aliases.csv" in err
    assert not Path("mine").exists()


def test_unknown_place_is_refused_and_nothing_is_written(gazetteer: Gazetteer, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no place has the id 'atlantis'"):
        events.accept([("Here", "erbil"), ("There", "atlantis")], tmp_path / "mine", gazetteer)
    assert not (tmp_path / "mine").exists()


def test_foreign_file_of_that_name_is_not_overwritten(gazetteer: Gazetteer, tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text("a,b\n1,2\n")
    with pytest.raises(PackError, match=r"aliases\.csv:1"):
        events.accept([("Hawlar City", "erbil")], tmp_path, gazetteer)
    assert (tmp_path / "aliases.csv").read_text() == "a,b\n1,2\n"


def test_name_with_a_comma_or_quote_stays_one_cell(gazetteer: Gazetteer, tmp_path: Path) -> None:
    events.accept([('Base "Q", west', "erbil")], tmp_path, gazetteer)
    rows = list(csv.reader((tmp_path / "aliases.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[1][:2] == ["erbil", 'Base "Q", west']


def test_review_names_reports_by_title_or_file_not_by_id(run: Any) -> None:
    text = " date 2023-12-08 Dozens of rocket attacks have hit the base at Balad in Iraq."
    Path("sums.txt").write_text(text)
    _, out, _ = run("review", "sums.txt")
    assert "not plotted (aggregate), sums.txt: " in out


def test_review_shows_what_reports_differ_on(run: Any) -> None:
    for name, sum_ in (("a.txt", "at least 78"), ("b.txt", "over 70")):
        Path(name).write_text(
            f" date 2023-12-08 US forces in Iraq have faced {sum_} attacks since October 17."
        )
    _, out, err = run("review", "a.txt", "b.txt")
    assert "the reports differ on attacks in all (bounds): at least 78 attacks (a.txt)" in out
    assert "these can all be true" in err


def test_actor_that_is_like_a_country_only_is_no_missing_alias() -> None:
    candidate = {"id": "united-states", "name": "United States", "reason": "alias of United States, country"}
    frame = events.conform(
        pd.DataFrame(
            {
                "event_id": ["a", "b"],
                "place_text": ["US", "10 km south of Nowhere"],
                "status": ["unresolved"] * 2,
                "reason": ["no"] * 2,
                "candidates": [[candidate], []],
            }
        )
    )
    assert events.review(frame)["line"].isna().all()


def test_alias_that_stands_in_the_file_or_the_gazetteer_is_not_written_again(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    first = events.accept([("Hawlar City", "erbil")], tmp_path, gazetteer)
    again = events.accept([("hawlar  city", "erbil"), ("Arbil", "erbil")], tmp_path, gazetteer)
    assert (len(first.written), again.written, again.known) == (1, (), ("hawlar  city", "Arbil"))
