"""Compile the world index by hand: ``python -m tools.world OUT [NODE_MODULES]``."""

import sys
import time
from pathlib import Path

from tools.world import compile_world

if __name__ == "__main__":
    began = time.perf_counter()
    node_modules = Path(sys.argv[2] if len(sys.argv) > 2 else "web/node_modules")
    report = compile_world(Path(sys.argv[1]), node_modules)
    print(f"{report.places} places, {report.names} names, {report.linked} linked", end=", ")
    print(f"{report.skipped_rows} skipped, {time.perf_counter() - began:.1f} s")
    for fault in report.skipped[:20]:
        print(fault)
