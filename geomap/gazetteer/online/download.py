"""Gazetteers that can be fetched by name: ``geonames:SY,IQ``.

A download that broke off goes on where it stopped, as long as the server still has the
same file; what is complete is checked before it takes its name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import saving
from geomap.errors import GeomapError, InputError, OnlineError, SaveError, UsageError
from geomap.gazetteer.importers.geonames import ORIGIN
from geomap.gazetteer.online import transport
from geomap.gazetteer.online.cache import default_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[str, int, int], None]
    """Told what is fetched, and how many of how many bytes are here (0 where that is not known)."""

SCHEME = "geonames:"
BASE = "https://download.geonames.org/export/dump/"
BASE_VARIABLE = "GEOMAP_GEONAMES_URL"
"""Environment variable with the address of a mirror, laid out as `BASE` is."""
STALL_S = 30.0
LARGEST_FILE = 4 << 30
LICENCE = f"{ORIGIN.title}, {ORIGIN.licence}: credit {ORIGIN.url} on what you make of it"

_TRIES = 4
_COUNTRY = re.compile(r"[A-Z]{2}")
_WHOLES = ("cities500", "cities1000", "cities5000", "cities15000", "allCountries")
_USER_AGENT = "geomap (https://pypi.org/project/geomap/)"


@dataclass(frozen=True, slots=True)
class _File:
    """One file to fetch."""

    remote: str
    local: Path
    member: str | None = None
    """The file of the archive that is unpacked to `local`; ``None`` keeps the file as it comes."""


def download(
    source: str,
    folder: str | os.PathLike[str] | None = None,
    *,
    base: str | None = None,
    stall: float = STALL_S,
    progress: Progress | None = None,
) -> list[Path]:
    """Fetch the files of a source; what is here and unchanged is not fetched again.

    Parameters
    ----------
    source
        ``geonames:`` and country codes or ``cities500``, ``cities1000``, ``cities5000``,
        ``cities15000``, ``allCountries``, parted by commas.
    folder
        Where they are kept; by default in the user's cache folder.
    base
        Address of a mirror; by default that of the environment variable
        ``GEOMAP_GEONAMES_URL``, else GeoNames' own.
    stall
        Seconds of silence after which a connection is given up and taken up anew.
    progress
        Told how much is here.

    Returns
    -------
    list of pathlib.Path
        The files to build from; alternate names and lists of units lie beside them.

    Raises
    ------
    UsageError
        If the source names no country, or one that GeoNames has no file of.
    OnlineError
        If the server cannot be reached or breaks off; asked again, the download goes on.
    InputError
        If what came is damaged.
    SaveError
        If it cannot be kept.
    """
    root = Path(folder) if folder is not None else default_folder() / "geonames"
    address = (base or os.environ.get(BASE_VARIABLE) or BASE).rstrip("/") + "/"
    main: list[Path] = []
    for name in _names(source):
        first, *beside = _files(root / name, name)
        _fetch(first, address, stall, progress or (lambda *_: None))
        for file in beside:
            _fetch(file, address, stall, progress or (lambda *_: None))
        main.append(first.local)
    return main


def _names(source: str) -> list[str]:
    names = []
    for part in source.removeprefix(SCHEME).split(","):
        code = part.strip()
        whole = next((name for name in _WHOLES if name.lower() == code.lower()), None)
        if whole is None and not _COUNTRY.fullmatch(code.upper()):
            raise UsageError(
                f"{source}: {code!r} is no country code; write it as geonames:SY,IQ, or one of "
                + ", ".join(_WHOLES)
            )
        names.append(whole or code.upper())
    return list(dict.fromkeys(names))


def _files(folder: Path, name: str) -> list[_File]:
    """Give the dump, then what the importer looks for beside it.

    A country's dump has rows for its units; the lists of units are for the dumps of cities,
    which have none.
    """
    dump = _File(f"{name}.zip", folder / f"{name}.zip")
    if name.startswith("cities"):
        return [
            dump,
            *(_File(units, folder / units) for units in ("admin1CodesASCII.txt", "admin2Codes.txt")),
        ]
    archive = "alternateNamesV2.zip" if name == "allCountries" else f"alternatenames/{name}.zip"
    member = "alternateNamesV2.txt" if name == "allCountries" else f"{name}.txt"
    return [dump, _File(archive, folder / "alternateNamesV2.txt", member)]


def _fetch(file: _File, base: str, stall: float, progress: Progress) -> None:
    """Bring one file up to date, with as many tries as make headway."""
    try:
        file.local.parent.mkdir(parents=True, exist_ok=True)
        part = file.local.with_name(f"{file.local.name}.part")
        tries = _TRIES
        while True:
            before = part.stat().st_size if part.is_file() else 0
            try:
                _attempt(file, base + file.remote, part, stall, progress)
                return
            except transport.Failed as error:
                gained = (part.stat().st_size if part.is_file() else 0) > before
                tries = _TRIES if gained else tries - 1
                if tries <= 0:
                    raise OnlineError(
                        f"{base + file.remote}: {error}; call again to go on where it stopped"
                    ) from None
    except OSError as error:
        if isinstance(error, GeomapError):
            raise
        raise SaveError(
            f"{error.filename or file.local}: could not be kept ({error.strerror or error})"
        ) from error


def _attempt(file: _File, url: str, part: Path, stall: float, progress: Progress) -> None:
    note = part.with_name(f"{part.name}.json")
    known = file.local.with_name(f".{file.local.name}.json")
    done, tag = _resumable(part, note, url)
    headers = {"User-Agent": _USER_AGENT, "Accept-Encoding": "identity"}
    if done:
        # If-Range: a file that has changed meanwhile comes whole.
        headers |= {"Range": f"bytes={done}-", "If-Range": tag}
    elif file.local.is_file() and (had := str(_read(known, url).get("tag", ""))):
        headers["If-None-Match" if had.startswith(('"', "W/")) else "If-Modified-Since"] = had
    response = transport.stream(url, headers=headers, stall=stall)
    try:
        status, says = response.status, {k.lower(): v for k, v in response.headers.items()}
        if status == 304 and file.local.is_file():
            return
        if status == 416 and done:
            part.unlink()
            raise transport.Failed("no longer has the file that was begun")
        if status == 404:
            raise UsageError(f"{url}: there is no such file; is the country code right?")
        if status not in (200, 206):
            raise transport.Failed(f"answers with status {status}")
        start = _start(says) if status == 206 else 0
        if start != (done if status == 206 else 0):
            part.unlink(missing_ok=True)
            raise transport.Failed("sends another part of the file than was asked for")
        size = _size(says, start)
        tag = says.get("etag", "") or says.get("last-modified", "")
        if size > LARGEST_FILE:
            raise InputError(f"is {size:,} bytes, more than {LARGEST_FILE:,}", path=url)
        saving.write_text(note, json.dumps({"url": url, "tag": tag}))
        _receive(response, part, start, size, f"fetching {file.remote}", progress)
    finally:
        response.close()
    note.unlink(missing_ok=True)
    _take(file, part, url)
    saving.write_text(known, json.dumps({"url": url, "tag": tag}))


def _receive(
    response: Any,  # noqa: ANN401 - urllib's
    part: Path,
    start: int,
    size: int,
    label: str,
    progress: Progress,
) -> None:
    have = start
    with part.open("ab" if start else "wb") as out:
        for piece in transport.pieces(response):
            have += len(piece)
            if have > LARGEST_FILE:
                raise InputError(f"is more than {LARGEST_FILE:,} bytes", path=label)
            out.write(piece)
            progress(label, have, max(size, have) if size else 0)
    if size and have < size:
        raise transport.Failed(f"broke off after {have:,} of {size:,} bytes")
    if size and have > size:
        part.unlink()
        raise transport.Failed(f"sent {have:,} bytes and announced {size:,}")


def _take(file: _File, part: Path, url: str) -> None:
    """Check what came and give it its name; a damaged file is not kept, so that it is fetched anew."""
    try:
        if not file.remote.endswith(".zip"):
            part.replace(file.local)
            return
        with zipfile.ZipFile(part) as archive:
            # Reading all of it checks each member's sum.
            bad = archive.testzip()
            if bad is not None:
                raise zipfile.BadZipFile(f"{bad} does not match its checksum")
            if file.member is not None:
                with (
                    saving.atomic_path(file.local) as whole,
                    archive.open(file.member) as packed,
                    whole.open("wb") as out,
                ):
                    shutil.copyfileobj(packed, out, 1 << 20)
        if file.member is not None:
            part.unlink()
        else:
            part.replace(file.local)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError) as error:
        part.unlink(missing_ok=True)
        raise InputError(
            f"what came is no sound archive ({error})", path=url, hint="fetch it again, or from a mirror"
        ) from None


def _resumable(part: Path, note: Path, url: str) -> tuple[int, str]:
    """Give how many bytes of the same file are here, and its tag; only a strong tag can tell."""
    tag = str(_read(note, url).get("tag", ""))
    if not tag or tag.startswith("W/") or not part.is_file():
        return 0, ""
    return part.stat().st_size, tag


def _read(path: Path, url: str) -> dict[str, Any]:
    """Read a note about a file; one of another address is none."""
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) and noted.get("url") == url else {}


def _size(says: dict[str, str], start: int) -> int:
    length = says.get("content-length", "")
    return start + int(length) if length.isdecimal() else 0


def _start(says: dict[str, str]) -> int:
    match = re.match(r"bytes (\d+)-", says.get("content-range", ""))
    return int(match[1]) if match else -1
