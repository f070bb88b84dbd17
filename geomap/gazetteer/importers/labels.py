"""Kinds by the words that people use for them, and the values in loosely made files."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from geomap.gazetteer.kinds import GENERIC
from geomap.gazetteer.names import fold
from geomap.model import Kind

# What descriptions of types say and names do not.
_MORE = {
    "human settlement": Kind.VILLAGE,
    "big city": Kind.CITY,
    "capital": Kind.CITY,
    "metropolis": Kind.CITY,
    "sovereign state": Kind.COUNTRY,
    "country": Kind.COUNTRY,
    "first level administrative division": Kind.ADMIN1,
    "second level administrative division": Kind.ADMIN2,
    "military airbase": Kind.AIR_BASE,
    "military airport": Kind.AIR_BASE,
    "naval base": Kind.MILITARY_BASE,
    "barracks": Kind.MILITARY_BASE,
    "mountain range": Kind.MOUNTAIN,
    "volcano": Kind.MOUNTAIN,
    "hill": Kind.MOUNTAIN,
    "ocean": Kind.SEA,
    "reservoir": Kind.LAKE,
    "archipelago": Kind.ISLAND,
    "historical region": Kind.REGION,
    "geographic region": Kind.REGION,
    "peninsula": Kind.REGION,
    "valley": Kind.REGION,
    "wadi": Kind.RIVER,
}


@lru_cache(maxsize=1024)
def kind_of_label(label: str) -> Kind | None:
    """Give the kind that a word or a description means, ``None`` for one that is unknown.

    A kind's own name is itself. Of a description the last words decide, and of "X of Y"
    those before "of": "second-largest city", "district of Iraq".
    """
    text = label.strip().lower()
    try:
        return Kind(text.replace(" ", "-").replace("_", "-"))
    except ValueError:
        pass
    words = fold(text).partition(" of ")[0].split()
    known = _known()
    for size in range(min(len(words), 4), 0, -1):
        found = known.get(" ".join(words[-size:]))
        if found is not None:
            return found
    return None


@lru_cache(maxsize=1)
def _known() -> dict[str, Kind]:
    known = {fold(term): kinds[0] for term, kinds in GENERIC.items() if kinds}
    return known | {fold(term): kind for term, kind in _MORE.items()}


def whole_number(value: Any) -> int | None:  # noqa: ANN401 - a cell, or any JSON
    """Read a count as files have it: 12000, "12,000", "12000.0"; ``None`` for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(str(value).replace(",", "").replace(" ", "") or "nan")
    except ValueError:
        return None
    return int(number) if 0 < number < 1e11 else None


def text_of(value: Any) -> str:  # noqa: ANN401 - a cell, or any JSON
    """Give a value as text without blanks around it; what is no text or number is empty."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
