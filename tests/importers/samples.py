"""What the importers' tests write files with."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.building import BuildReport
from geomap.gazetteer.store import StoredIndex

if TYPE_CHECKING:
    from geomap.model import Place

Built = tuple[StoredIndex, BuildReport]
Build = Callable[..., Built]


def the(index: StoredIndex, place_id: str) -> Place:
    place = index.place(place_id)
    assert place is not None
    return place


def names(index: StoredIndex, place_id: str) -> list[str]:
    return [alias.text for alias in index.aliases(place_id)]


def geonames_row(place: int | str, name: str, **cells: str) -> str:
    row = {
        "id": str(place), "name": name, "ascii": name, "names": "", "lat": "34.0", "lon": "43.0",
        "class": "P",
        "code": "PPL", "country": "IQ", "cc2": "", "admin1": "01", "admin2": "", "admin3": "", "admin4": "",
        "population": "0", "elevation": "", "dem": "", "zone": "Asia/Baghdad", "date": "2024-01-01",
    } | cells  # fmt: skip
    return "\t".join(row.values()) + "\n"


SQUARE = {
    "type": "Polygon",
    "coordinates": [[[41.0, 32.0], [43.0, 32.0], [43.0, 34.0], [41.0, 34.0], [41.0, 32.0]]],
}


def feature(properties: dict[str, Any], geometry: Any = None, **more: Any) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [42.82, 33.64]}
    return {"type": "Feature", "properties": properties, "geometry": geometry or point} | more


def collection(*features: dict[str, Any], **more: Any) -> str:
    return json.dumps(
        {"type": "FeatureCollection", "features": features} | more, indent=1, ensure_ascii=False
    )


GEONAMES_ROWS = (
    geonames_row(99237, "Republic of Iraq", names="Iraq,Irak", **{"class": "A"}, code="PCLI", admin1="00")
    + geonames_row(99592, "Al Anbār", ascii="Al Anbar", names="Anbar", **{"class": "A"}, code="ADM1")
    + geonames_row(7, "Hīt", ascii="Hit", names="HTT,هيت", code="PPLA2", population="66700")
    + geonames_row(8, "Ramadi", code="PPLA", lat="33.42", lon="43.3", population="2000")
    + geonames_row(9, "Ain al Asad", **{"class": "S"}, code="AIRB", lat="33.78", lon="42.44")
)
