"""The packs that come with geomap, read and sorted when the package is built.

To read the packs' tables, check them and make the keys of all names takes a hundred times as long as
to look up a name in what comes out of it. So that is kept in a file beside the world index, whose
tables are asked by key (`geomap.gazetteer.keyed`). In a checkout the packs themselves are read as
soon as one of them, or the code that reads them, was changed.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.bundled import PACKAGE
from geomap.gazetteer.connecting import rules_stamp
from geomap.gazetteer.index import MIN_SKELETON, Dataset, Named, PackIndex
from geomap.gazetteer.keyed import KeyedTables, pack_tables
from geomap.gazetteer.names import beginnings
from geomap.gazetteer.spots import Band, Spots, bands_of
from geomap.gazetteer.store import StoredIndex
from geomap.model import Alias, AliasKind, Confidence, Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from geomap.gazetteer.index import Index


def compile_packs(folders: Sequence[Path], out: Path, below: StoredIndex | None = None) -> None:
    """Write what reading packs gives into a file for `compiled_packs`.

    Parameters
    ----------
    folders
        The packs; a later one wins.
    out
        The file to write, whole or not at all.
    below
        The index that they will mostly be laid over: which of its places are theirs is found out now.

    Raises
    ------
    PackError
        If packs have faults.
    SaveError
        If the file cannot be written.
    """
    from geomap.gazetteer.packs import read_packs
    from geomap.saving import write_bytes

    index = PackIndex(read_packs(folders))
    tables = _tables(index)
    if below is not None:
        tables["all"] |= {"below": below.identity, "twins": _twins(index, below)}
    write_bytes(out, pack_tables(tables, [rules_stamp(), _touched(folders), _written(folders)]))


def compiled_packs(path: Path, folders: Sequence[Path]) -> PackIndex | None:
    """Open what was compiled from packs; ``None`` where that is missing, damaged or outdated."""
    try:
        tables = KeyedTables(path)
        rules, touched, written = tables.about
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if rules != rules_stamp():
        return None
    installed = all(folder.is_relative_to(PACKAGE) for folder in folders)
    # Times of change tell quickest; a copy of the checkout has others.
    if not installed and touched != _touched(folders) and written != _written(folders):
        return None
    return CompiledPacks(path, tables)


def _sources(folders: Iterable[Path]) -> Iterable[Path]:
    """Give the files that the compiled ones depend on."""
    for folder in (*folders, PACKAGE / "gazetteer"):
        for file in sorted(folder.iterdir()):
            if file.suffix in (".csv", ".geojson", ".md", ".py"):
                yield file


def _touched(folders: Iterable[Path]) -> int:
    """Give a checksum of the names, sizes and times of change of the sources."""
    found = [(file.name, (stat := file.stat()).st_size, stat.st_mtime_ns) for file in _sources(folders)]
    return zlib.crc32(repr(found).encode())


def _written(folders: Iterable[Path]) -> int:
    """Give a checksum of the contents of the sources."""
    checksum = 0
    for file in _sources(folders):
        checksum = zlib.crc32(file.read_bytes(), checksum)
    return checksum


def _twins(index: PackIndex, below: StoredIndex) -> dict[str, str]:
    """Give which places of an index, by id, are which of the packs'."""
    found = {}
    for place in below.places():
        twin = index.twin(place, partial(below.aliases, place.id))
        if twin is not None:
            found[place.id] = twin.id
    return found


def _tables(index: PackIndex) -> dict[str, dict[str, Any]]:
    """Give the tables of an index of packs: places are known by their number in its order."""
    places = list(index.places())
    number_of = {place.id: number for number, place in enumerate(places)}
    aliases = [index.aliases(place.id) for place in places]

    def named(table: Mapping[str, Sequence[Named]]) -> dict[str, list[int]]:
        """Flatten a table of names: each is the number of the place, and which of its names."""
        found: dict[str, list[int]] = {}
        for key, names in table.items():
            entries = found[key] = []
            for place, alias in names:
                number = number_of[place.id]
                at = next(at for at, one in enumerate(aliases[number]) if one is alias)
                entries += number, at
        return found

    children: defaultdict[str, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        if place.parent:
            children[place.parent].append(number)
    outlines = {place.id: index.outline(place.id) for place in places}
    return {
        "key": named(index.by_key),
        "core": named(index.by_core),
        "skeleton": named(index.by_skeleton),
        "id": number_of,
        "place": {str(number): _row(place) for number, place in enumerate(places)},
        "names": {
            str(number): [[one.text, one.kind, one.lang, one.note] for one in found]
            for number, found in enumerate(aliases)
        },
        "links": {place.id: links for place in places if (links := list(index.links(place.id)))},
        "linked": {link: number_of[place.id] for link, place in index.linked.items()},
        "child": children,
        "band": dict(bands_of(places)),
        "outline": {place_id: outline for place_id, outline in outlines.items() if outline},
        "all": {
            "places": len(places),
            "countries": [number for number, place in enumerate(places) if place.kind is Kind.COUNTRY],
            "cores": list(index.by_core),
            "beginnings": sorted({words for key in index.by_key for words in beginnings(key)}),
            "datasets": [
                [one.name, one.title, one.places, one.names, one.licence, one.attribution]
                for one in index.datasets()
            ],
        },
    }


def _row(place: Place) -> list[Any]:
    return [
        place.id, place.name, place.kind, place.lat, place.lon, place.radius_m, place.country, place.parent,
        place.confidence, place.sources, place.note, place.population, place.dataset,
    ]  # fmt: skip


class CompiledPacks(PackIndex):
    """The places of packs as `compile_packs` wrote them; it answers as a `PackIndex` of the packs does.

    Parameters
    ----------
    path
        The file.
    tables
        What is in it.
    """

    def __init__(self, path: Path, tables: KeyedTables) -> None:
        super().__init__(())
        self._path = path
        self._table = tables
        self._met: dict[int, Place] = {}
        self._bands: dict[str, Band | None] = {}
        self._drawn: dict[str, dict[str, Any] | None] = {}

    def __reduce__(self) -> tuple[Any, tuple[Path]]:
        return _reopened, (self._path,)

    def exact(self, key: str) -> Sequence[Named]:
        """Find places with a name of this spelling key."""
        return self._named("key", key)

    def core(self, key: str) -> Sequence[Named]:
        """Find places with a name that has this key without generic words and articles."""
        return self._named("core", key)

    def sounding(self, consonants: str, likely: Callable[[str], bool] | None = None) -> Sequence[Named]:
        """Find places with a name that has this skeleton, likely or not."""
        del likely
        return self._named("skeleton", consonants) if len(consonants) >= MIN_SKELETON else ()

    def place(self, place_id: str) -> Place | None:
        """Give the place of this id."""
        number = self._number(place_id)
        return None if number is None else self._at(number)

    def places(self) -> Sequence[Place]:
        """Give all places, in the order of their packs."""
        return [self._at(number) for number in range(self._table.get("all", "places"))]

    def aliases(self, place_id: str) -> Sequence[Alias]:
        """Give its names, the preferred one first."""
        number = self._number(place_id)
        if number is None:
            return ()
        return tuple(_alias(place_id, written) for written in self._table.get("names", str(number)))

    def children(self, place_id: str) -> Sequence[Place]:
        """Give the places whose parent it is."""
        return [self._at(number) for number in self._table.get("child", place_id) or ()]

    def countries(self) -> Sequence[Place]:
        """Give all countries."""
        return [self._at(number) for number in self._table.get("all", "countries")]

    def links(self, place_id: str) -> Sequence[str]:
        """Give the ids that a place goes by in other sources."""
        return self._table.get("links", place_id) or ()

    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Give its outline, from the last pack that has one."""
        if place_id not in self._drawn:
            self._drawn[place_id] = self._table.get("outline", place_id)
        return self._drawn[place_id]

    def datasets(self) -> Sequence[Dataset]:
        """Describe the packs."""
        return [Dataset(*one) for one in self._table.get("all", "datasets")]

    # What the methods of an index of packs go by.

    def twins_in(self, lower: Index) -> Mapping[str, str] | None:
        """Give which places of the index are theirs that they were compiled for."""
        compiled_for = self._table.get("all", "below")
        if compiled_for is None or not isinstance(lower, StoredIndex) or lower.identity != compiled_for:
            return None
        twins: dict[str, str] = self._table.get("all", "twins")
        return twins

    def _linked(self, link: str) -> Place | None:
        number = self._table.get("linked", link)
        return None if number is None else self._at(number)

    def _number(self, place_id: str) -> int | None:
        # What has a scheme is another source's.
        number: int | None = None if ":" in place_id else self._table.get("id", place_id)
        return number

    @cached_property
    def _spots(self) -> Spots:
        return Spots(self._band, self._at, self._number)

    def _band(self, name: str) -> Band | None:
        if name not in self._bands:
            found = self._table.get("band", name)
            self._bands[name] = Band(*map(tuple, found)) if found else None
        return self._bands[name]

    @cached_property
    def _begun(self) -> frozenset[str]:
        return frozenset(self._table.get("all", "beginnings"))

    @cached_property
    def _cores(self) -> Sequence[str]:
        cores: list[str] = self._table.get("all", "cores")
        return cores

    def _named(self, table: str, key: str) -> Sequence[Named]:
        found = self._table.get(table, key)
        if not found:
            return ()
        return [self._name(*pair) for pair in zip(found[::2], found[1::2], strict=True)]

    def _name(self, number: int, name: int) -> Named:
        place = self._at(number)
        return Named(place, _alias(place.id, self._table.get("names", str(number))[name]))

    def _at(self, number: int) -> Place:
        place = self._met.get(number)
        if place is None:
            place_id, name, kind, lat, lon, radius, country, parent, confidence, sources, *more = (
                self._table.get("place", str(number))
            )
            place = self._met[number] = Place(
                place_id, name, _KINDS[kind], lat, lon, radius, country, parent, _CONFIDENCES[confidence],
                tuple(sources), *more,
            )  # fmt: skip
        return place


def _reopened(path: Path) -> CompiledPacks:
    return CompiledPacks(path, KeyedTables(path))


def _alias(place_id: str, written: Sequence[Any]) -> Alias:
    text, kind, lang, note = written
    return Alias(place_id, text, _ALIAS_KINDS[kind], lang, note)


_KINDS = {kind.value: kind for kind in Kind}
_ALIAS_KINDS = {kind.value: kind for kind in AliasKind}
_CONFIDENCES = {confidence.value: confidence for confidence in Confidence}
