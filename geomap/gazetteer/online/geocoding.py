"""Any geocoder of geopy as one more finder: asked only where the gazetteer has no answer."""

from __future__ import annotations

import contextvars
import inspect
import json
import logging
import math
import re
import threading
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

from geomap.errors import OnlineError, UsageError
from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.importers.radii import radius_m
from geomap.gazetteer.kinds import Fit, fit
from geomap.gazetteer.names import fold
from geomap.gazetteer.online import transport
from geomap.gazetteer.online.answers import Found, Strange, read
from geomap.gazetteer.online.cache import Cache, default_folder
from geomap.model import Candidate, Confidence, Kind, Place, Precision, Resolution, Status

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

MOST_PLACES = 10
ONE_PLACE_M = 25_000.0
"""Answers no further apart than this are taken as one place, written down several times."""
NEAR_M = 200_000.0
_LONGEST = 200
_MOST_WORDS = 12
_TRIES = 3
_DEFAULT = "default"

# What the services' terms ask for; where an answer states its licence, that is taken.
_CREDITS: dict[str, str] = {
    "nominatim": "© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright",
    "photon": "© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright",
    "pickpoint": "© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright",
    "openmapquest": "© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright",
    "geonames": "GeoNames, CC BY 4.0, https://www.geonames.org/",
    "banfrance": "Base Adresse Nationale, Licence Ouverte 2.0, https://adresse.data.gouv.fr/",
    "ignfrance": "IGN, Licence Ouverte 2.0, https://geoservices.ign.fr/",
    "databc": "Province of British Columbia, Open Government Licence, https://www2.gov.bc.ca/",
}


@dataclass(frozen=True, slots=True)
class Question:
    """What a gazetteer could not answer."""

    text: str
    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2 codes of which the place's country must be one; empty for any."""
    within: tuple[str, ...] = ()
    """Names of places that contain it, the smallest first."""
    near: tuple[float, float] | None = None
    """Latitude and longitude in degrees that it must lie within 200 km of."""
    kinds: frozenset[Kind] = frozenset()
    """Of which its kind must be one, where the service states a kind; empty for any."""


class Geocoder(Protocol):
    """What geopy's geocoders share."""

    def geocode(self, query: str, **options: Any) -> Any:  # noqa: ANN401 - geopy's own types
        """Find places."""


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
        self._waits: list[float] = []
        self._asking = threading.Lock()
        self._geocoder = _made(self.service, options, self._adapter)
        self._options = _supported(self._geocoder)
        # Which server it is tells answers apart; a key or a password in the options does not.
        self._key = f"{self.service} {options.get('domain', '')}".strip()

    def __repr__(self) -> str:
        return f"Online({self.service!r})"

    @property
    def attribution(self) -> str:
        """Whom to credit for its answers."""
        return _CREDITS.get(self.service, f"{self.service}; see the service's terms of use")

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
        key = fold(question.text)
        called = [place for place in fitting if fold(place.address.partition(",")[0]) == key]
        meant = called or fitting
        candidates = tuple(self._candidate(place, called=bool(called)) for place in meant)
        best, first = candidates[0], meant[0]
        apart = [p for p in meant if distance_m(p.lat, p.lon, first.lat, first.lon) > _reach(first)]
        if apart:
            reason = f"{self.service} knows {len(meant)} places of this name, found online; give more context"
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
                self._waits.clear()
                try:
                    return self._requested(query)
                except _Failure as failure:
                    asked = self._waits[-1] if self._waits else None
                    if asked is None or attempt == _TRIES:
                        raise self._error(str(failure)) from None
                    if asked > self.longest_wait:
                        raise self._error(
                            f"asks to wait {math.ceil(min(asked, 1e9)):,} s, longer than longest_wait "
                            f"({self.longest_wait:g} s)"
                        ) from None
                    time.sleep(asked)
        raise AssertionError("the last attempt returns or raises")

    def _requested(self, query: str) -> list[Found]:
        from geopy import exc

        token = _QUIET.set(True)
        try:
            places = self._geocoder.geocode(query, exactly_one=False, timeout=self.timeout, **self._options)
            found = [
                read(place.address, place.latitude, place.longitude, place.raw)
                for place in (places or [])[:MOST_PLACES]
            ]
        except Strange as strange:
            raise _Failure(f"gave an answer that cannot be used: {strange}") from None
        except (exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges):
            raise _Failure("refuses the key, or the user agent") from None
        except exc.GeocoderQuotaExceeded:
            raise _Failure("says that the quota is used up") from None
        except exc.GeocoderTimedOut:
            raise _Failure(f"did not answer within {self.timeout:g} s") from None
        except exc.GeocoderUnavailable as error:
            # The adapter's own words, which hold neither address nor key.
            raise _Failure(str(error)) from None
        except exc.GeocoderParseError:
            raise _Failure("gave an answer that is not JSON") from None
        except exc.GeopyError as error:
            raise _Failure(f"reports an error ({type(error).__name__})") from None
        except Exception as error:  # noqa: BLE001 - a strange answer breaks geopy's parsers in any way
            raise _Failure(f"gave an answer that cannot be read ({type(error).__name__})") from None
        finally:
            _QUIET.reset(token)
        return found

    def _error(self, why: str) -> OnlineError:
        return OnlineError(f"{self.service}: {why}; this does not mean that there is no such place")

    def _adapter(self, *, proxies: Any, ssl_context: Any) -> Any:  # noqa: ANN401 - geopy's
        return _adapter_class()(proxies=proxies, ssl_context=ssl_context, waits=self._waits)


class _Failure(Exception):  # noqa: N818 - becomes an OnlineError
    """Why there is no answer, in words that follow the service's name."""


_QUIET: contextvars.ContextVar[bool] = contextvars.ContextVar("geomap_online_quiet", default=False)


def _said_by_others(record: logging.LogRecord) -> bool:
    """Drop what geopy logs for us: its lines hold the key and the place asked for."""
    del record
    return not _QUIET.get()


def _made(service: str, options: Mapping[str, Any], adapter: Callable[..., Any]) -> Geocoder:
    from geopy import exc, geocoders

    known = geocoders.SERVICE_TO_GEOCODER
    if service not in known:
        raise UsageError(f"no geocoder is called {service!r}; geopy has {', '.join(sorted(known))}")
    log = logging.getLogger("geopy")
    if _said_by_others not in log.filters:
        log.addFilter(_said_by_others)
    token = _QUIET.set(True)
    try:
        made: Geocoder = known[service](**options, adapter_factory=adapter)
    except (TypeError, ValueError, exc.GeopyError) as error:
        # The error's own words may quote a key.
        taken = [name for name in inspect.signature(known[service].__init__).parameters if name != "self"]
        given = ", ".join(sorted(options)) or "none"
        raise UsageError(
            f"{service} cannot be set up with the options given ({given}; {type(error).__name__}); "
            f"it takes {', '.join(taken)}"
        ) from None
    finally:
        _QUIET.reset(token)
    return made


def _supported(geocoder: Geocoder) -> dict[str, Any]:
    """Give what makes answers fuller and the same everywhere, as far as this geocoder takes it."""
    takes = inspect.signature(geocoder.geocode).parameters
    wanted = {"addressdetails": True, "language": "en", "limit": MOST_PLACES}
    return {name: value for name, value in wanted.items() if name in takes}


def _adapter_class() -> type[Any]:
    from geopy import exc
    from geopy.adapters import AdapterHTTPError, BaseSyncAdapter, get_retry_after

    class Adapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
        """Carries geopy's requests over our transport, whose time-out is total."""

        def __init__(self, *, proxies: Any, ssl_context: Any, waits: list[float]) -> None:  # noqa: ANN401
            super().__init__(proxies=proxies, ssl_context=ssl_context)
            self._proxies, self._ssl_context, self._waits = proxies, ssl_context, waits

        def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
            try:
                answer = transport.get(
                    url,
                    headers=headers,
                    timeout=timeout,
                    proxies=self._proxies,
                    ssl_context=self._ssl_context,
                )
            except transport.TimedOut as error:
                raise exc.GeocoderTimedOut(str(error)) from None
            except transport.Failed as error:
                raise exc.GeocoderUnavailable(str(error)) from None
            if answer.status >= 300:
                wait = get_retry_after(answer.headers)
                if wait is not None and answer.status in (429, 503):
                    self._waits.append(float(wait))
                raise AdapterHTTPError(
                    f"HTTP {answer.status}", status_code=answer.status, headers=answer.headers, text=""
                )
            return answer.body.decode("utf-8", errors="replace")

        def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:  # noqa: ANN401
            text = self.get_text(url, timeout=timeout, headers=headers)
            try:
                return json.loads(text)
            except (ValueError, RecursionError):
                raise exc.GeocoderParseError("not JSON") from None

    return Adapter


_LETTERS = re.compile(r"[^\W\d_]{2}")


def _is_name(text: str) -> bool:
    """Whether a text may be sent away: a name, and not a sentence or a page by mistake."""
    return (
        len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS and _LETTERS.search(fold(text)) is not None
    )


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
