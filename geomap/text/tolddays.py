"""Which day a report is telling of, for what names no day itself."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from geomap.text.acts import moment_of
from geomap.text.passages import begins_item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.model import Report
    from geomap.text.dates import DateExpression
    from geomap.text.drafts import Draft
    from geomap.text.passages import Clause, Passage

MEMORY = 3
"""A passage that names no place can go on about an event of so many sentences before."""
_FRONTED = 24
"""Characters before a date that opens a sentence: "At dawn on Tuesday it was the turn of the east."."""
_NEWS = timedelta(days=2)
"""A report of what happened longer ago tells more than one day."""
_HAD_BEEN = re.compile(r"\bhad\s+(?:(?:already|also|earlier|previously|long)\s+)*been\b", re.IGNORECASE)
_HAD = re.compile(r"\bhad\b|\bago\b", re.IGNORECASE)
_ANOTHER_DAY = re.compile(r"\b(?:earlier|previous(?:ly)?|since\s+then|(?<!In a )(?<!In two )separate)\b")
"""Words that put what a sentence tells on another day, though they do not say which."""


class ToldDays:
    """Keeps the day that a report is at while it is read.

    Parameters
    ----------
    report
        The report.
    opening
        The day of its lead and the number of that passage, where it has one.
    is_log
        Whether it lists incidents of many days: then no day is the day of the news.
    """

    def __init__(
        self, report: Report, opening: tuple[DateExpression, int] | None = None, *, is_log: bool = False
    ) -> None:
        self._report = report
        self._opening = opening
        self._is_log = is_log
        self._day: tuple[DateExpression, int] | None = None
        self._list_day: DateExpression | None = None
        self._news: DateExpression | None = None
        self._paragraph: int | None = None

    def forget(self) -> None:
        """Begin anew: another entry, another heading, another item of a list."""
        self._day = None

    def open_list(self, passage: Passage) -> None:
        """Take the day that "Here is what happened on Wednesday:" gives to the items below."""
        self._list_day = next((found for found in passage.dates if found.is_short), None)

    def open(self, passage: Passage) -> None:
        """Take the day of a passage that is a date and nothing else: "15 July 2024, 0800 UTC."."""
        self._day = (passage.dates[0], passage.number)
        self._paragraph = None

    def keep(self, passage: Passage, clauses: Iterable[Clause], *, within_an_event: bool) -> None:
        """Remember the day of an act: what is told right after it without a day was on that day."""
        known = self._day is not None or within_an_event
        for clause in clauses:
            if not clause.triggers:
                continue
            if known and _HAD_BEEN.search(self._report.text, clause.start, clause.end):
                # "It had been raided in the night to 4 May": told in passing, it dates nothing after it.
                continue
            expression = moment_of(self._report.text, clause.triggers[0], clause, passage).expression
            if expression is not None and expression.is_short and not expression.of_saying:
                self._day = (expression, passage.number)
                self._paragraph = passage.paragraph
                self._news = self._news or expression
        fronted = next(iter(passage.dates), None)
        if fronted is None or passage.triggers or fronted.start - passage.start > _FRONTED:
            return
        if fronted.is_short and not (fronted.of_saying or fronted.open_ended):
            self._day = (fronted, passage.number)
            self._paragraph = passage.paragraph

    def before(self, passage: Passage, focus: tuple[Draft, int] | None) -> DateExpression | None:
        """Give the day that was told last, if that was only just before a passage.

        `focus` is the event that the report is at, and the number of the passage that told of it last.
        """
        if _ANOTHER_DAY.search(self._report.text, passage.start, passage.end):
            return None
        if begins_item(self._report.text, passage):
            return self._list_day
        opening = self._opening
        if self._day is None and focus is None and opening is not None and opening[1] < passage.number:
            self._day = opening
        day = self._day if self._day and passage.number - self._day[1] <= 2 * MEMORY else None
        if day is not None and self._is_told_in_passing(day[0], passage):
            day = None
        if focus is not None and passage.number - focus[1] <= MEMORY:
            told, expression = focus[0].passage, focus[0].moment.expression
            if day is not None and _HAD_BEEN.search(self._report.text, told.start, told.end):
                return day[0]
            # "At dawn on Tuesday it was the turn of the east. Two bombs fell ...": a newer day was opened.
            if expression is not None and expression.is_short and (day is None or day[1] <= focus[1]):
                return expression
        return day[0] if day is not None else None

    def _is_told_in_passing(self, day: DateExpression, passage: Passage) -> bool:
        """Whether a day long before the news, told in another paragraph, holds no more."""
        if self._paragraph == passage.paragraph or self._news is None or self._is_log:
            return False
        return day.last is not None and self._news.first is not None and self._news.first - day.last > _NEWS

    def of_the_news(self, passage: Passage) -> DateExpression | None:
        """Give the day that a report of the day's news begins with, unless a passage goes back behind it."""
        news, published = self._news, self._report.published
        if news is None and self._opening is not None:
            news = self._opening[0]
        if news is None or news.last is None or published is None or self._is_log:
            return None
        if not timedelta(0) <= published - news.last <= _NEWS:
            return None
        text, start, end = self._report.text, passage.start, passage.end
        back = _ANOTHER_DAY.search(text, start, end) or _HAD.search(text, start, end)
        return None if back or passage.dates else news
