"""Fetching gazetteers by name: only when asked, going on where it stopped, never keeping a damaged file."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from local_server import Handler, Server, serving

from geomap.cli import main
from geomap.errors import InputError, OnlineError, UsageError
from geomap.gazetteer.online import download
from geomap.gazetteer.store import StoredIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROW = (
    "{id}\t{name}\t{name}\t\t36.379\t42.4486\tP\tPPL\t{country}\t\t15\t\t\t\t"
    "80000\t\t300\tAsia/Baghdad\t2024-01-01\n"
)


def archive(name: str, text: str, *, readme: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, text)
        if readme:
            packed.writestr("readme.txt", "words")
    return out.getvalue()


FILES = {
    "/IQ.zip": archive("IQ.txt", ROW.format(id=1, name="Tall Afar", country="IQ")),
    "/SY.zip": archive("SY.txt", ROW.format(id=2, name="Kafr Test", country="SY")),
    "/alternatenames/IQ.zip": archive("IQ.txt", "9\t1\tar\tتلعفر\t\t\t\t\n"),
    "/alternatenames/SY.zip": archive("SY.txt", "8\t2\tar\tكفر\t\t\t\t\n"),
}


class Mirror:
    """A server of files that knows ranges and tags, and can be told to break off."""

    def __init__(self) -> None:
        self.files = dict(FILES)
        self.tag = '"v1"'
        self.break_after: list[int] = []
        self.status: int | None = None
        self.lie = 0

    def __call__(self, handler: Handler) -> None:
        if self.status is not None:
            handler.say(b"", self.status)
            return
        data = self.files.get(handler.path)
        if data is None:
            handler.say(b"none", 404)
            return
        if handler.headers.get("If-None-Match") == self.tag:
            handler.say(b"", 304)
            return
        start = 0
        if handler.headers.get("If-Range") == self.tag:
            start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        handler.send_response(206 if start else 200)
        handler.send_header("ETag", self.tag)
        if start:
            handler.send_header("Content-Range", f"bytes {start + self.lie}-{len(data) - 1}/{len(data)}")
        handler.send_header("Content-Length", str(len(data) - start))
        handler.end_headers()
        body = data[start:]
        if self.break_after:
            body = body[: self.break_after.pop(0)]
            handler.close_connection = True
        handler.wfile.write(body)


@pytest.fixture
def mirror() -> Mirror:
    return Mirror()


@pytest.fixture
def server(mirror: Mirror) -> Iterator[Server]:
    with serving(mirror) as opened:
        yield opened


@pytest.fixture
def fetch(server: Server, tmp_path: Path) -> Callable[[str], list[Path]]:
    return lambda source: download(source, tmp_path, base=f"http://{server.domain}", stall=2)


def test_what_is_fetched_is_kept_as_it_was_sent(fetch: Any, server: Server, tmp_path: Path) -> None:
    assert fetch("geonames:IQ") == [tmp_path / "IQ" / "IQ.zip"]
    assert (tmp_path / "IQ" / "IQ.zip").read_bytes() == FILES["/IQ.zip"]
    assert "تلعفر" in (tmp_path / "IQ" / "alternateNamesV2.txt").read_text(encoding="utf-8")
    assert server.asked == ["/IQ.zip", "/alternatenames/IQ.zip"]
    assert not list(tmp_path.rglob("*.part*"))


def test_what_is_here_and_unchanged_is_not_fetched_again(fetch: Any, mirror: Mirror, tmp_path: Path) -> None:
    fetch("geonames:IQ")
    mirror.files["/IQ.zip"] = b"would be damaged"
    fetch("geonames:IQ")
    mirror.files["/IQ.zip"], mirror.tag = archive("IQ.txt", "new"), '"v2"'
    fetch("geonames:IQ")
    assert (tmp_path / "IQ" / "IQ.zip").read_bytes() == mirror.files["/IQ.zip"]


def test_a_connection_that_breaks_is_taken_up_where_it_stopped(
    fetch: Any, mirror: Mirror, server: Server, tmp_path: Path
) -> None:
    mirror.break_after = [50, 40]
    fetch("geonames:IQ")
    assert (tmp_path / "IQ" / "IQ.zip").read_bytes() == FILES["/IQ.zip"]
    assert [seen.get("range") for seen in server.headers_seen[:3]] == [None, "bytes=50-", "bytes=90-"]


def test_a_later_call_goes_on_where_an_earlier_one_gave_up(
    fetch: Any, mirror: Mirror, server: Server, tmp_path: Path
) -> None:
    mirror.break_after = [60, 0, 0, 0, 0]
    with pytest.raises(OnlineError, match=r"IQ\.zip: broke off after 60 of \d+ bytes; call again to go on"):
        fetch("geonames:IQ")
    assert not (tmp_path / "IQ" / "IQ.zip").exists()
    mirror.break_after = []
    fetch("geonames:IQ")
    assert server.headers_seen[-2]["range"] == "bytes=60-"
    assert (tmp_path / "IQ" / "IQ.zip").read_bytes() == FILES["/IQ.zip"]


def test_halves_of_two_versions_are_never_put_together(fetch: Any, mirror: Mirror, tmp_path: Path) -> None:
    mirror.break_after = [60, 0, 0, 0, 0]
    with pytest.raises(OnlineError):
        fetch("geonames:IQ")
    mirror.break_after, mirror.tag = [], '"v2"'
    mirror.files["/IQ.zip"] = archive("IQ.txt", "another version, and of another length")
    fetch("geonames:IQ")
    assert (tmp_path / "IQ" / "IQ.zip").read_bytes() == mirror.files["/IQ.zip"]


def test_a_server_that_sends_another_part_is_not_believed(fetch: Any, mirror: Mirror, tmp_path: Path) -> None:
    mirror.break_after, mirror.lie = [60], 7
    fetch("geonames:IQ")
    assert (tmp_path / "IQ" / "IQ.zip").read_bytes() == FILES["/IQ.zip"]


def flipped(data: bytes) -> bytes:
    return data[:40] + bytes([data[40] ^ 255]) + data[41:]


@pytest.mark.parametrize(
    "data", [b"<html>busy</html>", b"", flipped(FILES["/IQ.zip"]), FILES["/IQ.zip"][:-30]]
)
def test_a_damaged_archive_is_refused_and_not_kept(
    data: bytes, fetch: Any, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.files["/IQ.zip"] = data
    with pytest.raises(InputError, match=r"IQ\.zip: what came is no sound archive"):
        fetch("geonames:IQ")
    assert not list(tmp_path.rglob("IQ.zip*"))


def test_a_good_file_stays_when_its_successor_is_damaged(fetch: Any, mirror: Mirror, tmp_path: Path) -> None:
    fetch("geonames:IQ")
    mirror.files["/IQ.zip"], mirror.tag = b"damaged", '"v2"'
    with pytest.raises(InputError):
        fetch("geonames:IQ")
    assert (tmp_path / "IQ" / "IQ.zip").read_bytes() == FILES["/IQ.zip"]


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_failing_server_is_an_error_that_names_the_file(status: int, fetch: Any, mirror: Mirror) -> None:
    mirror.status = status
    with pytest.raises(OnlineError, match=rf"IQ\.zip: answers with status {status}"):
        fetch("geonames:IQ")


def test_a_silent_server_is_given_up(tmp_path: Path) -> None:
    with serving(lambda handler: handler.server.over.wait(20)) as server, pytest.raises(OnlineError):
        download("geonames:IQ", tmp_path, base=f"http://{server.domain}", stall=0.1)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("geonames:", "'' is no country code"),
        ("geonames:Iraq", "'Iraq' is no country code"),
        ("geonames:../x", "is no country code"),
        ("geonames:ZZ", "there is no such file; is the country code right"),
    ],
)
def test_a_source_that_does_not_exist_is_named(source: str, why: str, fetch: Any) -> None:
    with pytest.raises(UsageError, match=why):
        fetch(source)


def test_a_mirror_that_is_no_web_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OnlineError, match="no http or https address"):
        download("geonames:IQ", tmp_path, base="file:///etc")


def test_build_fetches_by_name_builds_and_says_the_licence(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GEOMAP_GEONAMES_URL", f"http://{server.domain}")
    out = tmp_path / "theatre.gazetteer"
    arguments = ["geonames:SY,IQ", "--downloads", str(tmp_path / "kept"), "-o", str(out)]
    assert main(["gazetteer", "build", *arguments]) == 0
    told = capsys.readouterr().err
    assert "GeoNames, CC BY 4.0" in told
    index = StoredIndex(out)
    assert [named.place.country for named in index.exact("tall afar")] == ["IQ"]
    assert [named.place.country for named in index.exact("kafr test")] == ["SY"]
    assert {alias.lang for alias in index.aliases("geonames:1")} >= {"ar"}


def test_build_of_files_asks_no_server(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOMAP_GEONAMES_URL", f"http://{server.domain}")
    (tmp_path / "own.csv").write_text("name,lat,lon,kind\nTower 22,32.9,38.7,outpost\n", encoding="utf-8")
    assert main(["gazetteer", "build", str(tmp_path / "own.csv"), "-o", str(tmp_path / "o"), "-q"]) == 0
    assert server.asked == []


def test_a_download_that_fails_leaves_the_old_index(
    mirror: Mirror, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("GEOMAP_GEONAMES_URL", f"http://{server.domain}")
    mirror.status = 500
    out = tmp_path / "theatre.gazetteer"
    out.write_bytes(b"old")
    assert main(["gazetteer", "build", "geonames:IQ", "--downloads", str(tmp_path), "-o", str(out)]) == 2
    assert out.read_bytes() == b"old"
    assert capsys.readouterr().err.count("\n") == 2  # the licence, and why not
    assert json.dumps(server.asked)
