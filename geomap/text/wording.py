"""Names that their own words make places, known to a gazetteer or not.

"Memphis Street", "Lake Texoma", "the village of X", "X, Iraq", "X airbase", "Calif."
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.text.known import NOTHING
from geomap.text.lexicon import placewords
from geomap.text.page import ENOUGH, INTRODUCES, Found, ordinary
from geomap.text.people import ARTICLES, given_names, is_article, titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.capitals import Word
    from geomap.text.known import Known
    from geomap.text.page import Page

_MISSIONS = frozenset({"embassy", "consulate", "embassy complex", "embassy compound"})
"""What is called after the country that keeps it: "the U.S. embassy"."""
_DIRECTION = re.compile(r"(?<!\w)([A-Za-z-]+) $")
_IN = re.compile(r"\b(?:in|near|of|at|from)\s+$", re.IGNORECASE)
_ADJECTIVE = re.compile(r"(?:ian|ish|ese|aqi|emi|eli|ani|ern|ench|can|U\.S\.)\b|\b(?:US|UK|UN|Federal)\b")
"""A capitalised word that only says whose: "Iraqi base", "Western airport"."""
_SHORT_STREETS = frozenset({"st", "ave", "rd", "blvd", "dr", "ln", "hwy", "twp", "pkwy"})


def feature(page: Page, run: Sequence[Word], at: int, last: int) -> tuple[Found, int] | None:
    """Find "Memphis Street", "Fannin County", "Lake Texoma" from a word on."""
    first = run[at]
    if first.text.lower() in ordinary() or first.possessive:
        before = first.text in placewords("feature-before") or first.text in placewords("old-or-new")
        if not before or first.possessive or first.text in {"The", "A"}:
            return None
    for end in range(at + 1, min(last, at + 3) + 1):
        word = run[end]
        if word.gap not in {" ", "-"}:
            break
        if end + 1 < len(run) and run[end + 1].gap == ". ":
            # "North St. Louis": the short word belongs to what follows.
            continue
        if word.text in placewords("street") or word.text in placewords("feature"):
            while end + 1 <= last and run[end + 1].gap == " " and run[end + 1].text in placewords("street"):
                end += 1
            stop = run[end].end
            if page.text[stop : stop + 1] == "." and run[end].text.lower() in _SHORT_STREETS:
                stop += 1
            surface = page.text[first.start : stop]
            return Found(first.start, stop, surface, ENOUGH, fixed=True), end
        if word.possessive:
            break
    if first.text in placewords("feature-before") and at + 1 <= last and run[at + 1].gap == " ":
        if run[at + 1].text.lower() in ordinary():
            return None
        end = at + 1
        if is_article(run, end) and end + 1 <= last:
            # "Ain Al-Arab".
            end += 1
        stop = run[end].end
        return Found(first.start, stop, page.text[first.start : stop], ENOUGH, fixed=True), end
    return None


def named_after(page: Page, run: Sequence[Word], at: int, last: int) -> tuple[Found, int] | None:
    """Find "Hotel Cairo" and "Operation Damascus Steel", which are not in the towns of their names."""
    if run[at].text not in placewords("named-after") or at == last or run[at + 1].gap != " ":
        return None
    if page.names(run[at + 1].text) is NOTHING:
        return None
    surface = page.text[run[at].start : run[at + 1].end]
    return Found(run[at].start, run[at + 1].end, surface, 0.0, fixed=True), 2


def short_state(page: Page, word: Word) -> Found | None:
    """Find "Calif." and the like: with its full stop it is nothing else."""
    if word.text not in placewords("state-short") or page.text[word.end : word.end + 1] != ".":
        return None
    surface = page.text[word.start : word.end + 1]
    return Found(word.start, word.end + 1, surface, ENOUGH, fixed=True)


_NUMBER = re.compile(r"[ -]\d{1,3}(?!\w|[.,:]\d)")


def numbered(page: Page, run: Sequence[Word], at: int, last: int) -> tuple[Found, int] | None:
    """Find "Tower 22", where the gazetteer has a place of that name."""
    for end in range(last, at - 1, -1):
        match = _NUMBER.match(page.text, run[end].end)
        if match is None:
            continue
        surface = page.text[run[at].start : match.end()]
        if page.names(surface).fame:
            return Found(run[at].start, match.end(), surface, ENOUGH, fixed=True), end - at + 1
    return None


def goes_on(page: Page, run: Sequence[Word], end: int, found: Found) -> Found:
    """Take in what an article ties to a name: "Wadi al-Shay" is not the village of Wadi."""
    if end + 1 == len(run) or run[end].possessive:
        return found
    following = run[end + 1]
    lead = page.text[max(0, found.start - 30) : found.start]
    # "The town of Bulo Marer" is not Bulo.
    named = (
        following.gap == " "
        and following.text.lower() not in ordinary()
        and (
            INTRODUCES.search(lead)
            # "In Kot Baraza" is not Kot.
            or (
                page.places
                and found.for_it < _OBSCURE
                and _BESIDE.search(lead)
                and _is_nothing(page, following)
            )
        )
    )
    if not named and _ARTICLE_GAP.fullmatch(following.gap) is None:
        return found
    stop = following.end
    return Found(found.start, stop, page.text[found.start : stop], found.for_it, fixed=True)


_HARDLY_KNOWN = 1.0
_OBSCURE = 3.3
"""A name with no more for it, "in" before it included, is that of a small place."""


def _is_nothing(page: Page, word: Word) -> bool:
    unknown = page.names(word.text).fame < _HARDLY_KNOWN
    return unknown and word.text not in placewords("public-body") | placewords("organisation") | titles()


_ARTICLE_GAP = re.compile(r" (?:al|el|as|ash|ad|an|at|ar|az|ez|es|et|ed)[-‑]", re.IGNORECASE)


def directed(page: Page, run: Sequence[Word], at: int, last: int) -> tuple[Found, int] | None:
    """Find "northern Iraq", where the gazetteer has a place of that name."""
    before = _DIRECTION.search(page.text, max(0, run[at].start - 16), run[at].start)
    if before is None or before[1].lower() not in placewords("compass"):
        return None
    for end in range(last, at - 1, -1):
        surface = page.text[before.start(1) : run[end].end]
        if page.names(surface).fame and not page.is_blocked(run[at].start, run[end].end):
            return Found(before.start(1), run[end].end, surface, ENOUGH, fixed=True), end - at + 1
    return None


def with_kind(page: Page, word: Word, found: Found, known: Known) -> Found:
    """Take in the word for its kind that follows a name: "al-Asad airbase", "Parakh village"."""
    kind = None if word.possessive or known.fame == 0.0 else page.kind_after(found.end)
    if kind is None:
        return found
    phrase, stop = kind
    surface = page.text[found.start : stop]
    if page.places:
        # "Iraq base" and "Ukraine border crossing" name no site; "Aleppo airport" does.
        proper = page.text[found.end : stop].istitle()
        fits = phrase in _MISSIONS or phrase not in placewords("site") or not known.wide or proper
    else:
        fits = phrase in placewords("site") and page.names(surface).fame > 0.0
    return Found(found.start, stop, surface, found.for_it, found.fixed) if fits else found


def unknown(page: Page, run: Sequence[Word], at: int, last: int) -> tuple[Found | None, int]:
    """Find a name that no gazetteer has, where the words around say that it is a place."""
    first = run[at]
    if first.gap in {" ", "-"} or first.text.lower() in ordinary():
        return None, 1
    end = at
    while end < last and end - at < 3 and run[end + 1].gap in {" ", "-"} and not run[end].possessive:
        end += 1
    stop = run[end].end
    words = [word.text for word in run[at : end + 1]]
    if (
        page.is_blocked(first.start, stop)
        or words[-1] in placewords("organisation")
        or _ADJECTIVE.search(" ".join(words))
    ):
        return None, 1
    kind = None if run[end].possessive else page.kind_after(stop)
    if kind is not None and kind[1] and not any(page.names(word) is not NOTHING for word in words):
        return Found(first.start, kind[1], page.text[first.start : kind[1]], ENOUGH, fixed=True), end - at + 1
    lead = page.text[max(0, first.start - 30) : first.start]
    introduced = INTRODUCES.search(lead) is not None
    contained = _IN.search(lead) is not None and page.text[stop : stop + 2] == ", " and page.contained(stop)
    named = words[1:] if words[0] in ARTICLES else words
    if introduced or contained or (page.places and _stands_alone(page, named, lead, stop)):
        return Found(first.start, stop, page.text[first.start : stop], ENOUGH, fixed=True), end - at + 1
    return None, 1


def _stands_alone(page: Page, words: list[str], lead: str, stop: int) -> bool:
    """Whether "near Shtula" names a place: nothing but a preposition before, and no noun after."""
    if _BESIDE.search(lead) is None or _GOES_ON_AS_NOUN.match(page.text, stop):
        return False
    return not any(
        word.isupper()
        or word in page.persons
        or word in given_names()
        or word in titles()
        or word in placewords("no-place")
        for word in words
    )


_BESIDE = re.compile(
    r"(?<!\w)(?:in|near|outside|(?:attacks?|strikes?|raids?|raid|shelling|bombing|bombs?|rockets?|missiles?|dropped)\s+(?:on|at)"
    r"|shelled|bombed|stormed|raided)\s+(?:[A-Z][\w’'-]+(?:,|\s+and|,\s+and)\s+){0,4}$"
)
_GOES_ON_AS_NOUN = re.compile(
    r"[-‐‑’'](?!\s)|\s+(?!(?:and|or|but|in|on|at|near|by|with|from|to|after|before|during|when|where|while|as|since|until"
    r"|early|late|earlier|later|overnight|today|yesterday|this|last|that|which|who|was|were|is|are|has|have|had|killed"
    r"|killing|wounded|wounding|injuring|injured|left|leaving|causing|using|amid|following|said|according|for|also)\b)[a-z]"
)
