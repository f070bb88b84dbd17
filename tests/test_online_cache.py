"""The cache of answers: shared by processes, losing nothing, and spacing what they ask together."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from local_server import Handler, serving
from test_online import OPEN, TALL_AFAR, nominatim

from geomap.errors import OnlineError
from geomap.gazetteer.online import Question, geocoding
from geomap.gazetteer.online import cache as cache_module
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


def test_requests_of_several_finders_keep_apart_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The clock stands still: all ask at one moment, however slowly their threads begin.
    standing = SimpleNamespace(time=lambda: 1e9, monotonic=time.monotonic, sleep=time.sleep)
    waits: list[float] = []
    monkeypatch.setattr(cache_module, "time", standing)
    monkeypatch.setattr(geocoding, "time", SimpleNamespace(sleep=waits.append))

    with serving(lambda handler: handler.say(b"[]")) as server:

        def ask(name: str) -> None:
            nominatim(server, tmp_path / "cache.sqlite", apart=0.2).find(Question(name), OPEN)

        threads = [threading.Thread(target=ask, args=(f"Place {letter}x",)) for letter in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(server.asked) == 4
    assert sorted(waits) == pytest.approx([0.0, 0.2, 0.4, 0.6], abs=1e-6)


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
