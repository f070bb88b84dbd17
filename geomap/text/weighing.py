"""What speaks for and against a place, where the gazetteer knows a name: its fame and the words around."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.text.lexicon import placewords
from geomap.text.page import ENOUGH, INTRODUCES, Found, kind_words, ordinary
from geomap.text.people import given_names, surnames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.capitals import Word
    from geomap.text.known import Known
    from geomap.text.page import Page

_DATELINE = re.compile(r"(?:, [\w. ]{2,20})?(?: \([A-Z][\w ]{1,20}\))? ?(?:--?|[—–_])\s")
"""After a place that opens a report: "CAIRO (AP) -- ..."."""
_DIRECTED = re.compile(
    r"\b(?:north|south|east|west|coast|outskirts|vicinity|countryside)\w*\s+of\s+$", re.IGNORECASE
)
"""Before what something lies beside: "64 NM northwest of Mokha"."""
_OWNER = re.compile(r"\b([A-Z][\w-]+)['’]s $")
_PART_OF_A_NAME = re.compile(r"\w[-‑][a-z]{1,3}[-‑]$")
_NOUN = re.compile(r"(?:['’]s?)?[ \n](\w+)")


def weigh(page: Page, run: Sequence[Word], at: int, end: int, surface: str, known: Known) -> Found | None:
    """Weigh the words ``run[at]`` to ``run[end]``; ``None`` where surely no place is meant.

    The weight is the name's fame, more for several words, less for what is also a person's
    name or an ordinary word, and what the words around it add or take.
    """
    first, final = run[at], run[end]
    if page.is_blocked(first.start, final.end):
        return None
    if page.places and _is_ship(page.text, run, at, end):
        return None
    if page.places and _PART_OF_A_NAME.search(page.text, max(0, first.start - 6), first.start):
        # "Dasht-e-Barchi" is not Barchi.
        return None
    if known.fame == 0.0:
        return _other(page, run, at, end, surface, known)
    weight = known.fame
    words = end - at + 1
    if words == 1:
        weight -= _ordinariness(page, first, known)
    elif final.possessive and first.text in {"St", "Saint"}:
        # St. Patrick's Day, St. Peter's Basilica.
        return None
    else:
        weight += 1.5
    around = _around(page, run, at, end, known)
    if around is None:
        return None
    return Found(first.start, final.end, surface, weight + around)


_SHIP = (
    r"(?:(?:dry\s+)?(?:bulk|container|cargo|oil|chemical|crude|fuel|merchant|commercial)\s+)*"
    r"(?:ship|vessel|tanker|carrier|freighter|frigate|destroyer|tugboat|yacht|boat)"
)
_SHIP_BEFORE = re.compile(rf"\b(?:{_SHIP}|M/V|MV|MT|M/T|USS|HMS)(?:,)?\s+(?:the\s+)?[“\"‘']?$", re.IGNORECASE)
_SHIP_AFTER = re.compile(rf"\s+{_SHIP}\b", re.IGNORECASE)


def _is_ship(text: str, run: Sequence[Word], at: int, end: int) -> bool:
    """Whether a ship bears the name: "the container ship Gibraltar Eagle"."""
    first, last = at, end
    while first and run[first].gap == " ":
        first -= 1
    while last + 1 < len(run) and run[last + 1].gap == " ":
        last += 1
    if _SHIP_BEFORE.search(text, max(0, run[first].start - 40), run[first].start):
        return True
    return last > end and _SHIP_AFTER.match(text, run[last].end) is not None


def _other(page: Page, run: Sequence[Word], at: int, end: int, surface: str, known: Known) -> Found | None:
    """Take a code that stands after a name: "Memphis, TN"."""
    first, final = run[at], run[end]
    if known.code and _after_name(page.text, first.start):
        return Found(first.start, final.end, surface, ENOUGH, fixed=True)
    return None


def _ordinariness(page: Page, word: Word, known: Known) -> float:
    """Say how much speaks for a person or an ordinary word, by the bare word."""
    text = word.text.capitalize() if word.text.isupper() and len(word.text) > 3 else word.text
    if text.lower() in ordinary():
        return 4.0
    if known.country:
        return 0.0
    against = 0.0
    if text in page.persons:
        against += 3.5
    if text in given_names():
        against += 0.5 if known.container else 1.2
    elif text in surnames():
        against += 0.5 if known.container else 1.0
    if len(text) <= 2 and not text.isupper():
        against += 2.0
    return against


def _around(page: Page, run: Sequence[Word], at: int, end: int, known: Known) -> float | None:
    """Weigh the words around; ``None`` where they leave no doubt that no place is meant."""
    text, start, stop = page.text, run[at].start, run[end].end
    weight = 0.0
    before = text[max(0, start - 24) : start].split()
    lead = before[-1].lower() if before and text[start - 1 : start] in " \n“\"'" else ""
    following = run[end + 1].text if end + 1 < len(run) and run[end + 1].gap == " " else ""
    if lead in {"in", "near"}:
        weight += 2.5
    elif lead in placewords("locative"):
        weight += 1.5
    elif page.places and lead in placewords("struck"):
        weight += 2.0
    elif lead in placewords("motion"):
        weight += 1.0
    if page.places and lead == "of" and _DIRECTED.search(text, max(0, start - 30), start):
        weight += 2.0
    elif page.places and lead == "of" and INTRODUCES.search(text, max(0, start - 30), start):
        weight += 2.5
    if page.places and (owner := _OWNER.search(text, max(0, start - 24), start)) is not None:
        # "Yemen's Mokha".
        weight += 1.5 if page.names(owner[1]).container else 0.0
    if _opens_line(text, start) and _DATELINE.match(text, stop):
        weight += 2.5
    if following and not run[end].possessive:
        office = _office(page, run, end)
        if office is None:
            return None
        weight += office
    elif text[stop : stop + 2] == ", " and page.contained(stop):
        weight += 3.0
    else:
        weight += _noun(page, run, at, end, known)
    return weight


def _office(page: Page, run: Sequence[Word], end: int) -> float | None:
    """Weigh what the name goes on with: "Mansfield Police", "Boston Globe", "Paris Hilton"."""
    following = run[end + 1].text
    if page.places and following.lower() in kind_words() and not _goes_on(run, end + 1):
        # "Al-Mayadeen City", "Anantnag District".
        return 1.0
    if following in placewords("public-body") or following in placewords("title"):
        return -9.0 if page.places and following not in placewords("title") else 1.5
    for step in range(1, 5):
        if end + step >= len(run) or run[end + step].gap != " ":
            break
        word = run[end + step].text
        if word in placewords("bears-name"):
            return None
        if word in placewords("organisation"):
            if page.places:
                return None
            return 1.0
        if run[end + step].possessive:
            break
    return -1.0


def _goes_on(run: Sequence[Word], at: int) -> bool:
    return at + 1 < len(run) and run[at + 1].gap in {" ", "-"}


def _noun(page: Page, run: Sequence[Word], at: int, end: int, known: Known) -> float:
    """Weigh the small word that follows: "Harlem woman", "Harir air base", "Warden said"."""
    stop = run[end].end
    match = _NOUN.match(page.text, stop)
    if match is None:
        return 0.0
    word = match[1]
    if word in placewords("says"):
        # Capitals and governments speak too; a name of people more often is one's surname.
        called = run[end].text in surnames() or run[at].text in given_names()
        return 0.0 if known.country or (known.fame >= 2.5 and not called) else -2.0
    if word in placewords("local-noun"):
        return 1.5
    if word in kind_words() and not run[end].possessive:
        kind = page.kind_after(stop)
        if kind is not None and kind[0] in placewords("site"):
            return 2.0
        # "In the Pulwama district".
        return 2.0 if kind is not None and page.places else 0.0
    return 0.0


def _opens_line(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n" or text[start - 2 : start] in {". ", "  "}


def _after_name(text: str, start: int) -> bool:
    return text[start - 2 : start] == ", " and text[start - 3 : start - 2].isalpha()
