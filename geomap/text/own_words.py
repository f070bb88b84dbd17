"""Words of the user's own for attacks and weapons, laid over the lexicons while reports are read."""

from __future__ import annotations

import csv
import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.text.lexicon import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("words", "is", "event_type", "weapon")
_KINDS = ("noun", "verb", "weapon")
_ACT = "attack"


@dataclass(frozen=True, slots=True)
class OwnWord:
    """One row: a word, what it is and what it tells."""

    word: str
    kind: str
    """``noun`` or ``verb`` for what tells an attack, else ``weapon``."""
    event_type: str
    weapon: str | None


OwnWords = tuple[OwnWord, ...]
_OWN: ContextVar[OwnWords] = ContextVar("own words", default=())


def own_words() -> OwnWords:
    """Give the words that are laid over the lexicons now."""
    return _OWN.get()


@contextmanager
def using(words: OwnWords) -> Iterator[None]:
    """Lay words over the lexicons for as long as the block runs, for nobody else."""
    token = _OWN.set(words)
    try:
        yield
    finally:
        _OWN.reset(token)


def read_words(path: str | Path) -> OwnWords:
    """Read a CSV with the columns ``words``, ``is``, ``event_type`` and ``weapon``.

    Parameters
    ----------
    path
        The file. ``words`` holds the forms of a word, ``|`` between them; ``is`` says ``noun``,
        ``verb`` or ``weapon``; ``event_type`` and ``weapon`` are the frame's words and may be
        empty, save ``weapon`` for a weapon.

    Raises
    ------
    InputError
        With the row and the column, where a cell is wrong.
    """
    name = os.fspath(path)
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
    except FileNotFoundError:
        raise InputError("there is no such file", path=name) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot be read as a CSV of words: {error}", path=name) from None
    missing = [column for column in COLUMNS[:2] if not table or column not in table[0]]
    if missing:
        raise InputError(
            f"has no column {missing[0]!r}", path=name, hint=f"it needs a header: {','.join(COLUMNS)}"
        )
    return tuple(word for number, row in enumerate(table, start=2) for word in _row(name, number, row))


def _row(path: str, number: int, row: dict[str, str | None]) -> Iterator[OwnWord]:
    words, kind, event_type, weapon = ((row.get(column) or "").strip() for column in COLUMNS)
    if not words:
        raise InputError("names no word", path=path, row=number, column="words")
    if kind not in _KINDS:
        raise InputError(f"{kind!r} is none of {', '.join(_KINDS)}", path=path, row=number, column="is")
    weapons = sorted({row["weapon"] for row in rows("weapons") if row["weapon"]})
    if weapon not in weapons and (weapon or kind == "weapon"):
        hint = f"one of {', '.join(weapons)}"
        raise InputError(f"{weapon!r} is no weapon", path=path, row=number, column="weapon", hint=hint)
    types = sorted({row["event_type"] for row in rows("triggers")})
    if event_type and event_type not in types:
        hint = f"one of {', '.join(types)}"
        raise InputError(f"{event_type!r} is no type", path=path, row=number, column="event_type", hint=hint)
    for word in words.split("|"):
        if word.strip():
            yield OwnWord(word.strip(), kind, event_type or _ACT, weapon or None)
