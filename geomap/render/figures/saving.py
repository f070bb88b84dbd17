"""The file's bytes: the same each time, text kept as text, no date and no machine's name in them.

SVG keeps its text as text, in the fonts that Arial's widths hold for, because a report's editor must be
able to correct a name in Word or Inkscape, a reader to search and a screen reader to speak it. PDF embeds
the letters that it uses.
"""

from __future__ import annotations

import io
import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from geomap.render.figures.typesetting import mixes_directions, no_glyph_warnings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.figure import Figure

_SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "geomap",
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "text.usetex": False,
    "text.parse_math": False,
    "text.hinting": "no_hinting",
    "savefig.bbox": None,
    "savefig.transparent": False,
}
_FONTS = ("Arial", "Liberation Sans", "Helvetica")
_PATH = re.compile(r' d="[^"]*"')
_DIGITS = re.compile(r"-?\d+\.\d{3,}")
_TEXT = re.compile(r"<text ([^>]*)>([^<]*)</text>")


@contextmanager
def settings() -> Iterator[None]:
    """Draw and save with our own settings, whatever the user's matplotlibrc says."""
    import matplotlib as mpl

    fonts = logging.getLogger("matplotlib.font_manager")
    level = fonts.level
    with mpl.rc_context(), no_glyph_warnings():
        mpl.rcdefaults()
        for name, value in _SETTINGS.items():
            mpl.rcParams[name] = value  # type: ignore[index]  # it lists its names one by one
        # It tells of each face that lacks a bold one; the figure's own notices say what a reader misses.
        fonts.setLevel(logging.ERROR)
        try:
            yield
        finally:
            fonts.setLevel(level)


def to_bytes(
    drawn: Figure,
    kind: str,
    size: tuple[float, float],
    dpi: int,
    title: str,
    description: str,
    families: Sequence[str],
) -> bytes:
    """Give the file of a kind; `size` is in millimetres, `families` the fonts it was laid out with.

    Call it within `settings`.
    """
    if kind == "svg":
        raw = _saved(drawn, "svg", dpi, {"Date": None, "Creator": None, "Format": None, "Type": None})
        named = ", ".join(
            f"'{name}'" if " " in name else name for name in dict.fromkeys([*_FONTS, *families])
        )
        fonts = f"font-family: {named}, sans-serif"
        return _mended(raw.decode("utf-8"), size, title, description, fonts).encode("utf-8")
    if kind == "pdf":
        about = {"Title": title or None, "Subject": description, "Creator": "geomap"}
        return _saved(drawn, "pdf", dpi, {**about, "Producer": "matplotlib", "CreationDate": None})
    # Whole pixels, and a hair more: the canvas rounds down.
    pixels = [round(side / 25.4 * dpi) for side in size]
    drawn.set_size_inches((pixels[0] + 1e-3) / dpi, (pixels[1] + 1e-3) / dpi)
    return _saved(drawn, "png", dpi, {"Software": "geomap", "Title": title, "Description": description})


def _saved(drawn: Figure, kind: str, dpi: int, metadata: dict[str, str | None]) -> bytes:
    held = io.BytesIO()
    drawn.savefig(held, format=kind, dpi=dpi, metadata=metadata)
    return held.getvalue()


def _mended(svg: str, size: tuple[float, float], title: str, description: str, fonts: str) -> str:
    """Give the size in millimetres, fonts by the names that readers have, mixed lines in their order."""
    # The document type names an address, which some readers would ask.
    svg = re.sub(r"<!DOCTYPE[^>]*>\n?", "", svg, count=1)
    svg = re.sub(r"<!-- Created with[^>]*-->\n?", "", svg, count=1)
    svg = re.sub(r" <metadata>.*?</metadata>\n", "", svg, count=1, flags=re.DOTALL)
    width, height = size
    svg = re.sub(
        r'(<svg [^>]*?)width="[^"]*" height="[^"]*"',
        rf'\1width="{width:g}mm" height="{height:g}mm"',
        svg,
        count=1,
    )
    svg = re.sub(r"(<svg [^>]*)>", r'\1 role="img">', svg, count=1)
    # Hundredths of a point are finer than any printer.
    svg = _PATH.sub(lambda found: _DIGITS.sub(_shortened, found[0]), svg)
    head = f"<title>{escape(title)}</title>\n <desc>{escape(description)}</desc>\n "
    start = svg.index(">", svg.index("<svg ")) + 1
    svg = f"{svg[:start]}\n {head}{svg[start:].lstrip()}"
    return _TEXT.sub(lambda found: _mended_text(found, fonts), svg)


def _shortened(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")


def _mended_text(found: re.Match[str], fonts: str) -> str:
    about, text = found[1], found[2]
    about = re.sub(r"font-family: [^;\"]*", lambda _: fonts, about)
    about = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", about)
    if mixes_directions(text):
        # Inkscape heeds the style, LibreOffice the marks, browsers both.
        about = about.replace("text-anchor: middle", "text-anchor: middle; direction: rtl")
        text = f"\u2067{text}\u2069"
    return f"<text {about}>{text}</text>"
