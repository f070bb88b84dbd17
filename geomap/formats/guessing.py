"""Which column holds what where no name fits: by a word of a longer name.

``Incident date``, ``casualties.killed``, ``LocationName``, ``Where did it happen?``. Of several columns
that fit, none is taken where one of them would be a part of the answer only, or another answer:
the dead of several groups, the coordinates of two ends of a road.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.formats.folding import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

_LAST_WORDS: dict[str, str] = {
    "lat": "lat latitude",
    "lon": "lon long lng longitude",
    "coordinates": "coordinates coords latlon latlng mgrs geolocation gps geopoint",
    "place": "location loc place city town village settlement locality",
    "country": "country",
    "date": "date datetime",
    "weapon": "weapon munition",
    "killed_best": "killed deaths fatalities dead kia",
    "wounded_best": "wounded injured injuries wia",
    "url": "url link",
}
_WORDS = {word: field for field, words in _LAST_WORDS.items() for word in words.split()}
_FIRST_WORDS = {"where": "place", "when": "date", "date": "date"}
_EVENTS = frozenset(
    {"event", "incident", "attack", "strike", "violence", "conflict", "action", "activity", "disorder"}
    | {"operation", "harm", "attr"}
)
"""A type, or an id, of these is the event's."""
_PLAIN_ENDS = frozenset({"name", "utc", "local", "total", "best", "reported", "text", "en"})
_OTHER_DATES = frozenset(
    {"created", "updated", "modified", "added", "entry", "entered", "published", "publication", "upload"}
    | {"uploaded", "access", "accessed", "retrieved", "report", "reported", "source", "last", "end"}
    | {"until", "birth", "recording", "recorded", "inspection", "submission", "submitted", "registration"}
    | {"registered", "collection", "collected", "download", "downloaded", "verification", "verified"}
)
"""A date of these is not when it happened."""
_BOUNDS = {
    "low": frozenset({"min", "minimum", "low", "lower", "lowest"}),
    "high": frozenset({"max", "maximum", "high", "higher", "highest", "upper"}),
}
_TOTALS = frozenset({"total", "number", "no", "num", "count", "of", "all", "the", "how", "many", "reported"})
_FIGURES = ("killed", "wounded")


def guess(header: Sequence[str], free: set[int], known: dict[str, list[int]]) -> dict[str, int]:
    """Find the columns of fields that are not known.

    Parameters
    ----------
    header
        The folded names of the columns, their words apart.
    free
        The positions that nothing has taken.
    known
        The fields that are found already.
    """
    words = {position: header[position].split("_") for position in sorted(free)}
    fitting: dict[str, list[int]] = {}
    for position, named in words.items():
        field = field_of("_".join(named))
        if field is not None and field not in known:
            fitting.setdefault(field, []).append(position)
    found = {}
    for field, positions in fitting.items():
        if field in ("lat", "lon") or field.split("_")[0] in _FIGURES:
            positions = _wholes(positions, words) or positions
            if len(positions) > 1:
                continue
        found[field] = positions[0]
    return found


def _wholes(positions: list[int], words: dict[int, list[str]]) -> list[int]:
    """Give the columns of totals: by their words, or of which all the others are a part by theirs.

    ``Aid workers killed`` is the total of ``Female aid workers killed`` and ``Male aid workers killed``.
    """
    totals = [position for position in positions if set(words[position][:-1]) <= _TOTALS]
    shortest = min(positions, key=lambda position: len(words[position]))
    end = words[shortest]
    parts = all(words[position][-len(end) :] == end for position in positions)
    return totals or ([shortest] if parts else [])


def unsettled(header: Sequence[str]) -> dict[str, list[str]]:
    """Give the columns of each field that several columns would be a part of, or another answer to."""
    fitting: dict[str, list[str]] = {}
    for name in dict.fromkeys(header):
        field = field_of(apart(name))
        if field in ("lat", "lon") or (field or "").split("_")[0] in _FIGURES:
            fitting.setdefault(str(field), []).append(name)
    return {field: names for field, names in fitting.items() if len(names) > 1}


def field_of(folded: str) -> str | None:
    """Tell which field a longer name fits by one of its words; None if none."""
    words = folded.split("_")
    if len(words) < 2:
        return None
    if words[0] in _FIRST_WORDS and (len(words) > 2 or words[0] == "date") and not set(words) & _OTHER_DATES:
        return _FIRST_WORDS[words[0]]
    if words[0] == "type" and words[-1] in _EVENTS:
        return "event_type"
    if words[-1] in ("type", "id") and words[-2] in _EVENTS:
        return "event_type" if words[-1] == "type" else "event_id"
    if words[-1] in _PLAIN_ENDS:
        words = words[:-1]
    held = set(words)
    for field in _FIGURES:
        if held & set(_LAST_WORDS[f"{field}_best"].split()):
            bound = next((end for end, bounds in _BOUNDS.items() if held & bounds), None)
            if bound is not None:
                return f"{field}_{bound}"
    found = _WORDS.get(words[-1])
    if found == "date" and held & _OTHER_DATES:
        return None
    if found in ("lat", "lon") and held & {"origin", "launch"}:
        return f"origin_{found}"
    return found
