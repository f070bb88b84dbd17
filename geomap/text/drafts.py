"""Events in the making: what the passages of one report say, gathered event by event."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from geomap.gazetteer import geodesy
from geomap.model import Precision, Status
from geomap.text.actors import side
from geomap.text.chains import distance_m, rank, within
from geomap.text.lexicon import fold
from geomap.text.timing import Moment, agree, combine
from geomap.text.triggers import Trigger, may_go_together, same_family

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.model import Resolution
    from geomap.text.clocks import ClockTime
    from geomap.text.dates import DateExpression
    from geomap.text.details import Telling
    from geomap.text.located import Located, Resolver
    from geomap.text.passages import Passage

_VAGUE = frozenset({"attack", "explosion", "incident"})
_DOWNED = "interception"
_ONE_SITE_M = 3_000.0
_SUBURB_M = 30_000.0
_EVENING = 18 * 60
"""Minutes of the day: a night begins with what comes after."""


@dataclass(slots=True)
class Draft:
    """An event as far as one report has told it."""

    trigger: Trigger
    spot: Located | None
    place_text: str | None
    moment: Moment
    weapon: str | None
    event_type: str
    passage: Passage
    """Where it was first told with its place."""
    tellings: list[Telling]
    flags: list[str] = field(default_factory=list)
    another: bool = False
    """Whether it says that it is another: "struck another ship", "a second attack"."""
    apart: bool = False
    """Whether its own words set it apart from what was told before: "a second attack", "also"."""
    lacking: str | None = None
    """The name that the gazetteer lacks, where the place is but what lies around it."""
    nearby: DateExpression | None = None
    """The day of the act told shortly before, for one that names no day of its own."""

    _told_in: dict[int, Telling] = field(default_factory=dict)
    """The tellings by the number of their sentence."""
    _actor: str | None = None
    """Who acted, as told first."""

    def __post_init__(self) -> None:
        for telling in self.tellings:
            self._told_in[telling.passage.number] = telling
            self._actor = self._actor or telling.says.get("actor")

    @property
    def located(self) -> bool:
        """Whether its place is resolved."""
        return self.spot is not None and self.spot.resolution.status is Status.RESOLVED

    def said(self, column: str) -> Iterator[Any]:
        """Yield what each sentence says for a column, in the order of the telling."""
        return (telling.says[column] for telling in self.tellings if column in telling.says)

    @property
    def side(self) -> str | None:
        """The country whose force acted, where the words tell."""
        return side(self._actor)

    def borrow_day(self) -> None:
        """Take the day of the act told shortly before, where this one names none, and say so."""
        if self.moment.expression is None and self.nearby is not None:
            self.moment = replace(self.moment, expression=_day_of_night(self.nearby, self.moment.clocks))
            self.flags.append(f"no date of its own: taken as told of the same day, {self.nearby.text!r}")

    def borrow_news(self, day: DateExpression | None) -> None:
        """Take the day of what the report is about, where this act names none, and say so."""
        if self.moment.expression is None and day is not None:
            self.moment = replace(self.moment, expression=day)
            self.flags.append(
                f"no date of its own: taken as of the day that the report begins with, {day.text!r}"
            )

    def borrow_period(self, period: DateExpression | None) -> None:
        """Take the days that the report covers, where nothing gives this one a day, and say so."""
        if self.moment.expression is None and period is not None:
            self.moment = replace(self.moment, expression=period)
            self.flags.append(f"no date of its own: within what the report covers, {period.text!r}")

    def add(self, telling: Telling) -> None:
        """Add what a sentence says."""
        known = self._told_in.setdefault(telling.passage.number, telling)
        if known is not telling:
            known.take_in(telling)
        else:
            self.tellings.append(telling)
        self._actor = self._actor or known.says.get("actor")

    def forget_who(self) -> None:
        """Drop who acted and who claims it."""
        self._actor = None
        for telling in self.tellings:
            for column in ("actor", "claimed_by", "attributed_to", "strength"):
                telling.says.pop(column, None)

    def take_in(self, other: Draft) -> None:
        """Add what another passage says of the same event."""
        if self.spot is None or (
            other.spot is not None
            and other.located
            and (
                not self.located
                or rank(other.spot.resolution.precision) < rank(self.spot.resolution.precision)
            )
        ):
            self.spot, self.place_text = other.spot, other.place_text
        self.moment = combine(self.moment, other.moment)
        if not same_family(self.weapon, other.weapon):
            flag = f"the report speaks of another weapon as well: {other.weapon}"
            self.flags += [flag] if flag not in self.flags else []
        if (self.event_type == _DOWNED) != (other.event_type == _DOWNED):
            # Who shot missiles down did not fire them.
            (self if self.event_type == _DOWNED else other).forget_who()
        if self.event_type == _DOWNED and other.event_type not in {_DOWNED, *_VAGUE}:
            self.event_type = other.event_type
        if self.weapon is None and other.weapon is not None:
            self.weapon = other.weapon
            if other.event_type != _DOWNED:
                self.event_type = other.event_type
        elif self.event_type == "incident" or (
            self.event_type == "attack" and other.event_type not in {*_VAGUE, _DOWNED}
        ):
            self.event_type = other.event_type
        for telling in other.tellings:
            if other.place_text is not None:
                telling.says.setdefault("place_text", other.place_text)
            self.add(telling)
        if self.located and other.spot is not None and not other.located:
            self.flags.append(f"{other.place_text} is not in the gazetteer: placed by {self.place_text}")
        self.flags.extend(flag for flag in other.flags if flag not in self.flags)


def _day_of_night(told: DateExpression, clocks: Sequence[ClockTime]) -> DateExpression:
    """Choose the day of an act at a known time between the two of a night: at 8 a.m. it was the second."""
    if told.first is None or told.last is None or told.last - told.first != timedelta(days=1) or not clocks:
        return told
    day = told.first if clocks[0].minute >= _EVENING else told.last
    return replace(told, first=day, last=day)


def same_spot(one: Resolution, other: Resolution, gazetteer: Resolver) -> bool:
    """Whether two places may be one: the same, one within the other, or a short walk apart."""
    if one.status is not Status.RESOLVED or other.status is not Status.RESOLVED:
        return one.query.lower() == other.query.lower()
    if within(one, other, gazetteer):
        return True
    apart = distance_m(one, other)
    if apart is None or one.precision is other.precision is Precision.REGION:
        # Two seas may well overlap as circles.
        return False
    if _may_lie_towards(one, other) or _may_lie_towards(other, one):
        return True
    if _are_two_settlements(one, other):
        return False
    areas = {Precision.VICINITY, Precision.DISTRICT, Precision.PROVINCE, Precision.REGION}
    reach = max((r.radius_m or 0.0 for r in (one, other) if r.precision in areas), default=0.0)
    return apart <= max(_ONE_SITE_M, reach)


def _are_two_settlements(one: Resolution, other: Resolution) -> bool:
    """Whether two towns or villages are named: even 2 km apart they are two."""
    if one.place is None or other.place is None:
        return False
    settled = one.precision is other.precision is Precision.LOCALITY
    return settled and fold(one.place.name) != fold(other.place.name)


_FAR_OFF_M = 120_000.0
_WIDE = 50.0
_TOWARDS = {
    name: 45.0 * number
    for number, name in enumerate(
        ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
    )
}
_HEADING = re.compile(r"(?P<way>(?:north|south)-?(?:east|west)|north|south|east|west)(?:ern)?(?:\s+of)?")


def _may_lie_towards(vague: Resolution, other: Resolution) -> bool:
    """Whether a place may be what lies "north of Baghdad", said without how far."""
    heading = _HEADING.fullmatch(vague.relation or "")
    base = vague.place
    if (
        heading is None
        or base is None
        or base.lat is None
        or base.lon is None
        or vague.precision not in _TOWN
    ):
        return False
    if other.lat is None or other.lon is None or other.precision not in _TOWN:
        return False
    apart = geodesy.distance_m(base.lat, base.lon, other.lat, other.lon)
    turned = (
        geodesy.bearing(base.lat, base.lon, other.lat, other.lon) - _TOWARDS[heading["way"].replace("-", "")]
    )
    return apart <= _FAR_OFF_M and abs((turned + 180.0) % 360.0 - 180.0) <= _WIDE


def compatible(one: Draft, other: Draft) -> bool:
    """Whether time, weapon and side of two drafts let them be one event, wherever they were."""
    return same_family(one.weapon, other.weapon) and _time_and_side_agree(one, other)


def _time_and_side_agree(one: Draft, other: Draft) -> bool:
    if not agree(one.moment, other.moment):
        return False
    downed = (one.event_type == _DOWNED) != (other.event_type == _DOWNED)
    if downed and one.spot is not None and other.spot is not None and not _in_one_town(one, other):
        # What was shot down and what got through are told apart where both have a place.
        return False
    return downed or one.side is None or other.side is None or one.side == other.side


_TOWN = frozenset({Precision.SITE, Precision.LOCALITY, Precision.VICINITY})


def _in_one_town(one: Draft, other: Draft) -> bool:
    """Whether two drafts stand at one site or town, by name."""
    first, second = one.spot, other.spot
    return (
        first is not None
        and second is not None
        and first.resolution.place is not None
        and second.resolution.place is not None
        and first.resolution.place.id == second.resolution.place.id
        and {first.resolution.precision, second.resolution.precision} <= _TOWN
    )


def told_of_two_towns(one: Draft, other: Draft) -> bool:
    """Whether one word tells of two towns: "shells fell on the outskirts of A and B" is two scenes."""
    if one.trigger is not other.trigger or one.spot is None or other.spot is None:
        return False
    return {one.spot.resolution.precision, other.spot.resolution.precision} <= _TOWN and not _in_one_town(
        one, other
    )


_NEAR_IN_TEXT = 4
"""Sentences: so close together, another weapon at the same site is another account of it."""


def _is_another_account(one: Draft, other: Draft) -> bool:
    """Whether a draft tells the same of one site in other words: "three rockets", then "it was drones"."""
    if one.spot is None or other.spot is None or not _in_one_town(one, other) or other.apart:
        return False
    close = abs(other.passage.number - max(t.passage.number for t in one.tellings)) <= _NEAR_IN_TEXT
    if not close or not _time_and_side_agree(one, other):
        return False
    site = one.spot.resolution.precision is other.spot.resolution.precision is Precision.SITE
    return site or may_go_together(one.weapon, other.weapon)


def beside(one: Draft, other: Draft, *, told: bool = False) -> bool:
    """Whether "the attack" on a suburb may be that on the city: told at once, and near enough.

    `told` says that the words tell where the attack took place, so that it may lie further off.
    """
    if one.spot is None or other.spot is None or not compatible(one, other):
        return False
    apart = distance_m(one.spot.resolution, other.spot.resolution)
    return apart is not None and apart <= (_FAR_OFF_M if told else _SUBURB_M)


_OPENING = 20
"""Characters: "In the southern " before the area that a sentence opens with."""


def _opens_around(area: Draft, other: Draft) -> bool:
    """Whether a sentence opens with the area that its scene lies in: "In North Darfur, ... Abu Shouk camp".

    The circle of a province is but as large as the province, and its middle may be far off.
    """
    if area.spot is None or other.spot is None or area.passage.number != other.passage.number:
        return False
    wide, fine = area.spot.resolution, other.spot.resolution
    apart = distance_m(wide, fine)
    return (
        area.spot.start - area.passage.start <= _OPENING
        and wide.precision in {Precision.DISTRICT, Precision.PROVINCE, Precision.REGION}
        and rank(fine.precision) < rank(wide.precision)
        and wide.country == fine.country
        and apart is not None
        and apart <= 2 * (wide.radius_m or 0.0)
    )


def _named_apart(unknown: Draft, other: Draft) -> bool:
    """Whether one is at a village that the gazetteer lacks, placed by its district, and the other not.

    "Ntete, in Balama district" is not the town of Balama, nor another village that is placed so.
    """
    if unknown.lacking is None or unknown.spot is None or other.spot is None or other.place_text is None:
        return False
    if unknown.lacking.lower() in other.place_text.lower() or unknown.lacking.endswith((" city", " town")):
        # "The Red Sea city" describes what has another name.
        return False
    if other.lacking is not None:
        return other.lacking.lower() not in (unknown.place_text or "").lower()
    finer = rank(other.spot.resolution.precision) < rank(unknown.spot.resolution.precision)
    return finer and other.located


def may_be_one(one: Draft, other: Draft, gazetteer: Resolver, *, goes_on: bool = False) -> bool:
    """Whether two drafts of one report tell the same event; `goes_on` says that the words hark back."""
    if not compatible(one, other):
        return _is_another_account(one, other)
    if one.spot is None or other.spot is None:
        return True
    if not goes_on and (_named_apart(one, other) or _named_apart(other, one)):
        return False
    if same_spot(one.spot.resolution, other.spot.resolution, gazetteer):
        # "Another ship near Aden" is not the one told of in the Gulf of Aden.
        return not other.another or _in_one_town(one, other)
    if _opens_around(one, other) or _opens_around(other, one):
        return True
    # A name that the gazetteer lacks contradicts nothing: the day and the weapon decide.
    # But what tells of several attacks is not the one at such a place.
    unresolved = (not one.located or not other.located) and not (
        one.trigger.plural and not other.trigger.plural
    )
    return unresolved and one.moment.first is not None and one.moment.first == other.moment.first
