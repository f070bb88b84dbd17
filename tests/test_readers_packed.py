"""Exports in workbooks, archives, GIS files and other encodings, each through the command line."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from geomap import formats
from geomap.cli import main
from geomap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

EXPORTS = Path(__file__).parent / "cases" / "exports"
POINTS = gpd.GeoDataFrame(
    {"name": ["Erbil", "Mosul"], "date": ["2023-12-08", "2023-12-09"]},
    geometry=gpd.points_from_xy([44.01, 43.13], [36.19, 36.34]),
    crs=4326,
)
ROAD = gpd.GeoDataFrame({"road": ["A"]}, geometry=[shapely.LineString([(44, 36), (45, 37)])], crs=4326)


def acled_workbook(path: Path) -> None:
    text = (EXPORTS / "acled_31_columns_all_quoted.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(text))
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(header)
    for row in rows:
        typed: list[Any] = [*row]
        typed[1] = dt.datetime(2023, 12, 8)  # noqa: DTZ001 - as a workbook holds it
        for place in (3, 22, 23, 24, 28, 30):
            typed[place] = float(row[place])
        book.active.append(typed)
    book.save(path)


def titled_workbook(path: Path) -> None:
    """A read-me first; on the second sheet titles, a header, merged days, a total and a remark."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "This workbook lists attacks."
    sheet = book.create_sheet("Data")
    day = dt.datetime(2023, 12, 8)  # noqa: DTZ001 - as above
    for row in (
        ["Attacks on bases, December 2023"],
        [],
        ["Date", "Province", "Place", "Killed"],
        [day, "Anbar", "Ain al-Asad", 0],
        [None, "Anbar", "Heet", 1],
        [day + dt.timedelta(days=1), "Erbil", "Harir", None],
        ["Total", None, None, 1],
        ["Figures are provisional"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A4:A5")
    book.save(path)


def serial_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["id", "place", "date"], [1, "Erbil", 45268], [2, "Mosul", 45269.5]):
        book.active.append(row)
    book.save(path)


def encoded(file: str, encoding: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        text = (EXPORTS / file).read_text(encoding="utf-8")
        plain = text.translate({ord("٢"): "2", ord("٥"): "5", ord("’"): "'"})
        path.write_bytes(plain.replace("al-Qa'im", "Forêt de Bayji").encode(encoding))

    return make


def zipped(*files: str, codebook: bool = False) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for file in files:
                archive.write(EXPORTS / file, f"folder/{file}")
            if codebook:
                archive.writestr("codebook.pdf", b"%PDF-1.4")

    return make


def outside(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../etc/a.csv", "place\nErbil\n")


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "place\n" + "Erbil\n" * 100_000)


def gzipped(path: Path) -> None:
    path.write_bytes(gzip.compress((EXPORTS / "german.csv").read_bytes()))


def cut_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress((EXPORTS / "german.csv").read_bytes())[:60])


def word_file(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")


def layers(path: Path) -> None:
    POINTS.to_file(path, layer="incidents")
    ROAD.to_file(path, layer="roads")
    POINTS.to_crs(32638).to_file(path, layer="in_metres")


def bare_shapefile(path: Path) -> None:
    """Without .prj and .cpg, in a folder of the archive."""
    POINTS.to_file(path.with_suffix(".shp"))
    with zipfile.ZipFile(path, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf"):
            archive.write(path.with_suffix(suffix), f"folder/points{suffix}")


CASES = [
    ("acled.xlsx", acled_workbook, 3, 0, "read as ACLED"),
    ("titles.xlsx", titled_workbook, 3, 2, "sheet Data read, one of Sheet, Data"),
    ("serials.xlsx", serial_workbook, 2, 0, "days that a spreadsheet counts"),
    ("arabic_1256.csv", encoded("arabic.csv", "windows-1256"), 2, 0, "read as Windows-1256"),
    ("arabic_utf16.csv", encoded("arabic.csv", "utf-16"), 2, 0, "place from المكان"),
    ("arabic_unmarked.csv", encoded("arabic.csv", "utf-16-le"), 2, 0, "read as UTF-16"),
    ("ucdp_latin1.csv", encoded("ucdp_ged_25_1.csv", "latin-1"), 3, 0, "read as Windows-1252"),
    ("20231208.export.CSV.zip", zipped("20231208101500.export.CSV"), 3, 0, "read as GDELT"),
    ("ged251-csv.zip", zipped("ucdp_ged_25_1.csv", codebook=True), 3, 0, "read as UCDP GED"),
    ("bad.zip", zipped("acled_bad_rows.csv"), 2, 1, "bad.zip/acled_bad_rows.csv, row 3, column latitude"),
    ("german.csv.gz", gzipped, 2, 0, "decimal comma"),
    ("layers.gpkg", layers, 4, 1, "layers read: incidents (2 rows), roads (0 rows), in_metres (2 rows)"),
    ("bare.zip", bare_shapefile, 2, 0, "names no coordinate system"),
    ("earth.kmz", zipped("google_earth_folder.kml"), 2, 1, "LineString"),
    ("metres.fgb", lambda path: POINTS.to_crs(32638).to_file(path), 2, 0, "place from name"),
    ("two.zip", zipped("german.csv", "french.csv"), None, 0, "name one with --sheet: folder/german.csv"),
    ("codebook.zip", zipped(codebook=True), None, 0, "a zip archive without a table"),
    ("outside.zip", outside, None, 0, "names a place outside of the archive"),
    ("cut.csv.gz", cut_gzip, None, 0, "is no readable archive"),
    ("report.docx", word_file, None, 0, "is a Word document"),
]


@pytest.mark.parametrize(("name", "make", "events", "aside", "says"), CASES, ids=[case[0] for case in CASES])
def test_whatever_an_export_is_packed_in_each_row_is_accounted_for(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    make: Callable[[Path], None],
    events: int | None,
    aside: int,
    says: str,
) -> None:
    make(tmp_path / name)
    code = main(["export", str(tmp_path / name), "-o", str(tmp_path / "out.geojson"), "--json"])
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert says in told.err
    if events is None:
        assert (code, len(told.err.splitlines())) == (2, 1)
        return
    assert code == 0
    found = json.loads(told.out)
    assert (found["events"], len(found["set_aside"])) == (events, aside)


def test_the_value_of_merged_cells_counts_for_each_row_of_them(tmp_path: Path) -> None:
    titled_workbook(tmp_path / "a.xlsx")
    assert main(["export", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "out.geojson"), "-q"]) == 0
    features = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]
    assert [each["properties"]["time_text"] for each in features] == [
        "2023-12-08",
        "2023-12-08",
        "2023-12-09",
    ]


def test_one_of_several_tables_of_an_archive_can_be_named(tmp_path: Path) -> None:
    zipped("german.csv", "french.csv")(tmp_path / "a.zip")
    out = str(tmp_path / "out.geojson")
    assert main(["export", str(tmp_path / "a.zip"), "--sheet", "folder/french.csv", "-o", out, "-q"]) == 0


def test_an_archive_that_unpacks_to_far_too_much_is_refused_with_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("geomap.formats.archives.LARGEST_MEMBER", 1000)
    bomb(tmp_path / "a.zip")
    assert main(["export", str(tmp_path / "a.zip"), "-o", str(tmp_path / "out.csv")]) == 2
    assert "unpacks to more than 1,000 bytes" in capsys.readouterr().err


def test_an_archive_of_a_kind_of_zip_to_come_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.shp.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("points.shp", b"x")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 6] = 84  # the version that is needed to unpack it
    path.write_bytes(data)
    with pytest.raises(InputError, match="is no readable archive"):
        formats.read(path)


def test_a_sheet_that_is_only_coloured_to_its_end_is_read_at_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["place", "lat", "lon"])
    sheet.append(["Kirkuk", 35.5, 44.4])
    sheet["C1048576"].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    book.close()
    table = formats.read(tmp_path / "a.xlsx")
    assert (table.rows, table.set_aside) == ((2,), ())


def test_a_stray_cell_at_the_end_of_a_sheet_is_set_aside(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["place", "lat", "lon"])
    sheet.append(["Kirkuk", 35.5, 44.4])
    sheet["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    book.close()
    table = formats.read(tmp_path / "a.xlsx")
    assert (table.rows, [error.row for error in table.set_aside]) == ((2,), [1048576])


def test_a_workbook_damaged_inside_is_one_clear_error(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(200):
        sheet.append([f"place {number}", number])
    book.save(tmp_path / "a.xlsx")
    book.close()
    whole = (tmp_path / "a.xlsx").read_bytes()
    start = whole.index(b"xl/worksheets/sheet1.xml") + 60
    (tmp_path / "a.xlsx").write_bytes(whole[:start] + bytes(100) + whole[start + 100 :])
    with pytest.raises(InputError, match="is no readable Excel workbook"):
        formats.read(tmp_path / "a.xlsx")


def test_a_table_of_more_columns_than_any_has_is_refused_with_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(",".join(f"c{n}" for n in range(5001)) + "\n" + "1," * 5000 + "1\n")
    with pytest.raises(InputError, match="has 5,001 columns, more than 5,000"):
        formats.read(tmp_path / "a.csv")


def test_a_parquet_file_of_more_rows_than_can_be_held_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pd.DataFrame({"place": ["Kirkuk"] * 11}).to_parquet(tmp_path / "a.parquet")
    monkeypatch.setattr("geomap.formats.parquet_reader.MOST_ROWS", 10)
    with pytest.raises(InputError, match="has 11 rows, more than 10; geomap convert reads it"):
        formats.read(tmp_path / "a.parquet")
