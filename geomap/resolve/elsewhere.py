"""What the gazetteer left open, asked of somebody else: one name at a time, and no more than the name.

Whoever is asked (`geomap.gazetteer.fallback.Fallback`) is handed in; nothing here knows a
network. A phrase is taken apart before anything is asked: of "10 km south of X" only "X"
is a place, and "X, Iraq" is a name and a condition.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.gazetteer.fallback import Question
from geomap.gazetteer.names import fold
from geomap.model import Kind, Resolution, Status
from geomap.resolve import coordinates, phrases, relations
from geomap.resolve.phrases import clean, only_generic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.gazetteer.fallback import Fallback
    from geomap.model import Place
    from geomap.resolve.decision import Asked
    from geomap.resolve.resolver import Resolver


class Elsewhere:
    """Asks a fallback what a resolver could not answer."""

    def __init__(self, fallback: Fallback, resolver: Resolver) -> None:
        self.fallback = fallback
        self._resolver = resolver

    def answer(self, text: str, asked: Asked, offline: Resolution) -> Resolution:
        """Answer a phrase that `offline` left unresolved; anything else stays as it is.

        Parameters
        ----------
        text
            The phrase.
        asked
            The conditions that its place must meet, and what the text around it says.
        offline
            What the gazetteer answered.

        Raises
        ------
        OnlineError
            If whoever is asked does not answer.
        """
        phrase = clean(text)
        if (
            offline.status is not Status.UNRESOLVED
            or not fold(phrase)
            or only_generic(phrase)
            or coordinates.read(phrase) is not None
        ):
            return offline
        relation = relations.parse(phrase)
        if relation is None:
            return self._found(phrase, asked, offline)
        heard: list[Resolution] = []

        def named(name: str, under: Asked) -> Resolution:
            answer = self._resolver.resolve(name, under)
            if answer.status is Status.UNRESOLVED:
                answer = self._found(clean(name), under, answer)
                heard.append(answer)
            return answer

        drawn = self._resolver.related(phrase, relation, asked, named)
        if drawn is not None:
            return replace(drawn, query=text)
        return replace(offline, worded=heard[-1].reason) if heard else offline

    def _found(self, phrase: str, asked: Asked, offline: Resolution) -> Resolution:
        """Ask for one name, with what the phrase itself says it lies in."""
        reading = next((one for one in phrases.read(phrase) if one.sure), None)
        name = clean(reading.name) if reading else phrase
        own = tuple(self._resolver.container(words) for words in reading.containers) if reading else ()
        countries, within = set(asked.countries), []
        for container in (*own, *asked.containers):
            codes = _countries(container.senses)
            countries |= codes
            if not codes:
                within.append(container.words)
        near = (asked.near.lat, asked.near.lon) if asked.near is not None else None
        question = Question(name, frozenset(countries), tuple(within), near, asked.kinds)
        return _doubted(self.fallback.find(question, offline), asked)


def _countries(senses: Iterable[Place]) -> set[str]:
    return {place.country for place in senses if place.kind is Kind.COUNTRY and place.country is not None}


def _doubted(answer: Resolution, asked: Asked) -> Resolution:
    """Leave a place open that lies in none of the countries which the text names: names are reused."""
    context = asked.context
    named = set(context.countries) | context.document_countries
    named |= _countries(place for placed in context.placed for place in placed.senses)
    if answer.status is not Status.RESOLVED or not named or answer.country is None or answer.country in named:
        return answer
    reason = (
        f"{answer.reason}; but that is in {answer.country}, and the text names {', '.join(sorted(named))}"
    )
    return Resolution(answer.query, Status.AMBIGUOUS, reason, candidates=answer.candidates)
