"""Build hook: bundle the map's own JS and CSS with Leaflet and the basemap, from npm by lock file.

Runs for wheels and for editable installs. What it makes lies in ``geomap/render/web`` and is never
committed. It is skipped when nothing it depends on has changed since the last run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("package.json", "package-lock.json", "build.mjs")
FOLDERS = ("basemap", "src")


def fingerprint(web: Path) -> str:
    """Hash all that the bundle is made from."""
    digest = hashlib.sha256()
    for path in [
        *(web / name for name in SOURCES),
        *sorted(p for folder in FOLDERS for p in (web / folder).rglob("*") if p.is_file()),
    ]:
        digest.update(path.relative_to(web).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def bundle(root: Path) -> None:
    """Make ``geomap/render/web`` from ``web/``, unless it is up to date."""
    web, out = root / "web", root / "geomap" / "render" / "web"
    stamp, wanted = out / ".stamp", fingerprint(web)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(
            "geomap: building from source needs Node.js 18 or newer with npm, to bundle the map's scripts; "
            "install them, or install a wheel, which carries the bundle"
        )
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    for command in (
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        [npm, "run", "--silent", "build", "--", str(out)],
    ):
        done = subprocess.run(command, cwd=web, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(
                f"geomap: {' '.join(command[1:3])} failed in web/:\n{done.stdout}\n{done.stderr}"
            )
    stamp.write_text(wanted, encoding="utf-8")


class BundleHook(BuildHookInterface[Any]):
    """Called by hatchling before each build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle; `version` is "standard" or "editable"."""
        del version, build_data
        bundle(Path(self.root))
