"""Which civil days a date in words means, counted from the publication date or from the day told last."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geomap.model import TimePrecision

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

Era = tuple[date, date]
Reading = tuple[date | None, date | None, TimePrecision | None, bool]


def read(
    match: re.Match[str],
    published: date | None,
    anchor: date | None,
    era: Era | None = None,
    day_first: bool | None = None,
) -> Reading | None:
    """Read a match of the pattern in `geomap.text.dates`: first and last day, precision, whether relative.

    ``None`` where there is no such day.
    """
    try:
        if match["shift"] or match["prev"] or match["same"] or match["moments"]:
            if anchor is None and era is not None:
                return *era, TimePrecision.YEAR, True
            counted = _counted_from(match, anchor)
            day = counted[0]
            if published is not None and day is not None and day > published + timedelta(days=1):
                # No report tells of what is to come: the count starts from another day.
                return None, None, counted[2], True
            return counted
        if match["num"]:
            return _numeric(match, published, day_first)
        return _read_as(match, published)
    except ValueError:
        # 31 November and the like: no such day, so no date.
        return None


def _read_as(match: re.Match[str], published: date | None) -> Reading | None:
    if match["iso"]:
        return _one_day(date(int(match["iy"]), int(match["im"]), int(match["id"])))
    if match["dtg"]:
        # A military date-time group: 161145Z JUN 24.
        return _one_day(date(2000 + int(match["gy"]) % 100, month_number(match["gm"]), int(match["gd"])))
    if match["feast"]:
        return _month_day(*_FEASTS[match["fn"][:3], match["fd"]], None, published)
    if match["span"]:
        year = match["sy2"] or match["sy1"]
        last_month = match["sm2"] or match["sm1"]
        return _days(match["sm1"], match["sd1"], last_month, match["sd2"], year, published)
    if match["dspan"]:
        return _days(match["dsm"], match["dd1"], match["dsm"], match["dd2"], match["dsy"], published)
    if match["xspan"]:
        year = match["xy2"] or match["xy1"]
        return _days(match["xm1"], match["xd1"], match["xm2"], match["xd2"], year, published)
    if match["dmy"]:
        return _month_day(match["dm"], match["dd"], match["dy"], published)
    if match["mdy"]:
        return _month_day(match["md_m"], match["md_d"], match["md_y"], published)
    if match["part"]:
        return _part_of_month(match["pw"] or match["pw2"], match["pm"], match["py"], published)
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


_FEASTS = {
    ("Chr", "Day"): ("December", "25"),
    ("Chr", "Eve"): ("December", "24"),
    ("Box", "Day"): ("December", "26"),
    ("New", "Day"): ("January", "1"),
    ("New", "Eve"): ("December", "31"),
}


def _numeric(match: re.Match[str], published: date | None, day_first: bool | None) -> Reading:
    """Read 20-1-2024: as day, month and year, unless only the other order lies before the report."""
    year, first, second = int(match["ny"]), int(match["nd"]), int(match["nm"])
    if second > 12 or (match["nsep"] == "/" and day_first is False and first <= 12):
        return _one_day(date(year, first, second))
    readings = {date(year, second, first)}
    if first <= 12 and match["nsep"] == "/" and day_first is None:
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
    if match["same"] or match["moments"]:
        # "Hours earlier" may be the day before; reporters would then name it.
        return _one_day(anchor, relative=True)
    if match["prev"]:
        return _one_day(weekday_before(match["pd"], anchor - timedelta(days=1)), relative=True)
    if match["shn"]:
        step = _small_number(match["shn"])
        forward = match["sdir"].lower() in {"later", "after"}
        if match["shu"].lower().startswith("week"):
            middle = anchor + timedelta(days=7 * (step if forward else -step))
            return middle - timedelta(days=2), middle + timedelta(days=2), TimePrecision.RANGE, True
    else:
        step = 1
        forward = (match["next"] or match["day_dir"]).lower() in {"next", "following", "after"}
    return _one_day(anchor + timedelta(days=step if forward else -step), relative=True)


def _relative(match: re.Match[str], published: date | None) -> Reading:
    if (
        match["wspan"]
        or match["into"]
        or match["nightof"]
        or match["stretch"]
        or match["weekend"]
        or match["thismonth"]
    ):
        return _stretch(match, published)
    if match["week"]:
        if published is None:
            return None, None, TimePrecision.RANGE, True
        monday = published - timedelta(days=published.weekday())
        first = monday if match["wk"].lower() == "this" else monday - timedelta(days=7)
        return first, min(first + timedelta(days=6), published), TimePrecision.RANGE, True
    if published is None:
        return None, None, TimePrecision.DAY, True
    if match["dom"]:
        return _one_day(_last_of_month(_day_number(match["domd"]), published), relative=True)
    if match["rel"]:
        words = " ".join(match["rel"].lower().split())
        back = 2 if "before yesterday" in words else 1 if words in {"yesterday", "last night"} else 0
        first = published - timedelta(days=1 if words == "overnight" else back)
        last = published - timedelta(days=back)
        return first, last, TimePrecision.RANGE if first != last else TimePrecision.DAY, True
    if match["ago"]:
        number = _small_number(match["an"])
        if match["au"].lower().startswith("hour"):
            return published - timedelta(days=1), published, TimePrecision.RANGE, True
        days = number * (7 if match["au"].lower().startswith("week") else 1)
        day = published - timedelta(days=days)
        if days >= 7 and match["au"].lower().startswith("week"):
            return day - timedelta(days=3), day + timedelta(days=3), TimePrecision.RANGE, True
        return day, day, TimePrecision.DAY, True
    if match["wdweek"]:
        monday = published - timedelta(days=published.weekday() + 7)
        return _one_day(
            monday + timedelta(days=WEEKDAYS.index((match["wwday"] or match["wwday2"]).lower())),
            relative=True,
        )
    day = weekday_before(match["wday"] or match["wshort"], published)
    if (match["lw"] or "").lower() == "last" and day == published:
        day -= timedelta(days=7)
    return day, day, TimePrecision.DAY, True


def _stretch(match: re.Match[str], published: date | None) -> Reading:
    """Read a stretch of days that the publication date ends or anchors."""
    if published is None:
        return None, None, TimePrecision.RANGE, True
    if match["wspan"]:
        last = weekday_before(match["w2"], published)
        first = weekday_before(match["w1"], last)
        if not match["wbetween"] and (last - first).days != 1:
            # "on Tuesday and Friday": two days, and this one event has no single one.
            return None, None, TimePrecision.RANGE, True
    elif match["into"]:
        last = _night_to(match, published)
        first = last - timedelta(days=1)
    elif match["nightof"]:
        first = weekday_before(match["nday"], published)
        # "Overnight on Monday", said on Monday, is the night before; said later, the night after.
        first -= timedelta(days=1 if first == published else 0)
        last = first + timedelta(days=1)
    elif match["weekend"]:
        last = weekday_before("sunday", published)
        first = last - timedelta(days=1)
    elif match["thismonth"]:
        first, last = published.replace(day=1), published
        if match["mk"].lower() == "last":
            last = first - timedelta(days=1)
            first = last.replace(day=1)
    else:
        number = _small_number(match["sn"]) if match["sn"] else 1
        hours = match["su"].lower().startswith("hour")
        last = published
        first = published - timedelta(days=max(1, -(-number // 24)) if hours else number)
    return first, last, TimePrecision.RANGE, True


def _night_to(match: re.Match[str], published: date) -> date:
    """Give the day that a night leads to: "overnight into Tuesday", "in the night to 13 May"."""
    if match["iday"]:
        return weekday_before(match["iday"], published)
    day = _month_day(match["im1"] or match["im2"], match["id1"] or match["id2"], None, published)[0]
    return day or published


def _last_of_month(dom: int, published: date) -> date:
    """Give the last 24th of a month up to and with the day of publication."""
    if dom <= published.day:
        return published.replace(day=dom)
    return (published.replace(day=1) - timedelta(days=1)).replace(day=dom)


def weekday_before(name: str, published: date) -> date:
    """Give the last day of that name, or of its first letters, up to and with the day of publication."""
    number = next(n for n, weekday in enumerate(WEEKDAYS) if weekday.startswith(name[:3].lower()))
    return published - timedelta(days=(published.weekday() - number) % 7)


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
    third = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}[part.lower()]
    first, last = ((1, 10), (11, 20), (21, _month_length(number, chosen)))[third]
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
    if lowered.split()[-1] in {"few", "several"}:
        return 3
    return _SMALL.index(lowered) if lowered in _SMALL else int(lowered)
