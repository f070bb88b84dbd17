"""Building an index of files that a test writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap.gazetteer.building import build_index
from geomap.gazetteer.store import StoredIndex

if TYPE_CHECKING:
    from pathlib import Path

    from samples import Build, Built


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Write texts to files, build an index of the first, or of those named, and open it."""

    def build(files: dict[str, str | bytes], *sources: str) -> Built:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        chosen = sources or (next(iter(files)),)
        report = build_index([tmp_path / name for name in chosen], tmp_path / "out.gazetteer")
        return StoredIndex(tmp_path / "out.gazetteer"), report

    return build
