"""Events on a map: `EventMap`, a folium map that is one HTML file, and `figure`, a picture for print.

Importing it also gives every frame of pandas and geopandas the accessor ``geomap``
(`geomap.render.accessor`): ``frame.geomap.explore()``.
"""

from geomap.render.accessor import GeomapAccessor
from geomap.render.eventmap import EventMap
from geomap.render.figures import figure

__all__ = ["EventMap", "GeomapAccessor", "figure"]
