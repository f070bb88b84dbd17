"""Dates in running text, read against the publication date.

A weekday is the last such day up to and with the day of publication; a month and day
without a year is the last such date that is not after it. Without a publication date
such expressions stay open: their words are kept, their date is not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.model import TimePrecision
from geomap.text.civildays import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geomap.text.civildays import Era

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|Mar(?=[\s,-]+\d|-)|April|Apr\.?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_UNTOLD = (
    r"\s+(?:to\s+)?(?!(?:and|when|in|at|on|near|by|but|as)\b)"
    r"(?!(?:the|that|this|these|those|its|their)\s+(?:[\w-]+\s+){0,2}"
    r"(?:attacks?|strikes?|raids?|blasts?|explosions?|bombings?|killings?|assaults?|incidents?|shelling)\b)\w"
)
"""After "two days before": what was to come, of which no day is told: "voting starts"."""
_NUMBER = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"

_EXPRESSION = re.compile(
    rf"""(?<![\w-])(?:
    (?P<dtg>(?P<gd>[0-3]\d)[0-2]\d[0-5]\d\s?[A-IK-Z]\s?(?P<gm>{_MONTH})\s?(?P<gy>(?:20)?\d\d))
  | (?P<iso>(?P<iy>{_YEAR})(?P<isep>[-/.])(?P<im>0[1-9]|1[0-2])(?P=isep)(?P<id>0[1-9]|[12]\d|3[01]))(?!\d)
  | (?P<num>(?P<nd>0?[1-9]|[12]\d|3[01])(?P<nsep>[-./])(?P<nm>0?[1-9]|[12]\d|3[01])(?P=nsep)(?P<ny>{_YEAR}))
  | (?P<span>(?P<sm1>{_MONTH})\s+(?P<sd1>{_DAY})(?:,?\s+(?P<sy1>{_YEAR}))?\s*(?:to|until|through|-|–|—|and)\s*
        (?:(?P<sm2>{_MONTH})\s+)?(?P<sd2>{_DAY})(?!\w|:\d)(?:,?\s+(?P<sy2>{_YEAR}))?)
  | (?P<dspan>(?P<dd1>{_DAY})\s*(?:to|-|–|—|and)\s*(?P<dd2>{_DAY})\s+(?P<dsm>{_MONTH})
        (?:,?\s+(?P<dsy>{_YEAR}))?)
  | (?P<xspan>(?P<xd1>{_DAY})\s+(?P<xm1>{_MONTH})(?:,?\s+(?P<xy1>{_YEAR}))?
        \s*(?:to|until|till|through|-|–|—)\s*(?P<xd2>{_DAY})\s+(?P<xm2>{_MONTH})(?:,?\s+(?P<xy2>{_YEAR}))?)
  | (?P<dmy>(?P<dd>{_DAY})(?:\s+(?:of\s+)?|-)(?P<dm>{_MONTH}|Mar(?!\s+[A-Z][a-z]))
        (?:(?:,?\s+|-)(?P<dy>{_YEAR}))?)
  | (?P<mdy>(?P<md_m>{_MONTH})\s+(?P<md_d>{_DAY})(?!\w|:\d)(?:,?\s+(?P<md_y>{_YEAR}))?)
  | (?P<part>(?i:(?:(?P<pw>early|mid|late)[-\s]|the\s+(?P<pw2>beginning|start|middle|end)\s+of\s+)
        (?P<pm>{_MONTH})(?:\s+(?P<py>{_YEAR}))?))
  | (?P<my>(?P<my_m>{_MONTH}),?\s+(?:of\s+)?(?P<my_y>{_YEAR}))
  | (?P<stretch>(?i:(?:in|over|during|within)\s+the\s+(?:past|last|previous|preceding)\s+
        (?:(?P<sn>{_NUMBER}|few|several)\s+)?(?P<su>hours?|days?)))
  | (?P<wdweek>(?i:(?P<wwday>{_WEEKDAY})(?:,?\s+of)?\s+last\s+week
        |last\s+week,?\s+on\s+(?P<wwday2>{_WEEKDAY})))
  | (?P<week>(?i:(?:the\s+)?(?P<wk>last|this|previous)\s+week))
  | (?P<weekend>(?i:(?:the|this|last)\s+(?:past\s+)?weekend))
  | (?P<thismonth>(?i:(?P<mk>this|last)\s+month))
  | (?P<into>(?i:(?:overnight|(?:(?:in|during|on)\s+)?the\s+night)\s+(?:in)?to\s+(?:
        (?P<iday>{_WEEKDAY})|(?P<id1>{_DAY})\s+(?P<im1>{_MONTH})|(?P<im2>{_MONTH})\s+(?P<id2>{_DAY}))))
  | (?P<nightof>(?i:overnight\s+(?:on\s+)?(?P<nday>{_WEEKDAY})(?!\s*(?:to|into|and|-|–)\s)))
  | (?P<rel>(?i:(?:the\s+)?(?:day\s+before\s+yesterday|yesterday|today|tonight|last\s+night|earlier\s+today
        |overnight(?!\s+(?:from\s+)?{_WEEKDAY})|during\s+the\s+day|this\s+(?:morning|afternoon|evening))))
  | (?P<ago>(?i:(?P<an>{_NUMBER}|a\s+few|several)\s+(?P<au>hours?|days?|weeks?)\s+ago))
  | (?P<moments>(?i:(?:(?:just|only|a\s+few|several|two|three|four)\s+){{0,2}}
        (?:hours|minutes|moments|an\s+hour)\s+(?:earlier|later|before|after(?:wards)?|prior)))
  | (?P<shift>(?i:(?P<shn>{_NUMBER})\s+(?P<shu>days?|nights?|weeks?)\s+
        (?P<sdir>earlier|(?:before|prior)(?!{_UNTOLD})|later|after(?!\s+(?:a|an|the|that|this|[A-Z])\b))(?!\s+than)
        |the\s+(?P<next>next|following|previous)\s+(?:day|night|morning|afternoon|evening)
        |the\s+(?:day|night|evening|morning)\s+(?P<day_dir>before|after)(?!\s+yesterday)))
  | (?P<feast>(?P<fn>Christmas|New\s+Year['’]s|Boxing(?=\s+Day))\s+(?P<fd>Day|Eve))
  | (?P<prev>(?i:the\s+(?P<pd>{_WEEKDAY})\s+(?:before|prior)))
  | (?P<wspan>(?i:(?:overnight\s+)?(?:(?P<wbetween>between|from)\s+)?(?P<w1>{_WEEKDAY})
        (?:\s+(?:night|evening))?\s*(?:and|or|to|into|-|–)\s*(?:early\s+(?:on\s+)?)?(?P<w2>{_WEEKDAY})))
  | (?P<wd>(?:(?i:(?:(?P<lw>last|this\s+past|this)\s+)?(?P<wday>{_WEEKDAY}))
        |(?<=[Oo]n\s)(?P<wshort>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b))
        (?!\s*,?\s+(?:the\s+)?(?:{_MONTH}\s+\d|{_DAY}(?:\s+of)?[\s-]+{_MONTH}|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d))
  | (?P<dom>(?:(?<=[Oo]n\sthe\s)|(?<=\bof\sthe\s))(?P<domd>{_DAY})(?<=[a-z])
        (?=\s*(?:[,.;:)]|$)|\s+(?:and|at|in|when|by|near|on|as|it|the|killing|after|a|an|he|they|\d)\b))
  | (?P<same>(?i:(?:the|that)\s+same\s+(?:day|morning|afternoon|evening|night)
        |that\s+(?:morning|afternoon|evening|night)|(?:earlier|later)\s+(?:that|in\s+the)\s+day))
  | (?P<year>(?:(?<=[Ii]n\s)|(?<=\bof\s))(?P<bare>{_YEAR}))
  | (?P<month>(?:(?<=[Ii]n\s)|(?<=s\sof\s))(?P<mo>{_MONTH})(?!\s+\d)
        |(?<=[Ss]ince\s)(?P<mo2>{_MONTH})(?!\s+\d))
    )(?!\w)""",
    re.VERBOSE,
)

_OPEN_ENDED = re.compile(
    r"\b(?:rose|risen|rises|climbed|increased)\s+to\s+(?:at\s+least\s+|more\s+than\s+)?[\w,-]+(?:\s+(?:people|dead))?\s+(?:on\s+)?$|\b(?:since|as\s+of|until|till|through|by|ever\s+since)\s+(?:the\s+)?(?:early\s+|mid\s+|late\s+)?$",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:said|says|told|announced|reported|confirmed|wrote|added|stated|condemned|claimed(?:\s+responsibility|\s+credit|\s+(?:the|this|that)\s+(?:attack|strike|bombing|raid))?)(?:\s+(?:reporters|journalists))?"
    r"(?:\s+(?:by|head|governor|mayor|of|the|an?|[A-Z][\w.’'-]*|military|army|officials?|source|ministry|police|spokes\w+)){0,5}"
    r"(?:\s+(?:in|on)\s+(?:an?\s+)?(?:[\w-]+\s+){0,2}(?:statement|television|radio|media|Telegram|Twitter|Facebook|X))?"
    r"(?:\s+(?:on|early|late))*\s+(?:the\s+)?$"
)
_DAY_PART = re.compile(
    r"(?:(?:in|during)\s+)?(?:the\s+)?(?:early|late|pre-dawn|small)\s+(?:hours(?:\s+of)?|morning|evening|night|afternoon)?\s*(?:on|of)?\s*$",
    re.IGNORECASE,
)
_DAY_PART_AFTER = re.compile(
    r"\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|dawn)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as written, and the civil days it means; open where nothing says which."""

    start: int
    end: int
    text: str
    first: date | None = None
    last: date | None = None
    precision: TimePrecision | None = None
    open_ended: bool = False
    """After "since", "as of" or "until": a limit of a stretch, not the day of an event."""
    relative: bool = False
    """Read against the publication date."""
    span: bool = False
    """Names the first day and the last."""
    of_saying: bool = False
    """After "said" or "announced": the day of the words, not of the event."""

    @property
    def is_day(self) -> bool:
        """Whether one day is meant and known."""
        return self.first is not None and self.first == self.last

    @property
    def is_short(self) -> bool:
        """Whether one day is meant and known, or two with the night between them."""
        return self.first is not None and self.last is not None and (self.last - self.first).days <= 1


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def fold_digits(text: str) -> str:
    """Write Arabic and Persian digits as 0 to 9; every character keeps its place."""
    return text.translate(_DIGITS)


_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:19|20)\d\d(?!\d)")


def is_day_first(text: str) -> bool | None:
    """Tell from dates like 13/3/2024 whether a text puts the day before the month; ``None`` if none tells."""
    pairs = [(int(match[1]), int(match[2])) for match in _SLASHED.finditer(text)]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    return day_first if day_first != month_first else None


def find_dates(
    text: str,
    published: date | None,
    start: int = 0,
    end: int | None = None,
    *,
    anchor: date | None = None,
    era: Era | None = None,
    act: date | None = None,
    day_first: bool | None = None,
) -> Iterator[DateExpression]:
    """Yield the dates in ``text[start:end]``, left to right, those that stay open included.

    Parameters
    ----------
    text
        The text; a sentence of it is chosen by `start` and `end`.
    published
        The day of publication, where known.
    start, end
        Offsets in code points.
    anchor
        The day that the text spoke of last: "a day later" counts from it.
    era
        The stretch that the text spoke of last, where it named no day: "In 2020 ... Five days later".
    act
        The day of the act told last: "the same day" means it, whatever was named since.
    day_first
        Whether 3/4/2024 is in April; see `is_day_first`.
    """
    end = len(text) if end is None else end
    for match in _EXPRESSION.finditer(text, start, end):
        same = match["same"] or match["moments"]
        found = read(match, published, act if same and act is not None else anchor, era, day_first)
        if found is None:
            continue
        first, last, precision, relative = found
        if precision is TimePrecision.DAY and first is not None:
            anchor, era = first, None
        elif (
            precision is TimePrecision.YEAR and first is not None and last is not None and not match["shift"]
        ):
            # "In 2021 ..., and a week later": the week counts from some day of that year.
            anchor, era = None, (first, last)
        head = text[max(start, match.start() - 40) : match.start()]
        part = _DAY_PART.search(head)
        begin = match.start() - len(head) + part.start() if part else match.start()
        after = _DAY_PART_AFTER.match(text, match.end(), end)
        finish = after.end() if after else match.end()
        yield DateExpression(
            begin,
            finish,
            text[begin:finish],
            first,
            last,
            precision,
            span=bool(match["span"] or match["dspan"] or match["xspan"]),
            open_ended=_OPEN_ENDED.search(head) is not None,
            relative=relative,
            of_saying=_SAYING.search(head) is not None,
        )
