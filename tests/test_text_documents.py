"""Reports in other dress: saved pages, Markdown, PDF, JSON lines; and files that are wrong."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from geomap import intake
from geomap.errors import InputError
from geomap.resolve import Gazetteer
from geomap.text import extract_report, parse_report, read_documents

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.model import Report

STORY = (
    "Rockets were fired on Friday at the US embassy in Baghdad, an official said. No injuries were reported. "
    "The attack came at dawn and woke the quarter; people stood in the streets for hours afterwards."
)
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Rockets hit embassy – The Daily</title>
<meta property="og:title" content="Rockets hit the embassy">
<meta property="og:site_name" content="The Daily">
<link rel="canonical" href="https://daily.example/2023/rockets">
<script type="application/ld+json">{{"datePublished": "2023-12-08T09:30:00Z"}}</script>
<style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Rockets hit the embassy</h1>
<figure><img src="x.jpg">
<figcaption>Smoke over Mosul on Thursday after an attack.</figcaption></figure>
<p>{STORY}</p>
<p>It was the latest of many such attacks, said the mission&rsquo;s spokesman, who gave no name.</p>
<script>document.write("An air strike hit Erbil on Friday.")</script></article>
<footer>Read more: A drone hit Kirkuk on Friday.</footer></body></html>"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def one(path: Path) -> Report:
    (report,) = read_documents(path)
    return report


def places(report: Report, gazetteer: Gazetteer) -> list[str | None]:
    found = extract_report(report, gazetteer).events
    return [e.resolution.place.id if e.resolution and e.resolution.place else None for e in found]


def test_saved_page_gives_its_article_and_what_it_says_of_itself(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    (tmp_path / "p.html").write_text(PAGE, encoding="utf-8")
    report = one(tmp_path / "p.html")
    assert (report.title, report.publisher) == ("Rockets hit the embassy", "The Daily")
    assert (report.published, report.published_how) == (date(2023, 12, 8), "the page's own metadata")
    assert report.url == "https://daily.example/2023/rockets"
    assert places(report, gazetteer) == ["us-embassy-baghdad"]
    assert "Home" not in report.text
    assert "document.write" not in report.text


def test_quotes_of_a_page_stand_at_their_offsets_in_its_text(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (tmp_path / "p.html").write_text(PAGE, encoding="utf-8")
    report = one(tmp_path / "p.html")
    (event,) = extract_report(report, gazetteer).events
    assert all(report.text[s.start : s.end] == s.quote for s in event.sources)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_page_is_read_in_its_own_encoding(encoding: str, tmp_path: Path) -> None:
    page = PAGE.replace('charset="utf-8"', f'charset="{encoding}"').replace("dawn", "dawn – “early”")
    (tmp_path / "p.html").write_bytes(page.encode(encoding))
    report = one(tmp_path / "p.html")
    assert "dawn – “early”" in report.text


def test_markdown_loses_its_marks_and_keeps_its_words(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = (
        '---\ntitle: "Embassy hit"\ndate: 2023-12-08\ntags: [a]\n---\n\n# Embassy hit\n\n'
        "![smoke](s.png)\n**Rockets** were fired on *Friday* at the [US embassy](https://x.example/a)"
        " in Baghdad.\n\n"
        "> No injuries were reported.\n"
    )
    (tmp_path / "r.md").write_text(text, encoding="utf-8")
    report = one(tmp_path / "r.md")
    assert (report.title, report.published) == ("Embassy hit", date(2023, 12, 8))
    assert "Rockets were fired on Friday at the US embassy in Baghdad." in report.text
    assert places(report, gazetteer) == ["us-embassy-baghdad"]


def test_json_lines_are_one_report_each(tmp_path: Path, gazetteer: Gazetteer) -> None:
    lines = [
        {"doc": "a", "text": STORY, "date": "2023-12-08", "title": "Embassy", "source": "Daily"},
        {"text": "A drone hit Erbil on Friday.", "published": "2023-12-09T10:00:00Z"},
    ]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    first, second = read_documents(tmp_path / "d.jsonl")
    assert (first.id, first.title, first.publisher, first.published) == (
        "a",
        "Embassy",
        "Daily",
        date(2023, 12, 8),
    )
    assert second.path == f"{tmp_path / 'd.jsonl'}:2"
    assert intake.read(tmp_path / "d.jsonl", gazetteer).frame["place_id"].tolist() == [
        "us-embassy-baghdad",
        "erbil",
    ]


def test_bad_line_is_named_and_the_others_go_on(tmp_path: Path, gazetteer: Gazetteer) -> None:
    lines = [
        json.dumps({"text": STORY, "date": "2023-12-08"}),
        "{broken",
        json.dumps({"title": "no text"}),
        json.dumps({"text": "A drone hit Erbil.", "date": "31 November"}),
        json.dumps({"text": "A drone hit Erbil on Friday.", "date": "2023-12-08"}),
    ]
    (tmp_path / "d.jsonl").write_text("\n".join(lines), encoding="utf-8")
    taken = intake.read(tmp_path / "d.jsonl", gazetteer)
    assert len(taken.reports) == 2
    where = f"{tmp_path / 'd.jsonl'}, row"
    assert [str(fault) for fault in taken.set_aside] == [
        f"{where} 2: is no JSON; write one document a line as a JSON object",
        f"{where} 3: has no text; put it in the field 'text'",
        f"{where} 4: '31 November' is no date; write 2023-12-08",
    ]


def pdf(lines: list[str]) -> bytes:
    """Make a PDF of one page by hand."""
    words = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 11 Tf 40 780 Td {words} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places_of = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places_of.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(
        f"{at:010d} 00000 n \n".encode() for at in places_of
    )
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n" + str(start).encode() + b"\n%%EOF\n"


def test_pdf_gives_its_text_with_broken_lines_joined(tmp_path: Path, gazetteer: Gazetteer) -> None:
    pytest.importorskip("pypdf")
    lines = ["Embassy hit", "8 December 2023", "", "Rockets were fired on Friday at the US embassy in"]
    (tmp_path / "r.pdf").write_bytes(pdf([*lines, "Baghdad, an official said, and nobody was hurt."]))
    report = one(tmp_path / "r.pdf")
    assert report.published == date(2023, 12, 8)
    assert "embassy in Baghdad, an official" in report.text
    assert places(report, gazetteer) == ["us-embassy-baghdad"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"%PDF-1.4\nbroken", "is a damaged or locked PDF; save its text to a .txt file"),
        ("b.pdf", pdf([""]), "is a PDF without text, a scan; run it through text recognition first"),
        ("c.html", b"<html><body></body></html>", "is a web page without text; save its text as .txt"),
        ("d.txt", b" \n ", "is empty"),
        ("e.txt", b"\x00\x01\x02\x03" * 50, "is a binary file"),
        ("f.txt", b"Rockets hit Erbil. " * 600_000, "is larger than 10 MB, no single report"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 8 else "",
)
def test_bad_file_is_one_clear_line_and_the_others_go_on(
    name: str, data: bytes, message: str, tmp_path: Path, gazetteer: Gazetteer
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(f" date 2023-12-08 {STORY}")
    taken = intake.read([tmp_path / name, tmp_path / "good.txt"], gazetteer)
    assert len(taken.frame) == 1
    (fault,) = taken.set_aside
    assert message in str(fault)
    assert name in str(fault)
    assert "\n" not in str(fault)
    with pytest.raises(InputError):
        intake.read(tmp_path / name, gazetteer)


def test_marks_of_direction_do_not_hide_a_name(gazetteer: Gazetteer) -> None:
    text = "On Friday rockets hit the \u200fUS\u200e embassy\u200e in \u202bBaghdad\u202c."
    report = parse_report(text, published=date(2023, 12, 8))
    (event,) = extract_report(report, gazetteer).events
    assert event.resolution is not None
    assert event.resolution.country == "IQ"
    assert all(text[s.start : s.end] == s.quote for s in event.sources)
