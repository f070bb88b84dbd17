"""TimeMap: events with the sources and associations that stand beside or in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geomap import formats

if TYPE_CHECKING:
    from pathlib import Path


def timemap(**lists: Any) -> str:
    event = {"id": "A1", "date": "2/20/2024", "time": "00:00", "location": "Donetsk", "latitude": "48.0243"}
    event |= {"longitude": "37.7929", "description": "A strike.", "sources": ["s1"], "associations": ["a1"]}
    return json.dumps({"Events": [event], **lists})


def test_timemap_names_its_sources_and_associations(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    sources = [{"id": "s1", "description": "Seen.", "paths": ["https://t.me/x/1"], "title": "T"}]
    path.write_text(timemap(Sources=sources, Associations=[{"id": "a1", "title": ["Strikes"]}]))
    row = formats.read(path).frame.iloc[0]
    assert (row["event_type"], row["time_start"].date().isoformat()) == ("Strikes", "2024-02-20")
    assert row["sources"] == [{"report": "s1", "quote": "Seen.", "title": "T", "url": "https://t.me/x/1"}]
    assert (row["associations"], row["timemap_sources"]) == (["a1"], ["s1"])


def test_timemap_as_a_bare_list_of_events(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(json.loads(timemap())["Events"]))
    assert formats.read(path).frame["event_id"].tolist() == ["A1"]


def test_a_timemap_path_that_is_no_address_makes_no_link(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(timemap(Sources=[{"id": "s1", "paths": ["javascript:alert(1)"], "title": "T"}]))
    assert "url" not in formats.read(path).frame["sources"].iloc[0][0]
