"""What a passage adds to an event: numbers, harm, damage, target, and who says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.text import actors, harm, quantities
from geomap.text.triggers import find_weapons

if TYPE_CHECKING:
    from geomap.text.drafts import Draft
    from geomap.text.passages import Clause, Passage

_SALVO = re.compile(r"\s+(?:[\w-]+\s+){0,2}(?:salvo(?:e?s)?|barrages?|volleys?|waves?)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:(?:of|more|separate|suspected|Iranian|Russian|[\w’'.-]+)\s+){0,4}", re.UNICODE)
_NOT_BETWEEN = re.compile(
    r"\b(?:salvo(?:e?s)?|barrages?|volleys?|waves?|series|attacks?|people|and|or|on|at|in|with|by|from|launched|fired)\b",
    re.IGNORECASE,
)
_ATTRIBUTIVE = re.compile(
    r"[\s-]+(?:and\s+\w+\s+)?(?:attacks?|strikes?|fire|raids?|barrages?|bombardments?|shelling|salvo\w*|assaults?)\b",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?:^|\s)(?:on|at|against|targeting|targeted|struck|hit|rocked|attacked|into|destroyed|shelled|bombed)\s+(?:and\s+\w+\s+)?(?:the\s+|an?\s+|two\s+|several\s+|both\s+)?"
    r"(?P<what>(?!around|about|approximately|least|once|dawn|midnight|noon|\d)[\w’'.“”\"-]+(?:\s+(?!in\b|at\b|near\b|on\b|and\b|with\b|from\b|for\b|of\b|stationed\b|housing\b|causing\b|killing\b|wounding\b|during\b|by\b|as\b|was\b|were\b|is\b|while\b|after\b|belonging\b)[\w’'.“”\"-]+){0,5})",
)
_NO_TARGET = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|^(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\b|^(?:condition|behalf|board|social|it|him|them|her|us)\b"
)


def adds(text: str, passage: Passage) -> bool:
    """Whether a passage without any trigger still says something about an event."""
    voices = actors.read_voices(text, passage.start, passage.end)
    if voices.no_claim or voices.claimed_by or voices.denied_by or voices.attributed_to:
        return True
    if next(harm.find_casualties(text, passage.start, passage.end), None) is not None:
        return True
    return harm.find_damage(text, passage.start, passage.end) is not None


def fill(draft: Draft, text: str, passage: Passage, clause: Clause | None, *, with_target: bool) -> None:
    """Add to `draft` what the sentence (and, for weapons and target, the clause) says."""
    start, end = (clause.start, clause.end) if clause is not None else (passage.start, passage.end)
    if clause is not None:
        _count_weapons(draft, text, start, end)
        if with_target:
            _name_target(draft, text, start, end)
    for clause_of_sentence in passage.clauses:
        if clause_of_sentence.verdict is not None and clause_of_sentence is not clause:
            continue
        draft.casualties.extend(harm.find_casualties(text, clause_of_sentence.start, clause_of_sentence.end))
    damage = harm.find_damage(text, passage.start, passage.end)
    if damage is not None and draft.said.get("damage") in {None, "not yet known"}:
        draft.said["damage"] = damage
    _hear(draft, text, passage)


def _hear(draft: Draft, text: str, passage: Passage) -> None:
    voices = actors.read_voices(text, passage.start, passage.end)
    for name in ("actor", "claimed_by", "attributed_to", "denied_by", "speaker"):
        value = getattr(voices, name)
        if value is not None:
            draft.said.setdefault(name, value)
    if voices.no_claim and "claimed_by" not in draft.said:
        draft.said.setdefault("claim", "no claim")


def _count_weapons(draft: Draft, text: str, start: int, end: int) -> None:
    found = list(quantities.find(text, start, end))
    for weapon in find_weapons(text, start, end):
        if weapon.unit != "round" or _ATTRIBUTIVE.match(text, weapon.end, end):
            continue
        for quantity in reversed(found):
            if quantity.end > weapon.start or weapon.start - quantity.end > 60:
                continue
            between = text[quantity.end : weapon.start]
            if _SALVO.match(between):
                draft.salvoes.append((quantity.best, text[quantity.start : weapon.end]))
                break
            if not _BETWEEN.fullmatch(between) or _NOT_BETWEEN.search(between):
                break
            words = text[quantity.start : weapon.end]
            if quantity.best == 1 and weapon.surface.lower().endswith("s"):
                break
            if quantity.best == 0:
                break
            draft.counts.append((quantity.low, quantity.best, quantity.high, quantity.approximate, words))
            break
    for match in re.finditer(
        r"\b(\w+)\s+(?:[\w-]+\s+)?(?:salvos?|salvoes)\b", text[start:end], re.IGNORECASE
    ):
        number = next(quantities.find(match.group(1)), None)
        if number is not None and number.best is not None and number.best > 1:
            entry = (number.best, match.group())
            if all(best != number.best for best, _ in draft.salvoes):
                draft.salvoes.append(entry)


def _name_target(draft: Draft, text: str, start: int, end: int) -> None:
    if "target" in draft.said or draft.spot is None:
        return
    for match in _TARGET.finditer(text, start, end):
        what = match["what"].strip(" “”\"'")
        if _NO_TARGET.match(what):
            continue
        draft.said["target"] = what
        return
