"""Join the records that are one place: by what their sources call it, or by name, kind and spot."""

from __future__ import annotations

from itertools import combinations, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.kinds import may_be_one
from geomap.model import Kind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_NAMESAKES_M = 5_000.0
"""Two sources place a town of one name up to this far apart; farther off it is another village."""
_LINKED_M = 25_000.0
"""Where one source names the other's id, as far as that: links are mistyped too."""

_SPOT = "place.n, place.origin, place.id, place.kind, place.country, place.lat, place.lon, place.radius"


class _Spot(NamedTuple):
    n: int
    origin: int
    id: str
    kind: str
    country: str | None
    lat: float | None
    lon: float | None
    radius: float


def join_places(database: sqlite3.Connection) -> int:
    """Join the places of a stage; the first record of each stands, and takes the others' names.

    Returns
    -------
    int
        How many records of one source were found in another.
    """
    groups = _Groups()
    for one, other in _linked(database):
        groups.join(one, other)
    if database.execute("SELECT count(DISTINCT origin) FROM place").fetchone()[0] > 1:
        for one, other in _namesakes(database):
            groups.join(one, other)
    return _apply(database, groups)


def _linked(database: sqlite3.Connection) -> Iterator[tuple[_Spot, _Spot]]:
    """Give the pairs of records that carry one id."""
    rows = database.execute(
        f"SELECT ref.id, {_SPOT} FROM ref JOIN place USING (n) WHERE ref.id IN"  # noqa: S608 - constants
        " (SELECT id FROM ref GROUP BY id HAVING count(DISTINCT n) > 1) ORDER BY ref.id, n"
    )
    for _, same in groupby(rows, key=itemgetter(0)):
        first, *others = (_Spot(*row[1:]) for row in same)
        for other in others:
            if first.id == other.id or _one_spot(first, other, _LINKED_M):
                yield first, other


def _namesakes(database: sqlite3.Connection) -> Iterator[tuple[_Spot, _Spot]]:
    """Give the pairs of records, of two sources, that have a name, a kind and a spot in common.

    The name must be what one of them calls the place first: villages share their by-names.
    """
    rows = database.execute(
        f"SELECT key, i = 0, {_SPOT} FROM name JOIN place USING (n) WHERE key IN"  # noqa: S608 - constants
        " (SELECT key FROM name JOIN place USING (n) GROUP BY key HAVING count(DISTINCT origin) > 1)"
        " ORDER BY key, country, n, i"
    )
    for _, same in groupby(rows, key=lambda row: (row[0], row[6])):
        named = [(row[1], _Spot(*row[2:])) for row in same]
        for (main, one), (other_main, other) in combinations(named, 2):
            if (
                one.origin != other.origin
                and (main or other_main)
                and one.country == other.country
                and _one_spot(one, other, _NAMESAKES_M)
            ):
                yield one, other


def _one_spot(one: _Spot, other: _Spot, reach_m: float) -> bool:
    if not may_be_one(Kind(one.kind), Kind(other.kind)):
        return False
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        # Only a unit that is known by name alone has no position: its members' one will do.
        return one.country == other.country
    reach = max(reach_m, one.radius, other.radius)
    # A degree of latitude is never shorter than this; it saves most of the trigonometry.
    if abs(one.lat - other.lat) * 110_000 > reach:
        return False
    return distance_m(one.lat, one.lon, other.lat, other.lon) <= reach


class _Groups:
    """Which records are one; only those that are not alone."""

    def __init__(self) -> None:
        self.first: dict[int, int] = {}
        self.origins: dict[int, int] = {}

    def join(self, one: _Spot, other: _Spot) -> None:
        self.origins[one.n], self.origins[other.n] = one.origin, other.origin
        roots = sorted((self.root(one.n), self.root(other.n)))
        if roots[0] != roots[1]:
            self.first[roots[1]] = roots[0]

    def root(self, n: int) -> int:
        while n in self.first:
            n = self.first[n]
        return n


def _apply(database: sqlite3.Connection, groups: _Groups) -> int:
    database.execute("ALTER TABLE place ADD COLUMN origins TEXT")
    database.execute("UPDATE place SET origins = origin")
    if not groups.first:
        return 0
    moved = sorted((n, groups.root(n)) for n in groups.first)
    database.execute("CREATE INDEX name_n ON name(n)")
    database.execute("CREATE INDEX ref_n ON ref(n)")
    database.execute("BEGIN")
    members: dict[int, list[int]] = {}
    for n, root in moved:
        members.setdefault(root, [root]).append(n)
        # A record's names come behind those of the records before it.
        database.execute(
            "UPDATE name SET n = ?, i = i + ? * 10000000 WHERE n = ?", (root, len(members[root]), n)
        )
        database.execute("UPDATE ref SET n = ? WHERE n = ?", (root, n))
        database.execute(
            "INSERT OR IGNORE INTO outline SELECT ?, geometry FROM outline WHERE n = ?", (root, n)
        )
        database.execute(
            "UPDATE place SET (lat, lon, country, population, rank, within) ="
            " (SELECT ifnull(place.lat, o.lat), ifnull(place.lon, o.lon), ifnull(place.country, o.country),"
            " ifnull(place.population, o.population), max(place.rank, o.rank), ifnull(place.within, o.within)"
            " FROM place AS o WHERE o.n = ?) WHERE n = ?",
            (n, root),
        )
        database.execute("DELETE FROM place WHERE n = ?", (n,))
    for root, joined in members.items():
        origins = sorted({groups.origins[n] for n in joined})
        database.execute("UPDATE place SET origins = ? WHERE n = ?", (" ".join(map(str, origins)), root))
    database.execute("COMMIT")
    return sum(groups.origins[n] != groups.origins[root] for n, root in moved)
