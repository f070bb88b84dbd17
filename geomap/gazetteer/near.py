"""Names that differ in few letters, found among those whose consonants are nearly alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.index import MIN_SKELETON, max_edits
from geomap.gazetteer.names import skeleton

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_FORWARDS = (
    "SELECT DISTINCT consonants FROM sound WHERE consonants >= ? AND consonants < ?"
    " AND length(consonants) BETWEEN ? AND ?"
)
_BACKWARDS = (
    "SELECT consonants FROM backwards WHERE consonants >= ? AND consonants < ?"
    " AND length(consonants) BETWEEN ? AND ?"
)
# Skeletons are of capital letters and digits.
_AFTER_ALL = "\x7f"
_MOST_SHAPES = 64


def near_consonants(ask: sqlite3.Connection, key: str) -> Sequence[str]:
    """Give the skeletons in an index that are within few edits of a key's, nearest first.

    Whoever misspells a name gets its beginning or its end right: of all skeletons only
    those are looked at that share the first or the last part.
    """
    # Only a name that nothing else has found comes here.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    consonants = skeleton(key)
    edits = min(max_edits(key), 2)
    if not edits or len(consonants) < MIN_SKELETON - 1:
        return ()
    shared = max(1, len(consonants) // (edits + 1))
    found: dict[str, None] = {}
    lengths = len(consonants) - edits, len(consonants) + edits
    part = consonants[:shared]
    found.update((text, None) for (text,) in ask.execute(_FORWARDS, (part, part + _AFTER_ALL, *lengths)))
    part = consonants[::-1][:shared]
    found.update((text[::-1], None) for (text,) in ask.execute(_BACKWARDS, (part, part + _AFTER_ALL, *lengths)))
    near = process.extract(
        consonants, list(found), scorer=OSA.distance, score_cutoff=edits, limit=_MOST_SHAPES
    )
    return [text for text, _, _ in sorted(near, key=lambda hit: (hit[1], hit[0]))]


def nearest(key: str, cores: Sequence[str]) -> tuple[int, int] | None:
    """Give the edits to the nearest of some keys and its number; ``None`` where all are too far."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extractOne(key, cores, scorer=OSA.distance, score_cutoff=max_edits(key))
    return (int(found[1]), found[2]) if found else None
