"""Phrases that name no place but the one it is in: "a market in Idlib", "the Swedish embassy in Baghdad"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.gazetteer.names import strip_generic
from geomap.model import Kind, Precision, Status
from geomap.resolve import relations
from geomap.resolve.decision import unresolved
from geomap.resolve.wording import stands_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geomap.model import Resolution

_PREPOSITION = re.compile(
    r",? (?=(?:in|inside|within|at|on|near|close|next|adjacent|outside|around|along|off|beside|opposite|just"
    r"|between|north|south|east|west|\d+)\b)",
    re.IGNORECASE,
)
_IN = re.compile(
    r"(?:located |situated )?(?:in|inside|within|at) (?:the )?(?:(?:city|town|village) of )?", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?:(?P<any>an?|one|some|several|two|three) )?(?:the )?", re.IGNORECASE)
_MISSION = re.compile(
    r"(?P<what>.+? (?:embassy|consulate(?: general)?|high commission))(?:,|,? in)? (?P<where>(?!of\b)\w.*)",
    re.IGNORECASE,
)
_PART = re.compile(r"(?P<where>(?:(?! [-–—] )[^:])+) [-–—] (?P<what>(?:(?! [-–—] )[^:])+)")
_WAY = re.compile(r"\b(?:road|highway|route|axis|border|line|corridor|pipeline|railway)\b", re.IGNORECASE)
_OF = re.compile(r"(?P<generic>.+?) of (?:the )?(?P<sender>.+)")
_ONE_IN_TOWN = frozenset({Kind.AIRPORT, Kind.PORT, Kind.DAM, Kind.BORDER_CROSSING, Kind.REFUGEE_CAMP})
"""Kinds of which a town mostly has one, so that "the airport in Erbil" is Erbil airport."""
LONGEST_SENDER = 3
"""Words: "United Arab Emirates"."""


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Something told by what it is, and where."""

    what: str
    """Without its article: ``"Swedish embassy"``."""
    kinds: frozenset[Kind]
    """What generic words mean by it; empty where there are other words."""
    where: str
    """``"Baghdad"``, ``"near Mosul"``."""
    sure: bool
    """Whether there may be but one: whose it is, is not said, nor "a" or "several"."""


def read(phrase: str, is_country: Callable[[str], bool]) -> Iterator[Unnamed]:
    """Give the ways to read a phrase so.

    Parameters
    ----------
    phrase
        Single-spaced.
    is_country
        Tells whether words name a country, or say that something is its: "Sweden", "Swedish", "U.S.".
    """
    match = _MISSION.fullmatch(phrase)
    if match is not None:
        told = _told(match["what"], match["where"], is_country)
        if told is not None and not told.sure:
            yield told
    for split in _PREPOSITION.finditer(phrase):
        rest = phrase[split.end() :]
        inside = _IN.match(rest)
        where = rest[inside.end() :] if inside is not None else rest
        if where and (inside is not None or relations.parse(rest) is not None):
            told = _told(phrase[: split.start()], where, is_country)
            if told is not None:
                yield told


def read_part(phrase: str, is_town: Callable[[str], bool]) -> Iterator[Unnamed]:
    """Read "Mogadishu - Hodan", a town and its quarter as ACLED writes them, where the quarter is not known.

    Parameters
    ----------
    phrase
        Single-spaced; nothing else was found in it.
    is_town
        Tells whether a name is that of a place known for itself: a road leads from one town to another.
    """
    match = _PART.fullmatch(phrase)
    if match is not None and not _WAY.search(match["what"]) and not is_town(match["what"]):
        yield Unnamed(match["what"], frozenset(), match["where"], sure=False)


def answer(
    phrase: str,
    told: Sequence[Unnamed],
    find: Callable[[str], Resolution | None],
    find_site: Callable[[str], Resolution | None],
) -> Resolution | None:
    """Answer with the place that something is told to be in, or near.

    Parameters
    ----------
    phrase, told
        What was read, and how.
    find
        Finds where it is told to be.
    find_site
        Finds a site by a town's name and generic words.
    """
    for one in told:
        where = find(one.where)
        if where is None or where.status is Status.UNRESOLVED:
            continue
        if where.status is Status.AMBIGUOUS:
            return where
        if where.precision is Precision.COUNTRY:
            return unresolved(phrase, f'which "{one.what}" in {where.name} is meant is not said')
        if one.sure and where.relation is None and one.kinds & _ONE_IN_TOWN:
            site = find_site(f"{one.where} {one.what}")
            if site is not None and site.status is not Status.UNRESOLVED:
                return site
        return stands_for(where, f'the gazetteer knows no "{one.what}" there')
    return None


def _told(words: str, where: str, is_country: Callable[[str], bool]) -> Unnamed | None:
    article = _ARTICLE.match(words)
    what = words[article.end() :] if article is not None else words
    if not what:
        return None
    any_of = article is not None and bool(article["any"])
    kinds = _generic(what)
    if kinds is not None:
        return Unnamed(what, kinds, where, sure=not any_of)
    for rest in _senders(what, is_country):
        kinds = _generic(rest)
        if kinds is not None or rest.islower():
            return Unnamed(what, kinds or frozenset(), where, sure=False)
    # Who writes all in small letters does so with names too.
    return Unnamed(what, frozenset(), where, sure=False) if what.islower() and not where.islower() else None


def _senders(what: str, is_country: Callable[[str], bool]) -> Iterator[str]:
    """Give what is left of words without the country that it is said to be of."""
    words = what.split(" ")
    for size in range(1, min(LONGEST_SENDER, len(words) - 1) + 1):
        sender = re.sub(r"['’]s?$", "", " ".join(words[:size]))
        if not sender[:1].islower() and is_country(sender):
            yield " ".join(words[size:])
    of = _OF.fullmatch(what)
    if of is not None and is_country(of["sender"]):
        yield of["generic"]


def _generic(words: str) -> frozenset[Kind] | None:
    """Give the kinds that words mean which are all generic; ``None`` for others."""
    core, kinds = strip_generic(f"xx {words}")
    return kinds if core == "xx" and kinds else None
