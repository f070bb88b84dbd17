"""Rows of the published data sets, of our own making."""

from __future__ import annotations

from typing import Any

from geomap.formats import gdelt

UCDP = {
    "id": "300380",
    "year": "2013",
    "type_of_violence": "1",
    "side_a": "Government of Syria",
    "side_b": "Syrian insurgents",
    "number_of_sources": "-1",
    "source_article": '"SOHR,2013-01-03,Thursday"',
    "source_office": "SOHR",
    "source_date": "2013-01-03",
    "source_headline": "Thursday",
    "where_prec": "1",
    "where_coordinates": "Rami village",
    "adm_1": "Idlib governorate",
    "adm_2": "Ariha district",
    "latitude": "35.763369",
    "longitude": "36.558974",
    "country": "Syria",
    "country_id": "652",
    "date_prec": "1",
    "date_start": "2013-01-03",
    "date_end": "2013-01-03",
    "best": "2",
    "high": "2",
    "low": "2",
}


ACLED = {
    "event_id_cnty": "IRQ1234",
    "event_date": "08 December 2023",
    "year": "2023",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Unidentified Armed Group (Iraq)",
    "assoc_actor_1": "",
    "inter1": "3",
    "actor2": "Military Forces of the United States",
    "assoc_actor_2": "",
    "inter2": "8",
    "interaction": "38",
    "civilian_targeting": "",
    "iso": "368",
    "region": "Middle East",
    "country": "Iraq",
    "admin1": "Baghdad",
    "admin2": "Karkh",
    "admin3": "",
    "location": "Baghdad - Green Zone",
    "latitude": "33.3029",
    "longitude": "44.3922",
    "geo_precision": "1",
    "source": "Reuters; AFP",
    "source_scale": "International",
    "notes": "On 8 December 2023, rockets were fired at the embassy.",
    "fatalities": "0",
    "tags": "",
    "timestamp": "1702400000",
}


TAGS = {name: f"#{name.split('_')[0]}+x" for name in UCDP}


def gdelt_line(**cells: str) -> str:
    given = {
        "GLOBALEVENTID": "1",
        "SQLDATE": "20231208",
        "EventRootCode": "19",
        "EventCode": "190",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Baghdad, Baghdad, Iraq",
        "ActionGeo_CountryCode": "IZ",
        "ActionGeo_Lat": "33.3386",
        "ActionGeo_Long": "44.3939",
        "Actor1Name": 'THE "GROUP',
        "SOURCEURL": "https://example.org/a",
    } | cells
    header = gdelt.header_for(61)
    assert header is not None
    return "\t".join(given.get(name, "") for name in header) + "\n"


def same(theirs: Any, ours: Any) -> bool:
    """Whether a cell came back: as the same text, or the same number; empty and null are one."""
    if isinstance(theirs, list):
        return theirs == ours
    text = theirs.strip()
    if ours is None:
        return not text
    try:
        return float(text) == float(ours)
    except ValueError:
        return text == str(ours).strip()
