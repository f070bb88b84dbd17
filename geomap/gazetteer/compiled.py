"""The packs that come with geomap, read and sorted when the package is built.

To read the packs' tables, check them and make the keys of all names takes ten times as long as to
look up a name in what comes out of it. So that is kept in a file beside the world index, a line of
JSON for each part, and a part is read once it is asked for. In a checkout the packs themselves
are read as soon as one of them, or the code that reads them, was changed.
"""

from __future__ import annotations

import json
import zlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.bundled import PACKAGE
from geomap.gazetteer.connecting import rules_stamp
from geomap.gazetteer.index import MIN_SKELETON, Dataset, Named, PackIndex
from geomap.model import Alias, AliasKind, Confidence, Kind, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_VERSION = 1
_PARTS = ("keys", "cores", "skeletons", "places", "aliases", "links", "linked", "outlines", "datasets")


def compile_packs(folders: Sequence[Path], out: Path) -> None:
    """Write what reading packs gives into a file for `compiled_packs`.

    Parameters
    ----------
    folders
        The packs; a later one wins.
    out
        The file to write, whole or not at all.

    Raises
    ------
    PackError
        If packs have faults.
    SaveError
        If the file cannot be written.
    """
    from geomap.gazetteer.packs import read_packs
    from geomap.saving import write_bytes

    parts = _Parts(PackIndex(read_packs(folders)))
    body = "\n".join(
        json.dumps(getattr(parts, part)(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        for part in _PARTS
    ).encode()
    head = [_VERSION, rules_stamp(), zlib.crc32(body), _state(folders)]
    write_bytes(out, json.dumps(head).encode() + b"\n" + body)


def compiled_packs(path: Path, folders: Sequence[Path]) -> PackIndex | None:
    """Open what was compiled from packs; ``None`` where that is missing, damaged or outdated."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        version, rules, checksum, state = json.loads(head)
    except (OSError, ValueError):
        return None
    if (version, rules, checksum) != (_VERSION, rules_stamp(), zlib.crc32(body)):
        return None
    installed = all(folder.is_relative_to(PACKAGE) for folder in folders)
    if not installed and state != _state(folders):
        return None
    return CompiledPacks(dict(zip(_PARTS, body.split(b"\n"), strict=True)))


def _state(folders: Iterable[Path]) -> int:
    """Give a checksum of the files that the compiled ones depend on."""
    checksum = 0
    for folder in (*folders, PACKAGE / "gazetteer"):
        for file in sorted(folder.iterdir()):
            if file.suffix in (".csv", ".geojson", ".md", ".py"):
                checksum = zlib.crc32(file.read_bytes(), checksum)
    return checksum


class _Parts:
    """The parts of an index of packs, as they are written."""

    def __init__(self, index: PackIndex) -> None:
        self._index = index
        self._places = list(index.places())
        self._number = {place.id: number for number, place in enumerate(self._places)}
        self._aliases = [index.aliases(place.id) for place in self._places]

    def keys(self) -> dict[str, list[list[int]]]:
        return self._table(self._index.by_key)

    def cores(self) -> dict[str, list[list[int]]]:
        return self._table(self._index.by_core)

    def skeletons(self) -> dict[str, list[list[int]]]:
        return self._table(self._index.by_skeleton)

    def _table(self, table: Mapping[str, Sequence[Named]]) -> dict[str, list[list[int]]]:
        return {
            key: [
                [number := self._number[place.id], next(_at(self._aliases[number], alias))]
                for place, alias in found
            ]
            for key, found in table.items()
        }

    def places(self) -> list[list[Any]]:
        return [
            [
                place.id,
                place.name,
                place.kind,
                place.lat,
                place.lon,
                place.radius_m,
                place.country,
                place.parent,
                place.confidence,
                place.sources,
                place.note,
                place.population,
                place.dataset,
            ]
            for place in self._places
        ]

    def aliases(self) -> list[list[list[str | None]]]:
        return [[[one.text, one.kind, one.lang, one.note] for one in aliases] for aliases in self._aliases]

    def links(self) -> dict[str, list[str]]:
        links = {place.id: list(self._index.links(place.id)) for place in self._places}
        return {place_id: found for place_id, found in links.items() if found}

    def linked(self) -> dict[str, str]:
        return {link: place.id for link, place in self._index.linked.items()}

    def outlines(self) -> dict[str, str]:
        # Each is text within the text: of a hundred one is asked for.
        outlines = {place.id: self._index.outline(place.id) for place in self._places}
        return {
            place_id: json.dumps(found, separators=(",", ":"))
            for place_id, found in outlines.items()
            if found
        }

    def datasets(self) -> list[list[str | int]]:
        return [
            [one.name, one.title, one.places, one.names, one.licence, one.attribution]
            for one in self._index.datasets()
        ]


def _at(aliases: Sequence[Alias], wanted: Alias) -> Iterator[int]:
    return (number for number, alias in enumerate(aliases) if alias is wanted)


class CompiledPacks(PackIndex):
    """The places of packs as `compile_packs` wrote them; it answers as a `PackIndex` of the packs does.

    Parameters
    ----------
    parts
        The parts of the file, each as JSON.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        super().__init__(())
        self._parts = parts
        self._drawn: dict[str, dict[str, Any]] = {}

    def exact(self, key: str) -> Sequence[Named]:
        """Find places with a name of this spelling key."""
        return self._named(self._keys, key)

    def core(self, key: str) -> Sequence[Named]:
        """Find places with a name that has this key without generic words and articles."""
        return self._named(self._cores, key)

    def sounding(self, consonants: str) -> Sequence[Named]:
        """Find places with a name that has this skeleton."""
        return self._named(self._skeletons, consonants) if len(consonants) >= MIN_SKELETON else ()

    def aliases(self, place_id: str) -> Sequence[Alias]:
        """Give its names, the preferred one first."""
        number = self._number.get(place_id)
        return () if number is None else tuple(self._alias(place_id, one) for one in self._spelled[number])

    def links(self, place_id: str) -> Sequence[str]:
        """Give the ids that a place goes by in other sources."""
        return self._links.get(place_id, ())

    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Give its outline, from the last pack that has one."""
        outline = self._drawn.get(place_id)
        if outline is None and place_id in self._outlines:
            outline = self._drawn[place_id] = json.loads(self._outlines[place_id])
        return outline

    def datasets(self) -> Sequence[Dataset]:
        """Describe the packs."""
        return [Dataset(*one) for one in self._read("datasets")]

    def _named(self, table: Mapping[str, Sequence[Sequence[int]]], key: str) -> Sequence[Named]:
        return [self._name(place, alias) for place, alias in table.get(key, ())]

    def _name(self, number: int, alias: int) -> Named:
        place = self._listed[number]
        return Named(place, self._alias(place.id, self._spelled[number][alias]))

    @staticmethod
    def _alias(place_id: str, written: Sequence[Any]) -> Alias:
        text, kind, lang, note = written
        return Alias(place_id, text, _ALIAS_KINDS[kind], lang, note)

    def _read(self, part: str) -> Any:  # noqa: ANN401 - each part has a shape of its own
        return json.loads(self._parts[part])

    @cached_property
    def _keys(self) -> dict[str, list[list[int]]]:
        keys: dict[str, list[list[int]]] = self._read("keys")
        return keys

    @cached_property
    def _cores(self) -> dict[str, list[list[int]]]:
        cores: dict[str, list[list[int]]] = self._read("cores")
        return cores

    @cached_property
    def _skeletons(self) -> dict[str, list[list[int]]]:
        skeletons: dict[str, list[list[int]]] = self._read("skeletons")
        return skeletons

    @cached_property
    def _listed(self) -> list[Place]:
        return [
            Place(
                place_id, name, _KINDS[kind], lat, lon, radius, country, parent, _CONFIDENCES[confidence],
                tuple(sources), *more,
            )
            for (
                place_id, name, kind, lat, lon, radius, country, parent, confidence, sources, *more,
            ) in self._read("places")
        ]  # fmt: skip

    @cached_property
    def _spelled(self) -> list[list[list[Any]]]:
        spelled: list[list[list[Any]]] = self._read("aliases")
        return spelled

    @cached_property
    def _links(self) -> dict[str, list[str]]:
        links: dict[str, list[str]] = self._read("links")
        return links

    @cached_property
    def _outlines(self) -> dict[str, str]:
        outlines: dict[str, str] = self._read("outlines")
        return outlines

    # What the methods of an index of packs go by.

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {place.id: place for place in self._listed}

    @cached_property
    def _number(self) -> dict[str, int]:
        return {place.id: number for number, place in enumerate(self._listed)}

    @cached_property
    def linked(self) -> dict[str, Place]:
        """Places by the ids that packs say they have elsewhere."""
        return {link: self._places[place_id] for link, place_id in self._read("linked").items()}


_KINDS = {kind.value: kind for kind in Kind}
_ALIAS_KINDS = {kind.value: kind for kind in AliasKind}
_CONFIDENCES = {confidence.value: confidence for confidence in Confidence}
