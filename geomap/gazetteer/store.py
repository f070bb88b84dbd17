"""A gazetteer index on disk: one read-only SQLite file, asked by many processes at once.

The file is written once (`geomap.gazetteer.building`), and never changed. Places are
numbered by prominence, so that every list of answers comes with the likeliest first.
Opening reads one page; what is asked for is mapped from the file, and shared between
processes by the operating system.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import zlib
from contextlib import contextmanager
from functools import cached_property, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geomap.errors import IndexFileError
from geomap.gazetteer.index import Dataset, Named, core_key, parents_of
from geomap.gazetteer.names import fold, skeleton
from geomap.gazetteer.near import near_cores
from geomap.model import Alias, AliasKind, Confidence, Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

APPLICATION_ID = 0x67656F6D
"""``geom``, where SQLite keeps what program a file belongs to."""
SCHEMA_VERSION = 2
SUFFIX = ".gazetteer"

# A `word` is a kind, a scheme of ids or a feature code: each is stored once and counted from 1.
# `spelling.role`: 1 the key of a name, 2 its key without generic words, 3 both.
# `number`: which of the place's names, 0 being the place's own, n line n of `place.names`.
SCHEMA = (
    (
        "CREATE TABLE origin(id INTEGER PRIMARY KEY, name TEXT, title TEXT, version TEXT, licence TEXT,"
        " attribution TEXT, url TEXT, places INTEGER, names INTEGER)"
    ),
    "CREATE TABLE rules(stamp INTEGER)",
    "CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT)",
    (
        "CREATE TABLE place(id INTEGER PRIMARY KEY, scheme INTEGER, code, name TEXT, kind INTEGER,"
        " lat INTEGER, lon INTEGER, radius INTEGER, country TEXT, parent INTEGER, population INTEGER,"
        " feature INTEGER, rank INTEGER, origins TEXT, names TEXT)"
    ),
    "CREATE TABLE ref(scheme INTEGER, code, place INTEGER, PRIMARY KEY(scheme, code)) WITHOUT ROWID",
    (
        "CREATE TABLE spelling(key TEXT, place INTEGER, role INTEGER, number INTEGER,"
        " PRIMARY KEY(key, place, role)) WITHOUT ROWID"
    ),
    "CREATE TABLE sound(consonants TEXT, core TEXT, PRIMARY KEY(consonants, core)) WITHOUT ROWID",
    "CREATE TABLE outline(place INTEGER PRIMARY KEY, geometry BLOB)",
    "CREATE INDEX child ON place(parent) WHERE parent IS NOT NULL",
    "CREATE INDEX spot ON place(lat, lon)",
)
DEGREE = 100_000
"""Positions are kept as whole hundred-thousandths of a degree: about a metre."""

# So many of the most prominent places are looked through one by one in a few milliseconds.
_FOREMOST = 60_000
_PLACE = (
    "place.id, scheme, code, name, kind, lat, lon, radius, country, parent, population, rank, origins, names"
)
_EXACT = (
    f"SELECT number, {_PLACE} FROM spelling JOIN place ON place.id = spelling.place"  # noqa: S608 - constants
    " WHERE key = ? AND role & ? ORDER BY spelling.place, role"
)
_SOUND = (
    f"SELECT number, {_PLACE} FROM sound JOIN spelling ON key = core AND role & 2"  # noqa: S608 - constants
    " JOIN place ON place.id = spelling.place WHERE consonants = ? ORDER BY spelling.place, number"
)


class StoredIndex:
    """A gazetteer index file, opened; safe for threads, forks and pickling.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    IndexFileError
        If it is missing, cut off, of another program or of another version; and by every
        question later on, where a part of it turns out to be damaged.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        _check_header(self.path)
        self._local = threading.local()
        with self._asking() as ask:
            found = tuple(
                sql
                for (sql,) in ask.execute(
                    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
                )
            )
            # Nothing but these tables is ever asked: a view or a trigger here would be somebody's trick.
            if found != SCHEMA:
                raise IndexFileError(f"{self.path}: its tables are not those of a gazetteer index; {_AGAIN}")
            if ask.execute("SELECT stamp FROM rules").fetchone() != (rules_stamp(),):
                raise IndexFileError(
                    f"{self.path}: was built with other rules of spelling than ours; {_AGAIN}"
                )

    def __reduce__(self) -> tuple[type[StoredIndex], tuple[Path]]:
        return StoredIndex, (self.path,)

    def exact(self, key: str) -> Sequence[Named]:
        """Give the places with a name of this spelling key, the most prominent first."""
        return self._named(_EXACT, key, 1)

    def core(self, key: str) -> Sequence[Named]:
        """Give the places with a name that has this key without generic words and articles."""
        return self._named(_EXACT, key, 2)

    def kept(self, key: str) -> Sequence[Named]:
        """Give none: nothing here is kept by hand."""
        del key
        return ()

    def sounding(self, consonants: str) -> Sequence[Named]:
        """Give the places with a name that has this skeleton."""
        return self._named(_SOUND, consonants)

    def similar(self, key: str, limit: int) -> Sequence[Named]:
        """Give places whose names differ from a key in few letters, the nearest first.

        The consonants may differ in one; see `near_cores`.
        """
        if not _storable(key):
            return ()
        with self._asking() as ask:
            cores = near_cores(ask, key, limit)
        nearest: dict[str, Named] = {}
        for core in cores:
            for named in self.core(core):
                nearest.setdefault(named.place.id, named)
        return list(nearest.values())

    def place(self, place_id: str) -> Place | None:
        """Give the place of this id, be it its own or one it goes by in another gazetteer."""
        row = self._row(place_id)
        return self._place(row) if row else None

    def aliases(self, place_id: str) -> Sequence[Alias]:
        """Give its names, the preferred one first."""
        row = self._row(place_id)
        if row is None:
            return ()
        place_id = self._id(row)
        others = row[-1].split("\n") if row[-1] else ()
        return (Alias(place_id, row[4], AliasKind.NAME), *(self._written(one, place_id) for one in others))

    def children(self, place_id: str) -> Sequence[Place]:
        """Give the places whose parent it is, the most prominent first."""
        row = self._row(place_id)
        if row is None:
            return ()
        sql = f"SELECT 0, {_PLACE} FROM place WHERE parent = ? ORDER BY id"  # noqa: S608 - constants
        with self._asking() as ask:
            return tuple(self._place(child) for child in ask.execute(sql, (row[1],)))

    def parents(self, place_id: str) -> Sequence[str]:
        """Give the id of the smallest place that contains it."""
        return parents_of(self.place(place_id))

    def countries(self) -> Sequence[Place]:
        """Give all countries."""
        # They have the first numbers.
        sql = f"SELECT 0, {_PLACE} FROM place ORDER BY id"  # noqa: S608 - constants
        country = self._numbers.get(Kind.COUNTRY.value)
        with self._asking() as ask:
            rows = takewhile(lambda row: row[5] == country, ask.execute(sql))
            return tuple(self._place(row) for row in rows)

    def box(
        self,
        south: float,
        west: float,
        north: float,
        east: float,
        kinds: Collection[Kind] | None = None,
        most: int | None = None,
    ) -> Sequence[Place]:
        """Give the places of some kinds in a box of degrees, the most prominent first, at most `most`."""
        inside = "lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
        edges = [edge * DEGREE for edge in (south, north, west, east)]
        if kinds is not None:
            numbers = [self._numbers.get(kind.value, -1) for kind in kinds]
            inside += f" AND kind IN ({', '.join(map(str, numbers))})"
        with self._asking() as ask:
            if most is not None:
                # Places are numbered by prominence: of a wide box the foremost of all are enough.
                sql = (
                    f"SELECT 0, {_PLACE} FROM place NOT INDEXED"  # noqa: S608 - constants
                    f" WHERE id <= ? AND {inside} ORDER BY id LIMIT ?"
                )
                rows = ask.execute(sql, (_FOREMOST, *edges, most)).fetchall()
                if len(rows) == most:
                    return tuple(map(self._place, rows))
            # Without the sign a limit would make SQLite walk through all places for their order.
            sql = f"SELECT 0, {_PLACE} FROM place WHERE {inside} ORDER BY +id LIMIT ?"  # noqa: S608 - constants
            return tuple(map(self._place, ask.execute(sql, (*edges, -1 if most is None else most))))

    def links(self, place_id: str) -> Sequence[str]:
        """Give the ids that a place goes by in other sources: none, as they are all its own here."""
        return () if self.place(place_id) is None else (place_id,)

    def twin(self, place: Place, names: Callable[[], Sequence[Alias]]) -> Place | None:
        """Find the place here that a place of another source is, by its id."""
        del names
        return self.place(place.id)

    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Give its outline as a GeoJSON Polygon or MultiPolygon (lon, lat; WGS 84)."""
        row = self._row(place_id)
        if row is None:
            return None
        with self._asking() as ask:
            found = ask.execute("SELECT geometry FROM outline WHERE place = ?", (row[1],)).fetchone()
            return json.loads(zlib.decompress(found[0])) if found else None

    def datasets(self) -> Sequence[Dataset]:
        """Describe what the index is made of."""
        with self._asking() as ask:
            return [
                Dataset(
                    name, f"{title} ({version})" if version else title, places, names, licence, attribution
                )
                for name, title, version, licence, attribution, places, names in ask.execute(
                    "SELECT name, title, version, licence, attribution, places, names FROM origin ORDER BY id"
                )
            ]

    def _named(self, sql: str, *values: str | int) -> Sequence[Named]:
        if not _storable(values[0]):
            return ()
        with self._asking() as ask:
            answers: list[Named] = []
            before = 0
            for row in ask.execute(sql, values):
                # A place once, by the first of its names that has the key.
                if row[1] != before:
                    before = row[1]
                    answers.append(self._name(row, row[0]))
            return answers

    def _row(self, place_id: str) -> tuple[Any, ...] | None:
        scheme, code = split_id(place_id)
        number = self._numbers.get(scheme)
        if number is None or not _storable(place_id):
            return None
        sql = (
            f"SELECT 0, {_PLACE} FROM place WHERE id ="  # noqa: S608 - constants
            " (SELECT place FROM ref WHERE scheme = ? AND code = ?)"
        )
        with self._asking() as ask:
            row: tuple[Any, ...] | None = ask.execute(sql, (number, code)).fetchone()
            return row

    def _name(self, row: tuple[Any, ...], number: int) -> Named:
        place = self._place(row)
        return Named(place, self._alias(row, place.id, number))

    def _place(self, row: tuple[Any, ...]) -> Place:
        _, _, _, _, name, kind, lat, lon, radius, country, parent, population, _rank, origins, _names = row
        place_id = self._id(row)
        dataset, sources, confidence = self._origin(origins)
        return Place(
            id=place_id,
            name=name,
            kind=self._kinds[kind],
            lat=lat / DEGREE,
            lon=lon / DEGREE,
            radius_m=float(radius),
            country=country,
            parent=self._id_of(parent) if parent else None,
            confidence=confidence,
            sources=sources,
            population=population,
            dataset=dataset,
        )

    def _origin(self, numbers: str) -> tuple[str, tuple[str, ...], Confidence]:
        """Give the data set, the sources and the confidence of a place that is from these sources."""
        known = self._origins.get(numbers)
        if known is None:
            titles = [self._titles[int(number)] for number in numbers.split()]
            # Sources are joined only where they agree on name, kind and position.
            confidence = Confidence.HIGH if len(titles) > 1 else Confidence.MEDIUM
            known = titles[0][0], tuple(title for _, title in titles), confidence
            self._origins[numbers] = known
        return known

    @cached_property
    def _origins(self) -> dict[str, tuple[str, tuple[str, ...], Confidence]]:
        # As many as there are sets of sources that agree on a place.
        return {}

    def _alias(self, row: tuple[Any, ...], place_id: str, number: int) -> Alias:
        if number == 0:
            return Alias(place_id, row[4], AliasKind.NAME)
        return self._written(row[-1].split("\n")[number - 1], place_id)

    def _written(self, name: str, place_id: str) -> Alias:
        text, *rest = name.split("\t")
        if not rest:
            return Alias(place_id, text, AliasKind.NAME)
        return Alias(place_id, text, AliasKind(self._words[int(rest[0])]), rest[1] or None)

    def _id(self, row: tuple[Any, ...]) -> str:
        return f"{self._words[row[2]]}:{row[3]}"

    def _id_of(self, number: int) -> str:
        known = self._ids.get(number)
        if known is None:
            with self._asking() as ask:
                row = ask.execute("SELECT 0, id, scheme, code FROM place WHERE id = ?", (number,)).fetchone()
            known = self._ids[number] = self._id(row)
        return known

    @cached_property
    def _ids(self) -> dict[int, str]:
        # Containers: some thousands at most.
        return {}

    @cached_property
    def _words(self) -> dict[int, str]:
        with self._asking() as ask:
            return dict(ask.execute("SELECT id, text FROM word"))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {text: number for number, text in self._words.items()}

    @cached_property
    def _kinds(self) -> dict[int, Kind]:
        known = {kind.value: kind for kind in Kind}
        return {number: known[text] for number, text in self._words.items() if text in known}

    @cached_property
    def _titles(self) -> dict[int, tuple[str, str]]:
        with self._asking() as ask:
            return {
                number: (name, title)
                for number, name, title in ask.execute("SELECT id, name, title FROM origin")
            }

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        """Give this thread's own connection; a forked child never uses its parent's."""
        try:
            connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
            if connection is None or self._local.process != os.getpid():
                connection = _connect(self.path)
                self._local.connection, self._local.process = connection, os.getpid()
            yield connection
        except IndexFileError:
            raise
        except sqlite3.Error as error:
            raise IndexFileError(f"{self.path}: the index is damaged ({error}); {_AGAIN}") from error
        except (KeyError, IndexError, ValueError, zlib.error) as error:
            raise IndexFileError(
                f"{self.path}: the index is damaged (it contradicts itself); {_AGAIN}"
            ) from error


@lru_cache(maxsize=1)
def rules_stamp() -> int:
    """Tell by what they make of some names whether the rules of spelling are those of an index.

    Keys made by other rules would not be found, and nobody would know.
    """
    made = []
    for name in _PROBES.split("|"):
        key = fold(name)
        made += [key, *(core_key(key, kind, AliasKind.NAME) for kind in (Kind.ADMIN1, Kind.AIR_BASE))]
        made.append(skeleton(key))
    return zlib.crc32("\n".join(made).encode())


# Latin and Arabic letters alone: for others the skeleton loads tables that a look-up seldom needs.
_PROBES = (
    "Ash-Shaddadah|Deir ez-Zor oil field|محافظة الأنبار|عَيْن الأسد|قاعدة جوية كركوك|Šibenik|Qal‘at Şāliḩ"
    "|Khmeimim|Dhi Qar Governorate|Mt. St. Helens|U.S.|H-1|Gülağaç|Kirkuk Air Base|el-Qousseir"
    "|Thawrah|Hodeidah|فرودگاه"
)


def split_id(place_id: str) -> tuple[str, str | int]:
    """Take an id apart as it is stored; a code of digits is kept as a number, which is smaller."""
    scheme, colon, code = place_id.partition(":")
    if not colon:
        scheme, code = "", place_id
    if code.isascii() and code.isdecimal() and len(code) <= 18 and (code == "0" or code[0] != "0"):
        return scheme, int(code)
    return scheme, code


_AGAIN = "build it again with 'geomap gazetteer build'"
_MAGIC = b"SQLite format 3\x00"


def _check_header(path: Path) -> None:
    """Say what a file is that is no index of ours; SQLite's header tells without opening it."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise IndexFileError(f"{path}: the index cannot be read ({error.strerror or error})") from error
    if len(head) < 100 or not head.startswith(_MAGIC) or head[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        raise IndexFileError(f"{path}: is no gazetteer index; make one with 'geomap gazetteer build'")
    version = int.from_bytes(head[60:64], "big")
    if version != SCHEMA_VERSION:
        raise IndexFileError(
            f"{path}: is an index of version {version}, and this geomap reads {SCHEMA_VERSION}; {_AGAIN}"
        )
    # 1 stands for 65536, which two bytes cannot hold.
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if size != (65536 if page == 1 else page) * pages:
        raise IndexFileError(f"{path}: the index is cut off or was added to; {_AGAIN}")


def _connect(path: Path) -> sqlite3.Connection:
    # immutable: no locks and no look at the clock, which also makes it work on read-only media.
    # Each thread has its own; the check would only forbid closing it from another.
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    for pragma in ("mmap_size=1073741824", "query_only=1", "trusted_schema=0", "cell_size_check=1"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _storable(text: str | int) -> bool:
    """Whether a text can stand in a file at all: a lone surrogate cannot."""
    if isinstance(text, int):
        return True
    if not text:
        return False
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)
