"""Tables of JSON by key in one file, of which only what is asked for is read.

The first line is JSON: the version, what the writer wants to be known, a checksum of the rest, and
where in the rest each table begins and how many buckets it has. A table is the ends of its buckets,
four bytes each, and the buckets, chosen by a hash of the key: a line for each key, then a tab, and
the value. To find one takes a microsecond or two, and leaves nothing behind for the garbage collector.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VERSION = 2
_IN_BUCKET = 8
"""Keys of a bucket, roughly."""
_END = 4
"""Bytes of the end of a bucket."""


def pack_tables(tables: Mapping[str, Mapping[str, Any]], about: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Give the bytes of a file of tables.

    Parameters
    ----------
    tables
        Name of the table to keys, of printable characters, to values.
    about
        What a reader is told before anything is looked up.
    """
    body = bytearray()
    where = {}
    for name, table in tables.items():
        count = max(1, len(table) // _IN_BUCKET)
        buckets = [bytearray(b"\n") for _ in range(count)]
        for key, value in table.items():
            buckets[zlib.crc32(key.encode()) % count] += f"{key}\t{_json(value)}\n".encode()
        where[name] = len(body), count
        end = len(body) + count * _END
        ends = bytearray()
        for bucket in buckets:
            end += len(bucket)
            ends += end.to_bytes(_END, "big")
        body += ends + b"".join(buckets)
    head = _json([VERSION, about, zlib.crc32(body), where])
    return head.encode() + b"\n" + body


def _json(value: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class KeyedTables:
    """The tables of a file, asked by key; threads and forks may share them.

    Parameters
    ----------
    path
        The file that `pack_tables` gave the bytes of.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is not what was written.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            head = file.readline()
            self._body = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._start = len(head)
        version, self.about, checksum, self._where = json.loads(head)
        with memoryview(self._body) as whole:
            if version != VERSION or zlib.crc32(whole[self._start :]) != checksum:
                raise ValueError(f"{path} is damaged, or of another version")
        self._ends: dict[str, array[int]] = {}

    def get(self, table: str, key: str) -> Any:  # noqa: ANN401 - any JSON
        """Give the value of a key, or ``None`` where the table has no such key."""
        if "\n" in key or "\t" in key:
            return None
        ends = self._ends.get(table) or self._read_ends(table)
        wanted = key.encode(errors="surrogatepass")
        bucket = zlib.crc32(wanted) % (len(ends) - 1)
        lines = self._body[ends[bucket] : ends[bucket + 1]]
        found = lines.find(b"\n" + wanted + b"\t")
        if found < 0:
            return None
        found += len(wanted) + 2
        return json.loads(lines[found : lines.index(b"\n", found)])

    def _read_ends(self, table: str) -> array[int]:
        """Give where the buckets of a table begin in the file, and where the last ends."""
        start, count = self._where[table]
        start += self._start
        first = start + count * _END
        # Struct, and not array alone: the file has its own order of bytes.
        ends = struct.unpack(f">{count}I", self._body[start:first])
        self._ends[table] = found = array("Q", [first, *(self._start + end for end in ends)])
        return found
