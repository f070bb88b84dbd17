"""Who finds the names in a text: geomap's own rules, or a spaCy model, behind one interface."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from geomap.errors import UsageError
from geomap.model import Mention
from geomap.text.recognise import Scope, recognise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geomap.text.known import Finder

RULES = "rules"
"""Names geomap's own."""
_SCHEME = "spacy:"
_PLACES = frozenset({"GPE", "LOC", "FAC"})
"""Entity labels of places in spaCy's models: countries and towns, landscapes, facilities."""


class Recogniser(Protocol):
    """Finds the place names of a text."""

    def __call__(self, text: str, /) -> Sequence[Mention]:
        """Give them with their offsets in code points."""


def recogniser_named(name: str, gazetteer: Finder, scope: Scope = "names") -> Recogniser:
    """Open a recogniser by its name.

    Parameters
    ----------
    name
        ``"rules"``, or ``"spacy:"`` and the name of a spaCy model or the folder of one.
        Nothing is downloaded: the model must be installed.
    gazetteer
        What the rules look names up in.
    scope
        What the rules find (`geomap.text.recognise.recognise`); a model knows none but "names".

    Raises
    ------
    UsageError
        If there is none of that name, spaCy or the model is not installed, or it is asked
        for a scope that it does not know.
    """
    if name == RULES:
        return lambda text: recognise(text, gazetteer, scope)
    if not name.startswith(_SCHEME) or name == _SCHEME:
        raise UsageError(
            f"{name!r} is no recogniser; give 'rules', or 'spacy:' and a model, as spacy:en_core_web_sm"
        )
    if scope != "names":
        raise UsageError(f"the scope {scope!r} is the rules' own; {name} has none, leave it out")
    return _spacy(name.removeprefix(_SCHEME))


@lru_cache(maxsize=4)
def _spacy(model: str) -> Callable[[str], list[Mention]]:
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

    def recognised(text: str) -> list[Mention]:
        return [
            Mention(entity.start_char, entity.end_char, entity.text)
            for entity in pipeline(text).ents
            if entity.label_ in _PLACES
        ]

    return recognised
