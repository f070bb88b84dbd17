"""A sheet of paper to draw on: millimetres, y upwards, later things above earlier ones."""

from __future__ import annotations

import copy
import itertools
import re
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import IdentityTransform

from geomap.render.figures import palette
from geomap.render.figures.typesetting import MM_A_POINT, Type, mixes_directions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from numpy.typing import NDArray

    from geomap.render.figures.frame import Box

    Points = NDArray[np.float64]

_ALIGN = {"left": 0.0, "center": 0.5, "right": 1.0}
_TURNED = {"left": "right", "center": "center", "right": "left"}
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


class Sheet:
    """Draws shapes, symbols and text."""

    def __init__(self, width: float, height: float, lettering: Type) -> None:
        self.type = lettering
        self.figure = Figure(figsize=(width / 25.4, height / 25.4), facecolor="white")
        self._axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(0, height)
        self._width = width
        self.is_turned = False
        self._above = itertools.count(1)

    def fill(
        self,
        rings: Sequence[Points],
        colour: str | None,
        *,
        alpha: float = 1.0,
        edge: str | None = None,
        width: float = 0.0,
        dash: tuple[float, ...] = (),
        clip: Box | None = None,
        gid: str | None = None,
    ) -> None:
        """Fill closed rings; those that turn the other way are holes. `width` is in points."""
        if not rings:
            return
        path = _compound([self._placed(ring) for ring in rings], closed=True)
        if colour is not None:
            self._add(PathPatch(path, facecolor=colour, edgecolor="none", alpha=alpha, lw=0), clip, gid)
        if edge is not None:
            self._add(PathPatch(path, facecolor="none", edgecolor=edge, lw=width, ls=_dash(dash)), clip, None)

    def lines(
        self,
        parts: Sequence[Points],
        colour: str,
        width: float,
        *,
        dash: tuple[float, ...] = (),
        clip: Box | None = None,
        gid: str | None = None,
    ) -> None:
        """Draw open lines; `width` and `dash` are in points."""
        if parts:
            path = _compound([self._placed(part) for part in parts], closed=False)
            patch = PathPatch(
                path, facecolor="none", edgecolor=colour, lw=width, ls=_dash(dash), joinstyle="round"
            )
            patch.set_capstyle("butt" if dash else "round")
            self._add(patch, clip, gid)

    def box(
        self,
        box: Box,
        colour: str | None,
        *,
        edge: str | None = None,
        width: float = 0.0,
        gid: str | None = None,
    ) -> None:
        """Draw a rectangle."""
        corners = np.array(
            [(box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)]
        )
        self.fill([corners], colour, edge=edge, width=width, gid=gid)

    def pill(self, box: Box, colour: str, edge: str, width: float) -> None:
        """Draw a box with round ends."""
        radius = box.height / 2
        turn = np.linspace(-np.pi / 2, np.pi / 2, 13)
        middle = (box.bottom + box.top) / 2
        right = np.column_stack([box.right - radius + radius * np.cos(turn), middle + radius * np.sin(turn)])
        left = np.column_stack([box.left + radius - radius * np.cos(turn), middle - radius * np.sin(turn)])
        self.fill([np.concatenate([right, left])], colour, edge=edge, width=width)

    def symbol(self, x: float, y: float, layer: int, radius: float, *, approximate: bool = False) -> None:
        """Draw a layer's symbol as on the map's page: full where the place is sure, else hollow.

        `radius` is in millimetres.
        """
        x = self._width - x if self.is_turned else x
        look = palette.look(layer)
        path = symbol_path(look.shape)
        points = radius / MM_A_POINT
        thin = max(points * 0.13, 0.3)

        def layer_of(face: str, edge: str, width: float, alpha: float = 1.0) -> None:
            drawn = PathCollection(
                [path],
                sizes=[points * points],
                offsets=[(x, y)],
                offset_transform=self._axes.transData,
                facecolors=face,
                edgecolors=edge,
                linewidths=width,
                alpha=alpha,
                joinstyle="round",
            )
            drawn.set_transform(IdentityTransform())
            self._add(drawn, None, None)

        if approximate:
            layer_of(palette.RING, palette.TEXT, 5.2 * thin, 0.6)
            layer_of(palette.RING, look.colour, 3.6 * thin)
            layer_of(palette.RING, "none", 0)
        else:
            layer_of(palette.RING, palette.TEXT, 3.6 * thin, 0.6)
            layer_of(look.colour, palette.RING, 2.2 * thin)

    def dot(self, x: float, y: float, colour: str, radius: float) -> None:
        """Draw a plain round mark; `radius` is in millimetres."""
        turn = np.linspace(0, 2 * np.pi, 25)[:-1]
        self.fill([np.column_stack([x + radius * np.cos(turn), y + radius * np.sin(turn)])], colour)

    def route(self, line: Points, colour: str, clip: Box | None) -> None:
        """Draw a way with a ring at its beginning and an arrow at its end."""
        self.lines([line], "white", 1.8, clip=clip)
        self.lines([line], colour, 0.8, clip=clip)
        start, end = line[0], line[-1]
        along = end - line[-2]
        along = along / max(float(np.hypot(*along)), 1e-9)
        across = np.array([-along[1], along[0]])
        tip = [end, end - 1.7 * along + 0.65 * across, end - 1.7 * along - 0.65 * across]
        self.fill([np.array(tip)], colour, clip=clip)
        turn = np.linspace(0, 2 * np.pi, 25)[:-1]
        ring = start + 0.55 * np.column_stack([np.cos(turn), np.sin(turn)])
        self.fill([ring], "white", edge=colour, width=0.8, clip=clip)

    def crowd(
        self,
        at: Points,
        radii: NDArray[np.float64],
        colours: NDArray[np.str_],
        rimmed: NDArray[np.bool_],
        clip: Box,
    ) -> None:
        """Draw very many disks, each above the one before, as one picture within the drawing.

        `radii` are in millimetres; those that are `rimmed` stand out from what lies below them.
        """
        drawn = PathCollection(
            [Path.unit_circle()],
            sizes=(radii / MM_A_POINT) ** 2,
            offsets=at,
            offset_transform=self._axes.transData,
            facecolors=colours.tolist(),
            edgecolors="white",
            linewidths=np.where(rimmed & (radii > 0.6), 0.6, 0.0),
            rasterized=True,
        )
        drawn.set_transform(IdentityTransform())
        self._add(drawn, clip, None)

    def slices(
        self,
        at: Points,
        radii: NDArray[np.float64],
        counts: NDArray[np.int64],
        colours: NDArray[np.str_],
        clip: Box,
    ) -> None:
        """Draw disks with slices, clockwise from the top, as one picture within the drawing.

        `counts` has a row for each disk and a column for each of the `colours`; `radii` are in millimetres.
        """
        ends = np.cumsum(counts, axis=1) / counts.sum(axis=1, keepdims=True)
        pieces: list[Points] = []
        faces: list[str] = []
        for (x, y), radius, row, until in zip(at, radii, counts, ends, strict=True):
            # A rim of white sets a disk off from its neighbour.
            pieces.append(_slice(x, y, radius + 0.09, 0.0, 1.0))
            faces.append("white")
            for number in np.flatnonzero(row):
                pieces.append(_slice(x, y, radius, until[number] - row[number] / row.sum(), until[number]))
                faces.append(colours[number])
        drawn = PolyCollection(pieces, facecolors=faces, linewidths=0, rasterized=True)
        drawn.set_transform(self._axes.transData)
        self._add(drawn, clip, None)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        colour: str = palette.TEXT,
        bold: bool = False,
        italic: bool = False,
        align: str = "left",
        halo: float = 0.0,
    ) -> None:
        """Write one line with its baseline at y; `halo` is in points."""
        wide = self.type.width(text, size, bold=bold, italic=italic)
        if wide <= 0:
            # A mark of no width alone has no shape to draw.
            return
        font = self.type.font(size, bold=bold, italic=italic)
        left = x - _ALIGN[align] * wide
        if self.is_turned:
            left = self._width - left - wide
            align = _TURNED[align]
        if mixes_directions(text):
            # Viewers of SVG agree on the middle of such a line, but not on which end is its start.
            align = "center"
        if halo:
            # As shapes below the text, so that the text itself stays text.
            path = TextPath((left, y), text, size=size * MM_A_POINT, prop=font)
            around = PathPatch(path, facecolor="white", edgecolor="white", lw=2 * halo, alpha=0.85)
            around.set_joinstyle("round")
            self._add(around, None, None)
        # Kept where it is aligned, also where a reader's fonts run wider or narrower.
        at = left + _ALIGN[align] * wide
        self._axes.text(
            at,
            y,
            text,
            fontproperties=font,
            color=colour,
            parse_math=False,
            ha=align,
            va="baseline",
            zorder=next(self._above),
        )

    def turned(self) -> Sheet:
        """Give the same paper with left and right exchanged, as words of some languages need it.

        Letters and symbols are not mirrored.
        """
        other = copy.copy(self)
        other.is_turned = True
        return other

    def _placed(self, points: Points) -> Points:
        if not self.is_turned:
            return points
        return np.column_stack([self._width - points[:, 0], points[:, 1]])

    def _add(self, artist: Artist, clip: Box | None, gid: str | None) -> None:
        artist.set_zorder(next(self._above))
        if gid is not None:
            artist.set_gid(gid)
        self._axes.add_artist(artist)
        if clip is None:
            artist.set_clip_on(False)
        else:
            corners = [
                (clip.left, clip.bottom),
                (clip.right, clip.bottom),
                (clip.right, clip.top),
                (clip.left, clip.top),
                (clip.left, clip.bottom),
            ]
            artist.set_clip_path(Path(np.array(corners)), self._axes.transData)


def _slice(x: float, y: float, radius: float, start: float, end: float) -> Points:
    """Give a slice of a disk, from and to shares of the turn from the top clockwise."""
    whole = end - start > 1 - 1e-9
    turn = 2 * np.pi * np.linspace(start, end, max(3, int(np.ceil(36 * (end - start))) + 1))
    edge = np.column_stack([x + radius * np.sin(turn), y + radius * np.cos(turn)])
    return edge if whole else np.concatenate([[(x, y)], edge])


def symbol_path(shape: int) -> Path:
    """Give one of the palette's shapes, y upwards."""
    if shape not in _PATHS:
        _PATHS[shape] = _read(palette.SHAPES[shape])
    return _PATHS[shape]


_PATHS: dict[int, Path] = {}


def _read(drawn: str) -> Path:
    """Read an SVG path of straight lines; the one with arcs is the circle."""
    if "A" in drawn:
        return Path.unit_circle()
    corners: list[tuple[float, float]] = []
    for letter, rest in re.findall(r"([MLHVZ])([^MLHVZ]*)", drawn):
        numbers = [float(n) for n in _NUMBER.findall(rest)]
        if letter == "H":
            corners.append((numbers[0], corners[-1][1]))
        elif letter == "V":
            corners.append((corners[-1][0], -numbers[0]))
        else:
            corners.extend((numbers[i], -numbers[i + 1]) for i in range(0, len(numbers), 2))
    return Path(np.array([*corners, corners[0]]), closed=True)


def _compound(parts: Sequence[Points], *, closed: bool) -> Path:
    corners: list[Points] = []
    codes: list[Any] = []
    for part in parts:
        code = np.full(len(part), Path.LINETO, dtype=np.uint8)
        code[0] = Path.MOVETO
        corners.append(part)
        codes.append(code)
        if closed:
            corners.append(part[:1])
            codes.append(np.array([Path.CLOSEPOLY], dtype=np.uint8))
    return Path(np.concatenate(corners), np.concatenate(codes))


def _dash(dash: tuple[float, ...]) -> Any:  # noqa: ANN401 - matplotlib's two ways to say it
    return (0.0, dash) if dash else "-"
