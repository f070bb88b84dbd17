"""What a reader is asked for and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from geomap.errors import InputError


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says about a file where it does not speak for itself."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """The file's column for a field, e.g. ``{"place": "Ort"}``; see `geomap.formats.mapping`."""
    date_order: str | None = None
    """``dmy`` or ``mdy`` for dates such as 03/04/2024; None: found out, or refused."""
    encoding: str | None = None
    """Of a text file; None: UTF-8, or UTF-16 with its mark, or found out and noted."""
    delimiter: str | None = None
    """Between the cells of a text table; None: found out and noted."""
    sheet: str | None = None
    """Of a workbook; None: the one whose columns say most."""
    dataset: str | None = None
    """``ucdp``, ``acled``, ``gdelt``, ``gtd`` or ``timemap``: read it as that; ``table``: as none of them."""


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What the user may choose about a file to write."""

    simplestyle: bool = False
    """Give GeoJSON features colours, titles and descriptions in the words of simplestyle 1.1."""


@dataclass(frozen=True, slots=True)
class Table:
    """Events read from one file, not yet located; rows in = rows of `frame` + `set_aside`."""

    frame: gpd.GeoDataFrame
    rows: tuple[int, ...]
    """For each row of `frame` its number in the file, as `InputError.row` counts."""
    set_aside: tuple[InputError, ...] = ()
    """One for each row that could not be read, with row, column and reason."""
    notes: tuple[str, ...] = ()
    """What was found out about the file and what a reader of the result should know."""
