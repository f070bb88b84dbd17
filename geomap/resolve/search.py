"""One search for a name: what is decided among the candidates that meet the conditions, and who met none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.model import Candidate, Resolution, Status
from geomap.resolve.candidates import How
from geomap.resolve.decision import unresolved
from geomap.resolve.wording import MAX_LISTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.resolve.candidates import Match
    from geomap.resolve.decision import Asked, Judge
    from geomap.resolve.geography import Geography


class Search:
    """Decides, and keeps the places that a condition ruled out, and why."""

    def __init__(self, judge: Judge, geography: Geography) -> None:
        self.refused: dict[str, tuple[Match, str]] = {}
        self._judge = judge
        self._geography = geography

    def decide(self, phrase: str, matches: Sequence[Match], asked: Asked) -> Resolution | None:
        """Decide among candidates, once those are out that a condition rules out; ``None`` if all are."""
        if asked.plain:
            return self._judge.decide(phrase, matches, asked) if matches else None
        passing = []
        for match in matches:
            why = self._judge.refuse(match.place, asked)
            if why is None:
                passing.append(match)
            else:
                self.refused.setdefault(match.place.id, (match, why))
        return told(self._judge.decide(phrase, passing, asked), asked) if passing else None

    def failed(self, text: str) -> Resolution:
        """Answer that nothing was found but what the conditions ruled out, if anything was."""
        refused = list(self.refused.values())[:MAX_LISTED]
        if not refused:
            return unresolved(text, "no place of this name is in the gazetteer")
        match, why = refused[0]
        described = self._geography.describe(match.place)
        article = "an" if described[0] in "aeiou" else "a"
        reason = f"{why}: {match.place.name} is {article} {described}"
        if len(refused) > 1:
            like = "of this name" if match.how in (How.EXACT, How.CORE) else "with a name like it"
            reason = f"{reason}, and {len(refused) - 1} more {like} are not either"
        listed = tuple(
            Candidate(match.place, 0.0, f"{why}; {self._judge.reason(match, ())}") for match, why in refused
        )
        return unresolved(text, reason, listed)


def told(answer: Resolution, asked: Asked) -> Resolution:
    """Say which containers could not be checked; with none checked, nothing is decided."""
    unknown = [container.words for container in asked.containers if not container.senses]
    if not unknown or answer.status is not Status.RESOLVED:
        return answer
    names = " and ".join(f'"{words}"' for words in unknown)
    doubt = f"{names} {'is' if len(unknown) == 1 else 'are'} not in the gazetteer, so that was not checked"
    checked = len(unknown) < len(asked.containers) or bool(asked.countries)
    if any(row.name in _GUESSED for one in answer.candidates[:1] for row in one.evidence):
        # A name that is only alike needs all that is told of where it is.
        checked = False
    reason = f"{answer.reason}; {doubt}"
    if checked:
        return replace(answer, worded=reason, score=round(answer.score * 0.9, 4))
    return Resolution(answer.query, Status.AMBIGUOUS, reason, candidates=answer.candidates)


_GUESSED = frozenset({"likeness: same consonants", "likeness: a letter differs"})
