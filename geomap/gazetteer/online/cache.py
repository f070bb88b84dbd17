"""What geocoders have answered before, in one SQLite file that many processes share.

The same file keeps the time of each service's next request, so that six processes
together are no more of a burden to it than one.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import OnlineError

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAIT_S = 60.0
# A slot further off than this was written by a clock that has since been set back.
_LATEST_SLOT_S = 900.0


def default_folder() -> Path:
    """Give the user's folder for what can be fetched again."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "geomap"


class Cache:
    """Answers by service and question.

    Parameters
    ----------
    path
        The file; ``None`` keeps the answers in memory for as long as the object lives.

    Raises
    ------
    OnlineError
        If the file cannot be opened or is no cache.
    """

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        self.path = None if path is None else Path(path)
        self._lock = threading.RLock()
        self._database: sqlite3.Connection | None = None
        self._owner = 0

    def get(self, service: str, question: str) -> str | None:
        """Give the answer that was put there, ``None`` if there is none."""
        with self._opened() as database:
            row = database.execute(
                "SELECT answer FROM answer WHERE service = ? AND question = ?", (service, question)
            ).fetchone()
        return row[0] if row else None

    def put(self, service: str, question: str, answer: str) -> None:
        """Keep an answer."""
        with self._opened() as database:
            database.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (service, question, answer))

    def take_slot(self, service: str, apart_s: float) -> float:
        """Book the next moment at which the service may be asked; gives the seconds until then."""
        with self._opened() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                now = time.time()
                row = database.execute("SELECT next FROM slot WHERE service = ?", (service,)).fetchone()
                at = max(now, row[0]) if row and row[0] < now + _LATEST_SLOT_S else now
                database.execute("INSERT OR REPLACE INTO slot VALUES (?, ?)", (service, at + apart_s))
                database.execute("COMMIT")
            except BaseException:
                database.execute("ROLLBACK")
                raise
        return max(0.0, at - now)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                # A connection must not be used across a fork.
                if self._database is None or self._owner != os.getpid():
                    self._database, self._owner = self._connect(), os.getpid()
                yield self._database
            except (sqlite3.Error, OSError) as error:
                raise OnlineError(
                    f"{self.path}: the cache cannot be used ({error}); delete it, or name another with cache="
                ) from error

    def _connect(self) -> sqlite3.Connection:
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self.path.exists():
                # It tells which places somebody looks into.
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        database = sqlite3.connect(
            self.path or ":memory:", timeout=_WAIT_S, isolation_level=None, check_same_thread=False
        )
        try:
            _set_up(database)
        except sqlite3.Error:
            database.close()
            raise
        return database


def _set_up(database: sqlite3.Connection) -> None:
    database.execute(f"PRAGMA busy_timeout = {int(_WAIT_S * 1000)}")
    ends = time.monotonic() + _WAIT_S
    while True:
        try:
            # Going over to WAL needs the file alone, and does not wait for it by itself.
            database.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > ends:
                raise
            time.sleep(0.01)
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute(
        "CREATE TABLE IF NOT EXISTS answer("
        "service TEXT, question TEXT, answer TEXT, PRIMARY KEY (service, question)) WITHOUT ROWID"
    )
    database.execute("CREATE TABLE IF NOT EXISTS slot(service TEXT PRIMARY KEY, next REAL)")
