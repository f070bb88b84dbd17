"""Open packs and indexes, one laid over another, or by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geomap.errors import UsageError
from geomap.gazetteer.bundled import PACKS, WORLD, bundled_packs
from geomap.gazetteer.compiled import compiled_packs
from geomap.gazetteer.index import Index, PackIndex
from geomap.gazetteer.layers import LayeredIndex
from geomap.gazetteer.store import StoredIndex

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from geomap.gazetteer.packs import Pack


def open_index(paths: Iterable[str | os.PathLike[str]]) -> Index:
    """Open the bundled packs and the world index, with others laid over them.

    Parameters
    ----------
    paths
        Folders of packs and index files. A later one wins over an earlier one, packs win
        over indexes, and all win over the bundled ones.

    Raises
    ------
    UsageError
        If a path does not exist.
    PackError
        If packs have faults; the faults of all of them are listed at once.
    IndexFileError
        If a file is no index, damaged, or made by another version of geomap.
    """
    folders, files = _given(paths)
    bundled = bundled_packs()
    over = (None if folders else compiled_packs(PACKS, bundled)) or PackIndex(
        _read_packs([*bundled, *folders])
    )
    indexes = [StoredIndex(path) for path in reversed(files)]
    if WORLD.is_file():
        indexes.append(StoredIndex(WORLD))
    return LayeredIndex(over, *indexes) if indexes else over


class Alone(NamedTuple):
    """Packs and indexes without the bundled ones below them."""

    gazetteer: Index
    foreign_aliases: int
    """Aliases of the packs for places that are not theirs."""


def open_alone(paths: Iterable[str | os.PathLike[str]]) -> Alone:
    """Open packs and indexes by themselves; without any, the bundled packs.

    Raises
    ------
    UsageError, PackError, IndexFileError
        As `open_index` does.
    """
    folders, files = _given(paths)
    if not folders and not files:
        folders = list(bundled_packs())
    # Their aliases may be of bundled places, which must be there for that.
    below = [folder for folder in bundled_packs() if folder not in folders]
    packs = _read_packs([*below, *folders])[len(below) :] if folders else []
    own = {place.id for pack in packs for place in pack.places}
    foreign = sum(alias.place_id not in own for pack in packs for alias in pack.aliases)
    layers: list[Index] = [PackIndex(packs)] if packs else []
    layers += [StoredIndex(path) for path in reversed(files)]
    return Alone(LayeredIndex(*layers) if len(layers) > 1 else layers[0], foreign)


def _read_packs(folders: list[Path]) -> list[Pack]:
    # Packs are compiled when geomap is installed, and read only where one of them changed.
    from geomap.gazetteer.packs import read_packs

    return read_packs(folders)


def _given(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[Path], list[Path]]:
    """Part the paths into folders and files."""
    given = [Path(path) for path in paths]
    missing = [str(path) for path in given if not path.exists()]
    if missing:
        raise UsageError(
            f"{', '.join(missing)}: no such folder or file; a gazetteer is a pack, that is a folder with "
            "a places.csv or an aliases.csv, or an index made by 'geomap gazetteer build'"
        )
    return [path for path in given if path.is_dir()], [path for path in given if not path.is_dir()]
