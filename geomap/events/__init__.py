"""The located frame: events as a plain GeoDataFrame. pandas begins here.

`from_events` makes it from what was read in reports, `conform` from any table, `locate`
fills in where each row happened, `check` lists what is wrong with it, and `review` lists
what could not be placed with the line that would mend it; `accept` writes such lines.
`for_review`, `decisions` and `decide` keep what a person edited over a second extraction.
`COLUMNS` says what each column means.
"""

from __future__ import annotations

from geomap.events.accepting import Accepted, accept
from geomap.events.checks import check
from geomap.events.columns import COLUMNS, NAMES, TIME, Column
from geomap.events.decisions import (
    AS_EXTRACTED,
    Decided,
    Decision,
    added_by_hand,
    decide,
    decided_table,
    decisions,
    edited_dates,
    for_review,
)
from geomap.events.doubts import SWAPPED, swapped
from geomap.events.frame import conform, conforms, from_events, join
from geomap.events.located import locate
from geomap.events.reviewed import review

__all__ = [
    "AS_EXTRACTED",
    "COLUMNS",
    "NAMES",
    "SWAPPED",
    "TIME",
    "Accepted",
    "Column",
    "Decided",
    "Decision",
    "accept",
    "added_by_hand",
    "check",
    "conform",
    "conforms",
    "decide",
    "decided_table",
    "decisions",
    "edited_dates",
    "for_review",
    "from_events",
    "join",
    "locate",
    "review",
    "swapped",
]
