"""One HTTP request, over within a stated time however the server behaves."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping

LARGEST_ANSWER = 8 << 20
"""Bytes of a geocoder's answer; it lists a few places."""
_PIECE = 1 << 16


class Failed(Exception):  # noqa: N818 - becomes an OnlineError once it is known whom to name
    """A request that brought no answer; the words name neither address nor key."""


class TimedOut(Failed):
    """A request that was not over in its time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


def get(
    url: str,
    *,
    headers: Mapping[str, str],
    timeout: float,
    proxies: Mapping[str, str] | None = None,
    ssl_context: ssl.SSLContext | None = None,
) -> Answer:
    """Fetch a small answer, all of it within `timeout` seconds.

    A socket's own time-out begins anew with each byte, so a server that drips them holds
    its caller for ever; looking up a host's name has none at all. The request therefore
    runs in a thread of its own, whose connection is cut when the time is over. A redirect
    is not followed: it would hand the name and the key to another server.

    Raises
    ------
    TimedOut
        If it was not over in time.
    Failed
        If the server cannot be reached, breaks off, or says more than `LARGEST_ANSWER`.
    """
    sockets: list[socket.socket] = []
    outcome: list[Answer | Failed] = []

    def work() -> None:
        try:
            opener = _opener(proxies, ssl_context, sockets.append, _NoRedirect())
            with _opened(opener, Request(url, headers=dict(headers)), timeout) as response:  # noqa: S310 - geopy's http(s)
                body = response.read(LARGEST_ANSWER + 1)
                if len(body) > LARGEST_ANSWER:
                    raise Failed(f"its answer is longer than {LARGEST_ANSWER:,} bytes")
                outcome.append(Answer(response.status, _lowered(response.headers), body))
        except Failed as error:
            outcome.append(error)
        except Exception as error:  # noqa: BLE001 - whatever broke, the caller learns of it
            outcome.append(_late(timeout) if _is_time_out(error) else Failed(_why(error)))

    worker = threading.Thread(target=work, name="geomap-online", daemon=True)
    worker.start()
    worker.join(timeout)
    if worker.is_alive():
        cut_off(sockets)
        raise _late(timeout)
    result = outcome[0]
    if isinstance(result, Failed):
        raise result from None
    return result


@contextlib.contextmanager
def _closing(response: Any) -> Any:  # noqa: ANN401
    try:
        yield response
    finally:
        response.close()


def _opened(opener: Any, request: Request, timeout: float) -> Any:  # noqa: ANN401 - urllib's own types
    try:
        return _closing(opener.open(request, timeout=timeout))
    except HTTPError as error:
        # An answer all the same, with a status and a body.
        return _closing(error)


def stream(url: str, *, headers: Mapping[str, str], stall: float) -> Any:  # noqa: ANN401 - urllib's response
    """Open a large answer to be read piece by piece; only silence of `stall` seconds ends it.

    Redirects are followed, but never from https to plain http.

    Raises
    ------
    Failed
        If the server cannot be reached.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise Failed(f"{url} is no http or https address")
    opener = _opener(None, None, lambda _: None, _SecureRedirect())
    try:
        return opener.open(Request(url, headers=dict(headers)), timeout=stall)  # noqa: S310 - checked above
    except HTTPError as error:
        return error
    except Exception as error:  # noqa: BLE001 - as in `get`
        raise Failed(_why(error)) from None


def pieces(response: IO[bytes]) -> Any:  # noqa: ANN401 - an iterator of bytes
    """Give a response's body as it comes.

    Raises
    ------
    Failed
        If the connection breaks off or falls silent.
    """
    while True:
        try:
            piece = response.read(_PIECE)
        except Exception as error:  # noqa: BLE001 - as in `get`
            raise Failed(_why(error)) from None
        if not piece:
            return
        yield piece


def cut_off(sockets: list[socket.socket]) -> None:
    """End what still waits on these connections."""
    for sock in list(sockets):
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _late(timeout: float) -> TimedOut:
    return TimedOut(f"did not answer within {timeout:g} s")


def _is_time_out(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None)
    if isinstance(reason, Exception):
        error = reason
    if isinstance(error, TimeoutError):
        return "did not answer in time"
    if isinstance(error, socket.gaierror):
        return "its address is not known; is there a connection to the network?"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be reached ({error.strerror.lower()})"
    # The message of any other exception may quote the address, and with it key and place.
    return f"cannot be reached or does not speak HTTP ({type(error).__name__})"


def _lowered(headers: Any) -> dict[str, str]:  # noqa: ANN401 - http.client.HTTPMessage
    return {name.lower(): value for name, value in headers.items()}


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


class _SecureRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> Request | None:
        if req.type == "https" and urlsplit(newurl).scheme != "https":
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(
    proxies: Mapping[str, str] | None,
    ssl_context: ssl.SSLContext | None,
    opened: Callable[[socket.socket], None],
    redirects: HTTPRedirectHandler,
) -> Any:  # noqa: ANN401 - urllib's own type
    """Make an opener that tells which sockets it opens; `proxies` None takes the environment's."""

    class Plain(http.client.HTTPConnection):
        def connect(self) -> None:
            super().connect()
            opened(self.sock)

    class Secure(http.client.HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            opened(self.sock)

    class PlainHandler(HTTPHandler):
        def http_open(self, req: Request) -> http.client.HTTPResponse:
            return self.do_open(Plain, req)

    class SecureHandler(HTTPSHandler):
        def https_open(self, req: Request) -> http.client.HTTPResponse:
            return self.do_open(Secure, req, context=ssl_context)

    proxy = ProxyHandler(dict(proxies) if proxies is not None else None)
    return build_opener(proxy, PlainHandler(), SecureHandler(), redirects)
