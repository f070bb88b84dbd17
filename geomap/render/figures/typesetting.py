"""Text for print: what may stand in it, which fonts have its letters, how wide it runs, where it breaks.

Lengths are millimetres, sizes of type points.
"""

from __future__ import annotations

import unicodedata
import warnings
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.font_manager import FontProperties

MM_A_POINT = 25.4 / 72

# All but the last have the widths of Arial, which Word and most readers' systems carry: an SVG laid out
# with one of them keeps its layout there, and its text stays text. The last comes with matplotlib.
LATIN = ("Arial", "Liberation Sans", "Arimo", "DejaVu Sans")
# Tried first for other scripts, before any installed font that has the letter.
_OTHER = ("Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Hebrew", "Noto Sans CJK SC", "Noto Sans")

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

MOST_LETTERS = 2000
"""What is longer than this fits no figure, and is not even measured."""


def clean(text: object) -> str:
    """Give text that can be printed and put into XML: a control character is shown, not obeyed.

    So are the marks that turn the direction of what follows: a name must not turn the number beside it.
    """
    return "".join(map(_printable, " ".join(str(text).split())))


def _printable(letter: str) -> str:
    if letter in _TURNS or unicodedata.category(letter) in ("Cc", "Cn", "Cs", "Co"):
        return "\ufffd"
    return letter


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction runs from right to left, which decides the line's."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def mixes_directions(text: str) -> bool:
    """Tell whether a line that runs from the right has more in it than its letters, such as numbers."""
    here = {unicodedata.bidirectional(letter) for letter in text}
    return is_right_to_left(text) and not here <= {"R", "AL", "NSM", "WS"}


class Type:
    """The fonts for the texts of one figure, and measuring with them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.families, self.missing = _choose(frozenset("".join(texts)))

    def font(self, size: float, *, bold: bool = False, italic: bool = False) -> FontProperties:
        """Give the font of a size in points."""
        return _font(self.families, size, bold, italic)

    def width(self, text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
        """Measure one line in millimetres."""
        return _width(self.families, text, bold, italic) * size

    def wrap(
        self, text: str, size: float, width: float, most: int, *, bold: bool = False
    ) -> tuple[list[str], bool]:
        """Break a text into at most so many lines; tell whether it had to be cut."""
        cut = len(text) > MOST_LETTERS
        words = text[:MOST_LETTERS].split()
        lines: list[str] = []
        line = ""
        while words:
            word = words.pop(0)
            longer = f"{line} {word}" if line else word
            if self.width(longer, size, bold=bold) <= width:
                line = longer
                continue
            if not line:
                # One word wider than the line breaks where it must.
                fits = self._fitting(word, size, width, bold)
                line, rest = word[:fits], word[fits:]
                words.insert(0, rest)
            else:
                words.insert(0, word)
            lines.append(line)
            line = ""
            if len(lines) == most:
                break
        if line:
            lines.append(line)
        if words or cut:
            lines[-1] = self._ended(lines[-1], size, width, bold)
        return lines, bool(words) or cut

    def _fitting(self, word: str, size: float, width: float, bold: bool) -> int:
        low, high = 1, len(word)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (
                (middle, high) if self.width(word[:middle], size, bold=bold) <= width else (low, middle - 1)
            )
        return low

    def _ended(self, line: str, size: float, width: float, bold: bool) -> str:
        while line and self.width(f"{line}…", size, bold=bold) > width:
            line = line[:-1].rstrip()
        return f"{line}…"


@lru_cache(maxsize=256)
def _font(families: tuple[str, ...], size: float, bold: bool, italic: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(
        family=list(families),
        size=size,
        weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
    )


@lru_cache(maxsize=8192)
def _width(families: tuple[str, ...], text: str, bold: bool, italic: bool) -> float:
    """Measure in millimetres at a size of one point."""
    from matplotlib.textpath import text_to_path

    with no_glyph_warnings():
        wide = text_to_path.get_text_width_height_descent(text, _font(families, 100, bold, italic), False)[0]
    return float(wide) / 100 * MM_A_POINT


@contextmanager
def no_glyph_warnings() -> Iterator[None]:
    """Keep matplotlib from warning of letters that no font has: the figure's notices name them once."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"(?s)Glyph .* missing from")
        yield


def _choose(letters: frozenset[str]) -> tuple[tuple[str, ...], str]:
    """Choose installed fonts that have all of the letters, and say which none has."""
    from matplotlib.font_manager import fontManager

    faces: dict[str, str] = {}
    for face in sorted(fontManager.ttflist, key=lambda face: (face.name, face.fname)):
        # What matplotlib falls back on has a box for every letter, and says nothing.
        if face.name.startswith("Last Resort"):
            continue
        if face.style == "normal" and face.weight in (400, "normal", "book") and face.stretch == "normal":
            faces.setdefault(face.name, face.fname)
    first = next(name for name in LATIN if name in faces)
    chosen = [first]
    wanted = {ord(letter) for letter in letters if not letter.isspace()} - _covered(faces[first])
    for name in (*_OTHER, LATIN[-1], *faces):
        if not wanted:
            break
        if name in faces and name not in chosen and (found := wanted & _covered(faces[name])):
            chosen.append(name)
            wanted -= found
    # A joiner or a direction mark has no picture of its own.
    shown = sorted(chr(code) for code in wanted if unicodedata.category(chr(code)) != "Cf")
    return tuple(chosen), "".join(shown)


@lru_cache(maxsize=512)
def _covered(path: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        # A broken or bitmap-only font has nothing for us.
        return frozenset()
