"""From the date and the clock time of a passage to an interval in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from geomap.gazetteer import timezones
from geomap.model import TimePrecision, When
from geomap.text.dates import DateExpression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Report
    from geomap.text.clocks import ClockTime

_LONGEST_RANGE = 31
_SAME_TIME_H = 2.0
_SAID_WITHIN = timedelta(days=1)


@cache
def zone_of(country: str | None) -> tzinfo | None:
    """Give the time zone of a country that has one only; ``None`` for others."""
    name = timezones.zone_of(country)
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None


@dataclass(frozen=True, slots=True)
class Moment:
    """What one passage says of the time of an event."""

    expression: DateExpression | None = None
    clocks: tuple[ClockTime, ...] = ()

    @property
    def first(self) -> date | None:
        """The first civil day it may mean."""
        return self.expression.first if self.expression is not None else None

    @property
    def last(self) -> date | None:
        """The last civil day it may mean."""
        return self.expression.last if self.expression is not None else None

    @property
    def is_day(self) -> bool:
        """Whether one day is meant and known."""
        return self.first is not None and self.first == self.last

    def text(self) -> str | None:
        """Give the words, date first."""
        parts = [self.expression.text] if self.expression is not None else []
        parts += [clock.text for clock in self.clocks]
        return "; ".join(" ".join(part.split()) for part in parts) or None


def with_day_of_report(report: Report, moment: Moment) -> Moment:
    """Put a time of day that stands without any day on the day of publication: "At 5pm missiles hit"."""
    if report.published is None or not moment.clocks:
        return moment
    day, clock = report.published, moment.clocks[0]
    return replace(
        moment,
        expression=DateExpression(
            clock.start, clock.end, clock.text, day, day, precision=TimePrecision.DAY, relative=True
        ),
    )


def agree(one: Moment, other: Moment) -> bool:
    """Whether two passages may speak of one time; an unknown date fits all."""
    if _hours_apart(one.clocks, other.clocks) > _SAME_TIME_H:
        return False
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return not _open_contradiction(one, other)
    if _is_of_saying(one) != _is_of_saying(other):
        said, told = (one, other) if _is_of_saying(one) else (other, one)
        # What "officials said on Monday" happened on Monday or the day before.
        return timedelta(0) <= (said.last or date.max) - (told.first or date.min) <= _SAID_WITHIN
    return one.first <= other.last and other.first <= one.last


def _is_of_saying(moment: Moment) -> bool:
    return moment.expression is not None and moment.expression.of_saying


def _hours_apart(one: Sequence[ClockTime], other: Sequence[ClockTime]) -> float:
    first = next((clock for clock in one if clock.zone != "utc"), None)
    second = next((clock for clock in other if clock.zone != "utc"), None)
    if first is None or second is None:
        return 0.0
    apart = abs(first.minute - second.minute)
    return min(apart, 1440 - apart) / 60


_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


def _open_contradiction(one: Moment, other: Moment) -> bool:
    """Two weekdays differ also where no publication date says which days they are."""
    names = []
    for moment in (one, other):
        found = _WEEKDAY.search(moment.expression.text) if moment.expression is not None else None
        if found is None or (moment.first is not None):
            return False
        names.append(found.group().lower())
    return names[0] != names[1]


def combine(one: Moment, other: Moment) -> Moment:
    """Put together what two passages say of one event: the finer date, all clock times."""
    expressions = [moment.expression for moment in (one, other) if moment.expression is not None]
    expressions.sort(key=_fineness)
    return Moment(expressions[0] if expressions else None, one.clocks + other.clocks)


def _fineness(expression: DateExpression) -> tuple[bool, bool, int]:
    if expression.first is None or expression.last is None:
        return True, expression.of_saying, 0
    return False, expression.of_saying, (expression.last - expression.first).days


def choose(dates: Sequence[DateExpression], clocks: Sequence[ClockTime], near: int) -> Moment:
    """Choose the date that belongs to the word at offset `near`, and the clock times.

    Of several dates the finest wins, and of those the nearest to the word; the day on which
    somebody said it comes last.
    """
    usable = [found for found in dates if not found.open_ended]
    usable.sort(key=lambda found: (found.of_saying, *_fineness(found), abs(found.start - near)))
    return Moment(usable[0] if usable else None, tuple(clocks))


def when(moment: Moment, country: str | None) -> When:
    """Make the interval: instants in UTC where a clock time and its zone are known, else civil days.

    Parameters
    ----------
    moment
        Date and clock times as written.
    country
        ISO 3166-1 alpha-2 code of the place, whose time is meant where the words name no other.
    """
    text = moment.text()
    if moment.first is None or moment.last is None:
        return When(text=text)
    if moment.is_day and moment.clocks:
        exact = _instants(moment, country)
        if exact is not None:
            return When(exact[0], exact[1], TimePrecision.TIME, text)
    days = (moment.last - moment.first).days
    precision = moment.expression.precision if moment.expression is not None else None
    if days == 0:
        precision = TimePrecision.DAY
    elif precision is TimePrecision.DAY or precision is None:
        precision = TimePrecision.RANGE if days <= _LONGEST_RANGE else TimePrecision.YEAR
    start = datetime.combine(moment.first, time.min, tzinfo=UTC)
    end = datetime.combine(moment.last, time(23, 59, 59), tzinfo=UTC)
    return When(start, end, precision, text)


def _instants(moment: Moment, country: str | None) -> tuple[datetime, datetime] | None:
    day = moment.first
    if day is None:
        return None
    local = [clock for clock in moment.clocks if clock.zone != "utc"]
    utc = [clock for clock in moment.clocks if clock.zone == "utc"]
    zone = zone_of(country)
    if utc and local:
        # "4:15am (1:15am GMT)": the pair itself tells the zone, whatever the place.
        ahead = (local[0].minute - utc[0].minute + 720) % 1440 - 720
        zone = timezone(timedelta(minutes=ahead))
    clock = (local or utc)[0]
    if not local:
        zone = UTC
    if zone is None:
        return None
    middle = datetime.combine(day, time.min, tzinfo=zone) + timedelta(minutes=clock.minute)
    middle = middle.astimezone(UTC)
    slack = timedelta(minutes=max(item.slack for item in (*local, *utc)))
    return middle - slack, middle + slack + timedelta(seconds=59)
