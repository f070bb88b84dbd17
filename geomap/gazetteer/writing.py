"""Write the joined places of a stage as an index file: sorted, packed, the same bytes every time."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from itertools import groupby
from math import asin, atan2, cos, degrees, hypot, radians, sin
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.connecting import rules_stamp
from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.names import beginnings
from geomap.gazetteer.packing import (
    BLOCK,
    DICTIONARY,
    MOST_NAMES,
    Dictionary,
    Sieve,
    bucket_bits,
    bucket_of,
    cell,
    number_bytes,
    pack_block,
    pack_numbers,
)
from geomap.gazetteer.schema import APPLICATION_ID, DEGREE, SCHEMA, SCHEMA_VERSION, split_id

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
        database.execute(sql.replace("TABLE ", "TABLE draft.", 1))
    writer = _Writer(database, progress)
    writer.locate_areas(lost)
    writer.number_places()
    writer.write_shape()
    writer.write_places()
    writer.write_lists()
    writer.write_origins(origins)
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

    def write_shape(self) -> None:
        """Write how the lists are packed, which depends on how many there are."""
        ask = self._database.execute
        (places,) = ask("SELECT count(*) FROM place").fetchone()
        (names,) = ask("SELECT count(*) FROM name").fetchone()
        # Of the names of the foremost places some from each are what all others are most like.
        (sample,) = ask(
            "SELECT group_concat(text, char(10)) FROM (SELECT text FROM name JOIN number USING (n)"
            " WHERE i > 0 AND number.id <= 60000 AND (number.id + i) % 150 = 0 ORDER BY number.id, i)"
        ).fetchone()
        self._dictionary = Dictionary((sample or "").encode()[-DICTIONARY:])
        self._width = number_bytes(places)
        self._spelling_bits, self._own_bits = bucket_bits(names), bucket_bits(places)
        # Of two names one at most has a beginning of its own.
        self._begun = Sieve.for_about(names // 2)
        ask(
            "INSERT INTO draft.shape VALUES (?, ?, ?, ?, ?, '')",
            (rules_stamp(), self._width, self._spelling_bits, self._own_bits, self._dictionary.sample),
        )

    def write_places(self) -> None:
        """Write the places with their names, and lay out what the lists are sorted from."""
        database = self._database
        database.execute("CREATE TEMP TABLE spelled(bucket INTEGER, entry BLOB)")
        database.execute("CREATE TEMP TABLE sounded(consonants TEXT, core TEXT)")
        database.execute("CREATE TEMP TABLE lying(cell INTEGER, parent INTEGER, place INTEGER)")
        total = database.execute("SELECT count(*) FROM place").fetchone()[0]
        places = database.execute(
            "SELECT number.id, place.n, place.id, name, kind, lat, lon, radius, country, within, population,"
            " origins FROM place JOIN number USING (n) ORDER BY number.id"
        )
        named = database.execute(
            "SELECT number.id, key, core, consonants, text, kind, lang FROM name JOIN number USING (n)"
            " ORDER BY number.id, i"
        )
        names = _Names(named, self._word, self._begun, self._spelling_bits, self._width)
        rows: list[tuple[Any, ...]] = []
        lying: list[tuple[int, int | None, int]] = []

        def write() -> None:
            database.execute("BEGIN")
            _insert(database, "draft.place", rows)
            _insert(database, "temp.spelled", names.spelled)
            _insert(database, "temp.sounded", names.sounded)
            _insert(database, "temp.lying", lying)
            database.execute("COMMIT")
            self._progress("writing places", self.places, total)

        for number, n, ref, name, kind, lat, lon, radius, country, within, people, origins in places:
            lines = names.of(number)
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
                    origins,
                    self._dictionary.pack("\n".join(lines)) if lines else None,
                )
            )
            lying.append((cell(lat, lon), parent, number))
            if len(rows) >= _BATCH:
                write()
        write()

    def write_lists(self) -> None:
        """Write what is looked up, each list in the order in which it is searched."""
        database = self._database
        self._progress("writing names", 0, 0)
        database.execute("BEGIN")
        self._write_groups(
            "spelling", "SELECT bucket, entry FROM temp.spelled ORDER BY bucket, entry", b"".join
        )
        for table, column in (("cell", "cell"), ("child", "parent")):
            self._write_groups(
                table,
                f"SELECT {column}, place FROM temp.lying WHERE {column} IS NOT NULL"  # noqa: S608 - ours
                f" ORDER BY {column}, place",
                lambda numbers: pack_numbers(numbers, self._width),
            )
        self._write_sounds()
        self._write_refs()
        database.execute(
            "INSERT INTO draft.outline SELECT number.id, geometry FROM outline JOIN number USING (n)"
            " JOIN place USING (n) ORDER BY number.id"
        )
        _insert(database, "draft.word", [(number, text) for text, number in self._words.items()])
        database.execute("COMMIT")

    def _write_groups(self, table: str, select: str, pack: Callable[[Iterator[Any]], bytes]) -> None:
        """Write the second column's values for each of the first's as one."""
        rows = self._database.execute(select)
        self._database.executemany(
            f"INSERT INTO draft.{table} VALUES (?, ?)",  # noqa: S608 - ours
            ((key, pack(value for _, value in group)) for key, group in groupby(rows, key=itemgetter(0))),
        )

    def _write_sounds(self) -> None:
        (count,) = self._database.execute("SELECT count(DISTINCT consonants) FROM temp.sounded").fetchone()
        heard = Sieve.for_about(count)
        rows = self._database.execute("SELECT DISTINCT * FROM temp.sounded ORDER BY consonants, core")
        block: list[tuple[str, list[str]]] = []
        size = 0
        firsts: list[str] = []
        blocks: list[tuple[Any, ...]] = []

        def close() -> None:
            firsts.append(block[0][0])
            blocks.append((len(firsts), pack_block(block)))
            block.clear()

        for consonants, group in groupby(rows, key=itemgetter(0)):
            cores = [core for _, core in group]
            block.append((consonants, cores))
            heard.add(consonants)
            size += sum(map(len, cores))
            if size >= BLOCK:
                close()
                size = 0
        if block:
            close()
        _insert(self._database, "draft.sound", blocks)
        _insert(self._database, "draft.sieve", [(self._begun.bits, heard.bits)])
        self._database.execute("UPDATE draft.shape SET sounds = ?", ("\n".join(firsts),))

    def _write_refs(self) -> None:
        """Write the ids of the places, and those by which other gazetteers know them."""
        self._database.execute("CREATE TEMP TABLE owned(bucket INTEGER, entry BLOB)")
        before = ""
        owned: list[tuple[int, bytes]] = []
        refs: list[tuple[Any, ...]] = []
        for ref, number, own in self._database.execute(
            "SELECT ref.id, number.id, place.id FROM ref JOIN number USING (n) JOIN place USING (n)"
            " ORDER BY ref.id, number.id"
        ):
            if ref == before:
                continue
            before = ref
            if ref == own:
                bucket, mark = bucket_of(ref, self._own_bits)
                owned.append((bucket, mark + number.to_bytes(self._width, "big")))
                if len(owned) >= _BATCH:
                    _insert(self._database, "temp.owned", owned)
            else:
                scheme, code = split_id(ref)
                refs.append((self._word(scheme), code, number))
        _insert(self._database, "temp.owned", owned)
        self._write_groups("own", "SELECT bucket, entry FROM temp.owned ORDER BY bucket, entry", b"".join)
        refs.sort(key=lambda row: (row[0], isinstance(row[1], str), row[1]))
        _insert(self._database, "draft.ref", refs)

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

    def __init__(
        self,
        rows: Iterable[tuple[Any, ...]],
        word: Callable[[str], int],
        begun: Sieve,
        bits: int,
        width: int,
    ) -> None:
        self.spelled: list[tuple[int, bytes]] = []
        """Bucket and entry of each key."""
        self.sounded: list[tuple[str, str]] = []
        """Consonants and the key without generic words that has them."""
        self._word = word
        self._begun = begun
        self._bits = bits
        self._width = width
        self._groups: Iterator[tuple[int, Iterator[tuple[Any, ...]]]] = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, number: int) -> list[str]:
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
            if key in keys or len(keys) >= MOST_NAMES:
                continue
            at = len(keys)
            keys[key] = at
            cores.setdefault(core, at)
            if consonants:
                self.sounded.append((consonants, core))
            if at:
                plain = kind == "name" and not lang
                lines.append(text if plain else f"{text}\t{self._word(kind)}\t{lang or ''}")
        for key, at in keys.items():
            for words in beginnings(key):
                self._begun.add(words)
            both = cores.get(key) == at
            self._spell(key, number, 3 if both else 1, at)
            if both:
                del cores[key]
        for core, at in cores.items():
            self._spell(core, number, 2, at)
        return lines

    def _spell(self, key: str, number: int, role: int, name: int) -> None:
        bucket, mark = bucket_of(key, self._bits)
        entry = mark + number.to_bytes(self._width, "big") + (role << 14 | name).to_bytes(2, "big")
        self.spelled.append((bucket, entry))


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
