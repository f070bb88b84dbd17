"""Write a gazetteer index: gather the records of all sources, join what is one place, sort, write.

Everything on its way lies in a second SQLite file beside the one in the making, so that
memory stays the same whether there are a thousand places or ten million.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.faults import Fault
from geomap.gazetteer.importers.radii import radius_m
from geomap.gazetteer.importers.record import LateNames
from geomap.gazetteer.importers.registry import open_sources
from geomap.gazetteer.index import MIN_SKELETON, core_key
from geomap.gazetteer.joining import join_places
from geomap.gazetteer.names import fold, skeleton
from geomap.gazetteer.writing import packed, write_index
from geomap.model import AliasKind, Kind
from geomap.saving import atomic_path

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from geomap.gazetteer.importers.record import Origin, Record, Skip, Source

    Progress = Callable[[str, int, int], None]
    """Told the step, and how much of how much of it is done; 0 of 0 where that is not known."""

MOST_FAULTS = 1_000
"""Skipped lines that a report names; the count is of all."""

_BATCH = 5_000
# Among the names of one place those of later files come last.
_LATE = 1_000_000
_STAGE = (
    (
        "CREATE TABLE place(n INTEGER PRIMARY KEY, origin INTEGER, id TEXT, name TEXT, kind TEXT, lat REAL,"
        " lon REAL, radius REAL, country TEXT, population INTEGER, feature TEXT, rank INTEGER, within TEXT,"
        " line INTEGER)"
    ),
    "CREATE TABLE ref(id TEXT, n INTEGER)",
    (
        "CREATE TABLE name(n INTEGER, i INTEGER, key TEXT, core TEXT, consonants TEXT, text TEXT, kind TEXT,"
        " lang TEXT)"
    ),
    "CREATE TABLE late(id TEXT, i INTEGER, text TEXT, kind TEXT, lang TEXT)",
    "CREATE TABLE outline(n INTEGER PRIMARY KEY, geometry BLOB)",
)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What became of the rows of all sources."""

    rows_read: int
    places: int
    names: int
    linked: int
    """Places met again in another source, and joined with the first."""
    skipped_rows: int
    skipped: tuple[Fault, ...]
    """The first `MOST_FAULTS` of them, each with its line."""


def build_index(
    sources: Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    progress: Progress | None = None,
) -> BuildReport:
    """Build an index from gazetteers of others, each read as what it is.

    Parameters
    ----------
    sources
        Files, or folders whose files are taken in the order of their names: GeoNames, NGA
        GNS, OurAirports, Who's on First, OpenStreetMap as GeoJSON, Linked Places, results of
        Wikidata queries, CSV and GeoJSON of one's own; each may be gzipped or zipped. Of a
        place that is in several, the first one's name, kind and position stand.
    out
        The file to write, whole or not at all.
    progress
        Told the step, and how much of how much of it is done (0 of 0 where unknown).

    Raises
    ------
    InputError
        If a source is missing, damaged or of an unknown format. A bad line is none of
        these: it is skipped, and reported with its number.
    SaveError
        If the file cannot be written.
    """
    return write_gazetteer(open_sources(tuple(sources)), out, progress=progress)


def write_gazetteer(
    sources: Iterable[tuple[str, Source]], out: str | os.PathLike[str], *, progress: Progress | None = None
) -> BuildReport:
    """Write the records of opened sources into one index file, whole or not at all.

    Parameters
    ----------
    sources
        Each with the name by which its faults call it. Of places that are in several, the
        first source's name, kind and position stand.
    out
        The file to write.
    progress
        Told how far it is.

    Raises
    ------
    SaveError
        If the file cannot be written.
    InputError
        If a source cannot be read on.
    """
    with atomic_path(out) as part:
        stage = part.with_name("stage.sqlite")
        with closing(_stage(stage)) as database:
            gathering = _Gathering(database, progress or (lambda *_: None))
            for name, source in sources:
                gathering.gather(name, source)
            gathering.finish()
            linked = join_places(database)
            places, names = write_index(
                database, gathering.origins, part, gathering.progress, gathering.skip_area
            )
        stage.unlink()
    return BuildReport(
        rows_read=gathering.rows,
        places=places,
        names=names,
        linked=linked,
        skipped_rows=gathering.skipped_rows,
        skipped=tuple(gathering.faults),
    )


def _stage(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-65536"):
        database.execute(f"PRAGMA {pragma}")
    for sql in _STAGE:
        database.execute(sql)
    return database


class _Gathering:
    """Puts the records of all sources into the stage."""

    def __init__(self, database: sqlite3.Connection, progress: Progress) -> None:
        self.origins: list[Origin] = []
        self.progress = progress
        self.rows = 0
        self.skipped_rows = 0
        self.faults: list[Fault] = []
        self._database = database
        self._origin = 0
        self._number = 0
        self._places: list[tuple[Any, ...]] = []
        self._refs: list[tuple[str, int]] = []
        self._names: list[tuple[Any, ...]] = []
        self._late: list[tuple[Any, ...]] = []
        self._late_count = 0

    def skip(self, file: str, line: int, why: str) -> None:
        """Count a row that is left out, and keep why."""
        self.skipped_rows += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(file, line, why))

    def skip_area(self, origin: int, line: int) -> None:
        """Count a unit of a source (from 1) that no place lies in."""
        self.skip(
            self.origins[origin - 1].title, line, "stands for an area, and no place in it tells where that is"
        )

    def gather(self, file: str, source: Source) -> None:
        """Read one source to its end."""
        if source.origin not in self.origins:
            self.origins.append(source.origin)
        self._origin = 1 + self.origins.index(source.origin)
        before = self.skipped_rows

        def skip(line: int, why: str) -> None:
            self.skip(file, line, why)

        for item in source.records(skip):
            if isinstance(item, LateNames):
                self._keep_late(item)
            else:
                self._keep(item, skip)
            if len(self._places) >= _BATCH or len(self._late) >= _BATCH:
                self._write()
                self.progress(f"reading {file}", *source.position())
        self.rows += self.skipped_rows - before
        self._write()

    def finish(self) -> None:
        """Give the names of later files to their places."""
        self._database.execute("CREATE INDEX ref_id ON ref(id)")
        late = self._database.execute(
            "SELECT ref.n, late.i, place.kind, late.text, late.kind, late.lang"
            " FROM late JOIN ref USING (id) JOIN place USING (n) ORDER BY late.i"
        )
        while batch := late.fetchmany(_BATCH):
            for n, i, kind, text, alias_kind, lang in batch:
                key = fold(text)
                if key:
                    keys = _keys(key, Kind(kind), AliasKind(alias_kind))
                    self._names.append((n, i, *keys, text, alias_kind, lang))
            self._write()

    def _keep(self, record: Record, skip: Skip) -> None:
        name = _clean(record.name)
        key = fold(name)
        if not key:
            skip(record.line, f"its name {name[:40]!r} has nothing to find it by")
            return
        self.rows += 1
        keys = _keys(key, record.kind, AliasKind.NAME)
        self._number = number = self._number + 1
        radius = record.radius_m or radius_m(record.kind, record.population)
        self._places.append(
            (
                number,
                self._origin,
                record.id,
                name,
                record.kind.value,
                record.lat,
                record.lon,
                radius,
                record.country,
                record.population,
                record.feature,
                record.rank,
                "\n".join(record.within) or None,
                record.line,
            )
        )
        self._refs.append((record.id, number))
        self._refs += [(other, number) for other in record.same_as]
        names = self._names
        names.append((number, 0, *keys, name, AliasKind.NAME.value, None))
        met = {keys[0]}
        for i, (raw, kind, lang) in enumerate(record.names, 1):
            text = _clean(raw)
            key = fold(text)
            if key and key not in met:
                met.add(key)
                names.append((number, i, *_keys(key, record.kind, kind), text, kind.value, lang))
        if record.outline is not None:
            self._database.execute("INSERT INTO outline VALUES (?, ?)", (number, packed(record.outline)))

    def _keep_late(self, late: LateNames) -> None:
        # Behind those of the place's own record, in the order of the file.
        for name in late.names:
            self._late_count += 1
            self._late.append(
                (late.id, _LATE + self._late_count, _clean(name.text), name.kind.value, name.lang)
            )

    def _write(self) -> None:
        for table, rows in (
            ("place", self._places),
            ("ref", self._refs),
            ("name", self._names),
            ("late", self._late),
        ):
            if rows:
                marks = ",".join("?" * len(rows[0]))
                self._database.execute("BEGIN")
                self._database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - constants
                self._database.execute("COMMIT")
                rows.clear()


def _clean(text: str) -> str:
    """Take out what is no part of a name: control characters, half of a character pair."""
    if not text.isprintable():
        text = _UNSEEN.sub(" ", text)
    return text.strip()


def _keys(key: str, kind: Kind, alias_kind: AliasKind) -> tuple[str, str, str]:
    """Give a name's key, its key without generic words, and its consonants."""
    core = core_key(key, kind, alias_kind)
    return key, core, _consonants(core)


# From here on, letters stand for syllables or words: they have no consonants that could be compared.
_FIRST_SYLLABIC = "\u0780"


# Villages are called after each other.
@lru_cache(maxsize=1 << 16)
def _consonants(core: str) -> str:
    consonants = skeleton(core) if max(core) < _FIRST_SYLLABIC else ""
    return consonants if len(consonants) >= MIN_SKELETON else ""
