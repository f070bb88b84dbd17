"""The one door to the network: geocoders by name, and gazetteers to download.

Nothing here runs unless the user names it, and no other module of geomap opens a
connection (a test holds that). What is sent is the place name asked for, with its
containers and country; never the text that it stands in.
"""

from geomap.gazetteer.fallback import Question
from geomap.gazetteer.online.download import download
from geomap.gazetteer.online.geocoding import Online

__all__ = ["Online", "Question", "download"]
