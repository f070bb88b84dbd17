"""Writing the lines that a review offers into the ``aliases.csv`` of a person's own pack."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from geomap.errors import PackError, UsageError
from geomap.gazetteer.names import fold
from geomap.saving import write_bytes

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from geomap.model import Alias, Place

HEADER = ("place_id", "alias", "kind", "lang", "note")


class Gazetteer(Protocol):
    """What accepting asks of a gazetteer."""

    def place(self, place_id: str) -> Place:
        """Give the place of an id; raises `UsageError` where there is none."""
        ...

    def lookup(self, text: str) -> Sequence[tuple[Place, Alias]]:
        """Give the places with a name of exactly this spelling."""
        ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of the aliases that were to be written."""

    path: Path
    written: tuple[str, ...]
    """The lines added, as they stand in the file."""
    known: tuple[str, ...]
    """Names that the gazetteer or the file has already for that place."""


def alias_line(place_id: str, name: str, note: str = "") -> str:
    """Give the line of ``aliases.csv`` that makes `name` mean a place."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([place_id, name.strip(), "spelling", "", note])
    return line.getvalue()


def accept(names: Iterable[tuple[str, str]], pack: str | os.PathLike[str], gazetteer: Gazetteer) -> Accepted:
    """Add names to the ``aliases.csv`` of a pack; the file is written whole or not at all.

    Parameters
    ----------
    names
        Pairs of a name and the id of the place that it means.
    pack
        A folder; it and the file are made where they do not exist.
    gazetteer
        Knows the places; a name that it has for the place already is not written again.

    Returns
    -------
    Accepted
        What was written, and what was known already.

    Raises
    ------
    UsageError
        If an id is unknown.
    PackError
        If the file is there and is no table of aliases.
    SaveError
        If the file could not be written.
    """
    folder = Path(pack)
    path = folder / "aliases.csv"
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    there = _there(before, path)
    written, known = [], []
    for name, place_id in names:
        gazetteer.place(place_id)
        key = (place_id, fold(name))
        if key in there or any(place.id == place_id for place, _ in gazetteer.lookup(name)):
            known.append(name)
            continue
        there.add(key)
        written.append(alias_line(place_id, name, "accepted in a review"))
    if written:
        folder.mkdir(parents=True, exist_ok=True)
        head = before if before.strip() else ",".join(HEADER) + "\n"
        head += "" if head.endswith("\n") else "\n"
        write_bytes(path, (head + "\n".join(written) + "\n").encode("utf-8"))
    return Accepted(path, tuple(written), tuple(known))


def _there(text: str, path: Path) -> set[tuple[str, str]]:
    rows = list(csv.reader(io.StringIO(text)))
    if not rows:
        return set()
    if [cell.strip() for cell in rows[0]] != list(HEADER):
        raise PackError([f"{path}:1: the columns must be {','.join(HEADER)}, in this order"])
    return {(row[0].strip(), fold(row[1])) for row in rows[1:] if len(row) > 1}


def chosen(pairs: Iterable[str]) -> dict[str, str]:
    """Read choices such as ``"al-Asaf airbase=ain-al-asad"`` into name and id.

    Raises
    ------
    UsageError
        If one is not written so.
    """
    found = {}
    for pair in pairs:
        name, sign, place_id = pair.rpartition("=")
        if not sign or not name.strip() or not place_id.strip():
            raise UsageError(f"{pair!r}: write it as NAME=PLACE-ID, such as 'al-Asaf airbase=ain-al-asad'")
        found[name.strip()] = place_id.strip()
    return found
