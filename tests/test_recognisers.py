"""Who finds the names in a text: the rules, in two scopes, or a spaCy model by name."""

from __future__ import annotations

import json
import sys
import types
from typing import TYPE_CHECKING, Any

import pytest

from geomap import Gazetteer, geoparse
from geomap.cli import main
from geomap.errors import UsageError
from geomap.model import Mention
from geomap.text import recognisers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "Iraqi troops left Mosul. They met in northern Iraq."


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(autouse=True)
def _no_model_is_kept() -> Iterator[None]:
    recognisers._spacy.cache_clear()
    yield
    recognisers._spacy.cache_clear()


def surfaces(text: str, gazetteer: Gazetteer, **options: Any) -> list[str]:
    return [one.mention.surface for one in geoparse(text, gazetteer, **options)]


def parsed(out: str) -> list[list[str]]:
    return [[named["surface"] for named in json.loads(line)["toponyms"]] for line in out.splitlines()]


@pytest.fixture
def docs(tmp_path: Path) -> str:
    path = tmp_path / "docs.jsonl"
    path.write_text(json.dumps({"doc": 1, "text": TEXT}) + "\n", encoding="utf-8")
    return str(path)


def test_the_scope_is_each_use_of_a_name_or_what_can_be_a_scene(gazetteer: Gazetteer) -> None:
    assert surfaces(TEXT, gazetteer, scope="names") == ["Iraqi", "Mosul", "Iraq"]
    assert surfaces(TEXT, gazetteer, scope="places") == ["Mosul", "northern Iraq"]


@pytest.mark.parametrize(
    ("scope", "found"),
    [("names", ["Iraqi", "Mosul", "Iraq"]), ("places", ["Mosul", "northern Iraq"])],
)
def test_the_command_takes_the_scope(
    docs: str, capsys: pytest.CaptureFixture[str], scope: str, found: list[str]
) -> None:
    assert main(["geoparse", docs, "--scope", scope]) == 0
    assert parsed(capsys.readouterr().out) == [found]


def test_a_function_of_ones_own_may_find_the_names(gazetteer: Gazetteer) -> None:
    def capitals(text: str) -> list[Mention]:
        return [Mention(18, 23, text[18:23])]

    assert surfaces(TEXT, gazetteer, recogniser=capitals) == ["Mosul"]


def test_coordinates_are_found_whoever_finds_the_names(gazetteer: Gazetteer) -> None:
    assert surfaces("It was at 33.3, 44.4.", gazetteer, recogniser=lambda text: []) == ["33.3, 44.4"]


def test_a_spacy_model_finds_names_in_the_place_of_the_rules(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    entity = types.SimpleNamespace(start_char=4, end_char=11, text="Qwertyu", label_="GPE")
    person = types.SimpleNamespace(start_char=0, end_char=3, text="Ann", label_="PERSON")
    fake = types.ModuleType("spacy")
    fake.load = lambda name: lambda text: types.SimpleNamespace(ents=[person, entity])  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", fake)
    found = geoparse("Ann Qwertyu", gazetteer, recogniser="spacy:tiny")
    assert [one.mention for one in found] == [Mention(4, 11, "Qwertyu")]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
def test_a_model_of_spacy_itself_is_loaded_from_its_folder(
    docs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": "Iraq"}, {"label": "NORP", "pattern": "Iraqi"}])
    pipeline.to_disk(tmp_path / "tiny")
    assert main(["geoparse", docs, "--recogniser", f"spacy:{tmp_path / 'tiny'}"]) == 0
    assert parsed(capsys.readouterr().out) == [["Iraq"]]


def test_a_recogniser_that_is_not_there_is_named(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="'rules', or 'spacy:' and a model"):
        geoparse("Baghdad", gazetteer, recogniser="stanza")
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UsageError, match=r"pip install 'geomap\[spacy\]'"):
        geoparse("Baghdad", gazetteer, recogniser="spacy:tiny")


def test_a_spacy_model_that_is_not_installed_is_named(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(name: str) -> None:
        raise OSError(f"can't find model {name}")

    fake = types.ModuleType("spacy")
    fake.load = load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", fake)
    with pytest.raises(UsageError, match="python -m spacy download tiny"):
        geoparse("Baghdad", gazetteer, recogniser="spacy:tiny")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--recogniser", "stanza"], "'stanza' is no recogniser"),
        (["--recogniser", "spacy:x", "--scope", "places"], "leave it out"),
        (["--spans", "given", "--scope", "places"], "there are none to find"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    docs: str, capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    assert main(["geoparse", docs, *options]) == 2
    out, err = capsys.readouterr()
    assert (out, told in err) == ("", True)
