"""Work on all cores, in order and in steady memory, each process with a gazetteer of its own.

Work begins in the calling process; others are started only once it has taken longer than
starting them would, so that a small table is not slower for there being large ones.
"""

from __future__ import annotations

import multiprocessing
import operator
import os
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeVar

from geomap.errors import UsageError
from geomap.resolve import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from types import TracebackType

    from geomap.gazetteer.fallback import Fallback

T = TypeVar("T")
R = TypeVar("R")

PATIENCE_S = 1.5
"""Work of so many seconds is done here; what is known to be more is shared out."""
_TRIAL_S = 0.2
PORTION = 1 << 16
"""How much of what `weigh` counts is handed to a process at a time."""


class Workers:
    """Processes that share one kind of work; close it, or use it as a context manager.

    Parameters
    ----------
    packs
        As `Gazetteer.open` takes them; each process opens them once.
    count
        How many processes may work; by default one for each core, 1 for none but this one.
    online
        As `Gazetteer.open` takes it; processes get a copy, which must be made for that
        (`pickle`), as `geomap.gazetteer.online.Online` is.
    patience
        Seconds of work before others are started.

    Raises
    ------
    UsageError
        If `count` is not positive, or a pack is missing.
    PackError
        If a pack has faults.
    """

    def __init__(
        self,
        packs: Sequence[str | os.PathLike[str]] = (),
        count: int | None = None,
        *,
        online: Fallback | None = None,
        patience: float = PATIENCE_S,
    ) -> None:
        if count is not None and count < 1:
            raise UsageError(f"workers is {count}; give 1 or more")
        self.packs = tuple(os.fspath(pack) for pack in packs)
        self.count = count or _cores()
        self._online = online
        self.gazetteer = Gazetteer.open(*self.packs, online=online)
        self._patience = patience
        self._spent = 0.0
        self._done = 0
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def map(
        self,
        function: Callable[[Gazetteer, T], R],
        items: Iterable[T],
        *,
        weigh: Callable[[T], int] = lambda _: 500,
    ) -> Iterator[R]:
        """Give ``function(gazetteer, item)`` for each item, in their order.

        Parameters
        ----------
        function
            A module's function, so that other processes find it.
        items
            Taken as they are needed: never more than a few portions ahead of the results.
        weigh
            How much work an item is, in characters of text or the like.

        Raises
        ------
        UsageError
            If a process ends before its time.
        """
        waiting = iter(items)
        # Only a list's iterator knows how much there is to come.
        while self._pool is None and not self._worth_sharing(operator.length_hint(waiting, -1)):
            try:
                item = next(waiting)
            except StopIteration:
                return
            # Not the clock's time: where others keep the cores busy, more processes are no help.
            began = time.process_time()
            result = function(self.gazetteer, item)
            self._spent += time.process_time() - began
            self._done += 1
            yield result
        if self._pool is None:
            self._pool = self._started()
        yield from _shared(self._pool, 2 * self.count + 2, function, waiting, weigh)

    def _worth_sharing(self, known: int) -> bool:
        if self.count == 1:
            return False
        if not self._done or self._spent < _TRIAL_S:
            return self._patience <= 0
        ahead = known * self._spent / self._done if known >= 0 else self._spent
        return ahead > self._patience

    def _started(self) -> ProcessPoolExecutor:
        # A forked child would share this process's open files and locks.
        return ProcessPoolExecutor(
            self.count,
            multiprocessing.get_context("spawn"),
            initializer=_open,
            initargs=(self.packs, self._online),
        )


def _shared(
    pool: ProcessPoolExecutor,
    ahead: int,
    function: Callable[[Gazetteer, T], R],
    items: Iterator[T],
    weigh: Callable[[T], int],
) -> Iterator[R]:
    running: deque[Future[list[R]]] = deque()
    try:
        for portion in _portions(items, weigh):
            running.append(pool.submit(_run, function, portion))
            if len(running) >= ahead:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()
    except BrokenProcessPool:
        raise UsageError(
            "a worker process ended before its time: out of memory, or the call does not stand below "
            "if __name__ == '__main__': in its script; workers=1 needs neither"
        ) from None
    finally:
        for future in running:
            future.cancel()


# One gazetteer for the life of a worker process.
_opened: list[Gazetteer] = []


def _open(packs: tuple[str, ...], online: Fallback | None) -> None:
    _opened.append(Gazetteer.open(*packs, online=online))


def _run(function: Callable[[Gazetteer, T], R], items: list[T]) -> list[R]:
    return [function(_opened[0], item) for item in items]


def _portions(items: Iterator[T], weigh: Callable[[T], int]) -> Iterator[list[T]]:
    portion: list[T] = []
    weight = 0
    for item in items:
        portion.append(item)
        weight += weigh(item)
        if weight >= PORTION:
            yield portion
            portion, weight = [], 0
    if portion:
        yield portion


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
