"""What a map is called whose maker gave it no title: how many events, and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from geomap.render.columns import NO_DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geomap.render.language import Language

_EPOCH = date(1970, 1, 1)


def default(rows: int, first: NDArray[Any], more: NDArray[Any], language: Language) -> str:
    """Give such a title from each row's first day (days since 1970) and the days more: ``"5 events, 2023"``.

    It is the page's title where no script runs; with one, the page says the same in its own language.
    """
    counted = language.count("events", rows)
    dated = first != NO_DAY
    if not dated.any():
        return counted
    begin, end = int(first[dated].min()), int((first[dated] + more[dated]).max())
    return language.say("heading", events=counted, dates=_span(begin, end, language))


def _span(begin: int, end: int, language: Language) -> str:
    try:
        low, high = _EPOCH + timedelta(days=begin), _EPOCH + timedelta(days=end)
    except OverflowError:
        return language.say("beyond")
    # Not strftime's, which follow the machine's language.
    months = language.listed("months")
    last = f"{high.day} {months[high.month - 1]} {high.year}"
    if low == high:
        return last
    if (low.year, low.month) == (high.year, high.month):
        return f"{low.day}–{last}"
    if low.year == high.year:
        return f"{low.day} {months[low.month - 1]} – {last}"
    return f"{low.day} {months[low.month - 1]} {low.year} – {last}"
