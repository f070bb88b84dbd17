"""Turns a finished draft into the event that one report tells."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from geomap.model import Event, Source, Status
from geomap.text import timing

if TYPE_CHECKING:
    from geomap.model import Report
    from geomap.text.drafts import Draft
    from geomap.text.harm import Casualties
    from geomap.text.passages import Passage

Triple = tuple[int | None, int | None, int | None]


def event_of(draft: Draft, report: Report) -> Event:
    """Make the event of one report; its first source is the passage that names the place."""
    resolution = draft.spot.resolution if draft.spot is not None else None
    when = timing.when(draft.moment, resolution.country if resolution is not None else None)
    killed = _triple([c for c in draft.casualties if c.killed])
    wounded = _triple([c for c in draft.casualties if not c.killed])
    count = _best_count(draft)
    says = _says(draft, report, when.text, count, killed, wounded)
    sources = [
        _source(passage, report, says if passage is draft.passage else {}) for passage in _ordered(draft)
    ]
    flags = list(draft.flags)
    if draft.moment.expression is None:
        flags.append("the report gives no date for it")
    elif draft.moment.first is None:
        flags.append(
            f"the date stays open: {draft.moment.expression.text!r} in a report without publication date"
        )
    if resolution is not None and resolution.status is not Status.RESOLVED:
        flags.append(f"the place is {resolution.status.value}")
    said = draft.said
    return Event(
        event_id=event_id(report.id, str(draft.passage.start), draft.place_text or ""),
        sources=tuple(sources),
        when=when,
        event_type=draft.event_type,
        weapon=draft.weapon,
        weapon_count=count,
        actor=said.get("actor"),
        claimed_by=said.get("claimed_by"),
        attributed_to=said.get("attributed_to"),
        denied_by=said.get("denied_by"),
        target=said.get("target"),
        damage=said.get("damage"),
        killed=killed,
        wounded=wounded,
        place_text=draft.place_text,
        resolution=resolution,
        flags=tuple(flags),
    )


def event_id(*parts: str) -> str:
    """Give a short id that depends on its parts alone."""
    return "e" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _ordered(draft: Draft) -> list[Passage]:
    rest = sorted((p for p in draft.support if p is not draft.passage), key=lambda p: p.start)
    return [draft.passage, *rest]


def _source(passage: Passage, report: Report, says: dict[str, Any]) -> Source:
    return Source(
        quote=report.text[passage.start : passage.end],
        report=report.id,
        start=passage.start,
        end=passage.end,
        title=report.title,
        publisher=report.publisher,
        date=report.published.isoformat() if report.published is not None else None,
        url=report.url,
        says=says,
    )


def _says(
    draft: Draft, report: Report, when_text: str | None, count: int | None, killed: Triple, wounded: Triple
) -> dict[str, Any]:
    """What this report gives for each column, in the columns' own names; what it leaves open is left out."""
    del report
    moment = draft.moment
    local = [clock for clock in moment.clocks if clock.zone != "utc"]
    says: dict[str, Any] = {
        "weapon": draft.weapon,
        "weapon_count": count,
        "weapon_count_text": "; ".join(dict.fromkeys(words for *_, words in draft.counts)) or None,
        "salvoes": "; ".join(dict.fromkeys(words for _, words in draft.salvoes)) or None,
        "date": moment.first.isoformat() if moment.is_day and moment.first is not None else None,
        "time": f"{local[0].minute // 60:02d}:{local[0].minute % 60:02d}" if local else None,
        "time_text": when_text,
        "place_text": draft.place_text,
        "killed": _figure(killed),
        "wounded": _figure(wounded),
        **draft.said,
    }
    return {key: value for key, value in says.items() if value is not None}


def _figure(triple: Triple) -> int | None:
    low, best, high = triple
    return best if best is not None else low if low is not None else high


def _best_count(draft: Draft) -> int | None:
    """Choose the figure a reader would quote: a plain number above one, else the first."""
    numbers = [best for _, best, _, _, _ in draft.counts if best is not None]
    several = [best for best in numbers if best > 1]
    return (several or numbers or [None])[0]


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
