"""How many places of conflict data are found by name and containers, with a country file built as an index.

    python benchmarks/ucdp.py [PLACES.csv] [GEONAMES.txt]

The places are those of UCDP GED in Iraq and Syria, of precision 1 to 3. Acc@5 km is the share of all
of them that is placed within 5 km of where UCDP has them; wrong is the share of the placed ones that
lies more than 50 km off. The most populous namesake, and the nearest of all candidates, stand beside.
Neither file may be redistributed; they are read from ``../shared``.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from pathlib import Path

from geomap.gazetteer.building import build_index
from geomap.gazetteer.geodesy import distance_m
from geomap.resolve import Gazetteer

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("places", nargs="?", type=Path, default=SHARED / "bench" / "ucdp_places.dev.csv")
    parser.add_argument("dump", nargs="?", type=Path, default=SHARED / "samples" / "theatre.geonames.txt")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    with options.places.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if wanted(row)]
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "theatre.gazetteer"
        build_index([options.dump], index)
        gazetteer = Gazetteer.open(index)
        right = near = placed = wrong = possible = populous = 0
        for row in rows:
            lat, lon = float(row["latitude"]), float(row["longitude"])
            within = [row[column] for column in ("adm_2", "adm_1") if row[column]]
            answer = gazetteer.resolve(row["where_coordinates"], country=row["country"], within=within)
            named = [one.place for one in gazetteer.lookup(row["where_coordinates"])]
            senses = named + [candidate.place for candidate in answer.candidates]
            most = max(named, key=lambda place: place.population or 0, default=None)
            populous += most is not None and distance_m(most.lat, most.lon, lat, lon) <= 5_000
            apart = None
            if answer.lat is not None and answer.lon is not None:
                apart = distance_m(answer.lat, answer.lon, lat, lon)
                placed += 1
                right += apart <= 5_000
                near += apart <= 25_000
                wrong += apart > 50_000
            nearest = min((distance_m(place.lat, place.lon, lat, lon) for place in senses), default=1e9)
            possible += nearest <= 5_000 or (apart is not None and apart <= 5_000)
            if options.misses and (apart is None or apart > 5_000):
                far = "" if apart is None else f"{apart / 1000:.0f} km"
                print(
                    row["where_coordinates"], within, answer.status.value, far, answer.reason[:120], sep=" | "
                )
    total = len(rows)
    print(f"{total} places: Acc@5 km {right / total:.3f}, within 25 km {near / total:.3f}", end=", ")
    print(f"placed {placed / total:.3f}, wrong {wrong / max(1, placed):.3f} of the placed")
    print(f"best of our candidates {possible / total:.3f}, most populous namesake {populous / total:.3f}")


def wanted(row: dict[str, str]) -> bool:
    return row["country"] in ("Iraq", "Syria") and row["where_prec"] in ("1", "2", "3")


if __name__ == "__main__":
    main()
