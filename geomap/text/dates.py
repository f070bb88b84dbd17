"""Dates and clock times in running text, read against the publication date.

A weekday is the last such day up to and with the day of publication; a month and day
without a year is the last such date that is not after it. Without a publication date
such expressions stay open: their words are kept, their date is not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geomap.model import TimePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NUMBER = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"

_EXPRESSION = re.compile(
    rf"""(?<![\w-])(?:
    (?P<iso>(?P<iy>{_YEAR})-(?P<im>0[1-9]|1[0-2])-(?P<id>0[1-9]|[12]\d|3[01]))(?!\d)
  | (?P<num>(?P<nd>0?[1-9]|[12]\d|3[01])(?P<nsep>[-./])(?P<nm>0?[1-9]|1[0-2])(?P=nsep)(?P<ny>{_YEAR}))
  | (?P<span>(?P<sm1>{_MONTH})\s+(?P<sd1>{_DAY})(?:,?\s+(?P<sy1>{_YEAR}))?\s*(?:to|until|through|-|–|—|and)\s*
        (?:(?P<sm2>{_MONTH})\s+)?(?P<sd2>{_DAY})(?![\w:])(?:,?\s+(?P<sy2>{_YEAR}))?)
  | (?P<dspan>(?P<dd1>{_DAY})\s*(?:to|-|–|—|and)\s*(?P<dd2>{_DAY})\s+(?P<dsm>{_MONTH})
        (?:,?\s+(?P<dsy>{_YEAR}))?)
  | (?P<dmy>(?P<dd>{_DAY})\s+(?:of\s+)?(?P<dm>{_MONTH})(?:,?\s+(?P<dy>{_YEAR}))?)
  | (?P<mdy>(?P<md_m>{_MONTH})\s+(?P<md_d>{_DAY})(?![\w:])(?:,?\s+(?P<md_y>{_YEAR}))?)
  | (?P<part>(?i:(?P<pw>early|mid|late)[-\s](?P<pm>{_MONTH})(?:\s+(?P<py>{_YEAR}))?))
  | (?P<my>(?P<my_m>{_MONTH}),?\s+(?:of\s+)?(?P<my_y>{_YEAR}))
  | (?P<week>(?i:(?:the\s+)?(?P<wk>last|this|previous)\s+week))
  | (?P<rel>(?i:(?:the\s+)?(?:day\s+before\s+yesterday|yesterday|today|tonight|last\s+night|earlier\s+today
        |overnight|this\s+(?:morning|afternoon|evening))))
  | (?P<ago>(?i:(?P<an>{_NUMBER})\s+(?P<au>days?|weeks?)\s+ago))
  | (?P<shift>(?i:(?P<sn>{_NUMBER})\s+days?\s+
        (?P<sdir>earlier|before|later|after(?!\s+(?:a|an|the|that|this|[A-Z])\b))(?!\s+than)
        |the\s+(?P<next>next|following|previous)\s+day|the\s+day\s+(?P<day_dir>before|after)(?!\s+yesterday)))
  | (?P<prev>(?i:the\s+(?P<pd>{_WEEKDAY})\s+(?:before|prior)))
  | (?P<wd>(?i:(?:(?P<lw>last|this\s+past|this)\s+)?(?P<wday>{_WEEKDAY})))(?!\s*,?\s+{_MONTH}\s+\d)
  | (?P<same>(?i:(?:the|that)\s+same\s+(?:day|morning|evening|night)))
  | (?P<year>(?<=[Ii]n\s)(?P<bare>{_YEAR}))
  | (?P<month>(?<=[Ii]n\s)(?P<mo>{_MONTH})(?!\s+\d)|(?<=[Ss]ince\s)(?P<mo2>{_MONTH})(?!\s+\d))
    )(?!\w)""",
    re.VERBOSE,
)

_CLOCK = re.compile(
    r"""(?<![\w.:$€£])(?:
      (?P<h12>1[0-2]|0?\d)(?:[:.](?P<m12>[0-5]\d))?\s*(?P<ap>a\.m\.?|p\.m\.?|am|pm|AM|PM|A\.M\.?|P\.M\.?)
    | (?P<h24>[01]?\d|2[0-3])[:.](?P<m24>[0-5]\d)(?::[0-5]\d)?(?P<hrs>\s*(?:hours|hrs|h)\b)?
    | (?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)(?=\s*(?:hours|hrs|GMT|UTC|Z\b|local|h\b))
    | (?P<word>noon|midday|midnight)
    )(?:\s*(?P<zone>GMT|UTC|Z\b|local(?:\s+time)?|\(?(?P<place>[A-Z]\w+)\s+time\)?))?""",
    re.VERBOSE,
)
_APPROXIMATE = re.compile(
    r"(?:\b(?:around|about|approximately|roughly|nearly|(?:shortly|just|some time) (?:after|before))|~)\s*$",
    re.IGNORECASE,
)
_OPEN_ENDED = re.compile(
    r"\b(?:since|as\s+of|until|till|through|by|ever\s+since)\s+(?:the\s+)?(?:early\s+|mid\s+|late\s+)?$",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:said|says|told|announced|reported|confirmed|wrote|added|stated)(?:\s+(?:reporters|journalists))?"
    r"(?:\s+(?:the|an?|[A-Z][\w.’'-]*|military|army|officials?|source|ministry|police|spokes\w+)){0,5}"
    r"(?:\s+(?:in|on)\s+(?:an?\s+)?(?:[\w-]+\s+){0,2}(?:statement|television|radio|media|Telegram|Twitter|Facebook|X))?"
    r"(?:\s+(?:on|early|late))*\s+(?:the\s+)?$"
)
_DAY_PART = re.compile(
    r"(?:(?:in|during)\s+)?(?:the\s+)?(?:early|late|pre-dawn|small)\s+(?:hours(?:\s+of)?|morning|evening|night|afternoon)?\s*(?:on|of)?\s*$",
    re.IGNORECASE,
)
_DAY_PART_AFTER = re.compile(
    r"\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|dawn)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as written, and the civil days it means; open where nothing says which."""

    start: int
    end: int
    text: str
    first: date | None = None
    last: date | None = None
    precision: TimePrecision | None = None
    open_ended: bool = False
    """After "since", "as of" or "until": a limit of a stretch, not the day of an event."""
    relative: bool = False
    """Read against the publication date."""
    of_saying: bool = False
    """After "said" or "announced": the day of the words, not of the event."""

    @property
    def is_day(self) -> bool:
        """Whether one day is meant and known."""
        return self.first is not None and self.first == self.last


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day in minutes after midnight, and the zone where the text names it."""

    start: int
    end: int
    text: str
    minute: int
    zone: str | None = None
    """``"utc"``, ``"local"`` or ``None`` where the text does not say."""
    place: str | None = None
    """The place of "Sanaa time"."""
    approximate: bool = False

    @property
    def slack(self) -> int:
        """Minutes to either side: half the step that an approximate time is rounded to."""
        if not self.approximate:
            return 0
        if self.minute % 60 == 0:
            return 30
        return 15 if self.minute % 15 == 0 else 5


def find_dates(
    text: str,
    published: date | None,
    start: int = 0,
    end: int | None = None,
    *,
    anchor: date | None = None,
) -> Iterator[DateExpression]:
    """Yield the dates in ``text[start:end]``, left to right, those that stay open included.

    Parameters
    ----------
    text
        The text; a sentence of it is chosen by `start` and `end`.
    published
        The day of publication, where known.
    start, end
        Offsets in code points.
    anchor
        The day that the text spoke of last: "a day later" counts from it.
    """
    end = len(text) if end is None else end
    for match in _EXPRESSION.finditer(text, start, end):
        read = _read(match, published, anchor)
        if read is None:
            continue
        if read[2] is TimePrecision.DAY and read[0] is not None:
            anchor = read[0]
        first, last, precision, relative = read
        head = text[max(start, match.start() - 40) : match.start()]
        part = _DAY_PART.search(head)
        begin = match.start() - len(head) + part.start() if part else match.start()
        after = _DAY_PART_AFTER.match(text, match.end(), end)
        finish = after.end() if after else match.end()
        yield DateExpression(
            begin,
            finish,
            text[begin:finish],
            first,
            last,
            precision,
            open_ended=_OPEN_ENDED.search(head) is not None,
            relative=relative,
            of_saying=_SAYING.search(head) is not None,
        )


Reading = tuple[date | None, date | None, TimePrecision | None, bool]


def _read(match: re.Match[str], published: date | None, anchor: date | None) -> Reading | None:
    try:
        if match["shift"] or match["prev"] or match["same"]:
            return _counted_from(match, anchor)
        return _read_as(match, published)
    except ValueError:
        # 31 November and the like: no such day, so no date.
        return None


def _read_as(match: re.Match[str], published: date | None) -> Reading | None:
    if match["iso"]:
        return _one_day(date(int(match["iy"]), int(match["im"]), int(match["id"])))
    if match["num"]:
        return _numeric(match, published)
    if match["span"]:
        year = match["sy2"] or match["sy1"]
        last_month = match["sm2"] or match["sm1"]
        return _days(match["sm1"], match["sd1"], last_month, match["sd2"], year, published)
    if match["dspan"]:
        return _days(match["dsm"], match["dd1"], match["dsm"], match["dd2"], match["dsy"], published)
    if match["dmy"]:
        return _month_day(match["dm"], match["dd"], match["dy"], published)
    if match["mdy"]:
        return _month_day(match["md_m"], match["md_d"], match["md_y"], published)
    if match["part"]:
        return _part_of_month(match["pw"], match["pm"], match["py"], published)
    if match["my"]:
        return _whole_month(month_number(match["my_m"]), int(match["my_y"]))
    if match["year"]:
        year = int(match["bare"])
        return date(year, 1, 1), date(year, 12, 31), TimePrecision.YEAR, False
    if match["month"]:
        month = month_number(match["mo"] or match["mo2"])
        if published is None:
            return None, None, TimePrecision.MONTH, True
        return *_whole_month(month, _year_before(month, 1, published))[:3], True
    return _relative(match, published)


def _numeric(match: re.Match[str], published: date | None) -> Reading:
    """Read 20-1-2024: as day, month and year, unless only the other order lies before the report."""
    year, first, second = int(match["ny"]), int(match["nd"]), int(match["nm"])
    readings = {date(year, second, first)}
    if first <= 12 and match["nsep"] == "/":
        # Dots and hyphens put the day first; with a slash Americans put the month first.
        readings.add(date(year, first, second))
    if published is not None:
        readings = {day for day in readings if day <= published + timedelta(days=1)} or readings
    if len(readings) > 1:
        # 3/4/2024: either order is in use, and nothing says which.
        return min(readings), max(readings), TimePrecision.RANGE, False
    return _one_day(readings.pop())


def _counted_from(match: re.Match[str], anchor: date | None) -> Reading:
    if anchor is None:
        return None, None, TimePrecision.DAY, True
    if match["same"]:
        return _one_day(anchor, relative=True)
    if match["prev"]:
        return _one_day(weekday_before(match["pd"], anchor - timedelta(days=1)), relative=True)
    if match["sn"]:
        step = _small_number(match["sn"])
        forward = match["sdir"].lower() in {"later", "after"}
    else:
        step = 1
        forward = (match["next"] or match["day_dir"]).lower() in {"next", "following", "after"}
    return _one_day(anchor + timedelta(days=step if forward else -step), relative=True)


def _relative(match: re.Match[str], published: date | None) -> Reading:
    if match["week"]:
        if published is None:
            return None, None, TimePrecision.RANGE, True
        monday = published - timedelta(days=published.weekday())
        first = monday if match["wk"].lower() == "this" else monday - timedelta(days=7)
        return first, min(first + timedelta(days=6), published), TimePrecision.RANGE, True
    if published is None:
        return None, None, TimePrecision.DAY, True
    if match["rel"]:
        words = " ".join(match["rel"].lower().split())
        back = 2 if "before yesterday" in words else 1 if words in {"yesterday", "last night"} else 0
        first = published - timedelta(days=1 if words == "overnight" else back)
        last = published - timedelta(days=back)
        return first, last, TimePrecision.RANGE if first != last else TimePrecision.DAY, True
    if match["ago"]:
        number = _small_number(match["an"])
        days = number * (7 if match["au"].lower().startswith("week") else 1)
        day = published - timedelta(days=days)
        if days >= 7 and match["au"].lower().startswith("week"):
            return day - timedelta(days=3), day + timedelta(days=3), TimePrecision.RANGE, True
        return day, day, TimePrecision.DAY, True
    day = weekday_before(match["wday"], published)
    if (match["lw"] or "").lower() == "last" and day == published:
        day -= timedelta(days=7)
    return day, day, TimePrecision.DAY, True


def weekday_before(name: str, published: date) -> date:
    """Give the last day of that name up to and with the day of publication."""
    return published - timedelta(days=(published.weekday() - WEEKDAYS.index(name.lower())) % 7)


def month_number(name: str) -> int:
    """Give 1 to 12 for a month's name or abbreviation."""
    head = name.lower()[:3]
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(head))


def _year_before(month: int, day: int, published: date) -> int:
    year = published.year
    # A date up to a month ahead is a plan or another time zone's today; further on it is last year's.
    return year if (month, day) <= (published.month, published.day) else year - 1


def _day_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _one_day(day: date, relative: bool = False) -> Reading:
    return day, day, TimePrecision.DAY, relative


def _month_day(month: str, day: str, year: str | None, published: date | None) -> Reading:
    number, dom = month_number(month), _day_number(day)
    if year:
        return _one_day(date(int(year), number, dom))
    if published is None:
        date(2000, number, dom)
        return None, None, TimePrecision.DAY, True
    tomorrow = published + timedelta(days=1)
    if (number, dom) == (tomorrow.month, tomorrow.day):
        # Published shortly before midnight elsewhere: the next day there.
        return _one_day(tomorrow, relative=True)
    return _one_day(date(_year_before(number, dom, published), number, dom), relative=True)


def _days(
    month1: str, day1: str, month2: str, day2: str, year: str | None, published: date | None
) -> Reading:
    first_month, last_month = month_number(month1), month_number(month2)
    first_day, last_day = _day_number(day1), _day_number(day2)
    if year is None and published is None:
        return None, None, TimePrecision.RANGE, True
    last_year = int(year) if year else _year_before(last_month, last_day, published or date.max)
    first_year = last_year - 1 if first_month > last_month else last_year
    first, last = date(first_year, first_month, first_day), date(last_year, last_month, last_day)
    if first > last:
        raise ValueError("the range runs backwards")
    return first, last, TimePrecision.RANGE, year is None


def _part_of_month(part: str, month: str, year: str | None, published: date | None) -> Reading:
    number = month_number(month)
    if year is None and published is None:
        return None, None, TimePrecision.RANGE, True
    chosen = int(year) if year else _year_before(number, 1, published or date.max)
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, _month_length(number, chosen))}[
        part.lower()
    ]
    return date(chosen, number, first), date(chosen, number, last), TimePrecision.RANGE, year is None


def _whole_month(month: int, year: int) -> Reading:
    return date(year, month, 1), date(year, month, _month_length(month, year)), TimePrecision.MONTH, False


def _month_length(month: int, year: int) -> int:
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return (following - timedelta(days=1)).day


_SMALL = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _small_number(word: str) -> int:
    lowered = word.lower()
    if lowered in {"a", "an"}:
        return 1
    return _SMALL.index(lowered) if lowered in _SMALL else int(lowered)


def find_clocks(text: str, start: int = 0, end: int | None = None) -> Iterator[ClockTime]:
    """Yield the times of day in ``text[start:end]``, left to right."""
    end = len(text) if end is None else end
    for match in _CLOCK.finditer(text, start, end):
        minute = _minute(match)
        if minute is None:
            continue
        head = text[max(start, match.start() - 24) : match.start()]
        if (
            match["h24"]
            and not match["hrs"]
            and not match["zone"]
            and not re.search(r"\b(?:at|around|about|approximately|by|from|to|between|[|\-–])\s*$", head)
        ):
            # A bare "2:1" is a score; a bare "08:23" is a time only where the words lead up to it.
            continue
        zone = (match["zone"] or "").lower()
        yield ClockTime(
            match.start(),
            match.end(),
            match.group(),
            minute,
            zone="utc" if zone in {"gmt", "utc", "z"} else "local" if zone else None,
            place=match["place"] if match["place"] not in {"Local", "Eastern", "Pacific"} else None,
            approximate=_APPROXIMATE.search(head) is not None,
        )


def _minute(match: re.Match[str]) -> int | None:
    if match["word"]:
        return 0 if match["word"].lower() == "midnight" else 12 * 60
    if match["h12"]:
        hour = int(match["h12"])
        if hour == 0 and match["ap"][0] in "pP":
            return None
        hour = hour % 12 + (12 if match["ap"][0] in "pP" else 0)
        return hour * 60 + int(match["m12"] or 0)
    if match["h24"]:
        return int(match["h24"]) * 60 + int(match["m24"])
    return int(match["h4"]) * 60 + int(match["m4"])
