"""Dates as tables write them: strict, and never guessed.

ISO 8601 and forms with the month's name are clear by themselves. In ``03/04/2024`` the order
of day and month is found out from the other dates of the column, or asked for.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.formats import numbers
from geomap.formats.folding import fold
from geomap.model import TimePrecision, When

if TYPE_CHECKING:
    from collections.abc import Iterable

ORDERS = ("dmy", "mdy")

_MONTHS = {
    fold(name): number
    for number, names in enumerate(
        (
            "january jan janvier januar enero gennaio janeiro ocak января يناير كانون_الثاني",
            "february feb février februar febrero febbraio fevereiro şubat февраля فبراير شباط",
            "march mar mars märz marzo março mart марта مارس آذار",
            "april apr avril abril aprile nisan апреля أبريل ابريل نيسان",
            "may mai mayo maggio maio mayıs мая مايو أيار ايار",
            "june jun juin juni junio giugno junho haziran июня يونيو حزيران",
            "july jul juillet juli julio luglio julho temmuz июля يوليو تموز",
            "august aug août agosto ağustos августа أغسطس اغسطس آب",
            "september sep sept septembre septiembre settembre setembro eylül сентября سبتمبر أيلول ايلول",
            "october oct octobre oktober okt octubre ottobre outubro ekim октября أكتوبر اكتوبر تشرين_الأول",
            "november nov novembre noviembre novembro kasım ноября نوفمبر تشرين_الثاني",
            "december dec décembre dezember diciembre dicembre dezembro aralık декабря ديسمبر كانون_الأول",
        ),
        start=1,
    )
    for name in names.split()
}
"""Of English, French, German, Spanish, Italian, Portuguese, Turkish, Russian and Arabic, east and west."""
_CLOCK = (
    r"(?:(?:T|t|,? )(?P<h>\d{1,2}):(?P<mi>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"\s?(?P<z>[Zz]|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
_Y = r"(?P<y>\d{4}|\d\d)"
_ISO = re.compile(r"(?P<y>\d{4})(?P<sep>[-/])(?P<m>\d\d)(?P=sep)(?P<d>\d\d)" + _CLOCK, re.ASCII)
_COMPACT = re.compile(r"(?P<y>(?:1[6-9]|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)", re.ASCII)
_MONTH = (
    re.compile(r"(?P<y>\d{4})[-/](?P<m>\d\d)", re.ASCII),
    re.compile(r"(?P<m>\d\d?)[/.](?P<y>\d{4})", re.ASCII),
)
_YEAR = re.compile(r"(?P<y>(?:1[6-9]|20)\d\d)(?:\.0)?", re.ASCII)
_NUMERIC = re.compile(rf"(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep){_Y}" + _CLOCK, re.ASCII)
_WORD = r"(?P<name>[^\W\d_]{2,10}(?:\s(?:الأول|الثاني))?)\.?"
_NAMED = tuple(
    re.compile(rf"(?:[A-Za-z]{{3,9}},?\s+)?{form}{_CLOCK}")
    for form in (
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s-](?:de\s)?{_WORD}(?:\sde)?[\s,-]\s?{_Y}",
        rf"{_WORD}[\s-](?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s|-){_Y}",
        rf"{_WORD}[\s,-]\s?(?P<y>\d{{4}})",
    )
)
_GROUP = re.compile(
    rf"(?P<d>\d\d)\s?(?P<h>\d\d)(?P<mi>\d\d)\s?(?P<zone>[A-Z])\s?(?P<name>[A-Z]{{3}})\s?{_Y}", re.ASCII
)
"""A date-time group of armed forces, such as ``081530ZDEC23``."""
_ZONES = (
    {letter: hours for hours, letter in enumerate("ABCDEFGHIKLM", start=1)}
    | {letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", start=1)}
    | {"Z": 0}
)
_BETWEEN = re.compile(r"\s+(?:-|–|—|to|until|bis|au)\s+|/(?=\d{4}-)")
SHORT_YEARS = "years of two digits, such as in {}, read as 1969 to 2068"
_NINETEEN = 69
"""Years of two digits from here on are of the last century, as computers have it."""


class AmbiguousDateError(ValueError):
    """Day, month and year could stand in another order."""


def find_order(values: Iterable[object]) -> tuple[str | None, str | None]:
    """Find out whether a column writes day/month or month/day.

    Returns
    -------
    tuple of (str or None) and (str or None)
        ``dmy`` or ``mdy``, and the value that shows it; None if no value shows it or they
        contradict each other.
    """
    shown: dict[str, str] = {}
    for value in values:
        match = _NUMERIC.fullmatch(value.strip()) if isinstance(value, str) else None
        if match and _year_may_be_first(match):
            continue
        if match and int(match["a"]) > 12 >= int(match["b"]):
            shown.setdefault("dmy", match[0])
        elif match and int(match["b"]) > 12 >= int(match["a"]):
            shown.setdefault("mdy", match[0])
    if len(shown) == 1:
        return next(iter(shown.items()))
    return None, None


def _year_may_be_first(match: re.Match[str]) -> bool:
    """Tell 23-12-08, which some countries begin with the year; with dots and slashes it comes last."""
    return len(match["y"]) == 2 and match["sep"] == "-"


def short_year(values: Iterable[object]) -> str | None:
    """Give the first date that writes its year with two digits."""
    for value in values:
        text = value.strip() if isinstance(value, str) else ""
        for form in (_NUMERIC, *_NAMED[:2], _GROUP):
            if (match := form.fullmatch(text)) and len(match["y"]) == 2:
                return text
    return None


def looks_dated(value: object) -> bool:
    """Tell whether a cell is written as a date is, be it one or not."""
    text = value.strip() if isinstance(value, str) else ""
    return any(form.fullmatch(text) for form in (_ISO, _NUMERIC, _GROUP, *_NAMED))


def at_midnight(value: object) -> date | None:
    """Give the day of an instant that is the beginning of a day in its own zone; None for any other cell."""
    if isinstance(value, datetime):
        return value.date() if value.tzinfo is not None and value.time() == time() else None
    match = _ISO.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not match["z"] or (match["h"], match["mi"], match["s"] or "00") != ("00", "00", "00"):
        return None
    return None if (match["f"] or "").strip("0") else date(int(match["y"]), int(match["m"]), int(match["d"]))


def read_cell(value: object, order: str | None, *, path: str, row: int, column: str) -> When | ValueError:
    """Read a date of a table's cell; one that is none is given back as what is wrong with it.

    Raises
    ------
    InputError
        If day and month could be either way round: the whole column then waits for an answer.
    """
    try:
        return read_date(value, order)
    except AmbiguousDateError as error:
        hint = "say which with --date-order dmy or --date-order mdy"
        raise InputError(str(error), path=path, row=row, column=column, hint=hint) from None
    except ValueError as error:
        return error


def read_date(value: object, order: str | None = None) -> When:
    """Read one date or time.

    Parameters
    ----------
    value
        Text, or a date or datetime of a workbook.
    order
        ``dmy`` or ``mdy`` for dates such as 03/04/2024.

    Returns
    -------
    When
        An instant only where the text states its zone; a time of day without one keeps
        the civil date.

    Raises
    ------
    AmbiguousDateError
        If day and month could be either way round and `order` is None.
    ValueError
        If it is no date.
    """
    if isinstance(value, datetime):
        return _day(value.date()) if value.tzinfo is None else _instant(value)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a date")
    text = value.strip()
    try:
        return _read(text, order)
    except AmbiguousDateError:
        raise
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is not a date") from None


def from_parts(year: str | None, month: str | None, day: str | None) -> When | None:
    """Read a date whose parts stand in cells of their own; a part that is empty or 0 is not known.

    Raises
    ------
    ValueError
        If they make no date.
    """
    parts = [(part or "").removesuffix(".0").strip(". ").lower() for part in (year, month, day)]
    written = " ".join(part for part in parts if part)
    parts = ["" if part in numbers.MISSING or not part.strip("0") else part for part in parts]
    if not parts[0]:
        return None
    try:
        number = int(parts[0])
        if not parts[1]:
            return _read(f"{number:04}", None)
        which = _MONTHS.get(fold(parts[1])) or int(parts[1])
        return _day(date(number, which, int(parts[2]))) if parts[2] else _month(number, which)
    except ValueError:
        raise ValueError(f"{written!r} is not a date") from None


def has_clock_without_zone(value: object) -> bool:
    """Tell whether a value states a time of day (other than midnight) but not its zone."""
    if isinstance(value, datetime):
        return value.tzinfo is None and value.time() != time()
    if not isinstance(value, str):
        return False
    match = re.search(_CLOCK + r"$", value.strip(), re.ASCII)
    return bool(match and match["h"] and not match["z"] and int(match["h"] + match["mi"]))


def _read(text: str, order: str | None) -> When:
    if between := _BETWEEN.search(text):
        first, last = _read(text[: between.start()], order), _read(text[between.end() :], order)
        if first.start is None or last.end is None or first.start > last.end:
            raise ValueError(text)
        return When(first.start, last.end, TimePrecision.RANGE)
    for form in (_ISO, _COMPACT):
        if match := form.fullmatch(text):
            return _from_parts(int(match["y"]), int(match["m"]), int(match["d"]), match)
    for form in _MONTH:
        if match := form.fullmatch(text):
            return _month(int(match["y"]), int(match["m"]))
    if match := _GROUP.fullmatch(text):
        return _from_group(match)
    if match := _YEAR.fullmatch(text):
        year = int(match["y"])
        return _span(date(year, 1, 1), date(year, 12, 31), TimePrecision.YEAR)
    if match := _NUMERIC.fullmatch(text):
        return _from_numbers(match, order)
    for form in _NAMED:
        if match := form.fullmatch(text):
            month = _MONTHS.get(fold(match["name"]))
            if month is None:
                continue
            if "d" not in form.groupindex:
                return _month(int(match["y"]), month)
            return _from_parts(_year(match), month, int(match["d"]), match)
    raise ValueError(text)


def _from_numbers(match: re.Match[str], order: str | None) -> When:
    a, b, year = int(match["a"]), int(match["b"]), _year(match)
    if order is None and _year_may_be_first(match):
        raise AmbiguousDateError(f"{match[0]!r} may be day-month-year or year-month-day")
    if order is None and a != b and a <= 12 and b <= 12:
        date(year, a, b)
        raise AmbiguousDateError(f"{match[0]!r} may be day/month or month/day")
    if order == "mdy" or (order is None and b > 12):
        a, b = b, a
    return _from_parts(year, b, a, match)


def _year(match: re.Match[str]) -> int:
    year = int(match["y"])
    return year if len(match["y"]) == 4 else year + (1900 if year >= _NINETEEN else 2000)


def _from_group(match: re.Match[str]) -> When:
    month = _MONTHS.get(fold(match["name"]), 0)
    civil = date(_year(match), month, int(match["d"]))
    hours = _ZONES.get(match["zone"])
    if hours is None:  # J is the local time, wherever that is
        return _day(civil)
    clock = time(int(match["h"]), int(match["mi"]))
    return _instant(datetime.combine(civil, clock, tzinfo=UTC) - timedelta(hours=hours))


def _from_parts(year: int, month: int, day: int, match: re.Match[str]) -> When:
    civil = date(year, month, day)
    parts = match.groupdict()
    if not parts.get("h"):
        return _day(civil)
    fraction = int((parts["f"] or "0").ljust(6, "0")[:6])
    hour = int(parts["h"])
    if parts["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(parts["h"])
        hour = hour % 12 + 12 * (parts["half"] in "Pp")
    clock = time(hour, int(parts["mi"]), int(parts["s"] or 0), fraction)
    zone = parts["z"]
    if not zone:
        return _day(civil)
    shift = timedelta()
    if zone not in ("Z", "z", "UTC", "GMT"):
        digits = zone[1:].replace(":", "")
        if int(digits[2:]) > 59 or int(digits[:2]) > 23:
            raise ValueError(zone)
        shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    return _instant(datetime.combine(civil, clock, tzinfo=UTC) - shift)


def _instant(moment: datetime) -> When:
    moment = moment.astimezone(UTC)
    return When(moment, moment, TimePrecision.TIME)


def _day(day: date) -> When:
    return _span(day, day, TimePrecision.DAY)


def _month(year: int, month: int) -> When:
    last = monthrange(year, month)[1]
    return _span(date(year, month, 1), date(year, month, last), TimePrecision.MONTH)


def _span(first: date, last: date, precision: TimePrecision) -> When:
    start = datetime.combine(first, time(), tzinfo=UTC)
    return When(start, datetime.combine(last, time(23, 59, 59), tzinfo=UTC), precision)
