"""geomap: turn reports of attacks into maps that can be defended.

The names below are the whole public face. They load what they need when first used:
``import geomap`` itself loads no pandas, geopandas or folium.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Candidate": "geomap.model",
    "EventMap": "geomap.render",
    "Gazetteer": "geomap.resolve",
    "GeomapError": "geomap.errors",
    "InputError": "geomap.errors",
    "Place": "geomap.model",
    "Resolution": "geomap.model",
    "Status": "geomap.model",
    "extract": "geomap.text",
    "geoparse": "geomap.text",
    "locate": "geomap.events",
    "read": "geomap.intake",
    "write": "geomap.formats",
}

__all__ = [  # noqa: PLE0604 - the same list, spelled once
    *sorted(_HOMES)
]

if TYPE_CHECKING:
    from geomap.errors import GeomapError, InputError
    from geomap.events import locate
    from geomap.formats import write
    from geomap.intake import read
    from geomap.model import Candidate, Place, Resolution, Status
    from geomap.render import EventMap
    from geomap.resolve import Gazetteer
    from geomap.text import extract, geoparse


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the face names
    """Load a public name from its home on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
