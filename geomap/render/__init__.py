"""Events on a map: `EventMap`, a folium map that is one HTML file, and `figure`, a picture for print."""

from geomap.render.eventmap import EventMap
from geomap.render.figures import figure

__all__ = ["EventMap", "figure"]
