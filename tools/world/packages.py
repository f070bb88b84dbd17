"""Files of installed packages that are only there when the package is built."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.gazetteer.importers.record import Origin


def read_json(package: str, *path: str) -> Any:  # noqa: ANN401 - any JSON
    """Read a JSON file of an installed package, without importing the package."""
    return json.loads(read_bytes(package, *path))


def read_bytes(package: str, *path: str) -> bytes:
    """Read a file of an installed package, without importing the package."""
    wanted = "/".join((package, *path))
    return read_package_file(package, lambda file: file == wanted)


def read_package_file(package: str, wanted: Callable[[str], bool]) -> bytes:
    """Read the first file of an installed package whose path is wanted."""
    files = metadata.files(package.replace("_", "-")) or ()
    return Path(str(next(file for file in files if wanted(str(file))).locate())).read_bytes()


def version(origin: Origin) -> Origin:
    """Name the version of the package that the data of an origin lay in; its `version` is that package."""
    return replace(origin, version=f"{origin.version} {metadata.version(origin.version)}")
