"""A fault in a gazetteer pack, with the file and line to mend."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a fault stops a pack from being read."""

    ERROR = "error"
    NOTE = "note"
    """Allowed, but somebody should have looked at it."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend, or to know, in one line of a pack's file."""

    file: str
    line: int
    """1-based, as an editor counts; 0 where the whole file is meant."""
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {'note: ' if self.severity is Severity.NOTE else ''}{self.message}"
