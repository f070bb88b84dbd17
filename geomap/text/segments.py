"""Cuts a sentence into clauses, so that a place is tied to the act it belongs to."""

from __future__ import annotations

import re
from itertools import pairwise

from geomap.text.triggers import find_triggers

_HOUR = r"(?:dawn|daybreak|sunrise|noon|midday|dusk|dark|sunset|midnight|nightfall|\d)"
"""What stands after "before" and "after" in a time of day, which is no clause of its own."""
_FIGURE = (
    r"(?:at\s+least|more\s+than|about|around|nearly|some|dozens|scores|several|\d+|one|two|three|four|five|six"
    r"|seven|eight|nine|ten)"
)
_CUT = re.compile(
    r";\s+|:\s+(?=[A-Z“\"])(?!(?:[A-Z][\w’'-]*\s?){1,3}(?:,|\s+and\s))|\s+[—–]\s+|\s--\s"
    r"|,\s+(?=(?:and\s+)?(?:but|while(?!\s+(?:transiting|sailing|passing|underway)\b)|whereas|although|though|which|where|who|whose|as(?!\s+well\s+as\b)|following|amid|since"
    rf"|after(?!\s+{_HOUR})|before(?!\s+(?:{_HOUR}|in\b))|because|justifying"
    r"|blaming|in\s+retaliation|in\s+response|in\s+revenge|the\s+latest|the\s+first|the\s+second|the\s+third|the\s+worst|the\s+deadliest|the\s+scene|the\s+site"
    r"|exactly|just|days|weeks|months|years|a\s+day|a\s+week|a\s+month|hours|an\s+hour|similar|like|unlike|prompting|raising|adding|making|marking|becoming|part\s+of)\b)"
    # "..., and five people died", but not "..., and one surface vessel in" a list.
    rf"|,\s+(?=and\s+{_FIGURE}\s[^,;.]{{0,60}}?\b(?:was|were|had|has|have|died|killed|killing|wounded|injured|struck|hit|landed|fell|crashed|exploded)\b)"
    r"|,\s+(?=(?:on|early\s+on|late\s+on)\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)\w*\.?\s+\d|\d{1,2}\s+[A-Z]))"
    r"|,\s+(?=(?:and\s+)?(?:the\s+)?(?:[A-Z][\w.’'-]*\s+){1,5}(?:forces\s+|military\s+|army\s+|militants\s+|fighters\s+|war)?(?:planes\s+|jets\s+|aircraft\s+|drones\s+|troops\s+|artillery\s+)?(?:later\s+|also\s+|then\s+)?(?:struck|launched|fired|hit|attacked|targeted|bombed|shelled|conducted|carried|continued|killed|intercepted|destroyed|retaliated|responded)\b)"
    # "..., and in January three were killed in B": another day begins another act.
    r"|,?\s+(?=and\s+(?:then\s+)?(?:(?:early\s+|late\s+)?on\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)\w*\.?\s+\d|\d{1,2}\s+[A-Z])"
    r"|in\s+(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d)\b"
    r"|(?:an?|one|two|three|four|five|six|several|\d+)\s+(?:hours?|days?|weeks?|months?|years?)\s+(?:later|earlier|before)\b))"
    # "He claimed the attack, and said that ships call at Haifa": what is said besides is told by itself.
    r"|,?\s+(?=and\s+(?:also\s+|later\s+|then\s+)?(?:said|added|told|announced|accused|called|warned|vowed|promised|asked|urged|thanked|condemned|dismissed|denied)\b)"
    r"|,\s+(?=in\s+(?:the\s+(?:latest|first|second|third)|one\s+of\s+the|what\s+)\b)"
    r"|,\s+(?=(?:the|our|its|their)\s+(?:[\w’'-]+\s+){1,8}?(?:struck|launched|fired|hit|attacked|targeted|bombed|shelled|conducted|carried)\b)"
    r"|\s+(?=in\s+(?:the|an?)\s+(?:[\w-]+\s+){0,3}(?:waves?|series|string|spate|flurry|round|succession|latest)\s+(?:of|in)\b)"
    r"|\s+(?=(?:in\s+|as\s+|were\s+|was\s+)?(?:a\s+|an\s+)?(?:retaliation|response|reprisal|revenge|answer)\s+(?:to|for)\b)"
    r"|\s+(?=(?:amid|against\s+the\s+backdrop|in\s+retaliation\s+(?:for|to)|in\s+response\s+to|in\s+revenge\s+for|since|following"
    rf"|after(?!\s+{_HOUR})|before(?!\s+(?:{_HOUR}|in\b))|because\s+of"
    r"|while(?!\s+(?:transiting|sailing|passing|travel\w+|en\s+route|underway|at\s+anchor|on\s+patrol|anchored|moored)\b)"
    r"|whereas|justifying|from\s+(?:which|where)|(?:days|weeks|months|years|(?:a|one|two|three|several)\s+(?:days?|weeks?|months?|years?))\s+after\s"
    r"|blaming|as\s+part\s+of|as\s+(?:the|a|an|its|it|they|their|we|he|she|[A-Z][\w’'-]+)\s)\b)"
)
_FRONTED = re.compile(
    r"\W*(?:(?:and|but|also|meanwhile|elsewhere|separately|later|earlier),?\s+)*"
    r"(?!in\s+(?:a\s+)?(?:response|retaliation|reprisal|revenge|answer)\b)"
    r"(?:in|at|near|on|around|outside|across|over|during|late|early|east|west|north|south)\s[^,;:]{2,70},\s+",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(
    r"\b(?:shortly|soon|just|days?|hours?|weeks?|months?|years?|minutes|immediately|long|as|not\s+seen|ever|well|such|known|so|far|same|identified|described|serving)\s*$",
    re.IGNORECASE,
)


def split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the offsets of the clauses of the sentence ``text[start:end]``, without gaps."""
    cuts = [start]
    for match in _CUT.finditer(text, start, end):
        if match.group().isspace() and _NAME_BEFORE.search(
            text[max(start, match.start() - 12) : match.start()]
        ):
            # "a day after", "as soon as": the word belongs to what stands before it.
            continue
        if _FRONTED.fullmatch(text, start, match.end()) and not _tells(text, start, match.end()):
            # "In Nikopol, the occupiers attacked": the place is that of what follows.
            continue
        if match.end() - cuts[-1] > 3:
            cuts.append(match.end())
    cuts.append(end)
    return list(pairwise(cuts))


def _tells(text: str, start: int, end: int) -> bool:
    """Whether an act is told already: "On Friday drones hit Erbil, as ..."."""
    return any(trigger.word.form == "verb" for trigger in find_triggers(text, start, end))
