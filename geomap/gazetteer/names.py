"""All the ways to write a place's name, as pure functions from text to keys.

`fold`
    The spelling key: two spellings with one key are the same spelling, for a reader.
`strip_generic`
    The key without generic words, which become a hint of kind: "Conoco gas field".
`skeleton`
    The consonants, alike for all Latin spellings of one Arabic name, and for the Arabic.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.kinds import DESCRIPTIVE, GENERIC, JOINTS, LONGEST_GENERIC
from geomap.gazetteer.scripts import ARABIC_SOUNDS, SOUNDED, fold_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.model import Kind

MAX_NAME = 200
"""Characters; a longer text is not a name, and its key is empty."""

_INITIALS = re.compile(r"(?<!\w)(\w)\.(?=\w\.|\w\b|\s|$)")
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_ABBREVIATED = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "intl": "international"}
# The article before a sun letter is written as it sounds: ash-Sham, an-Nasiriyah, ad-Dhuluiyah.
_ARTICLES = {
    "al": "", "el": "", "ul": "",
    "ash": "s", "esh": "s", "ush": "s", "ach": "c", "ech": "c", "as": "s", "es": "s", "us": "s",
    "adh": "d", "edh": "d", "ad": "d", "ed": "d", "ud": "d", "ath": "t", "eth": "t", "at": "t", "et": "t",
    "ut": "t", "az": "z", "ez": "z", "uz": "z", "an": "n", "en": "n", "un": "n",
    "ar": "r", "er": "r", "ur": "r",
}  # fmt: skip

BEFORE_OTHERS = frozenset(_ARTICLES) | frozenset(_ABBREVIATED)
"""Words that a key may write otherwise where another one follows."""

# "a-Tanf": the article before a sun letter, as Hebrew and some German texts write it.
_BARE_ARTICLE = re.compile(r"(?<![^\W_])[Aa]-(?=(?:[TtDdRrZzSsNn]|SH|Sh|sh)[a-zA-Z]{2})")


def fold(text: str) -> str:
    """Give the spelling key of a name.

    The same for all cases, accents (of Latin, Greek and Cyrillic letters), apostrophes and
    ayn or hamza marks, hyphens and other punctuation, forms of the Arabic article ("ash-Sham",
    "al-Sham", "El Sham"), letter forms and vowel marks of Arabic, Persian, Kurdish and Hebrew,
    "St", "Mt", "Ft" for Saint, Mount, Fort, "H-1" for "H1" and "U.S." for "US".

    Parameters
    ----------
    text
        Any text; a text of more than `MAX_NAME` characters, blanks around it not counted,
        has the empty key.
    """
    if len(text) > MAX_NAME:
        text = text.strip()
        if len(text) > MAX_NAME:
            return ""
    return _fold(text)


@lru_cache(maxsize=1 << 15)
def _fold(text: str) -> str:
    if text.isalpha() and text.isascii():
        # A word of plain letters, as most names are.
        return text.lower()
    if "." in text:
        text = _INITIALS.sub(r"\1", text)
    if "-" in text:
        text = _BARE_ARTICLE.sub("al-", text)
    folded = _LETTER_DIGIT.sub(" ", fold_characters(text))
    words = folded.split()
    last = len(words) - 1
    for at, word in enumerate(words):
        if at == last or len(word) > 4:
            continue
        if word in _ARTICLES:
            if words[at + 1].startswith(_ARTICLES[word]):
                words[at] = "al"
        elif word in _ABBREVIATED and not (at and words[at - 1].isdecimal()):
            words[at] = _ABBREVIATED[word]
    return " ".join(words)


def beginnings(key: str) -> tuple[str, ...]:
    """Give the first word and the first two words of a spelling key that has several."""
    first, _, rest = key.partition(" ")
    return (first, f"{first} {rest.partition(' ')[0]}") if rest else ()


def drop_articles(key: str) -> str:
    """Take the Arabic article, in either script, and an English "the" off a spelling key."""
    if "al" not in key and "ال" not in key and not key.startswith("the "):
        return key
    words = key.split()
    kept = [
        word[2:] if word.startswith("ال") and len(word) > 4 else word
        for at, word in enumerate(words)
        if word != "al" and not (word == "the" and at == 0)
    ]
    return " ".join(kept) or key


def strip_generic(text: str) -> tuple[str, frozenset[Kind]]:
    """Take generic words and articles off a name.

    Parameters
    ----------
    text
        A name as written: ``"the al-Asad airbase"``, ``"محافظة كركوك"``, ``"province de Homs"``.

    Returns
    -------
    tuple of str and frozenset of Kind
        The key of what is left, ``"asad"``, and the kinds that the outermost generic words
        mean; no kinds, and the key without articles, where there are no generic words or
        nothing else.
    """
    *_, (core, kinds) = generic_steps(fold(text))
    return core, kinds


def generic_steps(key: str) -> Iterator[tuple[str, frozenset[Kind]]]:
    """Strip a spelling key of one generic term after the other, from the outside.

    The first thing given is the key without articles and with no kinds. All later ones
    carry the kinds of the outermost term: a "gas plant base" is a base.
    """
    core = drop_articles(key)
    yield core, frozenset()
    outermost: frozenset[Kind] | None = None
    while (stripped := strip_once(core)) is not None:
        core, kinds = stripped
        if outermost is None or not outermost:
            outermost = kinds
        yield core, outermost


def strip_once(core: str) -> tuple[str, frozenset[Kind]] | None:
    """Take the longest generic term off the end or else the beginning of a key without articles."""
    if " " not in core:
        return None
    words = core.split()
    if words[0] not in _generic_words() and words[-1] not in _generic_words():
        return None
    for size in range(min(LONGEST_GENERIC, len(words) - 1), 0, -1):
        for term, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            kinds = _generic_keys().get(" ".join(term))
            if kinds is None:
                continue
            while rest and rest[0] in JOINTS:
                rest = rest[1:]
            while rest and rest[-1] in JOINTS:
                rest = rest[:-1]
            if any(word not in DESCRIPTIVE for word in rest):
                return drop_articles(" ".join(rest)), kinds
    return None


@lru_cache(maxsize=1)
def _generic_keys() -> dict[str, frozenset[Kind]]:
    return {drop_articles(fold(term)): frozenset(kinds) for term, kinds in GENERIC.items()}


def may_be_generic(word: str) -> bool:
    """Tell whether a stretch of nothing but generic words may begin or end with a small word."""
    return word in _generic_words() or word in JOINTS or word in BEFORE_OTHERS


@lru_cache(maxsize=1)
def _generic_words() -> frozenset[str]:
    return frozenset(word for term in _generic_keys() for word in term.split())


_SOUNDS = (
    ("sch", "S"), ("tch", "S"), ("sh", "S"), ("ch", "S"), ("kh", "H"), ("gh", "K"), ("dh", "Z"), ("th", "Z"),
    ("zh", "J"), ("dj", "J"), ("ph", "F"), ("ck", "K"), ("ou", ""),
    ("b", "B"), ("c", "K"), ("d", "D"), ("f", "F"), ("g", "K"), ("h", "H"), ("j", "J"), ("k", "K"),
    ("l", "L"), ("m", "M"), ("n", "N"), ("p", "P"), ("q", "K"), ("r", "R"), ("s", "S"), ("t", "T"),
    ("x", "H"), ("z", "Z"),
)  # fmt: skip
_SOUND = dict(_SOUNDS)
_SOUND_PATTERN = re.compile("|".join(spelling for spelling, _ in _SOUNDS))
# Heh and a non-joiner, the older way to type the Kurdish vowel.
_KURDISH_AE = "ه\u200c"
_INITIAL = {"v": "W", "w": "W", "y": "Y"} | dict.fromkeys("aeiou", "A")


def skeleton(text: str) -> str:
    """Give the consonants of a name, alike for its transliterations.

    Vowels, articles, doubled letters and a final -a, -ah, -eh or -at (ta marbuta) are left
    out, and letters are one that transliterations confuse: q, k, g, gh; kh, h; dh, th, z;
    s, sh, ch. A vowel at the very beginning counts as one letter, whichever it is. Arabic,
    Persian and Kurdish script gives the skeleton of its sounds; other scripts are
    transliterated.

    Names with one skeleton are only candidates for each other ("Iran", "Oran").
    """
    return "" if len(text) > MAX_NAME else _skeleton(text)


@lru_cache(maxsize=1 << 14)
def _skeleton(text: str) -> str:
    words = drop_articles(fold(text.lower().replace(_KURDISH_AE, "").translate(SOUNDED))).split()
    parts = []
    for at, word in enumerate(words):
        latin = latin_letters(word)
        if at < len(words) - 1 and len(latin) > 4 and latin.endswith(("at", "et")):
            latin = latin[:-1]
        parts.append(_consonants(latin, first=at == 0))
    return "".join(parts)


def latin_letters(word: str) -> str:
    """Write a word of a spelling key in Latin letters, as it sounds."""
    if word.isascii():
        return word
    if word[0] in ARABIC_SOUNDS:
        return "".join(ARABIC_SOUNDS.get(char, "") for char in word)
    # Rare; and reading its tables takes time.
    from anyascii import anyascii

    return re.sub(r"[^a-z0-9]", "", anyascii(word).lower())


def _consonants(word: str, *, first: bool) -> str:
    if word.isdecimal():
        return word
    out = [_INITIAL[word[0]]] if first and word[:1] in _INITIAL else []
    before = ""
    for match in _SOUND_PATTERN.finditer(word):
        sound = _SOUND[match[0]]
        # An h that ends a word is a sign of length: Hodeidah, Nasiriyeh.
        if match[0] == "h" and match.end() == len(word) and match.start():
            continue
        if sound and not (sound == before and word[match.start() - 1] == match[0][0]):
            out.append(sound)
        before = sound
    return "".join(out)


def abbreviates(code: str, written: str) -> bool:
    """Tell whether a code stands in a text as a code: "TX", "Tex." or, of two letters, "Md." for "MD"."""
    if written == code:
        return True
    stem = written.removesuffix(".")
    return stem != written and len(code) == 2 and stem == code.capitalize()
