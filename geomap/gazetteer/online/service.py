"""One geocoder of geopy, asked over our own transport: what it found, checked, or why there is no answer.

geopy makes the address to ask and reads the answer; the time-out, the logs and what is
believed of an answer are ours.
"""

from __future__ import annotations

import contextvars
import inspect
import json
import logging
from typing import TYPE_CHECKING, Any, Protocol

from geomap.errors import UsageError
from geomap.gazetteer.online import transport
from geomap.gazetteer.online.answers import Found, Strange, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_PLACES = 10


class Geocoder(Protocol):
    """What geopy's geocoders share."""

    def geocode(self, query: str, **options: Any) -> Any:  # noqa: ANN401 - geopy's own types
        """Find places."""


class Failure(Exception):  # noqa: N818 - becomes an OnlineError
    """Why there is no answer, in words that follow the service's name."""

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.wait_s = wait_s
        """Seconds that the service asks to wait."""


class Service:
    """A geocoder by its name in `geopy.geocoders`.

    Parameters
    ----------
    name
        Its name there.
    options
        What its class takes.

    Raises
    ------
    UsageError
        If there is no such geocoder, or its class does not take the options.
    """

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self._waits: list[float] = []
        self._geocoder = _made(name, options, self._adapter)
        self._options = _supported(self._geocoder)

    def ask(self, query: str, timeout_s: float) -> list[Found]:
        """Ask once; a place that is not known is an empty list.

        Raises
        ------
        Failure
            If there is no answer that can be used.
        """
        from geopy import exc

        self._waits.clear()
        token = _QUIET.set(True)
        try:
            places = self._geocoder.geocode(query, exactly_one=False, timeout=timeout_s, **self._options)
            found = [
                read(place.address, place.latitude, place.longitude, place.raw)
                for place in (places or [])[:MOST_PLACES]
            ]
        except Strange as strange:
            raise self._failure(f"gave an answer that cannot be used: {strange}") from None
        except (exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges):
            raise self._failure("refuses the key, or the user agent") from None
        except exc.GeocoderQuotaExceeded:
            raise self._failure("says that the quota is used up") from None
        except exc.GeocoderTimedOut:
            raise self._failure(f"did not answer within {timeout_s:g} s") from None
        except exc.GeocoderUnavailable as error:
            # The adapter's own words, which hold neither address nor key.
            raise self._failure(str(error)) from None
        except exc.GeocoderParseError:
            raise self._failure("gave an answer that is not JSON") from None
        except exc.GeopyError as error:
            raise self._failure(f"reports an error ({type(error).__name__})") from None
        except Exception as error:  # noqa: BLE001 - a strange answer breaks geopy's parsers in any way
            raise self._failure(f"gave an answer that cannot be read ({type(error).__name__})") from None
        finally:
            _QUIET.reset(token)
        return found

    def _failure(self, why: str) -> Failure:
        return Failure(why, self._waits[-1] if self._waits else None)

    def _adapter(self, *, proxies: Any, ssl_context: Any) -> Any:  # noqa: ANN401 - geopy's
        return _adapter_class()(proxies=proxies, ssl_context=ssl_context, waits=self._waits)


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
    taken = [name for name in inspect.signature(known[service].__init__).parameters if name != "self"]
    if "user_agent" in taken:
        # Services that are open to all want to know which program asks.
        options = {"user_agent": "geomap", **options}
    token = _QUIET.set(True)
    try:
        made: Geocoder = known[service](**options, adapter_factory=adapter)
    except (TypeError, ValueError, exc.GeopyError) as error:
        # The error's own words may quote a key.
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
