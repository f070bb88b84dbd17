"""Doubts in the foremost candidate: whether its name is like enough, whether it is one of many such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.names import fold, skeleton
from geomap.model import Kind, Precision
from geomap.resolve.candidates import How
from geomap.resolve.evidence import AGREES, EMPTY
from geomap.resolve.likeness import FEW_LETTERS, SOUNDS_LONG, SOUNDS_SURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer.index import Index
    from geomap.model import Evidence
    from geomap.resolve.candidates import Match
    from geomap.resolve.decision import Asked, Weighed
    from geomap.resolve.geography import Geography

SOUNDS_SAME = 0.95
"""As `SOUNDS_SURE`, where there are too few consonants (`SOUNDS_LONG`) and nothing else speaks for it."""
_UNITS = frozenset({Kind.ADMIN1, Kind.ADMIN2})


class Doubts:
    """Says why the foremost candidate is not enough to decide."""

    def __init__(self, index: Index, geography: Geography) -> None:
        self._index = index
        self._geography = geography

    @staticmethod
    def unlike(query: str, asked: Asked, weighed: Sequence[Weighed]) -> str | None:
        """Say why the likeness of the best candidate is not enough to decide."""
        _, best, evidence = weighed[0]
        lone = not (best.place.kept_by_hand or asked.countries or asked.containers)
        if best.how is How.SOUND and (_loose(best, evidence) or (lone and not _said(best, evidence))):
            return "only the consonants are alike, and nothing else speaks for it"
        if best.how is How.CORE and lone and not _said(best, evidence):
            if best.shorter and not (best.place.kind in _UNITS and _in_company(evidence)):
                return f"only a part of the name {best.alias.text}, and nothing else speaks for it"
            if _article_added(query, best):
                return f"the name is {best.alias.text} without an article, and nothing else speaks for it"
        if best.how is How.LETTERS:
            if not _said(best, evidence):
                return "perhaps a misspelling, but nothing else speaks for it"
            rivals = [
                match for _, match, rows in weighed[1:] if match.edits <= best.edits and _said(match, rows)
            ]
            if rivals:
                return f"as like {rivals[0].alias.text}, {rivals[0].place.name}"
        if asked.context is EMPTY:
            return None
        return next((row.text for row in evidence if row.name == "text: placed elsewhere"), None)

    def one_of_many(self, asked: Asked, best: Match, evidence: Sequence[Evidence]) -> str | None:
        """Say that an embassy named without its city could be in any capital."""
        place = best.place
        if place.kind is not Kind.EMBASSY or asked.countries or asked.containers or asked.near:
            return None
        hosts = [self._index.place(place_id) for place_id in self._geography.ancestors(place)]
        words = set(fold(best.alias.text).split())
        if any(host is not None and words >= set(fold(host.name).split()) for host in hosts):
            return None
        if any(row.name.startswith(("text:", "document:")) and row.weight > 0 for row in evidence):
            return None
        return "there is one in many cities, and nothing says in which"


def _loose(match: Match, evidence: Sequence[Evidence]) -> bool:
    """Tell whether a name of the same consonants is too unlike; less will do if something else agrees."""
    said = _said(match, evidence)
    rows = {row.name for row in evidence}
    if len(skeleton(match.alias.text)) < SOUNDS_LONG:
        if "asked: recorded in it" in rows and match.edits <= FEW_LETTERS:
            return False
        needed = SOUNDS_SURE if said - _OF_KIND else SOUNDS_SAME
        return not (said or "asked: recorded in the unit around it" in rows) or match.closeness < needed
    return not said and (match.shorter or match.closeness < SOUNDS_SURE)


def _in_company(evidence: Sequence[Evidence]) -> bool:
    """Tell whether other names of the document lie in a unit, or around it: "Avoyelles" beside its towns."""
    return any(row.name in _COMPANY and row.weight >= 1 for row in evidence)


_COMPANY = frozenset({
    "document: unit named", "document: unit of the others", "document: district named",
    "document: places nearby named",
})  # fmt: skip


def _article_added(query: str, match: Match) -> bool:
    """Tell whether a text has an Arabic article and the name, which may be of any language, has none."""
    return fold(query).startswith("al ") and "al" not in fold(match.alias.text).split()


_OF_KIND = frozenset({"kind: agrees", "text: kind agrees"})


def _said(match: Match, evidence: Sequence[Evidence]) -> set[str]:
    """Give what but the name speaks for a candidate; that it is a town speaks for every town."""
    rare = match.place.kind.precision not in (Precision.LOCALITY, Precision.DISTRICT)
    rows = {row.name for row in evidence if row.name in AGREES and row.weight >= 1}
    return rows if rare else rows - _OF_KIND
