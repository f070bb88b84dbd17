"""Puts together what several reports tell of one incident, and shows where they differ.

Two reports tell one incident when place, time and kind allow it. A report without a date
joins only where exactly one incident fits; otherwise it stays by itself and says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from geomap.model import Event, Precision, Status, TimePrecision, When
from geomap.text.conflicts import find_conflicts, outlet
from geomap.text.copies import retold
from geomap.text.drafts import same_spot
from geomap.text.lexicon import actor_names
from geomap.text.told import event_id
from geomap.text.triggers import same_family

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.located import Resolver

_ORDER = {precision: number for number, precision in enumerate(TimePrecision)}
_FINENESS = {precision: number for number, precision in enumerate(Precision)}


def merge(events: Sequence[Event], gazetteer: Resolver) -> list[Event]:
    """Merge the single-report events that tell one incident.

    Parameters
    ----------
    events
        In the order of the reports.
    gazetteer
        Says which place lies in which.

    Returns
    -------
    list of Event
        In the order of their first report.
    """
    groups: list[list[Event]] = []
    undated: list[Event] = []
    for event in events:
        if event.when.start is None:
            undated.append(event)
            continue
        fitting = [group for group in groups if all(_fits(event, other, gazetteer) for other in group)]
        if fitting:
            fitting[0].append(event)
        else:
            groups.append([event])
    # Those that name a weekday at least go first: they can keep the others from a wrong day.
    for event in sorted(undated, key=lambda e: e.when.text is None):
        fitting = [group for group in groups if _joins(event, group, gazetteer)]
        # Where several fit, a report that tells one of them in the same words has decided.
        same_story = [group for group in fitting if any(retold(event.sources, e.sources) for e in group)]
        chosen = same_story if len(same_story) == 1 else fitting
        if len(chosen) == 1:
            chosen[0].append(event)
        elif fitting:
            words = f"without a date it fits {len(fitting)} incidents, so it stands by itself"
            groups.append([_doubt(event, words)])
        else:
            groups.append([event])
    position = {event.event_id: number for number, event in enumerate(events)}
    groups = _pin_weekdays(groups)
    merged = sorted(groups, key=lambda group: min(position[e.event_id] for e in group))
    return [_one(sorted(group, key=lambda e: position[e.event_id])) for group in merged]


def _pin_weekdays(groups: list[list[Event]]) -> list[list[Event]]:
    """Date an undated report's "Friday" by the dated reports of one act that it tells of the same Friday.

    A report whose embassy attack "on Friday" others put on 8 December means that day also
    where it goes on to "attacks Friday" elsewhere.
    """
    known: dict[tuple[str | None, str], set[date]] = {}
    for group in groups:
        days = {event.when.start.date() for event in group if event.when.start is not None}
        for event in group:
            weekday = _open_weekday(event)
            if weekday is not None and len(days) == 1:
                known.setdefault((event.sources[0].report, weekday), set()).update(days)
    return [[_pinned(event, known) for event in group] for group in groups]


def _open_weekday(event: Event) -> str | None:
    """Give the weekday that an event without a date names."""
    if event.when.start is not None or event.when.text is None:
        return None
    found = set(_WEEKDAY.findall(event.when.text.lower()))
    return found.pop() if len(found) == 1 else None


def _pinned(event: Event, known: dict[tuple[str | None, str], set[date]]) -> Event:
    weekday = _open_weekday(event)
    days = known.get((event.sources[0].report, weekday), set()) if weekday is not None else set()
    if len(days) != 1:
        return event
    day = next(iter(days))
    start = datetime.combine(day, time.min, tzinfo=UTC)
    end = datetime.combine(day, time(23, 59, 59), tzinfo=UTC)
    when = replace(event.when, start=start, end=end, precision=TimePrecision.DAY)
    flags = [flag for flag in event.flags if "date stays open" not in flag]
    words = f"its {day:%A} is {day.isoformat()}: other reports so date an act that it tells of that day"
    return replace(event, when=when, flags=(*flags, words))


def _joins(event: Event, group: list[Event], gazetteer: Resolver) -> bool:
    return all(_fits(event, other, gazetteer) for other in group) and _reported_together(event, group)


def _doubt(event: Event, words: str) -> Event:
    return replace(event, flags=(*event.flags, words))


def _fits(one: Event, other: Event, gazetteer: Resolver) -> bool:
    # One report tells an incident once: its own events were told apart on purpose.
    if one.sources[0].report == other.sources[0].report:
        return False
    if one.resolution is None or other.resolution is None:
        return False
    if not same_spot(one.resolution, other.resolution, gazetteer) or _too_broad(one, other):
        return False
    if not _same_time(one.when, other.when) or not same_family(one.weapon, other.weapon):
        return False
    return _same_kind(one, other) and not _opposed(one, other)


def _too_broad(one: Event, other: Event) -> bool:
    """Whether one is known by its region only: it may be any of the region's strikes."""
    finer = min(_FINENESS[_precision(one)], _FINENESS[_precision(other)])
    coarser = max(_FINENESS[_precision(one)], _FINENESS[_precision(other)])
    return coarser >= _FINENESS[Precision.REGION] and finer < _FINENESS[Precision.DISTRICT]


def _precision(event: Event) -> Precision:
    precision = event.resolution.precision if event.resolution is not None else None
    return precision if precision is not None else Precision.COUNTRY


_UNRELATED = frozenset({"interception", "seizure", "armed clash"})


def _same_kind(one: Event, other: Event) -> bool:
    kinds = {one.event_type, other.event_type}
    return len(kinds) == 1 or not kinds & _UNRELATED


def _same_time(one: When, other: When) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return not _weekdays_differ(one, other)
    if one.precision is TimePrecision.TIME and other.precision is TimePrecision.TIME:
        apart = max((one.start - other.end).total_seconds(), (other.start - one.end).total_seconds())
        return apart <= 2 * 3600
    # An instant is held against civil days: the place's midnight may lie up to 14 hours from UTC's.
    slack = 14 * 3600 if TimePrecision.TIME in (one.precision, other.precision) else 0
    apart = max((one.start - other.end).total_seconds(), (other.start - one.end).total_seconds())
    return apart <= slack


_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


def _weekdays_differ(one: When, other: When) -> bool:
    """Whether two dates, one of them open at least, name different days of the week."""
    names = []
    for when in (one, other):
        if when.start is not None and when.start.date() == (when.end or when.start).date():
            names.append(when.start.strftime("%A").lower())
        elif when.text is not None and (found := _WEEKDAY.search(when.text)):
            names.append(found.group().lower())
    return len(names) == 2 and names[0] != names[1]


def _reported_together(event: Event, group: list[Event]) -> bool:
    """Whether the undated event's report came out within days of the incident, or without a date."""
    day = next((when.start for when in (other.when for other in group) if when.start is not None), None)
    published = event.sources[0].date
    if published is None or day is None:
        return True
    return -1 <= (date.fromisoformat(published) - day.date()).days <= 3


def _opposed(one: Event, other: Event) -> bool:
    """Whether two different named groups are said to have done it."""
    first, second = _side(one), _side(other)
    return first is not None and second is not None and first != second


def _side(event: Event) -> str | None:
    countries = {
        country
        for words in (event.claimed_by, event.actor)
        if words is not None
        for _, _, (_, country) in actor_names().find(words)
        if country is not None
    }
    return next(iter(countries)) if len(countries) == 1 else None


def _one(group: list[Event]) -> Event:
    if len(group) == 1:
        return group[0]
    best = min(group, key=lambda e: (_placed(e), e.event_id))
    when = min(
        (e.when for e in group),
        key=lambda w: (w.start is None, _ORDER.get(w.precision or TimePrecision.YEAR, 9)),
    )
    return replace(
        group[0],
        event_id=event_id("incident", *sorted(e.event_id for e in group)),
        sources=tuple(source for event in group for source in event.sources),
        when=when,
        event_type=_finest_type(group),
        weapon=_first(e.weapon for e in group),
        weapon_count=_first(e.weapon_count for e in group),
        actor=_first(e.actor for e in group),
        claimed_by=_first(e.claimed_by for e in group),
        attributed_to=_first(e.attributed_to for e in group),
        denied_by=_first(e.denied_by for e in group),
        target=_first(e.target for e in group),
        damage=_first([e.damage for e in group if e.damage not in {None, "not yet known"}])
        or _first(e.damage for e in group),
        killed=_range([e.killed for e in group]),
        wounded=_range([e.wounded for e in group]),
        place_text=best.place_text,
        resolution=best.resolution,
        conflicts=tuple(find_conflicts(group)),
        flags=_flags(group, when),
    )


def _placed(event: Event) -> tuple[bool, int, float]:
    resolution = event.resolution
    if resolution is None or resolution.status is not Status.RESOLVED:
        return True, 0, 0.0
    return False, _FINENESS[resolution.precision or Precision.COUNTRY], resolution.radius_m or 0.0


def _first(values: Any) -> Any:  # noqa: ANN401 - whatever the column holds
    return next((value for value in values if value is not None), None)


def _finest_type(group: list[Event]) -> str | None:
    return next(
        (e.event_type for e in group if e.event_type not in {None, "attack", "incident"}), group[0].event_type
    )


Triple = tuple[int | None, int | None, int | None]


def _range(triples: list[Triple]) -> Triple:
    lows = [low for low, _, _ in triples if low is not None]
    bests = [best for _, best, _ in triples if best is not None]
    highs = [high for _, _, high in triples if high is not None]
    return min(lows, default=None), bests[0] if bests else None, max(highs, default=None)


def _flags(group: list[Event], when: When) -> tuple[str, ...]:
    flags = list(dict.fromkeys(flag for event in group for flag in event.flags))
    if when.start is not None:
        flags = [flag for flag in flags if "gives no date" not in flag and "date stays open" not in flag]
        undated = sum(event.when.start is None for event in group)
        if undated:
            how_many = f"{undated} of {len(group)} reports"
            flags.append(f"{how_many} give no date of their own: joined as the only incident that fits")
    flags.extend(_copies(group))
    return tuple(flags)


def _copies(group: list[Event]) -> list[str]:
    """Name the reports that cannot be counted as independent of each other."""
    found = []
    for number, event in enumerate(group):
        for other in group[number + 1 :]:
            if retold(event.sources, other.sources):
                names = f"{outlet(event.sources[0])} and {outlet(other.sources[0])}"
                found.append(f"{names} tell it in nearly the same words: not two independent sources")
    return found
