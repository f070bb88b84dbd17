"""How large a figure is, and which kind of file."""

from __future__ import annotations

import re
from pathlib import Path

from geomap.errors import UsageError

PRESETS = {
    "report": (160.0, 110.0),
    "column": (85.0, 110.0),
    "a4-landscape": (297.0, 210.0),
    "a4-portrait": (210.0, 297.0),
    "slide": (338.0, 190.0),
}
"""Width and height in millimetres: the text width of an A4 page in Word, a column of a journal, whole
pages, a slide of 16:9."""

FORMATS = (".svg", ".pdf", ".png")

_LEAST, _MOST = 40.0, 1500.0
_LEAST_DPI, _MOST_DPI = 36, 2400
# A raster of more pixels than this would take gigabytes of memory.
_MOST_PIXELS = 200_000_000


def millimetres(size: str | tuple[float, float]) -> tuple[float, float]:
    """Read a size: a preset's name, ``"160x110"`` or (width, height), in millimetres.

    Raises
    ------
    UsageError
        If it is none, or no printer's.
    """
    if isinstance(size, str):
        if size in PRESETS:
            return PRESETS[size]
        found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*[xX×*]\s*(\d+(?:\.\d+)?)\s*(?:mm)?\s*", size)
        if not found:
            raise UsageError(
                f"size: {size!r} is none of {', '.join(PRESETS)}; or write millimetres as 160x110"
            )
        size = (float(found[1]), float(found[2]))
    try:
        width, height = (float(side) for side in size)
    except (TypeError, ValueError):
        raise UsageError(f"size: {size!r} is not a width and a height in millimetres") from None
    if not (_LEAST <= width <= _MOST and _LEAST <= height <= _MOST):
        raise UsageError(
            f"size: {width:g} x {height:g} mm is outside {_LEAST:g} to {_MOST:g} mm a side; "
            "are these pixels or inches? Give millimetres"
        )
    return width, height


def check_dpi(dpi: int, width: float, height: float) -> None:
    """Check the dots per inch of a picture of a size.

    Raises
    ------
    UsageError
        If they are too few, or too many for the size.
    """
    if not _LEAST_DPI <= dpi <= _MOST_DPI:
        raise UsageError(f"dpi: {dpi} is outside {_LEAST_DPI} to {_MOST_DPI}; 300 is usual for print")
    if width * height * (dpi / 25.4) ** 2 > _MOST_PIXELS:
        raise UsageError(
            f"dpi: {dpi} makes more than {_MOST_PIXELS / 1e6:.0f} million pixels of "
            f"{width:g} x {height:g} mm; 300 is usual for print, or write .svg or .pdf"
        )


def check_format(path: str) -> str:
    """Give the kind of file that a path's suffix means.

    Raises
    ------
    UsageError
        If a figure is not written as that.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        raise UsageError(f"{path}: a figure is written as {', '.join(FORMATS)}; geomap map writes .html")
    return suffix[1:]
