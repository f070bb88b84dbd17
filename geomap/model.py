"""The nouns of geomap: places, mentions of them, what they resolve to, reports and events.

All are frozen and slotted. Latitudes and longitudes are degrees in WGS 84 (EPSG:4326);
distances are metres; text offsets count Unicode code points, so ``text[start:end]`` is
the quoted span. Unknown is ``None``, never 0 or -1.
"""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - typing.get_type_hints must find them
from dataclasses import dataclass, field, fields
from datetime import date, datetime  # noqa: TC003 - likewise
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple


class Status(StrEnum):
    """What became of a place name."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNRESOLVED = "unresolved"


class Precision(StrEnum):
    """How finely a position is known, finest first."""

    COORDINATE = "coordinate"
    """The source itself states coordinates."""
    SITE = "site"
    """A named facility: an embassy, a base, a field, a crossing."""
    LOCALITY = "locality"
    """A town, a village, or a quarter of a city."""
    VICINITY = "vicinity"
    """Near, or at a distance from, a named place."""
    DISTRICT = "district"
    """A second-level administrative unit."""
    PROVINCE = "province"
    """A first-level administrative unit."""
    REGION = "region"
    """A part of a country, a sea, a river, a named region."""
    COUNTRY = "country"


class Confidence(StrEnum):
    """How well a gazetteer's own coordinate is founded."""

    HIGH = "high"
    """Two independent sources agree."""
    MEDIUM = "medium"
    """One source."""
    LOW = "low"
    """Sources disagree, or are derived from each other."""
    MEMORY = "memory"
    """No source found; written down from general knowledge."""


class AliasKind(StrEnum):
    """Why a place is also called so."""

    NAME = "name"
    SPELLING = "spelling"
    TRANSLATION = "translation"
    MISSPELLING = "misspelling"
    CODE = "code"
    FORMER = "former"
    SHORT = "short"
    DESCRIPTION = "description"
    DEMONYM = "demonym"


class Kind(StrEnum):
    """What sort of place a place is (the `kind` column of a pack)."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    REGION = "region"
    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    QUARTER = "quarter"
    AIR_BASE = "air-base"
    AIRPORT = "airport"
    MILITARY_BASE = "military-base"
    OUTPOST = "outpost"
    EMBASSY = "embassy"
    GOVERNMENT_COMPLEX = "government-complex"
    BUILDING = "building"
    REFUGEE_CAMP = "refugee-camp"
    OIL_FIELD = "oil-field"
    GAS_FIELD = "gas-field"
    DAM = "dam"
    PORT = "port"
    BORDER_CROSSING = "border-crossing"
    ISLAND = "island"
    SEA = "sea"
    STRAIT = "strait"
    RIVER = "river"
    LAKE = "lake"
    MOUNTAIN = "mountain"
    DESERT = "desert"
    COORDINATE = "coordinate"

    @cached_property
    def precision(self) -> Precision:
        """The precision that naming a place of this kind gives."""
        return _PRECISION.get(self, Precision.SITE)

    @cached_property
    def is_area(self) -> bool:
        """Whether a place of this kind must never be drawn as a pin-point."""
        return self.precision in _AREAS


_PRECISION = {
    Kind.COORDINATE: Precision.COORDINATE,
    Kind.CITY: Precision.LOCALITY,
    Kind.TOWN: Precision.LOCALITY,
    Kind.VILLAGE: Precision.LOCALITY,
    Kind.QUARTER: Precision.LOCALITY,
    Kind.ADMIN2: Precision.DISTRICT,
    Kind.ADMIN1: Precision.PROVINCE,
    Kind.REGION: Precision.REGION,
    Kind.SEA: Precision.REGION,
    Kind.STRAIT: Precision.REGION,
    Kind.RIVER: Precision.REGION,
    Kind.LAKE: Precision.REGION,
    Kind.MOUNTAIN: Precision.REGION,
    Kind.DESERT: Precision.REGION,
    Kind.ISLAND: Precision.DISTRICT,
    Kind.COUNTRY: Precision.COUNTRY,
}
_AREAS = frozenset({Precision.DISTRICT, Precision.PROVINCE, Precision.REGION, Precision.COUNTRY})


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a gazetteer."""

    id: str
    """Unique in the opened gazetteer and stable across versions, e.g. ``"ain-al-asad"``."""
    name: str
    kind: Kind
    lat: float
    lon: float
    radius_m: float
    """The circle that holds the place's extent and the doubt about its point."""
    country: str | None = None
    """ISO 3166-1 alpha-2; ``None`` for a sea or a region of several countries."""
    parent: str | None = None
    """Id of the smallest place of the gazetteer that contains this one."""
    confidence: Confidence = Confidence.MEDIUM
    sources: tuple[str, ...] = ()
    note: str | None = None
    population: int | None = None
    dataset: str = ""
    """The pack or index the place comes from; its licence is listed under that name."""

    @property
    def kept_by_hand(self) -> bool:
        """Whether it is from a pack: ids there have no scheme, as ``"geonames:99237"`` has one."""
        return ":" not in self.id


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a place's name."""

    place_id: str
    text: str
    kind: AliasKind
    lang: str | None = None
    """BCP 47 language tag where known, e.g. ``"ar"`` or ``"ckb"``."""
    note: str | None = None


class Evidence(NamedTuple):
    """One reason for or against a candidate, in the user's words, with its weight."""

    name: str
    """The row of the evidence table, e.g. ``"container"``."""
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name might mean."""

    place: Place
    score: float
    """0 to 1; comparable within one resolution."""
    worded: str | Callable[[], str] = field(repr=False, compare=False)
    """The reason, or what words it once it is read: that of most candidates never is."""
    evidence: tuple[Evidence, ...] = ()

    @property
    def reason(self) -> str:
        """Why, in the user's words."""
        return self.worded if isinstance(self.worded, str) else self.worded()

    def __reduce__(self) -> tuple[type[Candidate], tuple[Place, float, str, tuple[Evidence, ...]]]:
        return Candidate, (self.place, self.score, self.reason, self.evidence)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name resolves to, and why.

    Only a resolved name has coordinates. `place` is the place named; where the words
    mean a part or the surroundings of it, `relation` says so ("vicinity of", "western"),
    and `lat`, `lon`, `radius_m` and `outline` are those of the area meant.
    """

    query: str
    status: Status
    worded: str | Callable[[], str] = field(repr=False, compare=False)
    """The reason, or what words it once it is read."""
    score: float = 0.0
    place: Place | None = None
    name: str | None = None
    """What to call it on a map: ``"vicinity of Kirkuk"``."""
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    precision: Precision | None = None
    relation: str | None = None
    outline: dict[str, Any] | None = None
    """GeoJSON Polygon or MultiPolygon (lon, lat; WGS 84) where the extent is known."""
    candidates: tuple[Candidate, ...] = ()

    @property
    def reason(self) -> str:
        """Why, in the user's words."""
        return self.worded if isinstance(self.worded, str) else self.worded()

    def __reduce__(self) -> tuple[type[Resolution], tuple[Any, ...]]:
        said = {"worded": self.reason}
        return Resolution, tuple(said.get(one.name, getattr(self, one.name)) for one in fields(self))

    @property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-2 code of the resolved place's country."""
        return self.place.country if self.place is not None else None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name as it stands in a text."""

    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class Toponym:
    """A mention and what it resolves to."""

    mention: Mention
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class Report:
    """One article, statement or post."""

    id: str
    text: str
    published: date | None = None
    published_how: str | None = None
    """Where the publication date came from, in words; ``None`` with no date."""
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    path: str | None = None
    flags: tuple[str, ...] = ()
    """What was odd about reading it, in words."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one report says of an event, in its own words."""

    quote: str
    report: str | None = None
    """Id of the report; ``start`` and ``end`` are offsets of `quote` in its text."""
    start: int | None = None
    end: int | None = None
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    """Publication date, ISO 8601."""
    url: str | None = None
    says: dict[str, Any] = field(default_factory=dict)
    """This source's own figures and words by column name, e.g. ``{"weapon_count": 14}``."""


class TimePrecision(StrEnum):
    """How finely a time is known, finest first; an unknown time is ``None``."""

    TIME = "time"
    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time as an interval with both ends included.

    With precision `TIME` the ends are instants in UTC. Coarser ones are civil dates of
    the place, written as 00:00:00 to 23:59:59 UTC without shifting zones, as ACLED and
    UCDP write them: a Friday in Baghdad stays a Friday.
    """

    start: datetime | None = None
    end: datetime | None = None
    precision: TimePrecision | None = None
    text: str | None = None
    """As written: ``"early hours of Friday morning"``."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values of one column that the sources do not agree on."""

    field: str
    values: tuple[dict[str, Any], ...]
    """Each with ``value`` and ``who`` (the source that says so), and ``quote`` where known."""
    kind: str = "contradiction"
    """``contradiction``, ``bounds``, ``units`` or ``as-of`` (figures of different days)."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as reported; one row of the located frame."""

    event_id: str
    sources: tuple[Source, ...]
    when: When = When()
    event_type: str | None = None
    weapon: str | None = None
    weapon_count: int | None = None
    actor: str | None = None
    claimed_by: str | None = None
    attributed_to: str | None = None
    denied_by: str | None = None
    target: str | None = None
    damage: str | None = None
    killed: tuple[int | None, int | None, int | None] = (None, None, None)
    """Low, best, high."""
    wounded: tuple[int | None, int | None, int | None] = (None, None, None)
    place_text: str | None = None
    resolution: Resolution | None = None
    conflicts: tuple[Conflict, ...] = ()
    flags: tuple[str, ...] = ()
    """Doubts a reader should see, in words."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A passage that looked like an event and is not plotted, with the reason."""

    report: str
    start: int
    end: int
    quote: str
    kind: str
    """``aggregate``, ``background``, ``hypothetical``, ``threat``, ``generic place`` ..."""
    reason: str
