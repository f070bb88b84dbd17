"""Write the joined places of a stage as an index file: sorted, packed, the same bytes every time."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from itertools import groupby
from math import asin, atan2, cos, degrees, hypot, radians, sin
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.store import APPLICATION_ID, DEGREE, SCHEMA, SCHEMA_VERSION, rules_stamp, split_id

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from geomap.gazetteer.importers.record import Origin

_BATCH = 5_000


def packed(geometry: dict[str, Any]) -> bytes:
    """Pack an outline as it is stored."""
    return zlib.compress(json.dumps(geometry, separators=(",", ":"), allow_nan=False).encode(), 9)


def write_index(
    database: sqlite3.Connection,
    origins: Sequence[Origin],
    out: Path,
    progress: Callable[[str, int, int], None],
    lost: Callable[[int, int], None],
) -> tuple[int, int]:
    """Write the index; `database` is the stage, its places joined.

    Returns
    -------
    tuple of int
        How many places and how many names of theirs it holds.
    """
    draft = out.with_name("draft.sqlite")
    database.execute("ATTACH ? AS draft", (str(draft),))
    for pragma in ("page_size=4096", "journal_mode=OFF", "synchronous=OFF"):
        database.execute(f"PRAGMA draft.{pragma}")
    for sql in SCHEMA:
        kind, name, rest = sql.split(" ", 2)
        # The other indexes are made last: they are filled in order then.
        if kind == "CREATE" and name == "TABLE":
            database.execute(f"{kind} {name} draft.{rest}")
    writer = _Writer(database, progress)
    writer.locate_areas(lost)
    writer.number_places()
    writer.write_places()
    writer.write_lists()
    writer.write_origins(origins)
    database.execute("INSERT INTO draft.rules VALUES (?)", (rules_stamp(),))
    for sql in SCHEMA:
        if sql.startswith("CREATE INDEX "):
            database.execute(sql.replace("INDEX ", "INDEX draft.", 1))
    database.execute(f"PRAGMA draft.application_id={APPLICATION_ID}")
    database.execute(f"PRAGMA draft.user_version={SCHEMA_VERSION}")
    progress("packing", 0, 0)
    # Leaves no gap and no trace of the order in which the pages were made.
    database.execute("VACUUM draft INTO ?", (str(out),))
    database.execute("DETACH draft")
    draft.unlink()
    return writer.places, writer.names


class _Writer:
    def __init__(self, database: sqlite3.Connection, progress: Callable[[str, int, int], None]) -> None:
        self.places = 0
        self.names = 0
        self._database = database
        self._progress = progress
        self._words: dict[str, int] = {}
        self._of_ref: dict[str, int | None] = {}
        self._chains: dict[str, tuple[int, ...]] = {}
        self._counts: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
        database.execute("CREATE INDEX ref_sorted ON ref(id, n)")

    def number_places(self) -> None:
        """Give the places numbers by prominence: countries, provinces, then the most populous, then seats."""
        self._progress("sorting", 0, 0)
        self._database.execute("CREATE TABLE number(n INTEGER PRIMARY KEY, id INTEGER)")
        self._database.execute(
            "INSERT INTO number SELECT n, row_number() OVER (ORDER BY kind <> 'country', kind <> 'admin1',"
            " ifnull(population, 0) DESC, rank DESC, n) FROM place"
        )

    def locate_areas(self, lost: Callable[[int, int], None]) -> None:
        """Place each unit that came without a position amid the places in it."""
        unplaced = {
            n for (n,) in self._database.execute("SELECT n FROM place WHERE lat IS NULL OR lon IS NULL")
        }
        if not unplaced:
            return
        members: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
        for n, within, lat, lon in self._database.execute(
            "SELECT n, within, lat, lon FROM place WHERE within IS NOT NULL AND lat IS NOT NULL ORDER BY n"
        ):
            for container in unplaced.intersection(self._containers(within, n)):
                members[container].append((lat, lon))
        for n in sorted(unplaced):
            if members[n]:
                lat, lon, radius = _circle(members[n])
                self._database.execute(
                    "UPDATE place SET lat = ?, lon = ?, radius = max(?, radius / 4) WHERE n = ?",
                    (lat, lon, radius, n),
                )
            else:
                lost(*self._database.execute("SELECT origin, line FROM place WHERE n = ?", (n,)).fetchone())
                self._database.execute("DELETE FROM place WHERE n = ?", (n,))
        self._chains.clear()

    def write_places(self) -> None:
        """Write the places with their names, and lay out what the lists are sorted from."""
        database = self._database
        database.execute("CREATE TEMP TABLE spelled(key TEXT, place INTEGER, role INTEGER, number INTEGER)")
        database.execute("CREATE TEMP TABLE sounded(consonants TEXT, core TEXT)")
        total = database.execute("SELECT count(*) FROM place").fetchone()[0]
        places = database.execute(
            "SELECT number.id, place.n, place.id, name, kind, lat, lon, radius, country, within, population,"
            " feature, rank, origins FROM place JOIN number USING (n) ORDER BY number.id"
        )
        named = database.execute(
            "SELECT number.id, key, core, consonants, text, kind, lang FROM name JOIN number USING (n)"
            " ORDER BY number.id, i"
        )
        names = _Names(named)
        rows: list[tuple[Any, ...]] = []
        spelled: list[tuple[Any, ...]] = []
        sounded: list[tuple[Any, ...]] = []

        def write() -> None:
            database.execute("BEGIN")
            _insert(database, "draft.place", rows)
            _insert(database, "temp.spelled", spelled)
            _insert(database, "temp.sounded", sounded)
            database.execute("COMMIT")
            self._progress("writing places", self.places, total)

        for (
            number,
            n,
            ref,
            name,
            kind,
            lat,
            lon,
            radius,
            country,
            within,
            people,
            feature,
            rank,
            origins,
        ) in places:
            lines = names.of(number, self._word, spelled, sounded)
            parent = self._parent(within, n, number)
            scheme, code = split_id(ref)
            self.places += 1
            self.names += 1 + len(lines)
            for at, origin in enumerate(map(int, origins.split())):
                self._counts[origin][0] += at == 0
                self._counts[origin][1] += (1 + len(lines)) * (at == 0)
            rows.append(
                (
                    number,
                    self._word(scheme),
                    code,
                    name,
                    self._word(kind),
                    round(lat * DEGREE),
                    round(lon * DEGREE),
                    round(radius),
                    country,
                    parent,
                    people,
                    self._word(feature) if feature else None,
                    rank,
                    origins,
                    "\n".join(lines) or None,
                )
            )
            if len(rows) >= _BATCH:
                write()
        write()

    def write_lists(self) -> None:
        """Write what is looked up, each list in the order in which it is searched."""
        database = self._database
        self._progress("writing names", 0, 0)
        database.execute("BEGIN")
        database.execute("INSERT INTO draft.spelling SELECT * FROM temp.spelled ORDER BY key, place, role")
        database.execute(
            "INSERT INTO draft.sound SELECT DISTINCT * FROM temp.sounded ORDER BY consonants, core"
        )
        before = ""
        refs: list[tuple[Any, ...]] = []
        for ref, number in database.execute(
            "SELECT ref.id, number.id FROM ref JOIN number USING (n) JOIN place USING (n)"
            " ORDER BY ref.id, number.id"
        ):
            if ref != before:
                before = ref
                scheme, code = split_id(ref)
                refs.append((self._word(scheme), code, number))
        refs.sort(key=lambda row: (row[0], isinstance(row[1], str), row[1]))
        _insert(database, "draft.ref", refs)
        database.execute(
            "INSERT INTO draft.outline SELECT number.id, geometry FROM outline JOIN number USING (n)"
            " JOIN place USING (n) ORDER BY number.id"
        )
        _insert(database, "draft.word", [(number, text) for text, number in self._words.items()])
        database.execute("COMMIT")

    def write_origins(self, origins: Sequence[Origin]) -> None:
        """Write what has to be credited."""
        _insert(
            self._database,
            "draft.origin",
            [
                (n, o.name, o.title, o.version, o.licence, o.attribution, o.url, *self._counts[n])
                for n, o in enumerate(origins, 1)
            ],
        )

    def _word(self, text: str) -> int:
        return self._words.setdefault(text, len(self._words) + 1)

    def _parent(self, within: str | None, n: int, number: int) -> int | None:
        """Give the number of the smallest container that is in the index; a place is none of its own."""
        for container in self._containers(within, n) if within else ():
            found = self._database.execute("SELECT id FROM number WHERE n = ?", (container,)).fetchone()
            if found and found[0] != number:
                return int(found[0])
        return None

    def _containers(self, within: str, n: int) -> tuple[int, ...]:
        known = self._chains.get(within)
        if known is None:
            if len(self._chains) > 100_000:
                self._chains.clear()
            found = (self._find(ref) for ref in within.split("\n"))
            known = self._chains[within] = tuple(at for at in found if at is not None)
        return tuple(at for at in known if at != n)

    def _find(self, ref: str) -> int | None:
        row = self._database.execute(
            "SELECT ref.n FROM ref JOIN place USING (n) WHERE ref.id = ? ORDER BY ref.n LIMIT 1", (ref,)
        ).fetchone()
        return row[0] if row else None


class _Names:
    """The names of all places, in the order of the places, taken place by place."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._groups: Iterator[tuple[int, Iterator[tuple[Any, ...]]]] = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(
        self,
        number: int,
        word: Callable[[str], int],
        spelled: list[tuple[Any, ...]],
        sounded: list[tuple[Any, ...]],
    ) -> list[str]:
        """Give a place's names but for the first, as they are stored; list how each is found.

        A name that is spelled like one before is left out.
        """
        while self._next is not None and self._next[0] < number:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != number:
            return []
        lines: list[str] = []
        keys: dict[str, int] = {}
        cores: dict[str, int] = {}
        for _, key, core, consonants, text, kind, lang in self._next[1]:
            if key in keys:
                continue
            at = len(keys)
            keys[key] = at
            cores.setdefault(core, at)
            if consonants:
                sounded.append((consonants, core))
            if at:
                plain = kind == "name" and not lang
                lines.append(text if plain else f"{text}\t{word(kind)}\t{lang or ''}")
        for key, at in keys.items():
            both = cores.get(key) == at
            spelled.append((key, number, 3 if both else 1, at))
            if both:
                del cores[key]
        spelled.extend((core, number, 2, at) for core, at in cores.items())
        return lines


def _insert(database: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        marks = ",".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - constants
        rows.clear()


def _circle(points: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Give the middle of points on the sphere, and the distance that holds nine in ten of them."""
    x = y = z = 0.0
    for lat, lon in points:
        x += cos(radians(lat)) * cos(radians(lon))
        y += cos(radians(lat)) * sin(radians(lon))
        z += sin(radians(lat))
    length = hypot(x, y, z) or 1.0
    middle = degrees(asin(max(-1.0, min(1.0, z / length)))), degrees(atan2(y, x))
    distances = sorted(distance_m(*middle, lat, lon) for lat, lon in points)
    return *middle, distances[int(0.9 * (len(distances) - 1))]
