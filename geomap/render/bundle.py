"""The files that the build made from ``web/`` and npm: our JS and CSS, Leaflet, the basemap."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from geomap.errors import GeomapError

_FOLDER = Path(__file__).parent / "web"


class BundleError(GeomapError, FileNotFoundError):
    """The package was not built: the map's JavaScript is missing."""


@cache
def read(name: str) -> bytes:
    """Read one file of the bundle, once a process.

    Raises
    ------
    BundleError
        If the package runs from a checkout in which it was never built.
    """
    try:
        return (_FOLDER / name).read_bytes()
    except FileNotFoundError:
        raise BundleError(
            f"the map's {name} is missing from this installation of geomap; "
            "build it with: pip install -e . (needs Node.js and npm)"
        ) from None


@cache
def text(name: str) -> str:
    """Read one file of the bundle as text."""
    return read(name).decode("utf-8")
