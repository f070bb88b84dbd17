"""Files of millions of rows: read, located and written a piece at a time, in bounded memory."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geomap.errors import GeomapError, InputError, UsageError
from geomap.events import conform, conforms, locate, swapped
from geomap.events.frame import typed
from geomap.formats import parquet_parts
from geomap.formats.piecewise import raw_pieces
from geomap.formats.registry import writer_for
from geomap.formats.survey import survey
from geomap.formats.table import ReadOptions, WriteOptions
from geomap.formats.tabular import build, layout_of
from geomap.model import Status
from geomap.saving import atomic_folder, atomic_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import geopandas as gpd

    from geomap.events.located import Resolves
    from geomap.formats.layout import Layout
    from geomap.formats.raw import Raw
    from geomap.formats.table import Table
    from geomap.model import Resolution

ROWS = 20_000
"""Rows a piece: large enough for numpy to pay, small enough for any machine."""
MOST_KEPT = 1_000
"""So many rows that were set aside are kept to be told; all are counted."""
MOST_NAMES = 200_000
"""Distinct names whose answers are remembered."""
STREAMED = ("CSV", "GeoJSON, one feature a line", "GeoParquet")
"""The formats that can be written a piece at a time."""


@dataclass(slots=True)
class Streamed:
    """What became of a file; rows in = `written` + `aside`."""

    written: int = 0
    placed: int = 0
    aside: int = 0
    set_aside: list[InputError] = field(default_factory=list)
    """The first `MOST_KEPT` of the rows that were set aside."""
    notes: list[str] = field(default_factory=list)


def stream(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    gazetteer: Resolves,
    *,
    options: ReadOptions | None = None,
    rows: int = ROWS,
    progress: Callable[[int, int], None] | None = None,
    aside: Callable[[InputError], None] | None = None,
) -> Streamed:
    """Read, locate and write a text table a piece at a time.

    Parameters
    ----------
    source
        A CSV or other delimited text (UCDP's, ACLED's and GDELT's files are), JSON with one record
        or feature a line, or GeoParquet, of any size.
    target
        ``.csv``, ``.geojsonl`` or ``.parquet``, or a folder (``parts/``) for GeoParquet in many
        files, which `geomap.scale.read_parquet` opens; written whole or not at all.
    gazetteer
        What resolves the names; each distinct name is asked for once.
    options
        What the file does not say of itself.
    rows
        Rows a piece.
    progress
        Called with the bytes read and all bytes.
    aside
        Called with each row that is set aside.

    Returns
    -------
    Streamed
        How many events were written and placed, and what was set aside.

    Raises
    ------
    UsageError
        If the source or the target is of a kind that is not read or written in pieces.
    InputError
        If the source cannot be read.
    SaveError
        If the target could not be written.
    """
    run = _Run(Path(source), _Remembering(gazetteer), options or ReadOptions(), aside)
    size = max(Path(source).stat().st_size, 1) if Path(source).is_file() else 1
    with _sink(target) as sink:
        run.survey(rows)
        for cells, read in raw_pieces(run.source, run.options, rows):
            frame = run.located(cells)
            if frame is not None:
                sink.add(frame)
            if progress is not None:
                progress(min(read, size), size)
        if run.columns is None:
            raise run.nothing()
    run.told.notes += sink.notes
    return run.told


@contextmanager
def _sink(target: str | os.PathLike[str]) -> Iterator[Any]:
    """Open what takes the located pieces: a file, or a folder of GeoParquet files."""
    if is_folder(target):
        with atomic_folder(target) as folder, parquet_parts.Sink(folder) as sink:
            yield sink
        return
    writer = writer_for(target)
    if writer.name not in STREAMED:
        raise UsageError(
            f"{os.fspath(target)}: {writer.name} is not written in pieces; "
            "use .parquet, .geojsonl, .csv or, for many files, a folder/"
        )
    with atomic_path(target) as part, import_module(writer.module).Sink(part, WriteOptions()) as sink:
        yield sink


def is_folder(target: str | os.PathLike[str]) -> bool:
    """Tell whether a target means a folder: it ends in a slash, or is one."""
    return os.fspath(target).endswith(("/", os.sep)) or Path(target).is_dir()


class _Remembering:
    """Asks a gazetteer for each distinct name once in all pieces."""

    def __init__(self, gazetteer: Resolves) -> None:
        self._gazetteer = gazetteer
        self._answers: dict[tuple[str, str | None, str | None], Resolution] = {}

    def resolve(self, text: str, *, country: str | None = None, within: str | None = None) -> Resolution:
        key = (text, country, within)
        answer = self._answers.get(key)
        if answer is None:
            if len(self._answers) >= MOST_NAMES:
                self._answers.clear()
            answer = self._answers[key] = self._gazetteer.resolve(text, country=country, within=within)
        return answer


class _Run:
    """One file on its way; what it has to keep is small: names, ids as numbers, first faults."""

    def __init__(
        self,
        source: Path,
        gazetteer: _Remembering,
        options: ReadOptions,
        aside: Callable[[InputError], None] | None,
    ) -> None:
        self.source = source
        self.gazetteer = gazetteer
        self.options = options
        self.aside = aside
        self.told = Streamed()
        self.columns: list[str] | None = None
        self._layout: Layout | None = None
        self._superseded: dict[int, InputError] = {}
        self._ids: set[int] = set()
        self._again: dict[str, int] = {}

    def survey(self, rows: int) -> None:
        """Learn what only the whole file tells."""
        found = survey(self.source, self.options, rows)
        self._superseded = found.superseded
        if found.order is not None:
            words = "day/month" if found.order == "dmy" else "month/day"
            self.told.notes.append(
                f"{self.source.name}: dates read as {words}, as {found.shown} shows (--date-order)"
            )
            self.options = replace(self.options, date_order=found.order)

    def located(self, cells: Raw) -> gpd.GeoDataFrame | None:
        """Read and locate a piece; None if no row of it is left."""
        table = build(cells, self.options, self._layout_for(cells))
        for error in table.set_aside:
            self._set_aside(error)
        self.told.notes += [note for note in table.notes if note not in self.told.notes]
        table = self._latest(table)
        frame = locate(table.frame, self.gazetteer, given_in=self.source.name)
        turned = swapped(frame)
        for place in np.flatnonzero(turned):
            words = next(flag for flag in frame["flags"].iloc[place] if "swapped" in flag)
            hint = "correct the cells or empty both"
            self._set_aside(InputError(words, path=str(self.source), row=table.rows[place], hint=hint))
        frame = frame[~turned]
        if not len(frame):
            return None
        frame = self._same_columns(self._distinct(frame))
        self.told.written += len(frame)
        self.told.placed += int((frame["status"] == str(Status.RESOLVED)).sum())
        return frame

    def _layout_for(self, cells: Raw) -> Layout | None:
        """Let the first piece decide which columns hold what."""
        if self._layout is None:
            self._layout = layout_of(cells, self.options)
        return self._layout

    def nothing(self) -> GeomapError:
        if self.told.set_aside:
            return self.told.set_aside[0]
        return InputError("holds no rows", path=str(self.source))

    def _latest(self, table: Table) -> Table:
        """Set aside the rows of which another piece holds a later revision."""
        old = np.array([row in self._superseded for row in table.rows], dtype=bool)
        if not old.any():
            return table
        for place in np.flatnonzero(old):
            self._set_aside(self._superseded[table.rows[place]])
        rows = tuple(row for row, gone in zip(table.rows, old, strict=True) if not gone)
        return replace(table, frame=table.frame[~old], rows=rows)

    def _set_aside(self, error: InputError) -> None:
        self.told.aside += 1
        if len(self.told.set_aside) < MOST_KEPT:
            self.told.set_aside.append(error)
        if self.aside is not None:
            self.aside(error)

    def _distinct(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Tell ids apart that stand on more than one row of the file, as `geomap.events.join` does."""
        ids = frame["event_id"].to_numpy(object).copy()
        flags = frame["flags"].to_numpy(object).copy()
        changed = False
        for place, name in enumerate(ids):
            mark = hash(name)
            if mark not in self._ids:
                self._ids.add(mark)
                continue
            number = self._again.get(name, 1) + 1
            self._again[name] = number
            ids[place] = f"{name}-{number}"
            self._ids.add(hash(ids[place]))
            flags[place] = [*flags[place], f"the id {name} stands on more than one row"]
            changed = True
        return frame.assign(event_id=typed(ids, "str"), flags=flags) if changed else frame

    def _same_columns(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Give every piece the columns of the first; a container that only later rows name is one more."""
        if "within" not in frame.columns:
            frame = frame.assign(within=typed([None] * len(frame), "str"))
        if self.columns is None:
            self.columns = list(frame.columns)
        strange = [name for name in frame.columns if name not in self.columns]
        if strange:
            raise UsageError(
                f"{self.source}: column {strange[0]} is only in later rows; geomap export reads it whole"
            )
        return (frame if conforms(frame) else conform(frame))[self.columns]
