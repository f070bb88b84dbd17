"""Any mix of reports, tables and GIS files in, one located frame out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geomap import events, formats, text
from geomap.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    import geopandas as gpd

    from geomap.model import Conflict, Rejection, Report

    AnyPath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read, what was not plotted and why, and what was set aside."""

    frame: gpd.GeoDataFrame
    """The located frame (`geomap.events.COLUMNS`)."""
    rejected: tuple[Rejection, ...] = ()
    """Passages of reports that looked like an event and are not plotted, each with its reason."""
    set_aside: tuple[InputError, ...] = ()
    """Rows and files that could not be read; nothing else is missing from `frame`."""
    notes: tuple[str, ...] = ()
    """What was found out about the files."""
    reports: tuple[Report, ...] = ()
    tables: int = 0
    """How many tables and GIS files were read."""
    disagreements: tuple[Conflict, ...] = ()
    """What the reports differ on beyond single events (`geomap.text.Extraction.disagreements`)."""


def read(
    paths: AnyPath | Iterable[AnyPath],
    gazetteer: Any = None,  # noqa: ANN401 - a resolve.Gazetteer, or whatever answers as one
    *,
    columns: Mapping[str, str] | None = None,
    date_order: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    dataset: str | None = None,
    published: date | None = None,
    words: AnyPath | None = None,
    strict: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Intake:
    """Read files of events, each by what it holds, and locate what they tell.

    Parameters
    ----------
    paths
        Files, each a report (text, Markdown, a saved web page, a PDF), reports as JSON lines,
        a table (CSV, Excel), a GeoJSON or a GeoPackage.
    gazetteer
        What resolves the names; by default the bundled gazetteer.
    columns
        Field to column name of tables, e.g. ``{"place": "Ort"}`` (`geomap.formats.mapping.FIELDS`).
    date_order, encoding, delimiter, sheet, dataset
        As in `geomap.formats.ReadOptions`, for tables.
    published
        The day of publication for reports that do not state theirs.
    words
        A CSV of your own words for attacks and weapons in reports (docs/reports.md).
    strict
        Raise at the first row or file that cannot be read, instead of setting it aside.
    progress
        Called with what is being done and the number of steps done and of all steps.

    Returns
    -------
    Intake
        With every event, placed or not. Files that are wrong are set aside as long as
        another one can be read.

    Raises
    ------
    InputError
        If nothing can be read; with `strict`, at anything that cannot.
    UsageError
        If no path is given or an option is unknown.
    """
    files = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not files:
        raise UsageError("no file to read is named")
    if gazetteer is None:
        from geomap.resolve import Gazetteer

        gazetteer = Gazetteer.open()
    run = _Run(gazetteer, strict, progress, words)
    for done, path in enumerate(files, start=1):
        try:
            if text.dress_of(path) is not None or formats.detect(path) is None:
                run.reports.extend(text.read_documents(path, published=published, aside=run.aside))
            else:
                table = formats.read(
                    path,
                    columns=columns,
                    date_order=date_order,
                    encoding=encoding,
                    delimiter=delimiter,
                    sheet=sheet,
                    dataset=dataset,
                )
                run.add_table(os.fspath(path), table)
        except InputError as error:
            run.aside(error)
        if progress is not None:
            progress("reading files", done, len(files))
    return run.intake()


class _Run:
    """Gathers what the files give, in their order."""

    def __init__(
        self,
        gazetteer: Any,  # noqa: ANN401 - as in `read`
        strict: bool,
        progress: Callable[[str, int, int], None] | None,
        words: AnyPath | None = None,
    ) -> None:
        self.words = None if words is None else Path(words)
        self.gazetteer = gazetteer
        self.strict = strict
        self.progress = progress
        self.reports: list[Report] = []
        self.frames: list[gpd.GeoDataFrame] = []
        self.set_aside: list[InputError] = []
        self.notes: list[str] = []

    def aside(self, error: InputError) -> None:
        if self.strict:
            raise error
        self.set_aside.append(error)

    def add_table(self, path: str, table: formats.Table) -> None:
        name = Path(path).name
        progress = self.progress
        frame = events.locate(
            table.frame,
            self.gazetteer,
            given_in=name,
            progress=None if progress is None else lambda done, of: progress(f"placing {name}", done, of),
        )
        for error in table.set_aside:
            self.aside(error)
        decided = events.decided_table(frame, self.gazetteer)
        frame = decided.frame
        self.notes += [f"{name}: {note}" for note in decided.notes]
        if decided.rejected:
            self.notes.append(f"{name}: {decided.rejected} rejected by the reviewer, not on the map")
        swapped = events.swapped(frame)
        for row in np.flatnonzero(swapped):
            words = next(flag for flag in frame["flags"].iloc[row] if flag.startswith(events.SWAPPED))
            self.aside(
                InputError(words, path=path, row=table.rows[row], hint="correct the cells or empty both")
            )
        self.frames.append(frame[~swapped])
        self.notes += table.notes

    def intake(self) -> Intake:
        rejected: tuple[Rejection, ...] = ()
        disagreements: tuple[Conflict, ...] = ()
        tables = len(self.frames)
        if self.reports:
            extraction = text.extract(self.reports, self.gazetteer, words=self.words)
            rejected = tuple(extraction.rejected)
            self.notes += extraction.notes
            disagreements = extraction.disagreements
            self.notes += [_in_words(differing) for differing in disagreements if differing.kind != "wording"]
            self.frames.insert(0, events.from_events(extraction.events))
        if not self.frames or (not self.reports and not any(map(len, self.frames))):
            if len(self.set_aside) == 1:
                raise self.set_aside[0]
            first = self.set_aside[0]
            raise InputError(
                f"nothing could be read ({len(self.set_aside)} faults), first of all: {first.problem}",
                path=first.path,
                row=first.row,
                column=first.column,
                hint=first.hint,
            )
        return Intake(
            frame=events.join(self.frames),
            rejected=rejected,
            set_aside=tuple(self.set_aside),
            notes=tuple(self.notes),
            reports=tuple(self.reports),
            tables=tables,
            disagreements=disagreements,
        )


def _in_words(differing: Conflict) -> str:
    said = "; ".join(f"{value['value']} ({value['who']})" for value in differing.values)
    how = "these can all be true" if differing.kind == "bounds" else "these cannot all be true"
    return f"the reports differ on {differing.field}: {said}; {how}"
