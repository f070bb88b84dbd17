"""Words that report an attack, and the weapons beside them; both from the lexicons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from geomap.text.lexicon import Terms, fold, forms, rows
from geomap.text.own_words import OwnWords, own_words


@dataclass(frozen=True, slots=True)
class TriggerWord:
    """What a word of ``triggers.csv`` says by itself."""

    form: str
    """``noun`` or ``verb``."""
    event_type: str
    weapon: str | None
    needs: str | None
    """What must stand beside it: ``weapon``, ``attack``, ``vessel``, ``support``; see the CSV."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word in the text that reports an attack."""

    start: int
    end: int
    surface: str
    word: TriggerWord

    @property
    def plural(self) -> bool:
        """Whether a noun speaks of several attacks at once."""
        return self.word.form == "noun" and self.surface.lower().endswith("s")


@dataclass(frozen=True, slots=True)
class Weapon:
    """A weapon named in the text."""

    start: int
    end: int
    surface: str
    name: str | None
    """The frame's word for it; ``None`` for a bomb of unsaid kind."""
    unit: str
    """``round`` where the things are countable, else ``system`` or ``event``."""


_NOT_A_WEAPON = re.compile(
    r"[\s-]+(?:and\s+\w+\s+)?(?:launch(?:ing)?|storage|production|manufacturing|assembly|control|command|defen[cs]e|air)?[\s-]*"
    r"(?:sites?|pads?|factor(?:y|ies)|depots?|bases?|launchers?|warehouses?|stockpiles?|workshops?|facilit(?:y|ies)|plants?|units?|operators?"
    r"|commanders?|capabilit(?:y|ies)|programs?|programmes?|crews?|teams?|forces|force|systems?|makers?|production|defen[cs]es?|industry|technology|expert)\b",
    re.IGNORECASE,
)
_DESTROYING = re.compile(
    r"\b(?:destroy(?:ed|ing)|thwarted|foiled|seized)\b",
    re.IGNORECASE,
)
_AIMED_AT = re.compile(r"\b(?:against|targeting|aimed\s+at)\s+(?:[\w’'-]+\s+){0,4}$", re.IGNORECASE)
"""Drones that strikes were aimed at are not what struck."""
_ADJECTIVE_BEFORE = re.compile(r"\b(?:this|the|that|a|an|such|each)\s+$", re.IGNORECASE)
_THE_BEFORE = re.compile(r"\b(?:the|those|all)\s+$", re.IGNORECASE)
_NEGATED_BEFORE = re.compile(r"(?:\b(?:not|never)|n['’]t)\s+$", re.IGNORECASE)
_INFINITIVE_BEFORE = re.compile(
    r"\b(?:to|will|would|could|can|may|might|should|must|not|n['’]t)\s+$", re.IGNORECASE
)


def trigger_terms(lang: str = "en") -> Terms[TriggerWord]:
    """All trigger words of a language, the user's own included."""
    return _trigger_terms(lang, own_words())


@cache
def _trigger_terms(lang: str, own: OwnWords) -> Terms[TriggerWord]:
    known = {
        form: TriggerWord(row["form"], row["event_type"], row["weapon"] or None, row["needs"] or None)
        for row in rows("triggers", lang)
        for form in forms(row["forms"])
    }
    added = {
        one.word: TriggerWord(one.kind, one.event_type, one.weapon, None)
        for one in own
        if one.kind != "weapon"
    }
    return Terms(known | added)


def weapon_terms(lang: str = "en") -> Terms[tuple[str | None, str]]:
    """All weapons of a language, the user's own included: the frame's word and the unit."""
    return _weapon_terms(lang, own_words())


@cache
def _weapon_terms(lang: str, own: OwnWords) -> Terms[tuple[str | None, str]]:
    known = {
        form: (row["weapon"] or None, row["unit"])
        for row in rows("weapons", lang)
        for form in forms(row["forms"])
    }
    return Terms(known | {one.word: (one.weapon, "round") for one in own if one.kind == "weapon"})


def find_triggers(text: str, start: int, end: int, *, lang: str = "en") -> list[Trigger]:
    """Give the trigger words in ``text[start:end]`` that stand as such."""
    found = []
    for begin, finish, word in trigger_terms(lang).find(text, start, end):
        head = text[max(start, begin - 16) : begin]
        surface = text[begin:finish]
        if word.form == "verb":
            following = text[finish : finish + 20].lstrip().split(" ", 1)[0]
            if _ADJECTIVE_BEFORE.search(head) and following and _is_trigger_noun(following, lang):
                continue  # "this targeted attack": the noun is the trigger
            if _NEGATED_BEFORE.search(head):
                continue
            if surface.lower() in {"wounded", "injured", "killed"} and _THE_BEFORE.search(head):
                continue  # "the wounded were taken to Rutba hospital"
        elif _INFINITIVE_BEFORE.search(head) and not surface.lower().endswith("s"):
            continue  # "ready to strike": a verb, and not said to have happened
        found.append(Trigger(begin, finish, surface, word))
    return found


def _is_trigger_noun(word: str, lang: str) -> bool:
    return any(entry.form == "noun" for _, _, entry in trigger_terms(lang).find(word.strip(",.;:")))


def find_weapons(text: str, start: int, end: int, *, lang: str = "en") -> list[Weapon]:
    """Give the weapons used in ``text[start:end]``: not launch sites, nor missiles that were destroyed."""
    destroyed = [match.end() for match in _DESTROYING.finditer(text, start, end)]
    found = []
    for begin, finish, (name, unit) in weapon_terms(lang).find(text, start, end):
        if _NOT_A_WEAPON.match(text, finish, end):
            continue
        if _AIMED_AT.search(text[max(start, begin - 50) : begin]):
            continue
        if any(
            at <= begin <= at + 60 and not re.search(r"\b(?:by|with|using)\b|[,;]", text[at:begin])
            for at in destroyed
        ):
            continue
        found.append(Weapon(begin, finish, text[begin:finish], name, unit))
    return found


_TYPE_BY_WEAPON = {
    "rocket": "rocket attack",
    "missile": "missile attack",
    "drone": "drone attack",
    "mortar": "shelling",
    "artillery": "shelling",
    "air strike": "air strike",
    "ied": "bombing",
    "vehicle bomb": "bombing",
    "suicide bomb": "bombing",
    "small arms": "shooting",
}
_FAMILIES = {
    "rocket": frozenset({"fired from afar", "shelling"}),
    "missile": frozenset({"fired from afar", "aircraft"}),
    "mortar": frozenset({"shelling"}),
    "artillery": frozenset({"shelling"}),
    "drone": frozenset({"drone"}),
    "air strike": frozenset({"aircraft"}),
    "ied": frozenset({"planted"}),
    "vehicle bomb": frozenset({"planted"}),
    "suicide bomb": frozenset({"planted"}),
    "small arms": frozenset({"small arms"}),
}


def event_type(base: str, weapon: str | None) -> str:
    """Name the sort of event: the trigger's own word, made finer by the weapon."""
    if weapon is not None and base in {"attack", "explosion", "bombing", "shelling", "incident"}:
        return _TYPE_BY_WEAPON.get(weapon, base) if base != "explosion" else base
    return base


def same_family(one: str | None, other: str | None) -> bool:
    """Whether two weapons may be one and the same as reporters name them; unknown fits all.

    A missile and a rocket are often confused, aircraft fire missiles, and rockets are shelled;
    a drone and a rocket are two things.
    """
    if one is None or other is None:
        return True
    first, second = fold(one), fold(other)
    return not _FAMILIES.get(first, frozenset({first})).isdisjoint(_FAMILIES.get(second, frozenset({second})))


_BY_HAND = frozenset({"planted", "small arms"})


def may_go_together(one: str | None, other: str | None) -> bool:
    """Whether two weapons are those of one raid: gunmen storm the hotel whose gate a car bomb opened."""
    if one is None or other is None:
        return True
    return all(_FAMILIES.get(fold(weapon), frozenset()) <= _BY_HAND for weapon in (one, other))
