"""Whatever a report says is text: shown exactly, never run, never markup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geomap.render import EventMap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OWN = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "{{7*7}}",
    "{% raw %}{{ 7*7 }}{% endraw %}",
    "{%- for x in ().__class__.__mro__ -%}{{ x }}{%- endfor -%}",
    "${alert(1)}",
    "`${alert(1)}`",
    "javascript:alert(1)",
    "JaVaScRiPt\n:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    "https://evil.example/\" onmouseover=\"alert(1)",
    "' onclick='alert(1)",
    "&lt;b&gt;&amp;&#60;",
    "<!-- --><![CDATA[ ]]>",
    "\u202etxt.exe\u202c",
    "\u2066\u2067mixed\u2069 שלום العربية",
    "a\u0000b\u0007c",
    "__proto__",
    "constructor",
    "<style>*{display:none}</style>",
    "=cmd|' /C calc'!A0",
    "\U0001f600 \u200b zero width",
]  # fmt: skip

FIELDS = ("event_type", "target", "actor", "claimed_by", "attributed_to", "denied_by", "damage", "place_name")
"""Columns that the card shows as they are; `quote` to `reason` come below."""

READ = """() => {
    const text = (where) => [...document.querySelectorAll('.card ' + where)].map(e => e.textContent);
    return {
        headline: text('h2')[0],
        facts: text('.body > .facts > .fact > dd > bdi'),
        quote: text('blockquote')[0],
        source: text('.source .by bdi'),
        flag: text('.flags li bdi')[0],
        reason: text('.why > p')[0],
        own: [text('.more dt')[0], text('.more dd bdi')[0]],
    };
}"""

# What our own page is made of. Anything else came out of the data.
STRUCTURE = """() => {
    const known = new Set(('HTML HEAD META TITLE STYLE SCRIPT BODY DIV NOSCRIPT MAIN CANVAS ASIDE HEADER ' +
        'FOOTER SECTION H1 H2 H3 P A B SPAN BDI BUTTON INPUT SELECT OPTION LABEL DETAILS SUMMARY UL OL LI ' +
        'DL DT DD BLOCKQUOTE Q STRONG OUTPUT svg path').split(' '));
    const faults = [];
    for (const element of document.querySelectorAll('*')) {
        if (!known.has(element.tagName)) faults.push('element ' + element.tagName);
        for (const { name } of element.attributes)
            if (name.startsWith('on')) faults.push('attribute ' + name);
        const ours = element.closest('.leaflet-bar') || element.tagName !== 'A';
        if (!ours && !/^(https?:|mailto:)/.test(element.href)) faults.push('link ' + element.href);
    }
    for (const element of document.querySelectorAll('*'))
        if (!element.matches('a, button, input, select, option'))
            for (const kind of ['click', 'mouseover', 'error', 'load', 'focus', 'toggle'])
                if (!element.closest('.leaflet-container')) element.dispatchEvent(new Event(kind));
    return faults;
}"""


def events(strings: list[str]) -> gpd.GeoDataFrame:
    """One event a string, at one site, the string in every field."""
    rows: list[dict[str, Any]] = [
        {
            **dict.fromkeys(FIELDS, one),
            "event_id": str(i),
            "weapon": one,
            "reason": one,
            "flags": [one],
            "sources": [{"quote": one, "title": one, "publisher": one, "date": one, "url": one}],
            "conflicts": [{"field": one, "kind": one, "values": [{"value": one, "who": one, "quote": one}]}],
            "candidates": [{"name": one, "country": one, "reason": one}, {"name": one}],
            "a <b>column</b> {{1}}": one,
        }
        for i, one in enumerate(strings)
    ]
    return gpd.GeoDataFrame(rows, geometry=[Point(44, 33)] * len(rows), crs=4326)


def differences(page: Page, strings: list[str]) -> list[str]:
    """Page through all cards and say where a string is not shown exactly."""
    found = []
    page.locator("#panel-list button").first.wait_for()
    for i, one in enumerate(strings):
        page.evaluate(
            """async i => {
                const list = document.querySelector('#panel-list');
                list.scrollTop = i * 58;
                list.dispatchEvent(new Event('scroll'));
                await new Promise(done => setTimeout(done, 0));
                document.querySelector(`#panel-list button[data-row="${i}"]`).click();
                await new Promise(done => setTimeout(done, 5));
            }""",
            i,
        )
        shown = page.evaluate(READ)
        wanted = {
            "quote": one,
            "flag": one,
            "reason": one,
            "own": ["a <b>column</b> {{1}}", one],
        }
        found += [
            f"{name}: {shown[name]!r} for {text!r}" for name, text in wanted.items() if shown[name] != text
        ]
        if shown["facts"].count(one) < len(FIELDS) - 1:
            found.append(f"facts: {shown['facts']!r} for {one!r}")
        if one not in shown["source"]:
            found.append(f"source: {shown['source']!r} for {one!r}")
        found += [f"{fault} for {one!r}" for fault in page.evaluate(STRUCTURE)]
    return found


def strings_of(shared: Path) -> list[str]:
    found = []
    for name in ("xss", "template_injection", "naughty"):
        lines = (shared / f"bench/hostile/{name}.dev.jsonl").read_text(encoding="utf-8").splitlines()
        found += [json.loads(line)["input"] for line in lines]
    return [one for one in dict.fromkeys(found) if one.strip()]


def test_hostile_strings_are_shown_exactly_and_do_nothing(show: Callable[..., Page]) -> None:
    assert differences(show(EventMap(events(OWN), title="Hostile")), OWN) == []


@pytest.mark.parametrize("one", OWN[:8])
def test_a_hostile_title_layer_and_note_is_text(show: Callable[..., Page], one: str) -> None:
    made = events([one] * 2).rename(columns={"target": one})
    page = show(
        EventMap(made, layers=["weapon", one], title=one, subtitle=one, note=one, source=one, credits=[one],
                 places=[(one, one, 33.2, 44.2, 0)])
    )  # fmt: skip
    assert page.title() == " ".join(one.split())
    assert page.locator("h1").text_content() == one
    assert page.locator(".subtitle").text_content() == one
    assert page.locator(".layer .name").first.text_content() == one
    assert page.locator("select option").last.text_content() == one
    assert page.locator(".foot p").first.text_content() == one
    page.mouse.move(800, 350)
    assert page.evaluate(STRUCTURE) == []


def test_public_lists_of_hostile_strings_do_nothing(show: Callable[..., Page], shared: Path) -> None:
    strings = strings_of(shared)[::40]
    assert differences(show(EventMap(events(strings))), strings) == []


def test_the_check_catches_a_renderer_that_lets_markup_through(watch: Callable[..., Any]) -> None:
    watched = watch(EventMap(events(OWN[:4])))
    watched.page.evaluate(
        """() => {
            const replace = Element.prototype.replaceChildren;
            Element.prototype.replaceChildren = function (...children) {
                replace.apply(this, children);
                if (children.length === 1 && typeof children[0] === 'string') this.innerHTML = children[0];
            };
        }"""
    )
    assert differences(watched.page, OWN[:4])
