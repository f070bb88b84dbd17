"""Where the reports of one incident differ, and how: figures, places, dates, who is blamed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.model import Conflict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Event, Source


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    kind: str


_COMPARED = (
    _Column("weapon_count", "contradiction"),
    _Column("damage", "contradiction"),
    _Column("time", "bounds"),
    _Column("date", "contradiction"),
    _Column("killed", "contradiction"),
    _Column("wounded", "contradiction"),
    _Column("actor", "contradiction"),
    _Column("claimed_by", "contradiction"),
    _Column("attributed_to", "contradiction"),
    _Column("weapon", "contradiction"),
)
_NO_STATEMENT = frozenset({"not yet known"})


def find_conflicts(group: Sequence[Event]) -> list[Conflict]:
    """Compare what the reports of one incident say, column by column.

    Parameters
    ----------
    group
        The same incident as told by each report.

    Returns
    -------
    list of Conflict
        With who says which. A kind other than ``contradiction`` says how both can be true:
        ``bounds``, ``units``, ``granularity`` (a finer and a coarser place), ``strength`` (asserted
        by one, suspected by another), ``missing`` (stated by one only), ``unclear``.
    """
    told = [source for event in group for source in event.sources if source.says]
    found = []
    for column in _COMPARED:
        values: dict[str, dict[str, Any]] = {}
        for source in told:
            value = source.says.get(column.name)
            if value is None or value in _NO_STATEMENT:
                continue
            key = _same_words(value)
            entry = values.setdefault(key, {"value": value, "who": []})
            entry["who"].append(_who(source))
            entry.setdefault("quote", _quote(source, column.name))
        if len(values) > 1:
            found.append(
                Conflict(column.name, tuple(_entry(entry) for entry in values.values()), column.kind)
            )
    return [*found, *_units(told), *_strength(told), *_places(group), *_undated(group), *_unclear(told)]


def _units(told: list[Source]) -> list[Conflict]:
    """Rockets against salvoes: figures of different units stand side by side, none is converted."""
    counted = [(s, s.says["weapon_count"]) for s in told if "weapon_count" in s.says]
    salvoes = [(s, s.says["salvoes"]) for s in told if "salvoes" in s.says]
    if not counted or not salvoes:
        return []
    values = [
        {"value": value, "who": _who(source), "quote": source.quote} for source, value in (*counted, *salvoes)
    ]
    return [Conflict("weapon_count", tuple(values), "units")]


def _strength(told: Sequence[Source]) -> list[Conflict]:
    """Find an attribution that one report asserts and another only suspects."""
    said: dict[str, list[str]] = {}
    for source in told:
        if (strength := source.says.get("strength")) is not None:
            said.setdefault(strength, []).append(_who(source))
    if len(said) < 2:
        return []
    values = tuple({"value": word, "who": "; ".join(dict.fromkeys(who))} for word, who in said.items())
    return [Conflict("attributed_to", values, "strength")]


def _places(group: Sequence[Event]) -> list[Conflict]:
    """Find the places that the reports name for one incident: the embassy, the Green Zone near it."""
    named: dict[str, dict[str, Any]] = {}
    for event in group:
        for source in event.sources:
            place = source.says.get("place_text")
            # "the embassy" only points back to a name.
            if place is not None and any(letter.isupper() for letter in place):
                entry = named.setdefault(
                    _same_words(place), {"value": place, "who": [], "quote": source.quote}
                )
                entry["who"].append(_who(source))
    if len(named) < 2:
        return []
    return [Conflict("place_text", tuple(_entry(entry) for entry in named.values()), "granularity")]


def _undated(group: Sequence[Event]) -> list[Conflict]:
    """Find a day that some reports state and others leave out."""
    dated = [e for e in group if e.when.start is not None]
    if not dated or len(dated) == len(group):
        return []
    values = [
        {
            "value": e.sources[0].says.get("date") or e.when.text or "not stated",
            "who": outlet(e.sources[0]),
            "quote": e.sources[0].quote,
        }
        for e in group
    ]
    return [Conflict("date", tuple(values), "missing")]


def _unclear(told: Sequence[Source]) -> list[Conflict]:
    """Find harm that one report rules out or counts, and another calls unclear."""
    doubts = [s for s in told if "unclear" in s.says]
    figures = [s for s in told if "wounded" in s.says or "killed" in s.says]
    if not doubts or not figures:
        return []
    values = [{"value": s.says["unclear"], "who": _who(s), "quote": s.quote} for s in doubts]
    values += [
        {"value": s.says.get("wounded", s.says.get("killed")), "who": _who(s), "quote": s.quote}
        for s in figures
    ]
    return [Conflict("wounded", tuple(values), "unclear")]


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    return {"value": entry["value"], "who": "; ".join(dict.fromkeys(entry["who"])), "quote": entry["quote"]}


def _same_words(value: Any) -> str:  # noqa: ANN401 - a figure or words
    words = re.sub(r"\(by [^)]*\)", "", str(value)).lower()
    return re.sub(
        r"\W+",
        " ",
        re.sub(r"\b(?:the|a|an|its|facilities|facility|suspected|groups?|militias?)\b", "", words),
    ).strip()


def _who(source: Source) -> str:
    speaker = source.says.get("speaker")
    return f"{speaker} in {outlet(source)}" if speaker else outlet(source)


def outlet(source: Source) -> str:
    """Name a source's outlet: publisher, else title, else the report's id."""
    return source.publisher or source.title or source.report or "a report"


def _quote(source: Source, column: str) -> str:
    if column == "weapon_count" and "weapon_count_text" in source.says:
        return str(source.says["weapon_count_text"])
    return source.quote
