"""Files that hold reports in other dress: a saved web page, Markdown, a PDF, JSON a line.

Each becomes plain text first; offsets of what is extracted refer to that text.
"""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from geomap.errors import InputError
from geomap.text.pages import read_page
from geomap.text.reports import LARGEST, decode, load, parse_report, read_report
from geomap.text.stamps import full_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from geomap.model import Report


class Dress(StrEnum):
    """How a file holds its reports."""

    PLAIN = "plain text"
    PAGE = "web page"
    MARKDOWN = "Markdown"
    PDF = "PDF"
    LINES = "JSON lines"


_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<article[\s>]", re.IGNORECASE)
_HEAD = 2048
_TEXTS = ("text", "body", "content", "article", "full_text", "maintext")
_FIELDS = {
    "title": ("title", "headline"),
    "published": ("published", "date", "publication_date", "date_published", "published_at", "pubDate"),
    "publisher": ("publisher", "source", "outlet", "site"),
    "url": ("url", "link"),
    "report_id": ("doc", "id"),
}


def dress_of(path: str | os.PathLike[str]) -> Dress | None:
    """Tell how a file holds reports, by its content; ``None`` for plain text, tables and the rest.

    A file that cannot be opened is ``None`` too: whoever reads it says why.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except (OSError, ValueError):
        return None
    if head.startswith(b"%PDF-"):
        return Dress.PDF
    if _HTML.search(head) and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return Dress.PAGE
    if suffix in {".md", ".markdown"}:
        return Dress.MARKDOWN
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and any(f'"{key}"'.encode() in head for key in _TEXTS):
        return Dress.LINES if b'"Feature' not in head else None
    return None


def read_documents(
    path: str | os.PathLike[str],
    *,
    published: date | None = None,
    aside: Callable[[InputError], None] | None = None,
) -> Iterator[Report]:
    """Read every report of a file, whatever its dress.

    Parameters
    ----------
    path
        A text, a saved web page (HTML), Markdown, a PDF with text in it, or JSON lines with
        one document each: ``text`` and, where known, ``title``, ``date``, ``source``, ``url``.
    published
        The publication date of reports that state none.
    aside
        Takes the fault of a line that is no document; without it the first one is raised.

    Yields
    ------
    Report
        In the order of the file.

    Raises
    ------
    InputError
        If the file, or without `aside` a line of it, cannot be read.
    """
    name = os.fspath(path)
    dress = dress_of(path)
    if dress is Dress.LINES:
        yield from _lines(Path(path), name, published, aside)
    elif dress is Dress.PAGE:
        page = read_page(load(Path(path), name), name)
        yield parse_report(
            page.text,
            published=published or page.published,
            published_how="the page's own metadata" if published is None and page.published else None,
            path=name,
            title=page.title,
            publisher=page.publisher,
            url=page.url,
        )
    elif dress is Dress.MARKDOWN:
        text, _ = decode(load(Path(path), name), path=name)
        yield parse_report(plain_markdown(text), published=published, path=name)
    elif dress is Dress.PDF:
        yield parse_report(_pdf_text(Path(path), name), published=published, path=name)
    else:
        yield read_report(path, published=published)


def _lines(
    path: Path, name: str, published: date | None, aside: Callable[[InputError], None] | None
) -> Iterator[Report]:
    with path.open("rb") as file:
        for row, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield _document(line.removeprefix(b"\xef\xbb\xbf"), name, row, published)
            except InputError as error:
                if aside is None:
                    raise
                aside(error)


def _document(line: bytes, name: str, row: int, published: date | None) -> Report:
    try:
        document: Any = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError(
            "is no JSON", path=name, row=row, hint="write one document a line as a JSON object"
        ) from error
    text = (
        next((document[key] for key in _TEXTS if isinstance(document.get(key), str)), None)
        if isinstance(document, dict)
        else None
    )
    if text is None or not text.strip():
        raise InputError("has no text", path=name, row=row, hint=f"put it in the field {_TEXTS[0]!r}")
    if len(text) > LARGEST:
        raise InputError("is longer than 10 MB, no single report", path=name, row=row, hint="split it")
    known = {field: _first(document, keys) for field, keys in _FIELDS.items()}
    stated = known["published"] or ""
    day = full_date(stated) or full_date(stated[:10])
    if known["published"] and day is None:
        raise InputError(f"{known['published']!r} is no date", path=name, row=row, hint="write 2023-12-08")
    return parse_report(
        text,
        published=day or published,
        published_how="the date of the document's line" if day else None,
        path=f"{name}:{row}",
        title=known["title"],
        publisher=known["publisher"],
        url=known["url"],
        report_id=known["report_id"],
    )


def _first(document: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    found = next((document[key] for key in keys if document.get(key) not in {None, ""}), None)
    return str(found) if found is not None else None


_FRONT = re.compile(r"---\s*\n(?P<fields>.*?)\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_LINK = re.compile(r"(?<!!)\[(?P<words>[^\]\n]*)\]\((?P<to>[^)\s]*)(?:\s+\"[^\"]*\")?\)")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_STRESS = re.compile(
    r"(?<![\w*_])(?P<mark>\*\*\*|\*\*|\*|__|_|~~|`)(?P<words>[^\s*_`][^\n]*?)(?P=mark)(?![\w*_])"
)
_LEAD = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?=\S))", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$|^[ \t]*=+[ \t]*$", re.MULTILINE)


def plain_markdown(text: str) -> str:
    """Take the marks of Markdown away; fields of the front matter become lines at the head."""
    head = _FRONT.match(text)
    fields = ""
    if head is not None:
        lines = (line.replace('"', "").replace("'", "") for line in head["fields"].splitlines())
        fields = "\n".join(line for line in lines if re.match(r"\w[\w ]*:\s*\S", line))
        text = text[head.end() :]
    body = _IMAGE.sub("", text)
    body = _LINK.sub(lambda match: match["words"], body)
    body = _RULE.sub("", body)
    body = _LEAD.sub("", body)
    for _ in range(3):  # stress within stress
        body = _STRESS.sub(lambda match: match["words"], body)
    return f"{fields}\n\n{body}" if fields else body


def _pdf_text(path: Path, name: str) -> str:
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        raise InputError(
            "is a PDF", path=name, hint="install its reader: pip install 'geomap[pdf]'; or save it as text"
        ) from None
    load(path, name)
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            "is a damaged or locked PDF", path=name, hint="save its text to a .txt file"
        ) from error
    text = _joined_lines("\n\n".join(pages))
    if not text.strip():
        raise InputError(
            "is a PDF without text, a scan", path=name, hint="run it through text recognition first"
        )
    return text


def _joined_lines(text: str) -> str:
    """Join the lines that the width of a page broke; a blank line or a short line ends a paragraph."""
    lines = text.splitlines()
    usual = sorted(len(line) for line in lines if line.strip())
    width = usual[int(len(usual) * 0.8)] if usual else 0
    out: list[str] = []
    for line in lines:
        out.append(line.rstrip())
        full = len(line) > 0.7 * width
        out.append(" " if line.strip() and full else "\n")
    return re.sub(r"\n{3,}", "\n\n", "".join(out))
