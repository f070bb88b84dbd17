"""Names and texts by the million, as calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.scale.workers import Workers

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geomap.model import Resolution, Toponym
    from geomap.resolve import Gazetteer

    Packs = Sequence[str | os.PathLike[str]]


class Ask(NamedTuple):
    """One question, with the conditions of `Gazetteer.resolve`."""

    name: str
    country: str | None = None
    within: str | None = None
    near: str | None = None
    kind: str | None = None
    context: str | None = None


def resolve_many(
    names: Iterable[str | Ask],
    *,
    packs: Packs = (),
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Resolution]:
    """Resolve many names, each distinct question once.

    Parameters
    ----------
    names
        Names, or `Ask` where there are conditions.
    packs
        Gazetteers of one's own, as `Gazetteer.open` takes them.
    workers
        Processes that may work, by default one for each core. More than one are only
        started for more than some seconds of work; a script that may need them must make
        the call below ``if __name__ == "__main__":``.
    progress
        Told how many of how many distinct questions are answered.

    Returns
    -------
    list of Resolution
        One for each name, in their order; equal questions share one object.

    Raises
    ------
    UsageError, PackError
        As `Gazetteer.open` and `Gazetteer.resolve` do.
    """
    asked = list(names)
    distinct = list(dict.fromkeys(asked))
    answers: dict[str | Ask, Resolution] = {}
    with Workers(packs, workers) as pool:
        for done, (ask, answer) in enumerate(
            zip(distinct, pool.map(resolve_one, distinct), strict=True), start=1
        ):
            answers[ask] = answer
            if progress is not None:
                progress(done, len(distinct))
    return [answers[ask] for ask in asked]


def geoparse_many(
    texts: Iterable[str | tuple[str, Sequence[tuple[int, int]] | None]],
    *,
    packs: Packs = (),
    workers: int | None = None,
) -> Iterator[list[Toponym]]:
    """Find and resolve the toponyms of many texts.

    Parameters
    ----------
    texts
        Texts, or pairs of a text and the spans of its toponyms; read as they are needed.
    packs, workers
        As in `resolve_many`.

    Yields
    ------
    list of Toponym
        Those of each text, in the order of the texts.

    Raises
    ------
    UsageError, PackError
        As `Gazetteer.open` does.
    """
    with Workers(packs, workers) as pool:
        yield from pool.map(_geoparse_one, texts, weigh=_length)


def resolve_one(gazetteer: Gazetteer, ask: str | Ask) -> Resolution:
    """Resolve one name; an empty condition is none."""
    if isinstance(ask, str):
        return gazetteer.resolve(ask)
    return gazetteer.resolve(
        ask.name,
        country=ask.country or None,
        within=ask.within or None,
        near=ask.near or None,
        kind=ask.kind or None,
        context=ask.context or None,
    )


def _geoparse_one(
    gazetteer: Gazetteer, item: str | tuple[str, Sequence[tuple[int, int]] | None]
) -> list[Toponym]:
    from geomap.text import geoparse

    text, spans = (item, None) if isinstance(item, str) else item
    return geoparse(text, gazetteer, spans=spans)


def _length(item: str | tuple[str, Sequence[tuple[int, int]] | None]) -> int:
    return len(item) if isinstance(item, str) else len(item[0])
