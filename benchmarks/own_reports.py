"""How well reports become events on the short texts in tests/cases/reports, written for it.

    python benchmarks/own_reports.py [--half a|b|...] [--verbose]

Each half was written before it was run on the rules of its day; benchmarks/README.md keeps the
first figures. An extracted event is right if it stands at the place wanted (by id, or within the
kilometres of ``@lat;lon;km``) and, where several are wanted there, on the day wanted. A place that
begins with ``?`` is of an event told in passing: neither asked for nor a fault. ``*`` is not judged.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

from geomap.gazetteer.geodesy import distance_m
from geomap.model import Event, Precision, Status
from geomap.resolve import Gazetteer
from geomap.text import extract_report, read_report

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "reports"
HALVES = "abcdefghijklmnopqr"
Row = dict[str, str]


def open_gazetteer() -> Gazetteer:
    return Gazetteer.open(CASES / "gazetteer")


def wanted() -> dict[str, list[Row]]:
    """Give the events by report; a report without any has an empty list."""
    found: dict[str, list[Row]] = {path.stem: [] for path in sorted(CASES.glob("*.txt"))}
    with (CASES / "events.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["report"]].append(row)
    return found


def is_plotted(event: Event) -> bool:
    resolution = event.resolution
    return (
        resolution is not None
        and resolution.status is Status.RESOLVED
        and resolution.precision is not Precision.COUNTRY
    )


def is_there(event: Event, row: Row) -> bool:
    resolution = event.resolution
    if resolution is None or resolution.lat is None or resolution.lon is None or not is_plotted(event):
        return False
    place = row["place"].removeprefix("?")
    if place.startswith("@"):
        lat, lon, reach = (float(part) for part in place[1:].split(";"))
        return distance_m(resolution.lat, resolution.lon, lat, lon) <= reach * 1000
    return resolution.place is not None and resolution.place.id == place


def right_day(event: Event, row: Row) -> bool:
    said = event.sources[0].says.get("date")
    if said is not None:
        first = last = str(said)
    else:
        first = event.when.start.date().isoformat() if event.when.start else ""
        last = event.when.end.date().isoformat() if event.when.end else ""
    return row["first_day"] <= first and last <= row["last_day"] if first else not row["first_day"]


def score(half: str, gazetteer: Gazetteer) -> tuple[Counter[str], list[str]]:
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for name, rows in wanted().items():
        if not name.startswith(half):
            continue
        events = [
            e for e in extract_report(read_report(CASES / f"{name}.txt"), gazetteer).events if is_plotted(e)
        ]
        counts["wanted"] += sum(not row["place"].startswith("?") for row in rows)
        counts["plotted"] += len(events)
        left = list(events)
        # Events that are only told in passing come last: they take what is left.
        for row in sorted(rows, key=lambda row: row["place"].startswith("?")):
            there = sorted((e for e in left if is_there(e, row)), key=lambda e: not right_day(e, row))
            if row["place"].startswith("?"):
                counts["plotted"] -= len(there[:1])
                left = [event for event in left if event not in there[:1]]
                continue
            if not there:
                faults.append(f"{name}: {row['place']} is not found")
                continue
            event = there[0]
            left.remove(event)
            counts["found"] += 1
            checks = {
                "dated": right_day(event, row) or not row["first_day"],
                "weapons": row["weapon"] in {"*", event.weapon or ""},
                "killed": row["killed"] in {"", "*"} or int(row["killed"]) in event.killed,
                "wounded": row["wounded"] in {"", "*"} or int(row["wounded"]) in event.wounded,
                "claims": row["claimed_by"] in {"*", event.claimed_by or ""},
            }
            counts.update(key for key, right in checks.items() if right)
            faults += [
                f"{name}: {row['place']} {key}: {event.when.start} {event.weapon} {event.killed}"
                f" {event.wounded} {event.claimed_by}"
                for key, right in checks.items()
                if not right
            ]
        faults += [f"{name}: plots {e.place_text!r} for {e.sources[0].quote[:80]!r}" for e in left]
    return counts, faults


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=list(HALVES))
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    for half in [options.half] if options.half else HALVES:
        counts, faults = score(half, gazetteer)
        found, plotted = counts["found"], counts["plotted"]
        print(
            f"half {half}: found {found} of {counts['wanted']}, plotted {plotted}: precision"
            f" {found / plotted:.2f}, recall {found / counts['wanted']:.2f}, dates {counts['dated']},"
            f" weapons {counts['weapons']}, killed {counts['killed']}, wounded {counts['wounded']},"
            f" claims {counts['claims']} (of {found})"
        )
        if options.verbose:
            print("\n".join(faults))


if __name__ == "__main__":
    main()
