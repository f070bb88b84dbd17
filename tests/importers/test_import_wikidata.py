"""Results of Wikidata queries."""

from __future__ import annotations

import json

import pytest
from samples import Build, names, the

from geomap.model import Kind


def test_a_table_of_results(build: Build) -> None:
    rows = (
        "item,itemLabel,itemAltLabel,coord,typeLabel,population,countryCode\n"
        'http://www.wikidata.org/entity/Q1,Mosul,"Mossoul, Al-Mawsil",Point(43.13 36.34),city,1683000,\n'
        "http://www.wikidata.org/entity/Q2,Q2,,Point(43 36),village,,IQ\n"
        "http://www.wikidata.org/entity/Q3,Nowhere,,,village,,IQ\n"
    )
    index, report = build({"query.csv": rows})
    place = the(index, "wikidata:Q1")
    assert (place.name, place.kind, place.lat, place.lon) == ("Mosul", Kind.CITY, 36.34, 43.13)
    assert names(index, "wikidata:Q1") == ["Mosul", "Mossoul", "Al-Mawsil"]
    assert [(fault.line, fault.message) for fault in report.skipped] == [
        (3, "has no label"),
        (4, "has no coordinates such as Point(44.4 33.3)"),
    ]


@pytest.mark.parametrize("full", [False, True])
def test_json_in_both_of_its_forms(build: Build, full: bool) -> None:
    row = {
        "dam": "http://www.wikidata.org/entity/Q1",
        "damLabel": "Mosul Dam",
        "at": "Point(42.82 36.63)",
    }
    typed = {key: {"type": "literal", "value": value} for key, value in row.items()}
    text = json.dumps({"head": {}, "results": {"bindings": [typed]}} if full else [row])
    index, _ = build({"query.json": text})
    assert the(index, "wikidata:Q1").name == "Mosul Dam"
