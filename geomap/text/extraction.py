"""From one report to its events: what each sentence tells, and what speaks against it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.text import zones
from geomap.text.binding import (
    apart,
    bind,
    is_told_by_itself,
    join_apart,
    join_circumstance,
    plottable,
    stands,
    with_antecedents,
)
from geomap.text.harm import find_casualties
from geomap.text.headings import is_digest_of_attacks, is_other_head, is_place_head, under_their_heads
from geomap.text.passages import (
    Clause,
    Passage,
    begins_item,
    day_of_lead,
    is_date_only,
    is_label,
    is_log,
    read_passages,
)
from geomap.text.periods import period_of
from geomap.text.refusals import Refusals
from geomap.text.reject import HANGING
from geomap.text.remarks import name_of, read_remarks
from geomap.text.story import Story
from geomap.text.tolddays import MEMORY, ToldDays
from geomap.text.zones import ZoneKind

if TYPE_CHECKING:
    from geomap.model import Rejection, Report
    from geomap.text.drafts import Draft
    from geomap.text.located import Resolver

_IN_ONE_ATTACK = 1_000
"""People: more are not killed in one."""
_CAME = re.compile(
    r"\W*(?:it|this|that|(?:the|this|that|friday['’]s|\w+day['’]s)\s+(?:[\w-]+\s+){0,2}?(?:attacks?|strikes?|raids?|bombings?|blasts?|assaults?|shelling|incident))"
    r"\s+(?:also\s+)?(?:came|comes?|follow(?:s|ed))\b",
    re.IGNORECASE,
)
"""What "It came days after" another act speaks of is the act told before; the other is its setting."""
_HANGS_ON = re.compile(
    r"\W*(?:(?:nearly|almost|all|most|some|many|both|one|none|several|half)\s+){0,3}(?:of\s+)?"
    r"(?:which|whom|who|whose|where|that|and|or)\b",
    re.IGNORECASE,
)


class ReportReader:
    """Reads one report, sentence by sentence, into the events of its story and what it refused."""

    def __init__(self, report: Report, gazetteer: Resolver) -> None:
        self.report = report
        self.passages = list(under_their_heads(report.text, read_passages(report, gazetteer), gazetteer))
        self.remarks = read_remarks(report, self.passages, name_of(report))
        found = [day.first for passage in self.passages for day in passage.dates if day.is_day]
        newest = max((day for day in found if day is not None), default=None)
        log = is_log(self.passages)
        self.refusals = Refusals(report, newest, is_log=log)
        self.days = ToldDays(report, day_of_lead(self.passages), is_log=log)
        self.story = Story(report, gazetteer, self.passages, self.days, self.refusals)
        self._digest = is_digest_of_attacks(report.text, self.passages)
        self._told: Passage | None = None
        self._summed: Passage | None = None
        self._entry: int | None = None
        self._past: int | None = None

    @property
    def drafts(self) -> list[Draft]:
        """The events found."""
        return self.story.drafts

    @property
    def rejected(self) -> list[Rejection]:
        """What sounds like an event and is none, each with the reason."""
        return self.refusals.noted

    def read(self) -> None:
        """Go through the report once."""
        text, passages = self.report.text, self.passages
        for number, passage in enumerate(passages):
            entry = passage.under.entry if passage.under is not None else None
            if entry is not None and entry != self._entry:
                # What was told in another entry, or on another day, is not gone on about.
                self.story.forget()
            self._entry = entry
            if is_place_head(text, passage) and self._heads(passages, number):
                self.story.open(passage)
            elif self._digest and is_other_head(text, passage):
                # What stands under "Petite Riviere." did not happen in the town of the heading before.
                self.story.open(None)
            elif passage.zone is ZoneKind.BODY:
                if begins_item(text, passage):
                    self.days.forget()
                self._read_passage(passage, passages[number + 1 : number + 1 + MEMORY])
            elif passage.triggers and any(plottable(chain) for chain in passage.places):
                self.refusals.note(passage, passage.zone.value, f"stands in a {passage.zone.value}")
        self.story.finish(period_of(text, zones.split(text), self.report.published))

    def _heads(self, passages: list[Passage], number: int) -> bool:
        """Whether a place that stands alone has something to be the head of: not one in a list of topics."""
        day = self.report.published
        written = any(found.is_day and found.first == day for found in passages[number].dates)
        if written and not self.story.drafts:
            # "Rawalpindi, 14 Nov 2025:" says where and when the report was written.
            return False
        following = passages[number + 1 : number + 2]
        labelled = ":" in self.report.text[passages[number].start : passages[number].places[0][0].start]
        return (
            labelled
            or passages[number].zone is not ZoneKind.HEADLINE
            or any(later.zone is ZoneKind.BODY for later in following)
        )

    def _read_passage(self, passage: Passage, following: list[Passage]) -> None:
        if self.report.text[passage.end - 1 : passage.end] == ":":
            self.days.open_list(passage)
        if passage.verdict is not None:
            if self.story.waiting is not None and self.story.complete(self.story.waiting, passage):
                self.story.waiting = None
                return
            if passage.triggers:
                self.refusals.note(passage, passage.verdict.kind, passage.verdict.reason)
            self._summed = passage
            if passage.verdict.kind == "aggregate":
                # "The biggest wave of strikes yet on Monday" dates what follows.
                self.days.keep(passage, passage.clauses, within_an_event=self.story.focus is not None)
            if passage.verdict.kind in {"background", "anniversary"}:
                self._past = passage.paragraph
                self.story.recalled = passage if passage.triggers else self.story.recalled
            self.story.add_doubt(passage)
            return
        if is_date_only(self.report.text, passage):
            # "15 July 2024, 0800 UTC. A tanker was hit": the date is that of what follows.
            self.days.open(passage)
            if self.story.waiting is not None and is_label(self.report.text, self.story.waiting.passage):
                # "Incident 107 – ATTACK. 15 July 2024. A tanker was approached ...": the label's day, too.
                self.story.waiting.nearby = self.story.waiting.nearby or passage.dates[0]
            return
        if self._speaks_of_past(passage):
            if passage.triggers:
                self.refusals.note(passage, "background", "goes on about a time long before the report")
            return
        waiting, self.story.waiting = self.story.waiting, None
        told_before = waiting is not None or self.story.refused or self._goes_on_counting(passage)
        self.story.carried = told_before or self._digest
        open_clauses = self._open_clauses(passage)
        passage = self._without_dropped(passage, open_clauses)
        self.story.refused = False
        self.days.keep(passage, open_clauses, within_an_event=self.story.focus is not None)
        lead, self.story.lead = self.story.lead, None
        known = len(self.story.drafts)
        if any(
            clause.verdict is not None and clause.verdict.kind == "aggregate" for clause in passage.clauses
        ):
            self._summed = passage
        placed = with_antecedents(self.report.text, open_clauses, passage.clauses)
        told = [self._read_clause(clause, passage, following) for clause in placed]
        if not any(told) and not self.story.refused:
            joined = join_circumstance(self.report.text, open_clauses) or join_apart(open_clauses)
            told = [self._read_clause(joined, passage, following)] if joined is not None else told
        if lead is not None and any(told):
            self.story.add_lead(lead, self.story.drafts[known:])
        if not any(told) and waiting is not None and self.story.complete(waiting, passage):
            return
        if any(told):
            self._told = passage
            self.story.settle(waiting, passage)
            return
        self.story.give_up(waiting)
        if not self.story.refused:
            self.story.go_on(passage, open_clauses)
            self.story.name_site(passage)
            if not passage.triggers:
                self.story.scene.look_at(passage)

    def _goes_on_counting(self, passage: Passage) -> bool:
        """Whether an attack was told just before: deaths elsewhere are its, too: "In Lviv one died"."""
        for before in (self._told, self._summed):
            beside = before is not None and passage.number - before.number == 1
            if before is not None and beside and passage.paragraph == before.paragraph:
                return True
        if self._told is None:
            return False
        since = passage.number - self._told.number
        harm = (
            f
            for c in passage.clauses
            if c.verdict is None
            for f in find_casualties(self.report.text, c.start, c.end)
        )
        return since <= 2 * MEMORY and any(0 < (figure.best or 0) <= _IN_ONE_ATTACK for figure in harm)

    def _speaks_of_past(self, passage: Passage) -> bool:
        """Whether the paragraph has gone back to a day long ago, and this sentence names no other."""
        days = [found for found in passage.dates if not found.of_saying and not found.open_ended]
        if any(self.refusals.is_old(found) for found in days) and not passage.triggers:
            self._past = passage.paragraph
            return False
        if days:
            self._past = None
        told = self._told is not None and self._told.paragraph == passage.paragraph
        return self._past is not None and self._past == passage.paragraph and not told

    def _open_clauses(self, passage: Passage) -> list[Clause]:
        """Leave out the clauses that something speaks against, and what hangs on them."""
        # "Eight are known to have died after a drone hit ..." reports the drone, not the deaths.
        acts = any(
            clause.verdict is None and any(trigger.word.needs != "attack" for trigger in clause.triggers)
            for clause in passage.clauses
        )
        acts = acts or _CAME.match(self.report.text, passage.start, passage.end) is not None
        kept: list[Clause] = []
        dropped = False
        for clause in passage.clauses:
            verdict = clause.verdict
            if verdict is None and dropped and _HANGS_ON.match(self.report.text, clause.start):
                continue
            dropped = verdict is not None and (verdict.hard or acts) and not is_told_by_itself(clause)
            if verdict is None or not dropped:
                kept.append(clause)
            elif clause.triggers:
                self.refusals.note(clause, verdict.kind, verdict.reason)
        return kept

    def _without_dropped(self, passage: Passage, open_clauses: list[Clause]) -> Passage:
        """Close what hangs on a clause that was left out: its figures belong to nothing told here."""
        clauses = tuple(
            clause
            if clause.verdict is not None or clause in open_clauses
            else replace(clause, verdict=HANGING)
            for clause in passage.clauses
        )
        if any(clause.triggers and clause not in open_clauses for clause in passage.clauses):
            self.story.aside = passage.number
        return replace(passage, clauses=clauses)

    def _read_clause(self, clause: Clause, passage: Passage, following: list[Passage]) -> bool:
        told = False
        text = self.report.text
        standing = [
            t for t in clause.triggers if stands(text, t, clause, passage, following, self.story.carried)
        ]
        for trigger, spots in bind(clause, standing):
            for chain in apart(text, spots, self.story.gazetteer):
                told = self.story.tell(trigger, chain, clause, passage) or told
        return told
