"""geomap: turn reports of attacks into maps that can be defended.

The names below are the whole public face. They load what they need when first used:
``import geomap`` itself loads no pandas, geopandas or folium.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Candidate",
    "Event",
    "EventMap",
    "Gazetteer",
    "GeomapError",
    "InputError",
    "Intake",
    "Place",
    "Report",
    "Resolution",
    "Status",
    "check",
    "extract",
    "figure",
    "from_events",
    "geoparse",
    "locate",
    "read",
    "review",
    "write",
]

_HOMES = {
    "Candidate": "geomap.model",
    "Event": "geomap.model",
    "EventMap": "geomap.render",
    "Gazetteer": "geomap.resolve",
    "GeomapError": "geomap.errors",
    "InputError": "geomap.errors",
    "Intake": "geomap.intake",
    "Place": "geomap.model",
    "Report": "geomap.model",
    "Resolution": "geomap.model",
    "Status": "geomap.model",
    "check": "geomap.events",
    "extract": "geomap.text",
    "figure": "geomap.render",
    "from_events": "geomap.events",
    "geoparse": "geomap.text",
    "locate": "geomap.events",
    "read": "geomap.intake",
    "review": "geomap.events",
    "write": "geomap.formats",
}

if TYPE_CHECKING:
    from geomap.errors import GeomapError, InputError
    from geomap.events import check, from_events, locate, review
    from geomap.formats import write
    from geomap.intake import Intake, read
    from geomap.model import Candidate, Event, Place, Report, Resolution, Status
    from geomap.render import EventMap, figure
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
