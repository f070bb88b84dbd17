"""GDELT: files without a header, and centres of countries that are no places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataset_rows import gdelt_line

from geomap import formats
from geomap.formats.datasets import as_dataset
from geomap.formats.precision import write_code

if TYPE_CHECKING:
    from pathlib import Path


def test_a_gdelt_file_without_header_is_known_by_its_61_columns(tmp_path: Path) -> None:
    path = tmp_path / "20231208.export.CSV"
    path.write_text(gdelt_line() + gdelt_line(GLOBALEVENTID="2"), encoding="utf-8")
    table = formats.read(path)
    assert table.rows == (1, 2)
    row = table.frame.iloc[0]
    assert (row["event_id"], row["event_type"], row["country"]) == ("1", "fight", "IQ")
    assert (row["precision"], row["radius_m"], row["actor"]) == ("locality", 10_000, 'THE "GROUP')
    assert (row["EventCode"], row["sources"]) == ("190", [{"url": "https://example.org/a"}])


def test_gdelt_centres_of_countries_are_not_places(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(gdelt_line(ActionGeo_Type="1") + gdelt_line(ActionGeo_Type="5"), encoding="utf-8")
    frame = formats.read(path).frame
    assert frame["precision"].tolist() == ["country", "province"]
    assert "centre of a country" in frame["flags"].iloc[0][0]


def test_gdelt_rows_without_a_place_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    blank = dict.fromkeys(("ActionGeo_FullName", "ActionGeo_Lat", "ActionGeo_Long"), "")
    path.write_text(gdelt_line(ActionGeo_Type="0", **blank), encoding="utf-8")
    frame = formats.read(path).frame
    assert frame["precision"].isna().all()
    assert as_dataset(frame, "gdelt")["ActionGeo_Type"].tolist() == [0]


def test_gdelt_has_codes_of_its_own_for_the_united_states() -> None:
    assert (write_code("GDELT", "locality", "US"), write_code("GDELT", "locality", "IQ")) == (3, 4)
