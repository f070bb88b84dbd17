"""Whatever a report says is text: shown exactly, never run, never markup."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import unicodedata
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geomap.formats.escaping import escape, unescape
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
STRUCTURE = """root => {
    root ??= document;
    const known = new Set(('HTML HEAD META TITLE STYLE SCRIPT BODY DIV NOSCRIPT MAIN CANVAS ASIDE HEADER ' +
        'FOOTER SECTION H1 H2 H3 P A B SPAN BDI BUTTON INPUT SELECT OPTION LABEL DETAILS SUMMARY UL OL LI ' +
        'DL DT DD BLOCKQUOTE Q STRONG SUP OUTPUT FIELDSET LEGEND svg path').split(' '));
    const faults = [];
    for (const element of root.querySelectorAll('*')) {
        if (!known.has(element.tagName)) faults.push('element ' + element.tagName);
        for (const { name } of element.attributes)
            if (name.startsWith('on')) faults.push('attribute ' + name);
        const ours = element.closest('.leaflet-bar') || element.tagName !== 'A';
        if (!ours && !/^(https?:|mailto:)/.test(element.href)) faults.push('link ' + element.href);
    }
    for (const element of root.querySelectorAll('*'))
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


LISTS = ("xss", "template_injection", "naughty", "sqli", "traversal", "csv_formula")
AT_ONCE = 60
"""Strings a card: reports, flags, candidates and columns of one event hold several."""


def strings_of(shared: Path) -> list[str]:
    found = []
    for name in LISTS:
        lines = (shared / f"bench/hostile/{name}.dev.jsonl").read_text(encoding="utf-8").splitlines()
        found += [json.loads(line)["input"] for line in lines]
    # A carriage return becomes a line feed where HTML normalises text; nothing else may change.
    return [one for one in dict.fromkeys(found) if one.strip() and "\r" not in one]


def crowded(strings: list[str]) -> gpd.GeoDataFrame:
    """Events that hold `AT_ONCE` strings each, every one in every place that takes several."""
    rows = []
    for start in range(0, len(strings), AT_ONCE):
        some = strings[start : start + AT_ONCE]
        single = {field: some[i % len(some)] for i, field in enumerate((*FIELDS, "reason"))}
        conflict = [{"value": one, "who": one, "quote": f"{one} unseen"} for one in some]
        rows.append(
            {
                **single,
                "flags": some,
                "sources": [dict.fromkeys(("quote", "title", "publisher", "url"), one) for one in some],
                "conflicts": [
                    {"field": "target", "kind": "contradiction", "values": conflict},
                    {"field": "place_text", "kind": "granularity", "values": conflict},
                ],
                "candidates": [{"name": one, "reason": one} for one in some],
                **{f"own {i}": one for i, one in enumerate(some)},
            }
        )
    spots = [Point(30 + 20 * i / len(rows), 33) for i in range(len(rows))]
    return gpd.GeoDataFrame(rows, geometry=spots, crs=4326)


READ_ALL = """async ({ structure, rows }) => {
    const check = eval(structure);
    const texts = where => [...document.querySelectorAll('.card ' + where)].map(e => e.textContent);
    const found = [];
    for (let i = 0; i < rows; i++) {
        location.hash = 'open=' + i;
        const card = document.querySelector('.card');
        while (card.dataset.row !== String(i)) await new Promise(go => setTimeout(go, 1));
        found.push({
            title: texts('h2')[0],
            facts: texts('.body > .facts > .fact > dd > bdi'),
            flags: texts('.flags li bdi'),
            quotes: texts('blockquote'),
            sources: texts('.source .by'),
            values: texts('.conflict .value b'),
            calm: texts('.calm .value b'),
            who: texts('.conflict .value > span > bdi'),
            candidates: texts('.why details strong'),
            reasons: texts('.why details .why'),
            own: texts('.more dd'),
            faults: check(card),
        });
    }
    return found;
}"""


def strangers(page: Page, frame: gpd.GeoDataFrame) -> list[str]:
    """Read all cards of `crowded` and say where a string is not shown exactly."""
    shown = page.evaluate(READ_ALL, {"structure": STRUCTURE, "rows": len(frame)})
    wrong = []
    for row, card in zip(frame.to_dict("records"), shown, strict=True):
        some = row["flags"]
        for name in ("flags", "quotes", "values", "calm", "who", "candidates", "reasons", "own"):
            if card[name] != some:
                wrong.append(f"{name}: {card[name]!r} for {some!r}")
        wrong += [
            f"source: {one!r}" for one, line in zip(some, card["sources"], strict=True) if one not in line
        ]
        wrong += [f"{field}: {row[field]!r}" for field in FIELDS[1:7] if row[field] not in card["facts"]]
        wrong += [f"{fault} for {some!r}" for fault in card["faults"]]
    return wrong


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


def test_public_lists_of_hostile_strings_do_nothing_in_any_part_of_the_card(
    show: Callable[..., Page], shared: Path
) -> None:
    frame = crowded(strings_of(shared))
    page = show(EventMap(frame))
    assert strangers(page, frame) == []
    # What stands outside the card: list, legend, tools.
    assert page.evaluate(STRUCTURE) == []


def test_public_lists_of_hostile_strings_do_nothing_as_names_of_layers(
    show: Callable[..., Page], shared: Path
) -> None:
    strings = strings_of(shared)
    columns = {one: strings[i * 24 : i * 24 + 24] for i, one in enumerate(strings[: len(strings) // 24])}
    frame = gpd.GeoDataFrame(columns, geometry=[Point(44, 33 + i / 10) for i in range(24)], crs=4326)
    page = show(EventMap(frame, layers=list(columns)))
    shown = page.evaluate(
        """() => {
            const select = document.querySelector('.by select');
            return [...select.options].map(option => {
                select.value = option.value;
                select.dispatchEvent(new Event('change'));
                const names = document.querySelectorAll('.legend .layer .name');
                return [option.textContent, [...names].map(e => e.textContent)];
            });
        }"""
    )
    page.evaluate(
        """() => {
            const select = document.querySelector('.filters select');
            for (const option of [...select.options].slice(1)) {
                select.value = option.value;
                select.dispatchEvent(new Event('change'));
            }
        }"""
    )
    filtered = page.locator(".filter .layer .name").all_text_contents()
    assert set(filtered) <= set(strings)
    assert len(filtered) == len(columns) * 24
    assert [name for name, _ in shown] == list(columns)
    assert all(sorted(names) == sorted(columns[name]) for name, names in shown)
    assert page.evaluate(STRUCTURE) == []


def test_public_lists_of_hostile_strings_are_text_around_the_map(
    show: Callable[..., Page], shared: Path
) -> None:
    whole = "\n".join(strings_of(shared))
    page = show(
        EventMap(
            events(["one", "two"]), title=whole, subtitle=whole, note=whole, source=whole, credits=[whole],
            places=[(whole, whole, 33.2, 44.2, 0)], time="event_id",
        )
    )  # fmt: skip
    assert page.locator("h1").text_content() == whole
    assert page.locator(".subtitle").text_content() == whole
    assert page.locator(".foot p").first.text_content() == whole
    assert whole in (page.locator(".attribution").text_content() or "")
    assert page.evaluate(STRUCTURE) == []


LIST = """async rows => {
    const list = document.querySelector('#panel-list');
    const found = {};
    for (let top = 0; top < rows * 58; top += 10 * 58) {
        list.scrollTop = top;
        list.dispatchEvent(new Event('scroll'));
        for (const button of list.querySelectorAll('button')) {
            while (!button.querySelector('.headline bdi')) await new Promise(go => setTimeout(go, 1));
            found[button.dataset.row] = [...button.querySelectorAll('bdi')].map(e => e.textContent);
        }
    }
    return found;
}"""


def listed(page: Page, frame: gpd.GeoDataFrame) -> list[str]:
    """Read the whole list and say which line does not show its event's name and place exactly."""
    found = page.evaluate(LIST, len(frame))
    wrong = []
    for row, name, place in zip(range(len(frame)), frame["title"], frame["place_name"], strict=True):
        line = name.strip()
        wanted = [line if len(line) <= 120 else f"{line[:119]}…", place, "date not known"]
        if found.get(str(row)) != wanted:
            wrong.append(f"row {row}: {found.get(str(row))!r} for {wanted!r}")
    return [*wrong, *page.evaluate(STRUCTURE)]


def listable(strings: list[str]) -> gpd.GeoDataFrame:
    # The page cuts by units of UTF-16, Python by characters; a mark of byte order is a space to one of them.
    plain = [one for one in strings if len(one.encode("utf-16-le")) == 2 * len(one) and one.strip("\ufeff ")]
    rows = {"title": plain, "place_name": [f"{one} there" for one in plain]}
    return gpd.GeoDataFrame(rows, geometry=[Point(44, 33)] * len(plain), crs=4326)


def test_public_lists_of_hostile_strings_do_nothing_in_the_list(
    show: Callable[..., Page], shared: Path
) -> None:
    frame = listable(strings_of(shared))
    assert listed(show(EventMap(frame, title="Listed")), frame) == []


HOVER = """async spots => {
    const found = [];
    for (const [lat, lon] of spots) {
        map_events.setView([lat, lon], 9, { animate: false });
        const layerPoint = map_events.latLngToLayerPoint([lat, lon]);
        const tip = document.querySelector('.tip');
        tip.replaceChildren();
        while (!tip.querySelector('bdi')) {
            await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
            map_events.fire('mousemove', { layerPoint, containerPoint: { x: 10, y: 10 } });
            await new Promise(done => setTimeout(done, 5));
        }
        found.push([...tip.querySelectorAll('bdi')].map(e => e.textContent));
    }
    return found;
}"""


def test_hostile_names_in_the_tooltip_are_text(show: Callable[..., Page], shared: Path) -> None:
    strings = [*OWN, *strings_of(shared)]
    at_once = [strings[start : start + AT_ONCE] for start in range(0, len(strings), AT_ONCE)]
    places = [*OWN, *("\n".join(some) for some in at_once)]
    names = [*OWN, *(some[0][:120] for some in at_once)]
    spots = [(-60 + 8 * (i // 40), -160 + 8 * (i % 40)) for i in range(len(places))]
    frame = gpd.GeoDataFrame(
        {"title": names, "place_name": places}, geometry=[Point(lon, lat) for lat, lon in spots], crs=4326
    )
    page = show(EventMap(frame, places=()))
    shown = page.evaluate(HOVER, spots)
    assert [one[1] for one in shown] == places
    assert [one[0] for one in shown] == [name.strip() for name in names]
    assert page.evaluate(STRUCTURE) == []


def test_hostile_words_to_search_for_do_nothing_and_come_back_from_a_link(
    show: Callable[..., Page], shared: Path
) -> None:
    page = show(EventMap(events(["one", "two"])))
    # What a box of one line and an address can hold.
    strings = [one for one in strings_of(shared) if not re.search(r"[\x00-\x1f\ud800-\udfff]", one)]
    page.evaluate(
        """async strings => {
            const box = document.querySelector('.search input');
            for (const [i, one] of strings.entries()) {
                box.value = one;
                box.dispatchEvent(new Event('input'));
                if (i % 20 === 0) await new Promise(done => setTimeout(done, 0));
            }
        }""",
        strings,
    )
    wrong = page.evaluate(
        """async strings => {
            const box = document.querySelector('.search input');
            const wrong = [];
            for (const one of strings) {
                const followed = new Promise(done => addEventListener('hashchange', done, { once: true }));
                location.hash = new URLSearchParams({ find: one }).toString();
                await followed;
                await new Promise(done => setTimeout(done, 0));
                if (box.value !== one) wrong.push([one, box.value]);
            }
            return wrong;
        }""",
        strings[::10],
    )
    assert wrong == []
    assert page.evaluate(STRUCTURE) == []


def test_no_title_makes_a_file_name_of_anything_but_letters_digits_and_hyphens(
    shared: Path, root: Path
) -> None:
    script = """
        import { fileName } from './web/src/data/formats.js';
        let all = '';
        for await (const piece of process.stdin) all += piece;
        console.log(JSON.stringify(JSON.parse(all).map(fileName)));
    """
    names = json.loads(
        subprocess.run(
            ["node", "--input-type=module", "-e", script],
            input=json.dumps(strings_of(shared)),
            capture_output=True,
            text=True,
            check=True,
            cwd=root,
        ).stdout
    )
    strange = {c for name in names for c in name if c != "-" and unicodedata.category(c)[0] not in "LMN"}
    assert strange == set()
    assert all(0 < len(name) <= 100 and name[0] != "-" for name in names)


def test_what_is_saved_from_the_page_is_exact_and_no_formula(
    show: Callable[..., Page], shared: Path, tmp_path: Path
) -> None:
    frame = crowded([*OWN, *strings_of(shared)])
    page = show(EventMap(frame, title="..\\..//<b>CON</b>: \u202emap\u202c? ‏خريطة‏"))
    saved = {}
    for kind in ("GeoJSON", "CSV"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=kind, exact=True).click()
        assert re.fullmatch(r"[\w-]+\.(geojson|csv)", waiting.value.suggested_filename)
        saved[kind] = tmp_path / kind
        waiting.value.save_as(saved[kind])
    features = json.loads(saved["GeoJSON"].read_text(encoding="utf-8"))["features"]
    rows = list(csv.DictReader(io.StringIO(saved["CSV"].read_text(encoding="utf-8-sig"), newline="")))
    for wanted, feature, row in zip(frame.to_dict("records"), features, rows, strict=True):
        assert feature["properties"]["sources"] == wanted["sources"]
        for name in (*FIELDS, "own 3"):
            if isinstance(wanted[name], str):
                assert feature["properties"][name] == wanted[name]
                assert unescape(row[name]) == wanted[name]
                assert escape(unescape(row[name])) == row[name]


@pytest.mark.parametrize("check", ["one by one", "crowded", "listed"])
def test_the_check_catches_a_renderer_that_lets_markup_through(watch: Callable[..., Any], check: str) -> None:
    frame = {"one by one": events, "crowded": crowded, "listed": listable}[check](OWN[:4])
    page = watch(EventMap(frame)).page
    page.evaluate(
        """() => {
            const replace = Element.prototype.replaceChildren;
            Element.prototype.replaceChildren = function (...children) {
                replace.apply(this, children);
                if (children.length === 1 && typeof children[0] === 'string') this.innerHTML = children[0];
            };
        }"""
    )
    if check == "one by one":
        assert differences(page, OWN[:4])
    elif check == "crowded":
        assert strangers(page, frame)
    else:
        # Lines are made anew when something changes.
        page.get_by_role("searchbox").fill("there")
        page.wait_for_timeout(200)
        assert listed(page, frame)
