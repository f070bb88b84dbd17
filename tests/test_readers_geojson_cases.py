"""GeoJSON good and bad, case by case: ``cases/geojson/judged.csv`` is the list to add to."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from geomap import formats
from geomap.errors import InputError

CASES = Path(__file__).parent / "cases" / "geojson" / "judged.csv"
with CASES.open(encoding="utf-8", newline="") as file:
    JUDGED = list(csv.DictReader(file))


@pytest.mark.parametrize("case", JUDGED, ids=lambda case: f"{case['verdict']}: {case['case']}")
def test_each_case_is_judged_as_it_should_be(tmp_path: Path, case: dict[str, str]) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(case["text"], encoding="utf-8", newline="")
    if case["verdict"] == "refused":
        with pytest.raises(InputError) as caught:
            formats.read(path)
        assert case["words"] in str(caught.value)
        assert "\n" not in str(caught.value)
        return
    table = formats.read(path)
    assert len(table.frame) == int(case["events"])
    if case["verdict"] == "good":
        assert table.set_aside == ()
        return
    (fault,) = table.set_aside
    assert fault.row == 1
    assert case["words"] in str(fault)


def test_there_are_enough_cases_of_each_verdict() -> None:
    counts = {
        verdict: sum(case["verdict"] == verdict for case in JUDGED)
        for verdict in ("good", "refused", "set aside")
    }
    assert len(JUDGED) >= 62
    assert min(counts.values()) >= 15
    assert len({(case["verdict"], case["case"]) for case in JUDGED}) == len(JUDGED)


def test_gdal_agrees_that_what_we_write_of_the_good_ones_is_good(tmp_path: Path) -> None:
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.fail("needs GDAL's programs: tools/install-test-programs")
    for number, case in enumerate(case for case in JUDGED if case["verdict"] == "good"):
        source, target = tmp_path / f"{number}.geojson", tmp_path / f"out{number}.geojson"
        source.write_text(case["text"], encoding="utf-8", newline="")
        formats.write(formats.read(source).frame, target)
    files = [str(path) for path in sorted(tmp_path.glob("out*.geojson"))]
    for path in files:
        done = subprocess.run(
            [program, "-ro", "-al", "-so", path], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), path
