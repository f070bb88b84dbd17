"""Finds the place names in running text, and says which places they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.model import Mention, Toponym
from geomap.text.known import Finder
from geomap.text.recognise import Scope, recognise
from geomap.text.recognisers import recogniser_named

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Finder", "geoparse"]


def geoparse(
    text: str,
    gazetteer: Finder,
    *,
    spans: Sequence[tuple[int, int]] | None = None,
    scope: Scope = "names",
    recogniser: str | None = None,
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
        Who finds the names: by default geomap's own rules, or a spaCy model that is
        installed, as ``"spacy:en_core_web_sm"``; it knows no `scope`.

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
    elif recogniser is not None:
        mentions = recogniser_named(recogniser)(text)
    else:
        mentions = recognise(text, gazetteer, scope)
    resolutions = gazetteer.resolve_document(text, mentions)
    return [Toponym(mention, resolution) for mention, resolution in zip(mentions, resolutions, strict=True)]
