"""The picture for print: its file, its size, its words, and what it does with odd events."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import geopandas as gpd
import mapframes
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.image import imread
from shapely.geometry import Point

from geomap.errors import GeomapError, SaveError, UsageError
from geomap.render import figure
from geomap.render.figures import MissingExtraError, typesetting

SVG = "{http://www.w3.org/2000/svg}"


def frame(points: list[tuple[float, float] | None], **columns: list[Any]) -> gpd.GeoDataFrame:
    """Events at points (longitude, latitude); None is an event without a place."""
    shown = {"weapon": ["rocket"] * len(points), "precision": ["site"] * len(points), **columns}
    shapes = [None if point is None else Point(point) for point in points]
    return gpd.GeoDataFrame(shown, geometry=shapes, crs="EPSG:4326")


def texts(path: Path) -> list[str]:
    return [node.text or "" for node in ET.parse(path).iter(f"{SVG}text")]


@pytest.fixture
def drawn(tmp_path: Path) -> Any:
    """Draw an SVG and give the lines of text in it."""

    def draw(events: gpd.GeoDataFrame, **options: Any) -> list[str]:
        options.setdefault("places", ())
        figure(events, tmp_path / "f.svg", **options)
        return texts(tmp_path / "f.svg")

    return draw


# -- the file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "dpi"), [((160, 110), 300), ("column", 97), ("80x45.5mm", 150)])
def test_a_png_has_exactly_the_pixels_of_its_size_and_dpi(tmp_path: Path, size: Any, dpi: int) -> None:
    figure(mapframes.story(), tmp_path / "f.png", size=size, dpi=dpi)
    wide, high = {"column": (85, 110), "80x45.5mm": (80, 45.5)}.get(str(size), size)
    assert imread(tmp_path / "f.png").shape[:2] == (round(high / 25.4 * dpi), round(wide / 25.4 * dpi))
    data = (tmp_path / "f.png").read_bytes()
    at = data.index(b"pHYs") + 4
    assert int.from_bytes(data[at : at + 4]) == pytest.approx(dpi / 0.0254, abs=1)


def test_an_svg_and_a_pdf_have_exactly_the_size_asked_for(tmp_path: Path) -> None:
    for kind in ("svg", "pdf"):
        figure(mapframes.story(), tmp_path / f"f.{kind}", size="152.5x101")
    root = ET.parse(tmp_path / "f.svg").getroot()
    assert (root.get("width"), root.get("height")) == ("152.5mm", "101mm")
    box = re.search(rb"/MediaBox \[ ?([^\]]*?) ?\]", (tmp_path / "f.pdf").read_bytes())
    assert box
    assert [float(n) for n in box[1].split()] == pytest.approx([0, 0, 432.28, 286.30], abs=0.01)


def test_the_same_events_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); import mapframes; from geomap.render import figure\n"
        "for kind in ('svg', 'pdf', 'png'):\n"
        f"    figure(mapframes.story(), r'{tmp_path}/' + sys.argv[1] + '.' + kind, title='Same', dpi=100)"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, seed],
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"},
            check=True,
        )
    for kind in ("svg", "pdf", "png"):
        assert (tmp_path / f"1.{kind}").read_bytes() == (tmp_path / f"2.{kind}").read_bytes()


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_no_date_path_or_address_stands_in_the_file(tmp_path: Path, kind: str) -> None:
    figure(mapframes.story(), tmp_path / f"f.{kind}", title="Plain")
    data = (tmp_path / f"f.{kind}").read_bytes()
    assert b"Date" not in data
    assert str(tmp_path).encode() not in data
    assert time.strftime("%Y-%m-%d").encode() not in data
    addresses = set(re.findall(rb"https?://[^\s\"'<>)]+", data))
    assert addresses <= {b"http://www.w3.org/2000/svg", b"http://www.w3.org/1999/xlink"}


def test_settings_of_the_user_s_matplotlib_change_nothing_and_are_left_alone(tmp_path: Path) -> None:
    figure(mapframes.story(), tmp_path / "a.svg")
    with mpl.rc_context({"font.size": 31, "lines.linewidth": 9, "svg.fonttype": "path", "savefig.dpi": 7}):
        before = dict(mpl.rcParams)
        figure(mapframes.story(), tmp_path / "b.svg")
        assert dict(mpl.rcParams) == before
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_the_caller_s_events_are_left_alone(tmp_path: Path) -> None:
    events = mapframes.story()
    figure(events, tmp_path / "f.png", dpi=50)
    assert events.equals(mapframes.story())


def test_a_pdf_embeds_the_letters_it_uses(tmp_path: Path) -> None:
    figure(mapframes.story(), tmp_path / "f.pdf", title="عنوان")
    data = (tmp_path / "f.pdf").read_bytes()
    assert data.count(b"/FontFile2") >= 2
    assert b"/Type3" not in data


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "f.svg").write_text("old")
    with pytest.raises(UsageError):
        figure(mapframes.story(), tmp_path / "f.svg", layer="no such column")
    assert (tmp_path / "f.svg").read_text() == "old"
    with pytest.raises(SaveError, match="make the folder first"):
        figure(mapframes.story(), tmp_path / "no" / "f.svg")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"path": "f.jpg"}, "f.jpg: a figure is written as .svg, .pdf, .png"),
        ({"size": "huge"}, "size: 'huge' is none of report, column"),
        ({"size": "1600x1100000"}, "are these pixels or inches? Give millimetres"),
        ({"size": (10, 10)}, "outside 40 to 1500 mm"),
        ({"dpi": 5}, "dpi: 5 is outside 36 to 2400"),
        ({"dpi": 2400, "size": "a4-landscape"}, "million pixels"),
        ({"layer": "colour"}, "no column named 'colour'"),
    ],
)
def test_a_wrong_option_is_said_in_one_line(tmp_path: Path, options: dict[str, Any], words: str) -> None:
    options = {"path": "f.png", **options}
    with pytest.raises(UsageError) as found:
        figure(mapframes.story(), tmp_path / options.pop("path"), **options)
    assert words in str(found.value)
    assert "\n" not in str(found.value)
    assert not list(tmp_path.iterdir())


def test_without_matplotlib_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=re.escape("pip install 'geomap[figure]'")) as found:
        figure(mapframes.story(), "f.svg")
    assert isinstance(found.value, GeomapError)
    assert isinstance(found.value, ImportError)


def test_with_a_matplotlib_that_cannot_shape_arabic_the_needed_one_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mpl, "__version_info__", (3, 10, 8))
    with pytest.raises(MissingExtraError, match=r"matplotlib 3\.11 or newer"):
        figure(mapframes.story(), "f.svg")


def test_the_map_for_the_browser_needs_no_matplotlib() -> None:
    code = "import sys, geomap.render; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# -- words ---------------------------------------------------------------------------------------

HOSTILE = [
    "$\\frac{1}{0}$ $x_2$",
    "</text><script>alert(1)</script>",
    "a & b ]]> <!-- \"q\" 'q'",
    "{{7*7}} {% raw %} %s {0} ${x}",
    "&lt;b&gt; &#36;",
    "\\LaTeX \\n \\u0041",
    "# ^ _ ~ %",
]

INVISIBLE = ["\ufeff", "\u200b", "\u200f\u200e", "\u0301", " \t\n"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_shown_as_it_stands(drawn: Any, words: str) -> None:
    found = drawn(
        frame([(44, 33), (43, 35), None], weapon=[words, "b", "b"], place_name=[words, "B", words]),
        title=words,
        subtitle=words,
        note=words,
        source=words,
        credits=[words],
        size="a4-landscape",
    )
    # Title, subtitle, note, source, credit, unplaced, legend and the name on the map, perhaps on two lines.
    said, whole = ("".join(one.split()) for one in (" ".join(found), words))
    assert said.count(whole) >= 8
    assert f"Source: {words}" in found


def test_control_characters_are_shown_and_not_obeyed(drawn: Any, tmp_path: Path) -> None:
    found = drawn(frame([(44, 33)]), title="a\x00b\x1b[31mc\u202ed\x85e")
    assert found[0] == "a\ufffdb\ufffd[31mc\ufffdd e"


@pytest.mark.parametrize("text", ["\ud800", "\U0010ffff", "\ue000", "\x9b", "\u2066"])
def test_what_no_file_can_hold_is_replaced(text: str) -> None:
    assert typesetting.clean(f"a{text}b") == "a\ufffdb"


@pytest.mark.parametrize("words", INVISIBLE)
def test_text_without_anything_to_see_does_no_harm(drawn: Any, words: str) -> None:
    assert drawn(frame([(44, 33)], place_name=[words], weapon=[words]), title=words, note=words)


def test_arabic_and_hebrew_stand_whole_and_run_from_the_right(drawn: Any, tmp_path: Path) -> None:
    found = drawn(
        frame([(44, 33)], place_name=["قاعدة عين الأسد"]), title="12 רקטות, Damascus", subtitle="Latin"
    )
    assert {"قاعدة عين الأسد", "Latin"} <= set(found)
    # Isolated, so that every viewer sets number and comma where a reader of Hebrew has them.
    assert found[0] == "\u206712 רקטות, Damascus\u2069"
    styles = {node.text: node.get("style") or "" for node in ET.parse(tmp_path / "f.svg").iter(f"{SVG}text")}
    # Of a line that mixes directions viewers agree on the middle only.
    assert "text-anchor: middle; direction: rtl" in styles[found[0]]
    assert "direction" not in styles["قاعدة عين الأسد"] + styles["Latin"]


def test_letters_join_in_arabic() -> None:
    lettering = typesetting.Type(["سسسسسس"])
    # Four joined letters in the middle are narrower than four that stand alone.
    alone = sum(lettering.width("س", 10) for _ in range(6))
    assert lettering.width("سسسسسس", 10) < 0.9 * alone


def test_letters_that_no_font_has_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_covered", lambda _: frozenset(set(range(0x20, 0x2200)) - {0x416}))
    notices = figure(frame([(44, 33)]), tmp_path / "f.png", title="Ж", places=(), dpi=50)
    assert notices == ["no installed font has Ж; install one that does, such as Noto Sans"]


def test_a_title_of_a_megabyte_is_cut_and_told(tmp_path: Path) -> None:
    started = time.process_time()
    notices = figure(frame([(44, 33)]), tmp_path / "f.svg", title="Long words " * 95_000, places=())
    assert time.process_time() - started < 10
    assert notices == ["the title is too long for the figure and was cut; it ends with …"]
    found = texts(tmp_path / "f.svg")
    assert found[2].endswith("…")
    assert len(ET.parse(tmp_path / "f.svg").getroot()[0].text or "") == 400
    assert (tmp_path / "f.svg").stat().st_size < 400_000


def test_one_word_wider_than_the_page_is_broken(drawn: Any) -> None:
    found = drawn(frame([(44, 33)]), title="W" * 90)
    assert "".join(found[:3]).count("W") == 90


def test_without_a_subtitle_number_and_dates_stand_there(drawn: Any) -> None:
    assert drawn(mapframes.story())[0].startswith("9 events, ")
    assert not drawn(mapframes.story(), subtitle="")[0].startswith("9 events")


def test_the_legend_names_the_layers_with_their_counts(drawn: Any) -> None:
    weapons = ["rocket", "rocket", "drone", None, None]
    found = drawn(frame([(44, 33), (43, 34), (42, 35), (41, 36), None], weapon=weapons), size="column")
    legend = [text for text in found if re.fullmatch(r".* \(\d+\)", text)]
    assert legend == ["rocket (2)", "drone (1)", "not stated (1)"]
    assert "Weapon" in found


def test_the_layers_are_by_the_column_asked_for(drawn: Any) -> None:
    found = drawn(frame([(44, 33), (43, 34)], actor=["A", "B"]), layer="actor", size="column")
    assert {"Actor", "A (1)", "B (1)"} <= set(found)


def test_what_could_not_be_placed_is_counted_and_named(drawn: Any) -> None:
    found = drawn(frame([(44, 33), None, None], place_text=["a", "Qusayr", "the old depot"]))
    assert "2 of 3 events could not be placed and are not shown: “Qusayr”, “the old depot”" in found


def test_sources_and_the_projection_are_credited(drawn: Any, tmp_path: Path) -> None:
    said = " ".join(drawn(mapframes.story(), places=None, source="Desk", credits=["A licence"]))
    assert "Source: Desk" in said
    assert "Basemap: Natural Earth. Places: GeoNames (CC BY 4.0)" in said
    assert "A licence. Lambert azimuthal equal-area projection, centred on 33." in said
    assert "Boundaries imply no opinion on their status." in said


def test_the_figure_speaks_the_language_asked_for(drawn: Any) -> None:
    events = mapframes.story()
    french = " ".join(drawn(events, lang="fr", source="Nous"))
    assert "9 événements, " in french
    assert "Précision du lieu" in french
    assert "Source : Nous" in french
    arabic = " ".join(drawn(events, lang="ar"))
    assert "دقة تحديد المكان" in arabic
    with pytest.raises(UsageError, match="is no language tag"):
        drawn(events, lang="<script>")


def test_in_arabic_the_words_around_the_map_begin_at_the_right(drawn: Any, tmp_path: Path) -> None:
    def left_of(words: str) -> float:
        found = next(n for n in ET.parse(tmp_path / "f.svg").iter(f"{SVG}text") if n.text == words)
        return float(found.get("x") or 0)

    events = frame([(44, 33), (43, 35)], weapon=["rocket", "drone"])
    drawn(events, title="Title", size="a4-landscape")
    assert left_of("Title") < 50
    assert left_of("rocket") > 600
    drawn(events, title="Title", size="a4-landscape", lang="ar")
    assert left_of("Title") > 700
    assert left_of("صاروخ") < 200


def test_in_arabic_towns_are_named_in_arabic_letters(drawn: Any) -> None:
    places = [("Hit", "هيت", 33.6, 42.8, 1), ("Haifa", "חיפה", 33.3, 43.4, 1), ("Ana", None, 33.8, 43.8, 1)]
    found = drawn(frame([(44, 33), (42, 34)]), lang="ar", places=places)
    assert {"هيت", "Haifa", "Ana"} <= set(found)
    assert {"Hit", "Haifa", "Ana"} <= set(drawn(frame([(44, 33), (42, 34)]), places=places))


def test_countries_and_weapons_are_named_in_the_figures_language(drawn: Any) -> None:
    events = frame([(44, 33), (40, 35)], weapon=["rocket", "catapult"])
    assert {"IRAK", "SYRIE", "roquette", "catapult"} <= set(drawn(events, lang="fr", places=()))
    assert {"العراق", "سوريا", "صاروخ"} <= set(drawn(events, lang="ar", places=()))
    assert {"IRAQ", "SYRIA", "rocket"} <= set(drawn(events, places=()))


def test_all_layers_with_a_look_of_their_own_stand_in_the_legend(drawn: Any) -> None:
    weapons = [f"weapon {i}" for i in range(24)]
    events = frame([(40 + i % 6, 32 + i // 6) for i in range(24)], weapon=weapons, place_name=[""] * 24)
    assert set(weapons) <= set(drawn(events, layer="weapon"))


def test_a_legend_without_room_says_how_many_rows_are_missing(drawn: Any, tmp_path: Path) -> None:
    weapons = [f"kind {chr(65 + i)}" for i in range(24)]
    events = frame([(40 + i % 6, 32 + i // 6) for i in range(24)], weapon=weapons)
    for size in ((160, 60), (60, 50)):
        found = drawn(events, layer="weapon", size=size)
        left_out = sum(not any(re.match(rf"{weapon}( |$)", text) for text in found) for weapon in weapons)
        assert left_out > 5
        assert f"and {left_out} more" in found
        notices = figure(events, tmp_path / "f.svg", layer="weapon", size=size, places=())
        assert f"{left_out} rows of the legend have no room; make the figure larger" in notices


def test_a_map_of_the_whole_earth_takes_the_whole_width(drawn: Any, tmp_path: Path) -> None:
    drawn(frame([(-100, 40), (140, -30), (20, 10), (60, 60)]), size="a4-landscape")
    sea = next(n for n in ET.parse(tmp_path / "f.svg").iter(f"{SVG}g") if n.get("id") == "sea")
    drawn_path = next(sea.iter(f"{SVG}path")).get("d") or ""
    across = [float(x) for x in re.findall(r"[ML] (-?[\d.]+)", drawn_path)]
    assert max(across) - min(across) > 0.9 * 297 / 25.4 * 72


def test_without_a_legend_the_map_takes_its_room(drawn: Any, tmp_path: Path) -> None:
    drawn(frame([(44, 33)]))
    sea = next(n for n in ET.parse(tmp_path / "f.svg").iter(f"{SVG}g") if n.get("id") == "sea")
    across = [float(x) for x in re.findall(r"[ML] (-?[\d.]+)", next(sea.iter(f"{SVG}path")).get("d") or "")]
    assert max(across) - min(across) > 0.9 * 160 / 25.4 * 72


def test_a_screen_reader_hears_what_the_picture_shows(tmp_path: Path) -> None:
    figure(frame([(44, 33), None]), tmp_path / "f.svg", title="Strikes", layer="weapon")
    root = ET.parse(tmp_path / "f.svg").getroot()
    assert root.get("role") == "img"
    assert [root[0].text, root[1].text] == ["Strikes", "Map of 2 events, 1 of them placed. Weapon: rocket 1."]


# -- odd events ----------------------------------------------------------------------------------


def test_no_events_make_a_map_that_says_so(drawn: Any) -> None:
    assert "There are no events in this map." in drawn(frame([]))


def test_events_of_which_none_is_placed_make_a_map_that_says_so(drawn: Any) -> None:
    found = drawn(frame([None, None], place_text=["here", "there"]))
    assert "None of the events could be placed on the map." in found
    assert "2 of 2 events could not be placed and are not shown: “here”, “there”" in found


def test_one_event_is_shown_with_its_surroundings(drawn: Any) -> None:
    found = drawn(frame([(44.4, 33.3)], place_name=["Somewhere"]), places=None)
    assert {"Somewhere", "IRAQ"} <= set(found)


def test_several_events_at_one_place_are_one_mark_with_their_number(drawn: Any) -> None:
    found = drawn(frame([(44, 33)] * 17 + [(42, 34)], place_name=["Here"] * 17 + ["There"]), layer="weapon")
    assert "17" in found
    assert found.count("Here") == 1


def test_layers_that_share_a_place_each_keep_their_mark_and_number(drawn: Any) -> None:
    weapons = ["rocket"] * 12 + ["drone"] * 7 + ["mortar"]
    found = drawn(frame([(44, 33)] * 20, weapon=weapons), size="column")
    assert {"12", "7"} <= set(found)


def test_very_many_events_are_one_picture_within_the_drawing(tmp_path: Path) -> None:
    events = mapframes.many(100_000)
    started = time.process_time()
    assert figure(events, tmp_path / "f.svg", dpi=150) == []
    assert time.process_time() - started < 15
    assert (tmp_path / "f.svg").stat().st_size < 4_000_000
    images = list(ET.parse(tmp_path / "f.svg").iter(f"{SVG}image"))
    assert len(images) == 1
    found = texts(tmp_path / "f.svg")
    assert {"rocket", "35,047"} <= set(found)
    assert "The places of 33,505 of the 100,000 events shown are approximate." in found


def test_in_a_crowd_the_number_at_a_place_is_the_area_of_its_mark(tmp_path: Path) -> None:
    spots = [(40 + i % 30 * 0.3, 32 + i // 30 * 0.3) for i in range(450)]
    events = frame(spots + [(44, 40)] * 400 + [(40, 40)] * 100, weapon=["rocket"] * 950, other=["x"] * 950)
    figure(events, tmp_path / "f.png", dpi=300, places=(), size="a4-landscape", subtitle="")
    picture = imread(tmp_path / "f.png")[..., :3]
    blue = np.all(np.abs(picture - np.array([0x00, 0x72, 0xB2]) / 255) < 0.02, axis=2)
    # The two marks lie north of all others, and the legend has one at the right.
    rows = np.flatnonzero(blue.any(axis=1))
    top = blue[rows[0] : rows[0] + 200, : int(picture.shape[1] * 0.75)]
    columns = np.flatnonzero(top.any(axis=0))
    cut = columns[int(np.argmax(np.diff(columns)))] + 1
    small, large = top[:, :cut].sum(), top[:, cut:].sum()
    assert large / small == pytest.approx(4, rel=0.15)


def test_the_network_is_not_asked(tmp_path: Path) -> None:
    # pytest-socket refuses it in every test; a figure with all its parts is drawn all the same.
    assert figure(mapframes.story(), tmp_path / "f.pdf", title="T", source="S", note="N") == []
