"""Whether a file is an index that can be asked, and a connection to it that can do no harm."""

from __future__ import annotations

import os
import sqlite3
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from geomap.errors import IndexFileError
from geomap.gazetteer.bundled import WORLD
from geomap.gazetteer.index import core_key
from geomap.gazetteer.names import beginnings, fold, skeleton
from geomap.gazetteer.schema import APPLICATION_ID, SCHEMA_VERSION
from geomap.model import AliasKind, Kind

if TYPE_CHECKING:
    from pathlib import Path


@lru_cache(maxsize=1)
def rules_stamp() -> int:
    """Tell by what they make of some names whether the rules of spelling are those of an index.

    Keys made by other rules would not be found, and nobody would know.
    """
    made = []
    for name in _PROBES.split("|"):
        key = fold(name)
        made += [key, *(core_key(key, kind, AliasKind.NAME) for kind in (Kind.ADMIN1, Kind.AIR_BASE))]
        made += [skeleton(key), *beginnings(key)]
    return zlib.crc32("\n".join(made).encode())


# Latin and Arabic letters alone: for others the skeleton loads tables that a look-up seldom needs.
_PROBES = (
    "Ash-Shaddadah|Deir ez-Zor oil field|محافظة الأنبار|عَيْن الأسد|قاعدة جوية كركوك|Šibenik|Qal‘at Şāliḩ"
    "|Khmeimim|Dhi Qar Governorate|Mt. St. Helens|U.S.|H-1|Gülağaç|Kirkuk Air Base|el-Qousseir"
    "|Thawrah|Hodeidah|فرودگاه"
)


AGAIN = "build it again with 'geomap gazetteer build'"
_MAGIC = b"SQLite format 3\x00"


def check_header(path: Path) -> None:
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
            f"{path}: is an index of version {version}, and this geomap reads {SCHEMA_VERSION}; {AGAIN}"
        )
    # 1 stands for 65536, which two bytes cannot hold.
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if size != (65536 if page == 1 else page) * pages:
        raise IndexFileError(f"{path}: the index is cut off or was added to; {AGAIN}")


def connect(path: Path) -> sqlite3.Connection:
    """Open a file to be read and nothing else."""
    # immutable: no locks and no look at the clock, which also makes it work on read-only media.
    # Each thread has its own; the check would only forbid closing it from another.
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    pragmas = ["mmap_size=1073741824", "query_only=1", "trusted_schema=0"]
    if path != WORLD:
        # A page is looked through before it is used; of our own file that would only take time.
        pragmas.append("cell_size_check=1")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    return connection
