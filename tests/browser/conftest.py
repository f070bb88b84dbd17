"""One real Chromium for all browser tests; every page is watched for requests, errors and dialogs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.render import EventMap

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of the system; none is downloaded."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.fail("no Chromium on this machine; tools/install-test-programs installs it")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def desktop(browser: Browser) -> BrowserContext:
    """A window of the usual size, shared: a page of its own is enough for a test."""
    return browser.new_context(viewport={"width": 1280, "height": 800})


class Watched:
    """A page, and what went wrong in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        self.trouble: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        page.on("console", self._hear)
        page.on("dialog", self._refuse)
        page.on("popup", lambda popup: self.trouble.append(f"popup: {popup.url}"))

    def _hear(self, message: Any) -> None:
        # A refusal by the policy is said here as well.
        if message.type in ("error", "warning"):
            self.trouble.append(f"{message.type}: {message.text}")

    def _refuse(self, dialog: Any) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    @property
    def elsewhere(self) -> list[str]:
        """Requests for anything but the file itself; what stands in the page (data:, blob:) is none."""
        return [
            url for url in self.requests if url != self.address and not url.startswith(("data:", "blob:"))
        ]


Show = Callable[..., Page]


@pytest.fixture
def watch(browser: Browser, desktop: BrowserContext, tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Save a map, open its file, and wait until all is drawn."""
    opened: list[Watched] = []
    own: list[BrowserContext] = []

    def open_map(
        made: EventMap, width: int = 1280, height: int = 800, state: str = "complete", **context: Any
    ) -> Watched:
        path = tmp_path / f"map{len(opened)}.html"
        made.save(path)
        if context or (width, height) != (1280, 800):
            window = browser.new_context(viewport={"width": width, "height": height}, **context)
            own.append(window)
        else:
            window = desktop
        page = window.new_page()
        page.set_default_timeout(15_000)
        watched = Watched(page, path.as_uri())
        opened.append(watched)
        page.goto(watched.address)
        page.locator(f"#app[data-state={state}]").wait_for()
        return watched

    yield open_map
    for watched in opened:
        watched.page.close()
    for window in own:
        window.close()


@pytest.fixture
def show(watch: Callable[..., Watched]) -> Iterator[Show]:
    """The same, for maps with which nothing may go wrong, and that may ask for nothing."""
    watched: list[Watched] = []

    def open_map(made: EventMap, **options: Any) -> Page:
        watched.append(watch(made, **options))
        return watched[-1].page

    yield open_map
    for one in watched:
        assert one.trouble == []
        assert one.elsewhere == []
