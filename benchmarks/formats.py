"""How fast each format is written and read, and what a million rows cost.

    nice .venv/bin/python benchmarks/formats.py write 100000
    nice .venv/bin/python benchmarks/formats.py stream 1000000

``write`` prints a line a format: seconds of the processor to write (which includes reading it back to
see that it is whole) and to read, and megabytes; and GeoJSON against `GeoDataFrame.to_file`. ``stream``
makes tables of UCDP's and GDELT's shape, converts them a piece at a time, and prints seconds of the
processor and the most memory used.
The events are made up; the same number gives the same events.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geomap import formats
from geomap.events import locate
from geomap.formats.gdelt import FIELDS as GDELT
from geomap.formats.ucdp import FIELDS
from geomap.resolve import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

SUFFIXES = (".geojson", ".geojsonl", ".gpkg", ".csv", ".kml", ".kmz", ".parquet", ".fgb", ".shp.zip")
PLACES = ("Kirkuk", "Erbil", "Baghdad", "Mosul", "Ain al-Asad Air Base", "Damascus", "Homs", "Nowhere at all")
KINDS = ("rocket attack", "drone attack", "air strike", "shelling")


def events(count: int) -> gpd.GeoDataFrame:
    """Events with coordinates, figures, a source each and a column of one's own."""
    dice = np.random.default_rng(7)
    days = pd.Timestamp("2014-01-01", tz="UTC") + pd.to_timedelta(dice.integers(0, 4000, count), unit="D")
    table = pd.DataFrame(
        {
            "event_id": [f"e{number}" for number in range(count)],
            "time_start": days,
            "time_end": days + pd.Timedelta(hours=23, minutes=59, seconds=59),
            "time_precision": "day",
            "event_type": dice.choice(KINDS, count),
            "killed_best": pd.array(dice.integers(0, 30, count), dtype="Int64"),
            "lat": np.round(dice.uniform(29, 37, count), 5),
            "lon": np.round(dice.uniform(36, 49, count), 5),
            "sources": [
                [{"quote": f"Rockets were fired, report {number}.", "publisher": "A paper"}]
                for number in range(count)
            ],
            "note": [f"row {number} of the benchmark" for number in range(count)],
        }
    )
    return locate(table, Gazetteer.open())


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor, and the result."""
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def write(count: int) -> None:
    frame = events(count)
    print(f"{count:,} events\n\n| format | write s | read s | MB |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for suffix in SUFFIXES:
            path = Path(folder) / f"events{suffix}"
            writing, _ = timed(lambda path=path: formats.write(frame, path))
            reading, table = timed(lambda path=path: formats.read(path))
            assert len(table.frame) == count
            print(f"| {suffix} | {writing:.1f} | {reading:.1f} | {path.stat().st_size / 1e6:.0f} |")
        lists = [name for name in frame.columns if frame[name].dtype == object]
        for what, rows in (
            ("all columns", frame),
            ("without the columns of lists", frame.drop(columns=lists)),
        ):
            theirs, ours = by_turns(rows, Path(folder))
            print(f"\nGeoJSON, {what}, seconds of five turns: GeoDataFrame.to_file {theirs}, geomap {ours}")
            print(f"first {theirs[0] / ours[0]:.1f} times, best {min(theirs) / min(ours):.1f} times as long")


def by_turns(frame: gpd.GeoDataFrame, folder: Path) -> tuple[list[float], list[float]]:
    """Write the same events with GDAL and with geomap, by turns; memory met for the first time is slow."""
    theirs, ours = [], []
    for turn in range(5):
        path = folder / f"turn-{turn}.geojson"
        theirs.append(round(timed(lambda path=path: frame.to_file(path, driver="GeoJSON"))[0], 2))
        path.unlink()
        ours.append(round(timed(lambda path=path: formats.write(frame, path))[0], 2))
        path.unlink()
    return theirs, ours


def ucdp_table(path: Path, count: int) -> None:
    """A table with UCDP's columns and as much text in a row as UCDP has."""
    names = [field.theirs for field in FIELDS]
    story = "A report of the fighting, with the words that such a headline has. " * 3
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for number in range(count):
            told = {
                "id": number,
                "year": 2014 + number % 10,
                "type_of_violence": 1 + number % 3,
                "side_a": "Government of Iraq",
                "side_b": "IS",
                "number_of_sources": 1 + number % 4,
                "source_article": story,
                "source_office": "A paper",
                "source_date": "2014-06-10",
                "source_headline": story[:60],
                "where_prec": 1 + number % 4,
                "where_coordinates": PLACES[number % len(PLACES)],
                "adm_1": "Ninawa governorate",
                "latitude": 29 + number % 800 / 100,
                "longitude": 36 + number % 1300 / 100,
                "country": "Iraq",
                "country_id": 645,
                "date_prec": 1,
                "date_start": f"2014-{1 + number % 12:02}-{1 + number % 28:02}",
                "date_end": f"2014-{1 + number % 12:02}-{1 + number % 28:02}",
                "best": number % 9,
                "high": number % 9 + 2,
                "low": number % 9,
            }
            writer.writerow([told.get(name, "") for name in names])


def gdelt_table(path: Path, count: int) -> None:
    """A file of GDELT's 61 columns without a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for number in range(count):
            place = PLACES[number % len(PLACES)]
            told = {
                "GLOBALEVENTID": 1_000_000_000 + number,
                "SQLDATE": f"2023{1 + number % 12:02}{1 + number % 28:02}",
                "Actor1Name": "IRAQ",
                "Actor2Name": "UNITED STATES",
                "IsRootEvent": 1,
                "EventCode": "190",
                "EventBaseCode": "190",
                "EventRootCode": "19",
                "QuadClass": 4,
                "GoldsteinScale": -10.0,
                "NumMentions": 1 + number % 9,
                "AvgTone": -number % 70 / 7,
                "ActionGeo_Type": (1, 4, 4, 4, 5)[number % 5],
                "ActionGeo_FullName": f"{place}, Iraq",
                "ActionGeo_CountryCode": "IZ",
                "ActionGeo_Lat": 29 + number % 800 / 100,
                "ActionGeo_Long": 36 + number % 1300 / 100,
                "DATEADDED": 20231208101500,
                "SOURCEURL": f"https://news.example/articles/{number}",
            }
            file.write("\t".join(str(told.get(field.theirs, "")) for field in GDELT) + "\n")


def stream(count: int) -> None:
    print("| rows of | to | processor s | most memory MB | MB read | MB written |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name, make, suffixes in (
            ("UCDP", ucdp_table, (".parquet", ".geojsonl", ".csv")),
            ("GDELT", gdelt_table, (".parquet",)),
        ):
            source = Path(folder) / f"{name}.csv"
            make(source, count)
            for suffix in suffixes:
                target = Path(folder) / f"out{suffix}"
                # A process of its own: the most memory is that of a process, and never goes down.
                command = [sys.executable, __file__, "convert", str(source), str(target)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                sizes = [path.stat().st_size / 1e6 for path in (source, target)]
                told = " | ".join(done.stdout.split())
                print(f"| {name} | {suffix} | {told} | {sizes[0]:.0f} | {sizes[1]:.0f} |", flush=True)
                target.unlink()
            source.unlink()


def convert(source: str, target: str) -> None:
    from geomap.formats.streaming import stream as convert_file

    convert_file(source, target, Gazetteer.open())
    print(round(time.process_time()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "convert":
        convert(*rest)
    else:
        {"write": write, "stream": stream}[what](int(rest[0]))
