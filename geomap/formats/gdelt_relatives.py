"""GDELT's other files: which article mentions which event, and the knowledge graph. They hold no events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from geomap.errors import InputError
from geomap.formats.peek import peek

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions

_KINDS = (
    (re.compile(r"\d+\t\d{14}\t\d{14}\t\d+\t", re.ASCII), "mentions: which article mentions which event"),
    (re.compile(r"\d{14}-T?\d+\t\d{14}\t", re.ASCII), "the knowledge graph: what each article is about"),
    (re.compile(r"DATE\tNUMARTS\tCOUNT", re.IGNORECASE), "the knowledge graph: what each article is about"),
)


def kind_of(text: str) -> str | None:
    """Tell one of GDELT's files that hold no events by its beginning; None if it is none."""
    start = text.lstrip("\ufeff")
    return next((words for sign, words in _KINDS if sign.match(start)), None)


def read(path: Path, options: ReadOptions) -> NoReturn:
    """Refuse the file, and say which to take instead.

    Raises
    ------
    InputError
        Always.
    """
    del options
    raise InputError(
        f"is a GDELT file of {kind_of(peek(path).text)}; it holds no events",
        path=str(path),
        hint="take the file of the same time that ends in .export.CSV",
    )
