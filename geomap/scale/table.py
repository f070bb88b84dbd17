"""A table of names with the answers added, row for row."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from geomap.scale.many import Ask, resolve_one
from geomap.scale.rows import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geomap.model import Resolution
    from geomap.resolve import Gazetteer
    from geomap.scale.rows import Rows
    from geomap.scale.workers import Workers

    Cells = Callable[[Resolution | None], list[Any]]

MOST_KNOWN = 100_000
"""Answers that are kept for rows to come; with more distinct names than that, some are found again."""


@dataclass(slots=True)
class Answered:
    """Answers the rows of a table; after the last block it tells how many there were."""

    rows: Rows
    hints: dict[str, str | None]
    """Conditions for rows whose own column of that name is missing or empty."""
    cells: Cells
    """A module's function that gives the cells to add for an answer; the first is the status."""
    progress: Callable[[str, int, int], None] | None = None
    count: int = 0
    resolved: int = 0
    _texts: dict[Any, bytes] = field(default_factory=dict)
    """What is added to a row, with its end, by the row's question."""
    _placed: set[Any] = field(default_factory=set)

    def blocks(self, workers: Workers) -> Iterator[bytes]:
        """Give the rows with their answers as CSV, some hundred kilobytes at a time."""
        places = {name: at for at, name in enumerate(self.rows.header)}
        columns = [places["name"], *(places[name] for name in self.hints if name in places)]
        names = [name for name in self.hints if name in places]
        key_of: Callable[[list[str]], Any] = itemgetter(*columns)
        for piece in self.rows.pieces(key_of):
            self._learn(piece.keys, names, workers)
            # Line and answer by turns, put together once: a million lines are not made first.
            parts = [b""] * (2 * len(piece.keys))
            parts[::2] = piece.lines
            parts[1::2] = map(self._texts.__getitem__, piece.keys)
            self.count += len(piece.keys)
            self.resolved += sum(map(self._placed.__contains__, piece.keys))
            yield b"".join(parts)
            if self.progress is not None:
                self.progress("resolving (kB)", piece.read // 1000, self.rows.size // 1000)

    def _learn(self, keys: list[Any], names: list[str], workers: Workers) -> None:
        distinct = dict.fromkeys(keys)
        new = [key for key in distinct if key not in self._texts]
        if len(self._texts) + len(new) > MOST_KNOWN:
            self._texts.clear()
            self._placed.clear()
            new = list(distinct)
        asks = [(self._ask(key, names), self.cells) for key in new]
        for key, (text, placed) in zip(new, workers.map(_added, asks), strict=True):
            self._texts[key] = text
            if placed:
                self._placed.add(key)

    def _ask(self, key: Any, names: list[str]) -> Ask:  # noqa: ANN401 - one cell, or a tuple of them
        name, *own = (key,) if isinstance(key, str) else key
        given = {hint: cell.strip() for hint, cell in zip(names, own, strict=True) if cell.strip()}
        return Ask(name, **{**self.hints, **given})


def _added(gazetteer: Gazetteer, item: tuple[Ask, Cells]) -> tuple[bytes, bool]:
    """Resolve one question and write its cells, once for all rows that ask it."""
    ask, cells = item
    added = cells(resolve_one(gazetteer, ask) if ask.name.strip() else None)
    return f",{line_of(added)}\n".encode(), added[0] == "resolved"
