"""The located frame on a dask cluster: one pure function a partition, one gazetteer a process."""

from __future__ import annotations

import os
import threading
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError, UsageError
from geomap.formats.parquet_parts import part_name
from geomap.resolve import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

    from geomap.model import Resolution

MOST_KNOWN = 100_000
"""Answers that a process keeps for the partitions to come."""


def locate_cluster(
    frame: Any,  # noqa: ANN401 - dask has no types
    *,
    packs: Sequence[str | os.PathLike[str]] = (),
    place: str = "place_text",
    country: str = "country",
    within: str = "within",
) -> Any:  # noqa: ANN401
    """Find out where each row of a dask frame happened, as `geomap.locate` does for a small one.

    Nothing is computed yet. Each partition is located by itself and gives the same rows in
    the same order, whichever worker does it and however often: a worker that is lost costs
    time and no row.

    Parameters
    ----------
    frame
        A dask or dask-geopandas frame of events.
    packs
        Gazetteers of one's own; every worker must find them at these paths.
    place, country, within
        As in `geomap.locate`.

    Returns
    -------
    dask_geopandas.GeoDataFrame
        With `geomap.events.COLUMNS` in their dtypes, ``geometry`` (EPSG:4326) and the frame's
        own columns.

    Raises
    ------
    UsageError
        If dask-geopandas is not installed, or a column is missing.
    """
    _dask_geopandas()
    paths = tuple(os.fspath(pack) for pack in packs)
    names = {"place": place, "country": country, "within": within}
    # The columns and dtypes that no rows give are those that any rows give.
    meta = locate_partition(frame._meta, paths, **names)  # noqa: SLF001 - how dask names them
    return frame.map_partitions(locate_partition, paths, meta=meta, **names)


def locate_partition(
    frame: pd.DataFrame, packs: tuple[str, ...], *, place: str, country: str, within: str
) -> gpd.GeoDataFrame:
    """Locate one partition; the same rows give the same frame everywhere."""
    from geomap.events import locate

    located = locate(frame, _gazetteer(packs), place=place, country=country, within=within)
    # Dask knows which labels a partition has, and rows of all partitions are told apart by them.
    return located.set_axis(frame.index)


class _Remembering:
    """A gazetteer that answers the same question once."""

    def __init__(self, packs: tuple[str, ...]) -> None:
        self._gazetteer = Gazetteer.open(*packs)
        self._resolve = lru_cache(MOST_KNOWN)(self._gazetteer.resolve)

    def resolve(self, text: str, *, country: str | None = None, within: str | None = None) -> Resolution:
        """Resolve one name."""
        return self._resolve(text, country=country, within=within)


_opening = threading.Lock()


def _gazetteer(packs: tuple[str, ...]) -> _Remembering:
    # Two threads of a worker that begin at once must not open it twice.
    with _opening:
        return _opened(packs)


@lru_cache(4)
def _opened(packs: tuple[str, ...]) -> _Remembering:
    return _Remembering(packs)


def write_parquet(frame: Any, folder: str | os.PathLike[str]) -> None:  # noqa: ANN401 - dask's frame
    """Compute a located dask frame and write it as GeoParquet, one file a partition.

    Lists and objects stand as JSON text, as in a file that `geomap.write` makes, and each
    part can be read by itself. A part is written whole or not at all; one that is written
    twice, because its worker was lost, is the same.

    Parameters
    ----------
    frame
        What `locate_cluster` gives.
    folder
        A folder that all workers reach by this path. Parts of an earlier run must not be in it.

    Raises
    ------
    UsageError
        If there are parts in the folder, or pyarrow is not installed.
    """
    import_module("geomap.formats.parquet_writer").arrow()
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    if any(target.glob("part-*.parquet")):
        raise UsageError(f"{target}: holds parts of an earlier run; name a new folder, or empty it")
    dask = import_module("dask")
    parts = [
        dask.delayed(_write_part)(part, os.fspath(target / part_name(number)))
        for number, part in enumerate(frame.to_delayed())
    ]
    dask.compute(*parts)


def _write_part(frame: gpd.GeoDataFrame, path: str) -> str | None:
    from geomap import formats

    if frame.empty:
        return None
    formats.write(frame, path)
    return path


def read_parquet(folder: str | os.PathLike[str]) -> Any:  # noqa: ANN401 - dask's frame
    """Open a folder of events in GeoParquet files as a dask-geopandas frame, one partition a file.

    Parameters
    ----------
    folder
        What `write_parquet` made, or any folder of Parquet files of events with the same columns.

    Returns
    -------
    dask_geopandas.GeoDataFrame
        With `geomap.events.COLUMNS` in their dtypes, lists as lists, and the files' own columns.

    Raises
    ------
    InputError
        If there is no file in the folder; when it is computed, if one cannot be read.
    UsageError
        If dask-geopandas is not installed.
    """
    _dask_geopandas()
    paths = sorted(os.fspath(path) for path in Path(folder).glob("*.parquet"))
    if not paths:
        raise InputError("holds no *.parquet file", path=os.fspath(folder))
    import pandas as pd

    # A frame of paths, mapped: what dask itself reads, it gives string dtypes of its own.
    files = pd.DataFrame({"path": paths})
    parts = import_module("dask.dataframe").from_pandas(files, npartitions=len(paths))
    return parts.map_partitions(_read_part, meta=_read_part(files.iloc[:1]).iloc[:0])


def _read_part(files: pd.DataFrame) -> gpd.GeoDataFrame:
    from geomap import events, formats

    (path,) = files["path"]
    table = formats.read(path)
    if table.set_aside:
        raise table.set_aside[0]
    return events.conform(table.frame)


def _dask_geopandas() -> Any:  # noqa: ANN401 - a module
    try:
        return import_module("dask_geopandas")
    except ImportError:
        raise UsageError('a cluster needs dask-geopandas: pip install "geomap[dask]"') from None
