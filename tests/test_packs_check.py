"""`check_pack` names each fault of a pack, with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packs import ALIASES, PLACES, SQUARE, collection, feature, polygon, read_cases, write_pack

from geomap.gazetteer.check import Fault, Severity, check_pack
from geomap.gazetteer.packs import read_pack

if TYPE_CHECKING:
    from pathlib import Path

CASES = read_cases("pack_faults.csv")


def check(folder: Path) -> list[Fault]:
    return check_pack(folder, beside=())


def append(path: Path, line: str) -> int:
    """Append a line; return its number."""
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    return path.read_text(encoding="utf-8").count("\n")


def test_a_sound_pack_has_no_fault(tmp_path: Path) -> None:
    assert check(write_pack(tmp_path / "sound")) == []


@pytest.mark.parametrize("case", CASES, ids=[case["fault"] for case in CASES])
def test_a_faulty_row_is_named_with_its_file_and_line(case: dict[str, str], tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack") / case["file"]
    line = append(path, case["row"])
    (fault,) = check(path.parent)
    assert case["fault"] in fault.message
    assert (fault.file, fault.line, fault.severity) == (str(path), line, case["severity"])


def test_a_fault_reads_as_file_line_and_what_is_wrong(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack") / "places.csv"
    line = append(path, "hill,Hill,town,IQ,iraq,95,44.1,3000,high,a map,")
    (fault,) = check(path.parent)
    assert str(fault) == f"{path}:{line}: lat 95 is outside -90 to 90; swapped with lon?"


def test_each_member_of_a_circle_is_named(tmp_path: Path) -> None:
    pack = write_pack(
        tmp_path / "pack",
        places=(
            "a,A,town,IQ,b,33.1,44.1,3000,high,a map,",
            "b,B,town,IQ,c,33.1,44.1,3000,high,a map,",
            "c,C,town,IQ,a,33.1,44.1,3000,high,a map,",
            "d,D,town,IQ,a,33.1,44.1,3000,high,a map,",
        ),
        aliases=(),
        areas=None,
    )
    assert [(fault.line, fault.message) for fault in check(pack)] == [
        (2, "a is within b is within c is within a: a circle"),
        (3, "b is within c is within a is within b: a circle"),
        (4, "c is within a is within b is within c: a circle"),
    ]


def test_what_names_a_faulty_row_is_not_a_second_fault(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack", aliases=("hill,The Hill,name,,",)) / "places.csv"
    append(path, "hill,Hill,town,IQ,iraq,95,44.1,3000,high,a map,")
    assert len(check(path.parent)) == 1


def test_two_places_may_share_a_demonym_without_a_note(tmp_path: Path) -> None:
    assert (
        check(
            write_pack(
                tmp_path / "pack", aliases=("iraq,Mesopotamian,demonym,,", "syria,Mesopotamian,demonym,,")
            )
        )
        == []
    )


def test_a_place_at_the_border_may_lie_a_little_outside_its_country(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack") / "places.csv"
    append(path, "post,Post,border-crossing,IQ,iraq,33.5,42.95,3000,high,a map,")
    assert check(path.parent) == []


def test_rows_of_several_lines_keep_their_line_numbers(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack") / "places.csv"
    append(path, 'hill,Hill,town,IQ,iraq,33.1,44.1,3000,high,a map,"one\ntwo"')
    line = append(path, "dale,Dale,town,IQ,iraq,33.1,44.1,3000,high,,")
    messages = {fault.line: fault.message for fault in check(path.parent)}
    assert messages[line] == "source_1 is empty"
    assert "control character" in messages[line - 2]


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        ({"type": "Point", "coordinates": [44.0, 33.0]}, "is not a Polygon or MultiPolygon"),
        (None, "is not a Polygon or MultiPolygon"),
        ({"type": "MultiPolygon", "coordinates": []}, "has no coordinates"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "has a polygon without a ring"),
        (polygon(SQUARE[:3]), "has a ring that is not a list of four or more [lon, lat] pairs"),
        (polygon([*SQUARE[:4], [True, False]]), "has a ring that is not a list of four or more"),
        (polygon([*SQUARE[:4], ["43", "32"]]), "has a ring that is not a list of four or more"),
        (polygon(SQUARE[:4]), "has a ring that is not closed; its last position must repeat its first"),
        (polygon(SQUARE[::-1]), "has an outer ring that does not run counter-clockwise"),
        (
            polygon(SQUARE, [[44.0, 33.0], [45.0, 33.0], [45.0, 34.0], [44.0, 33.0]]),
            "has a hole that does not run clockwise",
        ),
        (
            polygon([[lon + 150, lat] for lon, lat in SQUARE]),
            "leaves the range of lon -180..180, lat -90..90",
        ),
        (
            polygon([[43.0, 32.0], [46.0, 32.0], [43.0, 34.0], [46.0, 35.0], [45.0, 35.5], [43.0, 32.0]]),
            "crosses or touches itself near",
        ),
        (polygon([[lon - 20, lat] for lon, lat in SQUARE]), "km from the place's own point"),
    ],
)
def test_a_faulty_outline_is_named(geometry: dict[str, object] | None, message: str, tmp_path: Path) -> None:
    areas = collection(feature("baghdad", geometry))
    pack = write_pack(tmp_path / "pack", areas=areas)
    (fault,) = check(pack)
    assert message in fault.message
    assert (fault.file, fault.line) == (str(pack / "areas.geojson"), 2)


@pytest.mark.parametrize(
    ("areas", "line", "message"),
    [
        (
            collection(feature("atlantis", polygon(SQUARE))),
            2,
            "'atlantis' is no place of this pack or the others",
        ),
        (
            collection(feature("iraq", polygon(SQUARE)), feature("iraq", polygon(SQUARE))),
            3,
            "has two outlines",
        ),
        (collection({"type": "Feature", "properties": {}, "geometry": None}), 0, "feature 1 has no place_id"),
        ('{"type": "FeatureCollection",\n"features": [}', 2, "is not valid JSON"),
        ('["FeatureCollection"]', 1, "is not a GeoJSON FeatureCollection"),
        ("[" * 100_000, 1, "nested too deeply"),
    ],
)
def test_a_faulty_outline_file_is_named(areas: str, line: int, message: str, tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack", areas=areas)
    faults = check(pack)
    assert [fault.line for fault in faults] == [line]
    assert message in faults[0].message


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ("iraq|atlantis", "composed_of names 'atlantis', which has no outline in this pack's areas.geojson"),
        ("baghdad", "composed_of names 'baghdad', which has no outline"),
    ],
)
def test_a_region_of_parts_without_outlines_is_named(parts: str, message: str, tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    rows = (pack / "places.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{rows[0]},composed_of", *(f"{row}," for row in rows[1:])]
    rows.append(f"middle,The Middle,region,,,33.5,43.0,900000,medium,its parts,,{parts}")
    (pack / "places.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (fault,) = check(pack)
    assert message in fault.message
    assert fault.line == 6


def test_a_region_with_parts_and_an_outline_of_its_own_is_named(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    rows = (pack / "places.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{rows[0]},composed_of", f"{rows[1]},syria", *(f"{row}," for row in rows[2:])]
    (pack / "places.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (fault,) = check(pack)
    assert fault.message == "'iraq' has both composed_of and an outline of its own"


def test_a_missing_column_is_named_once_and_not_for_each_row(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack", aliases=(), areas=None) / "places.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("radius_m", "radius"), encoding="utf-8")
    errors = [fault for fault in check(path.parent) if fault.severity is Severity.ERROR]
    assert [fault.message for fault in errors] == [
        f"has no column 'radius_m'; it has {PLACES.replace('_m', '')}"
    ]


def test_a_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack") / "aliases.csv"
    path.write_text(f"{ALIASES},lang\nbaghdad,Bagdad,spelling,,,de\n", encoding="utf-8")
    assert [fault.message for fault in check(path.parent)] == ["has the column 'lang' twice"]


def test_a_column_that_is_not_read_is_noted(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack") / "aliases.csv"
    path.write_text(f"{ALIASES},author\nbaghdad,Bagdad,spelling,de,,me\n", encoding="utf-8")
    (fault,) = check(path.parent)
    assert (fault.line, fault.message, fault.severity) == (1, "column 'author' is not read", Severity.NOTE)


def test_text_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack", areas=None) / "aliases.csv"
    path.write_bytes(f"{ALIASES}\nbaghdad,Baghd\xe2d,spelling,,\n".encode("latin-1"))
    (fault,) = check(path.parent)
    assert (fault.line, fault.message) == (2, "is not UTF-8 text here; save the file as CSV UTF-8")


def test_an_unclosed_quote_is_named(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack", areas=None) / "aliases.csv"
    append(path, 'baghdad,"Bagdad,spelling,,')
    (fault,) = check(path.parent)
    assert "is not valid CSV" in fault.message


def test_an_empty_table_is_named(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack", areas=None) / "aliases.csv"
    path.write_text("", encoding="utf-8")
    (fault,) = check(path.parent)
    assert fault.message.startswith("is empty; the first line names the columns place_id,alias,kind")


def test_a_folder_that_is_no_pack_is_named(tmp_path: Path) -> None:
    (fault,) = check(tmp_path)
    assert fault.message == "is no gazetteer pack: it holds neither places.csv nor aliases.csv"
    assert fault.line == 0


def test_a_pack_may_name_the_places_of_the_packs_beside_it(tmp_path: Path) -> None:
    base = read_pack(write_pack(tmp_path / "base"))
    pack = write_pack(
        tmp_path / "mine",
        places=("hill,Hill,town,IQ,baghdad,33.3,44.3,3000,high,a map,",),
        aliases=("baghdad,Madinat al-Salam,former,ar,",),
        areas=collection(feature("zone", polygon([[44.3, 33.2], [44.5, 33.2], [44.5, 33.4], [44.3, 33.2]]))),
    )
    assert check_pack(pack, beside=[base]) == []
    assert [fault.message.partition(" is no ")[0] for fault in check(pack)] == [
        "alias 'Madinat al-Salam' belongs to 'baghdad', which",
        "'zone'",
        "parent 'baghdad'",
    ]


def test_a_point_is_held_against_the_country_outlines_of_the_packs_beside_it(tmp_path: Path) -> None:
    base = read_pack(write_pack(tmp_path / "base"))
    far = "hill,Hill,town,IQ,baghdad,33.3,39.3,3000,high,a map,"
    pack = write_pack(tmp_path / "mine", places=(far,), aliases=(), areas=None)
    errors = [fault for fault in check_pack(pack, beside=[base]) if fault.severity is Severity.ERROR]
    assert len(errors) == 1
    assert "in SY: wrong country" in errors[0].message


def test_a_pack_that_replaces_a_place_of_another_is_noted(tmp_path: Path) -> None:
    base = read_pack(write_pack(tmp_path / "base"))
    mine = "baghdad,Baghdad,city,IQ,iraq,33.3,44.3,25000,high,my survey,"
    pack = write_pack(tmp_path / "mine", places=(mine,), aliases=(), areas=None)
    (fault,) = check_pack(pack, beside=[base])
    assert (fault.severity, fault.message) == (
        Severity.NOTE,
        "'baghdad' replaces the place of that id in pack 'base'",
    )


def test_by_default_a_pack_is_checked_beside_the_bundled_ones(tmp_path: Path) -> None:
    pack = write_pack(
        tmp_path / "mine",
        places=("my-checkpoint,Checkpoint,outpost,IQ,kirkuk,35.5,44.4,500,high,my survey,",),
        aliases=("ain-al-asad,Asad AB,short,,",),
        areas=None,
    )
    assert check_pack(pack) == []


def test_faults_come_in_the_order_of_file_and_line(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack", areas=None)
    for number in range(12):
        append(pack / "places.csv", f"hill-{number},Hill,town,IQ,iraq,95,44.1,3000,high,a map,")
        append(pack / "aliases.csv", f"atlantis,Atlantis {number},name,,")
    places = [(fault.file, fault.line) for fault in check(pack)]
    assert len(places) == 24
    assert places == sorted(places)


def test_a_governorate_called_after_its_town_is_no_surprise(tmp_path: Path) -> None:
    rows = (
        "hit-district,Hit District,admin2,IQ,,33.6,42.8,40000,high,a map,",
        "hit,Hit,town,IQ,hit-district,33.64,42.82,3000,high,a map,",
        "hit-dam,Hit Dam,dam,IQ,hit-district,33.65,42.83,3000,high,a map,",
    )
    aliases = ("hit-district,Hit,short,,", "hit-dam,Hit,short,,")
    pack = write_pack(tmp_path / "hit", places=rows, aliases=aliases, areas=None)
    told = [fault.message for fault in check_pack(pack) if "also means" in fault.message]
    assert told == [
        "alias 'Hit' of hit-district also means hit-dam",
        "alias 'Hit' of hit-dam also means hit, hit-district",
    ]
