"""Tables of events: CSV and Excel, with every row accounted for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import formats
from geomap.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats import Table


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def write_and_read(text: str | bytes, name: str = "a.csv", **options: Any) -> Table:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return formats.read(path, **options)

    return write_and_read


DAY = dt.datetime.fromisoformat("2023-12-08")
SWAPPED = "swapped with longitude? correct the cells or empty both"


def lines(table: Table) -> list[str]:
    return [str(error).rpartition("/")[2] for error in table.set_aside]


def test_columns_are_found_by_the_names_people_give_them(read: Any) -> None:
    frame = read("Ort,Datum,Breite,Länge,Tote,Waffe\nKirkuk,2023-12-08,35.4681,44.3922,3,Rakete\n").frame
    row = frame.iloc[0]
    assert (row["place_text"], row["lat"], row["lon"], row["killed_best"]) == ("Kirkuk", 35.4681, 44.3922, 3)
    assert (row["weapon"], row["time_text"], row["time_precision"]) == ("Rakete", "2023-12-08", "day")


def test_a_column_can_be_named_by_the_user(read: Any) -> None:
    frame = read("a,b\nKirkuk,Erbil\n", columns={"place": "b"}).frame
    assert frame["place_text"].tolist() == ["Erbil"]
    assert frame["a"].tolist() == ["Kirkuk"]


def test_naming_a_column_that_is_not_there_lists_those_that_are(read: Any) -> None:
    with pytest.raises(InputError, match=r"row 1: there is no column 'c'; columns: a, b"):
        read("a,b\nx,y\n", columns={"place": "c"})


def test_naming_a_field_that_is_not_there_lists_those_that_are(read: Any) -> None:
    with pytest.raises(UsageError, match=r"no field 'plaze'.*place"):
        read("a,b\nx,y\n", columns={"plaze": "a"})


def test_a_table_without_place_or_coordinates_says_what_to_type(read: Any) -> None:
    with pytest.raises(
        InputError, match=r"row 1: no column names a place.*columns: a, b.*--column place=NAME"
    ):
        read("a,b\nx,y\n")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_and_said_unless_it_is_a_comma(read: Any, mark: str) -> None:
    table = read(
        f"place{mark}note\nKirkuk{mark}one, two\n" if mark != "," else 'place,note\nKirkuk,"one, two"\n'
    )
    assert table.frame["place_text"].tolist() == ["Kirkuk"]
    assert any("between cells" in note for note in table.notes) == (mark != ",")


def test_a_decimal_comma_is_found_and_said(read: Any) -> None:
    table = read("lat;lon\n33,3152;44,3661\n")
    assert table.frame["lat"].tolist() == [33.3152]
    assert any("decimal comma" in note for note in table.notes)


def test_utf_16_and_a_byte_order_mark_are_read(read: Any) -> None:
    for data in ("place\nعين الأسد\n".encode("utf-16"), "place\nعين الأسد\n".encode("utf-8-sig")):
        assert read(data).frame["place_text"].tolist() == ["عين الأسد"]


def test_western_text_that_is_not_utf_8_is_read_and_said(read: Any) -> None:
    table = read("place,note\nMünchen,é\n".encode("windows-1252"))
    assert table.frame["place_text"].tolist() == ["München"]
    assert any("Windows-1252" in note for note in table.notes)


def test_other_scripts_that_are_not_utf_8_are_asked_for(read: Any) -> None:
    data = "place,note\nعين الأسد,x\n".encode("windows-1256")
    with pytest.raises(InputError, match=r"row 2: is not UTF-8; say --encoding windows-1256"):
        read(data)
    assert read(data, encoding="windows-1256").frame["place_text"].tolist() == ["عين الأسد"]


def test_the_place_called_na_stays_a_place(read: Any) -> None:
    assert read("place,lat,lon\nNA,NA,\nnull,,\n").frame["place_text"].tolist() == ["NA", "null"]


def test_a_bad_row_is_set_aside_with_row_column_and_reason_and_the_good_stay(read: Any) -> None:
    table = read(
        "place,date,lat,lon\n"
        "a,2023-12-08,33.3,44.4\n"
        "b,2023-12-08,95,44.4\n"
        "c,2023-02-30,33.3,44.4\n"
        "d,2023-12-08,33.3\n"
        "e,2023-12-08,abc,44.4\n"
        "f,2023-12-08,33.3,4239.00416\n"
        "g,2023-12-08,33.3,\n"
        "h,,,\n"
    )
    assert table.frame["place_text"].tolist() == ["a", "h"]
    assert table.rows == (2, 9)
    assert lines(table) == [
        "a.csv, row 3, column lat: latitude 95 is outside -90..90; " + SWAPPED,
        "a.csv, row 4, column date: '2023-02-30' is not a date; write it as 2023-12-08",
        "a.csv, row 5: has 3 cells, the header 4; cut off, or a delimiter inside an unquoted cell?",
        "a.csv, row 6, column lat: latitude 'abc' is not a number",
        "a.csv, row 7, column lon: longitude 4239.00416 is outside -180..180; correct the cell or empty it",
        "a.csv, row 8, column lon: is empty, and the other coordinate is not",
    ]


def test_a_file_cut_off_inside_a_quoted_cell_loses_only_that_row(read: Any) -> None:
    table = read('place,notes\nKirkuk,"whole"\nErbil,"cut o')
    assert table.frame["place_text"].tolist() == ["Kirkuk"]
    assert lines(table)[0].startswith("a.csv, row 3: a quoted cell is never closed")


def test_a_last_line_without_a_line_break_is_said(read: Any) -> None:
    assert any("no line break" in note for note in read("place,n\nKirkuk,1").notes)


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(1, 106))
def test_a_csv_cut_off_anywhere_loses_no_row_without_a_word(tmp_path_factory: Any, cut: int) -> None:
    whole = b'place,date,notes\nKirkuk,2023-12-08,"one, two"\nErbil,2023-12-09,"3\n4"\nMosul,2023-12-10,5,\n'
    path = tmp_path_factory.mktemp("cut") / "a.csv"
    path.write_bytes(whole[:cut])
    try:
        table = formats.read(path)
    except InputError:
        return
    complete = whole[:cut].endswith(b"\n") and whole[:cut].count(b'"') % 2 == 0
    assert complete or table.set_aside or any("no line break" in note for note in table.notes)


def test_ambiguous_dates_are_asked_for(read: Any) -> None:
    text = "place,date\nKirkuk,03/04/2023\n"
    with pytest.raises(InputError, match=r"row 2, column date.*may be day/month.*--date-order dmy"):
        read(text)
    assert read(text, date_order="mdy").frame["time_start"].iloc[0] == pd.Timestamp("2023-03-04", tz="UTC")


def test_the_order_that_one_date_shows_holds_for_the_column_and_is_said(read: Any) -> None:
    table = read("place,date\nKirkuk,03/04/2023\nErbil,25/04/2023\n")
    assert table.frame["time_start"].iloc[0] == pd.Timestamp("2023-04-03", tz="UTC")
    assert any("day/month, as 25/04/2023 shows" in note for note in table.notes)


def test_a_time_of_day_without_a_zone_is_not_passed_off_as_utc(read: Any) -> None:
    table = read("place,date\nKirkuk,2023-12-08 04:15\n")
    assert table.frame["time_precision"].tolist() == ["day"]
    assert table.frame["time_text"].tolist() == ["2023-12-08 04:15"]
    assert any("no time zone" in note for note in table.notes)


def test_a_start_and_an_end_make_a_range(read: Any) -> None:
    row = read("place,date_start,date_end\nKirkuk,2023-12-01,2023-12-08\n").frame.iloc[0]
    assert row["time_precision"] == "range"
    assert row["time_end"] == pd.Timestamp("2023-12-08T23:59:59Z")


def test_a_figure_that_is_none_leaves_the_event_and_a_flag(read: Any) -> None:
    row = read("place,killed\nKirkuk,dozens\n").frame.iloc[0]
    assert row["killed_best"] is pd.NA
    assert row["flags"] == ["killed: 'dozens' is not a whole number"]


def test_minus_one_is_not_a_number_of_dead(read: Any) -> None:
    row = read("place,killed\nKirkuk,-1\n").frame.iloc[0]
    assert row["killed_best"] is pd.NA


def test_own_columns_travel_along_and_do_not_pass_for_ours(read: Any) -> None:
    table = read("place,status,colour\nKirkuk,verified,red\n")
    assert table.frame["given_status"].tolist() == ["verified"]
    assert table.frame["status"].isna().all()
    assert table.frame["colour"].tolist() == ["red"]


def test_a_country_code_is_a_country_and_a_country_name_a_container(read: Any) -> None:
    frame = read("place,admin1,country\na,Anbar,IQ\nb,Anbar,Iraq\n").frame
    assert frame["country"].fillna("").tolist() == ["IQ", ""]
    assert frame["within"].tolist() == ["Anbar", "Anbar, Iraq"]


def test_each_row_says_which_row_of_which_file_it_is(read: Any) -> None:
    frame = read("place,notes,source,url\nKirkuk,two rockets,The Courier,https://example.org/1\n").frame
    assert frame["sources"].iloc[0] == [
        {
            "title": "a.csv, row 2",
            "quote": "two rockets",
            "publisher": "The Courier",
            "url": "https://example.org/1",
        }
    ]


def test_rows_without_an_id_get_one_from_what_they_say(read: Any) -> None:
    first = read("place,n\nKirkuk,1\nErbil,2\n").frame["event_id"].tolist()
    second = read("place,n\nErbil,2\nKirkuk,1\nKirkuk,1\n").frame
    assert second["event_id"].tolist() == [first[1], first[0], f"{first[0]}-2"]
    assert second["flags"].iloc[2] == ["the same row stands 2 times so far"]


def test_coordinates_nought_nought_are_doubted(read: Any) -> None:
    assert "unknown" in read("lat,lon\n0,0\n").frame["flags"].iloc[0][0]


def test_a_mapped_column_that_stands_twice_is_refused(read: Any) -> None:
    with pytest.raises(InputError, match="row 1, column lat: the column stands twice"):
        read("lat,lat,lon\n1,2,3\n")


def test_header_only_and_empty_files_are_refused(read: Any) -> None:
    with pytest.raises(InputError, match="has a header but no rows"):
        read("place,lat,lon\n")
    with pytest.raises(InputError, match="is empty"):
        read("\n \n")


def test_a_quoted_line_break_and_a_trailing_delimiter_are_no_fault(read: Any) -> None:
    table = read('place,notes,\nKirkuk,"one\ntwo",\n')
    assert table.frame["sources"].iloc[0][0]["quote"] == "one\ntwo"
    assert not table.set_aside


def workbook(path: Path, rows: list[list[Any]], *more_sheets: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for name in more_sheets:
        book.create_sheet(name).append(["place"])
    book.save(path)
    book.close()
    return path


def test_a_workbook_is_read_with_its_dates_and_numbers(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["place", "date", "lat", "lon", "killed"], ["Kirkuk", DAY, 35.5, 44.4, 3]],
    )
    row = formats.read(path).frame.iloc[0]
    assert (row["place_text"], row["lat"], row["killed_best"]) == ("Kirkuk", 35.5, 3)
    assert (row["time_start"], row["time_precision"]) == (pd.Timestamp("2023-12-08", tz="UTC"), "day")


def test_bad_rows_of_a_workbook_are_counted_as_the_spreadsheet_counts(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", [["place", "lat", "lon"], ["a", 35.5, 44.4], [None, None, None], ["b", 95, 44.4]]
    )
    table = formats.read(path)
    assert table.rows == (2,)
    assert lines(table)[0].startswith("a.xlsx, row 4, column lat: latitude 95 is outside")


def test_the_first_sheet_is_read_and_said_unless_one_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["place"], ["Kirkuk"]], "Other")
    assert any("one of Sheet, Other" in note for note in formats.read(path).notes)
    with pytest.raises(InputError, match=r"no sheet 'Third'; sheets: Sheet, Other"):
        formats.read(path, sheet="Third")


def test_a_cut_off_workbook_is_one_clear_error(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["place"], ["Kirkuk"]])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="is no readable Excel workbook"):
        formats.read(path)


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geomap.formats.excel_reader.LARGEST_UNPACKED", 100)
    with pytest.raises(InputError, match=r"unpacks to .* more than 100"):
        formats.read(workbook(tmp_path / "a.xlsx", [["place"], ["Kirkuk"]]))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\xd0\xcf\x11\xe0old", "old Office file"),
        (b"SQLite format 3\0" + bytes(100), "not a GeoPackage"),
        (bytes(range(256)) * 4, "is a binary file"),
    ],
)
def test_a_file_that_is_no_text_says_what_it_seems_to_be(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=words):
        formats.detect(path)


def test_files_are_told_apart_by_what_they_hold(tmp_path: Path) -> None:
    report = (
        "Rockets were fired at the base, officials said, on Friday.\nNo one was hurt, they said, and left.\n"
    )
    for text, name in (
        (report, None),
        ("place,date,notes\nKirkuk,2023-12-08,x\n", "CSV"),
        ("place\tdate\nKirkuk\t2023-12-08\n", "CSV"),
        ('{"type": "FeatureCollection", "features": []}', "GeoJSON"),
        ("[Updated] The base was hit, twice.\n", None),
    ):
        path = tmp_path / "input"
        path.write_text(text, encoding="utf-8")
        reader = formats.detect(path)
        assert (reader and reader.name) == name


def test_sheets_with_the_same_columns_are_one_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number, month in enumerate(("January", "February", "Codebook")):
        sheet = book.create_sheet(month)
        sheet.append(["Date", "Location", "Lat", "Lon"] if number < 2 else ["column", "meaning"])
        sheet.append([f"2023-0{number + 1}-08", "Kirkuk", 35.5 if number < 1 else 95, 44.4])
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")
    book.close()
    table = formats.read(tmp_path / "a.xlsx")
    assert table.frame["time_text"].tolist() == ["2023-01-08"]
    assert lines(table) == [f"February, row 2, column Lat: latitude 95 is outside -90..90; {SWAPPED}"]
    assert any(
        "January, February read as one table" in note and "not Codebook" in note for note in table.notes
    )
    assert table.frame["sources"].iloc[0][0]["title"] == "a.xlsx/January, row 2"
    assert len(formats.read(tmp_path / "a.xlsx", sheet="January").frame) == 1


def test_a_column_without_any_cell_is_nobodys_field(read: Any) -> None:
    table = read("location,city,_notes,description\n,Kirkuk,,Two rockets.\n,Erbil,,\n")
    assert table.frame["place_text"].tolist() == ["Kirkuk", "Erbil"]
    assert table.frame["sources"].iloc[0][0]["quote"] == "Two rockets."


def test_a_figure_under_a_name_that_stands_twice_is_left_out_and_said(read: Any) -> None:
    table = read("place,killed,killed\nKirkuk,1,2\n")
    assert table.frame["killed_best"].isna().all()
    assert any("column killed stands twice with other cells" in note for note in table.notes)
    assert read("place,killed,killed\nKirkuk,2,2\n").frame["killed_best"].tolist() == [2]


def test_the_total_of_several_groups_is_taken_and_no_group_for_it(read: Any) -> None:
    for header, best in (
        ("Teachers killed,Students killed", None),
        ("Teachers killed,Total killed", 2),
        ("Aid workers killed,Female aid workers killed", 1),
        ("Teachers killed,note", 1),
    ):
        table = read(f"place,{header}\nKirkuk,1,2\n")
        assert table.frame["killed_best"].fillna(-1).tolist() == [best if best is not None else -1], header
        assert any("each a part of a figure" in note for note in table.notes) == (best is None)


def test_the_type_of_something_else_is_not_the_type_of_the_event(read: Any) -> None:
    assert read("place,Actor Type\nKirkuk,State\n").frame["event_type"].isna().all()
    assert read("place,Attack Type\nKirkuk,Rocket\n").frame["event_type"].tolist() == ["Rocket"]
    assert read("place,Type of incident\nKirkuk,Rocket\n").frame["event_type"].tolist() == ["Rocket"]


def test_words_of_a_name_need_no_blanks_between_them(read: Any) -> None:
    row = read("LocationName,eventDate,killedBest\nKirkuk,2023-12-08,3\n").frame.iloc[0]
    assert (row["place_text"], row["time_text"], row["killed_best"]) == ("Kirkuk", "2023-12-08", 3)


def test_a_country_is_known_by_either_code_of_iso_beside_its_name(read: Any) -> None:
    frame = read("place,Country,Country ISO\na,CAR,CAF\nb,Britain,UK\nc,Nowhere,XX\n").frame
    assert frame["country"].fillna("").tolist() == ["CF", "GB", ""]
    assert frame["within"].tolist() == ["CAR", "Britain", "Nowhere"]


def test_a_row_of_units_stands_in_the_smallest_that_it_names(read: Any) -> None:
    frame = read("Admin 1,ADM2_EN,Country ISO\nAnbar,Heet,IRQ\nKherson Oblast,,UKR\nUnknown,,UKR\n").frame
    assert frame["place_text"].tolist() == ["Heet district", "Kherson Oblast", "Ukraine"]


@pytest.mark.parametrize(
    ("words", "precision", "radius"),
    [
        ("(2) 25 km Precision", "vicinity", 25_000),
        ("Within 100m (via Coalition)", "site", 100),
        ("Exact location (other)", "coordinate", None),
        ("Nearby landmark", "vicinity", 10_000),
        ("Neighbourhood/area", "locality", 2_000),
        ("Province/governorate", "province", 100_000),
        ("(5) Linear Feature e.g. Along Road/River", "region", 150_000),
    ],
)
def test_how_close_a_place_is_known_is_read_in_words(
    read: Any, words: str, precision: str, radius: float | None
) -> None:
    table = read(f'lat,lon,Geo Precision\n35.46812,44.39221,"{words}"\n')
    row = table.frame.iloc[0]
    assert row["precision"] == precision
    assert (row["radius_m"] if radius else None) == radius
    assert any("Geo Precision says how close" in note for note in table.notes)
    assert table.frame["Geo Precision"].tolist() == [words]


def test_a_column_of_codes_or_of_something_else_gives_no_precision(read: Any) -> None:
    for cell in ("3", "95%", "high"):
        frame = read(f"lat,lon,location accuracy\n35.46812,44.39221,{cell}\n").frame
        assert frame["precision"].isna().all()
        assert frame["location accuracy"].tolist() == [cell]


def test_times_that_are_all_midnight_are_days(read: Any) -> None:
    first = read("place,date\na,2023-12-08T00:00:00.000Z\nb,2023-12-09T00:00:00+03:00\n")
    assert first.frame["time_precision"].tolist() == ["day", "day"]
    assert first.frame["time_start"].dt.day.tolist() == [8, 9]
    assert any("all of its times are midnight" in note for note in first.notes)
    second = read("place,date\na,2023-12-08T00:00:00Z\nb,2023-12-09T04:15:00Z\n").frame
    assert second["time_precision"].tolist() == ["time", "time"]


def test_tags_of_hxl_name_columns_that_their_header_does_not(read: Any) -> None:
    table = read("a,b,c,d\n#geo+lat,#geo+lon,#date+occurred,#affected+killed\n35.5,44.4,2023-12-08,3\n")
    row = table.frame.iloc[0]
    assert (row["lat"], row["time_text"], row["killed_best"]) == (35.5, "2023-12-08", 3)
    assert table.rows == (3,)


def test_data_in_place_of_a_header_is_refused_also_where_a_cell_looks_like_a_name(read: Any) -> None:
    with pytest.raises(InputError, match="its first row holds data"):
        read("1,2023-12-08,Rami village,35.76,36.55\n2,2023-12-09,Bayji town,34.92,43.49\n")
