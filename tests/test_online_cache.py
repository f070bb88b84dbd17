"""The cache of answers: shared by processes, losing nothing, and spacing what they ask together."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from local_server import Handler, serving
from test_online import OPEN, TALL_AFAR, nominatim

from geomap.errors import OnlineError
from geomap.gazetteer.online import Question
from geomap.gazetteer.online.cache import Cache
from geomap.model import Status

if TYPE_CHECKING:
    from pathlib import Path

WRITER = """
import sys
from geomap.gazetteer.online.cache import Cache
path, writer = sys.argv[1:]
sys.stdin.readline()
for number in range(120):
    Cache(path).put("service", f"{writer}-{number}", f"answer {number}")
"""


def test_six_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(n)], stdin=subprocess.PIPE)
        for n in range(6)
    ]
    for writer in writers:  # all are loaded by now, or wait for each other here
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.close()
    assert [writer.wait() for writer in writers] == [0] * 6
    cache = Cache(path)
    kept = [cache.get("service", f"{writer}-{n}") for writer in range(6) for n in range(120)]
    assert kept == [f"answer {n}" for n in range(120)] * 6


def test_a_kept_answer_is_not_asked_for_again(tmp_path: Path) -> None:
    def reply(handler: Handler) -> None:
        handler.say(json.dumps([TALL_AFAR] if "Tall" in handler.path else []).encode())

    with serving(reply) as server:
        for _ in range(2):  # a new object, as in a later session
            online = nominatim(server, tmp_path / "cache.sqlite")
            assert online.find(Question("Tall Afar"), OPEN).status is Status.RESOLVED
            assert online.find(Question("Nowhereville"), OPEN).status is Status.UNRESOLVED
        assert len(server.asked) == 2


def test_requests_of_several_finders_keep_apart_together(tmp_path: Path) -> None:
    times = []

    def reply(handler: Handler) -> None:
        times.append(time.monotonic())
        handler.say(b"[]")

    with serving(reply) as server:

        def ask(name: str) -> None:
            nominatim(server, tmp_path / "cache.sqlite", apart=0.2).find(Question(name), OPEN)

        threads = [threading.Thread(target=ask, args=(f"Place {letter}x",)) for letter in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    gaps = [later - earlier for earlier, later in zip(sorted(times), sorted(times)[1:], strict=False)]
    assert len(times) == 4
    assert min(gaps) > 0.12  # less what a thread takes to wake up


def test_a_slot_that_a_wrong_clock_put_far_off_is_not_waited_for(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    cache.take_slot("service", 1e7)
    assert cache.take_slot("service", 1.0) == 0.0
    assert 0.5 < cache.take_slot("service", 1.0) <= 1.0


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "cache.sqlite"
    Cache(path).put("service", "question", "answer")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_no_cache_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"not a database, but long enough to be looked at" * 20)
    with pytest.raises(OnlineError, match=r"cache\.sqlite: the cache cannot be used .*delete it"):
        Cache(path).get("service", "question")
