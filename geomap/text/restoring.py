"""Brings what was read in a gloss back to the words of the report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.text.told import event_id

if TYPE_CHECKING:
    from geomap.model import Event, Rejection, Source
    from geomap.text.languages import Gloss


def restore_event(event: Event, gloss: Gloss, report_id: str) -> Event:
    """Give an event the report's own quotes, offsets and place names."""
    sources = tuple(_source(source, gloss) for source in event.sources)
    place = event.place_text
    if place is not None and event.sources[0].start is not None:
        place = _words(place, event.sources[0].start, gloss)
    return replace(
        event,
        event_id=event_id(report_id, str(sources[0].start), place or ""),
        sources=sources,
        place_text=place,
    )


def restore_rejection(rejection: Rejection, gloss: Gloss) -> Rejection:
    """Give a refused passage in the report's own words."""
    start, end = gloss.span(rejection.start, rejection.end)
    return replace(rejection, start=start, end=end, quote=gloss.original[start:end])


def _source(source: Source, gloss: Gloss) -> Source:
    if source.start is None or source.end is None:
        return source
    start, end = gloss.span(source.start, source.end)
    says = dict(source.says)
    if "place_text" in says:
        says["place_text"] = _words(says["place_text"], source.start, gloss)
    return replace(source, start=start, end=end, quote=gloss.original[start:end], says=says)


def _words(words: str, start: int, gloss: Gloss) -> str:
    at = gloss.text.find(words, start)
    if at < 0:
        return words
    begin, end = gloss.span(at, at + len(words))
    return gloss.original[begin:end]
