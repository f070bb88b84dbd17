"""Two names of one place, of which the gazetteer may know one: "Kobani/Ayn al-Arab town"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.gazetteer.spots import same_spot
from geomap.model import Resolution, Status
from geomap.resolve import phrases

if TYPE_CHECKING:
    from collections.abc import Callable

    Find = Callable[[str], Resolution | None]


def answer_either(phrase: str, *ways: Find) -> Resolution | None:
    """Answer a phrase that gives two or three names of one place.

    Parameters
    ----------
    phrase
        The phrase; ``None`` is answered where it is not of this form.
    *ways
        How to find a single name, the surest first.
    """
    names = phrases.either(phrase)
    for find in ways if names else ():
        answers = [(name, find(name)) for name in names]
        met = [(name, answer) for name, answer in answers if answer and answer.status is Status.RESOLVED]
        if not met:
            continue
        (own, first), *rest = met
        if all(_one_place(first, answer) for _, answer in rest):
            other = rest[0][0] if rest else next(name for name in names if name != own)
            said = f'also called "{other}"' if rest else f'"{other}" is not in the gazetteer'
            return replace(first, worded=f"{first.reason}; {said}")
        meant = " and ".join(f'"{name}" is {answer.name}' for name, answer in met)
        listed = tuple({one.place.id: one for _, answer in met for one in answer.candidates}.values())
        reason = f"its names mean different places: {meant}"
        return Resolution(phrase, Status.AMBIGUOUS, reason, candidates=listed)
    return None


def _one_place(one: Resolution, other: Resolution) -> bool:
    """Tell whether two answers mean one place, as two sources may place it."""
    return one.place is not None and other.place is not None and same_spot(one.place, other.place)
