"""Logs, lists, threads and live pages: a day stated once holds for what stands under it.

A day governs as a line of its own ("Tuesday 6 October 2020", "On Oct. 11:"), at the head of an entry
("04/03/2024 – Tyre. ..."), or through a time of day that heads a post ("14:20", "@rami · 08:14").
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from geomap.model import TimePrecision
from geomap.text.dates import DateExpression, find_dates, is_day_first
from geomap.text.zones import ZoneKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.zones import Zone

_CLOCK = (
    r"(?:\d{1,2}[:h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?|\d{1,2}(?:\.\d\d)?\s*[ap]\.?m\b\.?"
    r"|\d{4}(?=\s*(?:hrs|hours|UTC|GMT|Z\b)))"
)
_ZONE = r"(?:\s*(?:GMT|UTC|Z|[A-Z]{3,4}|local(?:\s+time)?|hours|hrs)\b)?"
_OF_EVENT = (
    r"(?:(?:incident|event|attack)\s+date|when"
    r"|date(?:\s+and\s+time)?\s+of\s+(?:the\s+)?(?:incident|attack|event|occurrence))"
)
_LEAD = re.compile(
    rf"\W*(?:\d{{1,3}}[.)]\s+)?\W*(?:day\s+\d+\W+)?(?:on\s+)?(?:{_OF_EVENT}\s*:\s*)?(?:{_CLOCK}{_ZONE}\W*)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\W+)?(?:the\s+)?(?:night\s+of\s+)?",
    re.IGNORECASE,
)
"""What may stand before the day of an entry."""
_TAIL = re.compile(
    rf"(?:,?\s*(?:at\s+)?\(?{_CLOCK}{_ZONE})?\s*[*_\])]*\s*(?P<mark>[:|–—/]\s*|-\s+|\.\s+(?=[A-Z])|\s{{2,}}|\t|$"
    r"|,\s+(?=[A-Z][\w’' -]{1,40}(?:\([^)]*\))?[:–—]\s))[*_]*",
    re.IGNORECASE,
)
_HEADING_WORDS = 8
_OWN_WORDS = 6
"""An entry whose line says no more is told by the lines after it."""
_ENDS = re.compile(
    r"\W*(?:background|context|outlook|analysis|assessment|about|overview|summary|totals?|in\s+numbers|notes?|sources?"
    r"|conclusions?|recommendations?|what\s+(?:else|next)|see\s+also|annex|table)\b",
    re.IGNORECASE,
)
"""A sub-heading that ends what a day above it governs."""
_ITEM = re.compile(r"\s*(?:[*•▪●‣·–➡✅-]\s*(?=\S)|\d{1,2}[.)]\s|\([a-z\d]\)\s)")
_TIMED = re.compile(
    rf"\W*(?:\d{{1,2}}[.)]\s+)?(?:[\w’'. -]{{0,40}}\(?@\w{{2,30}}\)?\W*)?(?P<clock>{_CLOCK})(?-i:{_ZONE})"
    r"(?:(?P<only>\W*$)|\s*[\])]?\s*[:|–—-]\s|[\])]?\s+(?-i:(?=[“\"A-Z])))",
    re.IGNORECASE,
)
"""A time of day at the head of a line, or after the author of a post."""


class Above(NamedTuple):
    """The day that governs a line, and which heading or entry gives it."""

    day: DateExpression
    entry: int | None
    """Where that heading or entry stands; ``None`` for a line that only begins with a time of day."""
    own: int | None = None
    """Where the words after its day begin, on the line that begins with it."""


class _Head(NamedTuple):
    """What a line says of the day of what follows."""

    day: DateExpression | None
    only: bool
    """Whether the line says nothing else of weight."""
    colon: bool
    own: int
    """Where the line's own words begin."""


def days_above(text: str, lines: Sequence[Zone], published: date | None) -> dict[int, Above]:
    """Give for each line, by its number, the day that governs it, where one stands above it or at its head.

    Parameters
    ----------
    text
        The report.
    lines
        Its zones.
    published
        The day of publication, where known: months and days are read against it.
    """
    day_first = is_day_first(text)
    heads = {zone.start: _read_head(text, zone, published, day_first) for zone in lines}
    heads = _without_date_of_report(lines, heads, published)
    governs: dict[int, Above] = {}
    heading = entry = None
    items_only = False
    block_end = -1
    for zone in lines:
        head = heads[zone.start]
        if head.day is not None and head.only:
            heading, entry, items_only = head.day, None, head.colon
        elif head.day is not None:
            entry = head.day
            short = len(text[head.own : zone.end].split()) <= _OWN_WORDS
            block_end = -1 if short else zone.end
        elif zone.kind is ZoneKind.SUBHEAD and _ENDS.match(text, zone.start, zone.end):
            heading = entry = None
        elif items_only and not _ITEM.match(text, zone.start, zone.end):
            heading, items_only = None, False
        elif entry is not None and block_end >= 0:
            if "\n\n" in re.sub(r"\n[^\S\n]+", "\n", text[block_end : zone.start]):
                entry = None
            else:
                block_end = zone.end
        day = entry or heading
        began = day.start if day is not None else None
        timed = _TIMED.match(text, zone.start, zone.end)
        if timed is not None:
            day = _day_of_time(timed, day, published)
            if timed["only"] is not None and timed.end() == zone.end:
                entry, block_end, began = day, -1, zone.start
        if day is not None:
            governs[zone.paragraph] = Above(day, began, head.own if entry is head.day else None)
    return governs


def _read_head(text: str, zone: Zone, published: date | None, day_first: bool | None) -> _Head:
    nothing = _Head(None, only=False, colon=False, own=zone.start)
    lead = _LEAD.match(text, zone.start, zone.end)
    found = next(find_dates(text, published, zone.start, zone.end, day_first=day_first), None)
    short = _SHORT.match(text, lead.end(), zone.end) if lead is not None and published is not None else None
    if short is not None and published is not None:
        found = _short_date(short, published, day_first) or found
    if found is None or (found.precision is not TimePrecision.DAY and not found.is_short):
        return nothing
    if found.open_ended or found.of_saying:
        return nothing
    words = text[zone.start : zone.end]
    if lead is not None and lead.end() >= found.start - 1:
        tail = _TAIL.match(text, found.end, zone.end)
        if tail is not None:
            rest = text[tail.end() : zone.end]
            return _Head(
                found, only=not re.sub(r"[\W_]", "", rest), colon=":" in tail["mark"], own=tail.end()
            )
        return nothing
    if zone.kind is ZoneKind.SUBHEAD and len(words.split()) <= _HEADING_WORDS:
        # "Strikes on Oct. 11", "Kherson region, 8 October".
        others = list(find_dates(text, published, zone.start, zone.end, day_first=day_first))
        if len(others) == 1 and not re.sub(r"[\W_]", "", text[found.end : zone.end]):
            return _Head(found, only=True, colon=False, own=zone.end)
    return nothing


_SHORT = re.compile(r"(\d{1,2})([/.])(\d{1,2})(?=\s*[\])]?\s*[:|–—-])")
_RECENT = timedelta(days=62)


def _short_date(match: re.Match[str], published: date, day_first: bool | None) -> DateExpression | None:
    """Read "13/03:" at the head of an entry, where but one reading lies shortly before the report."""
    first, second = int(match[1]), int(match[3])
    orders = {None: [(second, first), (first, second)], True: [(second, first)], False: [(first, second)]}
    fitting = set()
    for month, dom in orders[True if match[2] == "." else day_first]:
        for year in (published.year, published.year - 1):
            try:
                found = date(year, month, dom)
            except ValueError:
                continue
            if timedelta(0) <= published - found <= _RECENT:
                fitting.add(found)
    if len(fitting) != 1:
        return None
    day_meant = fitting.pop()
    return DateExpression(
        match.start(),
        match.end(),
        match.group(),
        day_meant,
        day_meant,
        precision=TimePrecision.DAY,
        relative=True,
    )


def _without_date_of_report(
    lines: Sequence[Zone], heads: dict[int, _Head], published: date | None
) -> dict[int, _Head]:
    """Leave out the date of the report itself, which heads no part of it."""
    entries = {head.day.first for head in heads.values() if head.day is not None and not head.only}
    headings = {head.day.first for head in heads.values() if head.day is not None and head.only}
    body = next((zone.start for zone in lines if zone.kind is ZoneKind.BODY), 0)
    return {
        at: head._replace(day=None)
        if head.day is not None
        and head.day.first == published is not None
        and (len(headings if head.only else entries) < 2 or (head.only and at < body))
        else head
        for at, head in heads.items()
    }


def _day_of_time(
    timed: re.Match[str], day: DateExpression | None, published: date | None
) -> DateExpression | None:
    """Give the day of a time that heads a line: that of the heading above it, else of publication."""
    if day is not None or published is None:
        return day
    start, end = timed.span("clock")
    return DateExpression(
        start, end, timed["clock"], published, published, precision=TimePrecision.DAY, relative=True
    )
