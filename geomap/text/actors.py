"""Who did it, who says so: actor, claim, attribution and denial are four different things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from geomap.text.lexicon import actor_names, rows

_FORCE = (
    r"(?i:militias?|militia\s+groups?|militants?|fighters|forces?|troops|army|military|navy|air\s+force"
    r"|armed\s+groups?|groups?|rebels|insurgents|gunmen|terrorists|warplanes|fighter\s+jets|jets|coalition"
    r"|police|guards|factions?|organi[sz]ations?|regime|enemy|separatists|jihadists|extremists|assailants)"
)
_MODIFIER = (
    r"(?:[\w.]+-(?:backed|aligned|led|linked|supported|affiliated|based|owned|sponsored)"
    r"|[‘“\"'’]?(?!(?:The|A|An|This|These|That|Those|Some|No|Several|In|On|At|Its|Their|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)[A-Z][\w.’'‘”\"-]*"
    r"|pro-\w+|suspected|radical|armed|unknown|unidentified|rebel|separatist|multiple|allied|umbrella)"
)
_PHRASE = re.compile(rf"(?:(?:the|an?|some|several|two|three)\s+)?(?:{_MODIFIER}\s+){{1,5}}{_FORCE}\b")
_ACT = (
    r"(?:air\s*strikes?|air\s+raids?|strikes?|artillery|shelling|drones?|missiles?|rockets?|warplanes?|jets?"
    r"|aircraft|aggression|bombardments?|bombing|attack|enemy|regime|gunboats?|commandos?)"
)
_SUBJECT_VERB = re.compile(
    r"(?:\s*\([^)]{1,20}\))?(?:\s+(?:have|has|had|reportedly|also|again|later|jointly|on\s+\w+day|last\s+week"
    r"|on\s+\w+\s+\d+))*\s+(?:fired|launched|conducted|carried\s+out|staged|mounted|struck|hit|attacked|targeted"
    r"|bombed|shelled|pounded|destroyed|raided|ambushed|stormed|bombarded|shot\s+down|downed|intercepted|executed"
    r"|perpetrated|killed|dropped|opened\s+fire|detonated)\b"
)
_IN_WORDS = (
    r"(?:(?:in\s+)?a\s+statement|on\s+\w+day|on\s+\w+|on\s+its\s+[\w-]+(?:\s+(?!that\b)[\w-]+)?"
    r"|later|early|late)"
)
_DID = (
    r"(?:carried\s+out|launched|fired|targeted|struck|attacked|shelled|bombed|hit|ambushed|killed|conducted"
    r"|destroyed|downed|shot\s+down)"
)
_CLAIMED = re.compile(
    r"(?:\s*\([^)]{1,20}\))?(?:\s+(?:(?:terrorist|militant|armed|rebel|jihadist|separatist)\s+)?(?:group|movement|organi[sz]ation|outfit|rebels|militants))?"
    r"(?:(?:['’]s?)?\s+(?:military\s+|armed\s+|senior\s+)?(?:spokes\w+|leader|officials?)(?:\s+[A-Z][\w.’'-]+){0,3})?"
    r"(?:,[^,.;]{2,80},|\s*[—–][^—–.;]{2,80}[—–])?\s*(?:\w+\s+)?(?:on\s+\w+day\s+|later\s+|also\s+|has\s+|had\s+"
    r"|have\s+|last\s+week\s+|previously\s+)*(?:claim(?:ed|s|ing)?\s+(?:the\s+|this\s+|an?\s+)?(?:\w+\s+){0,2}"
    r"(?:responsibility|attacks?|strikes?|credit|bombings?|ambush|operation|blast|killing|shooting|raid)"
    r"|claim(?:ed|s)?\s+to\s+have\b|took\s+responsibility"
    rf"|(?:said|announced|declared|stated|confirmed)\s+(?:(?:{_IN_WORDS}\s+){{0,3}}(?:that\s+)?|(?:(?!that\b|said\b)[\w’'@-]+\s+){{1,12}}?that\s+)(?:(?:it|they|the\s+group|the\s+movement)|(?:its|their)\s+(?:[\w-]+\s+){{1,3}}?)\s*"
    rf"(?:had\s+|have\s+|has\s+)?(?:{_DID}|(?:was|were)\s+behind|used)|assert(?:s|ed)\b)"
)
_GROUP_AGAIN = re.compile(
    r"\b[Tt]he\s+(?:(?:armed|militant|rebel|jihadist|Islamist|extremist|militia|paramilitary|shadowy)\s+)?"
    r"(?:(?P<guards>Guards)|group|movement|militia|faction|organi[sz]ation|outfit|rebels|militants|jihadists|insurgents)\b"
    r"(?!\s+(?:of|called|known|named|linked|led|affiliated|responsible)\b|[’'])"
)
"""Words that stand for a group named before."""
_CLAIMED_BY = re.compile(r"\bclaimed\s+by\s+(?:the\s+)?$", re.IGNORECASE)
_NO_CLAIM = re.compile(
    r"\bno\s+(?:immediate\s+|specific\s+|particular\s+|armed\s+|militant\s+|militia\s+|known\s+|one\s*|other\s+)*"
    r"(?:group|party|organi[sz]ation|faction|claim|one)?\b[^.;]{0,60}?\b(?:claim(?:ed|s)?|responsibility)\b"
    r"|\black\s+of\s+a(?:ny)?\s+claim\b|\bno\s+(?:immediate\s+)?claims?\b"
    r"|\b(?:has|have|had)\s+not\s+(?:yet\s+)?(?:been\s+claimed|claimed)\b|\bnobody\s+(?:has\s+)?claimed\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:\s*\([^)]{1,20}\))?\s+(?:\w+\s+)?(?:said\s+(?:it|they)\s+)?(?:has\s+|had\s+|have\s+)?"
    r"(?:den(?:ied|ies)(?:\s+(?:any|all)\b|\s+(?:responsibility|involvement|being|carrying|targeting|attacking|striking|that"
    r"|accusations?|the\s)|\s*(?=[.,;]|$))|reject(?:ed|s)\s+(?:any\s+|all\s+|the\s+)?(?:responsibility|involvement|accusations?|claims?))"
)
_REFUTED = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|reject\w*|dismiss\w*|refut\w*)\s+(?:the\s+)?$", re.IGNORECASE
)
"""Before whose claims somebody denies: "the army denied RSF claims to have entered the market"."""
_BLAMED_ON = re.compile(
    r"\b(?:blam\w+\s+(?:it\s+|the\s+\w+\s+)?on|attributed\s+to|(?:initiated|carried\s+out|perpetrated|launched|fired"
    r"|conducted)\s+by|perpetrators?\s+(?:was|were|is|to\s+be)|believe\s+it\s+to\s+be|accus\w+|blam(?:ed|es|ing)"
    r"|behind\s+it\s+(?:was|were)|responsibility\s+lies\s+with)\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_HEAD = (
    r"(?:officials?|spokes(?:person|man|woman|people)|ministry|police|governor|mayor|command|statement|sources?"
    r"|agency|authorities|military|army|council)"
)
_SPEAKER = re.compile(
    rf"(?P<who>\b(?:[Aa]n?|[Tt]he|two|three|several|some|local|senior|unnamed|security|defen[cs]e|military"
    rf"|[A-Z][\w’'.-]*)(?:\s+(?:[\w’'.-]+)){{0,5}}?\s+{_HEAD})(?:\s+(?:speaking|who\s+spoke)[^,.;]{{0,50}})?"
    r"\s+(?:has\s+|have\s+|also\s+)?(?:said|says|believe[sd]?|confirmed|blamed|accused|reported|told|stated|announced)"
    rf"|(?:said|says|according\s+to|confirmed|reported|told)\s+(?P<said_by>(?:an?\s+|the\s+|two\s+|several\s+|local\s+)?"
    rf"(?:[\w’'.-]+\s+){{0,4}}{_HEAD})"
    r"|\b(?P<plain>officials|witnesses|authorities|residents|police)\s+(?:said|believe[sd]?|reported|confirmed|say)"
    r"|,\s+(?P<last>(?:the\s+)?(?:[A-Z][\w’'.-]*\s+)*(?:mission|police|military|army|Pentagon|ministry|officials?"
    r"|source))\s+said"
    r"|(?:^|[.“”,]\s*)(?P<group>(?:[Tt]he\s+)?(?:[A-Z][\w’'.-]*\s+){1,4}(?:in\s+[A-Z]\w+\s+)?)(?:later\s+|also\s+)?"
    r"(?:said|announced|reported|stated)"
)
_SUSPECTED = re.compile(
    r"\b(?:suspected|alleged|believed|likely|reportedly|presumed|indications|apparently)\b", re.IGNORECASE
)
_BELIEF = re.compile(r"\b(?:believe\w*|think\w*|suspect\w*)\b", re.IGNORECASE)
_SELF_DEFENCE = re.compile(r"\bself-defen[cs]e\s+(?:air\s*)?strikes?\b", re.IGNORECASE)
_LEAD_IN = re.compile(r"^(?:On|In|At|Late|Early|But|And|However|Meanwhile|Earlier)\s+(?:\w+day\s+)?")
_ARTICLE = re.compile(r"^(?:the|an?|some|several)\s+", re.IGNORECASE)
_QUOTES = re.compile(r"[‘’“”\"']")


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
    strength: str | None = None
    """How the act is laid to somebody: ``asserted`` or ``suspected``; ``None`` where to nobody."""


@cache
def _nations(lang: str = "en") -> dict[str, tuple[str, str | None]]:
    return {row["adjective"]: (row["name"], row["country"] or None) for row in rows("nations", lang)}


@cache
def _nation_act(lang: str = "en") -> re.Pattern[str]:
    """Match an adjective of nationality before the means of an attack: "Turkish artillery"."""
    words = "|".join(sorted(map(re.escape, _nations(lang)), key=len, reverse=True))
    return re.compile(rf"[‘“\"'’]?(?<!\w)(?P<nation>{words})[’”\"']?\s+(?:\w+\s+)?(?={_ACT}\b)")


@cache
def side(name: str | None) -> str | None:
    """Give the country whose force an actor is, where its name tells; for armed groups that of their home."""
    if name is None:
        return None
    for _, _, (_, country) in actor_names().find(name):
        return country
    for word in re.findall(r"[\w.]+", _QUOTES.sub(" ", name)):
        if word in _nations() and f"{word}-" not in name:
            return _nations()[word][1]
    return next((country for nation, country in _nations().values() if nation == name), None)


def find_parties(text: str, start: int, end: int, *, group: str | None = None) -> list[Party]:
    """Give the groups and forces named in ``text[start:end]``, left to right, longest first.

    Parameters
    ----------
    text
        The report.
    start, end
        Offsets of the sentence.
    group
        The armed group named last before it, which "the group" means.
    """
    named = [Party(s, e, text[s:e], name) for s, e, (name, _) in actor_names().find(text, start, end)]
    for match in _GROUP_AGAIN.finditer(text, start, end):
        meant = next((party.name for party in reversed(named) if party.end <= match.start()), group)
        if meant is not None and (match["guards"] is None or "Guard" in meant):
            named.append(Party(match.start(), match.end(), match.group(), meant))
    for match in _PHRASE.finditer(text, start, end):
        inside = [party for party in named if match.start() <= party.start and party.end <= match.end()]
        words = " ".join(match.group().split())
        name = inside[0].name if inside else _ARTICLE.sub("", words)
        named = [party for party in named if party not in inside]
        named.append(Party(match.start(), match.end(), words, name))
    for match in _nation_names().finditer(text, start, end):
        if not any(party.start < match.end() and match.start() < party.end for party in named):
            adjective = match["adjective"]
            name = (
                _nations()[adjective][0]
                if adjective
                else _capitals().get(match.group(), (match.group(), None))[0]
            )
            named.append(Party(match.start(), match.end(), match.group(), name))
    return sorted(named, key=lambda party: party.start)


def acts(text: str, party: Party) -> bool:
    """Whether a verb of attacking follows a party's name, whose subject it then is."""
    return _SUBJECT_VERB.match(text, party.end) is not None


@cache
def _capitals(lang: str = "en") -> dict[str, tuple[str, str | None]]:
    """Capitals that stand for their governments: "which Ankara denied"."""
    return {
        row["capital"]: (row["name"], row["country"] or None)
        for row in rows("nations", lang)
        if row["capital"]
    }


@cache
def _nation_names(lang: str = "en") -> re.Pattern[str]:
    names = {name for name, country in _nations(lang).values() if country is not None} | set(_capitals(lang))
    joined = "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))
    adjectives = "|".join(sorted(map(re.escape, _nations(lang)), key=lambda name: (-len(name), name)))
    office = r"(?:ministry|government|military|army|air\s+force|navy)"
    return re.compile(
        rf"(?<![\w-])(?:(?:{joined})(?![\w’'-])|(?P<adjective>{adjectives})(?:['’]s)?\s+(?:\w+\s+){{0,2}}{office}\b)"
    )


def read_voices(text: str, start: int, end: int, *, group: str | None = None) -> Voices:
    """Read who is said to have acted in one sentence, and by whom; `group` as in `find_parties`."""
    speaker = _speaker(text, start, end)
    actor = claimed = denied = attributed = strength = None
    doubted = _SUSPECTED.search(text, start, end) is not None
    no_claim = _NO_CLAIM.search(text, start, end) is not None
    parties = find_parties(text, start, end, group=group)
    for party in parties:
        head = text[max(start, party.start - 40) : party.start]
        if re.search(r"\bno\s+(?:[\w-]+\s+){0,3}$", head, re.IGNORECASE) or party.surface.startswith(
            ("No ", "no ")
        ):
            continue
        refuted = _REFUTED.search(head) is not None
        if _DENIED.match(text, party.end, end):
            denied = denied or party.name
        elif not (no_claim or refuted) and (_CLAIMED.match(text, party.end, end) or _CLAIMED_BY.search(head)):
            claimed = claimed or _first_of_several(text, party, parties)
            actor = actor or party.name
        elif _BLAMED_ON.search(head):
            attributed = attributed or party.name
            strength = strength or ("suspected" if doubted or _BELIEF.search(head) else "asserted")
        elif _SUBJECT_VERB.match(text, party.end, end):
            if _SUSPECTED.search(text[max(start, party.start - 12) : party.end + 16]):
                attributed = attributed or _plain(party.name)
                strength = strength or "suspected"
            actor = actor or _plain(party.name)
            strength = strength or "asserted"
    if actor is None:
        nation = _nation_act().search(text, start, end)
        actor = _nations()[nation["nation"]][0] if nation is not None else None
    if _SELF_DEFENCE.search(text, start, end) and speaker is not None:
        # Nobody calls another's strike self-defence: who speaks of it owns it.
        claimed = claimed or speaker
        actor = actor or _own_forces(speaker)
    if attributed is not None and speaker is not None:
        attributed = f"{attributed} (by {speaker})"
    return Voices(actor, claimed, attributed, denied, no_claim, speaker, strength)


def _first_of_several(text: str, party: Party, parties: list[Party]) -> str:
    """Give the group that leads a list: "Kataib Hezbollah and allied groups claimed"."""
    for before in reversed(parties):
        if before.end <= party.start and text[before.end : party.start].strip(" ,") == "and":
            return _first_of_several(text, before, parties)
    return party.name


def _own_forces(speaker: str) -> str | None:
    country = side(speaker)
    return next((f"{word} forces" for word in speaker.split() if word in _nations()), country)


def _plain(name: str) -> str:
    return re.sub(r"^(?:suspected|alleged)\s+", "", name, flags=re.IGNORECASE)


def _speaker(text: str, start: int, end: int) -> str | None:
    match = _SPEAKER.search(text, start, end)
    if match is None:
        return None
    words = match["who"] or match["said_by"] or match["plain"] or match["last"] or match["group"]
    return _LEAD_IN.sub("", " ".join(words.split())) if words else None
