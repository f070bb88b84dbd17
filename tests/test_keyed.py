"""Tables by key in one file: what was written is found, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer.keyed import KeyedTables, pack_tables

if TYPE_CHECKING:
    from pathlib import Path

keys = st.text(st.characters(exclude_characters="\n\t", exclude_categories=["Cs"]), max_size=9)
values = st.recursive(
    st.none() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])), st.lists, max_leaves=5
)
# Absent is None, so None itself is no value worth keeping.
tables = st.dictionaries(keys, values.filter(lambda value: value is not None), max_size=60)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keyed") / "tables"


@given(tables, tables, st.text())
def test_what_was_written_is_found_and_nothing_else(
    file: Path, one: dict[str, object], other: dict[str, object], asked: str
) -> None:
    file.write_bytes(pack_tables({"one": one, "other": other, "none": {}}, ["about"]))
    read = KeyedTables(file)
    assert read.about == ["about"]
    for name, table in (("one", one), ("other", other), ("none", {})):
        assert {key: read.get(name, key) for key in table} == table
        assert read.get(name, asked) == table.get(asked)


@pytest.mark.parametrize("key", ["a\t1\nb", "a\nb", "\ud800", "", "1"])
def test_a_key_that_no_table_can_have_finds_nothing(file: Path, key: str) -> None:
    file.write_bytes(pack_tables({"table": {"a": 1, "b": 2}}, None))
    assert KeyedTables(file).get("table", key) is None


@pytest.mark.parametrize("damage", [slice(-1), slice(1, None), slice(40), slice(0)])
def test_a_file_that_is_cut_is_refused(file: Path, damage: slice) -> None:
    file.write_bytes(pack_tables({"table": {str(n): n for n in range(99)}}, None)[damage])
    with pytest.raises(ValueError, match=r"\w"):
        KeyedTables(file)
