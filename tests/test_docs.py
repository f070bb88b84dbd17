"""The documentation: every command in it can be typed, every Python name in it is there, no link is dead."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import click
import pytest

import geomap
from geomap.cli import cli

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "examples/README.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^(?: {4}.*\n)+", re.MULTILINE)
_COMMAND = re.compile(r"^ *(geomap .+?)(?:\s{2,}#.*)?$", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")


def fenced(page: Path, language: str) -> list[str]:
    return [block for said, block in _FENCED.findall(page.read_text("utf-8")) if said == language]


def shell(page: Path) -> list[str]:
    """Give a page's blocks of commands, fenced or indented."""
    return fenced(page, "") + _INDENTED.findall(_FENCED.sub("", page.read_text("utf-8")))


commands = [
    (page.name, typed) for page in PAGES for block in shell(page) for typed in _COMMAND.findall(block)
]
blocks = [(page.name, block) for page in PAGES for block in fenced(page, "python")]


def test_there_is_something_to_check() -> None:
    assert len(commands) > 40
    assert len(blocks) > 4


@pytest.mark.parametrize(("page", "typed"), commands)
def test_a_documented_command_is_there_with_its_options(page: str, typed: str) -> None:
    del page
    words = shlex.split(typed.replace("COMMAND", "map"))[1:]
    command: click.Command = cli
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None
        command = found
    # An option that the command does not have raises here; files need not be there.
    command.make_parser(click.Context(command)).parse_args(words)


@pytest.mark.parametrize(("page", "block"), blocks)
def test_documented_python_names_what_the_package_has(page: str, block: str) -> None:
    del page
    for node in ast.walk(ast.parse(block)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "geomap":
            assert hasattr(geomap, node.attr), f"geomap.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("geomap"):
            module = __import__(node.module, fromlist=["*"])
            assert all(hasattr(module, alias.name) for alias in node.names), ast.unparse(node)


def _headings(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "benchmarks/README.md"], ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for path, heading in _LINK.findall(page.read_text("utf-8")):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        if heading:
            assert heading in _headings(target), f"{path}#{heading}"


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_every_page_of_the_documentation_is_reached_from_the_readme(page: Path) -> None:
    assert f"docs/{page.name}" in (ROOT / "README.md").read_text("utf-8")
