"""From a place name to a place: resolved, ambiguous or unresolved, and always with the reason."""

from geomap.resolve.gazetteer import Gazetteer

__all__ = ["Gazetteer"]
