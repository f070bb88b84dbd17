"""Times of day in running text: "4:15am (1:15am GMT)", "0415 hours", "around noon"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOCK = re.compile(
    r"""(?<![\w.:$€£])(?:
      (?P<h12>1[0-2]|0?\d)(?:[:.](?P<m12>[0-5]\d))?\s*(?P<ap>a\.m\.?|p\.m\.?|am|pm|AM|PM|A\.M\.?|P\.M\.?)
    | (?P<h24>[01]?\d|2[0-3])[:.](?P<m24>[0-5]\d)(?::[0-5]\d)?(?P<hrs>\s*(?:hours|hrs|h)\b)?
    | (?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)(?=\s*(?:hours|hrs|GMT|UTC|Z\b|local|h\b))
    | (?P<word>noon|midday|midnight)
    )(?:\s*(?P<zone>GMT|UTC|Z\b|local(?:\s+time)?|\(?(?P<place>[A-Z]\w+)\s+time\)?))?""",
    re.VERBOSE,
)
_APPROXIMATE = re.compile(
    r"(?:\b(?:around|about|approximately|roughly|nearly|(?:shortly|just|some time) (?:after|before))|~)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day in minutes after midnight, and the zone where the text names it."""

    start: int
    end: int
    text: str
    minute: int
    zone: str | None = None
    """``"utc"``, ``"local"`` or ``None`` where the text does not say."""
    place: str | None = None
    """The place of "Sanaa time"."""
    approximate: bool = False

    @property
    def slack(self) -> int:
        """Minutes to either side: half the step that an approximate time is rounded to."""
        if not self.approximate:
            return 0
        if self.minute % 60 == 0:
            return 30
        return 15 if self.minute % 15 == 0 else 5


def find_clocks(text: str, start: int = 0, end: int | None = None) -> Iterator[ClockTime]:
    """Yield the times of day in ``text[start:end]``, left to right."""
    end = len(text) if end is None else end
    for match in _CLOCK.finditer(text, start, end):
        minute = _minute(match)
        if minute is None:
            continue
        head = text[max(start, match.start() - 24) : match.start()]
        if (
            match["h24"]
            and not match["hrs"]
            and not match["zone"]
            and not re.search(r"\b(?:at|around|about|approximately|by|from|to|between|[|\-–])\s*$", head)
        ):
            # A bare "2:1" is a score; a bare "08:23" is a time only where the words lead up to it.
            continue
        zone = (match["zone"] or "").lower()
        yield ClockTime(
            match.start(),
            match.end(),
            match.group(),
            minute,
            zone="utc" if zone in {"gmt", "utc", "z"} else "local" if zone else None,
            place=match["place"] if match["place"] not in {"Local", "Eastern", "Pacific"} else None,
            approximate=_APPROXIMATE.search(head) is not None,
        )


def _minute(match: re.Match[str]) -> int | None:
    if match["word"]:
        return 0 if match["word"].lower() == "midnight" else 12 * 60
    if match["h12"]:
        hour = int(match["h12"])
        if hour == 0 and match["ap"][0] in "pP":
            return None
        hour = hour % 12 + (12 if match["ap"][0] in "pP" else 0)
        return hour * 60 + int(match["m12"] or 0)
    if match["h24"]:
        return int(match["h24"]) * 60 + int(match["m24"])
    return int(match["h4"]) * 60 + int(match["m4"])
