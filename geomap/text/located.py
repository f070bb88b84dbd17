"""The places of a report, each with what it resolves to and the part it plays."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Protocol

from geomap.model import Precision, Resolution, Status, Toponym
from geomap.text.chains import distance_m
from geomap.text.doubting import doubt_distant, doubt_odd_ones, doubt_strangers
from geomap.text.geoparse import Finder, geoparse
from geomap.text.lexicon import government_seats, placewords, rows, words
from geomap.text.references import add_references, resolve_owned, share_kind
from geomap.text.roles import COMPASS, HEAD, RELATION, role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Resolver(Finder, Protocol):
    """What extraction asks of a gazetteer."""

    def resolve(self, text: str, *, country: str | None = None) -> Resolution:
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
    """See `geomap.text.roles.role`."""
    referring: bool = False
    """Stands for a place named elsewhere: "the embassy"."""
    lacking: str | None = None
    """The words that the gazetteer lacks, where the town in them is taken: "a Mogadishu hotel"."""
    container: bool = False
    """Says where the mention before it lies: "Rafah" in "Tal al-Sultan in Rafah"."""


_KIND_OF = re.compile(
    r"\b(?P<kind>province|governorate|district|oblast|region|city|town|village|county)\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)


_MEASURED = re.compile(r"\d|\boff\b|\bcoast\b", re.IGNORECASE)
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:an?|one|another|some|several|two|three|both)\s+(?:[\w’'-]+\s+){0,3}?(?:districts?|regions?|towns?|villages?|city)\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""A district of Khartoum is not the district called Khartoum."""
_PART_OF = re.compile(
    rf"\bin\s+the\s+(?:far\s+)?{COMPASS}\s+of\s+(?:the\s+)?(?:city\s+of\s+)?$", re.IGNORECASE
)
"""What lies in the west of Aleppo lies in Aleppo, not west of it."""
_NAMED_KIND = re.compile(r"\b[A-Z][\w’'-]+\s+(?:district|region|village|town|county)\s+of\s+(?:the\s+)?$")
"""Nor is it the Dniprovskyi district of Kherson."""
_OUTSKIRTS = re.compile(rf"['’]s?\s+{COMPASS}(?:ern)?\s+(?:suburbs?|outskirts|districts?|quarters?)\b")
_ITS_SITE = re.compile(
    r"['’]s\s+(?P<site>(?:international\s+|military\s+)?airport|port|harbou?r|air\s*base|green\s+zone)\b",
    re.IGNORECASE,
)
"""After a town: "Baghdad's international airport"."""
_OWNS = re.compile(r"['’]s?\s+(?:[a-z]+\s+){0,2}(?:of\s+)?[A-Z]")
"""After "west of Yemen": it is "'s port of Hodeidah" that something lies west of."""
_OWNER = re.compile(r"\s+[^\W\d_][\w.]*['’]s?\s+(?:capital\s+|largest\s+)?(?:city\s+)?")


def locate_mentions(
    text: str, gazetteer: Resolver, datelines: Sequence[tuple[int, int]] = ()
) -> list[Located]:
    """Find every place mention of a report, with its part in its sentence, in order."""
    found_names = geoparse(text, gazetteer, scope="places")
    # "SANA" is who reports, not where.
    toponyms = [named for named in found_names if named.mention.surface not in words("agency")]
    found = _without_inner([_with_relation(text, toponym, gazetteer) for toponym in toponyms])
    found = _between(text, [_as_capital(text, place, gazetteer) for place in found], gazetteer)
    found = _by_their_town(_with_roads(text, found, gazetteer), gazetteer)
    found = resolve_owned(text, _with_origins(text, share_kind(text, found, gazetteer)), gazetteer)
    found = doubt_strangers(doubt_odd_ones(text, _speaking_together(text, found)))
    return doubt_distant(text, add_references(text, found, datelines))


def _with_relation(text: str, toponym: Toponym, gazetteer: Resolver) -> Located:
    """Take in the words before a name that make it another place: "the vicinity of", "province of"."""
    start, end, surface = toponym.mention.start, toponym.mention.end, toponym.mention.surface
    resolution = toponym.resolution
    part = role(text, start, end, resolution)
    if resolution.status is not Status.RESOLVED or part != "event":
        return Located(start, end, surface, resolution, part)
    head = text[max(0, start - HEAD) : start]
    relation = RELATION.search(head)
    if relation is not None and resolution.precision is Precision.LOCALITY and _PART_OF.search(head):
        relation = None
    if relation is not None and not _OWNS.match(text, end):
        words = " ".join(f"{_OWNER.sub(' ', relation.group())} {surface}".split())
        site = _ITS_SITE.match(text, end)
        if site is not None and resolution.precision is Precision.LOCALITY:
            # "Near Baghdad's airport".
            beside = gazetteer.resolve(f"{words} {site['site']}", country=resolution.country)
            if beside.status is Status.RESOLVED and beside.place != resolution.place:
                start -= len(relation.group())
                return Located(start, site.end(), text[start : site.end()], beside, part)
        refined = gazetteer.resolve(words, country=resolution.country)
        # "Close to Ukraine's western border" is nowhere near the middle of Ukraine.
        vague = resolution.precision is Precision.COUNTRY and _MEASURED.search(relation.group()) is None
        if (
            refined.status is Status.RESOLVED
            and (refined.relation is not None or refined.place != resolution.place)
            and not (vague and refined.precision is Precision.VICINITY)
        ):
            start -= len(relation.group())
            return Located(start, end, text[start:end], refined, part)
    outskirts = _OUTSKIRTS.match(text, end)
    if outskirts is not None:
        refined = gazetteer.resolve(text[start : outskirts.end()], country=resolution.country)
        if refined.status is Status.RESOLVED and refined.place != resolution.place:
            return Located(start, outskirts.end(), text[start : outskirts.end()], refined, part)
    site = _ITS_SITE.match(text, end)
    if site is not None:
        refined = gazetteer.resolve(f"{surface} {site['site']}", country=resolution.country)
        if refined.status is Status.RESOLVED and refined.precision is Precision.SITE:
            return Located(start, site.end(), text[start : site.end()], refined, part)
    kind = _KIND_OF.search(head)
    if kind is not None and _ONE_OF_SEVERAL.search(head) is None and _NAMED_KIND.search(head) is None:
        named = gazetteer.resolve(f"{surface} {kind['kind'].lower()}", country=resolution.country)
        if named.status is Status.RESOLVED:
            return Located(start, end, surface, named, part)
    if _UNIT_AFTER.match(text, end) is None:
        resolution = _town_of_its_name(surface, resolution, gazetteer)
    return Located(start, end, surface, resolution, part)


_UNIT_AFTER = re.compile(
    r"['’]?s?\s+(?:(?:and|or|,)\s+[A-Z][\w’'-]+\s+)?(?:region|regional|oblast|province|provincial|governorate|state|district|area|countryside)",
    re.IGNORECASE,
)


_UNITS = frozenset({Precision.DISTRICT, Precision.PROVINCE})


def _town_of_its_name(surface: str, unit: Resolution, gazetteer: Resolver) -> Resolution:
    """Take "Zaporizhzhia" for the town: for the region around it a report would say so."""
    if unit.precision not in _UNITS or _without_kind(surface) is not None:
        return unit
    town = gazetteer.resolve(f"{surface} city", country=unit.country)
    apart = distance_m(unit, town)
    inside = apart is not None and apart <= (unit.radius_m or 0.0)
    return town if inside and town.precision is Precision.LOCALITY else unit


_CAPITAL = re.compile(r"(?:['’]s)?\s+capital\b(?!\s+(?:of\s+|city\s+)?[A-Z])")


@cache
def _capitals() -> dict[str, str]:
    return {row["country"]: row["city"] for row in rows("nations") if row["city"]}


def _as_capital(text: str, place: Located, gazetteer: Resolver) -> Located:
    """Read "the Somali capital" as Mogadishu."""
    capital = _CAPITAL.match(text, place.end)
    if capital is not None and place.resolution.precision is Precision.PROVINCE:
        # "The North Darfur capital": which town that is the gazetteer does not say.
        surface = text[place.start : capital.end()]
        reason = f"which town is the capital of {place.resolution.name} is not known"
        return replace(
            place,
            end=capital.end(),
            surface=surface,
            resolution=Resolution(surface, Status.UNRESOLVED, reason, candidates=place.resolution.candidates),
        )
    name = _capitals().get(place.resolution.country or "") if capital is not None else None
    if capital is None or name is None or place.resolution.precision is not Precision.COUNTRY:
        return place
    resolution = gazetteer.resolve(name, country=place.resolution.country)
    if resolution.status is not Status.RESOLVED:
        return place
    part = role(text, place.start, capital.end(), resolution)
    return replace(
        place,
        end=capital.end(),
        surface=text[place.start : capital.end()],
        resolution=resolution,
        role=part,
        referring=True,
    )


_SETTLED = frozenset({Precision.SITE, Precision.LOCALITY, Precision.DISTRICT, Precision.PROVINCE})
_OF_A_TOWN = ("settlement", "site", "unit")
_QUARTERS = frozenset(
    {"neighbourhood", "neighborhood", "quarter", "suburb", "square", "street", "bridge", "road"}
)
"""Kinds that bear other names than their town's."""


def _by_their_town(found: Sequence[Located], gazetteer: Resolver) -> list[Located]:
    """Place "a Mogadishu hotel" and "Tuapse district" by the town, where the gazetteer has but that.

    Only a town of a country that the report names otherwise is taken: a hospital may be called
    after anything.
    """
    named = [p.resolution.country for p in found if p.resolution.country is not None]
    countries = [country for country, _ in Counter(named).most_common(2)]
    settled = {p.surface.lower(): p.resolution for p in found if p.resolution.precision in _SETTLED}
    places = list(found)
    for index, here in enumerate(places):
        if here.resolution.status is Status.RESOLVED:
            continue
        if (same := settled.get(here.surface.lower())) is not None:
            # One name means one place in one report.
            places[index] = replace(here, resolution=same)
            continue
        beside = [p.resolution.country for p in places[max(0, index - 1) : index + 2]]
        # "Mocimboa da Praia district, Cabo Delgado": the country of what is named beside it counts first.
        near = [*dict.fromkeys([*(c for c in beside if c is not None), *countries])]
        whole = (gazetteer.resolve(here.surface, country=country) for country in near)
        known = [resolution for resolution in whole if resolution.status is Status.RESOLVED]
        if len(known) == 1:
            # Where both countries of the report have one, nothing says which is meant.
            places[index] = replace(here, resolution=known[0])
            continue
        town = _without_kind(here.surface) or _town_before(here.surface, settled)
        if town is None:
            continue
        if (same := settled.get(town.lower())) is not None:
            places[index] = replace(here, resolution=same, lacking=here.surface)
            continue
        for country in near:
            resolution = gazetteer.resolve(town, country=country)
            if resolution.status is Status.RESOLVED and resolution.precision in _SETTLED:
                places[index] = replace(here, resolution=resolution, lacking=here.surface)
                break
    return places


def _town_before(surface: str, settled: Mapping[str, Resolution]) -> str | None:
    """Give the town that the report names elsewhere and a longer name begins with: "Quetta Press Club"."""
    said = surface.split()
    starts = (" ".join(said[:count]) for count in range(len(said) - 1, 0, -1))
    return next((start for start in starts if start.lower() in settled), None)


_QUALIFIES = frozenset(
    {"central", "main", "old", "new", "general", "military", "international", "district", "city"}
)


def _without_kind(surface: str) -> str | None:
    """Give the town in "Said Sadiq district"; ``None`` where no word for a kind ends the name."""
    said = surface.split()
    for count in (3, 2, 1):
        kind = " ".join(said[-count:]).lower()
        if kind in _QUARTERS:
            return None
        if count < len(said) and any(kind in placewords(group) for group in _OF_A_TOWN):
            name = said[:-count]
            while len(name) > 1 and name[-1].lower() in _QUALIFIES:
                name.pop()
            return " ".join(name)
    return None


_ROAD = re.compile(
    r"\b(?P<one>[A-Z][\w’'.]+(?: [A-Z][\w’'.]+)?)\s?[-–]\s?(?P<other>[A-Z][\w’'.]+(?: [A-Z][\w’'.]+)?)"
    r"\s+(?:international\s+|main\s+|desert\s+)?(?:road|highway|motorway)\b"
)


def _with_roads(text: str, found: Sequence[Located], gazetteer: Resolver) -> list[Located]:
    """Add "the Dokan-Khalakan road": between the two, or at the one that the gazetteer has."""
    named = [p.resolution.country for p in found if p.resolution.country is not None]
    countries = [country for country, _ in Counter(named).most_common(2)]
    places = list(found)
    for match in _ROAD.finditer(text):
        ends = [match["one"], match["other"]]
        asked = (
            gazetteer.resolve(words, country=country)
            for words in (f"between {ends[0]} and {ends[1]}", *ends)
            for country in countries
        )
        fine = (r for r in asked if r.status is Status.RESOLVED and r.precision is not Precision.COUNTRY)
        resolution = next(fine, None)
        if resolution is None:
            continue
        start, end = match.span()
        places = [p for p in places if p.end <= start or end <= p.start]
        lacking = None if resolution.relation is not None else match.group()
        part = role(text, start, end, resolution)
        places.append(Located(start, end, match.group(), resolution, part, lacking=lacking))
    return sorted(places, key=lambda place: place.start)


_FROM_TO = re.compile(r"\bbetween\s+(?:the\s+)?(?:(?:city|town|village)\s+of\s+)?$", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+(?:the\s+)?(?:(?:city|town|village)\s+of\s+)?", re.IGNORECASE)


def _between(text: str, found: Sequence[Located], gazetteer: Resolver) -> list[Located]:
    """Read "the road between Mukalla and Shibam" as one stretch, not two scenes."""
    out: list[Located] = []
    for here in found:
        before = out[-1] if out else None
        if (
            before is not None
            and before.role == here.role == "event"
            and _AND.fullmatch(text, before.end, here.start)
            and (lead := _FROM_TO.search(text, max(0, before.start - 40), before.start)) is not None
        ):
            stretch = gazetteer.resolve(f"between {before.surface} and {here.surface}")
            if stretch.status is Status.RESOLVED and stretch.precision is not Precision.COUNTRY:
                surface = text[lead.start() : here.end]
                out[-1] = Located(lead.start(), here.end, surface, stretch, "event")
                continue
        out.append(here)
    return out


def _without_inner(found: Sequence[Located]) -> list[Located]:
    """Leave out what another mention has taken in: "Yemen" in "west of Yemen's port of Hodeidah"."""
    return [
        place
        for index, place in enumerate(found)
        if not any(
            other is not place and other.start <= place.start and place.end <= other.end
            for other in found[max(0, index - 1) : index + 2]
        )
    ]


_ORIGIN_GOES_ON = re.compile(
    r",\s+|\s+and\s+(?:the\s+)?(?:\w+\s+airspace\s*)?(?:\((?:over\s+)?(?:the\s+)?(?:(?:town|city|village)\s+of\s+)?)?"
)


_ASIDE_GOES_ON = re.compile(r",\s+|,?\s+and\s+(?:the\s+)?")


def _with_origins(text: str, found: Sequence[Located]) -> list[Located]:
    """Let "the Mediterranean, west of Latakia" be one origin; where ships call, "at A and B", is no scene."""
    places = list(found)
    for index in range(1, len(places)):
        before, here = places[index - 1], places[index]
        if before.role == "origin" and _ORIGIN_GOES_ON.fullmatch(text, before.end, here.start):
            places[index] = replace(here, role="origin")
        elif (
            before.role == "aside"
            and here.role == "event"
            and _ASIDE_GOES_ON.fullmatch(text, before.end, here.start)
        ):
            places[index] = replace(here, role="aside")
    return places


_AND_SPEAKS = re.compile(r",\s+(?:and\s+)?(?:the\s+)?|\s+and\s+(?:the\s+)?")


def _speaking_together(text: str, found: Sequence[Located]) -> list[Located]:
    """Let who is named in a row with a speaker speak too: "Washington, Tehran and Riyadh condemned"."""
    places = list(found)
    for index in range(len(places) - 1, 0, -1):
        before, here = places[index - 1], places[index]
        governs = before.surface in government_seats() or before.resolution.precision is Precision.COUNTRY
        if here.role == "speaker" and governs and _AND_SPEAKS.fullmatch(text, before.end, here.start):
            places[index - 1] = replace(before, role="speaker")
    return places
