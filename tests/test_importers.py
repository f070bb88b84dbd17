"""Other people's gazetteers: each format read for what it says, each bad line named and left out."""

from __future__ import annotations

import csv
import gzip
import json
import os
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from geomap.errors import InputError
from geomap.gazetteer.building import BuildReport, build_index
from geomap.gazetteer.importers.features import kind_of
from geomap.gazetteer.importers.labels import kind_of_label
from geomap.gazetteer.importers.radii import radius_m
from geomap.gazetteer.importers.shapes import shape_of
from geomap.gazetteer.store import StoredIndex
from geomap.model import AliasKind, Kind, Place

if TYPE_CHECKING:
    from pathlib import Path

Built = tuple[StoredIndex, BuildReport]
Build = Callable[..., Built]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Write texts to files, build an index of the first, or of those named, and open it."""

    def build(files: dict[str, str | bytes], *sources: str) -> Built:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        chosen = sources or (next(iter(files)),)
        report = build_index([tmp_path / name for name in chosen], tmp_path / "out.gazetteer")
        return StoredIndex(tmp_path / "out.gazetteer"), report

    return build


def the(index: StoredIndex, place_id: str) -> Place:
    place = index.place(place_id)
    assert place is not None
    return place


def names(index: StoredIndex, place_id: str) -> list[str]:
    return [alias.text for alias in index.aliases(place_id)]


def geonames_row(place: int | str, name: str, **cells: str) -> str:
    row = {
        "id": str(place), "name": name, "ascii": name, "names": "", "lat": "34.0", "lon": "43.0",
        "class": "P",
        "code": "PPL", "country": "IQ", "cc2": "", "admin1": "01", "admin2": "", "admin3": "", "admin4": "",
        "population": "0", "elevation": "", "dem": "", "zone": "Asia/Baghdad", "date": "2024-01-01",
    } | cells  # fmt: skip
    return "\t".join(row.values()) + "\n"


class TestGeoNames:
    ROWS = (
        geonames_row(99237, "Republic of Iraq", names="Iraq,Irak", **{"class": "A"}, code="PCLI", admin1="00")
        + geonames_row(99592, "Al Anbār", ascii="Al Anbar", names="Anbar", **{"class": "A"}, code="ADM1")
        + geonames_row(7, "Hīt", ascii="Hit", names="HTT,هيت", code="PPLA2", population="66700")
        + geonames_row(8, "Ramadi", code="PPLA", lat="33.42", lon="43.3", population="2000")
        + geonames_row(9, "Ain al Asad", **{"class": "S"}, code="AIRB", lat="33.78", lon="42.44")
    )

    def test_rows_become_places_with_their_chain(self, build: Build) -> None:
        index, report = build({"IQ.txt": self.ROWS})
        assert (report.rows_read, report.places, report.skipped) == (5, 5, ())
        town, capital = the(index, "geonames:7"), the(index, "geonames:8")
        assert (town.name, town.kind, town.population, town.parent) == (
            "Hīt",
            Kind.CITY,
            66700,
            "geonames:99592",
        )
        assert capital.kind is Kind.CITY
        assert the(index, "geonames:99592").parent == "geonames:99237"
        assert the(index, "iso:IQ").name == "Republic of Iraq"
        assert the(index, "geonames:9").kind is Kind.AIR_BASE
        assert the(index, "geonames:9").population is None

    def test_names_are_found_and_codes_are_told_from_them(self, build: Build) -> None:
        index, _ = build({"IQ.txt": self.ROWS})
        kinds = {alias.text: alias.kind for alias in index.aliases("geonames:7")}
        assert kinds == {"Hīt": AliasKind.NAME, "HTT": AliasKind.CODE, "هيت": AliasKind.NAME}
        assert [named.place.id for named in index.exact("hit")] == ["geonames:7"]

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ("7\tHit\n", "has 2 columns and not 19"),
            (geonames_row("seven", "Hit"), "is no number"),
            (geonames_row(7, "Hit", lat="43.0", lon="x"), "is no number"),
            (geonames_row(7, "Hit", lat="95"), "latitude 95 is outside -90 to 90; swapped"),
            (geonames_row(7, "Hit", lat="nan"), "latitude nan is outside"),
            (geonames_row(7, "Hit", lon="181"), "longitude 181 is outside"),
            (geonames_row(7, " "), "has no name"),
            (geonames_row(7, "Hit", **{"class": "Q"}, code=""), "feature class 'Q'"),
            (geonames_row(7, "???"), "nothing to find it by"),
            (b"7\tH\xfft\n", "is not UTF-8 text"),
            (b"7\t" + b"x" * (1 << 21) + b"\n", "is longer than a megabyte"),
        ],
    )  # fmt: skip
    def test_a_bad_line_is_named_and_left_out(self, build: Build, row: str | bytes, why: str) -> None:
        bad = row if isinstance(row, bytes) else row.encode()
        index, report = build({"IQ.txt": self.ROWS.encode() + bad + geonames_row(10, "Haditha").encode()})
        (fault,) = report.skipped
        assert (fault.line, report.skipped_rows, report.rows_read, report.places) == (6, 1, 7, 6)
        assert fault.file.endswith("IQ.txt")
        assert why in fault.message
        assert the(index, "geonames:10").name == "Haditha"

    def test_the_files_beside_it_are_read(self, build: Build) -> None:
        alternates = (
            "1\t7\tar\tهيت\t1\t\t\t\n"
            "2\t7\t\tHeet Old\t\t\t\t1\n"
            "3\t7\tlink\thttps://example.org\t\t\t\t\n"
            "4\t777\ten\tElsewhere\t\t\t\t\n"
        )
        index, report = build(
            {
                "IQ.txt": self.ROWS,
                "alternateNamesV2.txt": alternates,
                "admin1CodesASCII.txt": "IQ.01\tAnbar Province\tAnbar Province\t99592\n",
                "hierarchy.txt": "7\t9\tADM\n",
            }
        )
        aliases = {alias.text: alias for alias in index.aliases("geonames:7")}
        assert aliases["Heet Old"].kind is AliasKind.FORMER
        assert "https://example.org" not in aliases
        assert "Anbar Province" in names(index, "geonames:99592")
        assert the(index, "geonames:9").parent == "geonames:7"
        assert report.places == 5

    def test_a_unit_with_a_name_but_no_row_is_placed_by_its_towns(self, build: Build) -> None:
        index, report = build(
            {
                "cities500.txt": geonames_row(7, "Hit", lat="33.6") + geonames_row(8, "Rawa", lat="34.4"),
                "admin1CodesASCII.txt": "IQ.01\tAnbar\tAnbar\t99592\nIQ.99\tNowhere\tNowhere\t5\n",
            }
        )
        unit = the(index, "geonames:99592")
        assert (unit.kind, unit.lat, unit.lon) == (Kind.ADMIN1, 34.0, 43.0)
        assert the(index, "geonames:7").parent == "geonames:99592"
        assert [fault.message for fault in report.skipped] == [
            "stands for an area, and no place in it tells where that is"
        ]

    def test_zip_and_gzip_are_unpacked(self, build: Build, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "IQ.zip", "w") as archive:
            archive.writestr("readme.txt", "about")
            archive.writestr("IQ.txt", self.ROWS)
        assert build({}, "IQ.zip")[1].places == 5
        assert build({"IQ.txt.gz": gzip.compress(self.ROWS.encode())})[1].places == 5

    def test_the_theatre_sample_is_read_whole(self, shared: Path, tmp_path: Path) -> None:
        report = build_index([shared / "samples" / "theatre.geonames.txt"], tmp_path / "o.gazetteer")
        assert (report.rows_read, report.places, report.skipped_rows) == (80_211, 80_211, 0)
        index = StoredIndex(tmp_path / "o.gazetteer")
        assert "geonames:102542465" in [named.place.id for named in index.core("asad")]


NGA = "ufi\tuni\tfull_name\tnt\tlat_dd\tlong_dd\tfc\tdesig_cd\tcc_ft\tadm1\tlang_cd\tfull_nm_nd\n"
FORMER_NGA = "RC\tUFI\tUNI\tLAT\tLONG\tFC\tDSG\tCC1\tADM1\tPOP\tNT\tLC\tFULL_NAME_RO\tFULL_NAME_ND_RO\n"


class TestNga:
    def test_the_names_of_a_feature_become_one_place(self, build: Build) -> None:
        index, report = build(
            {
                "iz.txt": NGA + "-5\t1\tQayyārat\tV\t35.8\t43.29\tP\tPPL\tIRQ\t15\tara\tQayyarat\n"
                "-5\t2\tAl Qayyārah\tN\t35.8\t43.29\tP\tPPL\tIRQ\t15\tara\tAl Qayyarah\n"
                "-5\t3\tالقيارة\tNS\t35.8\t43.29\tP\tPPL\tIRQ\t15\tara\t\n"
                "-6\t4\tQayara Air Field West\tH\t35.76\t43.12\tS\tAIRB\tIRQ\t15\teng\t\n"
            }
        )
        assert (report.rows_read, report.places) == (2, 2)
        place = the(index, "nga:-5")
        assert (place.name, place.country, place.kind) == ("Al Qayyārah", "IQ", Kind.VILLAGE)
        assert names(index, "nga:-5") == ["Al Qayyārah", "Qayyārat", "القيارة"]
        assert the(index, "nga:-6").kind is Kind.AIR_BASE

    def test_the_form_used_until_2023_has_other_country_codes(self, build: Build) -> None:
        index, _ = build(
            {"is.txt": FORMER_NGA + "1\t77\t8\t31.9\t34.8\tP\tPPLA\tIS\t02\t\tN\tHEB\tRamlé\tRamle\n"}
        )
        assert (the(index, "nga:77").country, the(index, "nga:77").kind) == ("IL", Kind.CITY)

    def test_a_bad_row_is_named(self, build: Build) -> None:
        _, report = build(
            {"iz.txt": NGA + "x\t1\tA\tN\t35\t43\tP\tPPL\tIRQ\t\t\t\n1\t1\tB\tN\t\t43\tP\tPPL\tIRQ\n"}
        )
        assert [(fault.line, fault.message) for fault in report.skipped] == [
            (2, "has no feature number (ufi)"),
            (3, "its latitude or longitude is no number"),
        ]


class TestOurAirports:
    HEAD = "id,ident,type,name,latitude_deg,longitude_deg,iso_country,iso_region,iata_code,keywords\n"

    def test_airfields_with_their_codes_and_keywords(self, build: Build) -> None:
        index, _ = build(
            {
                "airports.csv": self.HEAD
                + '1,ORAA,medium_airport,Al Asad Air Base,33.7856,42.4412,IQ,IQ-AN,IQA,"Qadisiyah"\n'
                + "2,ORXX,small_airport,Rutbah Strip,33.0,40.3,IQ,IQ-AN,,\n"
            }
        )
        base = the(index, "ourairports:ORAA")
        assert (base.kind, base.radius_m, base.country) == (Kind.AIR_BASE, 2000.0, "IQ")
        assert names(index, base.id) == ["Al Asad Air Base", "ORAA", "IQA", "Qadisiyah"]
        assert the(index, "ourairports:ORXX").kind is Kind.AIRPORT

    def test_a_bad_row_is_named(self, build: Build) -> None:
        _, report = build({"a.csv": self.HEAD + "1,,heliport,Pad,33,42,IQ,,,\n2,X,heliport,Pad,,42,IQ,,,\n"})
        assert [(fault.line, fault.message) for fault in report.skipped] == [
            (2, "has no ident or no name"),
            (3, "its latitude or longitude is no number"),
        ]


SQUARE = {
    "type": "Polygon",
    "coordinates": [[[41.0, 32.0], [43.0, 32.0], [43.0, 34.0], [41.0, 34.0], [41.0, 32.0]]],
}


def feature(properties: dict[str, Any], geometry: Any = None, **more: Any) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [42.82, 33.64]}
    return {"type": "Feature", "properties": properties, "geometry": geometry or point} | more


def collection(*features: dict[str, Any], **more: Any) -> str:
    return json.dumps(
        {"type": "FeatureCollection", "features": features} | more, indent=1, ensure_ascii=False
    )


class TestWhosOnFirst:
    REGION = feature(
        {"wof:id": 85672419, "wof:name": "Anbar", "wof:placetype": "region", "wof:country": "IQ"}, SQUARE
    )
    TOWN = feature(
        {
            "wof:id": 1,
            "wof:name": "Hit",
            "wof:placetype": "locality",
            "wof:country": "IQ",
            "wof:population": 66700,
            "wof:hierarchy": [{"region_id": 85672419, "country_id": 85632191, "locality_id": 1}],
            "wof:concordances": {"gn:id": 95788, "wd:id": "Q632014"},
            "name:ara_x_preferred": ["هيت"],
            "name:eng_x_variant": ["Heet"],
            "lbl:latitude": 33.6,
            "lbl:longitude": 42.8,
        }
    )

    def test_a_folder_of_features(self, build: Build) -> None:
        files = {"data/1/1.geojson": json.dumps(self.TOWN), "data/8/8.geojson": json.dumps(self.REGION)}
        index, report = build(files, "data")
        assert report.places == 2
        town, region = the(index, "wof:1"), the(index, "wof:85672419")
        assert (town.kind, town.parent, town.population) == (Kind.CITY, "wof:85672419", 66700)
        assert (town.lat, town.lon) == (33.6, 42.8)
        assert the(index, "geonames:95788") == the(index, "wikidata:Q632014") == town
        assert names(index, "wof:1") == ["Hit", "هيت", "Heet"]
        assert (region.kind, region.lat, region.lon) == (Kind.ADMIN1, 33.0, 42.0)
        assert region.radius_m == pytest.approx(145_000, rel=0.02)
        outline = index.outline("wof:85672419")
        assert outline is not None
        assert outline["type"] == "Polygon"
        assert [dataset.name for dataset in index.datasets()] == ["whosonfirst"]

    def test_what_is_superseded_or_no_place_is_named(self, build: Build) -> None:
        old = feature(self.TOWN["properties"] | {"wof:superseded_by": [2]})
        code = feature(self.TOWN["properties"] | {"wof:placetype": "postalcode"})
        _, report = build({"all.geojson": collection(self.TOWN, old, code)})
        assert [fault.message for fault in report.skipped] == [
            "is superseded or deprecated",
            "placetype 'postalcode' is no place to name",
        ]
        assert report.skipped[0].line > 1


class TestOpenStreetMap:
    def test_tags_say_what_it_is_and_how_it_is_called(self, build: Build) -> None:
        tags = {
            "name": "هيت",
            "name:en": "Hit",
            "alt_name": "Heet;Hīt",
            "old_name": "Is",
            "wikidata": "Q632014",
        }
        index, _ = build(
            {
                "iq.geojson": collection(
                    feature(tags | {"@id": "node/1", "place": "town", "population": "66,700"}),
                    feature(
                        {"name": "Ain al-Asad", "military": "airfield", "aeroway": "aerodrome"}, id="way/2"
                    ),
                    feature(
                        {"full_id": "r3", "name": "Anbar", "boundary": "administrative", "admin_level": "4"},
                        SQUARE,
                    ),
                    feature({"@id": "way/4", "tags": {"name": "Mosul Dam", "waterway": "dam"}}),
                )
            }
        )
        town = the(index, "osm:node/1")
        assert (town.name, town.kind, town.population) == ("هيت", Kind.CITY, 66700)
        assert names(index, "wikidata:Q632014") == ["هيت", "Hit", "Heet", "Is"]
        assert {alias.text: alias.kind for alias in index.aliases("osm:node/1")}["Is"] is AliasKind.FORMER
        assert the(index, "osm:way/2").kind is Kind.AIR_BASE
        assert the(index, "osm:relation/3").kind is Kind.ADMIN1
        assert the(index, "osm:way/4").kind is Kind.DAM
        assert index.datasets()[0].licence == "ODbL 1.0"

    def test_lines_of_features_are_read_one_by_one(self, build: Build) -> None:
        good = json.dumps(feature({"@id": "node/1", "name": "Hit", "place": "town"}))
        _, report = build({"iq.geojsonl": f"{good}\n{{broken\n\x1e{good.replace('node/1', 'node/2')}\n"})
        assert report.places == 2
        assert [(fault.line, fault.message) for fault in report.skipped] == [(2, "is not JSON")]

    def test_what_cannot_be_used_is_named(self, build: Build) -> None:
        features = (
            feature({"@id": "node/1", "place": "town"}),
            feature({"@id": "node/2", "name": "A Road", "highway": "primary"}),
            feature(
                {"@id": "node/3", "name": "Hit", "place": "town"}, {"type": "Point", "coordinates": [200, 1]}
            ),
            feature(
                {"@id": "node/4", "name": "Hit", "place": "town"}, {"type": "Polygon", "coordinates": "x"}
            ),
        )
        _, report = build({"iq.geojson": collection(*features)})
        assert [fault.message for fault in report.skipped] == [
            "has no name",
            "has no tag that says what sort of place it is",
            "longitude 200 is outside -180 to 180",
            "its Polygon cannot be read",
        ]


class TestLinkedPlaces:
    def test_toponyms_types_and_links(self, build: Build) -> None:
        place = feature(
            {"title": "Hit", "ccodes": ["IQ"], "fclasses": ["P"]},
            {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [42.82, 33.64]}]},
            **{"@id": "https://example.org/hit"},
            names=[{"toponym": "Hit", "lang": "en"}, {"toponym": "هيت", "lang": "ar"}],
            types=[{"identifier": "aat:300008347", "label": "inhabited place"}],
            links=[
                {"type": "exactMatch", "identifier": "gn:95788"},
                {"type": "seeAlso", "identifier": "wd:Q1"},
            ],
        )
        index, _ = build({"old-towns.json": collection(place, **{"@context": "linkedplaces"})})
        town = the(index, "geonames:95788")
        assert (town.id, town.kind, town.country) == ("old-towns:https://example.org/hit", Kind.VILLAGE, "IQ")
        assert names(index, town.id) == ["Hit", "هيت"]
        assert index.place("wikidata:Q1") is None


class TestWikidata:
    def test_a_table_of_results(self, build: Build) -> None:
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
    def test_json_in_both_of_its_forms(self, build: Build, full: bool) -> None:
        row = {
            "dam": "http://www.wikidata.org/entity/Q1",
            "damLabel": "Mosul Dam",
            "at": "Point(42.82 36.63)",
        }
        typed = {key: {"type": "literal", "value": value} for key, value in row.items()}
        text = json.dumps({"head": {}, "results": {"bindings": [typed]}} if full else [row])
        index, _ = build({"query.json": text})
        assert the(index, "wikidata:Q1").name == "Mosul Dam"


class TestOnesOwn:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_a_table_by_any_usual_column_names(self, build: Build, delimiter: str) -> None:
        rows = [
            ["Place_ID", "Name", "Latitude", "Longitude", "Type", "Country", "Aliases", "Parent", "Radius_m"],
            ["a1", "Tower 22", "32.9", "38.7", "outpost", "JOR", "Tower-22|البرج 22", "", "800"],
            ["a2", "Gate, east", "32.91", "38.71", "border crossing", "JO", "", "a1", ""],
        ]
        text = "\ufeff" + "\n".join(
            delimiter.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows
        )
        index, report = build({"My Sites.csv": text})
        assert report.skipped == ()
        site, gate = the(index, "my-sites:a1"), the(index, "my-sites:a2")
        assert (site.kind, site.country, site.radius_m) == (Kind.OUTPOST, "JO", 800.0)
        assert (gate.name, gate.kind, gate.parent) == ("Gate, east", Kind.BORDER_CROSSING, "my-sites:a1")

    def test_geojson_points_and_outlines(self, build: Build) -> None:
        own = collection(feature({"name": "Zone A", "kind": "region", "aliases": ["A"]}, SQUARE, id="z"))
        index, _ = build({"zones.geojson": own})
        zone = the(index, "zones:z")
        assert (zone.kind, zone.lat, zone.lon) == (Kind.REGION, 33.0, 42.0)
        assert index.outline(zone.id) is not None

    def test_bad_rows_are_named_by_their_first_line(self, build: Build) -> None:
        text = (
            'name,lat,lon,kind\n"Two\nlines",33,43,town\n,33,43,town\nA,"33,5",43,town\nB,33,43,ufo\n'
            "C,33,43,town,more\nD,33,43\n"
        )
        index, report = build({"own.csv": text})
        assert [(fault.line, fault.message.split(";")[0]) for fault in report.skipped] == [
            (4, "has no name"),
            (5, "its position '33,5', '43' is not two numbers"),
            (6, "kind 'ufo' is unknown"),
            (7, "has 5 cells and the header 4"),
        ]
        assert [named.place.name for key in ("two lines", "d") for named in index.exact(key)] == [
            "Two lines",
            "D",
        ]


class TestSources:
    def test_places_of_two_sources_are_linked_not_doubled(self, build: Build) -> None:
        rows = TestGeoNames.ROWS
        own = "name,lat,lon,kind,geonameid,country\nHeet,33.99,43.01,city,7,IQ\nRamadi,33.43,43.31,city,,IQ\n"
        index, report = build({"IQ.txt": rows, "own.csv": own}, "IQ.txt", "own.csv")
        assert (report.places, report.linked) == (5, 2)
        assert [named.place.id for named in index.exact("heet")] == ["geonames:7"]
        assert len(index.exact("ramadi")) == 1

    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("x.txt", b"just some words\n", "is none of the gazetteer formats"),
            ("x.csv", b"a,b\n1,2\n", "is none of the gazetteer formats"),
            ("x.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "is none of the gazetteer formats"),
            ("x.zip", b"PK\x03\x04" + bytes(50), "is damaged"),
            ("x.gz", gzip.compress(b"name,lat,lon\n" * 9000)[:60], "is damaged"),
            ("empty", None, "holds no file to import"),
            ("missing.csv", None, "cannot be read"),
        ],
    )
    def test_what_cannot_be_imported_is_refused_by_name(
        self, tmp_path: Path, name: str, content: bytes | None, why: str
    ) -> None:
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        elif name == "empty":
            path.mkdir()
        with pytest.raises(InputError, match=why) as error:
            build_index([path], tmp_path / "o.gazetteer")
        assert name in str(error.value)

    def test_a_broken_collection_names_the_line(self, tmp_path: Path) -> None:
        text = collection(feature({"name": "A"}), feature({"name": "B"}))
        path = tmp_path / "cut.geojson"
        path.write_text(text[:-60], encoding="utf-8")
        with pytest.raises(InputError, match=r"row 17: is not valid JSON from here on"):
            build_index([path], tmp_path / "o.gazetteer")

    def test_a_huge_nesting_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "deep.geojson"
        path.write_text('{"type":"FeatureCollection","features":[' + "[" * 200_000, encoding="utf-8")
        with pytest.raises(InputError):
            build_index([path], tmp_path / "o.gazetteer")

    def test_memory_stays_the_same_for_a_large_collection(self, tmp_path: Path) -> None:
        path = tmp_path / "many.geojson"
        with path.open("w", encoding="utf-8") as file:
            file.write('{"type":"FeatureCollection","features":[')
            for at in range(6000):
                file.write(
                    (",\n" if at else "") + json.dumps(feature({"name": f"P {at}", "pad": "x" * 1000}))
                )
            file.write("]}")
        import tracemalloc

        tracemalloc.start()
        report = build_index([path], tmp_path / "o.gazetteer")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert report.places == 6000
        assert peak < os.path.getsize(path) + 8_000_000  # noqa: PTH202


@pytest.mark.parametrize(
    ("geometry", "lat", "lon", "radius"),
    [
        ({"type": "Point", "coordinates": [44.0, 33.0, 12.0]}, 33.0, 44.0, None),
        (SQUARE, 33.0, 42.0, 145_000),
        ({"type": "LineString", "coordinates": [[44, 33], [44, 35]]}, 34.0, 44.0, 111_000),
        ({"type": "MultiPoint", "coordinates": [[44, 33], [44.2, 33]]}, 33.0, 44.1, 9_300),
    ],
)
def test_a_shape_has_a_point_and_a_reach(
    geometry: dict[str, Any], lat: float, lon: float, radius: float | None
) -> None:
    shape = shape_of(geometry)
    assert (shape.lat, shape.lon) == pytest.approx((lat, lon), abs=1e-6)
    assert shape.radius_m == (pytest.approx(radius, rel=0.02) if radius else None)


def test_the_point_of_a_bent_area_lies_inside_it() -> None:
    hook = [[0, 0], [10, 0], [10, 1], [1, 1], [1, 9], [10, 9], [10, 10], [0, 10], [0, 0]]
    shape = shape_of({"type": "Polygon", "coordinates": [hook]})
    assert shape.lon < 1 or not 1 < shape.lat < 9


def test_a_territory_overseas_does_not_move_a_country() -> None:
    far = [[[-54.0, 3.0], [-52.0, 3.0], [-52.0, 5.0], [-54.0, 3.0]]]
    shape = shape_of({"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], far]})
    assert (shape.lat, shape.lon) == (33.0, 42.0)
    assert shape.radius_m is not None
    assert shape.radius_m < 200_000


@pytest.mark.parametrize(("people", "radius"), [(10_000, 1_800), (1_000_000, 9_000), (10_000_000, 26_200)])
def test_a_citys_radius_grows_with_its_people(people: int, radius: float) -> None:
    assert radius_m(Kind.CITY, people) == radius


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("air-base", Kind.AIR_BASE),
        ("Oil field", Kind.OIL_FIELD),
        ("second-largest city", Kind.CITY),
        ("district of Iraq", Kind.ADMIN2),
        ("military airbase", Kind.AIR_BASE),
        ("mountain range", Kind.MOUNTAIN),
        ("unidentified object", None),
        ("", None),
    ],
)
def test_a_label_says_what_sort_of_place_it_is(label: str, kind: Kind | None) -> None:
    assert kind_of_label(label) is kind


@pytest.mark.parametrize(
    ("letter", "code", "people", "kind"),
    [
        ("A", "PCLI", None, Kind.COUNTRY),
        ("A", "ADM3", None, Kind.ADMIN2),
        ("P", "PPL", 49_999, Kind.TOWN),
        ("P", "PPL", 50_000, Kind.CITY),
        ("P", "PPLC", None, Kind.CITY),
        ("P", "PPLX", None, Kind.QUARTER),
        ("L", "MILB", None, Kind.MILITARY_BASE),
        ("R", "RD", None, Kind.REGION),
        ("", "", None, None),
    ],
)
def test_a_feature_code_says_what_sort_of_place_it_is(
    letter: str, code: str, people: int | None, kind: Kind | None
) -> None:
    assert kind_of(letter, code, people) is kind


def test_a_table_of_ones_own_comes_back_as_it_was_written(build: Build, tmp_path: Path) -> None:
    rows = [
        ("a", "Hit", 33.64, 42.82, "town"),
        ("b", 'The "Gate"; east, old', -33.5, -70.25, "border-crossing"),
    ]
    with (tmp_path / "own.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "name", "lat", "lon", "kind"), *rows])
    index, _ = build({}, "own.csv")
    assert rows == [
        (code, (place := the(index, f"own:{code}")).name, place.lat, place.lon, place.kind.value)
        for code in ("a", "b")
    ]
