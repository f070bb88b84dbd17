"""The face of the resolver: places by name, by id, and what they are made of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geomap.errors import UsageError
from geomap.gazetteer.names import beginnings, fold
from geomap.gazetteer.opening import open_index
from geomap.model import Alias, AliasKind, Candidate, Kind, Mention, Place, Resolution, Status
from geomap.resolve import candidates, likeness
from geomap.resolve.containers import agreeing
from geomap.resolve.context import MAX_CONTEXT, around
from geomap.resolve.decision import PLAIN, Asked, unresolved
from geomap.resolve.document import SENTENCE_REACH, resolve_document
from geomap.resolve.elsewhere import Elsewhere
from geomap.resolve.evidence import Near
from geomap.resolve.resolver import Resolver
from geomap.resolve.scanning import Scanner

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Sequence

    from geomap.gazetteer.fallback import Fallback
    from geomap.gazetteer.index import Dataset, Index, Named
    from geomap.resolve.evidence import Context


LONGEST_ABBREVIATION = 5
"""Letters."""
NEAR_LIMIT_M = 200_000.0
"""What is farther than this, and its own radius, is not near what a caller names."""
_KNOWN_IN_CAPITALS = frozenset({Kind.COUNTRY, Kind.ADMIN1, Kind.CITY, Kind.REGION})


class Gazetteer:
    """Places and their names, and a resolver that says why.

    Open one with `Gazetteer.open`; it is read-only and may be shared by threads.
    """

    def __init__(self, index: Index, online: Fallback | None = None) -> None:
        self._index = index
        self._resolver = Resolver(index)
        self._scanner = Scanner(index)
        self._elsewhere = Elsewhere(online, self._resolver) if online is not None else None

    @classmethod
    def open(cls, *paths: str | os.PathLike[str], online: Fallback | None = None) -> Gazetteer:
        """Open the bundled packs and the world index, with others laid over them.

        Parameters
        ----------
        *paths
            Folders of packs and index files of your own. A later one wins over an earlier
            one, packs win over indexes, and all win over the bundled ones: a place with a
            bundled id replaces that place, an alias in a pack may name a bundled place.
        online
            Who is asked for the names that stay unresolved, such as
            ``geomap.gazetteer.online.Online("nominatim")``; by default nobody is, and
            nothing leaves the machine. Its answers say so in their reason, and name it as
            their place's dataset.

        Raises
        ------
        UsageError
            If a path does not exist.
        PackError
            If packs have faults; the faults of all of them are listed at once.
        IndexFileError
            If a file is no index, damaged, or made by another version of geomap.
        """
        return cls(open_index(paths), online)

    def resolve(
        self,
        text: str,
        *,
        country: str | None = None,
        within: str | Sequence[str] | None = None,
        near: str | tuple[float, float] | None = None,
        kind: Kind | str | None = None,
        context: str | Sequence[str] | None = None,
    ) -> Resolution:
        """Find the place that a name means.

        What is asked by `country`, `within`, `near` and `kind` is a condition: if no place
        of the name meets it, none is taken, and the reason says which condition failed.

        Parameters
        ----------
        text
            A name, or a phrase that means a part or the surroundings of a place
            ("western Iraq", "10 km south of Mosul"), or coordinates.
        country
            ISO 3166-1 alpha-2 code or name of the country it is in.
        within
            Names or ids of places that contain it, the smallest first; in a string,
            parted by commas.
        near
            Name or id of a place, or (latitude, longitude) in degrees, within 200 km of it.
        kind
            Kind of the place.
        context
            The text that the name stands in, or names from it. It is evidence, not a
            condition.

        Returns
        -------
        Resolution
            Resolved, ambiguous (with candidates) or unresolved, and always with a reason.

        Raises
        ------
        UsageError
            If `kind` is none, or `near` is no position on the Earth.
        OnlineError
            If a service that the gazetteer was opened with does not answer. It never means
            that there is no such place.
        """
        asked = PLAIN
        if country is not None or within is not None or near is not None or kind is not None:
            asked_or_no = self._asked(country, within, near, kind)
            if isinstance(asked_or_no, str):
                return unresolved(text, asked_or_no)
            asked = asked_or_no
        if context:
            asked = replace(asked, context=self._context(text, context))
        answer = self._resolver.resolve(text, asked)
        return answer if self._elsewhere is None else self._elsewhere.answer(text, asked, answer)

    def resolve_document(self, text: str, mentions: Sequence[Mention]) -> list[Resolution]:
        """Find the places that the mentions in a document mean, each with the help of the others.

        Parameters
        ----------
        text
            The document.
        mentions
            The place names in it, in any order.

        Returns
        -------
        list of Resolution
            One for each mention, in their order.

        Raises
        ------
        OnlineError
            As in `resolve`.
        """
        answers = resolve_document(self._resolver, self._scanner, text, mentions)
        if self._elsewhere is not None:
            for at, (mention, answer) in enumerate(zip(mentions, answers, strict=True)):
                if answer.status is Status.UNRESOLVED:
                    said = text[max(0, mention.start - SENTENCE_REACH) : mention.end + SENTENCE_REACH]
                    asked = Asked(context=self._context(mention.surface, said))
                    answers[at] = self._elsewhere.answer(mention.surface, asked, answer)
        return answers

    def place(self, place_id: str) -> Place:
        """Give the place of an id.

        Raises
        ------
        UsageError
            If there is none.
        """
        place = self._index.place(place_id)
        if place is None:
            raise UsageError(f"no place has the id {place_id!r}; try: geomap gazetteer search")
        return place

    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Give a place's outline as a GeoJSON Polygon or MultiPolygon (lon, lat), where it is known."""
        return self._index.outline(place_id)

    def aliases(self, place_id: str) -> tuple[Alias, ...]:
        """Give all names of a place, the preferred one first."""
        return tuple(self._index.aliases(place_id))

    def lookup(self, text: str) -> tuple[Named, ...]:
        """Give the places with a name of exactly this spelling (`geomap.gazetteer.names.fold`).

        Each comes with the alias that was met. Quick enough to ask for every few words of a
        running text. A few capitals are an abbreviation before they are a village: "SANA" is a
        news agency, "PARIS" a city.
        """
        key = fold(text)
        if not all(map(self._index.begins, beginnings(key))):
            return ()
        found = tuple(self._index.exact(key))
        if len(text) > LONGEST_ABBREVIATION or not text.isupper():
            return found
        return tuple(
            named
            for named in found
            if named.alias.text == text
            or named.alias.kind is AliasKind.SHORT
            or (named.place.kind in _KNOWN_IN_CAPITALS and fold(named.place.name) == fold(text))
        )

    def search(self, text: str, limit: int = 10) -> list[Candidate]:
        """List places whose names are like a text, the likeliest first.

        Unlike `resolve` it decides nothing.
        """
        key = fold(text)
        found: dict[str, Candidate] = {}
        for find in (
            candidates.exact,
            candidates.without_generic,
            likeness.sounding,
            likeness.misspelled,
        ):
            matches = find(self._index, key) if key else []
            if matches:
                for candidate in self._resolver.judge.decide(text, matches, PLAIN).candidates:
                    found.setdefault(candidate.place.id, candidate)
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def contains(self, outer_id: str, inner_id: str) -> bool:
        """Tell whether one place is among the parents, and their parents, of another."""
        inner = self._index.place(inner_id)
        return inner is not None and outer_id in self._resolver.geography.ancestors(inner)

    def places_within(
        self,
        south: float,
        west: float,
        north: float,
        east: float,
        *,
        kinds: Collection[Kind] | None = None,
        most: int | None = None,
    ) -> list[Place]:
        """List the places whose point lies in a box, countries and what they contain.

        Parameters
        ----------
        south, west, north, east
            Edges of the box in degrees (WGS 84).
        kinds
            Only places of these kinds; by default of all.
        most
            Of a compiled index take only so many, the most prominent; packs give all that they have.

        Returns
        -------
        list of Place
            Sorted by id.
        """
        return sorted(self._index.box(south, west, north, east, kinds, most), key=lambda place: place.id)

    def info(self) -> list[Dataset]:
        """List what the gazetteer is made of, with licences and attributions; a service asked comes last."""
        asked = [self._elsewhere.fallback.dataset()] if self._elsewhere is not None else []
        return [*self._index.datasets(), *asked]

    def _asked(
        self,
        country: str | None,
        within: str | Sequence[str] | None,
        near: str | tuple[float, float] | None,
        kind: Kind | str | None,
    ) -> Asked | str:
        """Read the caller's conditions; a text says which one cannot be met by any place."""
        asked = PLAIN
        if country is not None and country.strip():
            codes = self._resolver.geography.countries_named(country)
            if not codes:
                return f'the country "{country}" is not known; give its ISO 3166 code, such as IQ'
            asked = replace(asked, countries=frozenset(codes), country_words=country.strip())
        names = re.split(r"[,،]", within) if isinstance(within, str) else within or ()
        named = [self._resolver.container(name) for name in names if name.strip()]
        asked = replace(asked, containers=agreeing(named, asked.countries))
        if kind is not None:
            try:
                asked = replace(asked, kinds=frozenset({Kind(kind)}))
            except ValueError:
                raise UsageError(f"kind {kind!r} is unknown; it is one of {', '.join(Kind)}") from None
        if near is not None:
            spot = self._near(near)
            if isinstance(spot, str):
                return spot
            asked = replace(asked, near=spot)
        return asked

    def _near(self, near: str | tuple[float, float]) -> Near | str:
        if not isinstance(near, str):
            lat, lon = near
            if not (-90 <= lat <= 90 and -180 <= lon <= 180):
                raise UsageError(f"near {near} is no latitude and longitude in degrees; swapped?")
            return Near(f"{lat:g}, {lon:g}", lat, lon, NEAR_LIMIT_M)
        place = self._index.place(near)
        if place is not None:
            return Near(place.name, place.lat, place.lon, NEAR_LIMIT_M)
        answer = self._resolver.resolve(near, PLAIN)
        if answer.status is not Status.RESOLVED or answer.lat is None or answer.lon is None:
            return f'near "{near}" cannot be told: {answer.reason}'
        return Near(answer.name or near, answer.lat, answer.lon, NEAR_LIMIT_M)

    def _context(self, text: str, context: str | Sequence[str]) -> Context:
        said = context if isinstance(context, str) else "; ".join(context)
        said = said[:MAX_CONTEXT]
        at = said.find(text) if text else -1
        start, end = (at, at + len(text)) if at >= 0 else (0, 0)
        return around(said, start, end, self._scanner.scan(said))
