"""What every importer gives: the places of one source, one record each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from geomap.model import AliasKind, Kind

Skip = Callable[[int, str], None]
"""Say that a line (1-based) is left out, and why."""


class Name(NamedTuple):
    """One more way to write a record's name."""

    text: str
    kind: AliasKind = AliasKind.NAME
    lang: str | None = None


@dataclass(slots=True)
class Record:
    """One place as its source states it.

    Records of one `id`, or of ids that `same_as` ties together, become one place.
    """

    id: str
    """Scheme and code: ``"geonames:99072"``."""
    name: str
    kind: Kind
    lat: float | None
    """Degrees, WGS 84; ``None``, with `lon`, where only its members' positions tell where it is."""
    lon: float | None
    line: int
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    radius_m: float | None = None
    """``None`` takes what `radii.radius_m` gives for the kind and population."""
    population: int | None = None
    feature: str = ""
    """The source's own class, kept as it is: ``"P.PPLA"``."""
    rank: int = 0
    """Prominence beyond its people: 3 a country's capital, 2 a first-level seat, 1 a second-level one."""
    within: tuple[str, ...] = ()
    """Ids of the places that contain it, smallest first; ids of no record are passed over."""
    same_as: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    outline: dict[str, Any] | None = None
    """GeoJSON Polygon or MultiPolygon (lon, lat; WGS 84)."""


class LateNames(NamedTuple):
    """More names of a record given before, from a file that is read after."""

    id: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where records come from, as a map that uses them must credit it."""

    name: str
    """Short and stable, e.g. ``"geonames"``."""
    title: str
    version: str = ""
    licence: str = ""
    """As the publisher states it; empty where the file does not tell."""
    attribution: str = ""
    url: str = ""


class Source(NamedTuple):
    """One source, opened: what to credit, and its records, each read when asked for."""

    origin: Origin
    records: Callable[[Skip], Iterator[Record | LateNames]]
    position: Callable[[], tuple[int, int]] = lambda: (0, 0)
    """How much of how many bytes is read, for a progress bar."""


def position_fault(lat: float, lon: float) -> str | None:
    """Say what is wrong with a position in degrees; ``None`` where it may stand."""
    # Written so that NaN, which compares false with all, is a fault too.
    if not -90 <= lat <= 90:
        swapped = "; swapped with the longitude?" if -90 <= lon <= 90 and -180 <= lat <= 180 else ""
        return f"latitude {lat:g} is outside -90 to 90{swapped}"
    if not -180 <= lon <= 180:
        return f"longitude {lon:g} is outside -180 to 180"
    return None


def distinct_names(main: str, names: Iterable[Name]) -> tuple[Name, ...]:
    """Leave out the names that repeat `main` or one before; surrounding blanks do not count."""
    seen = {main}
    kept = []
    for name in names:
        text = name.text.strip()
        if text and text not in seen:
            seen.add(text)
            kept.append(name if text is name.text else name._replace(text=text))
    return tuple(kept)
