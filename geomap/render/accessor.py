"""``frame.geomap``: any GeoDataFrame on a map in one line. Importing `geomap.render` registers it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geomap.render.eventmap import EventMap


@pd.api.extensions.register_dataframe_accessor("geomap")
class GeomapAccessor:
    """Maps of a frame's rows; reached as ``frame.geomap``.

    Examples
    --------
    >>> import geomap.render
    >>> depots.geomap.explore("kind", title="Depots")  # doctest: +SKIP
    """

    def __init__(self, frame: Any) -> None:  # noqa: ANN401 - whatever pandas hands over
        self._frame = frame

    def explore(self, layers: str | None = None, **options: Any) -> EventMap:  # noqa: ANN401 - EventMap's
        """Show the rows on an `EventMap`; a notebook displays what is returned.

        Parameters
        ----------
        layers
            The column whose values become layers; by default one is chosen.
        **options
            The other options of `EventMap`, such as ``title`` or ``time``.

        Raises
        ------
        InputError
            If the frame has no geometry.
        UsageError
            If an option names a column or a choice that does not exist.
        """
        return EventMap(self._frame, layers=layers, **options)
