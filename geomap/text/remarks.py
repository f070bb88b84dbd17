"""What reports say beyond single events: sums over a series, firsts, who did what long ago, names used.

None of it is plotted. Where reports differ in it, a reader should know; see `disagreements`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from geomap.model import Conflict
from geomap.text import harm, quantities
from geomap.text.actors import find_parties
from geomap.text.civildays import MONTHS, month_number
from geomap.text.lexicon import actor_names
from geomap.text.zones import ZoneKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from geomap.model import Event, Report
    from geomap.text.passages import Passage

_ATTACKS = re.compile(
    r"(?:\s+(?!and\b|or\b)[\w’'-]+){0,3}?\s+(?:attacks|strikes|assaults|incidents|raids|times)\b",
    re.IGNORECASE,
)
_SUMS = re.compile(
    r"\b(?:since|in\s+total|total\s+of|so\s+far|counted|documented|recorded|overall|times|altogether|as\s+of"
    r"|ha(?:s|ve)\s+(?:left|killed|wounded|injured))\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\bthe\s+first\s+(?:(?:such|known|reported|direct)\s+)?(?:(?:attack|strike|time)\b|(?:on|against)\b)"
    r"|\buntil\s+now\s+(?:been\s+)?spared\b|\bnever\s+(?:before\s+)?been\s+(?:attacked|targeted|hit|struck)\b"
    r"|\bfor\s+the\s+first\s+time\b",
    re.IGNORECASE,
)
_EARLIER_ONES = re.compile(
    r"\b(?:previously|earlier|already|again)\b[^.;]{0,80}\b(?:attacks?|strikes?)\s+on\b"
    r"|\b(?:attacks?|strikes?)\s+on\b[^.;]{0,60}\b(?:previously|earlier|before)\b",
    re.IGNORECASE,
)
_DEED = r"(?:attack|assault|incursion|massacre|bombing|raid|invasion)"
_DONE_BY = re.compile(rf"\b{_DEED}\s+(?:on\s+[\w ]{{2,30}}\s+)?(?:by|from)\s+(?:the\s+)?$", re.IGNORECASE)
_DOER = re.compile(rf"^[^.;]{{0,40}}\bresponsible\s+for\s+[^.;]{{0,40}}{_DEED}\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.IGNORECASE)
_FEWEST = 10
"""Smaller numbers of attacks are single days, not a series."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One such statement of one report."""

    topic: str
    value: Any
    about: frozenset[str]
    """What it is about: countries and days, by which remarks of different reports are compared."""
    bound: tuple[int | None, int | None]
    who: str
    quote: str
    as_of: str | None = None


def name_of(report: Report) -> str:
    """Say which report it is, as a reader knows it."""
    return report.publisher or report.title or (PurePath(report.path).name if report.path else report.id)


def read_remarks(report: Report, passages: Sequence[Passage], who: str) -> list[Remark]:
    """Gather what a report says beyond single events, in the order of the text."""
    found: list[Remark] = []
    for passage in passages:
        quote = report.text[passage.start : passage.end]
        about = _about(report.text, passage)
        sums = _SUMS.search(quote) is not None or passage.zone is ZoneKind.SUBHEAD
        for topic, quantity, words in _sums(report.text, passage) if sums else ():
            found.append(Remark(topic, words, about, quantity, who, quote, _as_of(passage)))
        if passage.zone is not ZoneKind.BODY:
            continue
        if _FIRST.search(quote):
            found.append(Remark("first of its kind", "says it is the first", about, (None, None), who, quote))
        elif _EARLIER_ONES.search(quote) and passage.triggers:
            found.append(
                Remark("first of its kind", "tells of earlier ones", about, (None, None), who, quote)
            )
        found += [
            Remark(f"who did it on {_spell(day)}", doer, frozenset({day}), (None, None), who, quote)
            for day, doer in _past_deeds(report.text, passage, report.published)
        ]
    return found


def _sums(text: str, passage: Passage) -> Iterator[tuple[str, tuple[int | None, int | None], str]]:
    for quantity in quantities.find(text, passage.start, passage.end):
        match = _ATTACKS.match(text, quantity.end, passage.end)
        least = quantity.best if quantity.best is not None else quantity.low
        if match is not None and (least or 0) >= _FEWEST:
            bound = (quantity.low, quantity.high)
            if quantity.approximate and quantity.best is not None:
                # "about 78" and "around 80" may be one number.
                slack = max(1, quantity.best // 20)
                bound = (quantity.best - slack, quantity.best + slack)
            yield "attacks in all", bound, text[quantity.start : match.end()]
    for toll in harm.find_casualties(text, passage.start, passage.end):
        if toll.best is not None and toll.best >= _FEWEST:
            topic = "killed in all" if toll.killed else "wounded in all"
            yield topic, (toll.low, toll.high), text[toll.start : toll.end]


def _about(text: str, passage: Passage) -> frozenset[str]:
    countries = {
        mention.resolution.country
        for chain in passage.places
        for mention in chain
        if mention.resolution.country is not None
    }
    since = {
        found.first.strftime("%Y-%m")
        for found in passage.dates
        if found.first is not None and _SINCE.search(text[max(0, found.start - 20) : found.start])
    }
    return frozenset(countries | since)


def _as_of(passage: Passage) -> str | None:
    days = [d.first for d in passage.dates if d.first is not None and d.first == d.last]
    return max(days).isoformat() if days else None


def _past_deeds(text: str, passage: Passage, published: date | None) -> Iterator[tuple[str, str]]:
    if published is None:
        past = [d for d in passage.dates if d.first is not None and d.first == d.last]
        days = [f"{d.first:%m-%d}" for d in past if d.first] or [_month_day(d.text) for d in passage.dates]
    else:
        days = [
            f"{d.first:%m-%d}"
            for d in passage.dates
            if d.first is not None and d.first == d.last and (published - d.first).days > 2
        ]
    known = [day for day in days if day]
    if len(known) != 1:
        return
    for party in find_parties(text, passage.start, passage.end, group=passage.group):
        head = text[max(passage.start, party.start - 60) : party.start]
        if _DONE_BY.search(head) or _DOER.match(text[party.end : passage.end]):
            yield known[0], party.name
            return


def _spell(day: str) -> str:
    """Write 10-07 as "7 October"."""
    month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1].capitalize()}"


def _month_day(words: str) -> str:
    match = re.search(r"([A-Z][a-z]+)\.?\s+(\d{1,2})\b", words)
    if match is None:
        return ""
    try:
        return f"{month_number(match[1]):02d}-{int(match[2]):02d}"
    except StopIteration:
        return ""


def disagreements(
    remarks: Sequence[Remark], reports: Iterable[tuple[Report, str]], events: Sequence[Event]
) -> list[Conflict]:
    """Compare the remarks of all reports, and the names they use for one place or group.

    Returns
    -------
    list of Conflict
        Field is the topic in words; kind is ``bounds`` where all figures can be true at once,
        ``contradiction`` where they cannot, ``wording`` for names of one and the same.
    """
    found = []
    for group in _grouped(remarks):
        values = _values((remark.value, remark.who, remark.quote, remark.as_of) for remark in group)
        if len({_key(value["value"]) for value in values}) > 1:
            found.append(Conflict(group[0].topic, values, _kind(group)))
    found += _names_of_places(events)
    found += _names_of_actors(list(reports), events)
    return found


def _grouped(remarks: Sequence[Remark]) -> list[list[Remark]]:
    """Put together what is about the same: a shared country or month; a bare heading goes with its report."""
    groups: list[tuple[str, set[str], list[Remark]]] = []
    # Those that say what they are about come first, so that the others find them.
    for remark in sorted(remarks, key=lambda r: not r.about):
        for topic, about, group in groups:
            same = about & remark.about or any(r.who == remark.who for r in group)
            if topic == remark.topic and (same or not remark.about or not about):
                about |= remark.about
                group.append(remark)
                break
        else:
            groups.append((remark.topic, set(remark.about), [remark]))
    return [group for _, _, group in groups]


def _kind(group: Sequence[Remark]) -> str:
    lows = [low for low, _ in (r.bound for r in group) if low is not None]
    highs = [high for _, high in (r.bound for r in group) if high is not None]
    if not lows and not highs:
        return "contradiction"
    if not highs or max(lows, default=0) <= min(highs):
        return "bounds"
    return "as-of" if len({r.as_of for r in group}) > 1 else "contradiction"


def _values(said: Iterable[tuple[Any, str, str | None, str | None]]) -> tuple[dict[str, Any], ...]:
    values: dict[str, dict[str, Any]] = {}
    for value, who, quote, as_of in said:
        entry = values.setdefault(_key(value), {"value": value, "who": [], "quote": quote})
        entry["who"].append(who)
        if as_of is not None:
            entry.setdefault("as_of", as_of)
    return tuple({**v, "who": "; ".join(dict.fromkeys(v["who"]))} for v in values.values())


def _key(value: object) -> str:
    return " ".join(str(value).lower().split())


def _names_of_places(events: Sequence[Event]) -> Iterator[Conflict]:
    """Find places that go by several names in the reports: a misspelling shows here."""
    named: dict[str, list[tuple[Any, str, str | None, str | None]]] = {}
    titles: dict[str, str] = {}
    for event in events:
        resolution = event.resolution
        if resolution is None or resolution.place is None or resolution.relation is not None:
            continue
        titles[resolution.place.id] = resolution.place.name
        source = event.sources[0]
        who = source.publisher or source.title or source.report or "a report"
        named.setdefault(resolution.place.id, []).append((resolution.query, who, source.quote, None))
    for place_id in sorted(named):
        values = _values(named[place_id])
        if len(values) > 1:
            yield Conflict(f"name of {titles[place_id]}", values, "wording")


def _names_of_actors(reports: Sequence[tuple[Report, str]], events: Sequence[Event]) -> Iterator[Conflict]:
    """Find the groups of the events that go by several names."""
    acting = {name for event in events for name in (event.actor, event.claimed_by) if name is not None}
    used: dict[str, list[tuple[Any, str, str | None, str | None]]] = {}
    for report, who in reports:
        for start, end, (name, _) in actor_names().find(report.text):
            if name in acting:
                used.setdefault(name, []).append((" ".join(report.text[start:end].split()), who, None, None))
    for name in sorted(used):
        values = _values(used[name])
        if len(values) > 1:
            yield Conflict(f"name of {name}", values, "wording")
