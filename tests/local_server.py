"""An HTTP server on this machine that answers as a test tells it to, faults included."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Hands each GET to the test."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers_seen.append({name.lower(): value for name, value in self.headers.items()})
        try:
            self.server.reply(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, reply: Reply) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply = reply
        self.asked: list[str] = []
        self.headers_seen: list[dict[str, str]] = []
        self.over = threading.Event()
        """Set when the test is over, for replies that wait."""

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.server_port}"


@contextmanager
def serving(reply: Reply) -> Iterator[Server]:
    server = Server(reply)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
