"""What colours the map shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def painted(page: Page, colour: str) -> int:
    """How many pixels of the events' canvas have a colour."""
    page.wait_for_timeout(120)
    return page.evaluate(
        """colour => {
            const wanted = [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16));
            const canvas = document.querySelector('.leaflet-overlay-pane canvas');
            const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
            copy.drawImage(canvas, 0, 0);
            const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4)
                if (wanted.every((value, k) => data[i + k] === value) && data[i + 3] === 255) count++;
            return count;
        }""",
        colour,
    )
