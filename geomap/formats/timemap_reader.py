"""TimeMap's JSON: a list of events, or an object with the lists Events, Sources, Associations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from geomap.errors import InputError
from geomap.formats import timemap
from geomap.formats.dataset import Dataset, build
from geomap.formats.json_text import DUPLICATE, load
from geomap.formats.raw import Raw, fill_columns

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table


def read(path: Path, options: ReadOptions) -> Table:
    """Read every event; one that is no object is set aside with its number, counted from 1."""
    raw = Raw(str(path), [], [], [])
    document = load(path, options)
    lists = _lists(document)
    events = lists.get("events")
    if not isinstance(events, list) or not events:
        raise InputError("holds no list of events", path=raw.path, hint="is it TimeMap's JSON?")
    raw.beside = {
        name: {held["id"]: held for held in lists[name] if isinstance(held, dict) and _is_id(held.get("id"))}
        for name in ("sources", "associations")
        if isinstance(lists.get(name), list)
    }
    good: list[dict[str, Any]] = []
    for number, event in enumerate(events, start=1):
        if not isinstance(event, dict) or DUPLICATE in event:
            twice = isinstance(event, dict)
            problem = f"the key {event[DUPLICATE]!r} stands twice" if twice else "is no object"
            raw.set_aside.append(
                InputError(problem, path=raw.path, row=number, hint="row is the event's number")
            )
            continue
        raw.rows.append(number)
        good.append(event)
    fill_columns(raw, good)
    return build(cast("Dataset", timemap), raw, options)


def _lists(document: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(document, list):
        return {"events": document}
    return {key.lower(): held for key, held in document.items()} if isinstance(document, dict) else {}


def _is_id(value: object) -> bool:
    return isinstance(value, str | int)
