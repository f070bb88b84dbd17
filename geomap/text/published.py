"""When a report was published, as its own text says: in a date line, a dateline, an address, a lead."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from geomap.model import TimePrecision
from geomap.text import zones
from geomap.text.civildays import MONTHS, WEEKDAYS
from geomap.text.dates import find_dates, fold_digits, is_day_first
from geomap.text.stamps import Says, Stamp, find_stamps, full_date, is_of_else, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Answer = tuple[date | None, str | None]

ADDRESS_LINE = re.compile(r"\s*(https?://\S+)[^\S\n]*(?:\n|$)")
"""The address of its page, on a report's first line."""
DATE_PREFIX = re.compile(r"\s*date[:\s]\s*(\d{4}-\d{2}-\d{2})(?:T\S*)?\b[^\S\n]*", re.IGNORECASE)
"""The date stamp of a crawler, before the first words."""
_UPLOADED = re.compile(
    r"\b(?:uploaded|taken|released|published|updated|posted)\s+(?:on\s+)?(?:\w+day,?\s+)?", re.IGNORECASE
)
HEAD_LINES = 12
_FOOT_LINES = 6
_FIRST_LINES = 3
_HOW = {
    Says.PUBLISHED: "where its {} says when it was published",
    Says.BARE: "a date set off in its {}",
    Says.UPDATED: "where its {} says when it was updated: it may be a little older",
    Says.PERIOD: "the period in its {}: the report may be a little younger",
}


class _Line(NamedTuple):
    start: int
    words: str
    kinds: frozenset[zones.ZoneKind]


def publication_date(text: str, url: str | None, day_first: bool | None = None) -> Answer:
    """Find the day of publication, and say in words where it stands; ``None`` twice where it does not.

    Where a date stands but may be read in two ways, there is no day, and the words say so.

    Parameters
    ----------
    text
        The report.
    url
        The address of its page, where known.
    day_first
        Whether 3/4/2024 is in April, where the report's language says so.
    """
    address = ADDRESS_LINE.match(text)
    start = address.end() if address is not None else 0
    for line in [text[start:], *text[start:].splitlines()[:HEAD_LINES]]:
        if (stamp := DATE_PREFIX.match(line)) is not None and (day := full_date(stamp.group(1))) is not None:
            return day, "a date line near the head of the text"
    reader = _Reader(text, start, url, day_first)
    for found, how in reader.looks():
        if found is not None:
            return found, how
    return None, reader.doubt


class _Reader:
    """Looks for the day of publication in one report; keeps the date that can be read in two ways."""

    def __init__(self, text: str, start: int, url: str | None, day_first: bool | None) -> None:
        self.text, self.start, self.url = text, start, url
        self.zones = zones.split(text, start)
        self.day_first = day_first if day_first is not None else is_day_first(text)
        self.doubt: str | None = None
        self._near: dict[tuple[date, ...], list[date]] = {}
        self.lines = self._lines()
        self.head = self._stamps(self.lines[:HEAD_LINES])
        self.foot = self._stamps(self.lines[HEAD_LINES:][-_FOOT_LINES:] or self.lines[1:][-_FOOT_LINES:])

    def looks(self) -> Iterator[Answer]:
        """Yield what each place gives in which a report may say it, the surest first."""
        yield self._stamped(self.head, "head", Says.PUBLISHED)
        yield self._stamped(self.head, "head", Says.BARE)
        yield self._in_dateline()
        yield _in_address(self.url, self.day_first)
        yield self._stamped(self.head, "head", Says.UPDATED)
        signed = [stamp for stamp in self.foot if stamp.alone or stamp.says is not Says.BARE]
        for says in (Says.PUBLISHED, Says.BARE, Says.UPDATED):
            yield self._stamped(signed, "foot", says)
        yield self._in_release_number()
        yield self._stamped(self.head, "head", Says.PERIOD)
        yield self._in_title()
        yield self._in_caption()
        yield self._in_words()
        yield self._in_posts()
        yield self._in_lead()
        yield self._without_year()

    def _lines(self) -> list[_Line]:
        kept: dict[int, list[zones.Zone]] = {}
        for zone in self.zones:
            kept.setdefault(zone.paragraph, []).append(zone)
        return [
            _Line(
                parts[0].start,
                self.text[parts[0].start : parts[-1].end],
                frozenset(zone.kind for zone in parts),
            )
            for parts in kept.values()
        ]

    def _stamps(self, lines: Sequence[_Line]) -> list[Stamp]:
        aside = {zones.ZoneKind.POST, zones.ZoneKind.CAPTION, zones.ZoneKind.FAQ}
        found = [
            [] if line.kinds & aside else list(find_stamps(line.words, self.day_first)) for line in lines
        ]
        single = {n: s[0] for n, s in enumerate(found) if len(s) == 1 and s[0].says is Says.BARE}
        told = {n for n, line in enumerate(lines) if zones.ZoneKind.BODY in line.kinds}
        entries = {n for n, stamp in single.items() if stamp.begins}
        headings = {n for n, stamp in single.items() if stamp.alone and n + 1 in told}
        for listed in (entries, headings):
            if len({single[n].days for n in listed}) > 1:
                # "04/03/2024 – Tyre: ...", "05/03/2024 – Naqoura: ...": each dates a part, none the report.
                found = [[] if n in listed else stamps for n, stamps in enumerate(found)]
        return [stamp for stamps in found for stamp in stamps]

    def _stamped(self, stamps: Iterable[Stamp], where: str, says: Says) -> Answer:
        for stamp in sorted((stamp for stamp in stamps if stamp.says is says), key=lambda s: not s.alone):
            day = self._which(stamp.days)
            if day is not None:
                return day, _HOW[says].format(where)
        return None, None

    def _which(self, days: tuple[date, ...]) -> date | None:
        """Choose between the two days that "10/08/2024" may mean, by what else the report says."""
        if len(days) == 1:
            return days[0]
        if days not in self._near:
            self._near[days] = [day for day in days if self._tells_of(day)]
        near = self._near[days]
        if len(near) == 1:
            return near[0]
        early, late = (
            f"{day.day} {MONTHS[day.month - 1].title()}"
            for day in sorted(days, key=lambda d: d.day, reverse=True)
        )
        self.doubt = f"its date may be {early} or {late} {days[0].year}, and nothing says which"
        return None

    def _tells_of(self, day: date) -> bool:
        """Whether the report names a month and day that lies within a week before another."""
        week = timedelta(days=7)
        return any(
            found.is_day and found.first is not None and timedelta(0) <= day - found.first <= week
            for found in find_dates(self.text, day)
            if _MONTH_DAY.search(found.text) and found.text[-4:] != str(day.year)
        )

    def _in_dateline(self) -> Answer:
        for zone in self.zones:
            if zone.kind is zones.ZoneKind.DATELINE:
                day = full_date(self.text[zone.start : zone.end], self.day_first)
                return day, "the dateline" if day is not None else None
        return None, None

    def _in_release_number(self) -> Answer:
        """Read the day out of "Release No. 20181015-01"."""
        for line in self.lines[:HEAD_LINES]:
            match = _RELEASE.search(line.words)
            if match is not None and (day := _compact(match["digits"], self.day_first)) is not None:
                return day, "the number of the release"
        return None, None

    def _in_title(self) -> Answer:
        """Find the full date or the period that ends or begins a headline: "Daily summary, 12 March 2022"."""
        titles = [z for z in self.zones[:4] if z.kind is zones.ZoneKind.HEADLINE]
        for zone in titles:
            title = self.text[zone.start : zone.end]
            for found in find_dates(title, None):
                before = _WEEKDAY.sub("", title[: found.start]).rstrip()
                ends = not title[found.end :].strip(" .)]*_#") and (
                    before[-1:] in {*",:|-–—("} or _DAY_OF.search(before) is not None
                )
                after = title[found.end :].lstrip()[:1]
                begins = not title[: found.start].strip(" #*_[(") and after in {*":|-–—,"}
                if found.is_day and (ends or begins) and not is_of_else(title[: found.start]):
                    return found.first, "the headline"
        for zone in titles:
            for found in find_dates(self.text[zone.start : zone.end], None):
                if found.last is not None and found.precision is TimePrecision.RANGE and found.span:
                    return found.last, "the period in the headline: the report may be a little younger"
        return None, None

    def _in_caption(self) -> Answer:
        """Find a full date that a photo caption gives for its own upload; it dates breaking news."""
        for zone in self.zones:
            if zone.kind is not zones.ZoneKind.CAPTION:
                continue
            caption = self.text[zone.start : zone.end]
            for match in _UPLOADED.finditer(caption):
                day = full_date(caption[match.end() : match.end() + 24])
                if day is not None:
                    return day, "the day the report's photo was put out"
        return None, None

    def _in_words(self) -> Answer:
        """Find the full date at the head of the first line, or the day on which somebody is quoted."""
        firsts = [line.words for line in self.lines[:_FIRST_LINES]]
        for words in (self.text[self.start : self.start + 2 * _LEAD], *firsts):
            head = _PAPER.match(plain(words[: 2 * _LEAD]))
            if head is not None and (day := full_date(head.group())) is not None:
                return day, "the date before the first sentence"
        for found in find_dates(self.text[self.start :], None):
            if found.of_saying and found.first is not None and found.first == found.last:
                return found.first, "the day on which the report quotes somebody"
        return None, None

    def _in_posts(self) -> Answer:
        """Take the newest day of several posts that the report quotes; a single one may be old."""
        days = [
            found.first
            for zone in self.zones
            if zone.kind is zones.ZoneKind.POST
            for found in find_dates(self.text[zone.start : zone.end], None)
            if found.first is not None and found.first == found.last
        ]
        newest = max(days, default=None)
        if newest is None or days.count(newest) < 2:
            return None, None
        return newest, "the newest posts quoted in it: the report may be a little younger"

    def _in_lead(self) -> Answer:
        """Find the weekday with its full date in the first sentences; news comes out then or a day on."""
        bodies = [zone for zone in self.zones if zone.kind is zones.ZoneKind.BODY][:2]
        for zone in bodies:
            lead = self.text[zone.start : min(zone.end, zone.start + _LEAD)]
            for found in find_dates(lead, None):
                if found.is_day and _WEEKDAY_BESIDE.search(lead[: found.start]):
                    return (
                        found.first,
                        "the full date in its first sentences: the report may be a little younger",
                    )
        return None, None

    def _without_year(self) -> Answer:
        """Complete "KYIV, July 8" or "Monday, July 8" by the year that the report gives elsewhere."""
        heads = [self.text[z.start : z.end] for z in self.zones if z.kind is zones.ZoneKind.DATELINE]
        heads += [line.words for line in self.lines[:HEAD_LINES] if len(line.words) <= _YEARLESS_LINE]
        period = self._period_without_year()
        if period is not None:
            return period, "the period at its head, with the year that stands there"
        for words in map(plain, heads):
            match = _YEARLESS.search(words)
            if match is None or _FULL_YEAR.search(words):
                continue
            year, how = self._year(match)
            if year is None:
                continue
            for found in find_dates(match["day"], date(year, 12, 31)):
                if found.is_day:
                    return found.first, how
        return None, None

    def _period_without_year(self) -> date | None:
        """Complete "Covering 21-27 July" by the one year that the lines at the head name."""
        lines = [line.words for line in self.lines[:_FIRST_LINES]]
        years = {int(found) for words in lines for found in _FULL_YEAR.findall(words)}
        if len(years) != 1:
            return None
        for words in map(plain, lines):
            for found in find_dates(words, date(max(years), 12, 31)):
                if found.span and found.relative and _PERIOD.search(words[: found.start]):
                    return found.last
        return None

    def _year(self, match: re.Match[str]) -> tuple[int | None, str]:
        in_url = _URL_YEAR.search(self.url or "")
        if in_url is not None:
            return int(in_url[1]), "a day at its head, with the year of the page's address"
        owned = [int(found[1]) for found in _COPYRIGHT.finditer(self.text)]
        if owned:
            return owned[-1], "a day at its head, with the year of the copyright line"
        named = [int(found) for found in _FULL_YEAR.findall(self.text)]
        if match["weekday"] is None or not named:
            return None, ""
        # The newest year that the report names, or the one after it.
        fitting = [
            year
            for year in (max(named), max(named) + 1)
            for found in find_dates(match["day"], date(year, 12, 31))
            if found.first is not None
            and WEEKDAYS[found.first.weekday()].startswith(match["weekday"][:3].lower())
        ]
        if len(fitting) != 1:
            return None, ""
        return fitting[0], f"a weekday and day at its head, which fit {fitting[0]} only"


_DAY_OF = re.compile(
    r"\b(?:morning|afternoon|evening|night|day|summary|situation|report|update|overview|digest|bulletin|news)\s+(?:of|on|for)$",
    re.IGNORECASE,
)
"""Before the day that a headline is about: "Overnight and in the morning of 18 September 2025"."""
_PERIOD = re.compile(r"\b(?:cover(?:ing|s|ed)?|period|week|from|of)\W*(?:\w+day,?\s+)?$", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b(?:{'|'.join(month[:3] for month in MONTHS)})", re.IGNORECASE)
_WEEKDAY = re.compile("|".join(WEEKDAYS), re.IGNORECASE)
_LEAD = 600
_YEARLESS_LINE = 60
_WEEKDAY_BESIDE = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS)})(?:\s+(?:morning|afternoon|evening|night))?,?\s+(?:the\s+)?$", re.IGNORECASE
)
_PAPER = re.compile(
    r"\s*(?:[A-Z][\w’'.-]*,?\s+){1,5}(?:\d{1,2}\s+\w+|\w+\.?\s+\d{1,2}),?\s+\d{4}[.: —–-]\s*\S"
)
"""A paper's name and a full date before the first sentence."""
_RELEASE = re.compile(
    r"\b(?:release|statement|report|ref(?:erence)?|no|number|nr|id)\b\W*(?:(?:no|number|nr)\b)?\W*"
    r"(?P<digits>20\d\d[01]\d[0-3]\d)(?!\d)",
    re.IGNORECASE,
)
_FULL_YEAR = re.compile(r"(?<![\d.,-])((?:19|20)\d\d)(?![\d,]|\.\d)")
_MONTH = rf"(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*\.?"
_YEARLESS = re.compile(
    rf"(?:(?P<weekday>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\b[.,\s]*)?"
    rf"\b(?P<day>{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?![\w:])",
    re.IGNORECASE,
)
_URL_YEAR = re.compile(r"/((?:19|20)\d\d)(?:/|-)")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b)[^\n\d]{0,40}((?:19|20)\d\d)\b", re.IGNORECASE)


def _in_address(url: str | None, day_first: bool | None) -> Answer:
    """Read the day out of an address: /2024/1/29/, /29012024, -january-29-2024."""
    if url is None:
        return None, None
    path = re.sub(r"^https?://[^/]*|[?#].*$", "", url)
    how = "the address of the page"
    for match in _IN_PATH.finditer(path):
        words = f"{match['day']} {match['month']} {match['year']}"
        if match["month"].isdigit():
            words = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
        if (day := full_date(words)) is not None:
            return day, how
    for match in _DIGITS_IN_PATH.finditer(path):
        if (day := _compact(match.group(), day_first)) is not None:
            return day, how
    slug = _SLUG_DATE.search(path)
    if slug is not None:
        return full_date(slug["words"].replace("-", " ").title()), how
    return None, None


_IN_PATH = re.compile(
    rf"/(?P<year>(?:19|20)\d\d)(?P<sep>[/-])(?P<month>0?[1-9]|1[0-2]|{_MONTH})(?P=sep)(?P<day>0?[1-9]|[12]\d|3[01])(?=/|-|_|\.|$)",
    re.IGNORECASE,
)
_DIGITS_IN_PATH = re.compile(r"(?<=[/_-])\d{8}(?=[/_.-]|$)")
_SLUG_DATE = re.compile(
    rf"[/_-](?P<words>(?:{_MONTH}-\d{{1,2}}|\d{{1,2}}-{_MONTH}|\d{{1,2}}-\d{{1,2}})-20\d\d)(?:\.\w+|/)*$",
    re.IGNORECASE,
)


def _compact(digits: str, day_first: bool | None) -> date | None:
    """Read 20240129, or else 29012024."""
    digits = fold_digits(digits)
    orders = [(digits[:4], digits[4:6], digits[6:])]
    if not digits.startswith(("19", "20")):
        orders = [(digits[4:], digits[2:4], digits[:2]), (digits[4:], digits[:2], digits[2:4])]
        orders = orders if day_first is None else orders[:1] if day_first else orders[1:]
    days = set()
    for year, month, day in orders:
        try:
            days.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    found = days.pop() if len(days) == 1 else None
    return found if found is not None and 1990 <= found.year < 2100 else None
