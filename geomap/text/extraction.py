"""From one report to its events: which act, where, when, by what, and who says so."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.model import Precision, Rejection, Status
from geomap.text import details, zones
from geomap.text.acts import read_act
from geomap.text.binding import (
    apart,
    begins_with,
    bind,
    is_definite,
    is_told_by_itself,
    join_apart,
    join_circumstance,
    plottable,
    stands,
    with_antecedents,
)
from geomap.text.chains import finest, rank
from geomap.text.drafts import Draft, beside, compatible, may_be_one, same_spot, told_of_two_towns
from geomap.text.harm import find_casualties
from geomap.text.passages import (
    Clause,
    Passage,
    begins_item,
    day_of_lead,
    head_text,
    is_date_only,
    is_label,
    is_log,
    is_place_head,
    place_over,
    read_passages,
)
from geomap.text.periods import period_of
from geomap.text.refusals import Refusals
from geomap.text.reject import HANGING
from geomap.text.remarks import Remark, name_of, read_remarks
from geomap.text.timing import agree, choose, with_day_of_report
from geomap.text.tolddays import MEMORY, ToldDays
from geomap.text.zones import ZoneKind

if TYPE_CHECKING:
    from geomap.model import Report
    from geomap.text.located import Located, Resolver
    from geomap.text.triggers import Trigger

_IN_ONE_ATTACK = 1_000
"""People: more are not killed in one."""
_IN_LEAD = 2
"""Sentences of the body that a headline or a dateline may place."""
_UNDER_HEAD = 8
"""Sentences that a heading holds for."""
_THAT_ACT = re.compile(
    r"\bthat\s+(?:[\w-]+\s+)?(?:attack|strike|raid|assault|bombing|incident)\b", re.IGNORECASE
)
_THE_ATTACKER = re.compile(
    r"\bthe\s+(?:suicide\s+)?(?:bombers?|attackers?|assailants?|gunm[ae]n|blast|explosion|device|bomb)\s+$",
    re.IGNORECASE,
)
"""Before the verb of a sentence that goes on: "they were at prayer when the bomber struck"."""
_TOOK_PLACE = re.compile(
    r"(?:,\s[^.;]{1,60},)?\s+(?:reportedly\s+|also\s+)?(?:occurred|took\s+place|happened|was\s+carried\s+out)\b",
    re.IGNORECASE,
)
_KNOWN_AS = re.compile(
    r"\b(?:bases?|outpost|camp|site|facility|installation|garrison)\b,?\s+(?:which\s+is\s+)?"
    r"(?:known\s+as|called|named|identified\s+as|dubbed)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_THE_VESSEL = re.compile(r"\bthe\s+(?:vessel|ship|tanker|carrier|boat|merchant\w*)\b", re.IGNORECASE)
_HANGS_ON = re.compile(
    r"\W*(?:(?:nearly|almost|all|most|some|many|both|one|none|several|half)\s+){0,3}(?:of\s+)?"
    r"(?:which|whom|who|whose|where|that|and|or)\b",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(
    r"^\W*(?:(?:It|They|These|Those|This|That|He|She)\b|The\s+(?!(?:al|el|as|ash)\b)[a-z\d])"
)
"""A sentence that goes on about what was told; "The Quds Brigades" begins anew."""


class ReportReader:
    """Reads one report; keeps the drafts and what it refused."""

    def __init__(self, report: Report, gazetteer: Resolver) -> None:
        self.report = report
        self.gazetteer = gazetteer
        self.drafts: list[Draft] = []
        self.rejected: list[Rejection] = []
        self.remarks: list[Remark] = []
        self._focus: tuple[Draft, int] | None = None
        self._waiting: Draft | None = None
        self._carried = False
        self._refused = False
        self._days = ToldDays(report)
        self._lead: Draft | None = None
        self._aside: int | None = None
        self._head: tuple[tuple[Located, ...], Passage] | None = None
        self._refusals = Refusals(report, None)
        self._told: Passage | None = None
        self._summed: Passage | None = None
        self._entry: int | None = None
        self._passages: list[Passage] = []
        self._body = 0
        self._past: int | None = None

    def read(self) -> None:
        """Go through the report once, sentence by sentence."""
        passages = read_passages(self.report, self.gazetteer)
        self._passages = passages
        self._body = next((p.number for p in passages if p.zone is ZoneKind.BODY), 0)
        self.remarks = read_remarks(self.report, passages, name_of(self.report))
        days = [found.first for passage in passages for found in passage.dates if found.is_day]
        newest = max((day for day in days if day is not None), default=None)
        log = is_log(passages)
        self._refusals = Refusals(self.report, newest, is_log=log)
        self._days = ToldDays(self.report, day_of_lead(passages), is_log=log)
        for number, passage in enumerate(passages):
            entry = passage.under.entry if passage.under is not None else None
            if entry is not None and entry != self._entry:
                # What was told in another entry, or on another day, is not gone on about.
                self._days.forget()
                self._focus = None
            self._entry = entry
            if is_place_head(self.report.text, passage) and self._heads(passages, number):
                self._head = (passage.places[0], passage)
                self._days.forget()
                self._focus = None
            elif passage.zone is ZoneKind.BODY:
                if begins_item(self.report.text, passage):
                    self._days.forget()
                self._read_passage(passage, passages[number + 1 : number + 1 + MEMORY])
            elif passage.triggers and any(plottable(chain) for chain in passage.places):
                self._reject(
                    passage.start, passage.end, passage.zone.value, f"stands in a {passage.zone.value}"
                )

        self._give_up(self._waiting)
        period = period_of(self.report.text, zones.split(self.report.text), self.report.published)
        for draft in self.drafts:
            draft.borrow_day()
            draft.borrow_news(self._days.of_the_news(draft.passage))
            draft.borrow_period(period)

    def _heads(self, passages: list[Passage], number: int) -> bool:
        """Whether a place that stands alone has something to be the head of: not one in a list of topics."""
        following = passages[number + 1 : number + 2]
        labelled = ":" in self.report.text[passages[number].start : passages[number].places[0][0].start]
        return (
            labelled
            or passages[number].zone is not ZoneKind.HEADLINE
            or any(later.zone is ZoneKind.BODY for later in following)
        )

    def _read_passage(self, passage: Passage, following: list[Passage]) -> None:
        if self.report.text[passage.end - 1 : passage.end] == ":":
            self._days.open_list(passage)
        if passage.verdict is not None:
            if self._waiting is not None and self._complete(self._waiting, passage):
                self._waiting = None
                return
            if passage.triggers:
                self._reject(passage.start, passage.end, passage.verdict.kind, passage.verdict.reason)
            self._summed = passage
            if passage.verdict.kind == "aggregate":
                # "The biggest wave of strikes yet on Monday" dates what follows.
                self._days.keep(passage, passage.clauses, within_an_event=self._focus is not None)
            if passage.verdict.kind in {"background", "anniversary"}:
                self._past = passage.paragraph
            self._add_doubt(passage)
            return
        if is_date_only(self.report.text, passage):
            # "15 July 2024, 0800 UTC. A tanker was hit": the date is that of what follows.
            self._days.open(passage)
            if self._waiting is not None and is_label(self.report.text, self._waiting.passage):
                # "Incident 107 – ATTACK. 15 July 2024. A tanker was approached ...": the label's day, too.
                self._waiting.nearby = self._waiting.nearby or passage.dates[0]
            return
        if self._speaks_of_past(passage):
            if passage.triggers:
                self._reject(
                    passage.start, passage.end, "background", "goes on about a time long before the report"
                )
            return
        waiting, self._waiting = self._waiting, None
        self._carried = waiting is not None or self._refused or self._goes_on_counting(passage)
        open_clauses = self._open_clauses(passage)
        passage = self._without_dropped(passage, open_clauses)
        self._refused = False
        self._days.keep(passage, open_clauses, within_an_event=self._focus is not None)
        lead, self._lead = self._lead, None
        known = len(self.drafts)
        if any(
            clause.verdict is not None and clause.verdict.kind == "aggregate" for clause in passage.clauses
        ):
            self._summed = passage
        placed = with_antecedents(self.report.text, open_clauses, passage.clauses)
        told = [self._read_clause(clause, passage, following) for clause in placed]
        if not any(told) and not self._refused:
            joined = join_circumstance(self.report.text, open_clauses) or join_apart(open_clauses)
            told = [self._read_clause(joined, passage, following)] if joined is not None else told
        if lead is not None and any(told):
            self._add_lead(lead, self.drafts[known:])
        if not any(told) and waiting is not None and self._complete(waiting, passage):
            return
        if any(told):
            self._told = passage
            self._settle(waiting, passage)
            return
        self._give_up(waiting)
        if not self._refused:
            self._go_on(passage, open_clauses)
            self._name_site(passage)

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
        if any(self._refusals.is_old(found) for found in days) and not passage.triggers:
            self._past = passage.paragraph
            return False
        if days:
            self._past = None
        told = self._told is not None and self._told.paragraph == passage.paragraph
        return self._past is not None and self._past == passage.paragraph and not told

    def _name_site(self, passage: Passage) -> None:
        """Put an event told of "an outpost in northeast Jordan" at "the base, known as Tower 22"."""
        if self._focus is None or passage.number - self._focus[1] > MEMORY:
            return
        focus = self._focus[0]
        for chain in passage.places:
            spot = finest(chain)
            if (
                focus.spot is not None
                and spot.resolution.status is Status.RESOLVED
                and self._names_scene(focus.spot, passage, chain)
                and rank(spot.resolution.precision) < rank(focus.spot.resolution.precision)
                and same_spot(spot.resolution, focus.spot.resolution, self.gazetteer)
            ):
                focus.spot = spot
                focus.place_text = self.report.text[chain[0].start : chain[-1].end]
                focus.add(details.Telling(passage, {"place_text": focus.place_text}))

    def _names_scene(self, told: Located, passage: Passage, chain: tuple[Located, ...]) -> bool:
        """Whether words say where exactly: "the base, known as X"; "50 miles off Aden, the ship was hit"."""
        if _KNOWN_AS.search(self.report.text[passage.start : chain[0].start]):
            return True
        at_sea = told.resolution.precision is Precision.REGION and chain[0].resolution.relation is not None
        return at_sea and _THE_VESSEL.search(self.report.text, passage.start, passage.end) is not None

    def _add_lead(self, lead: Draft, new: list[Draft]) -> None:
        """Add a first sentence that names but a country to the one act that the next tells there."""
        if len(new) != 1 or new[0].spot is None or lead.spot is None or not compatible(new[0], lead):
            return
        countries = {finest(chain).resolution.country for chain in lead.passage.places}
        if new[0].spot.resolution.country in countries:
            lead.spot = lead.place_text = None
            new[0].take_in(lead)

    def _add_doubt(self, passage: Passage) -> None:
        """Add "it is unclear whether anybody was hurt" to the event that it speaks of."""
        words = details.unclear_harm(self.report.text, passage.start, passage.end)
        if words is None:
            return
        moment = choose(passage.dates, (), passage.start)
        weapons = {weapon.name for clause in passage.clauses for weapon in clause.weapons if weapon.name}
        fitting = [known for known in self.drafts if agree(known.moment, moment)]
        fitting.sort(key=lambda known: known.weapon not in weapons if weapons else False)
        if fitting:
            fitting[0].add(details.Telling(passage, {"unclear": words}))

    def _open_clauses(self, passage: Passage) -> list[Clause]:
        """Leave out the clauses that something speaks against, and what hangs on them."""
        # "Eight are known to have died after a drone hit ..." reports the drone, not the deaths.
        acts = any(
            clause.verdict is None and any(trigger.word.needs != "attack" for trigger in clause.triggers)
            for clause in passage.clauses
        )
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
                self._reject(clause.start, clause.end, verdict.kind, verdict.reason)
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
            self._aside = passage.number
        return replace(passage, clauses=clauses)

    # -- a clause that names its place -------------------------------------------------

    def _read_clause(self, clause: Clause, passage: Passage, following: list[Passage]) -> bool:
        told = False
        text = self.report.text
        standing = [t for t in clause.triggers if stands(text, t, clause, passage, following, self._carried)]
        for trigger, spots in bind(clause, standing):
            for chain in apart(text, spots, self.gazetteer):
                told = self._tell(trigger, chain, clause, passage) or told
        return told

    def _tell(self, trigger: Trigger, chain: tuple[Located, ...], clause: Clause, passage: Passage) -> bool:
        spot = finest(chain)
        place_text = self.report.text[chain[0].start : chain[-1].end]
        nearby = self._days.before(passage, self._focus)
        draft = read_act(self.report, trigger, clause, passage, (spot, place_text), nearby)
        if (
            draft.moment.expression is None
            and nearby is None
            and not any(d.moment.first for d in self.drafts)
        ):
            draft.moment = with_day_of_report(self.report, draft.moment)
        refusal = self._refusals.of(spot, trigger, draft.moment, nearby)
        if refusal is not None:
            self._reject(passage.start, passage.end, *refusal)
            self._refused = True
            if spot.resolution.precision is Precision.COUNTRY:
                self._lead = draft
            return False
        unknown = [link.surface for link in chain if link.resolution.status is not Status.RESOLVED]
        unknown += [spot.lacking] if spot.lacking is not None else []
        if unknown and draft.located:
            name = spot.surface if spot.lacking is None else spot.resolution.query
            draft.lacking = unknown[0]
            draft.flags.append(f"{unknown[0]} is not in the gazetteer: placed by {name}")
        self._place(draft, passage)
        return True

    def _place(self, draft: Draft, passage: Passage) -> None:
        """Join an event told before, or begin a new one."""
        # "The assault began when a car rammed into the gate": what opens the sentence is what it goes on about.
        goes_on = any(begins_with(self.report.text, word, passage.start) for word in passage.triggers[:1])
        attacker = _THE_ATTACKER.search(self.report.text, passage.start, draft.trigger.start)
        goes_on = goes_on or attacker is not None
        for known in reversed(self.drafts):
            if told_of_two_towns(known, draft):
                continue
            took_place = _TOOK_PLACE.match(self.report.text, draft.trigger.end) is not None
            again = goes_on and self._focus is not None and known is self._focus[0]
            again = again and beside(known, draft, told=took_place)
            if again or may_be_one(known, draft, self.gazetteer, goes_on=goes_on):
                known.take_in(draft)
                if again and took_place and draft.located:
                    # Where it took place is said outright.
                    known.spot, known.place_text = draft.spot, draft.place_text
                self._focus = (known, passage.number)
                return
        self.drafts.append(draft)
        self._focus = (draft, passage.number)

    # -- passages that name no place ---------------------------------------------------

    def _complete(self, waiting: Draft, passage: Passage) -> bool:
        """Give an act its place from the next sentence: "It happened near Tal Afar"."""
        label = is_label(self.report.text, waiting.passage) and waiting.passage.paragraph == passage.paragraph
        if not label and not _ANAPHOR.match(self.report.text[passage.start : passage.end]):
            return False
        for chain in passage.places:
            spot = finest(chain)
            refusal = self._refusals.of(spot, waiting.trigger, waiting.moment, waiting.nearby)
            if spot.role != "event" or refusal is not None:
                continue
            waiting.spot = spot
            waiting.place_text = self.report.text[chain[0].start : chain[-1].end]
            waiting.add(details.read_telling(self.report.text, passage, None, with_target=False))
            self._place(waiting, passage)
            return True
        return False

    def _go_on(self, passage: Passage, clauses: list[Clause]) -> None:
        """Let a passage without a place of its own add to the event it goes on about."""
        clause = next((c for c in clauses if c.triggers), None)
        standing = (
            [t for t in clause.triggers if stands(self.report.text, t, clause, passage, [], self._carried)]
            if clause is not None
            else []
        )
        if clause is None or not standing:
            self._go_on_without_trigger(passage)
            return
        trigger = standing[0]
        if self._speaks_of_aside(passage):
            self._reject(passage.start, passage.end, "background", "speaks of the act told in passing before")
            return
        draft = read_act(self.report, trigger, clause, passage, None, self._days.before(passage, self._focus))
        focus = self._find_focus(passage, draft)
        if focus is not None:
            focus.take_in(draft)
            self._focus = (focus, passage.number)
            return
        if self._head is not None and self._tell_under_head(trigger, clause, passage):
            return
        if trigger.plural:
            self._reject(passage.start, passage.end, "no place", "names no place")
            self._refused = True
        else:
            self._waiting = draft

    def _speaks_of_aside(self, passage: Passage) -> bool:
        """Whether "that attack" is one that the sentence before named as a cause only."""
        recent = self._aside is not None and passage.number - self._aside <= 1
        return recent and _THAT_ACT.search(self.report.text, passage.start, passage.end) is not None

    def _tell_under_head(self, trigger: Trigger, clause: Clause, passage: Passage) -> bool:
        """Place an act by the heading that it stands under: "**Baghdad.** A bomb hit a convoy"."""
        if self._head is None or passage.number - self._head[1].number > _UNDER_HEAD:
            return False
        chain, head = self._head
        known = len(self.drafts)
        told = self._tell(trigger, chain, clause, passage)
        for draft in self.drafts[known:]:
            draft.flags.append(f"no place of its own: placed by the heading {head_text(self.report, head)!r}")
        return told

    def _settle(self, waiting: Draft | None, passage: Passage) -> None:
        """Join an act that waited for its place to the event that the next sentence tells of it."""
        if waiting is None:
            return
        goes_on = _ANAPHOR.match(self.report.text[passage.start : passage.end])
        bare = all(trigger.word.needs == "attack" for trigger in passage.triggers)
        if (goes_on or bare) and self._focus is not None and compatible(self._focus[0], waiting):
            self._focus[0].take_in(waiting)
        else:
            self._give_up(waiting)

    def _give_up(self, waiting: Draft | None) -> None:
        if waiting is not None and not self._place_by_head(waiting):
            self._reject(waiting.passage.start, waiting.passage.end, "no place", "names no place")

    def _place_by_head(self, waiting: Draft) -> bool:
        """Place an act of the first sentences, told without a place, by the headline or the dateline."""
        if self.drafts or waiting.passage.number - self._body > _IN_LEAD:
            return False
        found = place_over(self._passages)
        if found is None:
            return False
        chain, over = found
        refusal = self._refusals.of(finest(chain), waiting.trigger, waiting.moment, waiting.nearby)
        if refusal is not None:
            return False
        waiting.spot = finest(chain)
        waiting.place_text = self.report.text[chain[0].start : chain[-1].end]
        waiting.flags.append(f"no place of its own: placed by the {over.zone.value} {waiting.place_text!r}")
        self._place(waiting, waiting.passage)
        return True

    def _go_on_without_trigger(self, passage: Passage) -> None:
        if self._focus is None or passage.number - self._focus[1] > MEMORY:
            return
        focus = self._focus[0]
        if any(clause.verdict is not None and clause.verdict.hard for clause in passage.clauses):
            return
        incident = any(trigger.word.needs == "support" for trigger in passage.triggers)
        said = next((found for found in passage.dates if found.of_saying or incident), None)
        anaphor = _ANAPHOR.match(self.report.text[passage.start : passage.end])
        if focus.moment.expression is None and said is not None and anaphor:
            # "This was reported by the governor on 20 February."
            focus.moment = replace(focus.moment, expression=said)
            focus.add(details.Telling(passage))
            return
        elsewhere = [
            chain
            for chain in passage.places
            if chain[0].role == "event"
            and plottable(chain)
            and (
                focus.spot is None
                or not same_spot(finest(chain).resolution, focus.spot.resolution, self.gazetteer)
            )
        ]
        telling = details.read_telling(self.report.text, passage, None, with_target=False)
        if not elsewhere and details.adds(telling):
            focus.add(telling)

    def _find_focus(self, passage: Passage, draft: Draft) -> Draft | None:
        """Choose the event that a passage without a place speaks of: the last one that it can fit."""
        if self._focus is None:
            return None
        focus, told = self._focus
        if passage.number - told > MEMORY and (
            not is_definite(self.report.text, draft.trigger, passage.start) or len(self.drafts) > 1
        ):
            return None
        return next((known for known in (focus, *reversed(self.drafts)) if compatible(known, draft)), None)

    def _reject(self, start: int, end: int, kind: str, reason: str) -> None:
        quote = self.report.text[start:end]
        kept = quote.rstrip()
        self.rejected.append(Rejection(self.report.id, start, start + len(kept), kept, kind, reason))
