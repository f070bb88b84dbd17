"""The parts of a report that must be told apart: only its body can start an event.

A web page saved as text brings photo captions, embedded posts, questions and answers,
links and tags along. They repeat or explain; a caption's place is not an event's place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from geomap.text.lexicon import rows

FURNISHED = ("en", "fr", "ar")
"""The languages whose pages' furniture is known, in `lexicons/*/furniture.csv`."""


class ZoneKind(StrEnum):
    """What a stretch of a report is."""

    BODY = "body"
    HEADLINE = "headline"
    SUBHEAD = "sub-heading"
    DATELINE = "dateline"
    CAPTION = "photo caption"
    POST = "quoted post"
    FAQ = "question and answer"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the text of one kind."""

    start: int
    end: int
    kind: ZoneKind
    paragraph: int
    """Number of the paragraph that it belongs to."""


_CREDIT = re.compile(
    # "A security official told AFP." ends a sentence, "2014. Reuters" and "via AP" a caption.
    r"(?:(?<![a-z,—–-] )|(?<=\bvia ))\b(?:REUTERS|Reuters|AP|AFP|EPA|UPI|Getty(?: Images)?"
    r"|Anadolu(?: Agency)?|X/Twitter|Shutterstock)(?: Photo)?[\s)\].]*$"
    r"|^\W*(?:[Ii]mages?|[Pp]hotos?|[Pp]ictures?)\s+(?:of|shows?)\b|\bPhoto shows\b"
    r"|\(?\b(?:photo(?:\s+credit)?|image|picture|credit|file photo)\s*:"
    r"|\[[^\]]*(?:AFP|AP|Reuters|EPA|Getty)[^\]]*\]\s*$"
    # "... on Feb. 19, 2025. (Oleksandr Prokudin/Telegram)", "... - Press service / via AP".
    r"|\((?:[A-Z][\w.’'-]*\s?){1,4}/\s?(?:[A-Z][\w.’'-]*\s?){1,4}\)\W*$|\((?:[Cc]ourtesy|via)\b[^)]*\)\W*$"
    r"|\bfile (?:photo|picture)\b|\bin this (?:picture|photo|image|screen ?grab|handout)\b",
)
_SHOWN_ON = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s+\w+\.?\s+\d{1,2},\s+\d{4}\s*$")
"""What a photo shows, and the full day it was taken, without a stop."""
_CAPTION_WORDS = 8
_POST_LINK = re.compile(r"\bpic\.twitter\.com/|\bhttps?://t\.co/")
_POST_BY = re.compile(
    r"^(?:https?://\S+\s*)?[—–-]{1,2}\s?.{1,80}\(@\w{1,30}\)|\(@\w{1,30}\)\s+\w+ \d{1,2}, \d{4}\s*$"
)
_FAQ = re.compile(r"^\W*(?:FAQs?|frequently asked questions|questions and answers)\W*$", re.IGNORECASE)
_QUESTION = re.compile(r"^(?:Q|A)\s*[:.]\s+\S|^\d+\.\s+[^.!]*\?\s*$")
_BOILERPLATE = re.compile(
    r"^\W*(?:source link|source\s*:|you may also like|read (?:more|also|next|the full)\b|related\b|see also\b"
    r"|share (?:this|on)\b|follow us\b|sign up\b|subscribe\b|advertisement\b|click here\b|stay tuned\b"
    r"|copyright\b|©|all rights reserved\b|for immediate release|release number\b|tags?\s*:|topics?\s*:"
    r"|(?:also|must)\s+read\b|check also\b"
    r"|more on (?:this|the)\b|recommended\b|more from\b|most read\b|editing by\b|reporting by\b|https?://\S+\s*$|contact\s*:)",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.!?…:;,]['\"”’»)\]]*\s*$|[\"”]\s*$")
_STAMP = re.compile(
    r"^\W*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?:\d{4}-\d\d-\d\d|\d{1,2} \w+ \d{4}|\w+\.? \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{4})"
    r"(?:\W{1,4}\d{1,2}:\d\d(?:\s*[ap]m)?)?\W*$",
    re.IGNORECASE,
)
_DATE_FIELD = re.compile(r"date[:\s]\s*\d{4}-\d\d-\d\d(?:T\S*)?(?:\s+|$)", re.IGNORECASE)
"""The date stamp of a crawler at the head of a line."""
_AGENCY = r"\((?:AP|AFP|Reuters|REUTERS|UPI|Xinhua|CNN|IANS|dpa)"
_TOWN = r"[A-Z][a-z]+(?:[ -](?:[a-z]{2}[ -])?[A-Z][a-z]+){0,3}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = r"(?:\w+\.? \d{1,2}|\d{1,2} \w+)"
_DATELINE = re.compile(
    r"(?P<line>(?:[A-Z][A-Z’'\-]+(?:[ /][A-Z][A-Z’'\-]+){0,3}"
    r"(?:,\s+(?:[A-Z][a-z]+\.?|[A-Z]{2,})(?:\s+[A-Z][a-z]+){0,2})?"
    rf"|{_TOWN}(?:,\s+[A-Z][a-z]+\.?)?(?=\s*{_AGENCY})"
    rf"|{_TOWN}(?=\s[—–]\s[A-Z“\"])"
    # "November 26, 2024 (MEROWE) –", "Aden, Agency, Tuesday, 10 October 2023." and
    # "Gaza (WAFA), 1 February 2025:".
    rf"|{_DAY},?\s\d{{4}}\s+\([A-Z][A-Za-z ]{{2,30}}\)"
    # "16/01/2024 11:40 KHARTOUM / ..." and "January 16 - 2024 EL FASHER / ...".
    rf"|(?:\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|{_DAY}(?:,| -)?\s\d{{4}})(?:,?\s(?:-\s)?\d{{1,2}}:\d\d)?"
    r"\s+[A-Z]{2,}(?:[ -][A-Z]{2,}){0,3}\s/(?=\s)"
    rf"|{_TOWN}(?:,\s+[A-Z][\w ]{{1,24}})?(?:\s\([A-Z][\w. ]{{1,24}}\))?,"
    rf"\s+(?:\w+day,?\s+)?{_DAY},?\s\d{{4}}(?=[.:]\s)"
    # "Kirkuk (Shafaq News) –" and "Baghdad/NINA/": whoever reports, a town and a name before the text.
    rf"|{_TOWN}(?=\s+\([A-Z][\w. ]{{1,24}}\)\s*[—–-])|{_TOWN}(?=\s?/\s?[A-Z][A-Za-z ]{{1,20}}\s?/)"
    rf"|{_TOWN}(?=,\s+{_DAY}(?:,?\s\d{{4}})?\s+\([A-Z][\w. ]{{1,24}}\)\s*[—–-])"
    # "Damascus, SANA –" and "Port Sudan, 12 June 2024 –": a dash after an agency or a full date.
    rf"|{_TOWN}(?:,\s+[A-Z][a-z]+)?(?=,\s+(?:[A-Z]{{3,8}}|{_DAY},?\s\d{{4}})\s*[—–-]))"
    rf"(?:,\s+[A-Z]{{3,8}}(?=\s+[—–-]))?(?:,?\s+{_DAY}(?:,? \d{{4}})?)?\s*(?:\((?:[\w\s./]{{2,40}})\)\s*)?"
    r"(?:(?:—|–|--|-|:|(?<=[A-Z]\s/)|(?<=\d)\.)\s+|/\s?[A-Z][A-Za-z ]{1,20}\s?/\s*[—–:-]?\s*))(?=\S)"
)

_WITHIN = re.compile(r"[a-z\d)’'\"”][.!?]+[\"'”’)]*\s+[\"'“‘(]*[A-Z]\w")
"""A sentence ends within a line and another begins: "Shelling again. The mill is on fire"."""
_AUTHOR = re.compile(
    r"\W*(?:[\w’'. -]{1,40}\(?)?@\w{2,30}\)?(?:\W+(?:\d{1,2}[:.h]\d\d(?:\s?[ap]m)?|\d{1,2}[hm]"
    r"|\w{3,9}\.? \d{1,2}(?:, \d{4})?"
    r"|\d{1,2} \w{3,9}\.?(?: \d{4})?))*\W*$",
    re.IGNORECASE,
)
"""The line over a post: "@rami · 08:14"."""
_HOUR_ONLY = re.compile(
    r"\W*\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s*(?:[A-Z]{2,4}|local(?: time)?|hours|hrs))?\W*$",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"\W*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[:h]\d\d(?:\s*[ap]m)?"
    rf"|(?:\w+day,?\s+)?(?:{_MONTH}\.?\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?)(?:,?\s\d{{1,2}}[:h]\d\d(?:\s*[ap]m)?)?\W*[\])]?\s*"
    r"(?:[–—|:-]|(?<=\])\s|\s{2,}|\t|,\s+(?=[A-Z][\w’' -]{1,40}(?:\([^)]*\))?[:–—]\s))\s*(?=\S+\s+\S+\s+\S)",
    re.IGNORECASE,
)
"""A line of a log: "05/03/2024 – Naqoura: a car hit by a drone"."""
_PLACED_ITEM = re.compile(
    r"\s*[*•▪●‣·–-]\s*[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3}(?:\s\([^)]{2,40}\))?:\s+\S+\s+\S"
)
"""An item of a list that begins with its place: "- Kharkiv: two people killed"."""
_LINK_WORDS = 18
"""The title of another story is no longer."""
_HEADING_WORDS = 20
_POST_LINES = 6
_POST_WORDS = 25
"""A post runs over few short lines between its author and its picture."""
_BOILERPLATE_WORDS = 25
_BROKEN_WORDS = 3
_NO_REST = re.compile(r"https?:|www\.|[\w-]+:|@|\w\W")
"""A line that begins small but is no rest of a sentence: an address, a field of a head, a point of a list."""
_UNFINISHED = re.compile(r"\s(?:in|at|on|of|the|and|an?|to|near|by|from|with|for|into|over|that)$")
"""The end of a line that another has to follow."""


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    block: int
    kind: ZoneKind | None = None

    def words(self, text: str) -> int:
        return len(text[self.start : self.end].split())


def split(text: str, start: int = 0) -> list[Zone]:
    """Divide ``text[start:]`` into zones, in order; blank lines belong to none.

    Parameters
    ----------
    text
        The report.
    start
        Where its own words begin, after a date stamp on the first line.
    """
    lines = _lines(text, start)
    _mark_others(text, lines)
    _mark_faq(text, lines)
    _mark_posts(text, lines)
    _mark_captions(text, lines)
    _mark_headings(text, lines)
    _mark_tags(text, lines)
    if not any(line.kind is None for line in lines):
        # A post by itself is a report.
        for line in lines:
            line.kind = None if line.kind is ZoneKind.POST else line.kind
    zones: list[Zone] = []
    for number, line in enumerate(lines):
        begin, kind = line.start, line.kind or ZoneKind.BODY
        if (stamp := _DATE_FIELD.match(text, begin, line.end)) is not None:
            zones.append(Zone(begin, stamp.end(), ZoneKind.DATELINE, number))
            begin = stamp.end()
            if begin >= line.end:
                continue
        if kind is ZoneKind.BODY and (dateline := _DATELINE.match(text, begin, line.end)) is not None:
            zones.append(Zone(begin, dateline.end("line"), ZoneKind.DATELINE, number))
            begin = dateline.end("line")
        zones.append(Zone(begin, line.end, kind, number))
    return zones


def _lines(text: str, start: int) -> list[_Line]:
    found: list[_Line] = []
    block, position = 0, start
    for raw in text[start:].splitlines(keepends=True):
        end = position + len(raw.rstrip())
        begin = position + len(raw) - len(raw.lstrip())
        if begin < end and found and found[-1].block == block and _goes_on(text, found[-1], begin, end):
            found[-1].end = end
        elif begin < end:
            found.append(_Line(begin, end, block))
        else:
            block += 1
        position += len(raw)
    return found


def _goes_on(text: str, before: _Line, start: int, end: int) -> bool:
    """Whether a line is the rest of a sentence that was broken to fit a page."""
    words = text[before.start : before.end]
    stops = _TERMINAL.search(words) is not None and not words.endswith(",")
    if len(words.split()) < _BROKEN_WORDS or stops or _AUTHOR.match(words):
        return False
    small = text[start].islower() and _NO_REST.match(text, start, end) is None
    return small or _UNFINISHED.search(words[-8:]) is not None


@cache
def _furniture(kind: str) -> re.Pattern[str]:
    patterns = [
        row["pattern"] for lang in FURNISHED for row in rows("furniture", lang) if row["kind"] == kind
    ]
    return re.compile(rf"\W*(?:{'|'.join(patterns)})(?P<rest>\W*$)?", re.IGNORECASE)


def _mark_others(text: str, lines: list[_Line]) -> None:
    """Mark notices of the paper, and the lists of other stories under a heading of their own."""
    listing = False
    for line in lines:
        words = text[line.start : line.end]
        if _furniture("notice").match(words):
            line.kind = ZoneKind.BOILERPLATE
        elif _furniture("related").fullmatch(words):
            line.kind, listing = ZoneKind.BOILERPLATE, True
        elif listing and line.words(text) <= _LINK_WORDS and not _WITHIN.search(words):
            line.kind = ZoneKind.BOILERPLATE
        else:
            listing = False


def _mark_faq(text: str, lines: list[_Line]) -> None:
    asking = False
    for line in lines:
        words = text[line.start : line.end]
        if _FAQ.match(words):
            asking = True
        if line.kind is not None:
            continue
        if _BOILERPLATE.match(words) and line.words(text) <= _BOILERPLATE_WORDS:
            line.kind = ZoneKind.BOILERPLATE
        elif asking or _QUESTION.match(words):
            line.kind = ZoneKind.FAQ


def _mark_posts(text: str, lines: list[_Line]) -> None:
    for number, line in enumerate(lines):
        words = text[line.start : line.end]
        if line.kind is ZoneKind.BOILERPLATE:
            continue
        if _POST_LINK.search(words):
            line.kind = ZoneKind.POST
        if _POST_BY.search(words):
            line.kind = ZoneKind.POST
            if number and lines[number - 1].kind is None and lines[number - 1].words(text) <= 60:
                lines[number - 1].kind = ZoneKind.POST
    posts = [number for number, line in enumerate(lines) if line.kind is ZoneKind.POST]
    for first, last in pairwise(posts):
        between = lines[first + 1 : last]
        if len(between) <= _POST_LINES and all(line.words(text) <= _POST_WORDS for line in between):
            for line in between:
                line.kind = line.kind or ZoneKind.POST


def _mark_captions(text: str, lines: list[_Line]) -> None:
    captions: set[str] = set()
    for number, line in enumerate(lines):
        words = text[line.start : line.end]
        shown = _SHOWN_ON.search(words) is not None and line.words(text) > _CAPTION_WORDS
        if line.kind is not None or not (shown or _CREDIT.search(words)) or line.words(text) > 90:
            continue
        line.kind = ZoneKind.CAPTION
        captions.add(_caption_key(words))
        before = lines[number - 1] if number else None
        if (
            before is not None
            and before.kind is None
            and before.block == line.block
            and (line.words(text) <= 8 or not _TERMINAL.search(text[before.start : before.end]))
        ):
            before.kind = ZoneKind.CAPTION
            captions.add(_caption_key(text[before.start : before.end]))
    for line in lines:
        if line.kind is None and _caption_key(text[line.start : line.end]) in captions:
            line.kind = ZoneKind.CAPTION


def _caption_key(words: str) -> str:
    return " ".join(words.lower().split())[:60]


def _mark_headings(text: str, lines: list[_Line]) -> None:
    placed = sum(_PLACED_ITEM.match(text, line.start, line.end) is not None for line in lines) > 1
    in_body = posted = False
    for line in lines:
        if line.kind is not None:
            continue
        words = text[line.start : line.end]
        if _STAMP.match(words):
            line.kind = ZoneKind.BOILERPLATE
        elif _AUTHOR.match(words):
            line.kind, posted = ZoneKind.BOILERPLATE, True
            continue
        elif (
            not posted
            and _is_heading(words, placed=placed)
            and line.words(text) <= _HEADING_WORDS
            and len(lines) > 1
        ):
            line.kind = ZoneKind.SUBHEAD if in_body else ZoneKind.HEADLINE
        else:
            in_body = True
        posted = False


def _is_heading(words: str, *, placed: bool) -> bool:
    """Whether a line has the form of a heading: no stop at its end or within; no entry of a log or list."""
    if len(words.split()) > _HEADING_WORDS or _TERMINAL.search(words):
        return False
    if _WITHIN.search(words) or _ENTRY.match(words):
        return False
    return not (placed and _PLACED_ITEM.match(words))


def _mark_tags(text: str, lines: list[_Line]) -> None:
    # A page's list of tags: at its end, three short lines or more that are no sentences.
    tail = []
    for line in reversed(lines):
        if line.kind not in {ZoneKind.SUBHEAD, ZoneKind.BOILERPLATE} or line.words(text) > 4:
            break
        tail.append(line)
    if len(tail) >= 3:
        for line in tail:
            line.kind = ZoneKind.BOILERPLATE
