"""Sums: what a lead, or words for several attacks, tell of a province, and its towns tell one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from geomap.model import Precision
from geomap.text.chains import distance_m, rank, within
from geomap.text.triggers import same_family

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.drafts import Draft
    from geomap.text.located import Resolver
    from geomap.text.timing import Moment

_WIDE_AREAS = frozenset({Precision.DISTRICT, Precision.PROVINCE, Precision.REGION})
_A_DAY = timedelta(days=1)


def sums_up(draft: Draft, drafts: Sequence[Draft], gazetteer: Resolver, *, leads: bool) -> bool:
    """Whether an event of a province is but what the report tells of its towns besides.

    Parameters
    ----------
    draft
        The event of the province.
    drafts
        All events of the report.
    gazetteer
        Knows what lies in what.
    leads
        Whether it stands among the first sentences; elsewhere only words for several attacks are a sum.
    """
    if not leads and not draft.trigger.plural:
        return False
    parts = [other for other in drafts if _tells_finer(draft, other, gazetteer)]
    unplaced = [o for o in drafts if not o.located and o.passage.number > draft.passage.number]
    if draft.trigger.plural and not draft.lacking and len(parts) + len(unplaced) > 1:
        # "Killed in two attacks in Sagaing Region", and then of each, at villages that no gazetteer has.
        parts += unplaced
    # Seven dead are not told by a place where two died.
    return bool(parts) and _killed_in(draft) <= sum(map(_killed_in, parts))


def _tells_finer(wide: Draft, other: Draft, gazetteer: Resolver) -> bool:
    """Whether a draft tells within a province, and within a day, what another tells of the province."""
    if wide.spot is None or other.spot is None or not (wide.located and other.located) or wide.lacking:
        return False
    around, inner = wide.spot.resolution, other.spot.resolution
    if around.precision not in _WIDE_AREAS or rank(inner.precision) >= rank(around.precision):
        return False
    apart = distance_m(around, inner)
    inside = within(inner, around, gazetteer) or (apart is not None and apart <= (around.radius_m or 0.0))
    return inside and same_family(wide.weapon, other.weapon) and _within_a_day(wide.moment, other.moment)


def _within_a_day(one: Moment, other: Moment) -> bool:
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return True
    return one.first - _A_DAY <= other.last and other.first - _A_DAY <= one.last


def _killed_in(draft: Draft) -> int:
    """Give the highest figure told for the dead of an event; 0 where none is told."""
    found = [c.best or c.low or 0 for t in draft.tellings for c in t.casualties if c.killed]
    return max(found, default=0)
