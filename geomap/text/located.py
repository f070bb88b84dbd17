"""Places in a sentence and the part they play: where it happened, where it came from, or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Protocol

from geomap.model import Kind, Precision, Resolution, Status, Toponym
from geomap.text.geoparse import Finder, geoparse

if TYPE_CHECKING:
    from collections.abc import Sequence


class Resolver(Finder, Protocol):
    """What extraction asks of a gazetteer."""

    def resolve(self, text: str, *, country: str | None = None, context: str | None = None) -> Resolution:
        """Say what one name, with its relation words, means."""

    def contains(self, outer_id: str, inner_id: str) -> bool:
        """Whether one place lies in another."""


@dataclass(frozen=True, slots=True)
class Located:
    """A place mention with the part it plays."""

    start: int
    end: int
    surface: str
    resolution: Resolution
    role: str
    """``event``, ``origin``, ``speaker`` or ``modifier`` ("US" in "US troops")."""
    referring: bool = False
    """"the embassy": stands for a place named before."""

    @property
    def finer_than_country(self) -> bool:
        """Whether it says more than a country."""
        return self.resolution.precision is not Precision.COUNTRY


_RANK = {precision: rank for rank, precision in enumerate(Precision)}

_SITE_KINDS = {
    "embassy": {Kind.EMBASSY},
    "mission compound": {Kind.EMBASSY},
    "consulate": {Kind.EMBASSY},
    "diplomatic compound": {Kind.EMBASSY},
    "base": {Kind.AIR_BASE, Kind.MILITARY_BASE, Kind.OUTPOST},
    "airbase": {Kind.AIR_BASE},
    "air base": {Kind.AIR_BASE},
    "military base": {Kind.AIR_BASE, Kind.MILITARY_BASE},
    "outpost": {Kind.OUTPOST, Kind.MILITARY_BASE},
    "garrison": {Kind.MILITARY_BASE, Kind.OUTPOST},
    "airport": {Kind.AIRPORT, Kind.AIR_BASE},
    "airfield": {Kind.AIRPORT, Kind.AIR_BASE},
    "field": {Kind.GAS_FIELD, Kind.OIL_FIELD},
    "gas field": {Kind.GAS_FIELD},
    "oil field": {Kind.OIL_FIELD},
    "oilfield": {Kind.OIL_FIELD},
    "camp": {Kind.REFUGEE_CAMP, Kind.MILITARY_BASE},
    "port": {Kind.PORT},
    "dam": {Kind.DAM},
    "crossing": {Kind.BORDER_CROSSING},
    "border crossing": {Kind.BORDER_CROSSING},
    "hospital": {Kind.BUILDING},
}
_REFERRING = re.compile(
    rf"\b(?:the|its)\s+(?:(?:same|US|U\.S\.|American)\s+)?(?P<site>{'|'.join(sorted(_SITE_KINDS, key=len, reverse=True))})\b(?!\s+(?:of|in|at|workers?|staff)\b)",
    re.IGNORECASE,
)
_COMPASS = r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)"
_UNIT = r"(?:km|kilomet(?:er|re)s?|miles?|nautical\s+miles?|nm|met(?:er|re)s?)"
_RELATION = re.compile(
    rf"(?:(?:\d[\d.,]*|\w+)\s*-?\s*{_UNIT}(?:\s*\([^)]{{1,30}}\))?\s+(?:(?:to\s+the\s+)?{_COMPASS}(?:ern)?(?:\s+of)?|from|off|outside|away\s+from)"
    rf"|(?:to\s+the\s+)?{_COMPASS}(?:ern)?\s+of|(?:in\s+)?the\s+(?:vicinity|outskirts|countryside|suburbs)\s+of|vicinity\s+of|(?:on\s+the\s+)?outskirts\s+of|countryside\s+of"
    rf"|off\s+(?:the\s+)?(?:\w+\s+)?coast\s+of|off|near(?:by)?|close\s+to|outside|just\s+outside|{_COMPASS}ern|{_COMPASS}-?ern|southern|northern|central"
    rf"|(?:[A-Z][\w’'-]+[-\s])?(?:controlled|held|occupied)\s+(?:areas?|parts?|territor(?:y|ies))\s+(?:of|in))\s+(?:the\s+)?(?:town\s+of\s+|city\s+of\s+|port\s+(?:city\s+)?of\s+|village\s+of\s+)?$",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    r"\b(?:from|out\s+of|originat\w+\s+in|based\s+in|backed\s+by|arrived\s+in|travel\w+\s+to|return\w+\s+to"
    r"|headed\s+(?:to|for)|bound\s+for|en\s+route\s+to)\s+"
    r"(?:(?!(?:at|on|into|to|against|towards?|in|targeting|hit|struck)\b)[\w’'-]+\s+){0,4}$",
    re.IGNORECASE,
)
_TARGET_STOOD = re.compile(
    r"\b(?:prepar\w+|ready|set|about)\s+(?:to\s+(?:be\s+)?launch(?:ed)?|for\s+launch)\b[^.;]*$", re.IGNORECASE
)
"""Missiles "prepared to launch from" a place were struck there: it is no origin of an attack."""
_DISTANCE_FROM = re.compile(rf"{_UNIT}\s+(?:away\s+)?from\s+(?:the\s+)?$", re.IGNORECASE)
_SPEAKS = re.compile(
    r"^\s*(?:,\s*)?(?:has\s+|have\s+|had\s+|also\s+|later\s+|repeatedly\s+|again\s+|yet\s+to\s+)*(?:said|says|announced|rejected|rejects|vowed|vows|confirmed|denied|denies|condemned|condemns|warned|accused|accuses|blamed|blames"
    r"|counted|ordered|urged|called|complained|insists?|insisted|claims?|claimed|considers?|reported|told|asked|declared|pledged|threatened|responded|launched|conducted|struck|carried\s+out|wants?|comment)\b"
)
_MODIFIES = re.compile(r"^\s+(?:and\s+)?[a-zA-Z]")
_LOCATIVE = re.compile(
    r"(?:\b(?:in|into|across|inside|within|throughout|over|of|from|near|to)\s+(?:the\s+)?|,\s+|\band\s+)$",
    re.IGNORECASE,
)
_CLOCK_ZONE = re.compile(r"^\s+time\b")
_SPEAKER_BEFORE = re.compile(
    r"\b(?:confirmed|said|says|announced|reported|denied|according\s+to|by)\s+(?:the\s+)?$"
)
_OFFICIAL = re.compile(
    r"^\s+(?:regime|government|authorities|administration|officials?|media|time|daily|newspaper)\b|^[’']s\s+(?:\w+\s+){0,3}?(?:prime|president|foreign|defen[cs]e|interior|government|ministry|minister|military|army|parliament|ambassador|spokes\w+|leader|air\s+defen[cs]e\w*|forces|council|media|state|office|bombardment|war|crimes|support|top)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    rf"^\s*(?:area|city|region|district|province|town|village)?\s*(?:,\s+(?:in|near|{_COMPASS}\s+of|on|inside)?\s*(?:the\s+)?(?:[\w’'-]+\s+){{0,3}}|[’']s\s+(?:[\w’'-]+\s+){{0,3}}|\s*\(\s*"
    r"|(?:in|of|inside|within|outside|on|at|near|,?\s+located\s+in)\s+(?:[\w’'-]+\s+){0,5}?)$",
    re.IGNORECASE,
)


def locate_mentions(text: str, gazetteer: Resolver) -> list[Located]:
    """Find every place mention of a report, with its part in its sentence, in order."""
    found = [_with_role(text, toponym, gazetteer) for toponym in geoparse(text, gazetteer)]
    found = _with_owners(text, _with_origins(text, found), gazetteer)
    return _with_references(text, found)


_HEAD = 120
"""How far back the words that give a place its part may stand."""
_OWNED = re.compile(r"\b(?:embassy|consulate)(?:\s+(?:complex|compound))?$", re.IGNORECASE)
_INDEFINITE = re.compile(r"\b(?:an?|any|some|every|another)\s+$", re.IGNORECASE)
_OWNED_REACH = 60


def _with_owners(text: str, found: list[Located], gazetteer: Resolver) -> list[Located]:
    """Resolve "the U.S. Embassy", which names no city: by one named before, else by the city beside it."""
    known: dict[str, Located] = {}
    for index, here in enumerate(found):
        owner = here.surface.split(" ")[0].replace(".", "").lower()
        if here.resolution.status is Status.RESOLVED:
            place = here.resolution.place
            if place is not None and place.kind is Kind.EMBASSY:
                known[owner] = here
            continue
        if _OWNED.search(here.surface) is None or _INDEFINITE.search(
            text[max(0, here.start - 10) : here.start]
        ):
            continue
        if owner in known:
            found[index] = replace(here, resolution=known[owner].resolution, referring=True)
            continue
        beside = [
            other
            for other in found[max(0, index - 4) : index + 5]
            if other.resolution.precision in {Precision.LOCALITY, Precision.SITE}
            and min(abs(other.end - here.start), abs(here.end - other.start)) <= _OWNED_REACH
        ]
        beside.sort(key=lambda other: abs(other.start - here.start))
        for other in beside:
            named = other.resolution.place.name if other.resolution.place is not None else other.surface
            found[index] = _if_resolved(here, gazetteer.resolve(f"{here.surface} in {named}"))
            if found[index] is not here:
                known[owner] = found[index]
                break
    return found


def _if_resolved(mention: Located, resolution: Resolution) -> Located:
    return replace(mention, resolution=resolution) if resolution.status is Status.RESOLVED else mention


def _with_origins(text: str, found: list[Located]) -> list[Located]:
    """Let "the Mediterranean, west of Latakia" be one origin, not an origin and a scene."""
    for index in range(1, len(found)):
        before, here = found[index - 1], found[index]
        if before.role == "origin" and here.start - before.end <= 2 and text[before.end : here.start] == ", ":
            found[index] = replace(here, role="origin")
    return found


def _with_role(text: str, toponym: Toponym, gazetteer: Resolver) -> Located:
    start, end = toponym.mention.start, toponym.mention.end
    resolution = toponym.resolution
    head = text[max(0, start - _HEAD) : start]
    role = _role(text, head, end, resolution)
    relation = _RELATION.search(head)
    if relation is not None and resolution.status is Status.RESOLVED and role == "event":
        words = f"{relation.group().strip()} {toponym.mention.surface}"
        refined = gazetteer.resolve(" ".join(words.split()), country=resolution.country)
        if refined.status is Status.RESOLVED and (
            refined.relation is not None or refined.place != resolution.place
        ):
            start -= len(relation.group())
            resolution = refined
    return Located(start, end, text[start:end], resolution, role)


def _role(text: str, head: str, end: int, resolution: Resolution) -> str:
    tail = text[end : end + 60]
    if resolution.precision is Precision.COUNTRY and _MODIFIES.match(tail) and not _LOCATIVE.search(head):
        return "modifier"
    if _CLOCK_ZONE.match(tail) or _OFFICIAL.match(tail) or _SPEAKER_BEFORE.search(head):
        return "speaker"
    if _SPEAKS.match(tail) and not re.search(r"\b(?:in|at|near|on|of|against)\s+(?:the\s+)?$", head):
        return "speaker"
    if (
        _ORIGIN.search(head)
        and not _DISTANCE_FROM.search(head)
        and not re.search(r"\bkm|miles\b", head[-25:])
    ):
        return "origin"
    return "event"


def _with_references(text: str, named: list[Located]) -> list[Located]:
    """Add "the embassy", "the base" where a place of that kind was named before."""
    everything = list(named)
    index = 0
    latest: list[Located] = []
    for match in _REFERRING.finditer(text):
        while index < len(named) and named[index].end <= match.start():
            latest.append(named[index])
            index += 1
        if any(other.start < match.end() and match.start() < other.end for other in named[index : index + 2]):
            continue
        kinds = _SITE_KINDS[" ".join(match["site"].lower().split())]
        antecedent = next(
            (
                place
                for place in reversed(latest[-40:])
                if place.resolution.place is not None and place.resolution.place.kind in kinds
            ),
            None,
        )
        if antecedent is None:
            continue
        head = text[max(0, match.start() - 70) : match.start()]
        role = _role(text, head, match.end(), antecedent.resolution)
        everything.append(
            Located(match.start(), match.end(), match.group(), antecedent.resolution, role, referring=True)
        )
    return sorted(everything, key=lambda place: (place.start, place.end))


def chains(text: str, mentions: Sequence[Located], gazetteer: Resolver) -> list[list[Located]]:
    """Group mentions that name one spot together: "the embassy in Baghdad's Green Zone"."""
    grouped: list[list[Located]] = []
    for mention in mentions:
        if grouped:
            before = grouped[-1][-1]
            gap = text[before.end : mention.start]
            if before.role == mention.role and _LINK.match(gap) and _nested(before, mention, gazetteer):
                grouped[-1].append(mention)
                continue
        grouped.append([mention])
    return grouped


def _nested(one: Located, other: Located, gazetteer: Resolver) -> bool:
    if one.resolution.place is None or other.resolution.place is None:
        return True
    return related(one.resolution, other.resolution, gazetteer)


def related(one: Resolution, other: Resolution, gazetteer: Resolver) -> bool:
    """Whether one of two places is the other, or lies in it."""
    if one.place is None or other.place is None:
        return False
    if one.place.id == other.place.id:
        return True
    if gazetteer.contains(one.place.id, other.place.id) or gazetteer.contains(other.place.id, one.place.id):
        return True
    country = {one.place.kind: one, other.place.kind: other}.get(Kind.COUNTRY)
    if country is not None:
        return one.country == other.country
    broad = (
        _RANK.get(one.precision or Precision.COUNTRY, 9) >= _RANK[Precision.DISTRICT]
        or _RANK.get(other.precision or Precision.COUNTRY, 9) >= _RANK[Precision.DISTRICT]
    )
    # A province or a part of a country need not be linked by parents: the same country will do.
    return broad and one.country is not None and one.country == other.country


def finest(chain: Sequence[Located]) -> Located:
    """Give the most exactly resolved member of a chain; an unresolved one only where all are."""
    return min(
        chain,
        key=lambda place: (
            place.resolution.status is not Status.RESOLVED,
            _RANK.get(place.resolution.precision or Precision.COUNTRY, 9),
            place.resolution.radius_m or 0.0,
            place.start,
        ),
    )


@cache
def rank(precision: Precision | None) -> int:
    """0 for the finest precision."""
    return _RANK.get(precision or Precision.COUNTRY, len(_RANK))
