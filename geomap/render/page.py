"""One HTML file: the policy, the styles, the data block and the scripts, put together as text.

No template engine takes part. Everything from data that stands outside the data block (title,
description) is escaped for HTML and also for Jinja, in case somebody renders the page within a template.
"""

from __future__ import annotations

import base64
import hashlib
import html
from dataclasses import dataclass, field

from geomap.render import bundle

_RIGHT_TO_LEFT = {"ar"}


@dataclass(frozen=True, slots=True)
class Foreign:
    """What the user's own folium elements add to the page, as folium rendered it."""

    head: str = ""
    body: str = ""
    script: str = ""
    inline: tuple[str, ...] = ()
    """Inline scripts within `head` and `body`, which the policy must know by hash."""
    script_hosts: tuple[str, ...] = ()
    style_hosts: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    """Where else the elements themselves say that something comes from: tiles, pictures, data."""


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page."""

    title: str
    description: str
    lang: str
    map_name: str
    """Element id and JavaScript name of the Leaflet map, as folium's layers call it."""
    view: tuple[float, float, float, float] | None
    """South, west, north, east to show at first."""
    payload: bytes
    image_hosts: tuple[str, ...] = ()
    """Where online basemaps come from, once chosen."""
    foreign: Foreign | None = field(default=None)

    def html(self) -> str:
        """Put the page together."""
        scripts = [bundle.text("leaflet.js"), bundle.text("app.js")]
        if self.foreign is not None:
            scripts.append(bundle.text("folium.js"))
        style = bundle.text("app.css")
        late = [self.foreign.script] if self.foreign and self.foreign.script.strip() else []
        policy = self._policy([*scripts, *late, *(self.foreign.inline if self.foreign else ())], style)
        view = ",".join(f"{value:.5f}" for value in self.view) if self.view else ""
        block = base64.b64encode(self.payload).decode("ascii")
        foreign = self.foreign or Foreign()
        return "".join(
            (
                "<!DOCTYPE html>\n",
                f'<html lang="{escape(self.lang)}" dir="{direction(self.lang)}">\n<head>\n',
                '<meta charset="utf-8">\n',
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
                '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
                '<meta name="referrer" content="no-referrer">\n',
                '<meta name="color-scheme" content="light dark">\n',
                f'<meta name="description" content="{escape(self.description)}">\n',
                f"<title>{escape(self.title)}</title>\n",
                f"<style>{style}</style>\n",
                *(f"<script>{script}</script>\n" for script in scripts[2:]),
                f"<script>{scripts[0]}</script>\n",
                foreign.head,
                "</head>\n<body>\n",
                f'<div id="app" data-map="{escape(self.map_name)}" data-view="{view}"></div>\n',
                (
                    f"<noscript><p>{escape(self.title)}: {escape(self.description)} "
                    "This map is drawn by JavaScript, which is switched off here.</p></noscript>\n"
                ),
                f'<script type="application/octet-stream" id="payload">{block}</script>\n',
                f"<script>{scripts[1]}</script>\n",
                foreign.body,
                *(f"<script>{script}</script>\n" for script in late),
                "</body>\n</html>\n",
            )
        )

    def _policy(self, scripts: list[str], style: str) -> str:
        """Allow what the page holds, by hash, and no address at all.

        Foreign elements write style attributes and may bring files, pictures and data of their own;
        only a page that has some is opened that far, and to the hosts that they name. What a plugin's own
        script will ask is not known: it may ask any. Inline handlers stay forbidden in every page.
        """
        rules = {
            "default-src": ["'none'"],
            "script-src": [_hash(script) for script in scripts],
            "style-src": [_hash(style)],
            "img-src": ["data:", "blob:", *self.image_hosts],
            "base-uri": ["'none'"],
            "form-action": ["'none'"],
        }
        if self.foreign is not None:
            rules["script-src"] += self.foreign.script_hosts
            # A hash beside 'unsafe-inline' would switch the latter off.
            rules["style-src"] = ["'unsafe-inline'", *self.foreign.style_hosts]
            secure = [host for host in self.foreign.hosts if host.startswith("https:")]
            hosts = ["https:"] if self.foreign.script_hosts else secure
            rules["img-src"] += hosts
            rules["font-src"] = ["data:", *self.foreign.style_hosts]
            if hosts:
                rules["connect-src"] = hosts
        return "; ".join(f"{name} {' '.join(dict.fromkeys(values))}" for name, values in rules.items())


def direction(lang: str) -> str:
    """Tell how a language of the interface is written; in others than these it speaks English."""
    return "rtl" if lang.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def escape(text: str) -> str:
    """Escape text for HTML (also within quotes) and for a template engine."""
    # A lone surrogate cannot be written as UTF-8 at all.
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return html.escape(clean).replace("{", "&#123;").replace("}", "&#125;")


def frame(page: str, title: str, height: str = "600px", unshown: str = "") -> str:
    """Put a whole page into a sandboxed frame: its scripts run, but cannot reach what is around it.

    Where frames are taken out, as in a notebook that is not trusted, the text `unshown` remains to be seen.
    """
    # The frame lies over the line of text, and leaves no hole where it is missing.
    return (
        f'<div><span style="display:block;height:1.5em">{escape(unshown)}</span>'
        f'<iframe title="{escape(title)}" srcdoc="{escape(page)}" '
        'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads" '
        f'style="display:block;position:relative;margin-top:-1.5em;width:100%;height:{height};border:0" '
        "allowfullscreen></iframe></div>"
    )


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
