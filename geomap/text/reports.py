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
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.model import Report
from geomap.text import zones
from geomap.text.dates import find_dates
from geomap.text.languages import gloss, language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_URL_LINE = re.compile(r"\s*(https?://\S+)[^\S\n]*(?:\n|$)")
_DATE_PREFIX = re.compile(r"\s*date[:\s]\s*(\d{4}-\d{2}-\d{2})(?:T\S*)?\b[^\S\n]*", re.IGNORECASE)
_FIELD = re.compile(
    r"^\s*(?:\*\*)?(title|headline|published|publication date|date|dateline|source|publisher|url|link)"
    r"(?:\*\*)?\s*:\s*(?:\*\*)?\s*(.+?)\s*$",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(r"^\s*source\s*:\s*(.{2,60}?)\s*$", re.IGNORECASE | re.MULTILINE)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=/|-|$)")
_UPLOADED = re.compile(
    r"\b(?:uploaded|taken|released|published|updated|posted)\s+(?:on\s+)?(?:\w+day,?\s+)?", re.IGNORECASE
)
_HEAD_LINES = 12
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
    head_url = _URL_LINE.match(text)
    found_url = url or (head_url.group(1) if head_url else None)
    fields = _fields(text)
    how = (published_how or "given by the user") if published is not None else None
    if published is None:
        published, how = _published(text, found_url, fields)
    if published is None and (lang := language_of(text)) != "en":
        published, how = _published(gloss(text, lang).text, found_url, fields)
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
    if (address := _URL_LINE.match(text)) is not None:
        start = address.end()
    if (stamp := _DATE_PREFIX.match(text, start)) is not None:
        start = stamp.end()
    return start


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in text.splitlines()[:_HEAD_LINES]:
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


def _published(text: str, url: str | None, fields: dict[str, str]) -> tuple[date | None, str | None]:
    address = _URL_LINE.match(text)
    start = address.end() if address is not None else 0
    if (stamp := _DATE_PREFIX.match(text, start)) is not None:
        try:
            return date.fromisoformat(stamp.group(1)), "date line at the head of the text"
        except ValueError:
            # "date 2023-02-30": no such day, so no date line.
            pass
    for name in ("published", "publication date", "date", "dateline"):
        if name in fields and (day := full_date(fields[name])) is not None:
            return day, f"the line {name!r} at the head of the text"
    for line in text[start:].splitlines()[:_HEAD_LINES]:
        if (stamp := _DATE_PREFIX.match(line)) is not None and (day := full_date(stamp.group(1))) is not None:
            return day, "a date line near the head of the text"
    if (day := _stamp_line(text, start)) is not None:
        return day, "a date on a line of its own"
    if (day := _in_dateline(text, start)) is not None:
        return day, "the dateline"
    if url is not None and (in_url := _URL_DATE.search(url)) is not None:
        try:
            return date(*(int(part) for part in in_url.groups())), "the address of the page"
        except ValueError:
            pass
    found, how = _from_caption(text, start)
    if found is None:
        found, how = _from_words(text, start)
    return (found, how) if found is not None else _from_posts(text, start)


def _stamp_line(text: str, start: int) -> date | None:
    """Find a line that is nothing but a full date: at the head, else signing off at the end."""
    stamps = [line for line in text[start:].splitlines() if line.strip()]
    for line in [*stamps[:_HEAD_LINES], *reversed(stamps[_HEAD_LINES:][-4:])]:
        rest = _DATE_AND_TIME.sub("", line)
        if len(line) <= 60 and (re.sub(r"[\W_]", "", rest) == "" or _PLACE_ONLY.fullmatch(rest)):
            day = full_date(line)
            if day is not None:
                return day
    return None


_PLACE_ONLY = re.compile(
    r"\s*[A-Z][\w’'-]*(?:[ /-](?:[a-z]{2}[ -])?[A-Z][\w’'-]*){0,3}(?:\s*\([A-Z][\w .]{1,20}\))?[\s,.:|–—-]*"
)
"""What is left of "Baquba (Iraq) – 12 March 2023" without its date."""
_DATE_AND_TIME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{4}-\d\d-\d\d(?:T\S+)?|\d{1,2}(?:st|nd|rd|th)?|\d{4}|\d{1,2}:\d\d(?::\d\d)?|[ap]\.?m\.?"
    r"|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|gmt|utc|published|updated|at|on|of)\b",
    re.IGNORECASE,
)


def _in_dateline(text: str, start: int) -> date | None:
    for zone in zones.split(text, start):
        if zone.kind is zones.ZoneKind.DATELINE:
            return full_date(text[zone.start : zone.end])
    return None


def full_date(words: str) -> date | None:
    """Give the first date in some words that is one full day; ``None`` where there is none."""
    for found in find_dates(words, None):
        if found.first is not None and found.first == found.last:
            return found.first
    return None


def _from_posts(text: str, start: int) -> tuple[date | None, str | None]:
    """Take the newest day of several posts that the report quotes; a single one may be old."""
    days = [
        found.first
        for zone in zones.split(text, start)
        if zone.kind is zones.ZoneKind.POST
        for found in find_dates(text[zone.start : zone.end], None)
        if found.first is not None and found.first == found.last
    ]
    newest = max(days, default=None)
    if newest is None or days.count(newest) < 2:
        return None, None
    return newest, "the newest posts quoted in it: the report may be a little younger"


_PAPER = re.compile(r"\s*(?:[A-Z][\w’'.-]*,?\s+){1,5}(?:\d{1,2}\s+\w+|\w+\.?\s+\d{1,2}),?\s+\d{4}[.:\s—–-]")
"""A paper's name and a full date before the first sentence."""


def _from_words(text: str, start: int) -> tuple[date | None, str | None]:
    """Find the full date at the head of the first line, or the day on which somebody is quoted."""
    head = _PAPER.match(text, start)
    if head is not None and (day := full_date(head.group())) is not None:
        return day, "the date before the first sentence"
    for found in find_dates(text[start:], None):
        if found.of_saying and found.first is not None and found.first == found.last:
            return found.first, "the day on which the report quotes somebody"
    return None, None


def _from_caption(text: str, start: int) -> tuple[date | None, str | None]:
    """Find a full date that a photo caption gives for its own upload; it dates breaking news."""
    for zone in zones.split(text, start):
        if zone.kind is not zones.ZoneKind.CAPTION:
            continue
        caption = text[zone.start : zone.end]
        for match in _UPLOADED.finditer(caption):
            day = full_date(caption[match.end() : match.end() + 24])
            if day is not None:
                return day, "the day the report's photo was put out"
    return None, None
