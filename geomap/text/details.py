"""What a passage adds to an event: numbers, harm, damage, target, and who says so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from geomap.text import actors, harm, quantities
from geomap.text.damage import NOT_KNOWN, find_damage
from geomap.text.dates import find_dates
from geomap.text.triggers import find_weapons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.harm import Casualties
    from geomap.text.passages import Clause, Passage
    from geomap.text.quantities import Quantity

_SALVO = re.compile(r"\s+(?:[\w-]+\s+){0,2}(?:salvo(?:e?s)?|barrages?|volleys?|waves?)\b", re.IGNORECASE)
_SALVOES = re.compile(r"\b(?P<number>\w+)\s+(?:[\w-]+\s+)?salvo(?:e?s)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:of\s+)?(?:[\w’'.-]+\s+){0,4}")
_NOT_BETWEEN = re.compile(
    r"\b(?:salvo(?:e?s)?|barrages?|volleys?|waves?|series|attacks?|people|and|or|on|at|in|with|by|from|launched|fired)\b",
    re.IGNORECASE,
)
_ATTRIBUTIVE = re.compile(
    r"[\s-]+(?:and\s+\w+\s+)?(?:attacks?|strikes?|fire|raids?|barrages?|bombardments?|shelling|salvo\w*|assaults?)\b",
    re.IGNORECASE,
)
_STOP = (
    r"in|at|near|on|and|with|from|for|of|stationed|housing|causing|killing|wounding|during|by|as|was|were|is|while"
    r"|after|before|belonging|early|late|that|which|who|resulting|but|around|over|using"
)
_TARGET = re.compile(
    r"(?<!\w)(?:on|at|against|targeting|targeted|struck|hit|rocked|attacked|into|destroyed|shelled|bombed)\s+"
    r"(?:and\s+\w+\s+)?(?:the\s+|an?\s+|two\s+|several\s+|both\s+)?"
    r"(?P<what>(?!(?:around|about|approximately|least|once|dawn|midnight|noon|by|in|on|at|the|a)\b|\d)[\w’'.-]+"
    rf"(?:\s+(?!(?:{_STOP})\b)[\w’'.-]+){{0,5}})",
    re.IGNORECASE,
)
_NO_TARGET = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s*\d"
    r"|condition|behalf|board|social|it|him|them|her|back|this|scene|time|imminent|early|two different)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Telling:
    """What one sentence says of an event, by the columns of the frame."""

    passage: Passage
    says: dict[str, Any] = field(default_factory=dict)
    casualties: list[Casualties] = field(default_factory=list)

    def take_in(self, other: Telling) -> None:
        """Add what another reading of the same sentence found."""
        for key, value in other.says.items():
            self.says.setdefault(key, value)
        self.casualties += [found for found in other.casualties if found not in self.casualties]

    def keep_shares(self, shares: Sequence[Casualties]) -> None:
        """Keep but the figures of its own place, where the sentence gives some for each."""
        if not shares:
            return
        self.casualties = list(shares)
        for column, killed in (("killed", True), ("wounded", False)):
            self.says.pop(column, None)
            figure = next((share.best for share in shares if share.killed is killed), None)
            if figure is not None:
                self.says[column] = figure


def read_telling(text: str, passage: Passage, clause: Clause | None, *, with_target: bool) -> Telling:
    """Read a sentence; weapons and target are those of `clause`, the clause that tells the act."""
    telling = Telling(passage)
    says = telling.says
    if clause is not None:
        _count_weapons(says, text, clause.start, clause.end)
        if with_target:
            _name_target(says, text, clause.start, clause.end)
    for part in passage.clauses:
        if part.verdict is None or part is clause:
            telling.casualties.extend(harm.find_casualties(text, part.start, part.end))
            damage = find_damage(text, part.start, part.end)
            if damage is not None and says.get("damage") in {None, NOT_KNOWN}:
                says["damage"] = damage
    for column, killed in (("killed", True), ("wounded", False)):
        figure = next((c for c in telling.casualties if c.killed is killed), None)
        if figure is not None:
            says[column] = figure.best if figure.best is not None else figure.low
    voices = _voices(text, passage, clause)
    for name in ("actor", "claimed_by", "attributed_to", "denied_by", "speaker", "strength"):
        value = getattr(voices, name)
        if value is not None:
            says[name] = value
    if voices.no_claim:
        says["claim"] = "no claim"
    return telling


_UNCLEAR_HARM = re.compile(
    r"\b(?:unclear|unknown|not\s+(?:yet\s+)?(?:known|clear))\s+(?:if|whether|how\s+many)\b"
    r"(?P<what>[^.;]{0,60}?\b(?:injured|hurt|wounded|killed|casualties))",
    re.IGNORECASE,
)


def unclear_harm(text: str, start: int, end: int) -> str | None:
    """Give the words of ``text[start:end]`` that leave it open whether people were harmed."""
    match = _UNCLEAR_HARM.search(text, start, end)
    return " ".join(match.group().split()) if match is not None else None


def _voices(text: str, passage: Passage, clause: Clause | None) -> actors.Voices:
    """Read who acted: in the whole sentence, unless it tells several acts and this one has its own actor."""
    voices = actors.read_voices(text, passage.start, passage.end, group=passage.group)
    acts = sum(bool(part.triggers and part.places) for part in passage.clauses)
    if clause is None or acts < 2:
        return voices
    own = actors.read_voices(text, clause.start, clause.end, group=passage.group)
    return voices if own.actor is None else replace(own, speaker=own.speaker or voices.speaker)


def adds(telling: Telling) -> bool:
    """Whether a sentence says anything about an event beyond who speaks and acts in it."""
    told = {"claim", "claimed_by", "denied_by", "attributed_to", "damage", "killed", "wounded"}
    return not told.isdisjoint(telling.says)


def _count_weapons(says: dict[str, Any], text: str, start: int, end: int) -> None:
    dates = [(found.start, found.end) for found in find_dates(text, None, start, end)]
    found = [
        quantity
        for quantity in quantities.find(text, start, end)
        # "On Friday 8 December 2023 rockets hit": the year counts nothing.
        if not any(first <= quantity.start < last for first, last in dates)
    ]
    salvoes: list[str] = []
    for weapon in find_weapons(text, start, end):
        if weapon.unit != "round" or _ATTRIBUTIVE.match(text, weapon.end, end):
            continue
        quantity = next((q for q in reversed(found) if q.end <= weapon.start), None)
        if quantity is None or weapon.start - quantity.end > 60:
            continue
        between = text[quantity.end : weapon.start]
        words = text[quantity.start : weapon.end]
        if _SALVO.match(between):
            salvoes.append(words)
        elif _BETWEEN.fullmatch(between) and not _NOT_BETWEEN.search(between):
            _keep_count(says, quantity, words, plural=weapon.surface.lower().endswith("s"))
    for match in _SALVOES.finditer(text, start, end):
        number = next(quantities.find(match["number"]), None)
        if (
            number is not None
            and (number.best or 0) > 1
            and not any(match.group() in words for words in salvoes)
        ):
            salvoes.append(match.group())
    if salvoes:
        says["salvoes"] = "; ".join(salvoes)


def _keep_count(says: dict[str, Any], quantity: Quantity, words: str, *, plural: bool) -> None:
    if quantity.best == 0 or (quantity.best == 1) == plural or "weapon_count" in says:
        return
    if quantity.best is not None:
        says["weapon_count"] = quantity.best
    says["weapon_count_text"] = words
    if quantity.is_bound:
        says["weapon_count_bounds"] = [quantity.low, quantity.high]


def _name_target(says: dict[str, Any], text: str, start: int, end: int) -> None:
    for match in _TARGET.finditer(text, start, end):
        what = match["what"].strip(" .,'’")
        if what and not _NO_TARGET.match(what):
            says["target"] = re.sub(r"[’']s\b.*$", "", what)
            return
