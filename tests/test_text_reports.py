"""Reading reports: encodings, publication dates and how they are known, bad files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.text import parse_report, read_report

CASES = Path(__file__).parent / "cases"
BODY = "Rockets hit a base in Anbar on Friday, the army said. Nobody was hurt."


def pages() -> list[dict[str, str]]:
    with (CASES / "published.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", pages(), ids=lambda case: case["page"][:50])
def test_publication_date_is_found_in_the_forms_that_pages_have(case: dict[str, str]) -> None:
    report = parse_report(case["page"].replace("\\n", "\n").replace("{body}", BODY))
    assert (report.published.isoformat() if report.published else "") == case["published"]
    assert report.published is None or report.published_how


def test_date_that_can_be_read_in_two_ways_is_open_and_said_so() -> None:
    report = parse_report(f"Base hit\n\n10/08/2024\n\n{BODY}")
    assert report.published is None
    assert report.published_how is not None
    assert "10 August or 8 October 2024" in report.published_how


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}\nBase on fire pic.twitter.com/x\n— Somebody (@somebody) January 31, 2019",
        f" date 2023-02-30 {BODY}",
        f"{BODY} It was the worst strike since January 5, 2020.",
    ],
    ids=["none", "of a quoted post", "no such day", "of something else"],
)
def test_date_that_is_not_the_publication_date_is_not_taken_for_it(text: str) -> None:
    report = parse_report(text)
    assert (report.published, report.published_how) == (None, None)


def test_date_given_by_the_user_wins() -> None:
    report = parse_report(f" date 2023-12-08 {BODY}", published=date(2023, 12, 9))
    assert (report.published, report.published_how) == (date(2023, 12, 9), "given by the user")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_told_apart_without_a_word(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(f"{BODY} “Ça suffit”.".encode(encoding))
    report = read_report(file)
    assert report.text.endswith("“Ça suffit”.")
    assert report.flags == ()


def test_old_encoding_is_read_and_said() -> None:
    report = read_report("Attaque à Hit.".encode("latin-1"), path="a.txt")
    assert report.text == "Attaque à Hit."
    assert "Latin-1" in report.flags[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.4\n%\xe2\xe3\x00\x01", "binary"),
    ],
    ids=["empty", "blank", "binary", "pdf"],
)
def test_file_without_text_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_report(data, path="a.txt")
    message = str(caught.value)
    assert message.startswith("a.txt: ")
    assert words in message
    assert "\n" not in message


def test_missing_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be read"):
        read_report(tmp_path / "none.txt")


def test_line_ends_of_any_system_give_one_text() -> None:
    assert read_report(b"A.\r\n\r\nB.", path="a").text == read_report(b"A.\n\nB.", path="a").text


@given(st.text(min_size=1))
def test_any_text_is_kept_as_it_stands(text: str) -> None:
    assert parse_report(text).text == text
