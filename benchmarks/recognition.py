"""Measure which place names are found in running text, and how fast, on annotated corpora.

    python benchmarks/recognition.py [INDEX...] [--errors N]

An INDEX is laid under the bundled packs, for checkouts whose world index is not compiled yet.
A span counts if both of its ends agree with the annotation.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT.parent / "shared" / "bench"
sys.path.insert(0, str(ROOT))

from geomap.resolve import Gazetteer  # noqa: E402
from geomap.text import geoparse  # noqa: E402
from geomap.text.recognise import recognise  # noqa: E402

CORPORA = ("LGL", "GeoWebNews", "TUD-Loc-2013", "GeoCorpora")
Span = tuple[int, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", nargs="*", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="how many of the errors to list")
    given = parser.parse_args()
    gazetteer = Gazetteer.open(*given.index)
    print(f"{'corpus':14} {'precision':>9} {'recall':>7} {'F1':>6}   F1 without adjectives")
    texts: list[str] = []
    for corpus in CORPORA:
        path = BENCH / f"{corpus}.dev.jsonl"
        if path.is_file():
            docs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            texts += [doc["text"] for doc in docs]
            score(corpus, docs, gazetteer, given.errors)
    if not texts:
        sys.exit(f"{BENCH}: has none of the corpora")
    speed(texts, given.index)
    aliases("\n\n".join(texts)[:400_000])


def score(corpus: str, docs: list[dict], gazetteer: Gazetteer, listed: int) -> None:
    right = plain = 0
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for doc in docs:
        text = doc["text"]
        gold = {(one["start"], one["end"]) for one in doc["toponyms"]}
        found = {(one.start, one.end) for one in recognise(text, gazetteer)}
        adjectives = {span for span in gold | found if is_adjective(text[slice(*span)], gazetteer)}
        right += len(gold & found)
        plain += len((gold & found) - adjectives)
        counts.update(gold=len(gold), found=len(found))
        counts.update(plain_gold=len(gold - adjectives), plain_found=len(found - adjectives))
        wrong.update(f"{why(span, gold, text)}: {text[slice(*span)]}" for span in found - gold)
        missed.update(f"{why(span, found, text)}: {text[slice(*span)]}" for span in gold - found)
    precision, recall = right / counts["found"], right / counts["gold"]
    f1 = 2 * right / (counts["found"] + counts["gold"])
    without = 2 * plain / (counts["plain_found"] + counts["plain_gold"])
    print(f"{corpus:14} {precision:9.3f} {recall:7.3f} {f1:6.3f}   {without:.3f}")
    for title, errors in (("wrong", wrong), ("missed", missed)):
        kinds: Counter[str] = Counter()
        for error, count in errors.items():
            kinds[error.partition(":")[0]] += count
        print(f"    {title}: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
        for error, count in errors.most_common(listed):
            print(f"      {count:4} {error}")


def is_adjective(surface: str, gazetteer: Gazetteer) -> bool:
    return any(alias.kind == "demonym" for _, alias in gazetteer.lookup(surface.removesuffix("s")))


def why(span: Span, others: set[Span], text: str) -> str:
    """Sort an error by its look: what a rule for it would have to see."""
    start, end = span
    if any(low < end and start < high for low, high in others):
        return "other ends"
    before, after = text[max(0, start - 2) : start], text[end : end + 24].split(".")[0]
    surface = text[start:end]
    if any(char.isdigit() for char in surface):
        return "with a number"
    if before.endswith(" ") and after[:1] == " " and after[1:2].isupper():
        return "before a capital"
    if surface.count(" "):
        return "several words"
    return "one word"


def speed(texts: list[str], index: list[Path]) -> None:
    size = sum(len(text.encode()) for text in texts) / 1e6
    for does in (recognise, geoparse):
        gazetteer = Gazetteer.open(*index)
        for title in ("each name for the first time", "again, names remembered"):
            began = time.process_time()
            for text in texts:
                does(text, gazetteer)
            spent = time.process_time() - began
            print(f"{does.__name__}, {title}: {size / spent:.2f} MB a second")
    whole = "\n\n".join(texts)[:400_000]
    recognise(whole, gazetteer)
    for times in (1, 2, 4, 8):
        size = times * len(whole) / 1e6
        print(f"  one text of {size:.1f} M characters: {timed(whole * times, gazetteer):.2f} s")


def aliases(text: str) -> None:
    """Time the same text against packs of few and of 50,000 names, none of which it has."""
    for count in (500, 50_000):
        with tempfile.TemporaryDirectory() as folder:
            pack = Path(folder, "many")
            pack.mkdir()
            rows = [f"made-{n},Qx{n:05}vale,town,,,10,10,2000,medium,made up" for n in range(count // 5)]
            head = "id,name,kind,country,parent,lat,lon,radius_m,confidence,source_1"
            Path(pack, "places.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
            names = [f"made-{n // 4},Qz{n:05}ford,spelling,," for n in range(count * 4 // 5)]
            head = "place_id,alias,kind,lang,note"
            Path(pack, "aliases.csv").write_text("\n".join([head, *names]) + "\n", encoding="utf-8")
            readme = "# Made up\n\n- Licence: CC0 1.0\n- Attribution: none\n- Compiled: January 2024\n"
            Path(pack, "README.md").write_text(readme, encoding="utf-8")
            gazetteer = Gazetteer.open(pack)
            recognise(text, gazetteer)
            print(f"  against {count:,} more names: {timed(text, gazetteer):.2f} s")


def timed(text: str, gazetteer: Gazetteer) -> float:
    began = time.process_time()
    recognise(text, gazetteer)
    return time.process_time() - began


if __name__ == "__main__":
    main()
