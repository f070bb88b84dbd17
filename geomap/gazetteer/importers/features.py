"""The kinds that GeoNames' feature codes stand for; NGA uses the same codes."""

from __future__ import annotations

from geomap.model import Kind

_BY_CODE: dict[str, Kind] = {
    "ADM1": Kind.ADMIN1,
    "ADM1H": Kind.ADMIN1,
    "ADM2": Kind.ADMIN2,
    "ADM2H": Kind.ADMIN2,
    "TERR": Kind.COUNTRY,
    "ZN": Kind.REGION,
    "AIRB": Kind.AIR_BASE,
    "AIRF": Kind.AIRPORT,
    "AIRH": Kind.AIRPORT,
    "AIRP": Kind.AIRPORT,
    "AIRQ": Kind.AIRPORT,
    "AIRS": Kind.AIRPORT,
    "INSM": Kind.MILITARY_BASE,
    "MILB": Kind.MILITARY_BASE,
    "NVB": Kind.MILITARY_BASE,
    "FT": Kind.MILITARY_BASE,
    "MTHSE": Kind.OUTPOST,
    "PSTB": Kind.BORDER_CROSSING,
    "PSTC": Kind.BORDER_CROSSING,
    "CTRR": Kind.GOVERNMENT_COMPLEX,
    "GOVL": Kind.GOVERNMENT_COMPLEX,
    "DIP": Kind.EMBASSY,
    "CMPRF": Kind.REFUGEE_CAMP,
    "OILF": Kind.OIL_FIELD,
    "GASF": Kind.GAS_FIELD,
    "DAM": Kind.DAM,
    "PRT": Kind.PORT,
    "HBR": Kind.PORT,
    "MAR": Kind.PORT,
    "ISL": Kind.ISLAND,
    "ISLS": Kind.ISLAND,
    "ISLET": Kind.ISLAND,
    "ATOL": Kind.ISLAND,
    "SEA": Kind.SEA,
    "OCN": Kind.SEA,
    "GULF": Kind.SEA,
    "BAY": Kind.SEA,
    "STRT": Kind.STRAIT,
    "CHN": Kind.STRAIT,
    "STM": Kind.RIVER,
    "STMI": Kind.RIVER,
    "WAD": Kind.RIVER,
    "CNL": Kind.RIVER,
    "LK": Kind.LAKE,
    "LKI": Kind.LAKE,
    "LKN": Kind.LAKE,
    "RSV": Kind.LAKE,
    "MT": Kind.MOUNTAIN,
    "MTS": Kind.MOUNTAIN,
    "PK": Kind.MOUNTAIN,
    "HLL": Kind.MOUNTAIN,
    "HLLS": Kind.MOUNTAIN,
    "DSRT": Kind.DESERT,
    "PPLX": Kind.QUARTER,
}

# Where the code is not listed, its class decides; "" is a class left out in some files.
_BY_CLASS: dict[str, Kind] = {
    "A": Kind.ADMIN2,
    "H": Kind.LAKE,
    "L": Kind.REGION,
    "P": Kind.VILLAGE,
    # A road is no pin-point.
    "R": Kind.REGION,
    "S": Kind.BUILDING,
    "T": Kind.MOUNTAIN,
    "U": Kind.SEA,
    "V": Kind.REGION,
}

_RANKS = {"PPLC": 3, "PPLG": 2, "PPLA": 2, "PPLA2": 1}

_CITY_PEOPLE = 50_000
_TOWN_PEOPLE = 5_000


def settlement(population: int | None) -> Kind:
    """Tell city (50,000 people and more), town (5,000) and village apart."""
    people = population or 0
    if people >= _CITY_PEOPLE:
        return Kind.CITY
    return Kind.TOWN if people >= _TOWN_PEOPLE else Kind.VILLAGE


def kind_of(feature_class: str, code: str, population: int | None = None) -> Kind | None:
    """Give the kind of a GeoNames feature class and code; ``None`` for a class there is not."""
    kind = _BY_CODE.get(code)
    if kind is not None:
        return kind
    if code.startswith("PCL"):
        return Kind.COUNTRY
    if feature_class == "P":
        # A seat of government is more than its count of heads.
        return Kind.CITY if rank_of(code) >= 2 else settlement(population)
    return _BY_CLASS.get(feature_class)


def rank_of(code: str) -> int:
    """Give 3 for a country's capital, 2 for a first-level seat, 1 for a second-level one, else 0."""
    return _RANKS.get(code, 0)
