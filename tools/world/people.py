"""What the people of a place are called, where the sources of places do not say."""

from __future__ import annotations

_STATES = """\
US-AL Alabamian Alabaman|US-AK Alaskan|US-AZ Arizonan|US-AR Arkansan|US-CA Californian|US-CO Coloradan\
|US-DE Delawarean|US-FL Floridian|US-GA Georgian|US-HI Hawaiian|US-ID Idahoan|US-IL Illinoisan|US-IN Hoosier\
|US-IA Iowan|US-KS Kansan|US-KY Kentuckian|US-LA Louisianan Louisianian|US-ME Mainer|US-MD Marylander\
|US-MI Michigander Michiganian|US-MN Minnesotan|US-MS Mississippian|US-MO Missourian|US-MT Montanan\
|US-NE Nebraskan|US-NV Nevadan|US-NH New_Hampshirite|US-NJ New_Jerseyan New_Jerseyite|US-NM New_Mexican\
|US-NC North_Carolinian|US-ND North_Dakotan|US-OH Ohioan|US-OK Oklahoman|US-OR Oregonian|US-PA Pennsylvanian\
|US-RI Rhode_Islander|US-SC South_Carolinian|US-SD South_Dakotan|US-TN Tennessean|US-TX Texan|US-UT Utahn\
|US-VT Vermonter|US-VA Virginian|US-WV West_Virginian|US-WI Wisconsinite|US-WY Wyomingite\
|CA-AB Albertan|CA-BC British_Columbian|CA-MB Manitoban|CA-NB New_Brunswicker|CA-NL Newfoundlander\
|CA-NS Nova_Scotian|CA-ON Ontarian|CA-QC Quebecer Quebecker|CA-YT Yukoner|AU-QLD Queenslander\
|AU-TAS Tasmanian"""
OF_UNIT = {
    code: tuple(word.replace("_", " ") for word in words)
    for code, *words in (row.split() for row in _STATES.split("|"))
}
"""ISO 3166-2 code to the words for its people and things, as style books have them."""
_NO_PLURAL = ("s", "sh", "ch", "ese", "x", "men", "ic", "land")


def with_plurals(words: tuple[str, ...]) -> tuple[str, ...]:
    """Add the people to the person: "Iraqi" and "Iraqis"; there is none of "French" and "Chinese"."""
    return tuple(
        form for word in words for form in ((word,) if word.endswith(_NO_PLURAL) else (word, f"{word}s"))
    )
