"""Dates as the furniture of a page writes them: "Posted at Aug 29 2022 10:12 AM", "161145Z JUN 24".

A stamp is a date set off from the words around it: alone on its line, after "Published", between
bars, behind a byline. A date within a sentence is none: it may be that of anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from geomap.model import TimePrecision
from geomap.text.civildays import MONTHS, WEEKDAYS
from geomap.text.dates import find_dates, fold_digits
from geomap.text.triggers import find_triggers

if TYPE_CHECKING:
    from collections.abc import Iterator


class Says(IntEnum):
    """What a stamp says it is the date of; the surest first."""

    PUBLISHED = 0
    BARE = 1
    UPDATED = 2
    PERIOD = 3


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date set off from the words around it."""

    days: tuple[date, ...]
    """The day; where nothing says which number is the month, the two that it may be."""
    says: Says
    alone: bool
    """Whether the line says nothing else."""
    begins: bool
    """Whether other words follow it on its line, and none stand before."""


_LONGEST = 160
_MONTH = rf"(?i:(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*)"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?)"
_CLOCK = (
    r"(?:(?:\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?|\d{4}(?=\s*(?:[A-Z]{3}\b|hrs|hours)))"
    r"(?:\s*(?:hrs|hours|h)\b)?"
    r"(?:\s*\(?(?:[A-Z]{1,5}\b(?:\s?[+-]\s?\d{1,2}(?::?\d\d)?)?|[+-]\d{4}\b|[A-Z]\w+\s+[Tt]ime\b|local(?:\s+time)?\b)\)?)?)"
)
_CLOCKS = rf"(?:{_CLOCK}(?:\s*\({_CLOCK}\))?)"
_BAR = r"[|•·–—/:,;\[\](){}«»>ـ-]"
_PUBLISHED = re.compile(
    r"\b(?:publish(?:ed)?|publication|posted|issued?|released?|filed|uploaded|created|dated|sent|dtg|written|as\s+of"
    r"|date(?:line)?|report(?:ed)?\s+date|publié|paru|posté|mis\s+en\s+ligne|diffusé"
    r"|ن[ُ]?شر|تاريخ\s+النشر|بتاريخ)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|revised|reviewed|amended|last\s+changed|cut-?off|mise?\s+à\s+jour|modifié|actualisé"
    r"|آخر\s+تحديث|تحديث|عُ?دّ?ل)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"\b(?:period|week(?:ly)?|covering|coverage|covers)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:commencing|beginning|of)\s+(?:\w+day,?\s+)?$", re.IGNORECASE)
"""After "week": the date is that of its first day."""
_OF_ELSE = re.compile(
    r"\b(?:incident|attack|event|occurrence|strike|birth|death|accident|exercise|deadline|hearing)s?\s*[:=]\W*$"
    r"|\b(?:born|died|killed|until|till|valid|expires?|since|next|due|lapses|retrieved|accessed)\b[^|•·]*$",
    re.IGNORECASE,
)
"""A date after these is not that of the page."""
_PREPOSITION = r"(?:\s*(?:on|at|le|à|في|the|date|in|by|as\s+of)\b)*\s*[:;–-]?\s*"
_OF = r"(?:\s+(?:of|ending|to|commencing|beginning))?"
_LABEL = rf"(?:{_PUBLISHED.pattern}|{_UPDATED.pattern}|{_PERIOD.pattern}{_OF})"
_PAPER = (
    r"\b(?:edition|issue|bulletin|communiqu[ée]|report|update|statement|summary|sitrep|brief(?:ing)?|digest|newsletter"
    r"|log|overview|review|release|advisory|notice|warning|note|news)\b"
    r"(?:\s+(?:no\.?|nr\.?|n°|number|#)?\s*[\w./-]*\d[\w./-]*)?(?:\s+(?:of|for|from|dated|du|on)\b)?\s*"
)
_BYLINE = r"^\W*(?:by|par|written\s+by|reported\s+by|edited\s+by)\b[^.!?\d]{2,80}"
_BEFORE = re.compile(
    rf"(?:^|{_BAR}|\s{{3,}}|{_LABEL}{_PREPOSITION}|{_PAPER}|{_BYLINE})\W*(?:(?:on|at|le|à)\s+)?"
    rf"(?:{_CLOCKS}\W*)?(?:{_WEEKDAY}\W*)?(?:{_CLOCKS}\W*)?(?:(?:the|le)\s+)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[\s,]*(?:(?:at|à|in(?=\s+\d)|@|-|–|—|\||·|•|/|الساعة)\s*)*(?:{_CLOCKS})?\s*"
    rf"(?:$|{_BAR}|{_LABEL}|\d+\s*min|read\b|by\b|in\s+[A-Z]|\s{{2,}}|AD\b|AH\b|[A-Z]{{3,}}\b)",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.!?…][\"'”’)]*\s*$")
_BULLET = re.compile(r"\s*[-*•▪●]\s+\S")
_NAMES = re.compile(
    r"\W*(?:[A-Z][\w’'.-]*(?:[ /-](?:(?:of|the|and|for|[a-z]{2})[ -])?[A-Z][\w’'.-]*){0,4})"
    r"(?:\s*\([A-Z][\w .]{1,20}\))?\W*"
)
"""What is left of "Baquba (Iraq) – 12 March 2023" and "Web Desk 12 March 2023" without the date."""
_FURNITURE = re.compile(rf"{_CLOCKS}|{_WEEKDAY}|{_LABEL}|\b(?:on|at|of|le|à|AD|AH)\b", re.IGNORECASE)


def find_stamps(line: str, day_first: bool | None = None) -> Iterator[Stamp]:
    """Yield the dates that a line sets off from its other words, left to right.

    Parameters
    ----------
    line
        One line of a report.
    day_first
        Whether 3/4/2024 is in April, where the report says so elsewhere.
    """
    if len(line) > 2 * _LONGEST:
        return
    words = plain(line)
    if len(words) > _LONGEST:
        return
    spans = [(found.start, found.end) for found in _dates(words, day_first)]
    rest = _FURNITURE.sub("", _without(words, spans))
    alone = re.sub(r"[\W_]", "", rest) == ""
    if not alone and (_TERMINAL.search(rest) or _BULLET.match(words)):
        return
    named = _NAMES.fullmatch(rest.strip()) is not None and not any(find_triggers(rest, 0, len(rest)))
    before = 0
    for found in _dates(words, day_first):
        head, tail = words[: found.start], words[found.end :]
        set_off = _BEFORE.search(head) is not None and _AFTER.match(tail) is not None
        if (set_off or alone or named) and not is_of_else(head):
            says = _says(words[before : found.start])
            days = _days(found.first, found.last, found.precision, found.text, head[-14:])
            if len(days) == 2 and _is_24_hours(head, tail):
                days = tuple(day for day in days if day.day == int(found.text.split("/")[0]))
            begins = not re.sub(r"[\W_]", "", _FURNITURE.sub("", head)) and not alone
            if found.precision is TimePrecision.RANGE and not _is_numeric(found.text):
                if found.last is not None:
                    yield Stamp((found.last,), Says.PERIOD, alone, begins)
            elif days and says is Says.PERIOD and _FROM.search(head):
                yield Stamp((days[0] + timedelta(days=6),), says, alone, begins)
            elif days:
                yield Stamp(days, says, alone, begins)
        before = found.end


def full_date(words: str, day_first: bool | None = None) -> date | None:
    """Give the first date in some words that is one full day; ``None`` where there is none."""
    words = plain(words)
    for found in _dates(words, day_first):
        days = _days(found.first, found.last, found.precision, found.text, words[: found.start][-14:])
        if len(days) == 1:
            return days[0]
    return None


def is_of_else(before: str) -> bool:
    """Whether the words before a date say that it is not that of the page: "Date of incident:", "born"."""
    return _OF_ELSE.search(before) is not None


def plain(line: str) -> str:
    """Write the dates of a line as running text would: digits and years in full, a gap between two."""
    words = fold_digits(line).replace("،", ",").replace("\xa0", " ").strip(" \t#*_")
    # "Published Jan. 15, 2024Updated Jan. 16, 2024", "16/01/2024 - 11:40Modified:", "01/16/2024January 16".
    words = re.sub(r"(?<=\d)(?=[A-Z][a-zé]{2})", " | ", words)
    words = re.sub(r"(?<=(?:19|20)\d\d)(?=\d\d:\d\d)", " ", words)
    words = re.sub(r"(?<=:\d\d)-(?=\d{1,2} [A-Z])", " - ", words)
    words = _DTG.sub(_from_dtg, words)
    words = _JOINED.sub(lambda m: f"{m['day']} {m['month'].title()} {_year(m['year'])}", words)
    words = _SHORT_NUMERIC.sub(lambda m: f"{m['rest']}{_year(m['year'])}", words)
    words = re.sub(rf"\b({_MONTH}),\s+(?=\d)", r"\1 ", words)
    return re.sub(rf"\b({_MONTH}\.? \d{{1,2}}) - (?=(?:19|20)\d\d\b)", r"\1, ", words)


_DTG = re.compile(
    rf"\b(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)\s?[A-IK-Z]\s?(?P<month>{_MONTH})\s?"
    r"(?P<year>(?:20)?\d\d)\b",
    re.IGNORECASE,
)
"""A military date-time group: 161145Z JUN 24."""
_JOINED = re.compile(
    rf"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?[ ./'-]?(?P<month>{_MONTH})[ ./'’-]{{0,2}}"
    r"(?P<year>(?:(?:19|20)\d\d|[0-3]\d))\b(?![:.]\d)",
    re.IGNORECASE,
)
"""16JAN2024, 16-Jan-24, 16 JAN '24."""
_SHORT_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<rest>\d{1,2}(?P<sep>[-./])\d{1,2}(?P=sep))(?P<year>[0-3]\d)(?![\d./-])"
)


def _from_dtg(match: re.Match[str]) -> str:
    clock = f"{match['hour']}:{match['minute']}"
    return f"{int(match['day'])} {match['month'].title()} {_year(match['year'])} {clock}"


def _year(digits: str) -> str:
    return digits if len(digits) == 4 else f"20{digits}"


def _dates(words: str, day_first: bool | None) -> list[_Found]:
    found = [
        _Found(d.start, d.end, d.text, d.first, d.last, d.precision)
        for d in find_dates(words, None, day_first=day_first)
        if d.first is not None and d.precision in {TimePrecision.DAY, TimePrecision.RANGE}
    ]
    joined: list[_Found] = []
    for here in found:
        last = joined[-1] if joined else None
        if last is not None and last.is_day and here.is_day and _TO.fullmatch(words, last.end, here.start):
            # "01/01/2024 - 14/01/2024": a period.
            joined[-1] = _Found(
                last.start, here.end, words[last.start : here.end], last.first, here.last, TimePrecision.RANGE
            )
            continue
        joined.append(here)
    return joined


_TO = re.compile(r"\s*(?:\d\d:\d\d\s*)?(?:-|–|—|to|au|until|through)\s*(?:the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    precision: TimePrecision | None

    @property
    def is_day(self) -> bool:
        return self.first == self.last or _is_numeric(self.text)


def _is_numeric(words: str) -> bool:
    return re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", words) is not None


def _days(
    first: date | None, last: date | None, precision: TimePrecision | None, text: str, before: str
) -> tuple[date, ...]:
    if first is None or last is None:
        return ()
    if first == last:
        return (first,)
    if precision is not TimePrecision.RANGE or not _is_numeric(text):
        return ()
    weekday = re.search(_WEEKDAY, before, re.IGNORECASE)
    if weekday is not None:
        # "Saturday 10/08/2024": the weekday says which of the two is the month.
        name = weekday.group()[:3].lower()
        fitting = tuple(day for day in (first, last) if WEEKDAYS[day.weekday()].startswith(name))
        return fitting if len(fitting) == 1 else (first, last)
    return first, last


def _is_24_hours(before: str, after: str) -> bool:
    """Whether a time such as 17:10 stands beside a date: who puts the month first writes 5:10 PM."""
    return _EVENING.match(after) is not None or _EVENING_BEFORE.search(before) is not None


_EVENING = re.compile(
    r"\W{0,4}(?:(?:at|à|الساعة)\s+)?(?:1[3-9]|2[0-3])[:h]\d\d\b(?!\s*[ap]\.?m)", re.IGNORECASE
)
_EVENING_BEFORE = re.compile(r"\b(?:1[3-9]|2[0-3])[:h]\d\d\W{1,4}$", re.IGNORECASE)


def _says(label: str) -> Says:
    segment = re.split(r"[|•·]", label)[-1]
    if _UPDATED.search(segment):
        return Says.UPDATED
    if _PUBLISHED.search(segment):
        return Says.PUBLISHED
    return Says.PERIOD if _PERIOD.search(segment) else Says.BARE


def _without(words: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        words = f"{words[:start]} {words[end:]}"
    return words
