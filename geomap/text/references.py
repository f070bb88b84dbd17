"""Places meant by words that do not name them: "the base", "the U.S. Embassy"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from geomap.model import Kind, Precision, Resolution, Status
from geomap.text.lexicon import government_seats
from geomap.text.roles import role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.located import Located, Resolver

_BASES = {Kind.AIR_BASE, Kind.MILITARY_BASE, Kind.OUTPOST}
_SITE_KINDS = {
    "embassy": {Kind.EMBASSY},
    "mission compound": {Kind.EMBASSY},
    "consulate": {Kind.EMBASSY},
    "diplomatic compound": {Kind.EMBASSY},
    "base": _BASES,
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
    "facility": _BASES | {Kind.GAS_FIELD, Kind.OIL_FIELD, Kind.PORT, Kind.AIRPORT},
    "installation": _BASES | {Kind.GAS_FIELD, Kind.OIL_FIELD},
    "city": {Kind.CITY, Kind.TOWN},
    "town": {Kind.TOWN, Kind.CITY, Kind.VILLAGE},
    "village": {Kind.VILLAGE, Kind.TOWN},
}
_SITES = "|".join(sorted(_SITE_KINDS, key=len, reverse=True))
_REFERRING = re.compile(
    r"\b(?:the|its)\s+(?:(?:same|US|U\.S\.|American)\s+)?"
    # "The base at Hit" is named; "the town at around 8:30" is not.
    rf"(?P<site>{_SITES})\b(?!\s+(?:(?:of|in|at)\s+(?:the\s+)?(?-i:[A-Z])|workers?\b|staff\b))",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\b(?:embassy|consulate)(?:\s+(?:complex|compound))?$", re.IGNORECASE)
_MEASURED = re.compile(r"\d")
_INDEFINITE = re.compile(r"\b(?:an?|any|some|every|another)\s+$", re.IGNORECASE)
_OWNED_REACH = 60
_LOOK_BACK = 40


def is_indefinite(text: str, start: int) -> bool:
    """Whether "a" or "any" stands before: then no single place is meant."""
    return _INDEFINITE.search(text[max(0, start - 10) : start]) is not None


def resolve_owned(text: str, found: list[Located], gazetteer: Resolver) -> list[Located]:
    """Resolve "the U.S. Embassy", which names no city: by one named before, else by the city beside it."""
    known: dict[str, Located] = {}
    for index, here in enumerate(found):
        owner = here.surface.split(" ")[0].replace(".", "").lower()
        if here.resolution.status is Status.RESOLVED:
            if here.resolution.place is not None and here.resolution.place.kind is Kind.EMBASSY:
                known[owner] = here
            continue
        if _OWNED.search(here.surface) is None or is_indefinite(text, here.start):
            continue
        if owner in known:
            found[index] = replace(here, resolution=known[owner].resolution, referring=True)
            continue
        for named in _cities_beside(found, index):
            resolution = gazetteer.resolve(f"{here.surface} in {named}")
            if resolution.status is Status.RESOLVED:
                found[index] = known[owner] = replace(here, resolution=resolution)
                break
    return found


def _cities_beside(found: list[Located], index: int) -> list[str]:
    here = found[index]
    beside = [
        other
        for other in found[max(0, index - 4) : index + 5]
        if other.resolution.precision in {Precision.LOCALITY, Precision.SITE}
        and other.resolution.place is not None
        and min(abs(other.end - here.start), abs(here.end - other.start)) <= _OWNED_REACH
    ]
    beside.sort(key=lambda other: (abs(other.start - here.start), other.start))
    return [other.resolution.place.name for other in beside if other.resolution.place is not None]


Spans: TypeAlias = "Sequence[tuple[int, int]]"


def add_references(text: str, named: list[Located], datelines: Spans = ()) -> list[Located]:
    """Add "the embassy", "the base" where a place of that kind was named before.

    Parameters
    ----------
    text
        The report.
    named
        The places that it names, in order.
    datelines
        Its datelines: "the town" is theirs only where none was named besides.
    """
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
        antecedent = _last_of_kind(latest, kinds, datelines)
        if antecedent is None:
            continue
        part = role(text, match.start(), match.end(), antecedent.resolution)
        everything.append(
            replace(
                antecedent,
                start=match.start(),
                end=match.end(),
                surface=match.group(),
                role=part,
                referring=True,
            )
        )
    return sorted(everything, key=lambda place: (place.start, place.end))


def _last_of_kind(latest: list[Located], kinds: set[Kind], datelines: Spans) -> Located | None:
    settlement = Kind.TOWN in kinds
    written_in: Located | None = None
    for place in reversed(latest[-_LOOK_BACK:]):
        known = place.resolution.place
        if _MEASURED.match(place.resolution.relation or ""):
            # "The town", 220 km north of Mogadishu, is not Mogadishu.
            continue
        if settlement and any(start <= place.start < end for start, end in datelines):
            # Agencies write from capitals, which are no towns; a local paper from the town that it means.
            seat = known is not None and known.name in government_seats() and Kind.VILLAGE in kinds
            if known is not None and known.kind in kinds and not seat:
                written_in = written_in or place
            continue
        if settlement and (known is None or place.role != "event"):
            if place.role == "event" and place.resolution.status is not Status.RESOLVED:
                # "The village" may well be the one that the gazetteer lacks.
                return None
            continue
        if known is not None and known.kind in kinds:
            return place
    return written_in


_PLURAL = {
    "oblasts": "oblast",
    "provinces": "province",
    "governorates": "governorate",
    "districts": "district",
    "regions": "region",
    "counties": "county",
}
_SHARED_KIND = re.compile(rf"\s+(?P<word>{'|'.join(_PLURAL)})\b", re.IGNORECASE)
_IN_A_ROW = re.compile(r"\s*(?:,|,?\s+and|,?\s+or|\s&)\s+", re.IGNORECASE)


def share_kind(text: str, found: list[Located], gazetteer: Resolver) -> list[Located]:
    """Read "Odesa, Mykolaiv and Cherkasy oblasts" as three oblasts, not three cities."""
    for index, last in enumerate(found):
        match = _SHARED_KIND.match(text, last.end)
        if match is None:
            continue
        word = _PLURAL[match["word"].lower()]
        at = index
        while at >= 0:
            here = found[at]
            resolution = gazetteer.resolve(f"{here.surface} {word}", country=here.resolution.country)
            found[at] = _better(here, resolution)
            if at == 0 or not _IN_A_ROW.fullmatch(text, found[at - 1].end, here.start):
                break
            at -= 1
    return found


def _better(mention: Located, resolution: Resolution) -> Located:
    return replace(mention, resolution=resolution) if resolution.status is Status.RESOLVED else mention
