"""The days that a report as a whole covers: "Daily summary", "Report period: 15 – 21 JUL 2024"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geomap.model import TimePrecision
from geomap.text.dates import DateExpression, find_dates
from geomap.text.zones import ZoneKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.zones import Zone

_LONGEST = timedelta(days=31)
_LEAD = 300
"""Characters of the first paragraph that may still say what the report covers."""
_KIND = (
    r"(?:report|reports|summary|brief|briefing|update|digest|bulletin|situation|security|overview|log|operational"
    r"|incidents?|round-?up|review|dashboard|snapshot|assessment)"
)
_DAY = re.compile(
    rf"\bdaily\s+(?:\w+\s+)?{_KIND}\b|\b(?:past|last|previous)\s+(?:24|twenty-four)\s+hours\b|\b(?:over\s+the\s+)?past\s+day\b"
    rf"|\bin\s+(?:a|one)\s+day\b|\b24-hour\s+{_KIND}|\b(?:security|morning|evening|overnight|regional|intelligence)\s+"
    r"(?:brief|briefing|digest|bulletin|round-?up|summary)\b|\bwhat\s+happened\s+(?:overnight|today)\b",
    re.IGNORECASE,
)
_WEEK = re.compile(
    rf"\bweekly\s+(?:\w+\s+)?{_KIND}\b|\b(?:past|last)\s+(?:week|seven\s+days|7\s+days)\b|\bweek\s+in\s+review\b",
    re.IGNORECASE,
)


def period_of(text: str, lines: Sequence[Zone], published: date | None) -> DateExpression | None:
    """Give the days that a report says it covers, at its head; ``None`` where it says nothing.

    Parameters
    ----------
    text
        The report.
    lines
        Its zones.
    published
        Its day of publication: a daily summary covers that day and the one before.
    """
    body = next((number for number, zone in enumerate(lines) if zone.kind is ZoneKind.BODY), len(lines))
    heads = [zone for zone in lines[:body] if zone.kind is not ZoneKind.CAPTION]
    for zone in heads:
        for found in find_dates(text, published, zone.start, zone.end):
            if not found.span or found.first is None or found.last is None or found.open_ended:
                continue
            if found.last - found.first <= _LONGEST:
                return found
    stretches = [(zone.start, zone.end) for zone in heads]
    stretches += [(zone.start, min(zone.end, zone.start + _LEAD)) for zone in lines[body : body + 1]]
    for pattern, days in ((_DAY, 1), (_WEEK, 7)):
        for start, end in stretches:
            match = pattern.search(text, start, end)
            if match is not None and published is not None:
                first = published - timedelta(days=days)
                return DateExpression(
                    match.start(),
                    match.end(),
                    match.group(),
                    first,
                    published,
                    precision=TimePrecision.RANGE,
                    relative=True,
                )
    return None


def month_of(text: str, lines: Sequence[Zone]) -> date | None:
    """Give the last day of the one month that the headlines of a report name: "Incident log – March 2024"."""
    months = {
        found.last
        for zone in lines
        if zone.kind is ZoneKind.HEADLINE
        for found in find_dates(text, None, zone.start, zone.end)
        if found.precision is TimePrecision.MONTH and found.last is not None and not found.open_ended
    }
    return months.pop() if len(months) == 1 else None
