"""How many mentions of sites in the theatre are placed right, wrong or not at all.

Usage: python benchmarks/theatre.py ../shared/bench/theatre_mentions.dev.csv [--misses]

A mention is right if its point lies within the mention's own tolerance; its sentence is the
context. The file may not be redistributed, so it is read from where it lies.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from pathlib import Path

from geomap.gazetteer.geodesy import distance_m
from geomap.resolve import Gazetteer


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("mentions", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what is not right")
    options = parser.parse_args()

    started = time.perf_counter()
    gazetteer = Gazetteer.open()
    opened = time.perf_counter()
    rows = list(csv.DictReader(options.mentions.read_text(encoding="utf-8").splitlines()))
    outcomes: Counter[str] = Counter()
    for row in rows:
        answer = gazetteer.resolve(row["mention"], context=row["sentence"])
        if answer.lat is None or answer.lon is None:
            outcome, away = answer.status.value, ""
        else:
            metres = distance_m(answer.lat, answer.lon, float(row["lat"]), float(row["lon"]))
            outcome = "right" if metres <= 1000 * float(row["tolerance_km"]) else "wrong"
            away = f"{metres / 1000:.1f} km off, {row['tolerance_km']} allowed"
        outcomes[outcome] += 1
        if options.misses and outcome != "right":
            print(f"{outcome:10} {row['mention']} | {row['place_id']} | {away}")
            print(f"{'':10} {answer.name}: {answer.reason}")
    done = time.perf_counter()
    for outcome, count in sorted(outcomes.items()):
        print(f"{outcome:10} {count:4} {count / len(rows):.3f}")
    print(f"opened in {1000 * (opened - started):.0f} ms, {1000 * (done - opened) / len(rows):.2f} ms each")


if __name__ == "__main__":
    main()
