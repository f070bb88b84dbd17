"""Places that a sentence only passes: where somebody speaks, belongs, travels or is treated."""

from __future__ import annotations

import re

_SEAT_OF = re.compile(
    r"\b(?:ministry|ministries|department|office|officials|authorities|agency|bureau|embassies|sources?|prosecutors|lawmakers"
    r"|diplomats?|activists?|spokes\w+)(?:\s+of\s+\w+)?\s+in\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Where an office sits that speaks: "the Ministry of Health in Gaza"."""
_OFFICE_STRUCK = re.compile(
    r"\b(?:target(?:ed|ing)|hit(?:ting)?|struck|striking|attack(?:ed|ing|s)?(?:\s+on)?|bombed|shelled|stormed|rocked|near|outside|inside|at)"
    r"\s+(?:the\s+)?(?:(?:headquarters|building|offices?|compound)\s+of\s+(?:the\s+)?)?(?:[\w’'-]+\s+){0,3}"
    r"(?:ministry|ministries|department|office|agency|bureau|embassies)(?:\s+of\s+\w+)?\s+in\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SAYS_IT_IS_AT = re.compile(
    r"\b(?:lecturers?|professors?|analysts?|researchers?|academics?|experts?|fellows?|specialists?|students?|scholars?"
    r"|correspondents?|reporters?|bureau|office)\s+(?:at|in|with)\s+(?:[\w’'-]+\s+){0,5}?(?:in\s+)?(?:the\s+)?$"
    r"|\b(?:posted|born|raised|educated|exiled|headquartered|lives?|living)\s+in\s+(?:the\s+)?$"
    r"|\b(?:statement|communiqu[eé]|interview|speech|briefing|address|message|remarks|broadcast)\s+(?:[\w’'-]+\s+){0,3}?(?:in|from|at)\s+(?:the\s+)?$"
    r"|\b(?:said|told|spoke|speaking|talked|talking|phoned|reached)\s+(?:(?:to|with|by)\s+)?(?:[\w’'-]+\s+){0,3}?(?:in|from)\s+(?:the\s+)?$"
    r"|\b(?:native|natives|citizens?|natives?)\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Where somebody belongs: "a lecturer at a university in Sulaimaniya"."""
_TELLS = (
    r"(?:said(?!\s+to\s+(?:be|have)\b)|says|say|told|tells?|announced|added|stated|wrote|writes|explained|estimated|recalled|confirmed"
    r"|denied|denies|declined|called\s+(?:on|for|it|the)|accused|blamed|warned|urged|condemned|insisted|acknowledged|admitted|ruled|learned|heard(?!\s+\w))"
)
_VOICE_BEFORE = re.compile(
    r"(?:^|[.;:,”\"]\s+|\b(?:and|but|that|as|while|because|where|whether)\s+)"
    r"(?P<who>(?:[\w’'.-]+\s+){1,7}?)(?:in|at|of|from|for|with)\s+(?:the\s+)?$"
)
"""The start of a clause up to where its subject sits: "Ukraine's General Staff in", "doctors at"."""
_VOICE_AFTER = re.compile(
    rf"(?:\s*\([^)]{{1,20}}\))?\s+(?:(?:also|later|again|has|have|had|meanwhile)\s+)*{_TELLS}\b"
)
_EYEWITNESSES = re.compile(
    r"\b(?:residents?|witness(?:es)?|eyewitness(?:es)?|villagers?|inhabitants|locals|people|survivors?|neighbou?rs|families)\b",
    re.IGNORECASE,
)
"""Who tells of what befell where they live."""
_CITED = re.compile(
    r"\b(?:according\s+to|quot(?:ed|es|ing)|cit(?:ed|es|ing))\s+(?:(?!that\b|as\b)[\w’'-]+\s+){1,6}(?:in|at|of|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Whose word it is: "according to the parish of Oicha"."""

_ASIDE = re.compile(
    r"\b(?:talks|negotiations|summit|conference|trial|mediation|exile|refuge|ceasefire|truce|elections?)\s+(?:on\s+\w+\s+)?"
    r"(?:in|at)\s+(?:the\s+)?$"
    r"|\b(?:chair\w*|attend\w*|address\w*|hold|held|host\w*|plan\w*|on|for|from|after)\s+(?:an?\s+|the\s+|his\s+|her\s+|their\s+)?(?:[\w-]+\s+)?"
    r"(?:meetings?|session|visit|trip|funeral|ceremony|hearing|workshop|summit|conference)\s+(?:(?:on|of|with|for|about|to|by)\s+(?:[\w’'-]+\s+){1,4})?(?:in|at)\s+(?:the\s+)?$"
    r"|\b(?:told|warned|ordered|urged|asked|advised|call(?:ed|ing)\s+on)\s+(?:[\w’'-]+\s+){0,3}?(?:residents|people|civilians|inhabitants|villagers)"
    r"\s+(?:[\w’'-]+\s+){0,5}?(?:of|in|at|near|around|from)\s+(?:the\s+)?$"
    r"|\b(?:to|will|would|may|could)\s+(?:meet|gather|convene|hold\s+(?:\w+\s+)?talks)\s+in\s+(?:the\s+)?$"
    r"|\b(?:received?|receiving|admitted|admitting|treated|treating)\s+[^.;]{0,60}?\b(?:wounded|injured|casualties|patients|bodies)\b"
    r"[^.;]{0,30}\bat\s+(?:the\s+)?$"
    r"|\b(?:dismiss|den(?:y|i)|reject|refut)\w*\s+(?:the\s+|any\s+)?(?:reports?|claims?|rumou?rs?|news|allegations?)\s+(?:that|of|about)\b[^.;]*$"
    r"|\b(?:died|dies|succumb\w*)\s+(?:\w+\s+){0,2}?(?:of|to|from)\s+(?:\w+\s+){0,2}?(?:wounds|injuries|burns)\s+(?:\w+\s+){0,3}?(?:in|at)\s+(?:the\s+)?$"
    r"|\bin\s+(?:an?\s+|the\s+)?(?:hospital|clinic|intensive\s+care)\s+(?:in|at)\s+(?:the\s+)?$"
    r"|\b(?:died|treated|treatment|dead)\s+(?:later\s+)?(?:at|in)\s+(?:an?\s+|the\s+)?(?:[\w’'-]+\s+){0,3}(?:hospital|clinic)\s+in\s+$"
    r"|\b(?:taken|transferred|rushed|evacuated|moved|transported|admitted|airlifted|shifted|referred|flown|driven|brought|carried|ferried)\s+to\s+(?:[\w’'-]+\s+){0,4}$"
    r"|\b(?:taken|transferred|rushed|evacuated|moved|transported|admitted|airlifted|shifted|referred|flown|driven|brought|carried|ferried)\s+to\s+(?:[\w’'-]+\s+){0,3}(?:hospitals|clinics)"
    r"\s+in\s+(?:[\w’'-]+,?\s+){0,6}$"
    r"|\b(?:solidarity\s+with|in\s+support\s+(?:of|for))\s+(?:[\w’'-]+\s+){0,6}$"
    r"|\b(?:revenge\s+for|retaliation\s+for|victory\s+(?:of|for)"
    r"|(?:war|offensive|campaign|operations?|genocide|massacres)\s+(?:on|in|against))\s+(?:[\w’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""What a place has to do with an attack elsewhere: "ceasefire talks in Jeddah", "in solidarity with Gaza"."""
_GOES = (
    r"(?:fle(?:d|e|es|eing)|escap(?:ed|es|ing|e)|evacuat(?:ed|es|ing|e)|migrat\w+|relocat(?:ed|es|ing|e)"
    r"|trek(?:ked|king)?|walk(?:ed|s|ing)?|wander(?:ed|ing)?|cross(?:ed|es|ing)\s+(?:the\s+\w+\s+)?(?:over\s+)?(?:in)?to"
    r"|sent|sends|send|sending|dispatch(?:ed|es|ing)|brought|brings?|bringing|shipped|ferri(?:ed|es)|escort(?:ed|s|ing)"
    r"|deploy(?:ed|s|ing)|redeploy(?:ed|s|ing)|mov(?:ed|es|ing)|transferr(?:ed|ing)|reinforc(?:ed|es|ing)|call(?:s|ed|ing)?\s+at"
    r"|withdr[ae]w(?:n|s|ing)?|retreat(?:ed|s|ing)?|redirect\w*|divert(?:ed|s|ing)?|sail(?:ed|s|ing)?|flown|drove|driven|marched)"
)
_WAY = (
    r"(?:to|into|from|for|towards?|through|via|at|in\s+the\s+direction\s+of|in|out\s+of|as\s+far\s+as"
    r"|(?:across|down|up|back)\s+to)"
)
_TRAVELS = re.compile(
    rf"\b{_GOES}\s+(?:(?!(?:by|when|after|while|as|where|and|but|hit|struck|killed|killing|under)\b)[\w’'-]+\s+){{0,4}}?{_WAY}\s+(?:the\s+)?"
    r"(?:(?:city|town|village|port|area|region|province|district|outskirts)\s+of\s+)?$"
    r"|\b(?:by\s+way\s+of|via|by\s+road\s+from|on\s+(?:the|its|their|his|her)\s+way\s+(?:to|from)|\w+-bound\s+from|left\s+\w+\s+for|routes?\s+(?:to|from)"
    r"|(?:bound|voyage|passage|journey|way|flight|trip|sailing|travell?ing|transit)\s+from\s+[^,.;]{2,40}\s+to"
    r"|who\s+(?:came|come|hail|hailed)\s+from|call(?:s|ed|ing)?\s+at|cargo\s+(?:from|for)|refuge\s+in|shelter(?:ed|ing)?\s+in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Before where somebody goes, comes from or passes: none of it is where something befell them."""
_LEFT_FOR = re.compile(r"\b(?:left|leaves|leaving|departed)\s+(?:the\s+)?$", re.IGNORECASE)
_FOR = re.compile(r"\s+(?:for|to|on|at)\s")


_SAID_BY = re.compile(
    rf"[,”\"]\s+{_TELLS}\s+(?:an?|the|one|two|three|several|some|[A-Z][\w’'-]*)\s+(?:(?!(?:that|when|after|as|while)\b)[\w’'-]+\s+){{1,8}}?"
    r"(?:in|at|of|from)\s+(?:the\s+)?$"
)
"""After what was said, who said it: ", said a doctor at the hospital in"."""
_HAD = re.compile(
    r"\b(?:who|which|that)\s+had\s+(?:(?!(?:hit|struck|killed|wounded|shot|attacked|bombed|injured|ambushed|fired|shelled|exploded|gathered|assembled|sheltered|sought|queued|stopped|parked|lined)\b)[\w’'-]+\s+){1,6}?"
    r"(?:in|at|from|to|near)\s+(?:the\s+)?$"
)
"""What somebody had done before: "a ship that had loaded wheat at"."""
_DEEDS_OF = re.compile(
    r"\b(?:accused\s+of|charged\s+with|suspected\s+of|wanted\s+(?:for|over|in)|sought\s+(?:for|over)|implicated\s+in|linked\s+to|convicted\s+of"
    r"|who\s+(?:had\s+|have\s+|has\s+)?(?:also\s+|earlier\s+|allegedly\s+)?(?:led|planned|carried\s+out|took\s+part\s+in|taken\s+part\s+in"
    r"|participated\s+in|ordered|masterminded|organi[sz]ed|commanded|(?:was|were|is|are)\s+(?:behind|responsible\s+for|involved\s+in)))"
    r"\s+(?:[\w’'-]+\s+){0,4}?(?:attacks?|bombings?|killings?|strikes?|assaults?|raids?|massacres?|ambush(?:es)?)"
    r"\s+(?:on|in|at|against|near|of)\s+(?:[\w’'-]+\s+){0,5}$",
    re.IGNORECASE,
)
"""What somebody is known or held for: "a man accused of bombings in", "one who led attacks on"."""
_WAS_THERE = re.compile(r"\bwho\s+(?:is|was|are|were)\s+(?:\w+\s+)?(?:in|at|visiting)\s+(?:the\s+)?$")
_COMMA = re.compile(r"\s*,")
_AWAY = re.compile(r"[\w’'-]+\s*,\s+(?:who\s+(?:is|was)\s+)?(?:now\s+|currently\s+)?(?:in|at)\s+(?:the\s+)?$")
_ON_BUSINESS = re.compile(
    r"\s+(?:for\s+(?:the|an?|talks)|on\s+(?:an?|the)\s+(?:\w+\s+)?(?:visit|tour|trip)|to\s+(?:attend|meet|speak|sign))\b"
)
"""Around where somebody is away: "President Petro, in Rome for the funeral"."""


def is_voice(head: str, tail: str) -> bool:
    """Whether a name says where somebody sits who speaks: "a security source in X told"."""
    if _SEAT_OF.search(head) and not _OFFICE_STRUCK.search(head):
        return True
    if _SAYS_IT_IS_AT.search(head) or _CITED.search(head) or _SAID_BY.search(head):
        return True
    if _WAS_THERE.search(head) and _COMMA.match(tail):
        return True
    if _AWAY.search(head) and _ON_BUSINESS.match(tail):
        return True
    voice = _VOICE_BEFORE.search(head) if _VOICE_AFTER.match(tail) else None
    return voice is not None and _EYEWITNESSES.search(voice["who"]) is None


def is_aside(head: str, tail: str) -> bool:
    """Whether a name says where something else was: talks, a hospital, the way that somebody took."""
    if _ASIDE.search(head) or _TRAVELS.search(head) or _HAD.search(head) or _DEEDS_OF.search(head):
        return True
    return _LEFT_FOR.search(head) is not None and _FOR.match(tail) is not None
