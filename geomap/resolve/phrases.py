"""Phrases that name a place together with what holds it: "Paris, Texas", "Iraq's Anbar province"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.gazetteer.kinds import DESCRIPTIVE
from geomap.gazetteer.names import strip_generic

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CONTAINERS = 4


_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_AROUND = ' \t\n.,;:!?"“”«»„()[]{}<>|/\\*_-–—'


def clean(text: str) -> str:
    """Single-space a phrase and take off invisible controls and punctuation around it."""
    plain = " ".join(_INVISIBLE.sub("", text).split())
    return plain if "(" in plain and plain.endswith(")") else plain.strip(_AROUND)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reading of a phrase as a name and the names of what holds it, the smallest first."""

    name: str
    containers: tuple[str, ...]
    sure: bool = True
    """Whether the form leaves no doubt; a bracket may also hold another name."""


_IN = re.compile(
    r"(?P<name>.+?),? (?:located |situated |based )?(?:in|inside|within|at) (?:the )?(?P<container>.+)",
    re.IGNORECASE,
)
_OF = re.compile(r"(?P<name>.+) of (?:the )?(?P<container>.+)", re.IGNORECASE)
_OWNS = re.compile(r"(?P<container>.+?)['’]s (?P<name>.+)")
BRACKET = re.compile(r"(?P<name>[^()]+?) \((?P<container>[^()]+)\)(?P<kind>(?: [^\W\d_]+){0,2})")
_LISTED = re.compile(r"(?:[^:\d]+: ?){1,4}[^:\d]+")
_JOINED = re.compile(r" (?:of|in|at|on|and|between|near|from|to) ")
_A_NAME = r"[^\W\d_][\w'’‘`. -]+"
_EITHER = re.compile(rf"{_A_NAME}(?:/ ?{_A_NAME}){{1,2}}")
_ARABIC_IN = re.compile(r"(?P<name>.+?) (?:في|ب(?=\S{3})) ?(?P<container>.+)")


def read(text: str) -> Iterator[Phrase]:
    """Give the ways to read a phrase as a name in a container, the likeliest first."""
    if "," in text:
        name, *rest = (part.strip() for part in re.split(r"[,،]", text))
        containers = tuple(part for part in rest if part)[:MAX_CONTAINERS]
        if name and containers:
            yield Phrase(name, containers)
    if ":" in text and _LISTED.fullmatch(text):
        # "Aleppo: Al-Bab: Raei village", as tables write it.
        *containers_first, name = (part.strip() for part in text.split(":"))
        yield Phrase(name, tuple(containers_first[::-1][:MAX_CONTAINERS]), sure=False)
    for pattern in (_IN, _OWNS, _ARABIC_IN):
        match = pattern.fullmatch(text)
        if match is not None:
            yield Phrase(match["name"], (match["container"],))
    match = BRACKET.fullmatch(text)
    if match is not None and not match["kind"]:
        yield Phrase(match["name"], (match["container"],), sure=False)
    match = _OF.fullmatch(text)
    if match is not None:
        yield Phrase(match["name"], (match["container"],), sure=False)
    if "(" in text:
        return
    words = text.split(" ")
    # "Syrian city of Homs", "Baghdad Green Zone", "Kirkuk Iraq".
    for size in range(1, min(3, len(words) - 1) + 1):
        yield Phrase(" ".join(words[size:]), (" ".join(words[:size]),), sure=False)
        yield Phrase(" ".join(words[:-size]), (" ".join(words[-size:]),), sure=False)


_CAPITAL = r"(?:capital city|capital|capitale|capitali|Hauptstadt|başkenti|столица|العاصمة|عاصمة|پایتخت|בירת)"
_CAPITAL_OF = (
    re.compile(
        rf"(?:the |la )?{_CAPITAL} (?:of |de |del |della |dell['’]|de l['’]|d['’]|von |des )?(?:the |la )?"
        r"(?P<of>.+)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:the )?(?P<of>.+?)(?:['’]s|nın|nin)? {_CAPITAL}", re.IGNORECASE),
)
_KNOWN_AS = re.compile(
    r"(?:the |ال)?(?P<kind>.+?) (?:(?:also |better )?(?:known|referred to) as|المعروفة? (?:باسم |ب ?ـ? ?)) ?"
    r"(?:the )?[\"“”«](?P<name>[^\"“”«»]{2,60})[\"“”»]?"
)


def capital_of(text: str) -> str | None:
    """Give the words for a country in "the capital of Iraq"; ``None`` for another phrase."""
    for pattern in _CAPITAL_OF:
        match = pattern.fullmatch(text)
        if match is not None:
            return match["of"]
    return None


def known_as(text: str) -> str | None:
    """Give the name in 'the airport known as "Abu Hajar"', with the kind of place that it says it is."""
    match = _KNOWN_AS.fullmatch(text)
    return None if match is None else f"{match['kind']} {match['name']}"


def either(text: str) -> tuple[str, ...]:
    """Give the names in "Mihqan/Mahkan town", each with the generic words at the end; none for others."""
    if _EITHER.fullmatch(text) is None or _JOINED.search(text):
        return ()
    names = [clean(name) for name in text.split("/")]
    words = names[-1].split(" ")
    kind = next((word for word in words[-1:] if len(words) > 1 and not strip_generic_name(word)), "")
    return tuple(f"{name} {kind}" if kind and not name.endswith(kind) else name for name in names)


def only_generic(phrase: str) -> bool:
    """Tell whether a phrase in lower-case letters is made of generic words and directions alone."""
    if not phrase.islower():
        return False
    name = phrase.removeprefix("the ")
    return name in DESCRIPTIVE or not strip_generic_name(name)


def strip_generic_name(name: str) -> str:
    """Give what a name has besides generic words; empty for "the base"."""
    core, _ = strip_generic(f"xx {name}")
    return core.removeprefix("xx").strip()
