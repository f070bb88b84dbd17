"""What English news calls provinces and states, where the sources of units do not say."""

from __future__ import annotations

_USUAL = """\
AF-SAR Sari_Pul Sar-i-Pul|AZ-FUZ Fizuli|BF-KMD Komandjari Komandjoari|BY-MI Minsk_Region Minsk_Oblast\
|ET-BE Benishangul-Gumuz|ET-GA Gambella_Region Gambela_Region|IN-JK Indian-administered_Kashmir\
 Indian-controlled_Kashmir Indian_Kashmir|IN-PB Punjab_State|IR-28 North_Khorasan_Province|KZ-43 Kyzylorda\
|NG-FC Federal_Capital_Territory|PH-14 Bangsamoro BARMM|PK-BA Baluchistan Balochistan_Province\
|PK-JK Pakistan-administered_Kashmir Pakistan-controlled_Kashmir Pakistani_Kashmir|PK-PB Punjab_Province\
|RU-LEN Leningrad_Oblast Leningrad_Region|RU-MOS Moscow_Oblast Moscow_Region|RU-PRI Primorsky Primorsky_Krai\
|SD-RS Red_Sea_State|SO-BY Bay_Region|SO-HI Hiran Hiraan_Region|SS-BN Northern_Bahr_el_Ghazal_State\
|SS-BW Western_Bahr_el_Ghazal_State|SS-LK Lakes_State\
|TD-LC Lake_Chad_Province Lac_Province|UA-09 Luhansk_Oblast Lugansk\
|UA-32 Kyiv_Oblast Kyiv_Region Kyiv_Province Kiev_Oblast Kiev_Region\
|UA-05 Vinnytsia_Oblast|UA-07 Volyn_Oblast|UA-12 Dnipropetrovsk_Oblast|UA-14 Donetsk_Oblast\
|UA-18 Zhytomyr_Oblast|UA-21 Zakarpattia_Oblast|UA-23 Zaporizhzhia_Oblast|UA-26 Ivano-Frankivsk_Oblast\
|UA-35 Kirovohrad_Oblast|UA-46 Lviv_Oblast|UA-48 Mykolaiv_Oblast|UA-51 Odesa_Oblast|UA-53 Poltava_Oblast\
|UA-56 Rivne_Oblast|UA-59 Sumy_Oblast|UA-61 Ternopil_Oblast|UA-63 Kharkiv_Oblast|UA-65 Kherson_Oblast\
|UA-68 Khmelnytskyi_Oblast|UA-71 Cherkasy_Oblast|UA-74 Chernihiv_Oblast|UA-77 Chernivtsi_Oblast\
|UA-43 Republic_of_Crimea|UZ-TO Tashkent_Region"""
OF_UNIT = {
    code: tuple(word.replace("_", " ") for word in words)
    for code, *words in (row.split() for row in _USUAL.split("|"))
}
"""ISO 3166-2 code to names of it. "Kyiv Oblast" and the like: a city of the same name is a unit too."""
SHOWN = frozenset(code for code in OF_UNIT if code.startswith("UA-")) - {"UA-43"}
"""Units that are called by the first of these names: GeoNames has "Kharkivs’ka Oblast’" and "Kiev"."""
