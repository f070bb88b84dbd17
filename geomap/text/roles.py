"""The part a place plays in its sentence: where it happened, where it came from, or neither."""

from __future__ import annotations

import re

from geomap.model import Precision, Resolution
from geomap.text.asides import is_aside, is_voice
from geomap.text.lexicon import government_seats

HEAD = 120
"""How far back, in characters, the words that give a place its part may stand."""

COMPASS = r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)"
_UNIT = r"(?:km|kilomet(?:er|re)s?|miles?|nautical\s+miles?|nm|nmi|met(?:er|re)s?)"
SETTLEMENT_OF = (
    r"(?:(?:town|city|port|port\s+city|village|province|governorate|district|neighbou?rhood|area|region|oblast|kibbutz)"
    r"\s+of\s+)"
)

RELATION = re.compile(
    rf"(?:(?:\d[\d.,]*|\w+)\s*-?\s*{_UNIT}(?:\s*\([^)]{{1,30}}\))?\s+(?:(?:to\s+the\s+)?{COMPASS}(?:ern)?(?:\s+of)?"
    rf"|from|off|outside|away\s+from)"
    rf"|(?:to\s+the\s+)?{COMPASS}(?:ern)?\s+of|(?:in\s+)?the\s+(?:vicinity|outskirts|suburbs)\s+of|vicinity\s+of"
    rf"|(?:on\s+the\s+)?outskirts\s+of|(?:the\s+)?(?:{COMPASS}(?:ern)?\s+)?countryside\s+of"
    rf"|off\s+(?:the\s+)?(?:\w+\s+)?coast\s+of|off|near(?:by)?|close\s+to|outside|just\s+outside|{COMPASS}-?(?:ern)?|central"
    r"|(?:[A-Z][\w’'-]+[-\s])?(?:controlled|held|occupied)\s+(?:areas?|parts?|territor(?:y|ies))\s+(?:of|in)"
    rf")\s+(?:the\s+)?(?:[^\W\d_][\w.]*['’]s?\s+)?(?:(?:provincial\s+)?(?:capital|largest|second)\s+)?(?:city\s+)?"
    rf"(?:(?<!ern\s)(?<![hst]t\s)(?<!th\s)(?:[A-Z]\w+(?:i|an|ese|ish)|coastal|port|provincial|besieged|key|strategic|border)\s+)?{SETTLEMENT_OF}?$",
    re.IGNORECASE,
)
"""Words before a name that make it an area or a direction: "10 km south of", "the vicinity of"."""

_ORIGIN = re.compile(
    r"\bfrom\s+the\s+direction\s+of\s+[^.;,]{0,60}$|\b(?:from|out\s+of|originat\w+\s+in|based\s+in|backed\s+by|arrived\s+in|travel\w+\s+to|return\w+\s+to"
    r"|headed\s+(?:to|for)|bound\s+for|en\s+route\s+to|visit\w*\s+(?:to)?)\s+"
    r"(?:(?!(?:at|on|into|to|against|towards?|in|targeting|hit|struck)\b)[\w’'-]+\s+){0,4}$"
    r"|\b(?:fired|launched|launching|firing|flown|took\s+off|taken\s+off)\s+from\s+"
    r"(?:(?!(?:at|onto|into|against|towards?|targeting|hit|struck)\b)[\w’'-]+\s+){0,12}$",
    re.IGNORECASE,
)
_REPORTED_FROM = re.compile(
    r"\b(?:reported|heard|seen|known|news|reports|footage|pictures|images|videos?)\s+(?:also\s+|again\s+)?from\s+(?:[\w’'-]+,?\s+){0,4}$",
    re.IGNORECASE,
)
"""Gunfire that is reported from a place was there."""
_TARGET_STOOD = re.compile(
    r"\b(?:prepar\w+|ready|set|about)\s+(?:to\s+(?:be\s+)?launch(?:ed)?|for\s+launch)\b[^.;]*$", re.IGNORECASE
)
"""Missiles "prepared to launch from" a place were struck there: it is no origin of an attack."""
_TO_BE_HIT = re.compile(
    r"\b(?:prepar\w+|ready|set|about)\s+to\s+(?:be\s+)?launch(?:ed)?\s+(?:against|towards?|at|into)\s[^.;]*$",
    re.IGNORECASE,
)
"""Missiles "prepared to launch against ships in the Red Sea" hit nothing there."""
_DISTANCE_FROM = re.compile(rf"\b{_UNIT}\s+(?:away\s+)?from\s+(?:the\s+)?$", re.IGNORECASE)
_SPEAKS = re.compile(
    r"^\s*(?:,\s*)?(?:has\s+|have\s+|had\s+|also\s+|later\s+|repeatedly\s+|again\s+|yet\s+to\s+)*(?:said|says|announced"
    r"|rejected|rejects|vowed|vows|confirmed|denied|denies|condemned|condemns|warned|accused|accuses|blamed|blames"
    r"|counted|ordered|urged|called|describe[sd]?|deems?|regards?|complained|insists?|insisted|claims?|claimed|considers?|reported|told|asked"
    r"|declared|pledged|threatened|responded|retaliated|recalled|launched|conducted|struck|fired|attacked|intensified"
    r"|carried\s+out|wants?|comment|(?:hit|bombed|shelled|targeted|killed|destroyed|downed|intercepted)(?!\s+by\b)"
    r"|(?:did|does|do|has|have|had|would|will)\s+not\s+(?:immediately\s+|yet\s+)?(?:comment|claim|respond|confirm|deny|say|acknowledge)\w*"
    r"|(?:blaming|accusing|saying|vowing|denying|laying|calling|warning|urging|insisting|claiming|describing))\b"
)
_INVERTED = re.compile(r"^\s*,\s*(?:said|says|told|announced|confirmed|reported|added|stated|wrote)\b")
"""After a comma the speaker follows: "in Soum province, said a source"."""
_AT = re.compile(
    r"\b(?:in|at|near|on|of|against|over|outside|inside|around|across|throughout|within|towards?)\s+(?:the\s+)?(?:[^\W\d_][\w.]*['’]s\s+)?(?:(?:city|town|port|village)\s+of\s+)?$"
)
_OF_AN_OFFICE = re.compile(
    r"\b(?:governor|mayor|head|minister|chief|commander|president|ambassador|police|people|residents?|government|bishop)"
    r"\s+(?:of|to)\s+(?:the\s+)?(?:[^\W\d_][\w.]*['’]s\s+)?$",
    re.IGNORECASE,
)
_ACCUSED = re.compile(
    r"\b(?:accus\w+|blam\w+|urg(?:ed|es|ing)|warn(?:ed|s|ing)|told|asked|call\w+\s+on|press(?:ed|ing)|pressur(?:e|ed|ing)|push(?:ed|ing)?|persuad\w+|inform(?:ed|ing)|criticis\w+|criticiz\w+"
    r"|condemn\w+|thank\w+|reported\s+to|(?:opinion|sanctions|measures|anger|pressure|coalition|complaints?)\s+(?:against|on|at)"
    r"|(?:accords?|deals?|agreements?|talks|ties|relations|truce|treaty|pact|contacts|negotiations)\s+with)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Before a seat of government: "accuses Kyiv of"."""
_GOVERNS = re.compile(
    r"^[’']s\s+(?!(?:[a-z]+\s+){0,2}(?:airport|port|suburbs?|outskirts|districts?|centre|center|cent|streets?|embass|green|port)\b)"
    r"|^\s+(?:has|have|had|would|will|did|does|could|may|might)\s+(?!been\b|come\b|seen\b|suffered\b|faced\b)\w+"
    r"|^\s+(?!suffered|witnessed|experienced|faced|endured)\w+(?:ed|ies|ises|izes|focuses)\b(?!\s+by\b)"
    r"|^\s+and\s+its\s+(?:\w+\s+)?(?:allies|proxies|partners|forces|neighbou?rs)\b"
    r"|^,?\s+(?:said|says|denies|wants|sees|sent|told|held|took|gave|met|and\s+[A-Z]\w+\s+(?:have|had|were|agreed|signed|traded))\b"
)
"""After a seat of government: what governments do, not what befalls a town."""
_OFFICES = re.compile(r"(?:[Tt]he )?(?:Pentagon|Kremlin|White House)")
_STRUCK_AT = re.compile(
    r"\b(?:at|near|in|on|into|over|outside|hit|struck|targeted|attacked)\s+(?:the\s+)?$", re.IGNORECASE
)
_TITLED = re.compile(
    r"^(?:[’']s)?\s+(?:[A-Z][\w-]*\s+){0,2}?(?:Minister|Governor|President|Premier|Mayor|Commissioner|Inspector|Superintendent"
    r"|Ambassador|Senator|Assembly|Parliament|Council|Cabinet|Government|Police|Command|Ministry|Department|Directorate"
    r"|Authority|Administration|Office|Spokes\w+|Chief|Deputy|Secretary|Brigades?|Battalions?|Division|Corps|Command)\b"
)
"""After a place: an office or a unit that is called after it, "Khyber Pakhtunkhwa Chief Minister"."""
_UNIT_BEFORE = re.compile(
    r"\b(?:[Ll][iu]?wa{1,2}|[Kk]ati?bat|[Kk]ataib|[Jj]ais?h|[Jj]ays?h|[Jj]und|[Ss]araya|[Hh]arakat|[Ff]aylaq)"
    r"\s+(?:[Aa]l[- ])?$"
    r"|\bParty\s+of\s+(?:[A-Z]\w+\s+){0,2}$"
)
"""Before a name in a unit's or a party's: "Liwaa Al-Quds", "Democratic Party of Iranian Kurdistan"."""
_A_MAKE = re.compile(r"^[ -]\d\s+(?:[\w-]+\s+){0,2}(?:missiles?|rockets?|drones?)\b")
"""After a name of a weapon: "Quds 2 missiles"."""
_FORCES = re.compile(
    r"^\s+(?:\w+\s+)?(?:forces|troops|military|army|navy|soldiers|personnel|warplanes|fighter\s+jets|jets|planes|aircraft"
    r"|helicopters|drones?|missiles?|rockets?|artillery|tanks|air\s*strikes?|strikes?|officials?)\b"
)
"""After the name of a country: whose something is."""
_SUBJECT_HEAD = re.compile(
    r"(?:^|[.;:“\"—–]\s*|,\s+|\b(?:but|and|that|as|while|though|although|which|because|whether|where)\s+)$"
)
_SAYS_SOMETHING = re.compile(
    r"^\s+(?:has\s+|have\s+|had\s+|also\s+|later\s+|again\s+)*(?:played\s+down|downplayed|dismissed|hailed|described|summoned"
    r"|acknowledged|admitted|signal\w+|demanded|refused|agreed|declined|expects?|views?|sees|believes?|insists|remained\s+silent"
    r"|praised|welcomed|deplored|protested|promised|suspended|closed|opened|sent|deployed|stayed|kept)\b"
)
_COMPOUND = re.compile(r"[-‐‑][a-z]")
"""The rest of "Iran-backed": whose somebody is, not where."""
_TIME_OF = re.compile(r"^\s+time\b")
_SAID_BY = re.compile(
    r"\b(?:confirmed|said|says|announced|reported|denied|according\s+to|by|blamed\s+on|accused)\s+(?:the\s+)?$"
)
_OFFICIAL = re.compile(
    r"^\s+(?:regime|government|authorities|administration|officials?|spokes\w+|diplomats?|media|daily|newspaper|television"
    r"|tv|radio|news|channel)\b"
    r"|^\s+(?:[a-z-]+\s+){1,2}(?:authorities|officials|ministry|medics|sources|directorate)\b"
    r"|^\s+(?:(?:city|province|provincial|regional|district|governorate)\s+)?(?:police|governor|mayor|council|civil\s+defen[cs]e"
    r"|bureau|correspondents?|news\s+desk|health\s+(?:department|directorate)|operations\s+command|court|prosecutors?)\b"
    r"(?!\s+(?:station|headquarters|academy|checkpoint|post|directorate|base|patrol|vehicle|convoy|compound|house|building))"
    r"|^[’']s\s+(?:\w+\s+){0,3}?(?:governor|mayor|commissioner|administrator|elders|general\s+staff|police|authorities|officials|emergency\s+service|air\s+force|prime|president|foreign|defen[cs]e|interior|government|ministry|minister|military|army"
    r"|parliament|ambassador|spokes\w+|leader|air\s+defen[cs]e\w*|forces|council|media|office|bombardment|war"
    r"|state\s+(?:media|tv|television|radio|news|department|broadcaster)|rebels|militants|militias?|movement|fighters"
    r"|crimes|support|top|revolutionary)\b",
    re.IGNORECASE,
)
_MODIFIES = re.compile(
    r"^\s+(?:and\s+)?(?!(?:near|on|in|at|with|last|late|early|by|for|from|as|after|before|during|and|while|amid|since|this"
    r"|yesterday|today|overnight|again|over|using|when|where|which|who|but|or|to|of|is|was|were|has|have|had)\b)[a-zA-Z]"
)
_LOCATIVE = re.compile(
    r"(?:\b(?:in|into|across|inside|within|throughout|over|of|from|near|to)\s+(?:the\s+)?"
    rf"(?:{COMPASS}(?:ern)?\s+|central\s+)?|,\s+|\band\s+)$",
    re.IGNORECASE,
)

_FRONTED = re.compile(r"(?:^|[.;”\"]\s+|\n)In\s+(?:the\s+)?$")
_SHIP = re.compile(
    r"\b(?:M/?V|M/?T|M/?S|USS|HMS|HMAS|INS|ITS|FS|SS|RV|FV|USNS)\s+(?:[A-Z][\w.-]*\s+){0,3}$"
    r"|\b(?:vessel|ship|tanker|carrier|frigate|destroyer|freighter)\s+(?:the\s+)?[“\"'‘](?:[A-Z][\w.-]*\s+){0,3}$"
)
"""A ship that is called after a place: "M/V Maersk Hangzhou"."""
_JUDGES = re.compile(
    r"\s*,\s+[^.;]{0,60}?\b(?:(?:prime|foreign|defen[cs]e|interior)\s+minist(?:er|ry)|ministry|minister|president|government|spokes\w+"
    r"|officials|cabinet|parliament|council)\b[^.;,]{0,40}?\b(?:(?:condemn|denounc|deplor|reject|deni|denie|summon|prais|welcom|urg|vow|express"
    r"|offer)\w*\b|(?:told|said)\b[^.;,]{0,30}?\bthat\s+(?:the|this|such)\s+(?:attack|incident|strike|raid|bombing|blast|assault)\b)",
    re.IGNORECASE,
)
"""In a capital they judge what happened elsewhere: "In Islamabad, the ministry condemned the attack"."""
_IS_A_SITE = re.compile(
    r"^\s+(?:[A-Z][\w-]*\s+){0,3}(?:[Ss]tation|[Hh]eadquarters|[Aa]cademy|[Cc]heckpoint|[Bb]uilding|[Cc]ompound|[Bb]ase|[Cc]amp|[Hh]ospital)\b"
)
_BETWEEN = re.compile(r"\bbetween\s+[\w’' -]{2,40}\sand\s+(?:the\s+)?$")


def _is_seat(name: str, head: str, tail: str) -> bool:
    """Whether a capital or an office stands for a government: "Tehran had known nothing of it"."""
    if _OFFICES.fullmatch(name):
        return _STRUCK_AT.search(head) is None
    if name not in government_seats():
        return False
    subject = _SUBJECT_HEAD.search(head) is not None or head.endswith((" that ", "\n"))
    return (subject and _GOVERNS.match(tail) is not None) or _ACCUSED.search(head) is not None


def role(text: str, start: int, end: int, resolution: Resolution) -> str:
    """Give ``event``, ``origin``, ``speaker``, ``modifier`` or ``aside`` for the mention ``text[start:end]``.

    A speaker is a place that stands for its government or is part of an office; a modifier
    is a country that only says whose: "US troops"; an aside is where something else was.
    """
    head, tail = text[max(0, start - HEAD) : start], text[end : end + 60]
    if _COMPOUND.match(tail) or _A_MAKE.match(tail):
        return "modifier"
    whose = resolution.precision is Precision.COUNTRY and _MODIFIES.match(tail) is not None
    if whose and (_FORCES.match(tail) or not _LOCATIVE.search(head)):
        return "modifier"
    if _TIME_OF.match(tail) or _OFFICIAL.match(tail) or _SAID_BY.search(head) or _OF_AN_OFFICE.search(head):
        return "speaker"
    if _UNIT_BEFORE.search(head) or is_voice(head, tail):
        return "speaker"
    if _is_seat(text[start:end], head, tail) or (_TITLED.match(tail) and not _IS_A_SITE.match(tail)):
        return "speaker"
    if is_aside(head, tail) or _TO_BE_HIT.search(head):
        return "aside"
    if _FRONTED.search(head) and _JUDGES.match(text[end : end + HEAD]):
        return "speaker"
    if _SHIP.search(head):
        return "modifier"
    speaks = _SPEAKS.match(tail) and not _INVERTED.match(tail)
    if speaks and not _AT.search(head) and not _BETWEEN.search(head):
        return "speaker"
    if _SUBJECT_HEAD.search(head) and _SAYS_SOMETHING.match(tail):
        return "speaker"
    if (
        _ORIGIN.search(head)
        and not _REPORTED_FROM.search(head)
        and not _TARGET_STOOD.search(head)
        and not _DISTANCE_FROM.search(head)
    ):
        return "origin"
    return "event"
