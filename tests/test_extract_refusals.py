"""Which parts of a report tell an event, and which do not, each with its reason."""

from __future__ import annotations

from datetime import date

import pytest
from packs import read_cases
from reading import place_ids, told

from geomap.model import Status
from geomap.resolve import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    "case",
    read_cases("refusals.csv"),
    ids=lambda case: case["sentence"][:50],
)
def test_passage_is_refused_with_its_reason(case: dict[str, str], gazetteer: Gazetteer) -> None:
    extraction = told(case["sentence"], gazetteer)
    assert extraction.events == ()
    assert [(r.kind, r.quote in case["sentence"], bool(r.reason)) for r in extraction.rejected][:1] == [
        (case["kind"], True, True)
    ]


@pytest.mark.parametrize(
    "case",
    read_cases("passages.csv"),
    ids=lambda case: case["rule"],
)
def test_passage_tells_its_places_and_no_others(case: dict[str, str], gazetteer: Gazetteer) -> None:
    events = told(case["text"].replace("\\n", "\n"), gazetteer).events
    plotted = [e for e in events if e.resolution and e.resolution.status is Status.RESOLVED]
    assert (
        ";".join(e.resolution.place.name for e in plotted if e.resolution and e.resolution.place)
        == case["places"]
    )
    assert all(e.when.start is not None for e in plotted)


@pytest.mark.parametrize("case", read_cases("passing.csv"), ids=lambda case: case["text"][:60])
def test_what_is_told_in_passing_is_no_scene(case: dict[str, str], gazetteer: Gazetteer) -> None:
    events = told(case["text"], gazetteer, date(2025, 6, 14)).events
    plotted = [e for e in events if e.resolution and e.resolution.status is Status.RESOLVED]
    assert [e.resolution.place.name for e in plotted if e.resolution and e.resolution.place] == [
        case["scene"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        (
            "The army spoke.\n\nSmoke over the base\nRockets hit the Ain al-Asad air base on "
            "Friday. REUTERS\n\nIt said no more."
        ),
        (
            "The army spoke on Friday.\nRockets hit Erbil pic.twitter.com/abc\n— Somebody "
            "(@somebody) December 8, 2023\nIt said no more."
        ),
        "The army spoke.\n\nFAQ:\n\nQ: What happened?\n\nA: On Friday rockets hit the Ain al-Asad air base.",
    ],
    ids=["caption", "post", "question and answer"],
)
def test_only_the_body_can_start_an_event(text: str, gazetteer: Gazetteer) -> None:
    extraction = told(text, gazetteer)
    assert extraction.events == ()
    assert extraction.rejected


@pytest.mark.parametrize(
    "case",
    read_cases("entries.csv"),
    ids=lambda case: case["why"] or case["page"][:40],
)
def test_day_stated_once_governs_what_stands_under_it(case: dict[str, str], gazetteer: Gazetteer) -> None:
    published = date.fromisoformat(case["published"]) if case["published"] else None
    events = told(case["page"].replace("\\n", "\n"), gazetteer, published).events
    days = []
    for event in events:
        ends = [moment.date().isoformat() for moment in (event.when.start, event.when.end) if moment]
        days.append("/".join(dict.fromkeys(ends)))
    ids = [place or "-" for place in place_ids(events)]
    found = ";".join(f"{place} {day}" for place, day in zip(ids, days, strict=True))
    assert found == case["events"]


@pytest.mark.parametrize(
    "case",
    read_cases("furniture.csv"),
    ids=lambda case: case["why"] or case["page"][30:70],
)
def test_what_a_page_says_of_itself_and_of_other_stories_is_no_event(
    case: dict[str, str], gazetteer: Gazetteer
) -> None:
    events = told(case["page"].replace("\\n", "\n"), gazetteer).events
    assert (
        ";".join(e.resolution.place.name for e in events if e.resolution and e.resolution.place)
        == (case["plots"])
    )


def test_small_place_under_the_heading_of_a_region_lies_in_it(gazetteer: Gazetteer) -> None:
    page = "Kharkiv region\n\nOn Friday drones struck Lozova.\n\n{region}\n\nOn Friday shells hit Mukachevo."
    elsewhere, here = (
        told(page.format(region=region), gazetteer).events[1].resolution
        for region in ("Sumy region", "Zakarpattia Oblast")
    )
    assert elsewhere is not None
    assert here is not None
    assert (elsewhere.status, here.status) == (Status.UNRESOLVED, Status.RESOLVED)
