"""Names that are in no gazetteer as they are written, taken for those that they are like."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from geomap.gazetteer.index import max_edits
from geomap.gazetteer.kinds import Fit, fit
from geomap.gazetteer.names import MAX_NAME
from geomap.model import Candidate, Kind, Resolution, Status
from geomap.resolve import likeness
from geomap.resolve.candidates import How
from geomap.resolve.decision import unresolved
from geomap.resolve.likeness import FEW_LETTERS, SOUNDS_SURE
from geomap.resolve.members import Members
from geomap.resolve.search import told
from geomap.resolve.wording import MAX_LISTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer.index import Index
    from geomap.resolve.candidates import Match
    from geomap.resolve.decision import Asked, Judge
    from geomap.resolve.facilities import Facilities
    from geomap.resolve.search import Search

MOST_EDITED = 0.3
"""Share of the letters in which another spelling may differ that only its consonants speak for."""
_REMEMBERED = 1 << 9
"""Names whose likes are kept: a document says a name that is none again, and each holds dozens of places."""


class Guesses:
    """Guesses what a name may be another spelling of.

    Parameters
    ----------
    index
        Where to look.
    judge
        Decides among what is found.
    facilities
        Answer for a site by the town that it is named after.
    """

    def __init__(self, index: Index, judge: Judge, facilities: Facilities) -> None:
        self._judge = judge
        self._facilities = facilities
        self._members = Members(index)
        self.sounding = lru_cache(_REMEMBERED)(partial(likeness.sounding, index))
        self._misspelled = lru_cache(_REMEMBERED)(partial(likeness.misspelled, index))

    def guess(self, phrase: str, key: str, asked: Asked, search: Search) -> Resolution | None:
        """Try names that sound or are written alike."""
        alike = self._alike(key, asked)
        fitting = [m for m in alike if not m.kinds or fit(m.place.kind, m.kinds) is not Fit.NOT]
        # The names of countries are known; one that is near another is not it: Iran, Iraq.
        countries = [match for match in fitting if match.place.kind is Kind.COUNTRY]
        others = [match for match in fitting if match.place.kind is not Kind.COUNTRY]
        nearest = min((match.edits for match in others), default=MAX_NAME)
        near_countries = [match for match in countries if match.edits <= min(nearest, max_edits(key))]
        if near_countries:
            names = " or ".join(sorted({match.place.name for match in near_countries}))
            reason = f"no such name; did you mean {names}? The name of a country is never guessed"
            return unresolved(phrase, reason, self._listed(fitting))
        kept = [match for match in others if match.place.kept_by_hand]
        # Of a million names some are always alike; those of the packs are what reports mostly name.
        for group in (kept, others) if kept and len(kept) < len(others) else (others,):
            answer = self._among(phrase, key, group, asked, search)
            if answer is not None and (answer.status is Status.RESOLVED or group is others):
                return answer
        # "Menagh military airport" by the village Minaq of the district that was named.
        towns = [m for m in alike if m.kinds and m.how is How.SOUND and m not in fitting]
        towns = [m for m in towns if m.edits <= FEW_LETTERS]
        towns = [m for m in towns if self._judge.recorded(m.place, asked)]
        return told(self._facilities.answer(phrase, towns, asked), asked) if towns else None

    def _alike(self, key: str, asked: Asked) -> list[Match]:
        """Find the places with a name like a key: one that sounds alike, unless another is nearer."""
        alike = {match.place.id: match for match in self._misspelled(key)}
        for match in self.sounding(key):
            known = alike.get(match.place.id)
            if known is None or match.closeness >= SOUNDS_SURE or match.edits <= known.edits:
                alike[match.place.id] = match
        smallest = next((container for container in asked.containers if container.senses), None)
        if smallest is not None:
            alike |= {match.place.id: match for match in self._members.alike(smallest, key)}
        return list(alike.values())

    @staticmethod
    def _among(
        phrase: str, key: str, group: Sequence[Match], asked: Asked, search: Search
    ) -> Resolution | None:
        """Decide among names that sound alike, and else among those with a letter wrong, too."""
        sounding = [match for match in group if match.how is How.SOUND]
        answer = search.decide(phrase, sounding, asked)
        if answer is None:
            return search.decide(phrase, group, asked)
        if answer.status is Status.RESOLVED:
            return answer
        # What nothing speaks for is proposed only where the letters are alike too.
        alike_too = _written_alike(sounding, key), _written_alike(group, key)
        proposed: Sequence[Match] = next(filter(None, alike_too), [])
        answer = search.decide(phrase, proposed, asked)
        if answer is not None and answer.status is Status.RESOLVED:
            reason = f"{answer.reason}; others sound alike"
            return Resolution(phrase, Status.AMBIGUOUS, reason, candidates=answer.candidates)
        return answer

    def _listed(self, matches: Sequence[Match]) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(match.place, 0.0, partial(self._judge.reason, match, ()))
            for match in matches[:MAX_LISTED]
        )


def _written_alike(matches: Sequence[Match], key: str) -> list[Match]:
    """Leave out the names that only sound like a key: "Byen Kano" for Bunagana."""
    return [match for match in matches if match.how is not How.SOUND or match.edits <= MOST_EDITED * len(key)]
