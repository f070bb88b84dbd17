"""How a map writes a place: in plain Latin letters, and as people there read it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from geomap.gazetteer.names import skeleton
from geomap.model import AliasKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.model import Alias, Place

# Where Arabic is read (the League of Arab States but its two members of Latin letters).
_ARAB = (
    *("AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA"),
    *("MR", "OM", "PS", "QA", "SA", "SD", "SY", "TN", "YE"),
)
_TONGUES = {"IL": "he", "IR": "fa", "AF": "fa", **dict.fromkeys(_ARAB, "ar")}
# What people there read, where the country's own is not known.
_OTHER_TONGUES = ("ar", "ckb", "fa", "he")
# Indexes list names without their language; letters tell: each script, but for what only its neighbours use.
_WRITTEN = {
    "ar": re.compile(r"[\u0621-\u063a\u0641-\u0652 ]+"),
    "fa": re.compile(r"[\u0621-\u0628\u062a-\u063a\u0641-\u0642\u0644-\u0648\u0652پچژگکی\u200c ]+"),
    "he": re.compile(r"[\u05d0-\u05ea '\"״׳-]+"),
}
# Words for the kind of unit or settlement, which a town's name does not need.
_UNIT = re.compile(r"(?:Nahiyat|Qada'?|Qaryat|Shahrestan-e|Bakhsh-e) (?=\S)", re.IGNORECASE)
_KIND_OF_UNIT = re.compile(r" (?:governorate|province)$", re.IGNORECASE)
_LOCAL_UNIT = re.compile("(?:ناحية|قضاء|قرية|محافظة|مدينة|شهرستان|بخش) ")
# Signs for letters that Latin lacks, in transliterations from Arabic and Persian.
_SIGNS = re.compile("[‘’ʿʾ`]")


def latin(place: Place) -> str:
    """Give a place's name without the marks of scholarly transliteration: "Aş Şuwayrah" as "As Suwayrah".

    Only where Arabic or Persian is read: elsewhere such marks belong to the language ("İzmir").
    """
    if place.country not in _TONGUES or ":" not in place.id:
        return place.name
    bare = "".join(c for c in unicodedata.normalize("NFKD", place.name) if not unicodedata.combining(c))
    plain = _UNIT.sub("", _SIGNS.sub("", bare)).strip()
    return plain[:1].upper() + plain[1:] or place.name


def has_script(place: Place) -> bool:
    """Tell whether people there read another script, so that asking for all names of a place is worth it.

    An index's names are told apart by their letters, which only known countries' are.
    """
    return place.country in _TONGUES or ":" not in place.id


def local(place: Place, names: Iterable[Alias]) -> str | None:
    """Give a place's name in the script that people there read, if one is among its `names`."""
    tongue = _TONGUES.get(place.country or "", "ar")
    written = _WRITTEN[tongue] if place.country in _TONGUES else None
    found: dict[str, str] = {}
    unnamed = []
    for alias in names:
        # Most names are in Latin letters, also some that are of another language.
        if alias.text[-1] < "\u0530":
            continue
        if alias.kind is AliasKind.TRANSLATION and alias.lang:
            found.setdefault(alias.lang, alias.text)
        elif written is not None and alias.kind is AliasKind.NAME and written.fullmatch(alias.text):
            unnamed.append(_LOCAL_UNIT.sub("", alias.text))
    stated = next((found[one] for one in (tongue, *_OTHER_TONGUES) if one in found), None)
    if stated or len(set(unnamed)) < 2:
        return stated or next(iter(unnamed), None)
    # Of several, former names among them, the one that sounds like the name in Latin letters.
    sound = skeleton(latin(place))
    return next((name for name in unnamed if skeleton(name) == sound), None)


def unit(place: Place, names: Iterable[Alias], tongue: str) -> str | None:
    """Give a province's name in a language, without the word for its kind, if it is among its `names`."""
    said = [_LOCAL_UNIT.sub("", alias.text) for alias in names if alias.lang == tongue]
    return min((one for one in said if one != place.name), key=len, default=None)


def without_unit(name: str) -> str:
    """Leave out the word for a province's kind: "Anbar Governorate" as "Anbar"."""
    return _KIND_OF_UNIT.sub("", name)
