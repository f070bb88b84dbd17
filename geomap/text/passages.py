"""A report cut into sentences and clauses, with all that was found in each."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.text import reject, segments, sentences, zones
from geomap.text.chains import chains
from geomap.text.clocks import ClockTime, find_clocks
from geomap.text.dates import DateExpression, find_dates, is_day_first
from geomap.text.entries import Above, days_above
from geomap.text.lexicon import actor_names, armed_groups
from geomap.text.located import Located, Resolver, locate_mentions
from geomap.text.periods import month_of
from geomap.text.reports import body_start
from geomap.text.sentences import line_start
from geomap.text.triggers import Trigger, Weapon, find_triggers, find_weapons
from geomap.text.zones import ZoneKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from geomap.model import Report
    from geomap.text.civildays import Era
    from geomap.text.reject import Verdict


_LONG = 40
"""Days: a year or the like, not the month of the events told."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that may report one act."""

    start: int
    end: int
    triggers: tuple[Trigger, ...]
    weapons: tuple[Weapon, ...]
    places: tuple[tuple[Located, ...], ...]
    """Chains of mentions, each naming one spot."""
    dates: tuple[DateExpression, ...]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, with its clauses."""

    start: int
    end: int
    zone: ZoneKind
    paragraph: int
    number: int
    """Counts the sentences of the report."""
    clauses: tuple[Clause, ...]
    dates: tuple[DateExpression, ...]
    clocks: tuple[ClockTime, ...]
    verdict: Verdict | None
    group: str | None = None
    """The armed group that the report named last before this sentence."""
    under: Above | None = None
    """The day that a heading, or the entry that it stands in, gives it."""

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """All trigger words of the sentence."""
        return tuple(trigger for clause in self.clauses for trigger in clause.triggers)

    @property
    def places(self) -> tuple[tuple[Located, ...], ...]:
        """All chains of the sentence."""
        return tuple(chain for clause in self.clauses for chain in clause.places)


def read_passages(report: Report, gazetteer: Resolver) -> list[Passage]:
    """Annotate a report, sentence by sentence, in order."""
    text = report.text
    lines = zones.split(text, body_start(text))
    datelines = [(zone.start, zone.end) for zone in lines if zone.kind is ZoneKind.DATELINE]
    mentions = locate_mentions(text, gazetteer, datelines)
    starts = [mention.start for mention in mentions]
    groups = [(at, name) for at, _, (name, _) in actor_names().find(text) if name in armed_groups()]
    named = [at for at, _ in groups]
    passages: list[Passage] = []
    anchor: date | None = None
    era: Era | None = None
    act: date | None = None
    listed, paragraph = False, -1
    day_first = is_day_first(text)
    month = month_of(text, lines) if report.published is None else None
    above = days_above(text, lines, report.published)
    for zone in lines:
        under = above.get(zone.paragraph)
        today = (under.day.last if under is not None else None) or report.published
        for start, end in sentences.split(text, zone.start, zone.end):
            inside = mentions[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]
            dates = tuple(
                _completed(
                    find_dates(text, today, start, end, anchor=anchor, era=era, act=act, day_first=day_first),
                    month if today is None else None,
                )
            )
            # "October 6" is a day, though a city in Egypt is called by one.
            inside = [m for m in inside if not any(d.start <= m.start and m.end <= d.end for d in dates)]
            clauses = tuple(_clauses(text, start, end, inside, dates, gazetteer))
            told = tuple(found for clause in clauses for found in clause.dates if _counts(clause, found))
            verdict = reject.sentence_verdict(text, start, end) or _sums_up(clauses, dates)
            listed = listed and (zone.paragraph == paragraph or _is_item(text, start))
            verdict = verdict or (reject.LISTED if listed else None)
            listed = listed or _opens_sum(text, end, clauses, verdict)
            paragraph = zone.paragraph
            anchor, era = _told_last(told, anchor, era)
            act = _day_of_act(clauses) or act
            passages.append(
                Passage(
                    start,
                    end,
                    zone.kind,
                    zone.paragraph,
                    len(passages),
                    clauses,
                    dates,
                    tuple(find_clocks(text, start, end)),
                    verdict,
                    _last(groups, bisect.bisect_left(named, start)),
                    under,
                )
            )
    return passages


def _completed(dates: Iterable[DateExpression], month: date | None) -> Iterator[DateExpression]:
    """Complete "20 March" by the year of the month that the headline names; weekdays stay open."""
    for found in dates:
        meant = None
        if month is not None and found.first is None:
            meant = next((d for d in find_dates(found.text, month) if _NAMES_MONTH.search(d.text)), None)
        yield found if meant is None else replace(found, first=meant.first, last=meant.last)


_NAMES_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_NO_NEWS = frozenset({"background", "anniversary", "hypothetical", "threat"})


def day_of_lead(passages: Sequence[Passage]) -> tuple[DateExpression, int] | None:
    """Give the day of the act that the first sentences tell, summed up or not, and the sentence's number."""
    body = [passage for passage in passages if passage.zone is ZoneKind.BODY][:2]
    for passage in body:
        if passage.under is not None or not passage.triggers or _is_no_news(passage.verdict):
            continue
        for clause in passage.clauses:
            if _is_no_news(clause.verdict):
                # "On Tuesday, three days after the attack in Bogotá".
                continue
            for found in clause.dates:
                if found.is_short and not (found.of_saying or found.open_ended):
                    return found, passage.number
    return None


def _is_no_news(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.kind in _NO_NEWS


def is_log(passages: Sequence[Passage]) -> bool:
    """Whether most of a report stands under days of its own: a log, a list of strikes, a thread."""
    body = [passage for passage in passages if passage.zone is ZoneKind.BODY]
    under = [passage for passage in body if passage.under is not None and passage.under.entry is not None]
    return 2 * len(under) > len(body)


_LABEL_WORDS = 8
_DATE_WORDS = re.compile(
    r"\b(?:on|at|approximately|around|hours?|local|time|utc|gmt|[ap]\.?m)\b|[\W\d_]+", re.IGNORECASE
)


def is_date_only(text: str, passage: Passage) -> bool:
    """Whether a sentence is nothing but a date: "15 July 2024, 0800 UTC."."""
    if len(passage.dates) != 1 or passage.triggers or passage.places:
        return False
    found = passage.dates[0]
    rest = text[passage.start : found.start] + text[found.end : passage.end]
    return found.is_day and _DATE_WORDS.sub("", rest) == ""


def is_label(text: str, passage: Passage) -> bool:
    """Whether a sentence only labels what follows: "(a) Incident 107 - ATTACK."."""
    few = len(text[passage.start : passage.end].split()) <= _LABEL_WORDS
    return few and all(trigger.word.form == "noun" for trigger in passage.triggers)


def begins_item(text: str, passage: Passage) -> bool:
    """Whether a sentence begins an item of a list: what it tells is told by itself."""
    line = line_start(text, passage.start)
    if line is None:
        return False
    return _BULLET.fullmatch(text, line, passage.start) is not None or (
        line == passage.start and _BULLET.match(text, line, passage.end) is not None
    )


def _opens_sum(text: str, end: int, clauses: tuple[Clause, ...], verdict: Verdict | None) -> bool:
    """Whether a sentence leads over to the items of a sum: "... has risen to 149, as follows:"."""
    if text[end - 1 : end] != ":":
        return False
    verdicts = [verdict, *(clause.verdict for clause in clauses)]
    return any(found is not None and found.kind == "aggregate" for found in verdicts)


def _is_item(text: str, start: int) -> bool:
    line = line_start(text, start)
    return line is not None and _ITEM.match(text, line) is not None


_ITEM = re.compile(r"\s*(?:[*•▪●‣·–-]\s*(?=\S)|\d{1,2}[.)]\s)")
_BULLET = re.compile(r"\s*(?:[*•▪●‣·-]|\d{1,2}[.)])\s+")


def _day_of_act(clauses: tuple[Clause, ...]) -> date | None:
    """Give the day of the act that some clauses tell, where they tell one."""
    days = [
        found.first
        for clause in clauses
        if clause.triggers and (clause.verdict is None or not clause.verdict.hard)
        for found in clause.dates
        if found.is_day and not found.of_saying and not found.open_ended
    ]
    return days[-1] if days else None


def _counts(clause: Clause, found: DateExpression) -> bool:
    """Whether a date is one that the text goes on from: not that of a cause told in passing."""
    return clause.verdict is None or not clause.verdict.hard or found.of_saying


def _told_last(
    dates: tuple[DateExpression, ...], anchor: date | None, era: Era | None
) -> tuple[date | None, Era | None]:
    """Give what "a day later" counts from after some dates: a day, or a stretch that holds that day."""
    for found in reversed(dates):
        if found.first is None or found.last is None or found.open_ended:
            continue
        if found.is_short:
            # After a night, "the next day" counts from its second day.
            return found.last, None
        if (found.last - found.first).days > _LONG:
            return None, (found.first, found.last)
    return anchor, era


def _last(groups: list[tuple[int, str]], before: int) -> str | None:
    return groups[before - 1][1] if before else None


def _sums_up(clauses: tuple[Clause, ...], dates: tuple[DateExpression, ...]) -> Verdict | None:
    """Refuse a sentence about several attacks "since" a date that has no day of its own: it is a sum."""
    since = any(found.open_ended for found in dates)
    own_day = any(not found.open_ended for found in dates)
    long = [d for d in dates if d.first and d.last and (d.last - d.first).days > _LONG and d.span]
    if long and len(long) == len(dates):
        # "Between 7 October 2023 and 15 July 2024, at least 38,664 were killed."
        return reject.SUM
    several = any(trigger.plural for clause in clauses for trigger in clause.triggers)
    return reject.SUM if since and several and not own_day else None


def _clauses(
    text: str,
    start: int,
    end: int,
    mentions: list[Located],
    dates: tuple[DateExpression, ...],
    gazetteer: Resolver,
) -> list[Clause]:
    clauses = []
    for begin, finish in segments.split(text, start, end):
        inside = [mention for mention in mentions if begin <= mention.start < finish]
        clauses.append(
            Clause(
                begin,
                finish,
                tuple(find_triggers(text, begin, finish)),
                tuple(find_weapons(text, begin, finish)),
                tuple(tuple(chain) for chain in chains(text, inside, gazetteer)),
                tuple(found for found in dates if begin <= found.start < finish),
                reject.segment_verdict(text, begin, finish),
            )
        )
    return clauses
