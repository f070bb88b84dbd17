"""Where the rows of a table stand: degrees, both in one cell, map grids, geometry as text."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geomap.formats import numbers, utm
from geomap.formats.shapes import event_shape, from_text, refuse_outside
from geomap.resolve import coordinates

if TYPE_CHECKING:
    from geomap.formats.sheet import Sheet

    Cells = np.ndarray[Any, Any]

_GPS = re.compile(r"(-?\d+\.\d+) (-?\d+\.\d+) -?\d+(?:\.\d+)?(?: (\d+(?:\.\d+)?))?", re.ASCII)
_TRIED = 200
"""So many cells show whether a column holds what its name promises."""


def read(sheet: Sheet) -> Cells:
    """Fill latitude, longitude and, for squares of a grid, the radius; give the shapes.

    A row with a position that cannot be is set aside; one whose position cannot be read, in a
    column where others can, is flagged and keeps the place that it names.
    """
    shapes = sheet.raw.shapes if sheet.raw.shapes is not None else _none(sheet)
    lat, lon = _degrees(sheet, "lat", "latitude"), _degrees(sheet, "lon", "longitude")
    _geometry_texts(sheet, shapes)
    radius = _none(sheet)
    _pairs(sheet, lat, lon, radius)
    _metres(sheet, lat, lon)
    points = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    bare = points & pd.isna(lat) & pd.isna(lon)
    lat[bare], lon[bare] = shapely.get_y(shapes[bare]), shapely.get_x(shapes[bare])
    for position in np.flatnonzero(pd.isna(lat) ^ pd.isna(lon)):
        lacking = "lat" if pd.isna(lat[position]) else "lon"
        if lacking in sheet.found:
            sheet.fault(int(position), sheet.title(lacking), "is empty, and the other coordinate is not")
    for position in np.flatnonzero((lat == 0) & (lon == 0)):
        sheet.flags[position].append("coordinates 0, 0 mostly mean that they are unknown")
    sheet.out["lat"], sheet.out["lon"] = lat, lon
    if not pd.isna(radius).all():
        sheet.out["radius_m"] = radius
    for name, axis in (("origin_lat", "latitude"), ("origin_lon", "longitude")):
        if name in sheet.found:
            sheet.out[name] = _degrees(sheet, name, axis)
    return shapes


def _none(sheet: Sheet) -> Cells:
    return np.full(sheet.size, None, dtype=object)


def _degrees(sheet: Sheet, name: str, axis: str) -> Cells:
    cells = sheet.take(name)
    if cells is None:
        return _none(sheet)
    if any(numbers.has_decimal_comma(value) for value in cells):
        sheet.note(f"column {sheet.title(name)} read with a decimal comma")
    return sheet.each(cells, partial(numbers.degrees, axis=axis), name, partial(_swap_hint, sheet))


def _swap_hint(sheet: Sheet, position: int, problem: str) -> str | None:
    if "outside" not in problem or not {"lat", "lon"} <= set(sheet.found):
        return None
    pair = [sheet.raw.columns[sheet.found[name][0]][position] for name in ("lon", "lat")]
    try:
        numbers.degrees(pair[0], "latitude")
        numbers.degrees(pair[1], "longitude")
    except ValueError:
        return "correct the cell or empty it"
    return "swapped with longitude? correct the cells or empty both"


def _geometry_texts(sheet: Sheet, shapes: Cells) -> None:
    """Read a column of well-known text or binary, or of GeoJSON geometries."""
    cells = sheet.column("wkt")
    if cells is None:
        return
    known = [value for value in cells if not numbers.is_missing(value)][:_TRIED]
    if not any(_is_geometry(value) for value in known):
        return
    sheet.take("wkt")
    for position, text in enumerate(cells):
        if numbers.is_missing(text):
            continue
        try:
            shapes[position] = refuse_outside(event_shape(from_text(text)))
        except ValueError as error:
            sheet.fault(position, sheet.title("wkt"), str(error), "mend the cell or empty it")


def _is_geometry(value: Any) -> bool:  # noqa: ANN401 - any cell
    try:
        from_text(value)
    except ValueError:
        return False
    return True


def _pairs(sheet: Sheet, lat: Cells, lon: Cells, radius: Cells) -> None:
    """Read a column that holds both coordinates, or a reference of a map grid, where nothing else does."""
    cells = sheet.column("coordinates")
    if cells is None:
        return
    title = sheet.title("coordinates")
    read: dict[int, utm.Spot | ValueError] = {}
    for position, value in enumerate(cells):
        if not numbers.is_missing(value):
            try:
                read[position] = read_pair(value)
            except ValueError as error:
                read[position] = error
    if not any(isinstance(each, utm.Spot) for each in read.values()):
        if read:
            sheet.note(
                f"column {title} holds no coordinates that can be read; write them as 33.3152, 44.3661"
            )
        return
    sheet.take("coordinates")
    for position, each in read.items():
        if pd.notna(lat[position]) or pd.notna(lon[position]):
            continue
        if isinstance(each, ValueError):
            if "outside" in str(each):
                sheet.fault(position, title, str(each), "correct the cell or empty it")
            else:
                sheet.flags[position].append(f"{title}: {each}")
        else:
            lat[position], lon[position] = each.lat, each.lon
            # A square of a grid has its own doubt; decimals speak for themselves (`geomap.events.locate`).
            radius[position] = each.radius_m


def read_pair(value: Any) -> utm.Spot:  # noqa: ANN401 - any cell
    """Read both coordinates from one cell: a pair of degrees, latitude first, or MGRS, a plus code or UTM.

    Raises
    ------
    ValueError
        With what is wrong in words.
    """
    if isinstance(value, list | tuple) and len(value) == 2:
        value = f"{value[0]}, {value[1]}"
    elif isinstance(value, dict):
        folded = {str(key).lower(): held for key, held in value.items()}
        value = next(
            (
                f"{folded[lat]}, {folded[lon]}"
                for lat in ("lat", "latitude")
                for lon in ("lon", "lng", "long", "longitude")
                if lat in folded and lon in folded
            ),
            str(value),
        )
    text = str(value).strip().strip("()[]").strip()
    spot = utm.read(text)
    if spot is not None:
        return spot
    found = coordinates.read(text)
    if found is None:
        parts = [part for part in text.replace(";", " ").replace(",", " ").split() if part]
        if len(parts) == 2:  # "35.4667 44.4", and "35,4 44,4" has four parts
            return utm.Spot(numbers.degrees(parts[0], "latitude"), numbers.degrees(parts[1], "longitude"), 0)
        if gps := _GPS.fullmatch(text):  # as phones give it: latitude, longitude, height, doubt in metres
            lat, lon = numbers.degrees(gps[1], "latitude"), numbers.degrees(gps[2], "longitude")
            return utm.Spot(lat, lon, float(gps[3]) or None if gps[3] else None)
        raise ValueError(f"{text[:60]!r} is no position")
    if found.fault is not None:
        raise ValueError(found.fault)
    return utm.Spot(found.lat, found.lon, None if found.form == "coordinates" else found.radius_m)


def _metres(sheet: Sheet, lat: Cells, lon: Cells) -> None:
    """Read UTM metres, where the zone is known."""
    if not {"easting", "northing"} <= sheet.found.keys():
        return
    zones = sheet.column("utm_zone")
    if zones is None:
        sheet.note(
            f"columns {sheet.title('easting')} and {sheet.title('northing')} are not read: their zone is not "
            "known (add a column utm_zone such as 38N)"
        )
        return
    cells = [sheet.take(name) for name in ("easting", "northing", "utm_zone")]
    for position, values in enumerate(zip(*(each for each in cells if each is not None), strict=True)):
        if any(numbers.is_missing(value) for value in values) or pd.notna(lat[position]):
            continue
        try:
            east, north = (numbers.metres(value) for value in values[:2])
            spot = utm.from_metres(east, north, str(values[2]))
        except ValueError as error:
            sheet.fault(position, sheet.title("easting"), str(error), "correct the cells or empty them")
            continue
        lat[position], lon[position] = spot.lat, spot.lon
    sheet.note("UTM metres made degrees (WGS 84)")
