"""Characters that are written in several ways but name the same place.

Accents are taken off Latin, Greek and Cyrillic letters only: in most other scripts a mark
is a vowel. Arabic, Persian and Kurdish share a script whose letters have several forms;
Hebrew has optional vowel points. Everything else is left as it stands.
"""

from __future__ import annotations

import re
import unicodedata

_DELETED = (
    # Apostrophes, primes and the marks that stand for ayn and hamza.
    "'`´‘’‚‛′‵ʹʺʻʼʽʾʿˈˊˋ＇׳״ꞌʔʕ"
    # Arabic: hamza, tatweel, vowel marks, Koranic signs; joiners of any script.
    "ءـ\u0610\u0611\u0612\u0613\u0614\u0615\u0616\u0617\u0618\u0619\u061a\u0670\u06d6\u06d7\u06d8"
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u200e\u200f"
)
_LETTERS = {
    # Latin letters that no decomposition takes apart.
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe",
    "ə": "a", "ŋ": "n", "ß": "ss",
    # Arabic: forms of alef, yeh, waw, kaf and heh that differ by country or by typist.
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ێ": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۃ": "ه",
    "ە": "ه", "ھ": "ه", "ہ": "ه", "ۆ": "و", "ۇ": "و", "ۈ": "و", "ڕ": "ر", "ڵ": "ل",
    "&": " and ",
}  # fmt: skip

ARABIC_SOUNDS = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f",
    "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "پ": "p", "چ": "ch",
    "ژ": "zh", "گ": "g", "ڤ": "v",
}  # fmt: skip
"""Folded Arabic, Persian and Kurdish letters as they sound in Latin ones."""

SOUNDED = str.maketrans(
    {"ç": "ch", "ş": "sh", "š": "sh", "č": "ch", "ž": "zh", "ǧ": "j", "ġ": "gh", "ḫ": "kh", "ẖ": "kh",
     "ḏ": "dh", "ṯ": "th", "ğ": "gh", "ە": ""}
)  # fmt: skip
"""Letters whose sound folding would lose: accents that make another consonant, a Kurdish vowel."""

_ARABIC_MARKS = frozenset(range(0x064B, 0x0660)) | frozenset(range(0x06D9, 0x06EE))
_HEBREW_POINTS = frozenset(range(0x0591, 0x05C8)) - {0x05BE, 0x05C0, 0x05C3, 0x05C6}
_ACCENTED = re.compile(r"(?<=[a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f])[\u0300-\u036f\u0483-\u0487]+")


class _Table(dict[int, str | None]):
    """What `str.translate` replaces a character by; worked out once, when first met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = replacement = _replacement(code)
        return replacement


def _replacement(code: int) -> str | None:
    char = chr(code)
    if char in _DELETED or code in _ARABIC_MARKS or code in _HEBREW_POINTS:
        return None
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Cf":
        return None
    # Punctuation, symbols, spaces, controls, lone surrogates and unassigned code points part words.
    return " " if category[0] in "PSZC" else char


_TABLE = _Table()


def fold_characters(text: str) -> str:
    """Fold case, accents, marks and letter forms; anything that parts words becomes a space."""
    if text.isascii():
        return text.lower().translate(_TABLE)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = plain.casefold().translate(_TABLE)
    return unicodedata.normalize("NFC", _ACCENTED.sub("", plain))
