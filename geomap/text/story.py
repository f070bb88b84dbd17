"""The events of a report while it is read: which sentence tells a new one, which goes on about another."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.model import Precision, Status
from geomap.text import details
from geomap.text.acts import is_only_named, read_act
from geomap.text.binding import begins_with, is_definite, plottable, stands
from geomap.text.chains import finest, rank
from geomap.text.drafts import (
    Draft,
    beside,
    compatible,
    may_be_one,
    same_spot,
    told_of_two_towns,
)
from geomap.text.headings import place_over
from geomap.text.passages import Clause, Passage, is_label
from geomap.text.scene import Place, Scene
from geomap.text.sums import sums_up
from geomap.text.timing import agree, choose, with_day_of_report
from geomap.text.tolddays import MEMORY, ToldDays
from geomap.text.zones import ZoneKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Report
    from geomap.text.dates import DateExpression
    from geomap.text.located import Located, Resolver
    from geomap.text.refusals import Refusals
    from geomap.text.triggers import Trigger

_IN_LEAD = 2
"""Sentences of the body that a headline or a dateline may place."""
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
_WHO = ("denied_by", "claimed_by", "attributed_to", "claim")
_ANAPHOR = re.compile(
    r"^\W*(?:(?:It|They|These|Those|This|That|He|She)\b|The\s+(?!(?:al|el|as|ash)\b)[a-z\d])"
)
"""A sentence that goes on about what was told; "The Quds Brigades" begins anew."""


class Story:
    """The events that a report has told so far, and the one that it is at.

    Parameters
    ----------
    report, gazetteer
        The report, and what resolves its places.
    passages
        All its sentences.
    days
        The day that it is at.
    refusals
        What its acts are held against.
    """

    def __init__(
        self,
        report: Report,
        gazetteer: Resolver,
        passages: Sequence[Passage],
        days: ToldDays,
        refusals: Refusals,
    ) -> None:
        self.report, self.gazetteer, self.passages = report, gazetteer, passages
        self.days, self.refusals = days, refusals
        self.drafts: list[Draft] = []
        self.focus: tuple[Draft, int] | None = None
        """The event that it is at, and the sentence that told of it last."""
        self.waiting: Draft | None = None
        """An act whose place the next sentence may give."""
        self.lead: Draft | None = None
        """An act told of a country as a whole, which the next sentence may place."""
        self.refused = False
        """Whether the act of the sentence was refused for its place or day."""
        self.carried = False
        """Whether an act was told just before, whose harm this sentence may count."""
        self.aside: int | None = None
        """The sentence that named an act only as a cause."""
        self.recalled: Passage | None = None
        """The sentence that told last of an act of long ago."""
        self.scene = Scene(report)
        self._body = next((p.number for p in passages if p.zone is ZoneKind.BODY), 0)

    def forget(self) -> None:
        """Begin anew, under another heading or in another entry."""
        self.days.forget()
        self.focus = None

    def open(self, head: Passage | None) -> None:
        """Put what follows under a heading that is but a place, or under none."""
        self.scene.open(head)
        self.forget()

    def finish(self, period: DateExpression | None) -> None:
        """Give the acts without a day that of what was told before, of the news or of the period covered."""
        self.give_up(self.waiting)
        for draft in self.drafts:
            draft.borrow_day()
            draft.borrow_news(self.days.of_the_news(draft.passage))
            draft.borrow_period(period)
        for draft in [draft for draft in self.drafts if self._is_sum(draft)]:
            self.drafts.remove(draft)
            self.refusals.note(draft.passage, "aggregate", "sums up what the report tells place by place")

    def _is_sum(self, draft: Draft) -> bool:
        leads = draft.passage.number - self._body < _IN_LEAD
        return sums_up(draft, self.drafts, self.gazetteer, leads=leads)

    def tell(self, trigger: Trigger, chain: tuple[Located, ...], clause: Clause, passage: Passage) -> bool:
        """Tell an act at a place; give whether nothing spoke against it."""
        spot = finest(chain)
        place_text = self.report.text[chain[0].start : chain[-1].end]
        nearby = self.days.before(passage, self.focus)
        draft = read_act(self.report, trigger, clause, passage, (spot, place_text), nearby)
        if (
            draft.moment.expression is None
            and nearby is None
            and not any(d.moment.first for d in self.drafts)
        ):
            draft.moment = with_day_of_report(self.report, draft.moment)
        refusal = self.refusals.of(spot, trigger, draft.moment, nearby)
        if refusal is not None:
            self.refusals.note(passage, *refusal)
            self.refused = True
            self.recalled = passage if refusal[0] == "background" else self.recalled
            if spot.resolution.precision is Precision.COUNTRY:
                self.lead = draft
            return False
        unknown = [link.surface for link in chain if link.resolution.status is not Status.RESOLVED]
        unknown += [spot.lacking] if spot.lacking is not None else []
        if unknown and draft.located:
            name = spot.surface if spot.lacking is None else spot.resolution.query
            draft.lacking = unknown[0]
            draft.flags.append(f"{unknown[0]} is not in the gazetteer: placed by {name}")
        if self._joins(draft, passage):
            return True
        if is_only_named(self.report.text, trigger, clause, passage, draft):
            self.refusals.note(passage, "background", "names an attack without a word of what happened")
            self.refused, self.recalled = True, passage
            return False
        self._begin(draft, passage)
        return True

    def _place(self, draft: Draft, passage: Passage) -> None:
        """Join an event told before, or begin a new one."""
        if not self._joins(draft, passage):
            self._begin(draft, passage)

    def _begin(self, draft: Draft, passage: Passage) -> None:
        self.drafts.append(draft)
        self.focus = (draft, passage.number)

    def _joins(self, draft: Draft, passage: Passage) -> bool:
        """Join an event told before, if one fits."""
        # "The assault began when a car rammed into the gate" goes on about the assault.
        goes_on = any(begins_with(self.report.text, word, passage.start) for word in passage.triggers[:1])
        attacker = _THE_ATTACKER.search(self.report.text, passage.start, draft.trigger.start)
        goes_on = goes_on or attacker is not None
        for known in reversed(self.drafts):
            if told_of_two_towns(known, draft):
                continue
            took_place = _TOOK_PLACE.match(self.report.text, draft.trigger.end) is not None
            again = goes_on and self.focus is not None and known is self.focus[0]
            again = again and beside(known, draft, told=took_place)
            if again or may_be_one(known, draft, self.gazetteer, goes_on=goes_on):
                known.take_in(draft)
                if again and took_place and draft.located:
                    # Where it took place is said outright.
                    known.spot, known.place_text = draft.spot, draft.place_text
                self.focus = (known, passage.number)
                return True
        return False

    def complete(self, waiting: Draft, passage: Passage) -> bool:
        """Give an act its place from the next sentence: "It happened near Tal Afar"."""
        label = is_label(self.report.text, waiting.passage) and waiting.passage.paragraph == passage.paragraph
        if not label and not _ANAPHOR.match(self.report.text[passage.start : passage.end]):
            return False
        for chain in passage.places:
            spot = finest(chain)
            refusal = self.refusals.of(spot, waiting.trigger, waiting.moment, waiting.nearby)
            if spot.role != "event" or refusal is not None:
                continue
            waiting.spot = spot
            waiting.place_text = self.report.text[chain[0].start : chain[-1].end]
            waiting.add(details.read_telling(self.report.text, passage, None, with_target=False))
            self._place(waiting, passage)
            return True
        return False

    def go_on(self, passage: Passage, clauses: list[Clause]) -> None:
        """Let a passage without a place of its own add to the event it goes on about."""
        clause = next((c for c in clauses if c.triggers), None)
        standing = (
            [t for t in clause.triggers if stands(self.report.text, t, clause, passage, [], self.carried)]
            if clause is not None
            else []
        )
        if clause is None or not standing:
            self._go_on_without_trigger(passage)
            return
        trigger = standing[0]
        if self._speaks_of_aside(passage):
            self.refusals.note(passage, "background", "speaks of the act told in passing before")
            return
        draft = read_act(self.report, trigger, clause, passage, None, self.days.before(passage, self.focus))
        if trigger.plural and not clause.dates:
            # "The attacks come as its troops advance; they retook Sudzha on 12 March": no day of theirs.
            draft.moment = replace(draft.moment, expression=None)
        if self._tell_at(self.scene.before(passage), trigger, clause, passage):
            return
        focus = self._find_focus(passage, draft)
        if focus is not None:
            focus.take_in(draft)
            self.focus = (focus, passage.number)
            return
        if self._tell_at(self.scene.above(passage), trigger, clause, passage):
            return
        if trigger.plural:
            self.refusals.note(passage, "no place", "names no place where it happened")
            self.refused = True
        else:
            self.waiting = draft

    def _speaks_of_aside(self, passage: Passage) -> bool:
        """Whether "that attack" is one that the sentence before named as a cause only."""
        recent = self.aside is not None and passage.number - self.aside <= 1
        return recent and _THAT_ACT.search(self.report.text, passage.start, passage.end) is not None

    def _tell_at(self, place: Place | None, trigger: Trigger, clause: Clause, passage: Passage) -> bool:
        """Tell an act at a place that other words give it, and say so."""
        if place is None:
            return False
        known = len(self.drafts)
        told = self.tell(trigger, place.chain, clause, passage)
        for draft in self.drafts[known:]:
            draft.nearby = place.day or draft.nearby
            draft.flags.append(place.flag)
        return told

    def settle(self, waiting: Draft | None, passage: Passage) -> None:
        """Join an act that waited for its place to the event that the next sentence tells of it."""
        if waiting is None:
            return
        goes_on = _ANAPHOR.match(self.report.text[passage.start : passage.end])
        bare = all(trigger.word.needs == "attack" for trigger in passage.triggers)
        if (goes_on or bare) and self.focus is not None and compatible(self.focus[0], waiting):
            self.focus[0].take_in(waiting)
        else:
            self.give_up(waiting)

    def give_up(self, waiting: Draft | None) -> None:
        """Place an act that waited in vain by the headline, or note that it names no place."""
        if waiting is not None and not self._place_by_head(waiting):
            self.refusals.note(waiting.passage, "no place", "names no place where it happened")

    def _place_by_head(self, waiting: Draft) -> bool:
        """Place an act of the first sentences, told without a place, by the headline or the dateline."""
        if self.drafts or waiting.passage.number - self._body > _IN_LEAD:
            return False
        found = place_over(self.passages)
        if found is None:
            return False
        chain, over = found
        refusal = self.refusals.of(finest(chain), waiting.trigger, waiting.moment, waiting.nearby)
        if refusal is not None:
            return False
        waiting.spot = finest(chain)
        waiting.place_text = self.report.text[chain[0].start : chain[-1].end]
        waiting.flags.append(f"no place of its own: placed by the {over.zone.value} {waiting.place_text!r}")
        self._place(waiting, waiting.passage)
        return True

    def _go_on_without_trigger(self, passage: Passage) -> None:
        if self.focus is None or passage.number - self.focus[1] > MEMORY:
            return
        telling = details.read_telling(self.report.text, passage, None, with_target=False)
        focus = self.focus[0]
        if "denied_by" in telling.says:
            focus = self._denied(passage, focus)
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
        if self._hangs_on_recalled(passage):
            # Who denies or claims, right after it, what was long ago says nothing of the news.
            for column in _WHO:
                telling.says.pop(column, None)
        if not elsewhere and details.adds(telling):
            focus.add(telling)

    def _hangs_on_recalled(self, passage: Passage) -> bool:
        """Whether a sentence follows, in its paragraph, on one that told of an act of long ago."""
        recalled = self.recalled
        return (
            recalled is not None
            and recalled.paragraph == passage.paragraph
            and passage.number - recalled.number == 1
        )

    def _denied(self, passage: Passage, focus: Draft) -> Draft:
        """Choose what a new paragraph denies: what the report is about, not what it told in passing last."""
        main = self.drafts[0]
        if focus is main or focus.tellings[-1].passage.paragraph == passage.paragraph:
            return focus
        earlier = (
            focus.moment.last is not None
            and main.moment.first is not None
            and focus.moment.last < main.moment.first
        )
        return main if earlier else focus

    def _find_focus(self, passage: Passage, draft: Draft) -> Draft | None:
        """Choose the event that a passage without a place speaks of: the last one that it can fit."""
        if self.focus is None:
            return None
        focus, told = self.focus
        if passage.number - told > MEMORY and (
            not is_definite(self.report.text, draft.trigger, passage.start) or len(self.drafts) > 1
        ):
            return None
        return next((known for known in (focus, *reversed(self.drafts)) if compatible(known, draft)), None)

    def name_site(self, passage: Passage) -> None:
        """Put an event told of "an outpost in northeast Jordan" at "the base, known as Tower 22"."""
        if self.focus is None or passage.number - self.focus[1] > MEMORY:
            return
        focus = self.focus[0]
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

    def add_lead(self, lead: Draft, new: list[Draft]) -> None:
        """Add a first sentence that names but a country to the one act that the next tells there."""
        if len(new) != 1 or new[0].spot is None or lead.spot is None or not compatible(new[0], lead):
            return
        countries = {finest(chain).resolution.country for chain in lead.passage.places}
        if new[0].spot.resolution.country in countries:
            lead.spot = lead.place_text = None
            new[0].take_in(lead)

    def add_doubt(self, passage: Passage) -> None:
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
