"""Events in the making: what the passages of one report say, gathered event by event."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from geomap.model import Precision, Status
from geomap.text.actors import side
from geomap.text.chains import distance_m, rank, within
from geomap.text.timing import Moment, agree, combine
from geomap.text.triggers import Trigger, same_family

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.model import Resolution
    from geomap.text.dates import DateExpression
    from geomap.text.details import Telling
    from geomap.text.located import Located, Resolver
    from geomap.text.passages import Passage

_VAGUE = frozenset({"attack", "explosion", "incident"})
_DOWNED = "interception"
_ONE_SITE_M = 3_000.0
_SUBURB_M = 30_000.0


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
            self.moment = replace(self.moment, expression=self.nearby)
            self.flags.append(f"no date of its own: taken as told of the same day, {self.nearby.text!r}")

    def add(self, telling: Telling) -> None:
        """Add what a sentence says."""
        known = self._told_in.setdefault(telling.passage.number, telling)
        if known is not telling:
            known.take_in(telling)
        else:
            self.tellings.append(telling)
        self._actor = self._actor or known.says.get("actor")

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


def same_spot(one: Resolution, other: Resolution, gazetteer: Resolver) -> bool:
    """Whether two places may be one: the same, one within the other, or a short walk apart."""
    if one.status is not Status.RESOLVED or other.status is not Status.RESOLVED:
        return one.query.lower() == other.query.lower()
    if within(one, other, gazetteer):
        return True
    apart = distance_m(one, other)
    if apart is None:
        return False
    areas = {Precision.VICINITY, Precision.DISTRICT, Precision.PROVINCE, Precision.REGION}
    reach = max((r.radius_m or 0.0 for r in (one, other) if r.precision in areas), default=0.0)
    return apart <= max(_ONE_SITE_M, reach)


def compatible(one: Draft, other: Draft) -> bool:
    """Whether time, weapon and side of two drafts let them be one event, wherever they were."""
    if not agree(one.moment, other.moment) or not same_family(one.weapon, other.weapon):
        return False
    if (
        one.spot is not None
        and other.spot is not None
        and (one.event_type == _DOWNED) != (other.event_type == _DOWNED)
    ):
        # What was shot down and what got through are told apart where both have a place.
        return False
    return one.side is None or other.side is None or one.side == other.side


def beside(one: Draft, other: Draft) -> bool:
    """Whether "the attack" on a suburb may be that on the city: told at once, and near enough."""
    if one.spot is None or other.spot is None or not compatible(one, other):
        return False
    apart = distance_m(one.spot.resolution, other.spot.resolution)
    return apart is not None and apart <= _SUBURB_M


def may_be_one(one: Draft, other: Draft, gazetteer: Resolver) -> bool:
    """Whether two drafts of one report tell the same event."""
    if not compatible(one, other):
        return False
    if one.spot is None or other.spot is None:
        return True
    if same_spot(one.spot.resolution, other.spot.resolution, gazetteer):
        return True
    # A name that the gazetteer lacks contradicts nothing: the day and the weapon decide.
    unresolved = not one.located or not other.located
    return unresolved and one.moment.first is not None and one.moment.first == other.moment.first
