"""Text that a spreadsheet would run as a formula, made harmless, and back again.

A text cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return (blanks
and apostrophes before it not counted) is written with one apostrophe before it. Plain numbers
such as ``-5`` are not formulas. Reading takes that one apostrophe away again: every text
comes back as it was, also one that itself began with an apostrophe.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]|[ ']*[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)


def escape(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if _runs(text) else text


def unescape(text: str) -> str:
    """Take away the apostrophe that `escape` put there."""
    return text[1:] if text.startswith("'") and _runs(text[1:]) else text


def table_bytes(header: Iterable[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Make the bytes of a CSV table: UTF-8, comma, a line feed at the end of each row."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return "".join(lines.written).encode()


class _Lines:
    """Takes csv's rows and ends them in a line feed.

    csv itself must believe in CR LF: it quotes only the line ends that it would write, and a
    bare carriage return in a cell would then break the row for whoever reads it.
    """

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, row: str) -> None:
        self.written.append(row.removesuffix("\r\n") + "\n")


def _runs(text: str) -> bool:
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
