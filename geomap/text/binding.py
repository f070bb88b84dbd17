"""Which place and which weapon belong to which act of a clause, and whether a word tells an act at all."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.model import Kind, Precision, Resolution, Status
from geomap.text.actors import acts, find_parties
from geomap.text.chains import distance_m, finest, rank, within
from geomap.text.drafts import same_spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.located import Located, Resolver
    from geomap.text.passages import Clause, Passage
    from geomap.text.triggers import Trigger, Weapon

Chain = tuple["Located", ...]

_GOES_ON = re.compile(
    r"\b(?:the|this|that|these|those|both|his|its|(?:mon|tues|wednes|thurs|fri|satur|sun)day['’]s|yesterday['’]s|last\s+week['’]s)\s+(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_LAUNCHES = frozenset({"fired", "firing", "launched", "launching", "lobbed", "dropped"})
_BY_MEANS_OF = re.compile(r"\b(?:with|using|by(?:\s+means\s+of)?)\b", re.IGNORECASE)
_WITH = re.compile(r"\b(?:with|using)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_DEBRIS = re.compile(r"\b(?:debris|shrapnel|wreckage|fragments)\b", re.IGNORECASE)
"""What falls from what was shot down harms people too."""
_HARMED_WHEN_HIT = re.compile(
    r"\b(?:killed|injured|wounded|martyred|died)\b[^.;]{0,200}?\b(?:when|as|after)\s[^.;]{0,120}?\b(?:was|were)\s+(?:hit|struck|shelled|targeted)\b"
    r"(?!\s+by\b|\s+(?:head|hard|and\s+dragged))"
)
"""People harmed where something was hit, by nothing of the road: "killed when a house was hit in X"."""
_COMBATANTS = re.compile(
    r"\b(?:terrorists|militants|insurgents|jihadists|gunmen|extremists|khwarij)\s+(?:were|was)\s+(?:also\s+)?(?:killed|neutrali[sz]ed|eliminated)\b"
    r"(?!\s+(?:since|so\s+far))"
)
"""Whom only an attack or a fight kills: "in another operation, in Kulachi, four terrorists were killed"."""
_ATTACKERS = re.compile(
    r"\b(?:jihadis?ts?|gunm[ae]n|militants?|rebels?|insurgents?|bandits?|armed\s+men|attackers?|assailants?|terrorists?|extremists?"
    r"|militiam[ae]n|raiders?|snipers?)\s+(?:(?:on|in|from|with|of|and|who|also|then|had|have|has)\s+(?:[\w’'-]+\s+){0,3})?$",
    re.IGNORECASE,
)
"""Before a verb of harm, who did it: "jihadists killed 44 worshippers"."""
OPERATION = re.compile(
    r"\b(?:(?:intelligence[-\s]based|security|military|clearance|search|cordon\w*)\s+(?:[\w-]+\s+){0,2}operations?|gunfight|encounter|shoot-?out"
    r"|fire\s+exchange|exchange\s+of\s+fire)\b",
    re.IGNORECASE,
)
"""In which people are killed by force: "in another operation, in Datta Khel, five more were killed"."""
_VESSEL = re.compile(r"\b(?:vessel|ship|tanker|carrier|boat|M/V|MV)\b", re.IGNORECASE)

_MARITIME = re.compile(
    r"\b(?:UKMTO|Maritime|Ambrey|merchant|vessel|ship|tanker|carrier|MV|M/V|skiffs?)\b", re.IGNORECASE
)
_NAUTICAL = re.compile(r"\bnautical\b|\d\s*(?:nm|nmi)\b", re.IGNORECASE)


def stands(
    text: str, trigger: Trigger, clause: Clause, passage: Passage, following: Sequence[Passage], carried: bool
) -> bool:
    """Whether a word tells an act here, or needs beside it what is not there.

    Parameters
    ----------
    text
        The report.
    trigger, clause, passage
        The word, and where it stands.
    following
        The sentences after it.
    carried
        Whether the sentence before told an act and left its place open.
    """
    needs = trigger.word.needs
    if needs is None:
        return True
    if needs == "weapon":
        return bool(clause.weapons)
    if needs == "attack":
        if carried or any(other.word.needs is None for other in passage.triggers):
            # "A hospital was struck by a missile. In Kyiv 22 people were killed."
            return True
        if any(c.weapons for c in passage.clauses) or _spoken_of(text, following[:2]):
            return True
        if _DEBRIS.search(text, passage.start, passage.end):
            return True
        if _HARMED_WHEN_HIT.search(text, passage.start, passage.end):
            return True
        if _COMBATANTS.search(text, clause.start, clause.end) or OPERATION.search(
            text, passage.start, passage.end
        ):
            return True
        if _ATTACKERS.search(text[clause.start : trigger.start]):
            return True
        # "JNIM militants killed 33 civilians in Youlou."
        return any(
            party.end <= trigger.start and acts(text, party)
            for party in find_parties(text, clause.start, clause.end)
        )
    if needs == "vessel":
        return _VESSEL.search(text, passage.start, passage.end) is not None
    if _MARITIME.search(text, passage.start, passage.end) and any(
        _NAUTICAL.search(finest(chain).resolution.relation or "") for chain in clause.places
    ):
        # What UKMTO reports "150 nautical miles northwest of Hodeidah" is one.
        return True
    if any(
        other.word.form == "verb" and other.word.needs in {None, "attack"}
        for later in following[:1]
        for other in later.triggers
        if _VESSEL.search(text, later.start, later.end)
    ):
        # A ship's report: "an incident 54 nautical miles south of Aden. The vessel was hit."
        return True
    # "An incident" is one of violence where the next sentences tell of an attack or an explosion.
    return any(
        other.word.form == "noun" and other.word.needs is None
        for later in (passage, *following)
        if later.verdict is None
        and not any(plottable(chain) for chain in later.places if later is not passage)
        for other in later.triggers
    )


def _spoken_of(text: str, following: Sequence[Passage]) -> bool:
    """Whether the next sentences say "the attack": then people killed were killed in one."""
    return any(
        trigger.word.needs is None and not trigger.plural and begins_with(text, trigger, later.start)
        for later in following
        if later.verdict is None
        for trigger in later.triggers
    )


def begins_with(text: str, trigger: Trigger, start: int) -> bool:
    """Whether a sentence begins with "The attack", "This strike" or "It struck"."""
    opening = _BEGINS_WITH if trigger.word.form == "noun" else _IT
    return opening.fullmatch(text, start, trigger.start) is not None


def join_circumstance(text: str, clauses: Sequence[Clause]) -> Clause | None:
    """Put an act and its circumstance together: "a device went off while they were on patrol in Rutba"."""
    for act, beside in pairwise(clauses):
        if _labels(text, act, beside):
            return replace(
                beside, start=act.start, places=act.places + beside.places, dates=act.dates + beside.dates
            )
        if not act.triggers or beside.triggers or not beside.places or act.end != beside.start:
            continue
        if any(chain[0].role == "event" for chain in act.places):
            continue
        if text[: act.end].rstrip()[-1:].isalpha() and _WHILE.match(text, beside.start):
            return replace(
                act,
                end=beside.end,
                weapons=act.weapons + beside.weapons,
                places=act.places + beside.places,
                dates=act.dates + beside.dates,
            )
    return None


def join_apart(clauses: Sequence[Clause]) -> Clause | None:
    """Put a sentence together again that names one place in one clause and tells the act in another.

    "A base in the south, where troops train as part of a campaign, was attacked by drones."
    """
    spots = [chain for clause in clauses for chain in clause.places if chain[0].role == "event"]
    acting = [clause for clause in clauses if clause.triggers]
    if len(spots) != 1 or len(acting) != 1 or acting[0].places or not plottable(spots[0]):
        return None
    if acting[0].verdict is not None and all(t.word.form == "noun" for t in acting[0].triggers):
        return None
    return replace(acting[0], places=(spots[0],))


def with_antecedents(text: str, clauses: Sequence[Clause], sentence: Sequence[Clause]) -> list[Clause]:
    """Give a clause that begins with "where" the place that it goes on about."""
    ending = {clause.end: clause.places[-1] for clause in sentence if clause.places}
    out: list[Clause] = []
    for clause in clauses:
        chain = ending.get(clause.start)
        here = any(chain[0].role == "event" for chain in clause.places)
        if chain is not None and not here and clause.triggers and _WHERE.match(text, clause.start):
            clause = replace(clause, places=(chain, *clause.places))
        out.append(clause)
    return out


def _labels(text: str, label: Clause, act: Clause) -> bool:
    """Whether a clause is but the place of the next: "Diyala (near Khanaqin): Gunmen attacked"."""
    if label.triggers or not label.places or not act.triggers or label.end != act.start:
        return False
    if any(chain[0].role == "event" for chain in act.places):
        return False
    return _LABEL.fullmatch(text, label.start, act.start) is not None


_WHERE = re.compile(r"where\b", re.IGNORECASE)
_LABEL = re.compile(
    r"\W*(?:\d{1,2}[.)]\s+)?(?:(?:[A-Z][\w’'-]*|al-\w+|of|the|and)[ ,]*){1,6}(?:\([^()]{2,40}\))?\s*:\s+"
)
_WHILE = re.compile(r"(?:while|as|when)\s+(?:they|he|she|it|on|the|its|his)\b", re.IGNORECASE)


def is_told_by_itself(clause: Clause) -> bool:
    """Whether a clause that begins with "after" reports an act as well: with its own verb, town and day."""
    if clause.verdict is None or clause.verdict.hard or not any(found.is_short for found in clause.dates):
        return False
    towns = [
        chain
        for chain in clause.places
        if chain[0].role == "event"
        and finest(chain).resolution.status is Status.RESOLVED
        and rank(finest(chain).resolution.precision) < rank(Precision.DISTRICT)
    ]
    return bool(towns) and any(trigger.word.form == "verb" for trigger in clause.triggers)


def is_definite(text: str, trigger: Trigger, start: int) -> bool:
    """Whether "the", "this" or "Friday's" stands before a word, in the sentence from `start` on."""
    return _GOES_ON.search(text[start : trigger.start]) is not None


def bind(clause: Clause, triggers: Sequence[Trigger]) -> list[tuple[Trigger, list[Chain]]]:
    """Tie each place of a clause to the trigger before it, else to the one after."""
    chains = [chain for chain in clause.places if chain[0].role == "event"]
    if not triggers:
        return []
    bound: dict[int, list[Chain]] = {}
    for chain in chains:
        before = [index for index, trigger in enumerate(triggers) if trigger.start < chain[0].start]
        bound.setdefault(before[-1] if before else 0, []).append(chain)
    return [(triggers[index], spots) for index, spots in sorted(bound.items())]


def apart(text: str, spots: Sequence[Chain], gazetteer: Resolver) -> list[Chain]:
    """Keep one chain for each spot: of nested or neighbouring ones the finest."""
    kept: list[Chain] = []
    for chain in sorted(spots, key=lambda chain: _order(finest(chain))):
        resolution = finest(chain).resolution
        broad = resolution.precision is Precision.COUNTRY or (
            resolution.precision is Precision.REGION and not _is_elsewhere(resolution, kept)
        )
        same = any(
            same_spot(resolution, finest(other).resolution, gazetteer)
            and not _are_listed(text, chain, other, gazetteer)
            for other in kept
        )
        if not kept or not (broad or same or _labels_area(text, chain, kept)):
            kept.append(chain)
    return sorted(kept, key=lambda chain: chain[0].start)


_AREAS = frozenset({Precision.DISTRICT, Precision.PROVINCE, Precision.REGION})
_COLON = re.compile(r"\s*(?:\([^()]{1,40}\))?\s*:")


def _labels_area(text: str, chain: Chain, kept: Sequence[Chain]) -> bool:
    """Whether an area labels what is told of a place in it: "Bakhmut district: shells fell on Siversk"."""
    area = finest(chain).resolution
    if area.precision not in _AREAS or _COLON.match(text, chain[-1].end) is None:
        return False
    return any(finest(other).resolution.country == area.country for other in kept)


_SETTLED = frozenset({Precision.LOCALITY, Precision.VICINITY})
_IN_A_ROW = re.compile(r"\s*(?:,|,?\s+and|,?\s+as\s+well\s+as)\s+(?:near\s+|in\s+)?", re.IGNORECASE)


def _are_listed(text: str, one: Chain, other: Chain, gazetteer: Resolver) -> bool:
    """Whether two towns stand in a row: "the outskirts of Khiam and Kfar Kila" are two, near as they are."""
    before, after = sorted((one, other), key=lambda chain: chain[0].start)
    if not _IN_A_ROW.fullmatch(text, before[-1].end, after[0].start):
        return False
    first, second = finest(before).resolution, finest(after).resolution
    settled = {first.precision, second.precision} <= _SETTLED
    return settled and not within(first, second, gazetteer)


def _is_elsewhere(region: Resolution, kept: Sequence[Chain]) -> bool:
    """Whether a region is a scene of its own: "the camp at Makhmour and Mount Sinjar"."""
    mountain = region.place is not None and region.place.kind in _SMALL_REGIONS
    apart = [distance_m(region, finest(chain).resolution) for chain in kept]
    return mountain and all(gap is not None and gap > (region.radius_m or 0.0) for gap in apart)


_SMALL_REGIONS = frozenset({Kind.MOUNTAIN, Kind.ISLAND})


def _order(spot: Located) -> tuple[bool, int, float, int]:
    resolution = spot.resolution
    unresolved = resolution.status is not Status.RESOLVED
    return unresolved, rank(resolution.precision), resolution.radius_m or 0.0, spot.start


def plottable(chain: Chain) -> bool:
    """Whether a chain names something finer than a country."""
    return finest(chain).resolution.precision is not Precision.COUNTRY


def weapon_of(text: str, trigger: Trigger, weapons: Sequence[Weapon]) -> str | None:
    """Choose the weapon that belongs to a trigger: its own, else the nearest that can be its tool."""
    if trigger.word.weapon is not None:
        own = trigger.word.weapon
        with_it = [w.name for w in weapons if w.name and _WITH.search(text, trigger.end, w.start)]
        open_verb = trigger.word.event_type == "shelling" and trigger.word.form == "verb"
        # "Shelled Hays with mortars": the verb leaves open what was fired.
        return with_it[0] if open_verb and with_it and own not in with_it else own
    launches = trigger.surface.lower() in _LAUNCHES or trigger.word.event_type == "interception"
    usable = [
        weapon
        for weapon in weapons
        if weapon.name is not None
        and (
            trigger.word.form == "noun"
            or launches
            or weapon.start < trigger.start
            or weapon.unit != "round"
            or _BY_MEANS_OF.search(text, trigger.end, weapon.start) is not None
        )
    ]
    if not usable:
        return None
    nearest = min(usable, key=lambda weapon: (abs(weapon.start - trigger.start), weapon.start))
    listed = [w for w in usable if w.start < nearest.start and _LISTED.fullmatch(text, w.end, nearest.start)]
    # "Missiles and drones struck": the first is what the reporter puts first.
    return (listed[0] if listed else nearest).name


_BEGINS_WITH = re.compile(
    r"\W*(?:The|This|That|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day['’]s)\s+(?:[a-z][\w-]*\s+){0,3}"
)
_IT = re.compile(r"\W*(?:It|They)\s+(?:(?:also|then|later|reportedly)\s+)?")
_LISTED = re.compile(r"\s*(?:,|and|,\s+and)\s+(?:[\w-]+\s+){0,2}", re.IGNORECASE)
