"""Finds the place names in running text, and says which places they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.model import Mention, Toponym
from geomap.resolve import coordinates
from geomap.text.known import Finder
from geomap.text.recognisers import RULES, Recogniser, recogniser_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.recognise import Scope

__all__ = ["Finder", "geoparse"]


def geoparse(
    text: str,
    gazetteer: Finder,
    *,
    spans: Sequence[tuple[int, int]] | None = None,
    scope: Scope = "names",
    recogniser: str | Recogniser = RULES,
) -> list[Toponym]:
    """Find and resolve the toponyms of a text.

    Parameters
    ----------
    text
        Running text.
    gazetteer
        An opened gazetteer.
    spans
        Offsets (start, end) in code points of the toponyms where they are known; then
        exactly these are resolved, one for one, in their order.
    scope
        ``"names"``: every use of a place's name, also in "Iraqi" and in "Texas Department of
        Transportation". ``"places"``: only what can be the scene of something, with its
        direction and kind: "northern Iraq", "al-Asad air base".
    recogniser
        Who finds the names: geomap's own ``"rules"``, a spaCy model that is installed, as
        ``"spacy:en_core_web_sm"``, or a function that takes a text and gives its mentions.
        Only the rules know a `scope`. Coordinates that a text states are found in any case.

    Returns
    -------
    list of Toponym
        In the order of the text, or of `spans`; unresolved names are kept.

    Raises
    ------
    UsageError
        If there is no such recogniser, or it is not installed.
    """
    if spans is not None:
        mentions = [Mention(start, end, text[start:end]) for start, end in spans]
    else:
        if isinstance(recogniser, str):
            recogniser = recogniser_named(recogniser, gazetteer, scope)
        mentions = _with_positions(text, recogniser(text))
    resolutions = gazetteer.resolve_document(text, mentions)
    return [Toponym(mention, resolution) for mention, resolution in zip(mentions, resolutions, strict=True)]


def _with_positions(text: str, named: Sequence[Mention]) -> list[Mention]:
    """Add the coordinates that a text states; a name within them is none."""
    stated = [
        Mention(written.start, written.end, text[written.start : written.end])
        for written in coordinates.find(text)
        if written.fault is None
    ]
    apart = [
        one for one in named if not any(one.start < pair.end and pair.start < one.end for pair in stated)
    ]
    return sorted((*stated, *apart), key=lambda mention: mention.start) if stated else apart
