"""Who did it, who says so: actor, claim, attribution and denial are four different things."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geomap.text.lexicon import actor_names

_FORCE = (
    r"(?:militias?|militia\s+groups?|militants?|fighters|forces?|troops|army|military|navy|air\s+force|armed\s+groups?|groups?|rebels|insurgents|gunmen"
    r"|terrorists|warplanes|fighter\s+jets|jets|coalition|police|guards|factions?|organi[sz]ations?|regime|enemy|separatists|jihadists|extremists|assailants)"
)
_MODIFIER = r"(?:[\w.]+-(?:backed|aligned|led|linked|supported|affiliated|based|owned|sponsored)|[‘“\"'’]?[A-Z][\w.’'‘”\"-]*|pro-\w+|suspected|radical|armed|enemy|unknown|unidentified|rebel|separatist|multiple|allied)"
_PHRASE = re.compile(
    rf"(?:(?:the|an?|some|several|two|three)\s+)?(?:{_MODIFIER}\s+){{1,5}}{_FORCE}\b", re.UNICODE
)
_NATIONS = (
    r"(?:Israeli?|Iranian|Russian|Turkish|Ukrainian|Syrian|Iraqi|American|US|U\.S\.|British|UK|French|Saudi|Emirati|Jordanian|Pakistani|Indian|Afghan|Egyptian"
    r"|Ethiopian|Somali|Sudanese|Yemeni|Lebanese|Palestinian|Houthi|Kurdish|Azerbaijani|Azeri|Armenian|Georgian|Chinese|Rwandan|Congolese|Malian|Nigerian|Kenyan)"
)
_NATION_ACT = re.compile(
    rf"[‘“\"'’]?\b(?P<nation>{_NATIONS})[’”\"']?\s+(?:\w+\s+)?(?=(?:air\s*strikes?|air\s+raids?|strikes?|artillery|shelling|drones?|missiles?|rockets?|warplanes?|jets?|aggression|bombardments?|bombing|attack|enemy|regime|airstrikes?)\b)"
)
_SUBJECT_VERB = re.compile(
    r"(?:\s+(?:have|has|had|reportedly|also|again|later|jointly|on\s+\w+day|last\s+week|on\s+\w+\s+\d+))*\s+(?:fired|launched|conducted|carried\s+out|staged|mounted|struck|hit|attacked|targeted|bombed|shelled|pounded"
    r"|destroyed|raided|ambushed|stormed|bombarded|shot\s+down|downed|intercepted|executed|perpetrated|killed|dropped|opened\s+fire|detonated)\b"
)
_CLAIMED = re.compile(
    r"\s+(?:\w+\s+)?(?:on\s+\w+day\s+|later\s+|also\s+|has\s+|had\s+|have\s+|last\s+week\s+|previously\s+)*(?:claim(?:ed|s)?\s+(?:the\s+)?(?:responsibility|attack|strike|credit)|took\s+responsibility|said\s+(?:it|they)\s+(?:had\s+)?(?:carried\s+out|launched|fired|targeted|struck|attacked|was\s+behind|were\s+behind|used)|"
    r"said\s+(?:its|their)\s+(?:fighters|forces|members)\s+(?:had\s+)?(?:carried\s+out|launched|fired|targeted|struck|attacked)|asserts?\b|asserted\b)"
)
_CLAIMED_BY = re.compile(r"\b(?:was|were|been)?\s*claimed\s+by\s+(?:the\s+)?$", re.IGNORECASE)
_NO_CLAIM = re.compile(
    r"\bno\s+(?:immediate\s+|specific\s+|particular\s+|armed\s+|militant\s+|militia\s+|known\s+|one\s*|other\s+)*(?:group|party|organi[sz]ation|faction|claim|one)?\b[^.;]{0,60}?\b(?:claim(?:ed|s)?|responsibility)\b"
    r"|\black\s+of\s+a(?:ny)?\s+claim\b|\bno\s+(?:immediate\s+)?claims?\b|\b(?:has|have|had)\s+not\s+(?:yet\s+)?(?:been\s+claimed|claimed)\b|\bnobody\s+(?:has\s+)?claimed\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\s+(?:\w+\s+)?(?:has\s+|had\s+|have\s+)?(?:den(?:ied|ies)|reject(?:ed|s))\s+(?:any\s+)?(?:responsibility|involvement|being\s+behind|carrying\s+out|that\s+it|accusations?|any\s+role|the\s+(?:accusations?|claims?))"
)
_BLAMED_ON = re.compile(
    r"\b(?:blam\w+\s+(?:it\s+|the\s+\w+\s+)?on|attributed\s+to|initiated\s+by|carried\s+out\s+by|perpetrated\s+by|launched\s+by|fired\s+by|conducted\s+by|perpetrators?\s+(?:was|were|is|to\s+be)|believe\s+it\s+to\s+be|accus\w+|blam(?:ed|es|ing)|behind\s+it\s+(?:was|were)|responsibility\s+lies\s+with)\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"(?P<who>(?:an?|the|two|three|several|some|local|senior|unnamed|Iraqi|US|U\.S\.|security|defen[cs]e|military|[A-Z][\w’'.-]+)(?:\s+(?:[\w’'.-]+)){0,5}?\s*(?:officials?|spokes(?:person|man|woman|people)|ministry|police|governor|mayor|command|statement|sources?|agency|authorities|military|army|council))\s+(?:has\s+|have\s+)?(?:said|says|believe[sd]?|confirmed|blamed|accused|reported|told|stated|announced)"
    r"|(?:said|says|according\s+to|confirmed|reported|told)\s+(?P<who2>(?:an?|the|two|several|local|senior)?\s*(?:[\w’'.-]+\s+){0,4}(?:officials?|spokes(?:person|man|woman|people)|ministry|police|governor|mayor|command|sources?|agency|authorities|military|army))"
    r"|\b(?P<who3>officials|witnesses|authorities|residents|police)\s+(?:said|believe[sd]?|reported|confirmed|say)"
    r"|,\s+(?P<who4>(?:the\s+)?(?:[A-Z][\w’'.-]*\s+)*(?:mission|police|military|army|Pentagon|ministry|officials?|source))\s+said"
)
_SUSPECTED = re.compile(
    r"\b(?:suspected|alleged|believed|likely|reportedly|presumed|indications|apparently)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Party:
    """A force or group as named in the text."""

    start: int
    end: int
    surface: str
    name: str
    """The canonical name where the lexicon has one, else the words themselves."""


@dataclass(frozen=True, slots=True)
class Voices:
    """What a sentence says about who did it."""

    actor: str | None = None
    claimed_by: str | None = None
    attributed_to: str | None = None
    denied_by: str | None = None
    no_claim: bool = False
    speaker: str | None = None


def find_parties(text: str, start: int, end: int) -> list[Party]:
    """Give the groups and forces named in ``text[start:end]``, left to right, longest first."""
    named = [Party(s, e, text[s:e], name) for s, e, (name, _) in actor_names().find(text, start, end)]
    for match in _PHRASE.finditer(text, start, end):
        inside = [party for party in named if match.start() <= party.start and party.end <= match.end()]
        words = " ".join(match.group().split())
        name = (
            inside[0].name
            if inside
            else re.sub(r"^(?:the|an?|some|several)\s+", "", words, flags=re.IGNORECASE)
        )
        named = [party for party in named if party not in inside]
        named.append(Party(match.start(), match.end(), words, name))
    return sorted(named, key=lambda party: party.start)


def read_voices(text: str, start: int, end: int) -> Voices:
    """Read who is said to have acted in one sentence, and by whom."""
    speaker = _speaker(text, start, end)
    actor = claimed = denied = attributed = None
    no_claim = _NO_CLAIM.search(text, start, end) is not None
    for party in find_parties(text, start, end):
        head = text[max(start, party.start - 40) : party.start]
        negated = re.search(
            r"\bno\s+(?:[\w-]+\s+){0,3}$", head, re.IGNORECASE
        ) or party.surface.lower().startswith("no ")
        if negated:
            continue
        if _DENIED.match(text, party.end, end):
            denied = denied or party.name
        elif not no_claim and (_CLAIMED.match(text, party.end, end) or _CLAIMED_BY.search(head)):
            claimed = claimed or party.name
            actor = actor or party.name
        elif _BLAMED_ON.search(head):
            attributed = attributed or party.name
        elif _SUBJECT_VERB.match(text, party.end, end):
            if _SUSPECTED.search(text[max(start, party.start - 12) : party.end + 16]):
                attributed = attributed or party.name
            actor = actor or _plain(party.name)
    if actor is None:
        nation = _NATION_ACT.search(text, start, end)
        if nation is not None:
            actor = nation["nation"]
    if attributed is not None and speaker is not None:
        attributed = f"{attributed} (by {speaker})"
    return Voices(actor, claimed, attributed, denied, no_claim, speaker)


def _plain(name: str) -> str:
    return re.sub(r"^(?:suspected|alleged)\s+", "", name, flags=re.IGNORECASE)


def _speaker(text: str, start: int, end: int) -> str | None:
    match = _SPEAKER.search(text, start, end)
    if match is None:
        return None
    words = match["who"] or match["who2"] or match["who3"] or match["who4"]
    return " ".join(words.split()) if words else None
