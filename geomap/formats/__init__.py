"""Files of events in and out: one reader or writer a file, chosen by content and by suffix.

`read` looks at what a file holds and never makes the program open another file or an
address. `write` chooses by suffix, writes whole or not at all, and says what the format
could not hold.
"""

from __future__ import annotations

from geomap.formats.registry import READERS, WRITERS, detect, read, write, writer_for
from geomap.formats.table import ReadOptions, Table

__all__ = ["READERS", "WRITERS", "ReadOptions", "Table", "detect", "read", "write", "writer_for"]
