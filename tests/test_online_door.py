"""There is one door to the network, and it is opened only by name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import geomap

PACKAGE = Path(geomap.__file__).parent
DOOR = PACKAGE / "gazetteer" / "online"
NETWORK = (
    "aiohttp",
    "asyncio",
    "ftplib",
    "geopy.adapters",
    "geopy.geocoders",
    "http",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "urllib.request",
    "urllib3",
    "webbrowser",
    "websockets",
    "xmlrpc",
)
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if DOOR not in path.parents)


def imported(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in ("__import__", "import_module"):
                names.add(str(node.args[0].value))
    return names


def on_the_network(names: set[str]) -> set[str]:
    return {name for name in names for door in NETWORK if name == door or name.startswith(f"{door}.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_other_module_can_open_a_connection(path: Path) -> None:
    assert on_the_network(imported(path.read_text(encoding="utf-8"))) == set()


def test_the_check_sees_what_it_looks_for() -> None:
    code = "import urllib.request\nfrom http import client\nfrom geopy import geocoders\nimport socket as s"
    assert len(on_the_network(imported(code))) == 5
    assert on_the_network(imported("import_module('requests.adapters')")) == {"requests.adapters"}
    door = "".join(path.read_text(encoding="utf-8") for path in (DOOR / "transport.py",))
    assert on_the_network(imported(door))
