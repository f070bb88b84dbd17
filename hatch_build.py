"""Build hook: bundle the map's JS and CSS with Leaflet and the basemap, and compile the world index.

Runs for wheels and for editable installs. What it makes, ``geomap/render/web`` from npm by lock file
and ``geomap/data/world.gazetteer`` from packages of open data, is never committed. Each is skipped
when nothing that it depends on has changed since the last run. ``geomap/data/packs.tables`` is what
reading the packs of places gives.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What the bundle is made from, in web/.
WEB_SOURCES = ("package.json", "package-lock.json", "build.mjs", "basemap", "src")
# The code that the bytes of the world index depend on; its data are pinned in pyproject.toml.
WORLD_SOURCES = ("tools/world", "geomap/gazetteer", "geomap/model.py", "web/package-lock.json")
# What of npm the world index is compiled from.
WORLD_PACKAGES = ("world-atlas", "vega-datasets")


def fingerprint(folder: Path, sources: tuple[str, ...], *more: str) -> str:
    """Hash files and folders of files, and some words."""
    digest = hashlib.sha256("\n".join(more).encode())
    for source in sources:
        path = folder / source
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in files:
            if "__pycache__" not in file.parts:
                digest.update(file.relative_to(folder).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def up_to_date(stamp: Path, wanted: str) -> bool:
    """Tell whether what a stamp stands for was made from the same."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted


def bundle(root: Path) -> None:
    """Make ``geomap/render/web`` from ``web/``, unless it is up to date."""
    web, out = root / "web", root / "geomap" / "render" / "web"
    stamp, wanted = out / ".stamp", fingerprint(web, WEB_SOURCES)
    if up_to_date(stamp, wanted):
        return
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    npm(web, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    npm(web, "run", "--silent", "build", "--", str(out))
    stamp.write_text(wanted, encoding="utf-8")


def compile_world(root: Path) -> None:
    """Make ``geomap/data/world.gazetteer``, unless it is up to date."""
    web, out = root / "web", root / "geomap" / "data" / "world.gazetteer"
    pinned = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    stamp, wanted = out.with_name(".stamp"), fingerprint(root, WORLD_SOURCES, *pinned)
    if out.is_file() and up_to_date(stamp, wanted):
        return
    if not all((web / "node_modules" / package).is_dir() for package in WORLD_PACKAGES):
        npm(web, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    out.parent.mkdir(parents=True, exist_ok=True)
    # A process of its own: the checkout's geomap is not to be the one that the builder has loaded.
    command = [sys.executable, "-m", "tools.world", str(out), str(web / "node_modules")]
    run(command, root, "compiling the world index")
    stamp.write_text(wanted, encoding="utf-8")


def compile_packs(root: Path) -> None:
    """Make ``geomap/data/packs.tables``, which takes some seconds."""
    program = (
        "from geomap.gazetteer.bundled import PACKS, WORLD, bundled_packs;"
        "from geomap.gazetteer.compiled import compile_packs;"
        "from geomap.gazetteer.store import StoredIndex;"
        "compile_packs(bundled_packs(), PACKS, StoredIndex(WORLD))"
    )
    run([sys.executable, "-c", program], root, "compiling the packs")


def npm(web: Path, *arguments: str) -> None:
    """Run npm in ``web/``."""
    program = shutil.which("npm")
    if program is None:
        raise SystemExit(
            "geomap: building from source needs Node.js 18 or newer with npm, to bundle the map's scripts; "
            "install them, or install a wheel, which carries the bundle"
        )
    run([program, *arguments], web, f"npm {arguments[0]}")


def run(command: list[str], folder: Path, what: str) -> None:
    """Run a command, and stop the build with its words if it fails."""
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"geomap: {what} failed in {folder.name}/:\n{done.stdout}\n{done.stderr}")


class BundleHook(BuildHookInterface[Any]):
    """Called by hatchling before each build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle and the index; `version` is "standard" or "editable"."""
        del version, build_data
        bundle(Path(self.root))
        compile_world(Path(self.root))
        compile_packs(Path(self.root))
