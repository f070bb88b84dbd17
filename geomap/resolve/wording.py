"""The words of a reason: why this candidate, in one line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.gazetteer.names import fold
from geomap.model import AliasKind, Kind
from geomap.resolve.candidates import How
from geomap.resolve.evidence import WEIGHTS
from geomap.resolve.geography import DOUBTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Candidate, Evidence, Place, Resolution
    from geomap.resolve.candidates import Match
    from geomap.resolve.geography import Geography

MAX_LISTED = 10
"""Candidates that an answer lists."""
STANDING = 0.8
"""What the score of a place keeps where it stands for another."""
SETTLEMENTS = frozenset({Kind.CITY, Kind.TOWN, Kind.VILLAGE})
MAX_SAID = 3
"""Pieces of evidence in a reason; all are in the candidate's own list."""
_WORTH_SAYING = 0.5
_ALWAYS_SAID = frozenset(WEIGHTS) - {
    "text: country named",
    "text: area named",
    "text: place nearby named",
    "document: country named",
    "document: told elsewhere",
}


class Wording:
    """Says why.

    Parameters
    ----------
    geography
        Says which place is meant: "city in Anbar Governorate, Iraq".
    """

    def __init__(self, geography: Geography) -> None:
        self._geography = geography

    def reason(self, match: Match, evidence: Sequence[Evidence], *, alone: bool = False) -> str:
        """Say in one line why this candidate; if it stands alone, not what could only tell it from others."""
        place = match.place
        named = _named(match, self._geography.describe(place))
        telling = [
            row
            for row in evidence
            if row.text
            and not row.name.startswith(("name:", "likeness:"))
            and abs(row.weight) >= _WORTH_SAYING
        ]
        if alone:
            telling = [row for row in telling if row.name in _ALWAYS_SAID]
        telling.sort(key=lambda row: -abs(row.weight))
        said = list({row.text.casefold(): row.text for row in reversed(telling)}.values())[::-1][:MAX_SAID]
        if place.confidence in DOUBTS:
            said.append(DOUBTS[place.confidence])
        return "; ".join([named, *said])

    def any_of(self, places: Sequence[Place]) -> str:
        """Say which places a name could be."""
        listed = places[:MAX_LISTED]
        names = "; ".join(f"{place.name} ({self._geography.describe(place)})" for place in listed)
        return f"could be any of {len(places)}: {names}; name a country or a container to decide"


def stands_for(answer: Resolution, why: str) -> Resolution:
    """Let a place stand for what is in it or near it and not known itself; `why` says what that is."""
    place = answer.place
    town = place is not None and answer.relation is None and place.kind in SETTLEMENTS
    named = f"the town of {answer.name}" if town else answer.name
    reason = f"{why}; {named} stands for it; {answer.reason}"
    return replace(answer, worded=reason, score=round(answer.score * STANDING, 4))


def joined(*parts: str | Candidate) -> str:
    """Say several things in one line, of a candidate its reason."""
    return "; ".join(part if isinstance(part, str) else part.reason for part in parts)


def _named(match: Match, description: str) -> str:
    """Say how the text names the place."""
    place, alias = match.place, match.alias
    own = alias.text == place.name or fold(alias.text) == fold(place.name)
    if match.how is How.LETTERS:
        letters = f"{match.edits} letter{'s' if match.edits != 1 else ''}"
        differ = f"({letters} differ{'s' if match.edits == 1 else ''})"
        whose = "" if own else f", alias of {place.name}"
        return f'spelled like "{alias.text}" {differ}{whose}'
    if match.how is How.SOUND:
        whose = "" if own else f", alias of {place.name}"
        return f'another spelling of "{alias.text}"{whose}, to go by its consonants'
    if own:
        named = f"{place.name}, {description}"
    elif alias.kind is AliasKind.DEMONYM:
        named = f"the word for people and things of {place.name}"
    else:
        what = "" if alias.kind is AliasKind.NAME else alias.kind.value
        said = ", ".join(filter(None, (what, alias.note)))
        return f"alias of {place.name} ({said})" if said else f"alias of {place.name}"
    return named
