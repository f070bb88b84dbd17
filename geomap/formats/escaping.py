"""Text that a spreadsheet would run as a formula, made harmless, and back again.

A text cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return (blanks
and apostrophes before it not counted) is written with one apostrophe before it. Plain numbers
such as ``-5`` are not formulas. Reading takes that one apostrophe away again: every text
comes back as it was, also one that itself began with an apostrophe.
"""

from __future__ import annotations

import csv
import io
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
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _runs(text: str) -> bool:
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
