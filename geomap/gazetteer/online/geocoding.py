"""Any geocoder of geopy as one more finder: asked only where the gazetteer has no answer."""

from __future__ import annotations

import json
import math
import re
import threading
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geomap.errors import OnlineError, UsageError
from geomap.gazetteer.fallback import CREDITS
from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.importers.radii import radius_m
from geomap.gazetteer.index import Dataset
from geomap.gazetteer.kinds import Fit, fit
from geomap.gazetteer.names import fold, skeleton, strip_generic
from geomap.gazetteer.online.answers import Found
from geomap.gazetteer.online.cache import Cache, default_folder
from geomap.gazetteer.online.service import Failure, Service
from geomap.model import Candidate, Confidence, Kind, Place, Precision, Resolution, Status

if TYPE_CHECKING:
    import os

    from geomap.gazetteer.fallback import Question

ONE_PLACE_M = 25_000.0
"""Answers no further apart than this are taken as one place, written down several times."""
NEAR_M = 200_000.0
_LONGEST = 200
_MOST_WORDS = 12
_TRIES = 3
_DEFAULT = "default"


class Online:
    """A geocoding service, asked when `find` is called and at no other time.

    Parameters
    ----------
    service
        A geocoder's name in `geopy.geocoders`, such as ``"nominatim"`` or ``"photon"``.
    cache
        The SQLite file that keeps its answers; by default one in the user's cache folder,
        ``None`` for none. It may be shared by many processes.
    timeout
        Seconds that one request may take, all in all.
    apart
        Least seconds between two requests, of all processes that share the cache together.
        OpenStreetMap's own Nominatim allows one a second.
    longest_wait
        Seconds that a service which asks to wait (``Retry-After``) is waited for, at most.
    **options
        What the geocoder's class takes, such as ``user_agent``, ``api_key``, ``domain``.

    Raises
    ------
    UsageError
        If there is no such service, or its class does not take the options.
    """

    def __init__(
        self,
        service: str,
        *,
        cache: str | os.PathLike[str] | None = _DEFAULT,
        timeout: float = 10.0,
        apart: float = 1.0,
        longest_wait: float = 30.0,
        **options: Any,  # noqa: ANN401 - geopy's
    ) -> None:
        self.service = service.lower()
        self.timeout = _positive("timeout", timeout)
        self.apart = max(0.0, apart)
        self.longest_wait = max(0.0, longest_wait)
        self.cache = Cache(default_folder() / "online.sqlite" if cache == _DEFAULT else cache)
        self._asking = threading.Lock()
        self._service = Service(self.service, options)
        self._arguments = {
            "cache": cache, "timeout": timeout, "apart": apart, "longest_wait": longest_wait, **options
        }  # fmt: skip
        # Which server it is tells answers apart; a key or a password in the options does not.
        self._key = f"{self.service} {options.get('domain', '')}".strip()

    def __repr__(self) -> str:
        return f"Online({self.service!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        # Another process asks with a client of its own, through the same cache.
        return _remade, (self.service, self._arguments)

    @property
    def attribution(self) -> str:
        """Whom to credit for its answers."""
        return CREDITS.get(self.service, f"{self.service}; see the service's terms of use")

    def dataset(self) -> Dataset:
        """Say who answers, under what licence, and whom to credit; how many places it knows is not known."""
        return Dataset(self.service, f"{self.service}, asked online", 0, 0, "", self.attribution)

    def find(self, question: Question, offline: Resolution) -> Resolution:
        """Answer a question that the gazetteer left open.

        Parameters
        ----------
        question
            The name and the conditions.
        offline
            What the gazetteer answered; an answer that is not unresolved stays as it is.

        Returns
        -------
        Resolution
            Resolved, with the service in its reason and as its place's dataset; ambiguous,
            where the service knows several places of the name or a container could not be
            checked; else unresolved.

        Raises
        ------
        OnlineError
            If the service gave no usable answer. It never means that there is no such place.
        """
        if offline.status is not Status.UNRESOLVED or not _is_name(question.text):
            return offline
        query = ", ".join([question.text.strip(), *question.within, *_countries_of(question)])
        found = self._answers(query)
        fitting = [place for place in found if _fits(place, question)]
        if not fitting:
            lack = "knows none either" if not found else f"knows {len(found)}, but none that fits"
            return Resolution(
                offline.query,
                Status.UNRESOLVED,
                f"{offline.reason}; {self.service}, asked online, {lack}",
                candidates=offline.candidates,
            )
        return self._decide(question, offline, fitting)

    def _decide(self, question: Question, offline: Resolution, fitting: list[Found]) -> Resolution:
        core = strip_generic(question.text)[0]
        called = [place for place in fitting if strip_generic(place.address.partition(",")[0])[0] == core]
        meant = called or fitting
        candidates = tuple(self._candidate(place, called=bool(called)) for place in meant)
        best, first = candidates[0], meant[0]
        apart = [p for p in meant if distance_m(p.lat, p.lon, first.lat, first.lon) > _reach(first)]
        if apart:
            reason = f"{self.service} knows {len(meant)} places of this name, found online; give more context"
            return Resolution(offline.query, Status.AMBIGUOUS, reason, candidates=candidates)
        if not called and not _sounds_alike(core, first.address):
            reason = f"{best.reason}; that is another name, so it may be another place"
            return Resolution(offline.query, Status.AMBIGUOUS, reason, candidates=candidates)
        unnamed = [words for words in question.within if fold(words) not in fold(first.address)]
        if unnamed:
            reason = f'{best.reason}; but its address does not name "{unnamed[0]}"'
            return Resolution(offline.query, Status.AMBIGUOUS, reason, candidates=candidates)
        doubts = []
        if question.countries and first.country is None:
            doubts.append("its country is not stated, so that was not checked")
        if question.kinds and first.kind is None:
            doubts.append("its kind is not stated, so that was not checked")
        place = best.place
        return Resolution(
            offline.query,
            Status.RESOLVED,
            "; ".join([best.reason, *doubts]),
            score=best.score,
            place=place,
            name=place.name,
            lat=place.lat,
            lon=place.lon,
            radius_m=place.radius_m,
            precision=place.kind.precision if first.kind else Precision.LOCALITY,
            candidates=candidates,
        )

    def _candidate(self, found: Found, *, called: bool) -> Candidate:
        # A place whose kind is not stated is drawn as a locality with room for doubt.
        kind = Kind(found.kind) if found.kind else Kind.TOWN
        place = Place(
            id=f"{self.service}:{found.id or f'{found.lat:.6f},{found.lon:.6f}'}",
            name=found.address.partition(",")[0].strip() or found.address,
            kind=kind,
            lat=found.lat,
            lon=found.lon,
            radius_m=max(found.radius_m or 0.0, radius_m(kind)),
            country=found.country,
            confidence=Confidence.MEDIUM,
            sources=(found.licence or self.attribution,),
            note=found.address,
            dataset=self.service,
        )
        reason = f'found online by {self.service}, not in the gazetteer, as "{found.address}"'
        if not found.kind:
            reason += "; its kind is not stated"
        return Candidate(place, 0.6 if called else 0.4, reason)

    def _answers(self, query: str) -> list[Found]:
        kept = self.cache.get(self._key, query)
        if kept is not None:
            return [Found(**place) for place in json.loads(kept)]
        found = self._ask(query)
        self.cache.put(self._key, query, json.dumps([asdict(place) for place in found]))
        return found

    def _ask(self, query: str) -> list[Found]:
        with self._asking:
            for attempt in range(1, _TRIES + 1):
                time.sleep(self.cache.take_slot(self._key, self.apart))
                try:
                    return self._service.ask(query, self.timeout)
                except Failure as failure:
                    wait = failure.wait_s
                    if wait is None or attempt == _TRIES:
                        raise self._error(str(failure)) from None
                    if wait > self.longest_wait:
                        raise self._error(
                            f"asks to wait {math.ceil(min(wait, 1e9)):,} s, longer than longest_wait "
                            f"({self.longest_wait:g} s)"
                        ) from None
                    time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _error(self, why: str) -> OnlineError:
        return OnlineError(f"{self.service}: {why}; this does not mean that there is no such place")


def _remade(service: str, arguments: dict[str, Any]) -> Online:
    return Online(service, **arguments)


_LETTERS = re.compile(r"[^\W\d_]{2}")


def _is_name(text: str) -> bool:
    """Whether a text may be sent away: a name, and not a sentence or a page by mistake."""
    return (
        len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS and _LETTERS.search(fold(text)) is not None
    )


def _sounds_alike(core: str, address: str) -> bool:
    """Whether an address is that of the name spelt in another way."""
    consonants = skeleton(core)
    return len(consonants) > 1 and consonants == skeleton(strip_generic(address.partition(",")[0])[0])


def _countries_of(question: Question) -> list[str]:
    # Several codes of one name ("Korea") would confuse a geocoder; they are checked afterwards.
    return sorted(question.countries) if len(question.countries) == 1 else []


def _fits(place: Found, question: Question) -> bool:
    if question.countries and place.country is not None and place.country not in question.countries:
        return False
    if question.kinds and place.kind and fit(Kind(place.kind), question.kinds) is Fit.NOT:
        return False
    return question.near is None or distance_m(place.lat, place.lon, *question.near) <= NEAR_M


def _reach(place: Found) -> float:
    return max(ONE_PLACE_M, place.radius_m or 0.0)


def _positive(name: str, value: float) -> float:
    if not 0 < value < math.inf:
        raise UsageError(f"{name} is {value}; give seconds, more than 0")
    return float(value)
