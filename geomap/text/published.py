"""When a report was published, as its own text says: in a date line, a dateline, an address, a lead."""

from __future__ import annotations

import re
from datetime import date

from geomap.model import TimePrecision
from geomap.text import zones
from geomap.text.civildays import WEEKDAYS
from geomap.text.dates import find_dates

ADDRESS_LINE = re.compile(r"\s*(https?://\S+)[^\S\n]*(?:\n|$)")
"""The address of its page, on a report's first line."""
DATE_PREFIX = re.compile(r"\s*date[:\s]\s*(\d{4}-\d{2}-\d{2})(?:T\S*)?\b[^\S\n]*", re.IGNORECASE)
"""The date stamp of a crawler, before the first words."""
_URL_DATE = re.compile(
    r"/((?:19|20)\d\d)(?P<sep>[/-])(0?[1-9]|1[0-2])(?P=sep)(0?[1-9]|[12]\d|3[01])(?=/|-|_|\.|$)"
)
_UPLOADED = re.compile(
    r"\b(?:uploaded|taken|released|published|updated|posted)\s+(?:on\s+)?(?:\w+day,?\s+)?", re.IGNORECASE
)
HEAD_LINES = 12
_STAMP_LENGTH = 60


def publication_date(text: str, url: str | None, fields: dict[str, str]) -> tuple[date | None, str | None]:
    """Find the day of publication, and say in words where it stands; ``None`` twice where it does not.

    Parameters
    ----------
    text
        The report.
    url
        The address of its page, where known.
    fields
        The lines "name: value" at its head.
    """
    address = ADDRESS_LINE.match(text)
    start = address.end() if address is not None else 0
    if (stamp := DATE_PREFIX.match(text, start)) is not None:
        try:
            return date.fromisoformat(stamp.group(1)), "date line at the head of the text"
        except ValueError:
            # "date 2023-02-30": no such day, so no date line.
            pass
    for name in ("published", "publication date", "date", "dateline"):
        if name in fields and (day := full_date(fields[name])) is not None:
            return day, f"the line {name!r} at the head of the text"
    for line in text[start:].splitlines()[:HEAD_LINES]:
        if (stamp := DATE_PREFIX.match(line)) is not None and (day := full_date(stamp.group(1))) is not None:
            return day, "a date line near the head of the text"
    if (day := _stamp_line(text, start)) is not None:
        return day, "a date on a line of its own"
    if (day := _beside_date(text, start)) is not None:
        return day, "a date set off on a line at the head of the text"
    if (day := _in_dateline(text, start)) is not None:
        return day, "the dateline"
    if url is not None and (in_url := _URL_DATE.search(url)) is not None:
        try:
            return date(*(int(in_url[part]) for part in (1, 3, 4))), "the address of the page"
        except ValueError:
            pass
    looks = (_from_title, _from_handle, _from_caption, _from_words, _from_posts, _from_lead, _from_period)
    for look in looks:
        found, how = look(text, start)
        if found is not None:
            return found, how
    return None, None


def _stamp_line(text: str, start: int) -> date | None:
    """Find a line that is nothing but a full date: at the head, else signing off at the end."""
    stamps = [line for line in text[start:].splitlines() if line.strip()]
    for line in [*stamps[:HEAD_LINES], *reversed(stamps[HEAD_LINES:][-4:])]:
        rest = " ".join(_DATE_AND_TIME.sub("", line).split())
        if len(line) <= _STAMP_LENGTH and (re.sub(r"[\W_]", "", rest) == "" or _PLACE_ONLY.fullmatch(rest)):
            day = full_date(line)
            if day is not None:
                return day
    return None


def _beside_date(text: str, start: int) -> date | None:
    """Find the date set off on a line that is no sentence: "By A | Published 5 March 2025 | Updated ..."."""
    lines = [line.strip() for line in text[start:].splitlines() if line.strip()][:HEAD_LINES]
    for line in lines:
        if len(line) > _BYLINE_LENGTH or line[-1] in ".!?…":
            continue
        for found in find_dates(line, None):
            if not _SET_OFF.search(line[: found.start]) or not _SET_OFF_AFTER.match(line[found.end :]):
                continue
            if found.is_day:
                return found.first
            if found.precision is TimePrecision.RANGE and _PERIOD.search(line[: found.start]):
                return found.last
    return None


_BYLINE_LENGTH = 110
_SET_OFF = re.compile(
    r"(?:^|[|•·–—,:/]\s*|\b(?:published|posted|issued|as\s+of|period)[:\s]+(?:on\s+)?)$", re.IGNORECASE
)
_SET_OFF_AFTER = re.compile(
    r"\s*(?:$|[|•·–—,/(]|-\s|(?:at\s+)?\d{1,2}[:.]\d\d|read\b|\s{2,}|\d+\s*min)", re.IGNORECASE
)
_PERIOD = re.compile(r"\b(?:period|week|covering|coverage)\b", re.IGNORECASE)
_PLACE_ONLY = re.compile(
    r"\s*[A-Z][\w’'-]*(?:[ /-](?:(?:of|the|and|for|[a-z]{2})[ -])?[A-Z][\w’'-]*){0,4}"
    r"(?:\s*\([A-Z][\w .]{1,20}\))?[\s,.:|–—-]*"
)
"""What is left of "Baquba (Iraq) – 12 March 2023" without its date."""
_DATE_AND_TIME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{4}[-/.]\d\d[-/.]\d\d(?:T\S+)?|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}(?:st|nd|rd|th)?|\d{4}|\d{1,2}:\d\d(?::\d\d)?|[ap]\.?m\.?"
    r"|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|gmt|utc|published|updated|at|on|of)\b",
    re.IGNORECASE,
)


def _in_dateline(text: str, start: int) -> date | None:
    for zone in zones.split(text, start):
        if zone.kind is zones.ZoneKind.DATELINE:
            words = text[zone.start : zone.end]
            return full_date(words) or _confirmed(text[start:], words)
    return None


def _confirmed(text: str, dateline: str) -> date | None:
    """Read "10/08/2024" on a line of its own by the "Aug 10" of the dateline."""
    for line in text.splitlines():
        either = _either_way(line) if len(line) <= _STAMP_LENGTH else None
        if either is not None:
            meant = {found.first for found in find_dates(dateline, max(either)) if found.is_day}
            return next((day for day in either if day in meant), None)
    return None


def _either_way(words: str) -> tuple[date, date] | None:
    """Give the two days that "10/08/2024" may mean."""
    for found in find_dates(words, None):
        numeric = _NUMERIC.fullmatch(found.text)
        if numeric and found.first is not None and found.last is not None and found.first != found.last:
            return found.first, found.last
    return None


_NUMERIC = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


def full_date(words: str) -> date | None:
    """Give the first date in some words that is one full day; ``None`` where there is none."""
    for found in find_dates(words, None):
        if found.is_day:
            return found.first
    either = _either_way(words)
    weekday = _WEEKDAY.search(words)
    if either is not None and weekday is not None:
        # "Saturday 10/08/2024": the weekday says which of the two is the month.
        fitting = [day for day in either if WEEKDAYS[day.weekday()] == weekday.group().lower()]
        return fitting[0] if len(fitting) == 1 else None
    return None


_WEEKDAY = re.compile("|".join(WEEKDAYS), re.IGNORECASE)


def _from_title(text: str, start: int) -> tuple[date | None, str | None]:
    """Find the full date that ends or begins a headline: "Daily security summary, 12 March 2022"."""
    for zone in zones.split(text, start)[:4]:
        if zone.kind is not zones.ZoneKind.HEADLINE:
            continue
        title = text[zone.start : zone.end]
        for found in find_dates(title, None):
            before = _WEEKDAY.sub("", title[: found.start]).rstrip()
            ends = not title[found.end :].strip(" .)]*_#") and before[-1:] in {*",:|-–—("}
            after = title[found.end :].lstrip()[:1]
            begins = not title[: found.start].strip(" #*_[(") and after in {*":|-–—,"}
            if found.is_day and (ends or begins):
                return found.first, "the headline"
    return None, None


def _from_handle(text: str, start: int) -> tuple[date | None, str | None]:
    """Find the date beside the author of a post: "Rami (@rami) · Apr 1, 2024"."""
    for line in text[start:].lstrip().splitlines()[:1]:
        if _HANDLE.search(line) and len(line) <= 2 * _STAMP_LENGTH and (day := full_date(line)) is not None:
            return day, "the head of the post"
    return None, None


_HANDLE = re.compile(r"@\w{2,30}\b")


def _from_lead(text: str, start: int) -> tuple[date | None, str | None]:
    """Find the weekday with its full date in the first sentences; news comes out on that day or the next."""
    bodies = [zone for zone in zones.split(text, start) if zone.kind is zones.ZoneKind.BODY][:2]
    for zone in bodies:
        lead = text[zone.start : min(zone.end, zone.start + _LEAD)]
        for found in find_dates(lead, None):
            if found.is_day and _WEEKDAY_BESIDE.search(lead[: found.start]):
                return found.first, "the full date in its first sentences: the report may be a little younger"
    return None, None


def _from_period(text: str, start: int) -> tuple[date | None, str | None]:
    """Take the last day of the period in a headline: "Situation report, 11-17 May 2022"."""
    for zone in zones.split(text, start)[:4]:
        if zone.kind is zones.ZoneKind.HEADLINE:
            for found in find_dates(text[zone.start : zone.end], None):
                if found.last is not None and found.precision is TimePrecision.RANGE:
                    return found.last, "the period in the headline: the report may be a little younger"
    return None, None


_LEAD = 600
_WEEKDAY_BESIDE = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS)})(?:\s+(?:morning|afternoon|evening|night))?,?\s+(?:the\s+)?$", re.IGNORECASE
)


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
