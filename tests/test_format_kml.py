"""KML and KMZ: times, folders, colours and balloons; what others write; nothing is followed."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from event_frames import plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_places import KnownPlaces

from geomap import formats
from geomap.errors import InputError
from geomap.events import locate
from geomap.formats import archives

if TYPE_CHECKING:
    from pathlib import Path


KML = "{http://www.opengis.net/kml/2.2}"


hard_texts = st.none() | st.text(st.characters(codec="utf-8"), max_size=12).map(lambda t: t.strip() or None)


def xml_can_hold(char: str) -> bool:
    return char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(hard_texts, min_size=1, max_size=5))
def test_kml_keeps_any_text_that_xml_can_hold(tmp_path: Path, texts: list[str | None]) -> None:
    table = pd.DataFrame({"event_id": [f"e{n}" for n in range(len(texts))], "damage": texts, "mine": texts})
    before = locate(table.assign(lat=1.0, lon=2.0), KnownPlaces())
    notes = formats.write(before, tmp_path / "a.kml")
    after = formats.read(tmp_path / "a.kml").frame
    kept = [text and "".join(c if xml_can_hold(c) else "\ufffd" for c in text) for text in texts]
    assert plain(after["damage"]) == [text and (text.strip() or None) for text in kept]
    assert plain(after["mine"]) == kept
    assert bool(notes) == (kept != texts)


def test_kml_has_times_folders_colours_and_text_in_balloons(frame: Any, tmp_path: Path) -> None:
    frame["event_type"] = ["rocket attack", "rocket attack", None, None, "<script>"]
    frame["damage"] = ["<img src=x onerror=alert(1)> $[event_id]", None, None, None, None]
    formats.write(frame, tmp_path / "a.kml")
    root = ElementTree.parse(tmp_path / "a.kml").getroot()
    folders = [folder.findtext(f"{KML}name") for folder in root.iter(f"{KML}Folder")]
    assert folders == ["rocket attack", "<script>", "Not placed"]
    first = next(root.iter(f"{KML}Placemark"))
    assert first.findtext(f"{KML}TimeSpan/{KML}begin") == "2023-12-08T00:00:00Z"
    assert first.findtext(f"{KML}styleUrl") == "#look-1"
    assert root.findtext(f".//{KML}Style[@id='look-1']/{KML}IconStyle/{KML}color") == "ffb27200"
    balloon = first.findtext(f"{KML}description") or ""
    assert "<img" not in balloon
    assert "&lt;img src=x" in balloon
    assert "$[" not in balloon
    assert "href" not in (tmp_path / "a.kml").read_text(encoding="utf-8")


def kml(body: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'


PLACEMARK = (
    "<Folder><name>Attacks</name><Placemark><name>Kirkuk</name><description>Rockets</description>"
    "<TimeStamp><when>2023-12-08</when></TimeStamp><ExtendedData><Data name='dead'><value>3</value></Data>"
    "</ExtendedData><Point><coordinates>44.39,35.47,0</coordinates></Point></Placemark></Folder>"
)


def test_kml_of_others_is_read_with_its_names_times_and_data(tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_text(kml(PLACEMARK))
    row = formats.read(tmp_path / "a.kml").frame.iloc[0]
    assert (row["place_text"], row["killed_best"], row["lat"], row["lon"]) == ("Kirkuk", 3, 35.47, 44.39)
    assert (row["time_precision"], row["folder"]) == ("day", "Attacks")
    assert row["sources"][0]["quote"] == "Rockets"


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ("<Point><coordinates>4239.00416,35</coordinates></Point>", "longitude 4239"),
        ("<Point><coordinates>44,95</coordinates></Point>", "latitude 95"),
        ("<Point><coordinates>44</coordinates></Point>", "not longitude,latitude"),
        ("<Point><coordinates/></Point>", "0 positions"),
        ("<LineString><coordinates>1,2 3,4</coordinates></LineString>", "LineString"),
        ("<Polygon/>", "0 outer rings"),
        (
            "<Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6 7,8</coordinates>"  # noqa: ISC004
            "</LinearRing></outerBoundaryIs></Polygon>",
            "not closed",
        ),
        ("<Point><coordinates>nan,nan</coordinates></Point>", "no numbers"),
    ],
)
def test_a_bad_placemark_is_set_aside_and_the_rest_goes_on(tmp_path: Path, geometry: str, words: str) -> None:
    (tmp_path / "a.kml").write_text(kml(f"<Placemark><name>x</name>{geometry}</Placemark>{PLACEMARK}"))
    table = formats.read(tmp_path / "a.kml")
    assert (len(table.frame), table.set_aside[0].row) == (1, 1)
    assert words in str(table.set_aside[0])


def test_kml_follows_no_link_and_says_so(tmp_path: Path) -> None:
    link = "<NetworkLink><Link><href>https://example.org/a.kml</href></Link></NetworkLink>"
    (tmp_path / "a.kml").write_text(kml(link + PLACEMARK))
    assert "a.kml: 1 links and overlays in it are not followed" in formats.read(tmp_path / "a.kml").notes


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE kml SYSTEM "https://example.org/kml.dtd">',
    ],
)
def test_kml_that_declares_entities_is_refused(tmp_path: Path, head: str) -> None:
    (tmp_path / "a.kml").write_text(kml(PLACEMARK.replace("Rockets", "&x;"), head))
    with pytest.raises(InputError, match="document type"):
        formats.read(tmp_path / "a.kml")


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "name", ["../doc.kml", "/etc/doc.kml", "a/../../doc.kml", "C:\\doc.kml", "..\\doc.kml"]
)
def test_an_archive_that_points_outside_of_itself_is_refused(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "a.kmz", {name: kml(PLACEMARK).encode()})
    with pytest.raises(InputError, match="outside of the archive"):
        formats.read(path)


@pytest.mark.parametrize(("name", "member"), [("a.kmz", "doc.kml"), ("a.shp.zip", "a.dbf")])
def test_a_zip_bomb_is_refused_with_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, member: str
) -> None:
    monkeypatch.setattr(archives, "LARGEST_MEMBER", 1_000_000)
    path = archive(tmp_path / name, {member: b" " * 2_000_000, "a" + name[1:-4]: b""})
    with pytest.raises(InputError, match=r"unpacks to more than 1,000,000 bytes"):
        formats.read(path)
