"""How often the place names of news, web pages, tweets and encyclopedias are placed right, given their spans.

    python benchmarks/resolution.py [FOLDER] [CORPUS ...] [--misses N] [--gazetteer PATH ...]

A name is right within 161 km of where its annotators put it (A@161); one that is not placed
counts as wrong. Beside our own figure stand three more: the best that any choice among our
candidates could give, which only more data can lift; the most populous candidate, which is what a
table of cities gives; and how many of the names that were placed are wrong.

The corpora may not be redistributed, so they are read from where they lie (``../shared/bench``).
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.geodesy import distance_m
from geomap.model import Mention, Place, Resolution
from geomap.resolve import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

BENCH = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
CORPORA = ("LGL", "GeoWebNews", "TUD-Loc-2013", "GeoCorpora", "WikToR")
REACH_M = 161_000.0
HALFWAY_ROUND_KM = 20_039.0


@dataclass
class Tally:
    names: int = 0
    right: int = 0
    placed: int = 0
    possible: int = 0
    populous: int = 0
    characters: int = 0
    seconds: float = 0.0
    errors: list[float] = field(default_factory=list)
    misses: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def line(self, name: str) -> str:
        auc = sum(log(error + 1) for error in self.errors) / log(HALFWAY_ROUND_KM) / max(1, len(self.errors))
        share = [one / self.names for one in (self.right, self.possible, self.populous)]
        wrong = 1 - self.right / max(1, self.placed)
        speed = self.names / self.seconds
        return (
            f"| {name} | {self.names} | {share[0]:.3f} | {share[1]:.3f} | {share[2]:.3f} | {wrong:.3f}"
            f" | {auc:.3f} | {speed:,.0f} |"
        )


HEADER = (
    "| corpus | names | **A@161** | best of our candidates | most populous | wrong of the placed | AUC"
    " | names/s |\n|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=BENCH)
    parser.add_argument("corpora", nargs="*", default=CORPORA)
    parser.add_argument("--gazetteer", action="append", default=[], help="a pack or index laid over")
    parser.add_argument("--misses", type=int, default=0, help="list so many of the commonest misses")
    options = parser.parse_args()
    gazetteer = Gazetteer.open(*options.gazetteer)
    print(HEADER)
    for name in options.corpora:
        tally = score(gazetteer, options.folder / f"{name}.dev.jsonl")
        print(tally.line(name), flush=True)
        for miss, count in tally.misses.most_common(options.misses):
            print(f"  {count:4} {' | '.join(miss)}")


def score(gazetteer: Gazetteer, corpus: Path) -> Tally:
    tally = Tally()
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            gold = [toponym for toponym in document["toponyms"] if toponym.get("lat") is not None]
            mentions = [
                Mention(one["start"], one["end"], document["text"][one["start"] : one["end"]]) for one in gold
            ]
            began = time.process_time()
            answers = gazetteer.resolve_document(document["text"], mentions)
            tally.seconds += time.process_time() - began
            tally.characters += len(document["text"])
            for toponym, mention, answer in zip(gold, mentions, answers, strict=True):
                count(tally, gazetteer, toponym, mention, answer)
    return tally


def count(
    tally: Tally, gazetteer: Gazetteer, gold: dict[str, Any], mention: Mention, answer: Resolution
) -> None:
    lat, lon = float(gold["lat"]), float(gold["lon"])
    senses = [
        *(named.place for named in gazetteer.lookup(mention.surface)),
        *(candidate.place for candidate in answer.candidates),
    ]
    tally.names += 1
    right = answer.lat is not None and near(answer.lat, answer.lon, lat, lon)
    possible = right or any(near(place.lat, place.lon, lat, lon) for place in senses)
    tally.right += right
    tally.possible += possible
    populous = most_populous([named.place for named in gazetteer.lookup(mention.surface)])
    tally.populous += populous is not None and near(populous.lat, populous.lon, lat, lon)
    if answer.lat is None or answer.lon is None:
        tally.errors.append(HALFWAY_ROUND_KM)
    else:
        tally.placed += 1
        tally.errors.append(distance_m(answer.lat, answer.lon, lat, lon) / 1000)
    if not right:
        named = f"{answer.place.name} {answer.place.id}" if answer.place else answer.status.value
        meant = f"{gold.get('name') or ''} {gold.get('fcode') or ''} {gold.get('country') or ''}"
        which = "could be right" if possible else "no candidate"
        tally.misses[mention.surface, which, f"gold {lat:.1f} {lon:.1f} {meant}", named] += 1


def most_populous(places: Sequence[Place]) -> Place | None:
    return max(places, key=lambda place: place.population or 0, default=None)


def near(lat: float | None, lon: float | None, gold_lat: float, gold_lon: float) -> bool:
    return lat is not None and lon is not None and distance_m(lat, lon, gold_lat, gold_lon) <= REACH_M


if __name__ == "__main__":
    main()
