"""GeoNames: country files and dumps, with what lies beside them."""

from __future__ import annotations

import gzip
import zipfile
from typing import TYPE_CHECKING

import pytest
from samples import GEONAMES_ROWS, Build, geonames_row, names, the

from geomap.gazetteer.building import build_index
from geomap.gazetteer.store import StoredIndex
from geomap.model import AliasKind, Kind

if TYPE_CHECKING:
    from pathlib import Path


def test_rows_become_places_with_their_chain(build: Build) -> None:
    index, report = build({"IQ.txt": GEONAMES_ROWS})
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


def test_names_are_found_and_codes_are_told_from_them(build: Build) -> None:
    index, _ = build({"IQ.txt": GEONAMES_ROWS})
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
def test_a_bad_line_is_named_and_left_out(build: Build, row: str | bytes, why: str) -> None:
    bad = row if isinstance(row, bytes) else row.encode()
    index, report = build({"IQ.txt": GEONAMES_ROWS.encode() + bad + geonames_row(10, "Haditha").encode()})
    (fault,) = report.skipped
    assert (fault.line, report.skipped_rows, report.rows_read, report.places) == (6, 1, 7, 6)
    assert fault.file.endswith("IQ.txt")
    assert why in fault.message
    assert the(index, "geonames:10").name == "Haditha"


def test_the_files_beside_it_are_read(build: Build) -> None:
    alternates = (
        "1\t7\tar\tهيت\t1\t\t\t\n"
        "2\t7\t\tHeet Old\t\t\t\t1\n"
        "3\t7\tlink\thttps://example.org\t\t\t\t\n"
        "4\t777\ten\tElsewhere\t\t\t\t\n"
    )
    index, report = build(
        {
            "IQ.txt": GEONAMES_ROWS,
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


def test_a_unit_with_a_name_but_no_row_is_placed_by_its_towns(build: Build) -> None:
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


def test_zip_and_gzip_are_unpacked(build: Build, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "IQ.zip", "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("IQ.txt", GEONAMES_ROWS)
    assert build({}, "IQ.zip")[1].places == 5
    assert build({"IQ.txt.gz": gzip.compress(GEONAMES_ROWS.encode())})[1].places == 5


def test_the_theatre_sample_is_read_whole(shared: Path, tmp_path: Path) -> None:
    report = build_index([shared / "samples" / "theatre.geonames.txt"], tmp_path / "o.gazetteer")
    assert (report.rows_read, report.places, report.skipped_rows) == (80_211, 80_211, 0)
    index = StoredIndex(tmp_path / "o.gazetteer")
    assert "geonames:102542465" in [named.place.id for named in index.core("asad")]


def test_names_of_alternate_names_are_former_short_or_colloquial_as_marked(build: Build) -> None:
    late = (
        "1\t7\ten\tIs\t\t\t\t1\t\t\n"  # historic
        "2\t7\ten\tHt\t\t1\t\t\t\t\n"  # short
        "3\t7\tar\tهيت القديمة\t\t\t\t\t\t\n"
    )
    index, _ = build({"IQ.txt": GEONAMES_ROWS, "alternateNamesV2.txt": late}, "IQ.txt")
    kinds = {alias.text: alias.kind for alias in index.aliases("geonames:7")}
    assert kinds["Is"] is AliasKind.FORMER
    assert kinds["Ht"] is AliasKind.SHORT
    assert kinds["هيت القديمة"] is AliasKind.NAME
