"""Reading a report: its text, its publication date and how that is known.

The date comes from what the text itself states, or from the caller; with neither it
stays unknown, and with it every "on Friday" in the report.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.model import Report
from geomap.text import zones
from geomap.text.languages import gloss, language_of
from geomap.text.published import ADDRESS_LINE, DATE_PREFIX, HEAD_LINES, publication_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

_FIELD = re.compile(
    r"^\s*(?:\*\*)?(title|headline|published|publication date|date|dateline|source|publisher|url|link)"
    r"(?:\*\*)?\s*:\s*(?:\*\*)?\s*(.+?)\s*$",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(r"^\s*source\s*:\s*(.{2,60}?)\s*$", re.IGNORECASE | re.MULTILINE)
_ARABIC = re.compile(r"[\u0621-\u064a]{3}")
LARGEST = 10 * 1024 * 1024
"""Bytes: the longest report is a hundredth of it."""


def read_report(
    source: str | os.PathLike[str] | bytes,
    *,
    published: date | None = None,
    path: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> Report:
    """Read one report from a file or from bytes.

    Parameters
    ----------
    source
        A path, or the bytes of a file.
    published
        The publication date, where the caller knows it; wins over what the text says.
    path
        What to call the source in messages, for bytes.
    title, publisher, url
        What is known of the report besides its text.

    Returns
    -------
    Report
        Its ``id`` depends on its text alone, its offsets count code points of ``text``.

    Raises
    ------
    InputError
        If the file is missing, empty, binary or larger than 10 MB.
    """
    if isinstance(source, bytes):
        data, name = source, path
    else:
        name = path if path is not None else os.fspath(source)
        data = load(Path(source), name)
    text, flag = decode(data, path=name)
    report = parse_report(text, published=published, path=name, title=title, publisher=publisher, url=url)
    return report if flag is None else replace(report, flags=(flag,))


def read_reports(
    sources: Iterable[str | os.PathLike[str]], *, published: date | None = None
) -> Iterator[Report]:
    """Read one report after the other; see `read_report`."""
    for source in sources:
        yield read_report(source, published=published)


def load(file: Path, name: str) -> bytes:
    """Give the bytes of a file.

    Raises
    ------
    InputError
        If it cannot be read, or is too large for one report.
    """
    try:
        if file.stat().st_size > LARGEST:
            raise InputError(
                "is larger than 10 MB, no single report",
                path=name,
                hint="split it, or give the reports as JSON, one a line",
            )
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            f"could not be read ({error.strerror or error})", path=name, hint="check the path"
        ) from error


def decode(data: bytes, *, path: str | None = None) -> tuple[str, str | None]:
    """Decode a text file; also give a flag in words where its encoding had to be assumed.

    Raises
    ------
    InputError
        If there is no text in it.
    """
    text, flag = _decode(data, path)
    if not text.strip():
        raise InputError("is empty", path=path, hint="a report needs some text")
    if "\x00" in text or _control_share(text) > 0.02:
        raise InputError("is a binary file, not text", path=path, hint="save the report as plain text")
    return text.replace("\r\n", "\n").replace("\r", "\n"), flag


def _decode(data: bytes, path: str | None) -> tuple[str, str | None]:
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    encoding = next((name for mark, name in marks if data.startswith(mark)), None) or _utf16_by_zeros(data)
    try:
        return data.decode(encoding or "utf-8"), None
    except UnicodeDecodeError as error:
        if encoding is not None:
            raise InputError(
                f"is damaged: not valid {encoding}", path=path, hint="save it again as UTF-8"
            ) from error
    if b"\x00" in data:
        raise InputError("is a binary file, not text", path=path, hint="save the report as plain text")
    text = data.decode("cp1252", errors="replace")
    return text, "is not UTF-8: read as Windows-1252 (Latin-1), so accents and quotes may be wrong"


def _utf16_by_zeros(data: bytes) -> str | None:
    # Text in a Latin script without a mark: every second byte is zero.
    head = data[:2000]
    if len(head) < 8 or len(data) % 2:
        return None
    if head[1::2].count(0) > 0.4 * len(head) and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > 0.4 * len(head) and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _control_share(text: str) -> float:
    head = text[:4000]
    return sum(ch < " " and ch not in "\t\n\r\f\v" for ch in head) / max(1, len(head))


def parse_report(
    text: str,
    *,
    published: date | None = None,
    path: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    report_id: str | None = None,
    published_how: str | None = None,
) -> Report:
    """Make a report of a text; dates, address and title are taken from its head.

    Parameters
    ----------
    text
        The report as it stands; offsets of all that is extracted refer to it.
    published, path, title, publisher, url
        As for `read_report`.
    report_id
        An id of the caller's own; by default one that depends on the text alone.
    published_how
        Where the caller has the publication date from, in words.
    """
    head_url = ADDRESS_LINE.match(text)
    found_url = url or (head_url.group(1) if head_url else None)
    fields = _fields(text)
    how = (published_how or "given by the user") if published is not None else None
    if published is None:
        lang = language_of(text)
        # French and Arabic pages put the day first.
        day_first = True if lang != "en" else None
        published, how = publication_date(text, found_url, day_first)
        if published is None and (other := "ar" if _ARABIC.search(text) else lang) != "en":
            published, how = publication_date(gloss(text, other).text, found_url, True)
    report = Report(
        id=report_id or f"r{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}",
        text=text,
        published=published,
        published_how=how,
        title=title or fields.get("title") or fields.get("headline"),
        publisher=publisher or fields.get("publisher") or fields.get("source") or _named_source(text),
        url=found_url or fields.get("url") or fields.get("link"),
        path=path,
    )
    if report.title is None:
        report = replace(report, title=_title(text))
    return report


def body_start(text: str) -> int:
    """Where a report's own words begin: after its address line and its date stamp."""
    start = 0
    if (address := ADDRESS_LINE.match(text)) is not None:
        start = address.end()
    if (stamp := DATE_PREFIX.match(text, start)) is not None:
        start = stamp.end()
    return start


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in text.splitlines()[:HEAD_LINES]:
        match = _FIELD.match(line)
        if match is not None:
            fields.setdefault(match.group(1).lower(), match.group(2).strip("*_ "))
    return fields


def _named_source(text: str) -> str | None:
    match = _SOURCE_LINE.search(text)
    return match.group(1) if match is not None else None


def _title(text: str) -> str | None:
    for zone in zones.split(text, body_start(text))[:6]:
        words = text[zone.start : zone.end]
        if zone.kind is zones.ZoneKind.HEADLINE and len(words.split()) >= 4:
            return words.lstrip("# ")
    return None
