"""Figures that a sentence gives place by place: "two died in Kostiantynivka and one in Pokrovsk"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.text import quantities
from geomap.text.harm import Casualties, find_casualties

if TYPE_CHECKING:
    from geomap.text.located import Located
    from geomap.text.passages import Passage
    from geomap.text.quantities import Quantity

_REACH = 60
_TO_THE_PLACE = re.compile(
    r"\s+(?:more\s+|others?\s+)?(?:(?:people|civilians?|residents?|soldiers?|children|men|women|drones?|UAVs?)\s+)?"
    r"(?:(?:was|were|had)\s+)?(?:(?P<killed>killed|died|dead)|(?P<hurt>wounded|injured|hurt))?\s*"
    r"(?:in|at|near|over|around)\s+(?:the\s+)?(?:(?:city|town|village|port|suburb|area)\s+of\s+)?",
    re.IGNORECASE,
)
"""Between a figure and the place it is of."""
_KILLED = re.compile(r"\b(?:kill\w*|died|dead|deaths?)\b", re.IGNORECASE)
_HURT = re.compile(r"\b(?:wound\w*|injur\w*|hurt)\b", re.IGNORECASE)


def shares_of(text: str, passage: Passage, spot: Located) -> list[Casualties]:
    """Give the figures of one place, where its sentence gives several places some each.

    Parameters
    ----------
    text
        The report.
    passage
        The sentence.
    spot
        The place.

    Returns
    -------
    list of Casualties
        Who died and who was hurt there; empty where the sentence has one figure for all.
    """
    found = [
        (chain, given)
        for chain in passage.places
        if (given := _before(text, passage, chain[0].start)) is not None
    ]
    mine = next((number for number, (chain, _) in enumerate(found) if spot in chain), None)
    if mine is None or len(found) == 1:
        return []
    chain, (quantity, killed) = found[mine]
    share = Casualties(quantity.start, quantity.end, killed, quantity.low, quantity.best, quantity.high)
    # "Killed two and wounded five in Kherson and one in Nikopol": what stands between goes with it.
    begin = max(
        found[mine - 1][0][-1].end if mine else passage.start, text.rfind(":", passage.start, share.start)
    )
    besides = find_casualties(text, max(begin, passage.start), chain[0].start)
    return [share, *(other for other in besides if other.killed is not killed)]


def _before(text: str, passage: Passage, start: int) -> tuple[Quantity, bool] | None:
    """Find the figure just before a place, and whether it counts the dead."""
    begin = max(passage.start, start - _REACH)
    for quantity in reversed(list(quantities.find(text, begin, start))):
        between = _TO_THE_PLACE.fullmatch(text, quantity.end, start)
        if between is None or not quantity.best:
            continue
        if between["killed"] or between["hurt"]:
            return quantity, between["killed"] is not None
        # "Killed 3 residents: 2 in Kostiantynivka and 1 in Yablunivka": the verb stands before.
        said = text[passage.start : quantity.start]
        killed = [match.start() for match in _KILLED.finditer(said)]
        hurt = [match.start() for match in _HURT.finditer(said)]
        if killed or hurt:
            return quantity, max(killed, default=-1) > max(hurt, default=-1)
    return None
