"""Recognisers of others, by name, behind the same interface as geomap's own rules."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.errors import UsageError
from geomap.model import Mention

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEME = "spacy:"
_PLACES = frozenset({"GPE", "LOC", "FAC"})
"""Entity labels of places in spaCy's models: countries and towns, landscapes, facilities."""


@lru_cache(maxsize=4)
def recogniser_named(name: str) -> Callable[[str], list[Mention]]:
    """Load a recogniser: ``"spacy:"`` and the name of a spaCy model or the folder of one.

    Nothing is downloaded: the model must be installed.

    Raises
    ------
    UsageError
        If there is none of that name, or spaCy or the model is not installed.
    """
    if not name.startswith(_SCHEME) or name == _SCHEME:
        raise UsageError(f"{name!r} is no recogniser; give 'spacy:' and a model, as spacy:en_core_web_sm")
    model = name.removeprefix(_SCHEME)
    try:
        import spacy
    except ImportError as error:
        raise UsageError("spaCy is not installed; install it with: pip install 'geomap[spacy]'") from error
    try:
        pipeline = spacy.load(model)
    except OSError as error:
        raise UsageError(
            f"the spaCy model {model!r} is not installed; install it with: python -m spacy download {model}"
        ) from error

    def recognise(text: str) -> list[Mention]:
        return [
            Mention(entity.start_char, entity.end_char, entity.text)
            for entity in pipeline(text).ents
            if entity.label_ in _PLACES
        ]

    return recognise
