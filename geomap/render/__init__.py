"""Events on a map: `EventMap`, a folium map that is one HTML file without a single request."""

from geomap.render.eventmap import EventMap

__all__ = ["EventMap"]
