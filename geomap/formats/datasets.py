"""The published data sets that are known by their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from geomap.errors import InputError, UsageError
from geomap.formats import acled, gdelt, gtd, timemap, ucdp
from geomap.formats.dataset import Dataset, restore
from geomap.formats.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

    from geomap.formats.raw import Raw
    from geomap.formats.table import ReadOptions

TABLE = "table"
"""The user's word for a table of none of the data sets."""
DATASETS: dict[str, Dataset] = {
    module.PREFIX: cast("Dataset", module) for module in (ucdp, acled, gdelt, gtd, timemap)
}
"""By the word that the user says: ``ucdp``, ``acled``, ``gdelt``, ``gtd``, ``timemap``."""


def recognise(header: Sequence[str]) -> Dataset | None:
    """Find the data set to which a header belongs; None if it is none of them."""
    folded = {fold(name) for name in header}
    return next((each for each in DATASETS.values() if each.SIGNS and folded >= each.SIGNS), None)


def choose(raw: Raw, options: ReadOptions) -> Dataset | None:
    """Find the data set as which a table is read: the one that the user names, or the one it looks like.

    Raises
    ------
    UsageError
        If the user names one that there is not.
    InputError
        If the table lacks what each file of that data set has.
    """
    if options.dataset is None:
        return None if options.columns else recognise(raw.header)
    if options.dataset == TABLE:
        return None
    chosen = named(options.dataset)
    if options.columns:
        raise UsageError("--column says what the columns of a table hold; those of a data set are known")
    lacking = chosen.SIGNS - {fold(name) for name in raw.header}
    if lacking:
        raise InputError(
            f"is not {chosen.NAME}: there is no column {', '.join(sorted(lacking))}",
            path=raw.path,
            row=1,
            hint="leave out --as, or name the columns with --column",
        )
    return chosen


def named(name: str) -> Dataset:
    """Give a data set by its word.

    Raises
    ------
    UsageError
        If there is no such data set.
    """
    chosen = DATASETS.get(name.lower())
    if chosen is None:
        raise UsageError(f"there is no data set {name!r}; one of: {', '.join(DATASETS)}")
    return chosen


def as_dataset(frame: gpd.GeoDataFrame, name: str) -> pd.DataFrame:
    """Give events in the columns of a published data set.

    Events read from that data set give its columns as they were; any other events give what
    they can say in its codes, and null for the rest.

    Parameters
    ----------
    frame
        A frame of events (`geomap.events.conform`).
    name
        ``ucdp``, ``acled``, ``gdelt``, ``gtd`` or ``timemap``.

    Raises
    ------
    UsageError
        If there is no such data set.
    """
    return restore(named(name), frame)
