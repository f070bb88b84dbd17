"""What one clause says of an act: when, by what, of what kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.text.binding import weapon_of
from geomap.text.details import read_telling
from geomap.text.drafts import Draft
from geomap.text.shares import shares_of
from geomap.text.timing import Moment, choose
from geomap.text.triggers import Trigger, event_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.model import Report
    from geomap.text.dates import DateExpression
    from geomap.text.located import Located
    from geomap.text.passages import Clause, Passage


def read_act(
    report: Report,
    trigger: Trigger,
    clause: Clause,
    passage: Passage,
    spot: tuple[Located, str] | None,
    nearby: DateExpression | None,
) -> Draft:
    """Make a draft of an act.

    Parameters
    ----------
    report
        The report.
    trigger, clause, passage
        The word that tells the act, and where it stands.
    spot
        The place and the words for it, where the clause names one.
    nearby
        The day of the act told just before.
    """
    telling_word = _strongest(trigger, clause)
    weapon = weapon_of(report.text, telling_word, clause.weapons)
    if weapon is None:
        weapon = weapon_of(report.text, trigger, clause.weapons)
    if weapon is None:
        weapon = next(_weapons_besides(report.text, clause, passage), None)
    telling = read_telling(report.text, passage, clause, with_target=spot is not None)
    if spot is not None:
        telling.keep_shares(shares_of(report.text, passage, spot[0]))
    return Draft(
        trigger,
        spot[0] if spot is not None else None,
        spot[1] if spot is not None else None,
        moment_of(report.text, trigger, clause, passage),
        weapon,
        event_type(telling_word.word.event_type, weapon),
        passage,
        [telling],
        another=_ANOTHER.search(report.text, trigger.start - _APART_AFTER, trigger.end + 2 * _APART_AFTER)
        is not None,
        apart=_APART.search(report.text, passage.start, trigger.end + _APART_AFTER) is not None,
        nearby=nearby,
    )


_ANOTHER = re.compile(r"\b(?:second|third|another|separate)\b", re.IGNORECASE)
_APART = re.compile(
    r"\b(?:second|third|another|separate(?:ly)?|also|again|later|subsequent(?:ly)?|elsewhere|meanwhile|then)\b(?!\s+(?:said|says|reported|added|claimed|stated|announced)\b)",
    re.IGNORECASE,
)
_APART_AFTER = 12


def _strongest(trigger: Trigger, clause: Clause) -> Trigger:
    """Give the word that names the act: "ten were killed in a missile strike" tells a strike."""
    if trigger.word.needs != "attack":
        return trigger
    named = [other for other in clause.triggers if other.word.needs is None and other.start > trigger.start]
    return named[0] if named else trigger


def moment_of(text: str, trigger: Trigger, clause: Clause, passage: Passage) -> Moment:
    """Choose the date and the times that belong to an act."""
    own = [found for found in clause.dates if not found.open_ended]
    if not own:
        own = [
            found
            for other in passage.clauses
            for found in other.dates
            if (other.verdict is None and not _HAD.match(text, other.start, other.end)) or found.of_saying
        ]
    if not own and passage.under is not None:
        own = [passage.under.day]
    return choose(own, passage.clocks, trigger.start)


_HAD = re.compile(r"(?:where|which|who|that)\b[^.;,]{0,40}?\bhad\b", re.IGNORECASE)
"""A clause that goes back: "in Kavkazskaya, where fire had broken out in March"."""


def _weapons_besides(text: str, clause: Clause, passage: Passage) -> Iterator[str]:
    """Yield what other clauses without a place say was used: "blasts rocked X after rockets hit it"."""
    for other in passage.clauses:
        hard = other.verdict is not None and other.verdict.hard
        if other is clause or hard or any(chain[0].role == "event" for chain in other.places):
            continue
        found = (weapon_of(text, trigger, other.weapons) for trigger in other.triggers)
        yield from (name for name in found if name is not None)


_HAPPENS = re.compile(
    r"\b(?:took\s+place|occurred|happened|heard|reported|rocked|shook|shaken|carr(?:ied|ying)\s+out|launch(?:ed|ing)|conduct(?:ed|ing)"
    r"|staged|mounted|committed|perpetrated|came\s+under|followed|hit|targeted|caused|left|struck|broke\s+out|erupted|rang\s+out|fired)\b|,[^.;]{1,60}\bsa(?:id|ys)\b",
    re.IGNORECASE,
)
"""Verbs that tell of an attack that it was."""


_CLAIMS = re.compile(r"\bclaim(?:ed|s|ing)\b|\bresponsib", re.IGNORECASE)
_HARMS = re.compile(
    r"damag\w+|destroy\w*|neutrali[sz]ed|eliminated|levell?ed|flattened|ablaze|set\s+ablaze|on\s+fire|caught\s+fire|in\s+flames|sank|sunk",
    re.IGNORECASE,
)
_SAYS_IT_WAS = frozenset({"damage", "claimed_by", "attributed_to", "actor"})


def is_only_named(text: str, trigger: Trigger, clause: Clause, passage: Passage, draft: Draft) -> bool:
    """Whether a clause names an attack and tells nothing of it: "he led attacks on Hawija"."""
    if trigger.word.needs == "support" or draft.weapon is not None or clause.weapons:
        return False
    if passage.under is not None or passage.clocks or any(not found.open_ended for found in passage.dates):
        return False
    telling = draft.tellings[0]
    if telling.casualties or not _SAYS_IT_WAS.isdisjoint(telling.says):
        return False
    if any(_HARMS.fullmatch(other.surface) for other in clause.triggers):
        return False
    # "Markets fell on the news": a verb that needs a weapon tells nothing without one.
    if any(other.word.form == "verb" and other.word.needs != "weapon" for other in clause.triggers):
        return "target" not in telling.says
    claimed = _CLAIMS.search(text, passage.start, trigger.start)
    return claimed is None and _HAPPENS.search(text, trigger.end, clause.end) is None
