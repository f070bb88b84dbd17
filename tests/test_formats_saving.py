"""Saving is whole or not at all, and files that are damaged or would open others do no harm."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap import formats
from geomap.errors import InputError, SaveError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


BINARY = (".parquet", ".fgb", ".kmz", ".shp.zip")


def test_an_unknown_suffix_lists_those_that_can_be_written(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"cannot write .dxf; use one of: .geojson, .json, .*, .gpkg, .csv, .kml"
    ):
        formats.write(frame, tmp_path / "events.dxf")


def test_a_failed_write_leaves_the_old_file(
    frame: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.gpkg"
    formats.write(frame, path)
    before = path.read_bytes()
    monkeypatch.setattr(
        "geomap.formats.geopackage_writer._verify", lambda *_: (_ for _ in ()).throw(OSError(28, "full"))
    )
    with pytest.raises(SaveError, match="full"):
        formats.write(frame, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["events.gpkg"]


def test_a_disk_that_writes_less_than_it_was_given_is_an_error(
    frame: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a.kml"
    formats.write(frame, path)
    before = path.read_bytes()
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda _: b"half")
    with pytest.raises(OSError, match="does not read back"):
        formats.write(frame, path)
    monkeypatch.undo()
    assert path.read_bytes() == before


@pytest.mark.parametrize("suffix", BINARY)
def test_a_file_cut_off_anywhere_is_one_clear_error_or_says_what_is_missing(
    frame: Any,
    tmp_path: Path,
    suffix: str,
) -> None:
    whole = tmp_path / f"events{suffix}"
    formats.write(frame, whole)
    data = whole.read_bytes()
    for share in range(1, 40):
        path = tmp_path / f"cut{suffix}"
        path.write_bytes(data[: len(data) * share // 40])
        with pytest.raises(InputError):
            formats.read(path)


@pytest.mark.parametrize("suffix", BINARY)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_never_ends_in_a_traceback(
    frame: Any,
    tmp_path: Path,
    suffix: str,
    data: Any,
) -> None:
    whole = tmp_path / f"events{suffix}"
    if not whole.exists():
        formats.write(frame, whole)
    content = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"damaged{suffix}"
    path.write_bytes(bytes(content))
    with contextlib.suppress(InputError):
        formats.read(path)


def test_a_vrt_behind_another_formats_mark_opens_nothing(tmp_path: Path) -> None:
    vrt = b"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
    for name, mark in (("a.fgb", b"fgb\x03fgb\x00"), ("a.shp", b"\0\0\x27\x0a"), ("a.parquet", b"PAR1")):
        (tmp_path / name).write_bytes(mark + vrt * 5)
        with pytest.raises(InputError):
            formats.read(tmp_path / name)


def test_a_vrt_that_is_called_geojson_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(
        "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
    )
    with pytest.raises(InputError):
        formats.read(path)
