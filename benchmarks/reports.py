"""How well reports become events: run on the annotated reports beside the checkout.

    python benchmarks/reports.py [--shared ../shared] [--verbose]

An extracted event is right if one of its quotes overlaps a sentence of the annotated event
and its point lies within the annotated place's tolerance. Dates are compared as civil days
of the place. `secondary` events (earlier ones told in passing) are neither asked for nor faults.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from geomap.gazetteer.geodesy import distance_m
from geomap.model import Event, Precision, Status
from geomap.resolve import Gazetteer
from geomap.text import Extraction, extract, extract_report, read_report
from geomap.text.lexicon import actor_names

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Score:
    found: int = 0
    wanted: int = 0
    wrong: int = 0
    dates: int = 0
    weapons: int = 0
    counts: int = 0
    claims: int = 0
    attributions: int = 0
    places: int = 0
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        plotted = self.places
        return [
            f"found {self.found} of {self.wanted} (recall {share(self.found, self.wanted)})",
            f"plotted {plotted}, wrong {self.wrong} (precision {share(plotted - self.wrong, plotted)})",
            f"dates {self.dates} of {self.found}, weapons {self.weapons}, counts {self.counts}",
            f"claims {self.claims}, attributions {self.attributions}",
        ]


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def is_plotted(event: Event) -> bool:
    resolution = event.resolution
    return (
        resolution is not None
        and resolution.status is Status.RESOLVED
        and resolution.precision is not Precision.COUNTRY
    )


def overlaps(event: Event, gold: dict[str, Any]) -> bool:
    return any(
        source.start is not None
        and source.end is not None
        and source.start < sentence["end"]
        and sentence["start"] < source.end
        for source in event.sources
        for sentence in gold["sentences"]
    )


def at_place(event: Event, gold: dict[str, Any], places: dict[str, Any]) -> bool:
    if not is_plotted(event) or event.resolution is None:
        return False
    for name in gold.get("place_accept") or [gold["place"]]:
        place = places[name]
        if place["lat"] is None:
            continue
        resolution = event.resolution
        if resolution.lat is None or resolution.lon is None:
            continue
        apart = distance_m(resolution.lat, resolution.lon, place["lat"], place["lon"])
        if apart <= place["tol_km"] * 1000:
            return True
    return False


def day_of(event: Event) -> str | None:
    said = event.sources[0].says.get("date")
    if said is not None:
        return str(said)
    if event.when.start is not None and event.when.precision is not None:
        first, last = event.when.start.date(), (event.when.end or event.when.start).date()
        return first.isoformat() if first == last else f"{first}/{last}"
    return None


def local_day(event: Event) -> str | None:
    return next((str(s.says["date"]) for s in event.sources if "date" in s.says), None) or day_of(event)


def right_day(event: Event, gold: dict[str, Any]) -> bool:
    wanted = gold["date"]
    day = day_of(event)
    if wanted["iso"] is None:
        return day is None or "window" in wanted
    return day == wanted["iso"] or day in wanted.get("accept", [])


def right_weapon(event: Event, gold: dict[str, Any]) -> bool:
    weapon = gold["weapon"]
    name = weapon["type"] if isinstance(weapon, dict) else weapon
    known = ("rocket", "missile", "drone", "artillery", "air strike", "vehicle", "firearms", "mortar")
    wanted = next((word for word in known if name and word in name), None)
    wanted = {"vehicle": "vehicle bomb", "firearms": "small arms"}.get(wanted or "", wanted)
    return event.weapon == wanted


def right_count(event: Event, gold: dict[str, Any]) -> bool:
    weapon = gold["weapon"]
    count = weapon["count"] if isinstance(weapon, dict) else gold.get("count")
    wanted = count["min"] if isinstance(count, dict) else count
    return event.weapon_count == wanted


def same_name(said: str | None, wanted: dict[str, str] | str | None) -> bool:
    if wanted is None or said is None:
        return (wanted is None) == (said is None)
    text = wanted["who"] if isinstance(wanted, dict) else str(wanted)
    return bool(words_of(said) & words_of(text))


def words_of(name: str) -> set[str]:
    for _, _, (canonical, _) in actor_names().find(name):
        name = canonical
    words = re.findall(r"\w+", name.lower())
    return {word.rstrip("s") for word in words} - {
        "in",
        "the",
        "by",
        "a",
        "an",
        "of",
        "group",
        "backed",
        "aligned",
    }


def score_article(
    extraction: Extraction, article: dict[str, Any], places: dict[str, Any], score: Score
) -> dict[str, Event]:
    matched: dict[str, Event] = {}
    used: set[str] = set()
    for gold in article["events"]:
        main = gold.get("status") not in {"secondary", "background"}
        score.wanted += main
        candidates = [
            e
            for e in extraction.reports
            if e.event_id not in used and overlaps(e, gold) and at_place(e, gold, places)
        ]
        candidates.sort(key=lambda e: not right_day(e, gold))
        if not candidates:
            if main:
                score.faults.append(f"{gold['event_id']}: not found")
            continue
        event = candidates[0]
        used.add(event.event_id)
        if not main:
            continue
        matched[gold["event_id"]] = event
        score.found += 1
        for name, right in (
            ("dates", right_day(event, gold)),
            ("weapons", right_weapon(event, gold)),
            ("counts", right_count(event, gold)),
            ("claims", same_name(event.claimed_by, gold.get("claimed_by"))),
            ("attributions", same_name(event.attributed_to, gold.get("attributed_to"))),
        ):
            setattr(score, name, getattr(score, name) + right)
            if not right:
                score.faults.append(
                    f"{gold['event_id']}: {name} {day_of(event)} {event.weapon} {event.weapon_count}"
                    f" {event.claimed_by} {event.attributed_to}"
                )
    for event in extraction.reports:
        if not is_plotted(event):
            continue
        score.places += 1
        if event.event_id not in used:
            score.wrong += 1
            score.faults.append(
                f"{article['id']}: plots {event.place_text!r} {day_of(event)} {event.sources[0].quote[:90]!r}"
            )
    return matched


def negatives_plotted(extraction: Extraction, article: dict[str, Any]) -> list[str]:
    found = []
    for event in extraction.reports:
        if not is_plotted(event) or event.place_text is None:
            continue
        source = next((s for s in event.sources if event.place_text in s.quote), event.sources[0])
        start = (source.start or 0) + source.quote.find(event.place_text)
        end = start + len(event.place_text)
        found.extend(
            f"{article['id']}: {negative['surface']!r} ({negative['role']})"
            for negative in article.get("negatives", [])
            if start < negative["end"] and negative["start"] < end
        )
    return found


@dataclass
class Result:
    score: Score
    incidents: int = 0
    dated: int = 0
    """Of the reports found, those whose incident has the right day once all reports are put together."""
    points: set[str | None] = field(default_factory=set)
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    negatives: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


def measure(gold: dict[str, Any], texts: Path, gazetteer: Gazetteer, *, given_dates: bool) -> Result:
    result = Result(Score())
    score, extra = result.score, result.extra
    reports, matched = [], {}
    for article in gold["articles"]:
        path = texts / Path(article["file"]).name
        if not path.exists():
            continue
        inferred = str(article.get("publication_date_how", "")).startswith("INFERRED")
        published = date.fromisoformat(article["publication_date"]) if inferred and given_dates else None
        report = read_report(path, published=published)
        if not inferred and str(report.published) != article["publication_date"]:
            extra.append(f"{article['id']}: publication date {report.published}")
        reports.append(report)
        extraction = extract_report(report, gazetteer)
        matched |= score_article(extraction, article, gold["places"], score)
        result.negatives += negatives_plotted(extraction, article)
        extra.extend(
            f"{article['id']}: quote does not stand at its offsets"
            for event in extraction.reports
            for source in event.sources
            if report.text[source.start : source.end] != source.quote
        )
    merged = extract(reports, gazetteer).events
    result.points = {e.resolution.place.id if e.resolution.place else None for e in merged if is_plotted(e)}
    result.conflicts = sorted((c.field, c.kind) for e in merged for c in e.conflicts)
    home = {told: number for number, incident in enumerate(merged) for told in members(incident)}
    asked = {event["event_id"]: event for article in gold["articles"] for event in article["events"]}
    for name, event in matched.items():
        wanted = asked[name]["date"]
        days = {wanted["iso"], wanted.get("cluster_date"), *wanted.get("accept", [])} - {None}
        number = home.get(key(event))
        incident = merged[number] if number is not None else event
        start = incident.when.start
        result.dated += (start is not None and local_day(incident) in days) or (start is None and not days)
    for cluster in gold.get("clusters", []):
        mine = {home.get(key(matched[m])) for m in cluster["members"] if m in matched}
        others = {
            home.get(key(matched[m]))
            for other in gold["clusters"]
            if other is not cluster
            for m in other["members"]
            if m in matched
        }
        good = len(mine) == 1 and None not in mine and not mine & others
        result.incidents += good
        if not good:
            score.faults.append(f"cluster {cluster['id']}: in {len(mine)} incidents")
    return result


def run(name: str, gold_file: Path, texts: Path, gazetteer: Gazetteer, *, given_dates: bool) -> Result:
    gold = json.loads(gold_file.read_text(encoding="utf-8"))
    result = measure(gold, texts, gazetteer, given_dates=given_dates)
    print(f"\n{name}")
    print("\n".join(f"  {line}" for line in result.score.lines()))
    if "clusters" in gold:
        total = sum(len(article["negatives"]) for article in gold["articles"])
        print(f"  incidents {result.incidents} of {len(gold['clusters'])}")
        print(f"  reports whose incident has the right day {result.dated} of {result.score.found}")
        print(f"  plot places {sorted(map(str, result.points))}")
        print(f"  negatives plotted {len(result.negatives)} of {total}")
        print(f"  conflicts: {result.conflicts}")
    return result


def key(event: Event) -> tuple[str | None, int | None, str | None]:
    return event.sources[0].report, event.sources[0].start, event.sources[0].says.get("place_text")


def members(incident: Event) -> list[tuple[str | None, int | None, str | None]]:
    return [(s.report, s.start, s.says.get("place_text")) for s in incident.sources if "place_text" in s.says]


def speed(texts: list[Path], gazetteer: Gazetteer) -> None:
    reports = [read_report(path) for path in texts]
    size = sum(len(report.text) for report in reports)
    rounds = max(1, 200 // len(reports))
    start = time.process_time()
    for _ in range(rounds):
        for report in reports:
            extract_report(report, gazetteer)
    seconds = time.process_time() - start
    done = rounds * len(reports)
    pace = f"{done / seconds:.0f} a second, {rounds * size / seconds / 1e6:.2f} M characters a second"
    print(f"\nspeed: {done} reports in {seconds:.1f} s = {pace}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    bench, seeds = options.shared / "bench" / "reports", options.shared / "seeds"
    gazetteer = Gazetteer.open()
    runs = [
        run(
            "seeds, 003 and 004 dated by option",
            bench / "seeds_gold.json",
            seeds,
            gazetteer,
            given_dates=True,
        ),
        run("seeds, no dates given", bench / "seeds_gold.json", seeds, gazetteer, given_dates=False),
        run("other texts", bench / "dev_gold.json", bench, gazetteer, given_dates=False),
    ]
    speed([*sorted(seeds.glob("*.txt")), *sorted(bench.glob("*.txt"))], gazetteer)
    if options.verbose:
        for result in runs:
            print("\n".join([*result.score.faults, *result.extra, *result.negatives, "--"]))


if __name__ == "__main__":
    main()
