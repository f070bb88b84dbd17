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
