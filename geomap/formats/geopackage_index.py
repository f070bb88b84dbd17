"""The spatial index of a GeoPackage's layer: the R-tree of the standard's annex F.3.

The triggers keep it true when others edit the file; they are those of GeoPackage 1.4, which mend
the faulty ones of 1.3 and are what GDAL writes.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

_EXTENSION = (
    "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', "
    "'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')"
)
_SIDES = ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")
_BOX = ", ".join(f"{side}(NEW.geom)" for side in _SIDES)
_SET = ", ".join(f"{side[3:].lower()} = {side}(NEW.geom)" for side in _SIDES)
_HERE, _GONE = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))", "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
_WAS = "(OLD.geom NOTNULL AND NOT ST_IsEmpty(OLD.geom))"
_WAS_NOT = "(OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))"
_SAME, _OTHER = "OLD.fid = NEW.fid", "OLD.fid != NEW.fid"
# ruff: noqa: S608 - fixed names
_TRIGGERS = {
    "insert": ("INSERT", _HERE, f"INSERT OR REPLACE INTO {{tree}} VALUES (NEW.fid, {_BOX});"),
    "update2": ("UPDATE OF geom", f"{_SAME} AND {_GONE}", "DELETE FROM {tree} WHERE id = OLD.fid;"),
    "update4": ("UPDATE", f"{_OTHER} AND {_GONE}", "DELETE FROM {tree} WHERE id IN (OLD.fid, NEW.fid);"),
    "update5": (
        "UPDATE",
        f"{_OTHER} AND {_HERE}",
        f"DELETE FROM {{tree}} WHERE id = OLD.fid; INSERT OR REPLACE INTO {{tree}} VALUES (NEW.fid, {_BOX});",
    ),
    "update6": (
        "UPDATE OF geom",
        f"{_SAME} AND {_HERE} AND {_WAS}",
        f"UPDATE {{tree}} SET {_SET} WHERE id = NEW.fid;",
    ),
    "update7": (
        "UPDATE OF geom",
        f"{_SAME} AND {_HERE} AND {_WAS_NOT}",
        f"INSERT INTO {{tree}} VALUES (NEW.fid, {_BOX});",
    ),
    "delete": ("DELETE", "OLD.geom NOT NULL", "DELETE FROM {tree} WHERE id = OLD.fid;"),
}


def add_index(base: sqlite3.Connection, layer: str, fids: list[int], shapes: Array) -> None:
    """Index a layer by the boxes of its shapes; an SQLite that knows no R-tree leaves it without.

    Parameters
    ----------
    base
        The file, with the layer filled: its key is ``fid`` and its geometry ``geom``.
    layer
        One of our own names.
    fids, shapes
        The key and the shape of each row.
    """
    tree = f"rtree_{layer}_geom"
    try:
        base.execute(f"CREATE VIRTUAL TABLE {tree} USING rtree(id, minx, maxx, miny, maxy)")
    except sqlite3.OperationalError:
        return
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T.tolist()
    base.executemany(
        f"INSERT INTO {tree} VALUES (?,?,?,?,?)",
        zip(fids, west, east, south, north, strict=True),
    )
    for name, (event, when, then) in _TRIGGERS.items():
        base.execute(
            f"CREATE TRIGGER {tree}_{name} AFTER {event} ON {layer} WHEN {when} "
            f"BEGIN {then.format(tree=tree)} END"
        )
    base.execute(_EXTENSION, (layer,))
