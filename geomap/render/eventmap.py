"""`EventMap`: events on a folium map that saves as one file, offline, no data in any template."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any, BinaryIO

import folium
import numpy as np
import shapely.geometry
from branca.element import Element, Figure

from geomap.errors import FoliumLayerWarning, UsageError
from geomap.render import (
    basemap,
    columns,
    extent,
    foreign,
    headings,
    landmarks,
    language,
    marks,
    page,
    payload,
    tiles,
)
from geomap.render.degrees import in_degrees
from geomap.saving import write_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geomap.resolve import Gazetteer

_UNCERTAINTY = ("auto", "always", "hover", "never")


class EventMap(folium.Map):
    """Events in layers on a map that needs no network, neither to make nor to look at.

    Every mark says how sure its place is: a point where the sources name one, a dashed circle where
    they say "near", a shaded area where they name an area. Rows without a geometry are not drawn; the
    page counts and lists them with the reason.

    It is a `folium.Map`: add your own folium layers, and save it. The page of a plain EventMap makes no
    request and runs under a strict Content-Security-Policy. Folium layers bring their own templates and
    perhaps files: only a page that holds some is opened for what they need (inline styles, the https hosts
    that they name; with a plugin's script, pictures and data from anywhere), and their text is as safe as
    folium makes it. A `FoliumLayerWarning` says what such a page asks for, and what its policy refuses.

    Parameters
    ----------
    events
        Any GeoDataFrame in any coordinate system. The located frame's columns
        (`geomap.events.COLUMNS`) are understood where present; all others are shown in the detail card.
    layers
        The column whose values become layers, or several to choose from, the first one shown. By
        default all columns with few distinct values, beginning with the weapon.
    title, subtitle, note, source
        Text for the head of the page and for its foot. Plain text, in any script. Without a title the
        page is headed by the number of events and their dates.
    credits
        Lines of attribution beside the basemap's and the gazetteer's.
    places
        Places to label as the zoom allows: ``(name, local name or None, latitude, longitude, rank)``
        with degrees in WGS 84, rank 0 for the largest. By default towns and known sites of `gazetteer`
        around the events; ``()`` for none.
    gazetteer
        Where the default `places` come from; by default the bundled one.
    basemaps
        Online basemaps that a reader may switch on: names of `xyzservices` or its providers. None is
        asked for anything until then.
    time
        The column of dates for the time filter; by default ``time_start`` or the first of dates.
    uncertainty
        When to draw the circle around an approximate point: ``"always"``, on ``"hover"`` and
        selection, ``"never"``, or ``"auto"`` (always on small maps).
    lang
        BCP 47 tag of the interface's language: ``"en"``, ``"ar"`` or ``"fr"``, with or without a
        region; in any other language the interface speaks English.
    height
        Pixels of height in a notebook; the saved page fills its window.

    Notes
    -----
    Where both ends of an attack are known, columns ``origin_lat`` and ``origin_lon`` (degrees, WGS 84)
    say where it was launched from, and ``origin_name`` what that place is called: the map draws a line
    from there to the target. Nothing is drawn for rows in which one of the two is missing.

    Raises
    ------
    UsageError
        If an option names a column or a choice that does not exist.
    InputError
        If `events` has no geometry column, or coordinates without a coordinate system that cannot be
        degrees.

    Examples
    --------
    >>> m = EventMap(events, title="Attacks in November")  # doctest: +SKIP
    >>> m.save("attacks.html")  # doctest: +SKIP
    """

    def __init__(
        self,
        events: gpd.GeoDataFrame,
        *,
        layers: str | Sequence[str] | None = None,
        title: str | None = None,
        subtitle: str | None = None,
        note: str | None = None,
        source: str | None = None,
        credits: Sequence[str] = (),  # noqa: A002 - the word a reader of the page sees
        places: Sequence[tuple[str, str | None, float, float, int]] | None = None,
        gazetteer: Gazetteer | None = None,
        basemaps: Sequence[Any] = (),
        time: str | None = None,
        uncertainty: str = "auto",
        lang: str = "en",
        height: int = 600,
    ) -> None:
        if uncertainty not in _UNCERTAINTY:
            raise UsageError(f"uncertainty: {uncertainty!r} is none of {', '.join(_UNCERTAINTY)}")
        speech = language.of(lang)
        located = in_degrees(events)
        decided = marks.decide(located)
        bounds = decided.bounds()
        south, west, north, east = bounds or (0.0, 0.0, 0.0, 0.0)
        super().__init__(location=((south + north) / 2, (west + east) / 2), tiles=None)
        # Each map numbers its own elements: folium's ids are random, and a saved map must not be.
        self._id = "events"
        # folium's own lists belong to the class: a plugin added to one map would change every other.
        self.default_js: list[tuple[str, str]] = []
        self.default_css: list[tuple[str, str]] = []
        self._page_figure = _PageFigure(self)
        self._page_figure.add_child(self)

        offered = tiles.providers(basemaps)
        placed = int(np.count_nonzero(decided.mark))
        units: dict[str, str] = {}
        if places is None:
            known = landmarks.choose(gazetteer or landmarks.bundled(), bounds)
            units = landmarks.units(gazetteer or landmarks.bundled(), bounds, speech.tag)
        else:
            labels = [
                landmarks.Label(str(n), local, float(y), float(x), int(r)) for n, local, y, x, r in places
            ]
            known = landmarks.Landmarks(labels, [], [])
        dates = columns.days(located, time)
        self._title = title or headings.default(len(located), *dates[:2], speech)
        self._lang = lang
        self._height = int(height)
        self._bounds = bounds
        self._image_hosts = tiles.hosts(offered)
        self._description = f"{len(located)} events, {placed} on the map, {len(located) - placed} not placed."
        self._payload = _pack(
            located,
            decided,
            columns.choose_layers(located, layers),
            dates,
            known.extents,
            {
                "title": title,
                "subtitle": subtitle,
                "note": note,
                "source": source,
                "credits": list(
                    dict.fromkeys(
                        [basemap.CREDIT, *known.credits, *landmarks.services(located), *map(str, credits)]
                    )
                ),
                "places": known.labels,
                "units": units,
                "uncertainty": uncertainty,
                "seam": extent.seam(bounds),
                "zones": columns.zones(located),
                "tiles": offered,
            },
        )

    def to_html(self) -> str:
        """Give the whole page; the same map gives the same text each time."""
        added = foreign.render(self, self._page_figure)
        for words in foreign.warnings(added) if added else ():
            warnings.warn(words, FoliumLayerWarning, stacklevel=3)
        return page.Page(
            title=self._title,
            description=self._description,
            lang=self._lang,
            map_name=self.get_name(),
            view=self._bounds,
            payload=self._payload,
            image_hosts=self._image_hosts,
            foreign=added,
        ).html()

    def save(
        self, outfile: str | bytes | os.PathLike[str] | BinaryIO, close_file: bool = True, **_: object
    ) -> None:
        """Write the page to a path, whole or not at all, or to an open binary file (closed after it).

        Raises
        ------
        SaveError
            If the path cannot be written; what stood there before still stands.
        """
        data = self.to_html().encode("utf-8")
        if isinstance(outfile, str | bytes | os.PathLike):
            write_bytes(os.fsdecode(outfile), data)
            return
        outfile.write(data)
        if close_file:
            outfile.close()

    def render(self, **_: object) -> str:
        """Give the page; within a figure of the user's own, stand there as a sandboxed frame."""
        root = self.get_root()
        if not isinstance(root, Figure) or isinstance(root, _PageFigure):
            return self.to_html()
        # As high as the window of that figure, which may be a frame itself.
        framed = page.frame(self.to_html(), self._title, "100vh")
        root.html.add_child(Element(framed), name=self.get_name())
        return framed

    def _repr_html_(self, **_: object) -> str:
        """Show the map in a notebook, in a frame from which data cannot reach the notebook."""
        unshown = language.of(self._lang).say("untrusted", title=self._title)
        return page.frame(self.to_html(), self._title, f"{self._height}px", unshown)

    def __repr__(self) -> str:
        """Say what is on the map; no address in memory, so that a notebook saved twice is the same."""
        return f"<EventMap: {self._description}>"


class _PageFigure(Figure):
    """The figure at the root of an `EventMap`: it renders as the map's page."""

    def __init__(self, owner: EventMap) -> None:
        super().__init__()
        self._owner = owner

    def render(self, **_: object) -> str:
        return self._owner.to_html()

    def _repr_html_(self, **_: object) -> str:
        return self._owner._repr_html_()


def _pack(
    events: gpd.GeoDataFrame,
    decided: marks.Marks,
    layers: list[columns.Layers],
    dates: tuple[Any, Any, str | None],
    extents: list[dict[str, Any]],
    index: dict[str, Any],
) -> bytes:
    rows = len(events)
    block = payload.Payload()
    step, (lat, lon, *origin) = payload.coordinate_steps(decided.lat, decided.lon, *decided.origin)
    first, more, time = dates
    core, described = payload.pack_arrays(
        [
            ("lat", lat),
            ("lon", lon),
            ("mark", decided.mark),
            ("radius", np.minimum(np.round(decided.radius_m), 2**32 - 1).astype(np.uint32)),
            ("outline", payload.narrow(decided.outline + 1)),
            ("day", first),
            ("days", more),
            *zip(("originLat", "originLon"), origin, strict=False),
            *((f"layer:{i}", payload.narrow(made.codes)) for i, made in enumerate(layers)),
        ]
    )
    block.add("core", core)
    shapes, parts = payload.outlines(decided.outlines)
    block.add("outlines", shapes)
    context, context_parts = payload.outlines([shapely.geometry.shape(one) for one in extents])
    block.add("extents", context)
    numbers = columns.numbers(events)
    for i, one in enumerate(numbers):
        block.add(f"number:{i}", payload.pack_arrays([("values", one.values)])[0])
    base, pieces = basemap.clip(decided.bounds())
    block.add("basemap", pieces)
    text = columns.texts(events, without={made.column for made in layers})
    for number, chunk in enumerate(payload.text_chunks(text, rows)):
        block.add(f"text:{number}", chunk)
    return block.finish(
        {
            **index,
            "rows": rows,
            "step": step,
            "core": described,
            "outlines": parts,
            "extents": context_parts,
            "numbers": [
                {"column": one.column, "type": payload.type_of(one.values), "low": one.low, "high": one.high}
                for one in numbers
            ],
            "basemap": base,
            "layers": [{"column": made.column, "values": made.values} for made in layers],
            "columns": [name for name, _ in columns.named(events)],
            "time": time,
            "chunk": payload.CHUNK_ROWS,
        }
    )
