"""Sentences, zones and clauses, by offsets."""

from __future__ import annotations

import csv
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.text import segments, sentences, zones
from geomap.text.zones import ZoneKind

CASES = (Path(__file__).parent / "cases" / "sentences.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", list(csv.DictReader(CASES.splitlines())), ids=lambda case: case["text"][:40])
def test_sentences_end_where_a_reader_ends_them(case: dict[str, str]) -> None:
    found = sentences.split(case["text"])
    assert len(found) == int(case["sentences"]), [case["text"][a:b] for a, b in found]


@given(st.text())
def test_sentences_cover_all_but_blanks_in_order(text: str) -> None:
    found = sentences.split(text)
    assert "".join(text[a:b] for a, b in found).split() == text.split() or len(found) <= 1
    assert all(a[1] <= b[0] for a, b in pairwise(found))


@given(st.text())
def test_clauses_cover_their_sentence_without_gaps(text: str) -> None:
    parts = segments.split(text, 0, len(text))
    assert "".join(text[a:b] for a, b in parts) == text


def kinds(text: str) -> list[ZoneKind]:
    return [zone.kind for zone in zones.split(text)]


def test_headline_and_dateline_are_told_from_the_body() -> None:
    text = "Rockets hit base in Anbar\n\nBAGHDAD (AP) — Rockets hit a base on Friday.\n"
    assert kinds(text) == [ZoneKind.HEADLINE, ZoneKind.DATELINE, ZoneKind.BODY]


def test_photo_caption_is_no_body() -> None:
    text = (
        "Rockets hit a base on Friday.\n\nSmoke over the base\nSmoke rises over the base "
        "in Anbar. REUTERS\n\nNobody was hurt."
    )
    assert kinds(text) == [ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.CAPTION, ZoneKind.BODY]


def test_quoted_post_is_no_body() -> None:
    text = (
        "It was seen online.\nBaghdad under fire now pic.twitter.com/abc\n— Somebody "
        "(@somebody) May 3, 2023\nThe army was silent."
    )
    assert kinds(text) == [ZoneKind.BODY, ZoneKind.POST, ZoneKind.POST, ZoneKind.BODY]


def test_questions_and_answers_are_no_body() -> None:
    text = (
        "Rockets hit a base.\n\nFAQ:\n\nQ: What is the base?\n\nA: A base in Anbar that was attacked before."
    )
    assert kinds(text)[1:] == [ZoneKind.FAQ] * 3


@pytest.mark.parametrize("unit", ["a. ", "“", "1:2 ", "U.S. ", "(", "said, ", "\n", "https://t.co/ "])
def test_splitting_is_linear_on_monotonous_text(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        start = time.perf_counter()
        for zone in zones.split(text):
            for begin, end in sentences.split(text, zone.start, zone.end):
                segments.split(text, begin, end)
        return time.perf_counter() - start

    seconds(100)
    assert seconds(20_000) < 3.0


def test_text_without_any_stop_is_cut_into_pieces_of_bounded_length() -> None:
    text = "Rockets hit the base and " * 1000
    spans = sentences.split(text)
    assert max(end - start for start, end in spans) <= 2_000
    assert " ".join(text[start:end] for start, end in spans) == text.strip()
