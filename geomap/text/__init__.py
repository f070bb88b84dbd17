"""Reports in, events out: what happened, where, when, by what, and who says so.

Deterministic and offline. Every value of an event can be traced to the words that put it
there: each `Source` of an `Event` quotes its report, with offsets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.text.documents import dress_of, read_documents
from geomap.text.extraction import ReportReader
from geomap.text.geoparse import geoparse
from geomap.text.incidents import merge
from geomap.text.languages import gloss, language_of
from geomap.text.own_words import read_words, using
from geomap.text.published import publication_date
from geomap.text.remarks import disagreements, name_of
from geomap.text.reports import parse_report, read_report, read_reports
from geomap.text.restoring import restore_event, restore_rejection
from geomap.text.told import event_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from geomap.model import Conflict, Event, Rejection, Report
    from geomap.text.located import Resolver
    from geomap.text.remarks import Remark

__all__ = [
    "Extraction",
    "dress_of",
    "extract",
    "extract_report",
    "geoparse",
    "parse_report",
    "read_documents",
    "read_report",
    "read_reports",
]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in some reports."""

    events: tuple[Event, ...]
    """Incidents: what several reports tell of one is one event, each report kept as a source."""
    reports: tuple[Event, ...]
    """The same before merging: one event for each report that tells it."""
    rejected: tuple[Rejection, ...]
    """Passages that sound like an event and are not plotted, each with its reason."""
    notes: tuple[str, ...]
    """What a reader should know of the reports themselves, in words."""
    disagreements: tuple[Conflict, ...] = ()
    """What the reports differ on beyond single events: sums over a series, firsts, who did what long
    ago, the names used for one place or group. ``field`` is the topic in words."""


def extract(reports: Iterable[Report], gazetteer: Resolver, *, words: str | Path | None = None) -> Extraction:
    """Extract the incidents that some reports tell.

    Parameters
    ----------
    reports
        Any number; each is read on its own, then those that tell one incident are merged.
    gazetteer
        An opened gazetteer.
    words
        A CSV of your own words for attacks and weapons (`geomap.text.own_words.read_words`).

    Returns
    -------
    Extraction
        Events whose place could not be resolved are kept, without coordinates.
    """
    with using(read_words(words) if words is not None else ()):
        return _extract(reports, gazetteer)


def _extract(reports: Iterable[Report], gazetteer: Resolver) -> Extraction:
    told: list[Event] = []
    remarks: list[Remark] = []
    read: list[tuple[Report, str]] = []
    rejected: list[Rejection] = []
    notes: list[str] = []
    names: dict[str, str] = {}
    for report in reports:
        name = report.path or report.title or report.id
        if report.id in names:
            notes.append(f"{name}: the same text as {names[report.id]}, so it is read once")
            continue
        names[report.id] = name
        one, said = _read(report, gazetteer)
        remarks.extend(said)
        read.append((report, name_of(report)))
        told.extend(one.reports)
        rejected.extend(one.rejected)
        notes.extend(one.notes)
    return Extraction(
        tuple(merge(told, gazetteer)),
        tuple(told),
        tuple(rejected),
        tuple(notes),
        tuple(disagreements(remarks, read, told)),
    )


def extract_report(report: Report, gazetteer: Resolver) -> Extraction:
    """Extract the events that one report tells; see `extract`."""
    return _read(report, gazetteer)[0]


def _in_english(report: Report, text: str) -> Report:
    """Give a report the text of its gloss, and the date that only the gloss shows."""
    published = report.published or publication_date(text, report.url)[0]
    return replace(report, text=text, published=published)


def _read(report: Report, gazetteer: Resolver) -> tuple[Extraction, list[Remark]]:
    lang = language_of(report.text)
    glossed = None if lang == "en" else gloss(report.text, lang)
    read = report if glossed is None else _in_english(report, glossed.text)
    reader = ReportReader(read, gazetteer)
    reader.read()
    events = tuple(event_of(draft, read, gazetteer) for draft in reader.drafts)
    rejected = tuple(reader.rejected)
    name = report.path or report.title or report.id
    notes = [f"{name}: {flag}" for flag in report.flags]
    if glossed is not None:
        events = tuple(restore_event(event, glossed, report.id) for event in events)
        rejected = tuple(restore_rejection(passage, glossed) for passage in rejected)
        notes.append(f"{name}: read in the language {lang!r} by a small table of glosses: look twice")
    if read.published is None:
        why = report.published_how or "no publication date found"
        notes.append(f"{name}: {why}, so weekdays and the like stay open; give it with --published")
    if not events:
        notes.append(f"{name}: no event found")
    return Extraction(events, events, rejected, tuple(notes)), reader.remarks
