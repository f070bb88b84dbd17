"""From names to places: each case with its reason, conditions, context, documents, hostile texts."""

from __future__ import annotations

import json
import math
import random
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import read_cases, write_pack

from geomap.errors import PackError, UsageError
from geomap.gazetteer.bundled import bundled_packs
from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.packs import read_pack
from geomap.model import Alias, AliasKind, Kind, Mention, Precision, Resolution, Status
from geomap.resolve import Gazetteer
from geomap.resolve.evidence import WEIGHTS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return OPENED


CASES = read_cases("resolve.csv")
OPENED = Gazetteer.open()


@pytest.mark.parametrize("case", CASES, ids=[f"{case['query']} ({case['why']})" for case in CASES])
def test_a_name_means_what_a_careful_reader_means(gazetteer: Gazetteer, case: dict[str, str]) -> None:
    answer = gazetteer.resolve(
        case["query"],
        country=case["country"] or None,
        within=case["within"] or None,
        context=case["context"] or None,
    )
    assert answer.status.value == case["expect_status"], answer.reason
    assert (answer.place.id if answer.place else "") == case["expect_place"], answer.reason
    assert (answer.relation or "") == case["expect_relation"], answer.reason
    is_sound(answer)


def is_sound(answer: Resolution) -> None:
    """Check what holds for every answer."""
    assert answer.reason
    assert "\n" not in answer.reason
    assert 0 <= answer.score <= 1
    assert all(candidate.reason for candidate in answer.candidates)
    numbers = (answer.lat, answer.lon, answer.radius_m)
    if answer.status is Status.RESOLVED:
        assert all(number is not None and math.isfinite(number) for number in numbers)
        assert answer.precision is not None
        assert answer.name
        assert answer.radius_m is not None
        assert answer.radius_m > 0
    else:
        assert numbers == (None, None, None)
        assert answer.place is None
        assert answer.outline is None


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("al-Asaf", "alias of Ain al-Asad Air Base (misspelling"),
        ("al-Asef airbase", 'another spelling of "al-Asaf", alias of Ain al-Asad Air Base'),
        ("Union III", "from memory"),
        ("Kirkuk, Iran", "not within Iran: Kirkuk is a city in Kirkuk Governorate, Iraq"),
        ("Kirkuk, Texas", "not within Texas"),
        ("Kirkuk, Zyxwuvia", '"Zyxwuvia" is not in the gazetteer'),
        ("Iraqq", "did you mean Iraq? The name of a country is never guessed"),
        ("northwestern Syria", "the northwesternmost third of its outline"),
        ("10 km south of Mosul", "a direction rounded to one of eight"),
        ("vicinity of Kirkuk", "within 25 km, as UCDP codes it"),
        ("Derik base", 'no "base" of this name is in the gazetteer; placed around Al-Malikiyah'),
        ("Baghdad’s heavily fortified Green Zone", '"heavily fortified" left out'),
        ("95.1, 44.2", "latitude 95.1 is outside -90 to 90; swapped"),
        ("x" * 300, "longer than 200 characters"),
        ("نص" * 300, "longer than 200 characters"),
        ("...", "there is no name in it"),
    ],
)
def test_the_reason_is_in_words_that_a_person_understands(
    gazetteer: Gazetteer, query: str, said: str
) -> None:
    assert said in gazetteer.resolve(query).reason


def test_a_misspelling_decides_only_if_the_text_speaks_for_it(gazetteer: Gazetteer) -> None:
    alone = gazetteer.resolve("Fallubah")
    assert alone.status is Status.AMBIGUOUS
    assert "nothing else speaks for it" in alone.reason
    supported = gazetteer.resolve("Fallubah", context="Shelling was reported in Fallubah, in western Iraq.")
    assert supported.status is Status.RESOLVED
    assert "1 letter differs" in supported.reason


def guessed(answer: Resolution) -> bool:
    """Tell an answer by likeness; the misspelling of one name may also be another name."""
    rows = {row.name for row in answer.candidates[0].evidence} if answer.candidates else set()
    return bool(rows & {"likeness: same consonants", "likeness: a letter differs"})


def test_a_guess_at_a_misspelled_name_is_nearly_always_right(gazetteer: Gazetteer) -> None:
    chance = random.Random(20231208)
    packs = [read_pack(folder) for folder in bundled_packs() if folder.name != "world-features"]
    aliases = [alias for pack in packs for alias in pack.aliases]
    aliases += [Alias(place.id, place.name, AliasKind.NAME) for pack in packs for place in pack.places]
    names = [alias.text for alias in aliases if alias.kind is not AliasKind.DEMONYM]
    right = wrong = 0
    for name in (name for name in names if len(name) > 6 and name.isascii()):
        at = chance.randrange(2, len(name) - 1)
        answer = gazetteer.resolve(name[:at] + chance.choice("abdefklmnrst") + name[at + 1 :])
        if answer.lat is None or answer.lon is None or answer.radius_m is None or not guessed(answer):
            continue
        near = any(
            distance_m(answer.lat, answer.lon, place.lat, place.lon) <= max(answer.radius_m, place.radius_m)
            for place, _ in gazetteer.lookup(name)
        )
        right, wrong = right + near, wrong + (not near)
    assert right > 250
    assert wrong <= 0.025 * right


def test_a_name_that_stands_elsewhere_is_no_misspelling(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("Aden", country="IQ")
    assert answer.status is Status.UNRESOLVED
    assert answer.reason.startswith("not in IQ: Aden is a city in Aden Governorate, Yemen")


def test_no_country_is_ever_taken_for_another(gazetteer: Gazetteer) -> None:
    countries = [place for place in gazetteer._index.countries() if place.name]
    for place in countries:
        name = place.name
        for typo in (name[:-1], name + name[-1], name[0] + name[2:], name[:2] + "x" + name[3:]):
            answer = gazetteer.resolve(typo)
            # "Ira" is what Iran is called in Portuguese.
            said = gazetteer.lookup(typo)
            if not said and answer.place is not None and answer.place.kind is Kind.COUNTRY:
                assert answer.place.id == place.id


@pytest.mark.parametrize("kind", [Kind.AIR_BASE, "air-base"])
def test_a_kind_is_a_condition(gazetteer: Gazetteer, kind: Kind | str) -> None:
    answer = gazetteer.resolve("Balad", kind=kind)
    assert answer.place is not None
    assert answer.place.id == "balad-air-base"
    refused = gazetteer.resolve("Balad", kind=Kind.SEA)
    assert refused.status is Status.UNRESOLVED
    assert "not of kind sea" in refused.reason
    with pytest.raises(UsageError, match="kind 'seaside' is unknown"):
        gazetteer.resolve("Balad", kind="seaside")


@pytest.mark.parametrize("near", ["homs", "Homs", (34.72, 36.72)])
def test_near_is_a_condition(gazetteer: Gazetteer, near: str | tuple[float, float]) -> None:
    answer = gazetteer.resolve("Al-Qusayr", near=near)
    assert answer.place is not None
    assert answer.place.id == "al-qusayr"
    refused = gazetteer.resolve("Aden", near=near)
    assert refused.status is Status.UNRESOLVED
    assert "not near" in refused.reason


def test_a_near_that_is_nowhere_is_said(gazetteer: Gazetteer) -> None:
    assert 'near "Zyxwuvia" cannot be told' in gazetteer.resolve("Homs", near="Zyxwuvia").reason
    with pytest.raises(UsageError, match="swapped"):
        gazetteer.resolve("Homs", near=(134.7, 36.7))


def test_containers_bind_in_a_list_as_in_a_string(gazetteer: Gazetteer) -> None:
    listed = gazetteer.resolve("Al-Qusayr", within=["homs-governorate", "Syria"])
    assert listed.status is Status.RESOLVED
    refused = gazetteer.resolve("Al-Qusayr", within=["homs-governorate", "Iraq"])
    assert refused.status is Status.UNRESOLVED


def test_an_unknown_container_is_said_and_lowers_the_score(gazetteer: Gazetteer) -> None:
    known = gazetteer.resolve("Kirkuk", within="Iraq")
    doubted = gazetteer.resolve("Kirkuk", within="Qada of Zyxwuvia, Iraq")
    assert doubted.status is Status.RESOLVED
    assert '"Qada of Zyxwuvia" is not in the gazetteer, so that was not checked' in doubted.reason
    assert doubted.score < known.score


def test_areas_carry_their_outline_and_sites_their_radius(gazetteer: Gazetteer) -> None:
    region = gazetteer.resolve("western Iraq")
    assert region.outline is not None
    assert region.precision is Precision.REGION
    assert region.radius_m is not None
    assert region.radius_m > 100_000
    site = gazetteer.resolve("US Embassy in Baghdad")
    assert site.precision is Precision.SITE
    assert site.radius_m is not None
    assert site.radius_m < 5_000


def test_every_evidence_stands_in_the_table(gazetteer: Gazetteer) -> None:
    text = "Rockets hit the Balad airbase and Taji in Iraq."
    for name in ("Balad", "Shaddadi", "Gaza", "al-Asef airbase", "Kirkik base"):
        for candidate in gazetteer.resolve(name, context=text).candidates:
            assert candidate.evidence
            assert {row.name for row in candidate.evidence} <= set(WEIGHTS) | {"prominence"}


def test_a_gazetteer_of_your_own_wins(tmp_path: Path) -> None:
    mine = write_pack(
        tmp_path / "mine",
        places=(
            "kirkuk,Kirkuk,city,IQ,iraq,35.5,44.4,9000,high,my map,",
            "depot-9,Depot Nine,military-base,IQ,kirkuk,35.6,44.3,500,high,my map,",
        ),
        aliases=("ain-al-asad,The Lion's Spring,translation,en,",),
        areas=None,
    )
    gazetteer = Gazetteer.open(mine)
    assert gazetteer.place("kirkuk").lat == 35.5
    assert gazetteer.resolve("Kirkuk").lat == 35.5
    assert gazetteer.resolve("Depot 9").status is Status.UNRESOLVED
    assert gazetteer.resolve("depot nine").place == gazetteer.place("depot-9")
    assert gazetteer.resolve("the lions spring").place == gazetteer.place("ain-al-asad")
    assert gazetteer.contains("iraq", "depot-9")
    assert "mine" in [dataset.name for dataset in gazetteer.info()]


def test_all_faults_of_all_packs_are_listed_at_once(tmp_path: Path) -> None:
    good = "a,A,city,IQ,,33,44,900,high,my map,"
    one = write_pack(tmp_path / "one", places=(good.replace("33", "95"),), aliases=(), areas=None)
    two = write_pack(tmp_path / "two", places=(good.replace("city", "tower"),), aliases=(), areas=None)
    with pytest.raises(PackError) as caught:
        Gazetteer.open(one, two)
    assert len(caught.value.faults) == 2
    three = write_pack(tmp_path / "three", places=(good,), aliases=("nowhere,X,spelling,,",), areas=None)
    with pytest.raises(PackError, match="nowhere"):
        Gazetteer.open(three)
    with pytest.raises(UsageError, match="no such folder"):
        Gazetteer.open(tmp_path / "absent")


def test_lookup_finds_exact_spellings_only(gazetteer: Gazetteer) -> None:
    (place, alias), *_ = gazetteer.lookup("AYN AL-ASAD")
    assert place.id == "ain-al-asad"
    assert alias.kind is AliasKind.SPELLING
    assert gazetteer.lookup("Ayn al-Asads") == ()
    assert gazetteer.lookup("") == ()
    (country, word), *_ = gazetteer.lookup("Iraqi")
    assert (country.id, word.kind) == ("iraq", AliasKind.DEMONYM)


def test_contains_is_transitive_and_not_itself(gazetteer: Gazetteer) -> None:
    assert gazetteer.contains("iraq", "us-embassy-baghdad")
    assert gazetteer.contains("baghdad", "us-embassy-baghdad")
    assert not gazetteer.contains("syria", "us-embassy-baghdad")
    assert not gazetteer.contains("iraq", "iraq")
    assert not gazetteer.contains("iraq", "no-such-place")


def test_search_lists_without_deciding(gazetteer: Gazetteer) -> None:
    found = [candidate.place.id for candidate in gazetteer.search("kirkuk", 5)]
    assert found[0] == "kirkuk"
    assert "kirkuk-governorate" in found
    assert gazetteer.search("kirkuq")[0].place.id == "kirkuk"
    assert len(gazetteer.search("al", 3)) <= 3
    assert gazetteer.search("") == []


@pytest.mark.parametrize(
    ("query", "lat", "lon"),
    [
        # As GeoNames has them; a country of islands lies between them.
        ("Australia", -25, 135),
        ("Philippines", 13.4, 122.6),
        ("New Zealand", -42, 174),
        # GeoNames' point is the capital: the World Factbook's.
        ("Japan", 36, 138),
        # The middle of its eight islands, which is not on the one of its name.
        ("Hawaii", 20.6, -157.5),
    ],
)
def test_an_area_is_shown_by_a_point_that_stands_for_all_of_it(
    gazetteer: Gazetteer, query: str, lat: float, lon: float
) -> None:
    answer = gazetteer.resolve(query)
    assert answer.lat is not None
    assert answer.lon is not None
    assert distance_m(answer.lat, answer.lon, lat, lon) < 50_000


def test_an_unknown_id_is_named(gazetteer: Gazetteer) -> None:
    with pytest.raises(UsageError, match="no place has the id 'nowhere'"):
        gazetteer.place("nowhere")


def mentions(text: str, *names: str) -> list[Mention]:
    found, at = [], 0
    for name in names:
        at = text.index(name, at)
        found.append(Mention(at, at + len(name), name))
        at += len(name)
    return found


def ids(answers: list[Resolution]) -> list[str | None]:
    return [answer.place.id if answer.place else None for answer in answers]


def test_a_document_reads_appositions(gazetteer: Gazetteer) -> None:
    text = "Drones hit a depot at Balad, then al-Asad airbase in western Iraq. Deir Ezzor's Conoco field too."
    answers = gazetteer.resolve_document(text, mentions(text, "Balad", "al-Asad airbase", "Conoco field"))
    assert ids(answers) == ["balad", "ain-al-asad", "conoco-gas-field"]
    assert "in western Iraq, as the text says" in answers[1].reason


def test_a_direction_in_small_letters_is_no_place_that_holds_another(gazetteer: Gazetteer) -> None:
    # Many provinces are called Northern; "in northern Syria" speaks of none of them.
    text = "Three people died in Aleppo, in northern Syria, the army said."
    (answer,) = gazetteer.resolve_document(text, [Mention(21, 27, "Aleppo")])
    assert ids([answer]) == ["aleppo"]


def test_a_name_has_one_sense_in_a_document(gazetteer: Gazetteer) -> None:
    text = "Rockets fell on the Balad air base. Nobody was hurt at Balad air base. Balad had been hit in May."
    answers = gazetteer.resolve_document(text, mentions(text, "Balad air base", "Balad air base", "Balad"))
    assert ids(answers)[:2] == ["balad-air-base", "balad-air-base"]
    assert answers[2].status is Status.RESOLVED


def test_a_container_named_once_holds_for_the_name_elsewhere(gazetteer: Gazetteer) -> None:
    text = "Trucks waited at Rafah in Egypt. By noon the queue at Rafah was two miles long."
    answers = gazetteer.resolve_document(text, mentions(text, "Rafah", "Rafah"))
    assert ids(answers) == ["rafah-egypt", "rafah-egypt"]
    alone = text.partition(". ")[2]
    assert ids(gazetteer.resolve_document(alone, mentions(alone, "Rafah"))) != ["rafah-egypt"]


def test_a_document_without_names_or_mentions_is_no_trouble(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve_document("", []) == []
    assert gazetteer.resolve_document("Nothing here.", []) == []
    text = "Kirkuk"
    assert ids(gazetteer.resolve_document(text, [Mention(0, 6, "Kirkuk")])) == ["kirkuk"]


def test_the_same_question_has_the_same_answer(gazetteer: Gazetteer) -> None:
    other = Gazetteer.open()
    shuffled = list(CASES)
    random.Random(7).shuffle(shuffled)
    for case in shuffled:
        asked = {"within": case["within"] or None, "context": case["context"] or None}
        assert gazetteer.resolve(case["query"], **asked) == other.resolve(case["query"], **asked)


BITS = [
    "near",
    "north of",
    "10 km",
    "between",
    "and",
    "border",
    "Iraq",
    "Kirkuk",
    "'s",
    "(",
    ")",
    ",",
    "base",
]
BITS += ["of", "off", "in", "\x00", "\u202e", "\ud800", "%", "'", '"']
HOSTILE = st.one_of(
    st.text(max_size=250),
    st.text(alphabet=st.characters(exclude_categories=()), max_size=60),
    st.lists(st.sampled_from([case["query"] for case in CASES]), max_size=4).map(" ".join),
    st.lists(st.sampled_from(BITS), max_size=12).map(" ".join),
)


@settings(deadline=None, max_examples=150)
@given(HOSTILE)
def test_any_text_gives_a_sound_answer(text: str) -> None:
    answer = OPENED.resolve(text, context=text)
    assert answer.query == text
    is_sound(answer)


OPENED = Gazetteer.open()


@pytest.mark.parametrize(
    "text",
    ["\x00", "\ud800", "Kirkuk\x00", "\u202eKirkuk", "' OR 1=1 --", 'NEAR("a")', "*", "%", "a" * 100_000],
)
def test_hostile_texts_give_no_wrong_place(gazetteer: Gazetteer, text: str) -> None:
    answer = gazetteer.resolve(text)
    assert (answer.place.id if answer.place else None) in (None, "kirkuk")
    assert (answer.place is not None) == ("Kirkuk" in text)


def test_long_texts_take_linear_time(gazetteer: Gazetteer) -> None:
    sentence = "Rockets fell near Kirkuk, Iraq, and on the road between Aden and Taiz. "

    def seconds(times: int) -> float:
        text = sentence * times
        found = [Mention(at, at + 6, "Kirkuk") for at in range(18, len(text), len(sentence))]
        started = time.process_time()
        answers = gazetteer.resolve_document(text, found)
        assert set(ids(answers)) == {"kirkuk"}
        return time.process_time() - started

    # The least of some: a run in which the memory is tidied up says nothing.
    assert min(seconds(400) for _ in range(3)) < 30 * min(seconds(40) for _ in range(3))


def test_the_places_of_the_five_articles_lie_where_their_annotators_put_them(shared: Path) -> None:
    gold = json.loads((shared / "bench" / "reports" / "seeds_gold.json").read_text(encoding="utf-8"))
    gazetteer = Gazetteer.open()
    for place in gold["places"].values():
        for name in place.get("aliases", [place["name"]]):
            answer = gazetteer.resolve(name, country=place["country"])
            if answer.lat is None or answer.lon is None:
                assert name.islower() or "embassy" in name.lower(), name
                continue
            metres = distance_m(answer.lat, answer.lon, place["lat"], place["lon"])
            assert metres <= 1000 * place["tol_km"], name


@pytest.mark.parametrize("phrase", ["a market in Idlib", "Jarba village, 15 km south of Jenin"])
def test_what_stands_for_a_thing_must_meet_the_conditions_too(gazetteer: Gazetteer, phrase: str) -> None:
    assert gazetteer.resolve(phrase).status is Status.RESOLVED
    for asked in ({"kind": "oil-field"}, {"country": "FR"}, {"near": (48.9, 2.3)}):
        assert gazetteer.resolve(phrase, **asked).place is None, asked  # type: ignore[arg-type]


def test_a_name_near_another_must_meet_the_conditions_too(gazetteer: Gazetteer) -> None:
    phrase = "Tower 22, near al-Tanf"
    assert gazetteer.resolve(phrase, kind="outpost").place is not None
    assert gazetteer.resolve(phrase, near=(33.4, 38.7)).place is not None
    for asked in ({"kind": "oil-field"}, {"country": "SY"}, {"near": (48.9, 2.3)}):
        answer = gazetteer.resolve(phrase, **asked)  # type: ignore[arg-type]
        assert answer.place is None or answer.place.id != "tower-22", asked
