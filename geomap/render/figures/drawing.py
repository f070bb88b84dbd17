"""`figure`: the static picture of events, for print and for Word."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.errors import GeomapError
from geomap.render import basemap, columns, headings, landmarks
from geomap.render import language as languages
from geomap.render.degrees import in_degrees
from geomap.render.figures import sizes
from geomap.saving import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd

    from geomap.render.figures.sites import Content
    from geomap.render.language import Language
    from geomap.resolve import Gazetteer

# From this version on matplotlib shapes and orders Arabic and Hebrew by itself.
_MATPLOTLIB = (3, 11)
_MOST_SPOKEN = 400


class MissingExtraError(GeomapError, ImportError):
    """Something that only figures need is not installed."""


def figure(
    events: gpd.GeoDataFrame,
    path: str | os.PathLike[str],
    *,
    layer: str | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    source: str | None = None,
    credits: Sequence[str] = (),  # noqa: A002 - the word a reader of the figure sees
    places: Sequence[tuple[str, str | None, float, float, int]] | None = None,
    gazetteer: Gazetteer | None = None,
    size: str | tuple[float, float] = "report",
    dpi: int = 300,
    lang: str = "en",
) -> list[str]:
    """Draw events as a picture for a printed report: SVG, PDF or PNG, by the suffix of `path`.

    It shows the same layers, marks and ground as `EventMap`, and needs no browser and no network. Where
    several events happened at one place their number stands in the mark; names that have no room on the
    map become numbers with a key; what could not be placed is said below the map. The same events give
    the same bytes with the same versions of geomap, matplotlib and the same fonts.

    Parameters
    ----------
    events
        Any GeoDataFrame in any coordinate system; the located frame's columns are understood.
    path
        The file to write, whole or not at all.
    layer
        The column whose values are the layers; by default as on the page, beginning with the weapon.
    title, subtitle, note, source
        Plain text in any script; nothing in it is markup. What is too long is cut, and said. Without a
        subtitle the number of events and their dates stand there; ``""`` leaves it out.
    credits
        Further lines of attribution, beside the basemap's and the gazetteer's.
    places
        Places to name for orientation: ``(name, local name or None, latitude, longitude, rank)`` with
        degrees in WGS 84, rank 0 for the largest; by default towns and known sites of `gazetteer`.
    gazetteer
        Where the default `places` come from; by default the bundled one.
    size
        Width and height in millimetres, as numbers or as ``"160x110"``, or one of ``"report"``,
        ``"column"``, ``"a4-landscape"``, ``"a4-portrait"``, ``"slide"``.
    dpi
        Dots per inch of a PNG, and of the marks within SVG and PDF where there are thousands.
    lang
        BCP 47 tag of the language in which the figure itself speaks: ``"en"``, ``"ar"`` (its page is
        laid out from the right) or ``"fr"``; any other makes it speak English.

    Returns
    -------
    list of str
        What the maker should know: texts that were cut, letters that no installed font has.

    Raises
    ------
    UsageError
        If the size, the dpi, the suffix, the language or the layer is none.
    InputError
        If `events` has no geometry column, or coordinates that cannot be degrees.
    MissingExtraError
        If matplotlib 3.11 or newer is not installed.
    SaveError
        If the path cannot be written; what stood there before still stands.

    Examples
    --------
    >>> figure(events, "attacks.pdf", title="Attacks in November", size="a4-landscape")  # doctest: +SKIP
    []
    """
    kind, width, height = check(path, size, dpi)
    from geomap.render.figures import composing, gathering, saving, sites
    from geomap.render.figures.typesetting import Type, clean

    language = languages.of(lang)
    located = in_degrees(events)
    content = sites.gather(located, layer)
    sources = [language.say("ground", names=basemap.CREDIT)]
    units: dict[str, str] = {}
    if places is None:
        known = landmarks.choose(gazetteer or landmarks.bundled(), _bounds(content))
        units = landmarks.units(gazetteer or landmarks.bundled(), _bounds(content), language.tag)
        places = known.labels
        owed = [*known.credits, *landmarks.services(located)]
        if owed:
            sources.append(language.say("names", names=language.joined(owed)))
    if subtitle is None:
        dates = columns.days(located, None)[:2]
        subtitle = headings.default(len(located), *dates, language) if len(located) else ""
    said = composing.Wording(
        clean(title or ""),
        clean(subtitle),
        clean(note or ""),
        clean(source or ""),
        tuple(dict.fromkeys([*sources, *map(clean, credits)])),
    )
    if content.crowd is not None:
        content = replace(content, crowd=gathering.gathered(content.crowd, width, height))
    page = composing.Page(width, height, said, content, places, units, language)
    with saving.settings():
        lettering = Type([*_all_text(said, content, places, language), *units.values()])
        sheet = page.draw(lettering)
        data = saving.to_bytes(
            sheet.figure,
            kind,
            (width, height),
            dpi,
            _brief(said.title or language.say("title")),
            _describe(content, language),
            lettering.families,
        )
    write_bytes(path, data)
    if lettering.missing:
        shown = " ".join(lettering.missing[:8])
        page.notices.append(f"no installed font has {shown}; install one that does, such as Noto Sans")
    return page.notices


def check(
    path: str | os.PathLike[str], size: str | tuple[float, float], dpi: int
) -> tuple[str, float, float]:
    """Make sure that a figure can be drawn so, before any work begins.

    Returns
    -------
    tuple
        Kind of the file, width and height in millimetres.

    Raises
    ------
    UsageError, MissingExtraError
        As `figure`.
    """
    kind = sizes.check_format(os.fspath(path))
    width, height = sizes.millimetres(size)
    sizes.check_dpi(dpi, width, height)
    _require_matplotlib()
    return kind, width, height


def _require_matplotlib() -> None:
    hint = "install it with: pip install 'geomap[figure]'"
    try:
        import matplotlib as mpl
    except ImportError:
        raise MissingExtraError(f"figures need matplotlib, which is not installed; {hint}") from None
    if mpl.__version_info__[:2] < _MATPLOTLIB:
        raise MissingExtraError(
            f"figures need matplotlib {'.'.join(map(str, _MATPLOTLIB))} or newer, and here is "
            f"{mpl.__version__}; {hint}"
        )


def _bounds(content: Content) -> tuple[float, float, float, float] | None:
    lon, lat = content.extent()
    if not len(lon):
        return None
    return float(lat.min()), float(lon.min()), float(lat.max()), float(lon.max())


def _describe(content: Content, language: Language) -> str:
    total = len(content.mark)
    said = language.say("described", events=language.count("events", total), n=content.placed)
    counts = content.counts()
    if content.column is None or not counts:
        return said
    named = [
        f"{content.values[layer - 1]} {language.number(count)}"
        for layer, count in counts.items()
        if 0 < layer <= len(content.values)
    ]
    return _brief(f"{said} {language.column(content.column)}: {language.joined(named[:12])}.")


def _brief(text: str) -> str:
    """Cut what a file's properties say to what a person reads there."""
    return text if len(text) <= _MOST_SPOKEN else f"{text[: _MOST_SPOKEN - 1]}…"


def _all_text(
    said: object,
    content: Content,
    places: Iterable[tuple[str, str | None, float, float, int]],
    language: Language,
) -> list[str]:
    """Give every text that may be printed, so that fonts can be chosen for all their letters."""
    from geomap.render.figures import tiles

    return [
        str(said),
        "…·°0123456789",
        *language.everything(),
        *content.values,
        *content.unplaced,
        *(site.name for site in content.sites),
        *(area.name for area in content.areas),
        *(name for place in places for name in place[:2] if name),
        *(name.text for name in tiles.country_names()),
    ]
