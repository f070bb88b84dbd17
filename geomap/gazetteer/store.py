"""A gazetteer index on disk: one read-only SQLite file, asked by many processes at once.

The file is written once (`geomap.gazetteer.building`), and never changed; `geomap.gazetteer.schema`
says what is in it. Opening reads one page; what is asked for is mapped from the file, and shared
between processes by the operating system.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import zlib
from functools import cached_property, wraps
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from geomap.errors import IndexFileError
from geomap.gazetteer.connecting import AGAIN, check_header, connect, rules_stamp
from geomap.gazetteer.index import Dataset, parents_of
from geomap.gazetteer.memory import Memory
from geomap.gazetteer.names import fold
from geomap.gazetteer.near import Sounds
from geomap.gazetteer.packing import Dictionary, Sieve, bucket_of, cell, marked, unpack_numbers
from geomap.gazetteer.rows import AT_ONCE, PLACE, REMEMBERED, Row, Rows
from geomap.gazetteer.schema import SCHEMA, split_id
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from geomap.gazetteer.index import Index, Named
    from geomap.model import Alias, Place

_DRAWN = 256
"""Outlines that are kept; a country's takes some ten kilobytes."""
_NAME, _CORE = 1, 2
"""Roles of an entry of `spelling`."""
_WHICH = (1 << 14) - 1
"""Which of its place's names an entry is."""
_P = ParamSpec("_P")
_R = TypeVar("_R")


def _answer(
    question: Callable[Concatenate[StoredIndex, _P], _R],
) -> Callable[Concatenate[StoredIndex, _P], _R]:
    """Let a question say that the file is damaged, where it is."""

    @wraps(question)
    def ask(self: StoredIndex, /, *args: _P.args, **more: _P.kwargs) -> _R:
        try:
            return question(self, *args, **more)
        except IndexFileError:
            raise
        except sqlite3.Error as error:
            raise IndexFileError(f"{self.path}: the index is damaged ({error}); {AGAIN}") from error
        except (KeyError, IndexError, ValueError, TypeError, zlib.error) as error:
            raise IndexFileError(
                f"{self.path}: the index is damaged (it contradicts itself); {AGAIN}"
            ) from error

    return ask


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
        check_header(self.path)
        self._local = threading.local()
        self._buckets: Memory[tuple[str, int], bytes] = Memory(REMEMBERED)
        self._outlines: Memory[int, dict[str, Any]] = Memory(_DRAWN)
        self._open()

    @_answer
    def _open(self) -> None:
        found = tuple(
            sql for (sql,) in self._ask("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        )
        # Nothing but these tables is ever asked: a view or a trigger here would be somebody's trick.
        if found != SCHEMA:
            raise IndexFileError(f"{self.path}: its tables are not those of a gazetteer index; {AGAIN}")
        ((rules, self._width, spelling, own, sample, sounds),) = self._ask("SELECT * FROM shape")
        if rules != rules_stamp():
            raise IndexFileError(f"{self.path}: was built with other rules of spelling than ours; {AGAIN}")
        self._bits = {"spelling": spelling, "own": own}
        self._rows = Rows(self._ask, Dictionary(sample))
        self._sounds = Sounds(self._ask, sounds.split("\n") if sounds else ())

    def __reduce__(self) -> tuple[type[StoredIndex], tuple[Path]]:
        return StoredIndex, (self.path,)

    @_answer
    def exact(self, key: str) -> Sequence[Named]:
        """Give the places with a name of this spelling key, the most prominent first."""
        return [named for _, named in self._spelled(_NAME, key)]

    @_answer
    def begins(self, words: str) -> bool:
        """Tell whether the key of a name of several words may begin with this word or these two."""
        return _storable(words) and words in self._begun

    @cached_property
    def _begun(self) -> Sieve:
        ((bits,),) = self._ask("SELECT beginnings FROM sieve")
        return Sieve(bytearray(bits))

    @_answer
    def core(self, key: str) -> Sequence[Named]:
        """Give the places with a name that has this key without generic words and articles."""
        return [named for _, named in self._spelled(_CORE, key)]

    def kept(self, key: str) -> Sequence[Named]:
        """Give none: nothing here is kept by hand."""
        del key
        return ()

    @_answer
    def sounding(self, consonants: str, likely: Callable[[str], bool] | None = None) -> Sequence[Named]:
        """Give the places with a name that has this skeleton and a likely key, each with all such names."""
        if not _storable(consonants):
            return ()
        cores = self._sounds.cores(consonants)
        found = self._spelled(_CORE, *(filter(likely, cores) if likely else cores))
        return [named for _, named in sorted(found, key=lambda entry: (entry[0] >> 16, entry[0] & _WHICH))]

    @_answer
    def similar(self, key: str, limit: int) -> Sequence[Named]:
        """Give places whose names differ from a key in few letters, the nearest first.

        The consonants may differ in one; see `Sounds.near`.
        """
        if not _storable(key):
            return ()
        nearest: dict[str, Named] = {}
        for core in self._sounds.near(key, limit):
            for named in self.core(core):
                nearest.setdefault(named.place.id, named)
        return list(nearest.values())

    @_answer
    def place(self, place_id: str) -> Place | None:
        """Give the place of this id, be it its own or one it goes by in another gazetteer."""
        row = self._find(place_id)
        return self._rows.place(row) if row else None

    @_answer
    def aliases(self, place_id: str) -> Sequence[Alias]:
        """Give its names, the preferred one first."""
        row = self._find(place_id)
        if row is None:
            return ()
        own = self._rows.named(row, 0).alias
        return own, *(self._rows.alias(own.place_id, line) for line in self._rows.lines(row))

    @_answer
    def children(self, place_id: str) -> Sequence[Place]:
        """Give the places whose parent it is, the most prominent first."""
        number = self._number(place_id)
        found = self._ask("SELECT places FROM child WHERE place = ?", (number,)) if number else ()
        numbers = unpack_numbers(found[0][0], self._width) if found else ()
        return tuple(map(self._rows.place, self._rows.rows(numbers)))

    def parents(self, place_id: str) -> Sequence[str]:
        """Give the id of the smallest place that contains it."""
        return parents_of(self.place(place_id))

    @_answer
    def countries(self) -> Sequence[Place]:
        """Give all countries."""
        # They have the first numbers.
        country = self._rows.numbers.get(Kind.COUNTRY.value)
        rows = takewhile(lambda row: row[4] == country, self._connection().execute(f"{PLACE} ORDER BY id"))
        return tuple(map(self._rows.place, rows))

    @_answer
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
        numbers: list[int] = []
        for row in range(cell(south, -180) // 360, cell(north, -180) // 360 + 1):
            ends = row * 360 + cell(-90, west), row * 360 + cell(-90, east)
            for (packed,) in self._ask("SELECT places FROM cell WHERE id BETWEEN ? AND ?", ends):
                numbers += unpack_numbers(packed, self._width)
        # Places are numbered by prominence: of a wide box the foremost are soon enough.
        numbers.sort()
        found: list[Place] = []
        for at in range(0, len(numbers), AT_ONCE):
            found += (
                place
                for place in map(self._rows.place, self._rows.rows(numbers[at : at + AT_ONCE]))
                if south <= place.lat <= north
                and west <= place.lon <= east
                and (kinds is None or place.kind in kinds)
            )
            if most is not None and len(found) >= most:
                break
        return found[:most]

    def links(self, place_id: str) -> Sequence[str]:
        """Give the ids that a place goes by in other sources: none, as they are all its own here."""
        return () if self.place(place_id) is None else (place_id,)

    def twin(self, place: Place, names: Callable[[], Sequence[Alias]]) -> Place | None:
        """Find the place here that a place of another source is, by its id."""
        del names
        return self.place(place.id)

    def twins_in(self, lower: Index) -> Mapping[str, str] | None:
        """Give nothing: what it is laid over is not known before."""
        del lower
        return None

    @cached_property
    def identity(self) -> int:
        """Tell this index from others: the same content gives the same number, and another seldom does."""
        ((sample,),) = self._ask("SELECT sample FROM shape")
        said = repr((self.path.stat().st_size, self._ask("SELECT * FROM origin ORDER BY id")))
        return zlib.crc32(said.encode(), zlib.crc32(sample))

    def places(self) -> Iterator[Place]:
        """Give all places, the most prominent first."""
        return map(self._rows.place, self._connection().execute(f"{PLACE} ORDER BY id"))

    @_answer
    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Give its outline as a GeoJSON Polygon or MultiPolygon (lon, lat; WGS 84)."""
        number = self._number(place_id)
        if number not in self._outlined:
            return None
        known = self._outlines.get(number)
        if known is None:
            ((geometry,),) = self._ask("SELECT geometry FROM outline WHERE place = ?", (number,))
            known = self._outlines.keep(number, json.loads(zlib.decompress(geometry)))
        return known

    @cached_property
    def _outlined(self) -> frozenset[int]:
        # Of few places an outline is known; of most this alone tells that it is not.
        return frozenset(number for (number,) in self._ask("SELECT place FROM outline"))

    @_answer
    def datasets(self) -> Sequence[Dataset]:
        """Describe what the index is made of."""
        return [
            Dataset(name, f"{title} ({version})" if version else title, places, names, licence, attribution)
            for name, title, version, licence, attribution, places, names in self._ask(
                "SELECT name, title, version, licence, attribution, places, names FROM origin ORDER BY id"
            )
        ]

    def _spelled(self, role: int, *keys: str) -> list[tuple[int, Named]]:
        """Give the places with a name of one of these keys in a role, each with the entry of its bucket."""
        listed = [
            (said, key)
            for key in keys
            if _storable(key)
            for entry in self._marked("spelling", key, self._width + 2)
            # Fourteen bits say which name it is, and before them two its roles, and the number of the place.
            if (said := int.from_bytes(entry, "big")) >> 14 & role
        ]
        if not listed:
            return []
        found = []
        rows = self._rows.rows([said >> 16 for said, _ in listed])
        for row, (said, key) in zip(rows, listed, strict=True):
            named = self._rows.named(row, said & _WHICH)
            spelled = fold(named.alias.text)
            # The hash may be another key's. Which words are generic depends on the kind that each
            # source had it for: of a key without them it is enough that its words stand in the name.
            if spelled == key or (said >> 14 & 3 == _CORE and all(word in spelled for word in key.split())):
                found.append((said, named))
        return found

    def _marked(self, table: str, key: str, size: int) -> list[bytes]:
        number, mark = bucket_of(key, self._bits[table])
        bucket = self._buckets.get((table, number))
        if bucket is None:
            found = self._ask(f"SELECT entries FROM {table} WHERE bucket = ?", (number,))  # noqa: S608 - ours
            bucket = self._buckets.keep((table, number), found[0][0] if found else b"")
        return marked(bucket, mark, size)

    def _find(self, place_id: str) -> Row | None:
        number = self._number(place_id)
        return self._rows.row(number) if number else None

    def _number(self, place_id: str) -> int:
        """Give the number of the place of an id, its own or another; 0 for none."""
        known = self._rows.numbers_of.get(place_id)
        if known is not None:
            return known
        scheme, code = split_id(place_id)
        number = self._rows.numbers.get(scheme)
        if number is None or not _storable(place_id):
            return 0
        for entry in self._marked("own", place_id, self._width):
            listed = int.from_bytes(entry, "big")
            if self._rows.place(self._rows.row(listed)).id == place_id:
                return listed
        found = self._ask("SELECT place FROM ref WHERE scheme = ? AND code = ?", (number, code))
        return found[0][0] if found else 0

    def _ask(self, sql: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
        return self._connection().execute(sql, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        """Give this thread's own connection; a forked child never uses its parent's."""
        local = self._local
        if getattr(local, "life", None) is not _life:
            local.connection, local.life = connect(self.path), _life
        connection: sqlite3.Connection = local.connection
        return connection


_life = object()
"""Another one in each forked child."""


def _begin_life() -> None:
    global _life
    _life = object()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_life)


def _storable(text: str) -> bool:
    """Whether a text can stand in a file at all: a lone surrogate cannot."""
    if not text:
        return False
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)
