"""Names of columns made comparable."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def fold(name: str) -> str:
    """Fold a column's name: no case, no accents, words joined by ``_``."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "_", plain).strip("_")


def apart(name: str) -> str:
    """Fold a column's name with the words of ``eventDate`` or ``GPSLocation`` apart."""
    return fold(_WORDS.sub(" ", name))
