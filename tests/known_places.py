"""A handful of places that answer as a gazetteer does, for tests that are not about resolving."""

from __future__ import annotations

from geomap.model import Candidate, Kind, Place, Resolution, Status

KIRKUK = Place("kirkuk", "Kirkuk", Kind.CITY, 35.4681, 44.3922, 12_000.0, "IQ", dataset="test")
ANBAR = Place("anbar", "Anbar", Kind.ADMIN1, 32.9, 41.6, 200_000.0, "IQ", dataset="test")
BASE = Place(
    "ain-al-asad", "Ain al-Asad Air Base", Kind.AIR_BASE, 33.7856, 42.4412, 4_000.0, "IQ", dataset="test"
)
QUSAYR = tuple(
    Place(f"qusayr-{number}", "Al-Qusayr", Kind.TOWN, lat, lon, 3_000.0, country, dataset="test")
    for number, (lat, lon, country) in enumerate(((34.5, 36.58, "SY"), (26.1, 34.28, "EG")), start=1)
)
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[39.0, 31.0], [44.0, 31.0], [44.0, 35.0], [39.0, 35.0], [39.0, 31.0]]],
}


class KnownPlaces:
    """Answers by exact spelling and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None, str | None]] = []

    def resolve(self, text: str, *, country: str | None = None, within: str | None = None) -> Resolution:
        self.asked.append((text, country, within))
        if text == "Al-Qusayr":
            both = tuple(Candidate(place, 0.5, "spelled so") for place in QUSAYR)
            return Resolution(text, Status.AMBIGUOUS, "2 places are called so", 0.5, candidates=both)
        place = {"Kirkuk": KIRKUK, "Anbar": ANBAR, "al-Asaf airbase": BASE, "NA": KIRKUK}.get(text)
        if place is None:
            return Resolution(text, Status.UNRESOLVED, "no place is called so")
        return Resolution(
            text,
            Status.RESOLVED,
            f"name of {place.name}",
            0.9,
            place,
            place.name,
            place.lat,
            place.lon,
            place.radius_m,
            place.kind.precision,
            outline=OUTLINE if place is ANBAR else None,
            candidates=(Candidate(place, 0.9, "spelled so"),),
        )
