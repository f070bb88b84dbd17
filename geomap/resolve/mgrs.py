"""References of the Military Grid Reference System: "38S MB 44140 84706".

The lettering is that of the FGDC's United States National Grid (FGDC-STD-011-2001), which is
MGRS on WGS 84; the projection is inverted by Krüger's series to the fourth order as in
C. Karney, "Transverse Mercator with an accuracy of a few nanometers" (2011, eqs. 36 and 37),
good to a micrometre within a zone. The polar grid (bands A, B, Y, Z) is not read.

Libraries were judged and left: `mgrs` (1.6) takes any text for a reference and refuses sound
ones at the edge of a band; `pygeodesy` is 4 MB for this one page.
"""

from __future__ import annotations

from math import asin, atan2, cos, cosh, degrees, hypot, radians, sin, sinh, sqrt

_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M = 100_000.0
_CYCLE_M = 2_000_000.0
# Western and eastern edges where Norway's and Svalbard's zones differ from six degrees.
_EDGES = {
    (31, "V"): (0, 3),
    (32, "V"): (3, 12),
    (31, "X"): (0, 9),
    (33, "X"): (9, 21),
    (35, "X"): (21, 33),
    (37, "X"): (33, 42),
}
_NO_ZONES = frozenset({(32, "X"), (34, "X"), (36, "X")})
_SLACK_DEG = 0.05
"""Programs give the band and zone of a square's corner: so far over an edge a reference may lie."""

_RADIUS_M, _FLATTENING, _SCALE = 6_378_137.0, 1 / 298.257223563, 0.9996
_N = _FLATTENING / (2 - _FLATTENING)
_MEAN_M = _RADIUS_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 / 1440 * _N**4,
    17 / 480 * _N**3 - 37 / 840 * _N**4,
    4397 / 161280 * _N**4,
)
_DELTA = (
    2 * _N - 2 / 3 * _N**2 - 2 * _N**3 + 116 / 45 * _N**4,
    7 / 3 * _N**2 - 8 / 5 * _N**3 - 227 / 45 * _N**4,
    56 / 15 * _N**3 - 136 / 35 * _N**4,
    4279 / 630 * _N**4,
)


def read(zone: int, band: str, square: str, digits: str) -> tuple[float, float, float] | str:
    """Find the middle of the cell that a reference names.

    Parameters
    ----------
    zone, band
        The grid zone: 1 to 60, and a letter from C to X without I and O.
    square
        The two letters of the 100 km square.
    digits
        Easting and northing within it, each half of the digits; none for the whole square.

    Returns
    -------
    tuple or str
        Latitude and longitude in degrees (WGS 84) and the cell's side in metres; a text
        says why there is no such cell.
    """
    if not 1 <= zone <= 60 or band not in _BANDS or (zone, band) in _NO_ZONES:
        return f"there is no grid zone {zone}{band}"
    column = _COLUMNS[(zone - 1) % 3].find(square[0])
    row = _ROWS.find(square[1])
    if column < 0 or row < 0:
        return f"grid zone {zone}{band} has no square {square}"
    if len(digits) % 2:
        return f"{len(digits)} digits cannot be parted into an easting and a northing"
    half = len(digits) // 2
    cell = _SQUARE_M / 10**half
    east = (column + 1) * _SQUARE_M + (int(digits[:half] or 0) + 0.5) * cell
    # Rows are lettered from A in odd zones and from F in even ones, over and over.
    north = (row - (0 if zone % 2 else 5)) % 20 * _SQUARE_M + (int(digits[half:] or 0) + 0.5) * cell
    south_edge = -80 + 8 * _BANDS.index(band)
    north_edge = 84 if band == "X" else south_edge + 8
    west_edge, east_edge = _EDGES.get((zone, band), (6 * zone - 186, 6 * zone - 180))
    slack = _SLACK_DEG + degrees(cell / _RADIUS_M) / 2
    if band < "N":
        north -= 5 * _CYCLE_M
    for _ in range(5):
        lat, lon = _unprojected(zone, east, north)
        if south_edge - slack <= lat <= north_edge + slack:
            wide = slack / max(cos(radians(lat)), 0.1)
            if west_edge - wide <= lon <= east_edge + wide:
                return round(lat, 7), round(lon, 7), cell
        north += _CYCLE_M
    return f"the square {square} does not reach into grid zone {zone}{band}"


def _unprojected(zone: int, east: float, north: float) -> tuple[float, float]:
    """Give latitude and longitude; `north` counts from the equator, negative to its south."""
    xi = north / (_SCALE * _MEAN_M)
    eta = (east - 500_000.0) / (_SCALE * _MEAN_M)
    xi_sphere = xi - sum(b * sin(2 * j * xi) * cosh(2 * j * eta) for j, b in enumerate(_BETA, 1))
    eta_sphere = eta - sum(b * cos(2 * j * xi) * sinh(2 * j * eta) for j, b in enumerate(_BETA, 1))
    away = sqrt(sinh(eta_sphere) ** 2 + cos(xi_sphere) ** 2)
    conformal = asin(sin(xi_sphere) / hypot(away, sin(xi_sphere)))
    lat = conformal + sum(d * sin(2 * j * conformal) for j, d in enumerate(_DELTA, 1))
    lon = radians(6 * zone - 183) + atan2(sinh(eta_sphere), cos(xi_sphere))
    return degrees(lat), degrees(lon)
