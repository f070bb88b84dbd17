"""Whether a site is another than the generic words in a text ask for: a refinery is no hospital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.kinds import Fit, fit
from geomap.gazetteer.names import drop_articles, fold
from geomap.model import Kind, Precision

if TYPE_CHECKING:
    from collections.abc import Set

    from geomap.gazetteer.index import Index
    from geomap.model import Place

_SORTS = (
    "station|vokzal|вокзал",
    "market|bazaar|souk|souq|سوق",
    "mosque|masjid|مسجد|جامع",
    "church|cathedral|synagogue|كنيسة",
    "school|college|university|academy|مدرسة|جامعة",
    "hospital|clinic|medical|maternity|مستشفى",
    "stadium|ملعب",
    "prison|jail|سجن",
    "courthouse|court",
    "hall",
    "bakery",
    "junction|roundabout|intersection",
    "mine|mines",
    "refinery|مصفاة",
    "plant|factory|works|station",
    "facility",
    "silos",
)
_SORT_OF = {
    drop_articles(fold(word)): frozenset(
        number for number, words in enumerate(_SORTS) if word in words.split("|")
    )
    for word in "|".join(_SORTS).split("|")
}


def is_another(index: Index, place: Place, term: str, kinds: Set[Kind], *, shares_name: bool) -> bool:
    """Tell whether a site is not the one that a text's generic words ask for, though its name is alike.

    Parameters
    ----------
    index
        Knows the site's other names.
    place
        What the text might name.
    term, kinds
        The text's generic words, as a spelling key (``"railway station"``), and the kinds that they mean.
    shares_name
        Whether the site's own name has a generic word too, and so only shares with the text what
        both are named after: Melitopol Air Base is no station, though Azovstal may be called a plant.
    """
    if not kinds or place.kind.precision is not Precision.SITE:
        return False
    if fit(place.kind, kinds) is Fit.NOT:
        return shares_name
    wanted = _sorts(term) if place.kind is Kind.BUILDING else frozenset[int]()
    own = _sorts(fold(place.name)).union(*(_sorts(fold(alias.text)) for alias in index.aliases(place.id)))
    return bool(wanted and own) and not own & wanted


def _sorts(key: str) -> frozenset[int]:
    return frozenset[int]().union(*(_SORT_OF.get(word, frozenset()) for word in key.split()))
