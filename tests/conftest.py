"""What every test shares: the optional development material beside the checkout."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any

import pytest
from event_frames import every_kind

from geomap import formats

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Development data beside the checkout; absent elsewhere, but never in CI."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the development data is missing beside the checkout, and CI may skip nothing")
        pytest.skip("needs the development data beside the checkout")
    return folder


@pytest.fixture
def frame() -> Any:
    """Events of every kind, located."""
    return every_kind()


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Write rows as a table of text, and read it."""

    def write_and_read(*rows: dict[str, str], name: str = "a.csv", **options: Any) -> formats.Table:
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (tmp_path / name).write_text(text.getvalue(), encoding="utf-8")
        return formats.read(tmp_path / name, **options)

    return write_and_read
