"""Where the packs and the world index lie that come with geomap."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
WORLD = PACKAGE / "data" / "world.gazetteer"
"""Compiled when the package is built (``tools/world``)."""
PACKS = PACKAGE / "data" / "packs.tables"
"""What reading the packs gives, compiled when the package is built (`geomap.gazetteer.compiled`)."""


def packs_folder(package: Path) -> Path:
    """Find the folder of packs that belongs to the package folder `package`.

    A wheel carries them inside the package. An editable install runs the checkout, where
    they lie at the top, so that who adds a place finds them at once; a stale copy inside
    the package of a checkout would hide an edit, so the checkout is asked first.

    Raises
    ------
    FileNotFoundError
        If there are none: the installation is damaged.
    """
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "data" / "gazetteer").is_dir():
        return checkout / "data" / "gazetteer"
    installed = package / "data" / "gazetteer"
    if installed.is_dir():
        return installed
    raise FileNotFoundError(
        f"{installed}: the places that come with geomap are missing; install geomap again"
    )


@cache
def bundled_packs() -> tuple[Path, ...]:
    """Give the folders of the packs that come with geomap, sorted by name.

    Raises
    ------
    FileNotFoundError
        If there are none: the installation is damaged.
    """
    folder = packs_folder(PACKAGE)
    return tuple(sorted(pack for pack in folder.iterdir() if (pack / "places.csv").is_file()))
