"""The folium elements that a user adds to an `EventMap`, rendered by folium itself.

They are trusted as far as folium trusts them: their text goes through folium's templates, not through
ours. Leaflet and jQuery are in the page; what else an element asks for (a plugin's files, an icon font,
tiles) comes from where folium says. Only that page is allowed to ask there, and its maker is told.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink

from geomap.render.page import Foreign

if TYPE_CHECKING:
    from collections.abc import Iterator

# Already in the page, from npm, under other names.
_BUNDLED = {"leaflet", "leaflet_css", "jquery"}
# An address that a script holds as a text of its own, or from which HTML takes a picture: these are asked.
# What only `href` names is a link.
_ASKED = re.compile(
    r"""(?:(?<![=\\])["'`]|\bsrc\s*=\s*\\?["'])\s*(?P<scheme>https?)://(?P<host>[\w.{}:-]+)"""
)
# The data of folium's GeoJson stand in one line; addresses in it are properties.
_DATA = re.compile(r"^.*geo_json_\w+_add\(.*$", re.MULTILINE)
_HANDLER = re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE)


def render(owner: folium.Map, root: Figure) -> Foreign | None:
    """Render the children of `owner`, and what was added to its figure `root`; None without any.

    A fresh figure for each call: folium adds to the figure while it renders, so that a second
    rendering of the same one would hold everything twice.
    """
    extras = {
        part: [e for n, e in getattr(root, part)._children.items() if n != "meta_http"]  # noqa: SLF001
        for part in ("header", "html", "script")
    }
    if not owner._children and not any(extras.values()):  # noqa: SLF001
        return None
    figure = Figure()
    figure.header._children.clear()  # noqa: SLF001
    if any(_is_drawn_icon(element) for element in _walk(owner)):
        # folium loads these into every map; only its icons need them.
        for name, url in folium.Map.default_js:
            if name not in _BUNDLED:
                figure.header.add_child(JavascriptLink(url), name=name)
        for name, url in folium.Map.default_css:
            if name not in _BUNDLED:
                figure.header.add_child(CssLink(url), name=name)
    for part, elements in extras.items():
        for element in elements:
            getattr(figure, part).add_child(element, name=element.get_name())
    parents = [(element, element._parent) for elements in extras.values() for element in elements]  # noqa: SLF001
    before, owner._parent = owner._parent, figure  # noqa: SLF001
    # Elements hang more children into themselves while they render, as a marker does its icon.
    held = [(element, dict(element._children)) for element in _walk(owner)]  # noqa: SLF001
    try:
        for child in list(owner._children.values()):  # noqa: SLF001
            child.render()
        parts = [getattr(figure, part).render() for part in ("header", "html", "script")]
        head, body, script = _numbered(parts, [owner, *(element for element, _ in parents)])
    finally:
        owner._parent = before  # noqa: SLF001
        for element, children in held:
            element._children.clear()  # noqa: SLF001
            element._children.update(children)  # noqa: SLF001
        for element, parent in parents:
            element._parent = parent  # noqa: SLF001
    # Within a script "<\/" means the same as "</" and cannot end the element.
    script = script.replace("\r\n", "\n").replace("</script", "<\\/script")
    seen = _Scan()
    seen.feed(head + body)
    return Foreign(
        head,
        body,
        script,
        tuple(seen.inline),
        tuple(sorted(seen.scripts)),
        tuple(sorted(seen.styles)),
        tuple(sorted(_addressed(head + body + script))),
    )


def warnings(foreign: Foreign) -> list[str]:
    """Say what the maker of a page should know of the folium elements in it."""
    found = []
    asked = {*foreign.script_hosts, *foreign.style_hosts, *foreign.hosts}
    if asked:
        names = ", ".join(sorted(host.rpartition("/")[2] for host in asked))
        found.append(
            f"the folium layers added to this map make its page ask the network when it is opened: {names}; "
            "without them, or with folium's plain layers alone, it asks nobody"
        )
    refused = sorted(host for host in asked if host.startswith("http:"))
    if refused:
        found.append(f"the page's policy refuses what is not https: {', '.join(refused)}")
    if _HANDLER.search(foreign.body + foreign.script):
        found.append(
            "the page's policy lets no handler in an attribute (onclick=...) of the added HTML run; "
            "put it into a <script> instead"
        )
    return found


def _addressed(text: str) -> set[str]:
    """Give the hosts that the rendered elements name, as a policy says them."""
    hosts = set()
    for address in _ASKED.finditer(_DATA.sub("", text)):
        # Tiles come from "{s}.tile.example" or the like.
        host = re.sub(r"^.*\}", "*", address["host"])
        if re.fullmatch(r"(\*\.)?[\w-]+(\.[\w-]+)*(:\d+)?", host):
            hosts.add(f"{address['scheme']}://{host}")
    return hosts


def _is_drawn_icon(element: Element) -> bool:
    """Tell whether an element is an icon that folium's extra files draw, and no picture of the user's."""
    return isinstance(element, folium.Icon) and not isinstance(element, folium.CustomIcon)


def _walk(element: Element) -> Iterator[Element]:
    """Give an element and all that it holds, in order."""
    seen: set[int] = set()

    def visit(value: Any) -> Iterator[Element]:  # noqa: ANN401 - attributes hold anything
        if isinstance(value, Element):
            if id(value) in seen:
                return
            seen.add(id(value))
            yield value
            for name, inner in vars(value).items():
                if name != "_parent":
                    yield from visit(inner)
        elif isinstance(value, dict):
            for inner in value.values():
                yield from visit(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                yield from visit(inner)

    return visit(element)


def _numbered(texts: list[str], elements: list[Any]) -> list[str]:
    """Replace folium's random ids by numbers in the order of the elements.

    It is done in the text, so that scripts in which a user wrote an element's name stay right.
    """
    numbers: dict[str, str] = {}
    for top in elements:
        for element in _walk(top):
            if re.fullmatch("[0-9a-f]{32}", element._id):  # noqa: SLF001
                numbers.setdefault(element._id, str(len(numbers) + 1))  # noqa: SLF001
    return [re.sub("[0-9a-f]{32}", lambda found: numbers.get(found[0], found[0]), text) for text in texts]


class _Scan(HTMLParser):
    """Finds inline scripts, and the hosts that scripts and styles come from."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.inline: list[str] = []
        self.scripts: set[str] = set()
        self.styles: set[str] = set()
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "script" and values.get("src"):
            self.scripts.add(_host(values["src"] or ""))
        elif tag == "script":
            self._open = True
            self.inline.append("")
        elif tag == "link" and values.get("href"):
            self.styles.add(_host(values["href"] or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inline[-1] += data


def _host(url: str) -> str:
    parts = urlsplit(url)
    # A policy is a list divided by spaces and semicolons: only a plain host may enter it.
    if parts.scheme in ("http", "https") and re.fullmatch(r"[\w.:-]+", parts.netloc):
        return f"{parts.scheme}://{parts.netloc}"
    return "https:"
