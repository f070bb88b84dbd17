"""The wheel carries all it needs: installed alone, elsewhere, it makes the same map."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ENVIRONMENT = Path("build/wheel-env/bin/geomap")


@pytest.fixture(scope="module")
def installed(root: Path) -> Path:
    """The `geomap` command of an environment that holds nothing but the wheel (made by make)."""
    command = root / ENVIRONMENT
    if not command.is_file():
        if os.environ.get("CI"):
            pytest.fail("make has not installed the wheel into build/wheel-env")
        pytest.skip("needs the wheel in build/wheel-env: make build/wheel-env/.ready")
    return command


def run(command: list[str | Path], cwd: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_an_installed_wheel_makes_the_same_map_byte_for_byte(
    installed: Path, root: Path, tmp_path: Path
) -> None:
    reports = sorted((root / "examples" / "reports").glob("*.txt"))
    assert reports
    # Outside the checkout, so that nothing but the wheel can be imported.
    (tmp_path / "reports").mkdir()
    for report in reports:
        (tmp_path / "reports" / report.name).write_bytes(report.read_bytes())
    inputs = [Path("reports") / report.name for report in reports]
    run([installed, "map", *inputs, "-o", "wheel.html"], tmp_path)
    run([sys.executable, "-m", "geomap", "map", *inputs, "-o", "checkout.html"], tmp_path)
    assert (tmp_path / "wheel.html").read_bytes() == (tmp_path / "checkout.html").read_bytes()


@pytest.mark.slow
def test_an_installed_wheel_knows_the_bundled_gazetteer(installed: Path, tmp_path: Path) -> None:
    run([installed, "resolve", "al-Asaf airbase", "--country", "IQ"], tmp_path)
