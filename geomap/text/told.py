"""Turns a finished draft into the event that one report tells."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from geomap.model import Event, Source, Status
from geomap.text import statements, timing
from geomap.text.damage import NOT_KNOWN

if TYPE_CHECKING:
    from geomap.model import Report, Resolution, When
    from geomap.text.drafts import Draft
    from geomap.text.harm import Casualties
    from geomap.text.located import Resolver

Triple = tuple[int | None, int | None, int | None]


def event_of(draft: Draft, report: Report, gazetteer: Resolver) -> Event:
    """Make the event of one report; its first source is the passage that names the place."""
    resolution = draft.spot.resolution if draft.spot is not None else None
    when = timing.when(draft.moment, _country_of_time(draft, gazetteer))
    casualties = [found for telling in draft.tellings for found in telling.casualties]
    damages = [damage for damage in draft.said("damage") if damage != NOT_KNOWN] or list(draft.said("damage"))
    actor = next(draft.said("actor"), None)
    return Event(
        event_id=event_id(report.id, str(draft.passage.start), draft.place_text or ""),
        sources=tuple(_sources(draft, report, when)),
        when=when,
        event_type=draft.event_type,
        weapon=draft.weapon,
        weapon_count=_best_count(list(draft.said("weapon_count"))),
        actor=actor,
        claimed_by=next(draft.said("claimed_by"), None) or statements.claimant(report, actor),
        attributed_to=next(draft.said("attributed_to"), None),
        denied_by=next(draft.said("denied_by"), None),
        target=next(draft.said("target"), None),
        damage=damages[0] if damages else None,
        killed=_triple([found for found in casualties if found.killed]),
        wounded=_triple([found for found in casualties if not found.killed]),
        place_text=draft.place_text,
        resolution=resolution,
        flags=tuple(_flags(draft, resolution)),
    )


def _country_of_time(draft: Draft, gazetteer: Resolver) -> str | None:
    named = next((clock.place for clock in draft.moment.clocks if clock.place is not None), None)
    if named is not None and (country := gazetteer.resolve(named).country) is not None:
        return country
    return draft.spot.resolution.country if draft.spot is not None else None


def _flags(draft: Draft, resolution: Resolution | None) -> list[str]:
    flags = list(draft.flags)
    expression = draft.moment.expression
    if expression is None:
        flags.append("the report gives no date for it")
    elif expression.first is None:
        flags.append(f"the date stays open: {expression.text!r} in a report without publication date")
    elif expression.of_saying:
        flags.append(f"dated by when it was told: {expression.text!r}")
    if resolution is not None and resolution.status is not Status.RESOLVED:
        flags.append(f"the place is {resolution.status.value}")
    return flags


def event_id(*parts: str) -> str:
    """Give a short id that depends on its parts alone."""
    return "e" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _sources(draft: Draft, report: Report, when: When) -> list[Source]:
    """Give one source for each sentence, the one that names the place first."""
    tellings = sorted(draft.tellings, key=lambda t: (t.passage is not draft.passage, t.passage.start))
    sources = []
    for telling in tellings:
        says = dict(telling.says)
        if telling.passage is draft.passage:
            says |= _whole_report(draft, report, when)
        sources.append(
            Source(
                quote=report.text[telling.passage.start : telling.passage.end],
                report=report.id,
                start=telling.passage.start,
                end=telling.passage.end,
                title=report.title or (PurePath(report.path).name if report.path is not None else None),
                publisher=report.publisher,
                date=report.published.isoformat() if report.published is not None else None,
                url=report.url,
                says=says,
            )
        )
    return sources


def _whole_report(draft: Draft, report: Report, when: When) -> dict[str, Any]:
    """Give what the report as a whole says of time, place and weapon."""
    moment = draft.moment
    local = [clock for clock in moment.clocks if clock.zone != "utc"]
    found = {
        "weapon": draft.weapon,
        "date": moment.first.isoformat() if moment.is_day and moment.first is not None else None,
        "time": f"{local[0].minute // 60:02d}:{local[0].minute % 60:02d}" if local else None,
        "time_text": when.text,
        "place_text": draft.place_text,
        "claimed_by": next(draft.said("claimed_by"), None)
        or statements.claimant(report, next(draft.said("actor"), None)),
    }
    return {key: value for key, value in found.items() if value is not None}


def _best_count(counts: list[int]) -> int | None:
    """Choose the figure a reader would quote: the first above one, else the first."""
    several = [count for count in counts if count > 1]
    return next(iter(several or counts), None)


def _triple(found: list[Casualties]) -> Triple:
    if not found:
        return None, None, None
    lows = [c.low for c in found if c.low is not None]
    highs = [c.high for c in found if c.high is not None]
    bests = [c.best for c in found if c.best is not None]
    # A later "no casualties" does not undo a figure, nor the other way round: low and high show both.
    low = min(lows) if lows else None
    open_above = any(c.high is None for c in found)
    high = None if open_above or not highs else max(highs)
    return low, bests[0] if bests else None, high
