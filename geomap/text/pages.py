"""The article of a saved web page: its text without menus, and what the page says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.text.stamps import full_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_BLOCKS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "figcaption",
        "pre",
        "div",
        "tr",
        "br",
        "section",
    }
)
_CAPTIONS = frozenset({"figcaption"})
_DATES = (
    ("meta", "property", "article:published_time", "content"),
    ("meta", "name", "article:published_time", "content"),
    ("meta", "itemprop", "datePublished", "content"),
    ("meta", "name", "date", "content"),
    ("meta", "name", "pubdate", "content"),
    ("meta", "name", "publish-date", "content"),
    ("meta", "name", "DC.date.issued", "content"),
    ("time", "itemprop", "datePublished", "datetime"),
    ("time", "pubdate", None, "datetime"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page tells."""

    text: str
    title: str | None
    published: date | None
    publisher: str | None
    url: str | None


def read_page(data: bytes, name: str) -> Page:
    """Read the article out of a saved page.

    Parameters
    ----------
    data
        The file's bytes; the encoding is the page's own.
    name
        What to call it in messages.

    Raises
    ------
    InputError
        If no text is found in it.
    """
    import lxml.html  # type: ignore[import-untyped]
    from lxml.etree import LxmlError  # type: ignore[import-untyped]
    from readability import Document  # type: ignore[import-untyped]
    from readability.readability import Unparseable  # type: ignore[import-untyped]

    try:
        tree = lxml.html.document_fromstring(_text(data))
        summary = Document(_text(data)).summary(html_partial=True)
        body = "\n".join(_paragraphs(lxml.html.fragment_fromstring(summary, create_parent="div")))
        if len(body.split()) < 20:
            # A page that is nearly nothing but its article: the article finder may find too little.
            body = "\n".join(_paragraphs(tree.body if tree.body is not None else tree)) or body
    except (LxmlError, Unparseable, ValueError) as error:
        raise InputError("is a web page without text", path=name, hint="save its text as .txt") from error
    if not body.strip():
        raise InputError("is a web page without text", path=name, hint="save its text as .txt")
    title = _meta(tree, "og:title") or _heading(tree)
    return Page(
        f"{title}\n\n{body}" if title and title not in body[:300] else body,
        title,
        _published(tree),
        _meta(tree, "og:site_name"),
        _address(tree),
    )


def _text(data: bytes) -> str:
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else None
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    for name in (encoding, declared.group(1).decode() if declared else None, "utf-8"):
        if name is not None:
            try:
                text = data.decode(name)
                break
            except (UnicodeDecodeError, LookupError):
                continue
    else:
        text = data.decode("cp1252", errors="replace")
    # lxml refuses text that declares another encoding than it has by now.
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _paragraphs(element: Any) -> Iterator[str]:  # noqa: ANN401 - an lxml element
    """Yield the text of each block; captions are marked as such for `geomap.text.zones`."""
    words: list[str] = []
    for kind, node in _walk(element):
        if kind == "text":
            words.append(node)
            continue
        paragraph = " ".join("".join(words).split())
        words = []
        if paragraph:
            yield f"Photo: {paragraph}" if kind in _CAPTIONS else paragraph
            yield ""
    paragraph = " ".join("".join(words).split())
    if paragraph:
        yield paragraph


def _walk(element: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - an lxml element
    """Yield pieces of text, and the name of a block where it begins ("") and ends."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in {"script", "style", "noscript", "svg", "form", "button", "nav"} or not tag:
        return
    if tag in _BLOCKS:
        yield "", ""
    if element.text:
        yield "text", element.text
    for child in element:
        yield from _walk(child)
        if child.tail:
            yield "text", child.tail
    if tag in _BLOCKS:
        yield tag, ""


def _meta(tree: Any, name: str) -> str | None:  # noqa: ANN401 - an lxml tree
    for node in tree.iter("meta"):
        if name in (node.get("property"), node.get("name")) and (node.get("content") or "").strip():
            return " ".join(node.get("content").split())
    return None


def _heading(tree: Any) -> str | None:  # noqa: ANN401 - an lxml tree
    for tag in ("h1", "title"):
        for node in tree.iter(tag):
            words = " ".join(node.text_content().split())
            if words:
                return words
    return None


def _address(tree: Any) -> str | None:  # noqa: ANN401 - an lxml tree
    for node in tree.iter("link"):
        if node.get("rel") == "canonical" and str(node.get("href")).startswith(("http://", "https://")):
            return str(node.get("href"))
    return _meta(tree, "og:url")


def _published(tree: Any) -> date | None:  # noqa: ANN401 - an lxml tree
    for node in tree.iter("script"):
        if "ld+json" in (node.get("type") or ""):
            match = re.search(r'"datePublished"\s*:\s*"([^"]+)"', node.text or "")
            if match is not None and (day := full_date(match.group(1)[:10])) is not None:
                return day
    for tag, key, value, holds in _DATES:
        for node in tree.iter(tag):
            given = node.get(key)
            if given is not None and (value is None or given == value):
                day = full_date((node.get(holds) or "")[:40])
                if day is not None:
                    return day
    return None
