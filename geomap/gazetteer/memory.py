"""Answers that are kept because they will be asked for again."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory(dict[K, V], Generic[K, V]):
    """A dictionary of at most so many answers; full, it starts anew.

    Unlike `functools.lru_cache` it can be pickled with what it belongs to, costs no call when it
    knows the answer, and need not keep every answer. Threads may share it: at worst one asks twice.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def keep(self, key: K, answer: V) -> V:
        """Remember an answer, and give it."""
        if len(self) >= self.most:
            self.clear()
        self[key] = answer
        return answer


class Recurring(Memory[K, V]):
    """A memory that keeps an answer from the second time on that it is found.

    A table's million names are each asked for once: what is kept of them is never asked for
    again, and the garbage collector goes through it over and over. A report says its names often.
    """

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._once: set[K] = set()

    def keep(self, key: K, answer: V) -> V:
        """Remember an answer if it was found before, and give it."""
        if key in self._once:
            self._once.discard(key)
            return super().keep(key, answer)
        if len(self._once) >= self.most:
            self._once.clear()
        self._once.add(key)
        return answer
