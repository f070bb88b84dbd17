"""The example events as GeoJSON, before the judges that others use."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from geojson_validator import validate_structure

import geomap

if TYPE_CHECKING:
    from pathlib import Path

ASK_THE_NPM_CHECKER = """
import { readFileSync } from "node:fs";
import { getIssues } from "@placemarkio/check-geojson";
process.stdout.write(JSON.stringify(getIssues(readFileSync(process.argv[1], "utf8"))));
"""


def npm_issues(root: Path, path: Path) -> list[dict[str, object]]:
    """What @placemarkio/check-geojson finds fault with."""
    node, web = shutil.which("node"), root / "web"
    if node is None or not (web / "node_modules" / "@placemarkio" / "check-geojson").is_dir():
        if os.environ.get("CI"):
            pytest.fail("needs node and the npm packages of web/: npm ci")
        pytest.skip("needs node and the npm packages of web/")
    command = [node, "--input-type=module", "--eval", ASK_THE_NPM_CHECKER, str(path)]
    done = subprocess.run(command, cwd=web, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    issues: list[dict[str, object]] = json.loads(done.stdout)
    return issues


@pytest.fixture(scope="module")
def exported(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The events of the example reports and the example table: points, areas and unplaced rows."""
    inputs = [*sorted((root / "examples" / "reports").glob("*.txt")), root / "examples" / "attacks.csv"]
    path = tmp_path_factory.mktemp("exported") / "events.geojson"
    geomap.write(geomap.read(inputs).frame, path)
    return path


def test_the_npm_checker_finds_no_fault_with_the_example_events(root: Path, exported: Path) -> None:
    assert npm_issues(root, exported) == []


def test_the_npm_checker_does_find_faults(root: Path, exported: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.geojson"
    broken.write_text(exported.read_text("utf-8").replace('"Point"', '"Pointe"', 1), "utf-8")
    assert npm_issues(root, broken)


def test_the_pypi_validator_finds_no_fault_with_the_example_events(exported: Path) -> None:
    assert validate_structure(json.loads(exported.read_text("utf-8")), check_crs=True) == {}
