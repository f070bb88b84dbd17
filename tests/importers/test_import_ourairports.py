"""OurAirports' table of airfields."""

from __future__ import annotations

from samples import Build, names, the

from geomap.model import Kind

HEAD = "id,ident,type,name,latitude_deg,longitude_deg,iso_country,iso_region,iata_code,keywords\n"


def test_airfields_with_their_codes_and_keywords(build: Build) -> None:
    index, _ = build(
        {
            "airports.csv": HEAD
            + '1,ORAA,medium_airport,Al Asad Air Base,33.7856,42.4412,IQ,IQ-AN,IQA,"Qadisiyah"\n'
            + "2,ORXX,small_airport,Rutbah Strip,33.0,40.3,IQ,IQ-AN,,\n"
        }
    )
    base = the(index, "ourairports:ORAA")
    assert (base.kind, base.radius_m, base.country) == (Kind.AIR_BASE, 2000.0, "IQ")
    assert names(index, base.id) == ["Al Asad Air Base", "ORAA", "IQA", "Qadisiyah"]
    assert the(index, "ourairports:ORXX").kind is Kind.AIRPORT


def test_a_bad_row_is_named(build: Build) -> None:
    _, report = build({"a.csv": HEAD + "1,,heliport,Pad,33,42,IQ,,,\n2,X,heliport,Pad,,42,IQ,,,\n"})
    assert [(fault.line, fault.message) for fault in report.skipped] == [
        (2, "has no ident or no name"),
        (3, "its latitude or longitude is no number"),
    ]
