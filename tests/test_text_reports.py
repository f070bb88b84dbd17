"""Reading reports: encodings, publication dates and how they are known, bad files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.text import parse_report, read_report

if TYPE_CHECKING:
    from pathlib import Path

BODY = "Rockets hit a base in Anbar on Friday, the army said. Nobody was hurt."


@pytest.mark.parametrize(
    ("text", "published"),
    [
        pytest.param(f" date 2023-12-08 {BODY}", date(2023, 12, 8), id="stamp"),
        pytest.param(
            f"https://example.org/a\n date 2023-12-08 {BODY}", date(2023, 12, 8), id="address and stamp"
        ),
        pytest.param(f"Base hit\n\nMonday 28 August 2023 - 08:23\n\n{BODY}", date(2023, 8, 28), id="header"),
        pytest.param(f"Base hit\nNews\n2024-02-15 | 09:50\n{BODY}", date(2024, 2, 15), id="web stamp"),
        pytest.param(
            f"# Base hit\n\nDate: 3 May 2024\nSource: An agency\n\n{BODY}", date(2024, 5, 3), id="metadata"
        ),
        pytest.param(f"{BODY}\n\nThe Council\n\n16 January 2024", date(2024, 1, 16), id="signature"),
        pytest.param(f"Baquba (Iraq) – 12 March 2023\n\n{BODY}", date(2023, 3, 12), id="place and date"),
        pytest.param(f"ERBIL, Jan. 16, 2024 (AP) — {BODY}", date(2024, 1, 16), id="dateline"),
        pytest.param(f"https://example.org/2022/12/01/overview\n{BODY}", date(2022, 12, 1), id="address"),
        pytest.param(
            f"Smoke over a base, in this picture uploaded on April 8, 2022.\n{BODY}",
            date(2022, 4, 8),
            id="photo",
        ),
    ],
)
def test_publication_date_is_found_and_says_how(text: str, published: date) -> None:
    report = parse_report(text)
    assert report.published == published
    assert report.published_how


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
