"""Why a place and a day named with an act do not make an event to plot, and what was refused."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from geomap.model import Kind, Precision, Rejection, Status, TimePrecision
from geomap.text.references import is_indefinite

if TYPE_CHECKING:
    from datetime import date

    from geomap.model import Report
    from geomap.text.dates import DateExpression
    from geomap.text.located import Located
    from geomap.text.passages import Clause, Passage
    from geomap.text.timing import Moment
    from geomap.text.triggers import Trigger

_BESIDE = 120
_ONE_SHIP = re.compile(
    r"\b(?:an?|one|two|three|another)\s+(?:[\w.-]+\s+){0,6}?(?:ship|ships|vessels?|tankers?|carriers?|freighter|boat)\b"
    r"|\bM/?V\b|\bMV\b"
)
_OLD_DAY = timedelta(days=45)
_OLD_MONTH = timedelta(days=14)


class Refusals:
    """What one report's events are held against.

    Parameters
    ----------
    report
        The report.
    newest
        The newest full date in it, which stands in for an unknown day of publication.
    is_log
        Whether it is made of entries that each have their day: then none of them is too old to be told.
    """

    def __init__(self, report: Report, newest: date | None, *, is_log: bool = False) -> None:
        self._report = report
        self._newest = newest
        self._is_log = is_log
        self.noted: list[Rejection] = []
        """What was refused, in the order of the text."""

    def note(self, words: Clause | Passage, kind: str, reason: str) -> None:
        """Note down a sentence or a clause that sounds like an event and is none."""
        kept = self._report.text[words.start : words.end].rstrip()
        end = words.start + len(kept)
        self.noted.append(Rejection(self._report.id, words.start, end, kept, kind, reason))

    def of(
        self, spot: Located, trigger: Trigger, moment: Moment, nearby: DateExpression | None
    ) -> tuple[str, str] | None:
        """Give the kind and the reason of a refusal; ``None`` where nothing speaks against the event.

        `nearby` is the day of the act told just before, for one that names none.
        """
        resolution = spot.resolution
        if resolution.status is not Status.RESOLVED and is_indefinite(self._report.text, spot.start):
            return "generic place", f"speaks of one {spot.surface} or another, not which one"
        if resolution.precision is Precision.COUNTRY:
            return "generic place", f"names no finer place than {spot.surface}"
        undated = moment.expression is None and (trigger.plural or nearby is None)
        if resolution.precision is Precision.REGION and undated and not self._names_ship(spot):
            return "generic place", f"names no finer place than {spot.surface}, and no day"
        return self._of_age(moment)

    def _names_ship(self, spot: Located) -> bool:
        """Whether some one ship was attacked at a sea: that is no saying in general."""
        place = spot.resolution.place
        if place is None or place.kind not in {Kind.SEA, Kind.STRAIT}:
            return False
        beside = self._report.text[max(0, spot.start - _BESIDE) : spot.end + _BESIDE]
        return _ONE_SHIP.search(beside) is not None

    def is_old(self, expression: DateExpression) -> bool:
        """Whether a date lies long before the report."""
        latest = self._report.published or self._newest
        return latest is not None and expression.last is not None and latest - expression.last > _OLD_DAY

    def _of_age(self, moment: Moment) -> tuple[str, str] | None:
        expression = moment.expression
        if expression is None or moment.last is None or (self._is_log and expression.is_short):
            return None
        latest = self._report.published or self._newest
        if latest is None:
            if expression.precision in {TimePrecision.MONTH, TimePrecision.YEAR}:
                return "background", f"told by its {expression.precision} only, in a report without a date"
            return None
        age = latest - moment.last
        if age <= (_OLD_DAY if expression.is_short else _OLD_MONTH):
            return None
        what = "report" if self._report.published else "newest date in it"
        return "background", f"dated {age.days} days before the {what}"
