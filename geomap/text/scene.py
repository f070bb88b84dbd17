"""Where an act is that names no place itself: under a heading, or after a sentence that sets the scene."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geomap.text.binding import OPERATION, plottable
from geomap.text.headings import head_text

if TYPE_CHECKING:
    from geomap.model import Report
    from geomap.text.dates import DateExpression
    from geomap.text.located import Located
    from geomap.text.passages import Passage

_UNDER_HEAD = 8
"""Sentences that a heading holds for."""
_SETS_SCENE = re.compile(
    r"\W*(?:(?:meanwhile|elsewhere|also|and|separately),?\s+)?(?:in|at|near|around|outside|inside)\s+(?:the\s+)?(?:\w+\s+){0,3}",
    re.IGNORECASE,
)


class Place(NamedTuple):
    """A place that words other than an act's own give it."""

    chain: tuple[Located, ...]
    flag: str
    """What the event says of it."""
    day: DateExpression | None = None


class Scene:
    """Keeps the heading that a report is under, and the sentence that set the scene last."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._head: Passage | None = None
        self._set: Passage | None = None

    def open(self, head: Passage | None) -> None:
        """Take a heading that is but a place; ``None`` ends the one before."""
        self._head = head

    def look_at(self, passage: Passage) -> None:
        """Remember where a sentence without an act sets the scene: "In Tulkarm, the raid goes on"."""
        chain = next(iter(passage.places), None)
        if chain is None or chain[0].role != "event" or not plottable(chain):
            return
        text = self._report.text
        operation = OPERATION.search(text, passage.start, passage.end)
        if operation or _SETS_SCENE.fullmatch(text, passage.start, chain[0].start):
            self._set = passage

    def before(self, passage: Passage) -> Place | None:
        """Give the place of the sentence before a passage, in its paragraph, if that only set the scene."""
        told = self._set
        if told is None or told.paragraph != passage.paragraph or passage.number - told.number > 1:
            return None
        chain = told.places[0]
        name = self._report.text[chain[0].start : chain[-1].end]
        day = next((found for found in told.dates if found.is_short), None)
        return Place(chain, f"no place of its own: placed by the sentence before it, at {name!r}", day)

    def above(self, passage: Passage) -> Place | None:
        """Give the heading that a passage stands under: "**Baghdad.** A bomb hit a convoy"."""
        head = self._head
        if head is None or passage.number - head.number > _UNDER_HEAD:
            return None
        words = head_text(self._report, head)
        return Place(head.places[0], f"no place of its own: placed by the heading {words!r}")
