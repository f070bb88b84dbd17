"""Reading packs: places, aliases and outlines as their files state them."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from packs import WEST, collection, feature, polygon, write_pack

from geomap.errors import PackError
from geomap.gazetteer.bundled import packs_folder
from geomap.gazetteer.packs import read_pack
from geomap.model import Alias, AliasKind, Confidence, Kind, Place

if TYPE_CHECKING:
    from pathlib import Path


def test_a_place_is_read_as_its_row_states_it(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path / "mine"))
    assert pack.places[2] == Place(
        id="zone",
        name="The Zone",
        kind=Kind.QUARTER,
        lat=33.31,
        lon=44.39,
        radius_m=2500.0,
        country="IQ",
        parent="baghdad",
        confidence=Confidence.MEMORY,
        sources=("general knowledge",),
        note="drawn wide",
        dataset="mine",
    )


def test_an_alias_keeps_its_kind_language_and_note(tmp_path: Path) -> None:
    row = 'baghdad,بغداد,translation,ar,"with, comma"'
    pack = read_pack(write_pack(tmp_path / "mine", aliases=(row,)))
    assert pack.aliases == (Alias("baghdad", "بغداد", AliasKind.TRANSLATION, "ar", "with, comma"),)


def test_optional_columns_give_population_second_source_and_ids_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "places.csv").write_text(
        "wikidata,geonameid,population,source_2,id,name,kind,country,lat,lon,radius_m,confidence,source_1\n"
        "Q1530,98182,5672513,Natural Earth,baghdad,Baghdad,city,IQ,33.34,44.4,20000,high,GeoNames\n",
        encoding="utf-8",
    )
    pack = read_pack(folder)
    assert pack.places[0].population == 5_672_513
    assert pack.places[0].sources == ("GeoNames", "Natural Earth")
    assert pack.same_as == {"baghdad": ("wikidata:Q1530", "geonames:98182")}


def test_a_readme_gives_title_licence_and_attribution(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "mine")
    (folder / "README.md").write_text(
        "# My survey\n\n- Licence: CC0\n- Attribution: The survey team\n\nWords.\n", encoding="utf-8"
    )
    pack = read_pack(folder)
    assert (pack.name, pack.title, pack.licence, pack.attribution) == (
        "mine",
        "My survey",
        "CC0",
        "The survey team",
    )


def test_a_pack_without_readme_states_no_licence(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path / "mine"))
    assert (pack.title, pack.licence, pack.attribution) == ("mine", "", "")


def test_a_pack_may_hold_aliases_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "aliases.csv").write_text("place_id,alias,kind\nkirkuk,K-town,short\n", encoding="utf-8")
    pack = read_pack(folder)
    assert pack.places == ()
    assert pack.aliases == (Alias("kirkuk", "K-town", AliasKind.SHORT),)


def test_a_file_saved_by_excel_is_read(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "mine")
    for name in ("places.csv", "aliases.csv"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(("\ufeff" + text.replace("\n", "\r\n") + "\r\n").encode())
    assert [place.id for place in read_pack(folder).places] == ["iraq", "baghdad", "zone", "syria"]


def test_outlines_are_found_by_place_id(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path / "mine"))
    assert list(pack.areas) == ["iraq", "syria"]
    assert pack.areas["syria"] == polygon(WEST)
    assert "baghdad" not in pack.areas


def test_a_vague_region_has_the_outline_of_its_parts_without_the_border_between_them(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "mine")
    rows = (folder / "places.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{rows[0]},composed_of", *(f"{row}," for row in rows[1:])]
    rows.append("middle,The Middle,region,,,33.5,43.0,900000,medium,its parts,,iraq|syria")
    (folder / "places.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    pack = read_pack(folder)
    assert "middle" in pack.areas
    assert len(pack.areas) == 3
    outline = pack.areas["middle"]
    assert outline["type"] == "Polygon"
    (ring,) = outline["coordinates"]
    assert {tuple(position) for position in ring} >= {(37.0, 32.0), (46.0, 32.0), (46.0, 35.0), (37.0, 35.0)}
    assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) == 2 * 27


def test_parts_that_do_not_touch_become_a_multipolygon(tmp_path: Path) -> None:
    far = [[lon - 20, lat] for lon, lat in WEST]
    folder = write_pack(
        tmp_path / "mine",
        areas=collection(feature("iraq", polygon(far)), feature("syria", polygon(WEST))),
    )
    rows = (folder / "places.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{rows[0]},composed_of", *(f"{row}," for row in rows[1:])]
    rows.append("both,Both,region,,,33.5,43.0,900000,medium,its parts,,iraq|syria")
    (folder / "places.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert read_pack(folder).areas["both"]["type"] == "MultiPolygon"


def test_a_faulty_pack_is_refused_with_all_its_faults_at_once(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path / "mine",
        places=(
            "hill,Hill,hillock,IQ,,95,44.1,3000,high,,",
            "dale,Dale,town,IQ,,33.1,44.1,3000,high,a map,",
        ),
        aliases=("dale,The Dale,nickname,,",),
        areas=collection(feature("dale", None)),
    )
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert [fault.replace(str(folder), "") for fault in error.value.faults] == [
        "/places.csv:2: source_1 is empty",
        "/places.csv:2: kind 'hillock' is unknown; it is one of " + ", ".join(Kind),
        "/places.csv:2: lat 95 is outside -90 to 90; swapped with lon?",
        "/aliases.csv:2: kind 'nickname' is unknown; it is one of " + ", ".join(AliasKind),
        "/areas.geojson:2: the outline of 'dale' is not a Polygon or MultiPolygon",
    ]
    assert str(error.value).startswith("the gazetteer pack has 5 faults:\n")


def test_what_is_only_noted_does_not_keep_a_pack_from_being_read(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "mine")
    (folder / "aliases.csv").write_text(
        "place_id,alias,kind,author\nbaghdad,Bagdad,spelling,me\n", encoding="utf-8"
    )
    assert len(read_pack(folder).aliases) == 1


def test_a_checkout_reads_the_packs_at_its_top_even_with_a_stale_copy_inside_the_package(
    tmp_path: Path,
) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "data" / "gazetteer").mkdir(parents=True)
    (tmp_path / "geomap" / "data" / "gazetteer").mkdir(parents=True)
    assert packs_folder(tmp_path / "geomap") == tmp_path / "data" / "gazetteer"


def test_an_installed_package_reads_the_packs_inside_it_whatever_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "data" / "gazetteer").mkdir(parents=True)
    (tmp_path / "geomap" / "data" / "gazetteer").mkdir(parents=True)
    assert packs_folder(tmp_path / "geomap") == tmp_path / "geomap" / "data" / "gazetteer"


def test_an_installation_without_packs_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        FileNotFoundError, match="the places that come with geomap are missing; install geomap"
    ):
        packs_folder(tmp_path / "geomap")


def test_reading_and_checking_load_no_heavy_library_before_they_need_one() -> None:
    code = (
        "import sys; import geomap.gazetteer.check; from geomap.gazetteer.bundled import bundled_packs;"
        "from geomap.gazetteer.packs import read_pack; [read_pack(path) for path in bundled_packs()];"
        "print(sorted({'pandas', 'geopandas', 'folium', 'shapely', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
