"""Generic words in names, in several languages, and the kinds of place that they mean.

In "Conoco gas field" or "محافظة كركوك" the generic words are not what the place is called;
they say what sort of place is meant. Each term may stand before or after the name.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from geomap.model import Kind, Precision

if TYPE_CHECKING:
    from collections.abc import Set

_AIR_BASE = (Kind.AIR_BASE,)
_AIRPORT = (Kind.AIRPORT, Kind.AIR_BASE)
_BASE = (Kind.MILITARY_BASE, Kind.AIR_BASE, Kind.OUTPOST)
_CAMP = (Kind.MILITARY_BASE, Kind.REFUGEE_CAMP)
_REFUGEES = (Kind.REFUGEE_CAMP,)
_FIELD = (Kind.OIL_FIELD, Kind.GAS_FIELD)
_OIL = (Kind.OIL_FIELD,)
_GAS = (Kind.GAS_FIELD,)
_PROVINCE = (Kind.ADMIN1,)
_DISTRICT = (Kind.ADMIN2, Kind.QUARTER)
_REGION = (Kind.REGION, Kind.ADMIN1, Kind.ADMIN2, Kind.DESERT)
_CITY = (Kind.CITY, Kind.TOWN)
_TOWN = (Kind.TOWN, Kind.CITY, Kind.VILLAGE)
_VILLAGE = (Kind.VILLAGE, Kind.TOWN)
_QUARTER = (Kind.QUARTER,)
_EMBASSY = (Kind.EMBASSY,)
_CROSSING = (Kind.BORDER_CROSSING,)
_COUNTRY = (Kind.COUNTRY,)

_STANDS_IN_TOWN = (
    "railway station|train station|bus station|metro station|station|police station|fire station|market"
    "|bazaar|souk|souq|mosque|church|cathedral|synagogue|school|high school|university|hospital|clinic"
    "|central prison|central market|general hospital|national hospital|military hospital"
    "|medical center|medical centre|stadium|prison|courthouse|city hall|town hall|bakery|junction|roundabout"
    "|مستشفى|مسجد|جامع|كنيسة|مدرسة|جامعة|سوق|سجن|ملعب"
)
IN_TOWN = frozenset(_STANDS_IN_TOWN.split("|"))
"""What stands in the town whose name it has: "Kramatorsk railway station"."""
IN_TOWN_NAMED = frozenset({"square", "street", "avenue", "bridge", "hotel", "ministry", "museum", "theatre"})
"""The same only where the town is named besides: Baghdad Street is in Damascus."""

_TERMS: tuple[tuple[tuple[Kind, ...], str], ...] = (
    # English
    (_AIR_BASE, "air base|airbase|AB|air bases|airbases|military airport|military airbase|military air base"),
    (_AIR_BASE, "army airfield|heliport|military heliport"),
    (_AIRPORT, "airport|international airport|airfield|air field|airstrip|air strip|landing zone|aerodrome"),
    (_BASE, "base|bases|military base|army base|military site|military camp|FOB|patrol base"),
    (_BASE, "COB|COP|forward operating base|combat outpost|garrison|mission support site|MSS"),
    (_BASE, "support base|logistics base|joint base"),
    ((Kind.OUTPOST, Kind.MILITARY_BASE), "outpost|military outpost|military post"),
    (_CAMP, "camp|camps"),
    (_REFUGEES, "refugee camp|refugee camps|IDP camp|displacement camp|displaced camp"),
    (_FIELD, "field|fields|oil and gas field"),
    (_OIL, "oil field|oilfield|oil fields|oilfields|oil facility"),
    (_GAS, "gas field|gasfield|gas fields|gas plant|gas facility|gas complex|gas plants"),
    (_PROVINCE, "governorate|governorates|provinces|province|governate|muhafazah|state|prefecture"),
    (_PROVINCE, "oblast|krai|kray"),
    (_DISTRICT, "county|counties|parish|raion|rayon"),
    (_DISTRICT, "district|districts|subdistrict|sub district|qada|qadaa|nahiya|nahiyat|nahiyah"),
    # Syria and Egypt: the district, and the one around the governorate's capital.
    (_DISTRICT, "mintaqat|mintaqah|mantiqat|mantiqah|markaz|mintaqat markaz"),
    (_REGION, "region|regions|desert province"),
    ((Kind.DESERT, Kind.REGION), "desert"),
    (_CITY, "city|cities|capital city"),
    (_TOWN, "town|towns|township|municipality"),
    (_VILLAGE, "village|villages|hamlet|kibbutz|moshav|settlement|locality"),
    # Arabic words in Latin letters, as gazetteers and maps write them before the name.
    (_VILLAGE, "qaryat|qaryah|qarya|farm|farms"),
    (_CITY, "madinat"),
    (_REFUGEES, "mukhayyam"),
    (_QUARTER, "neighborhood|neighbourhood|quarter"),
    # A town of its own, mostly.
    ((Kind.QUARTER, Kind.TOWN, Kind.VILLAGE, Kind.CITY), "suburb|suburbs"),
    (_EMBASSY, "embassy|embassy complex|embassy compound|consulate|consulate general|high commission"),
    (_EMBASSY, "diplomatic mission"),
    (_CROSSING, "crossing|border crossing|border gate|border post|checkpoint|crossing point|border point"),
    ((Kind.DAM,), "dam"),
    ((Kind.DAM, Kind.LAKE), "reservoir|dam reservoir|dam lake"),
    ((Kind.PORT, Kind.CITY, Kind.TOWN), "port|harbour|harbor|oil terminal|seaport"),
    ((Kind.RIVER,), "river"),
    ((Kind.LAKE, Kind.RIVER), "lake"),
    ((Kind.MOUNTAIN,), "mount|mountain|mountains|jabal|jebel"),
    ((Kind.ISLAND,), "island|islands|isle"),
    ((Kind.STRAIT,), "strait|straits|canal|channel"),
    ((Kind.SEA,), "sea|gulf|bay"),
    ((Kind.BUILDING,), _STANDS_IN_TOWN),
    ((Kind.BUILDING,), "mine|refinery|oil refinery|pumping station|power plant|nuclear facility|factory"),
    ((Kind.BUILDING,), "silos|grain silos"),
    ((Kind.GOVERNMENT_COMPLEX, Kind.BUILDING), "compound|complex"),
    (_COUNTRY, "republic"),
    ((), "site|location"),
    # Arabic
    (_BASE, "قاعدة|قاعدة عسكرية|معسكر"),
    (_AIR_BASE, "قاعدة جوية|مطار عسكري"),
    (_AIRPORT, "مطار|مطار دولي"),
    (_REFUGEES, "مخيم|مخيم اللاجئين"),
    (_FIELD, "حقل"),
    (_GAS, "حقل غاز|معمل غاز"),
    (_OIL, "حقل نفط"),
    (_PROVINCE, "محافظة"),
    (_DISTRICT, "قضاء|ناحية|منطقة"),
    (_CITY, "مدينة"),
    (_TOWN, "بلدة"),
    (_VILLAGE, "قرية"),
    (_QUARTER, "حي"),
    (_EMBASSY, "سفارة|قنصلية"),
    (_CROSSING, "معبر|منفذ"),
    ((Kind.DAM,), "سد"),
    ((Kind.PORT, Kind.CITY, Kind.TOWN), "ميناء"),
    ((Kind.RIVER,), "نهر"),
    ((Kind.LAKE, Kind.RIVER), "بحيرة"),
    ((Kind.MOUNTAIN,), "جبل"),
    ((Kind.ISLAND,), "جزيرة"),
    ((Kind.STRAIT,), "مضيق"),
    # Persian, Kurdish
    (_BASE, "پایگاه|پادگان"),
    (_AIR_BASE, "پایگاه هوایی"),
    (_AIRPORT, "فرودگاه|فڕۆکەخانەی"),
    (_PROVINCE, "استان|پارێزگای"),
    (_CITY, "شهر|شاری"),
    (_DISTRICT, "شهرستان|قەزای"),
    (_VILLAGE, "روستای|گوندی"),
    (_EMBASSY, "سفارت"),
    # Hebrew
    (_CITY, "העיר"),
    (_BASE, "בסיס"),
    (_REFUGEES, "מחנה"),
    # French
    (_BASE, "base militaire"),
    (_AIR_BASE, "base aérienne"),
    (_AIRPORT, "aéroport|aérodrome|aéroport international"),
    (_REFUGEES, "camp de réfugiés"),
    (_PROVINCE, "gouvernorat|province"),
    (_CITY, "ville"),
    (_VILLAGE, "village"),
    (_FIELD, "champ"),
    (_GAS, "champ gazier"),
    (_OIL, "champ pétrolier"),
    (_EMBASSY, "ambassade|consulat"),
    # Spanish, Italian, Portuguese
    (_AIR_BASE, "base aérea|base aerea"),
    (_BASE, "base militar|base militare"),
    (_AIRPORT, "aeropuerto|aeroporto|aeroporto militare"),
    (_PROVINCE, "provincia|gobernación|governatorato|gobernorato"),
    (_CITY, "ciudad|città|cidade"),
    (_EMBASSY, "embajada|ambasciata|embaixada"),
    # German
    (_BASE, "Stützpunkt|Militärstützpunkt|Basis|Militärbasis"),
    (_AIR_BASE, "Luftwaffenstützpunkt|Luftwaffenbasis"),
    (_AIRPORT, "Flughafen|Flugplatz"),
    (_PROVINCE, "Provinz|Gouvernement"),
    (_CITY, "Stadt"),
    (_OIL, "Ölfeld"),
    (_GAS, "Gasfeld"),
    (_EMBASSY, "Botschaft"),
    # Turkish
    (_BASE, "üssü|askeri üssü"),
    (_AIRPORT, "havalimanı|havaalanı"),
    (_PROVINCE, "ili|vilayeti"),
    (_CITY, "şehri|kenti"),
    (_DISTRICT, "ilçesi"),
    # South Slavic
    (_BASE, "baza|baze|bazi|bazu"),
    (_PROVINCE, "provincija|provincije|provinciji|pokrajina|pokrajine|pokrajini"),
    (_AIRPORT, "aerodrom"),
    # Russian, Ukrainian
    (_BASE, "база|базы|базе|базу"),
    (_AIR_BASE, "авиабаза|авиабазы|авиабазе"),
    (_PROVINCE, "провинция|провинции|провинцию|мухафаза|область|области"),
    (_CITY, "город|города|городе|місто"),
    (_AIRPORT, "аэропорт|аэродром"),
    # Malay, Indonesian
    (_BASE, "pangkalan|pangkalan militer"),
    (_AIR_BASE, "pangkalan udara"),
    (_AIRPORT, "bandara|bandar udara"),
    (_PROVINCE, "provinsi"),
    (_CITY, "kota"),
)  # fmt: skip


def _generic() -> dict[str, tuple[Kind, ...]]:
    generic: dict[str, tuple[Kind, ...]] = {}
    for kinds, terms in _TERMS:
        for term in terms.split("|"):
            generic[term] = tuple(dict.fromkeys(generic.get(term, ()) + kinds))
    return generic


GENERIC = _generic()
"""Generic term as written, to the kinds that it means, the most usual first."""

LONGEST_GENERIC = max(len(term.split()) for term in GENERIC)
"""In words."""

JOINTS = frozenset({"of", "de", "du", "des", "del", "di", "da", "d", "von", "the", "at"})
"""Words that join a generic term to its name: "province of Homs", "ville de Mossoul"."""

_DIRECTIONS = ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")
_ADJECTIVES = """
    central middle main new old upper lower greater inner outer international national regional local
    military joint forward former first second third big great little major other several many all
    two three four
"""
DESCRIPTIVE = frozenset(_ADJECTIVES.split()) | {
    direction + ending for direction in _DIRECTIONS for ending in ("", "ern", "ernmost")
}
"""Words that tell places from each other but name none: "the central governorate", "a new base"."""


class Fit(Enum):
    """How a place's kind agrees with the kinds that generic words ask for."""

    WELL = "well"
    NEARLY = "nearly"
    """Reports use the words for each other: an air base for an airport."""
    NOT = "not"


_NEARLY = {
    Kind.AIR_BASE: {Kind.AIRPORT, Kind.MILITARY_BASE, Kind.OUTPOST},
    Kind.AIRPORT: {Kind.AIR_BASE},
    Kind.MILITARY_BASE: {Kind.AIR_BASE, Kind.OUTPOST},
    Kind.OUTPOST: {Kind.MILITARY_BASE},
    Kind.OIL_FIELD: {Kind.GAS_FIELD},
    Kind.GAS_FIELD: {Kind.OIL_FIELD},
    Kind.REFUGEE_CAMP: {Kind.TOWN, Kind.VILLAGE, Kind.QUARTER},
    Kind.PORT: {Kind.CITY, Kind.TOWN, Kind.VILLAGE},
    Kind.CITY: {Kind.PORT},
    Kind.TOWN: {Kind.REFUGEE_CAMP, Kind.PORT},
    Kind.VILLAGE: {Kind.CITY, Kind.REFUGEE_CAMP},
    Kind.QUARTER: {Kind.TOWN, Kind.VILLAGE},
    Kind.ADMIN1: {Kind.ADMIN2, Kind.REGION, Kind.ISLAND},
    # "Basilan province" is an island.
    Kind.ISLAND: {Kind.ADMIN1, Kind.ADMIN2, Kind.REGION},
    Kind.ADMIN2: {Kind.ADMIN1},
    Kind.REGION: {Kind.ADMIN1, Kind.DESERT, Kind.MOUNTAIN},
    Kind.GOVERNMENT_COMPLEX: {Kind.BUILDING, Kind.QUARTER, Kind.EMBASSY},
}


def fit(kind: Kind, wanted: Set[Kind]) -> Fit:
    """Tell how a place of `kind` agrees with the kinds `wanted`."""
    if kind in wanted:
        return Fit.WELL
    return Fit.NEARLY if _NEARLY.get(kind, frozenset()) & wanted else Fit.NOT


def may_be_one(kind: Kind, other: Kind) -> bool:
    """Tell whether two sources may mean one place by these kinds: no hospital is an airport.

    Towns, villages and quarters are not told apart, nor are areas of one level.
    """
    if kind.precision is not other.precision:
        return False
    return (
        kind.precision is not Precision.SITE
        or fit(kind, {other}) is not Fit.NOT
        or fit(other, {kind}) is not Fit.NOT
    )
