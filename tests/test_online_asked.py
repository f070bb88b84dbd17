"""Asking online what the gazetteer left open: only when named, only the name, and said in the answer."""

from __future__ import annotations

import json
import pickle
import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from local_server import Handler, Server, serving

from geomap import Gazetteer
from geomap.cli import main
from geomap.errors import OnlineError
from geomap.gazetteer.fallback import Question
from geomap.gazetteer.index import Dataset
from geomap.gazetteer.online import Online
from geomap.model import Candidate, Kind, Mention, Place, Resolution, Status
from geomap.scale.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOWHERE = "Zyxwuvia"


class Known:
    """Knows one village that no gazetteer has, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []

    def find(self, question: Question, offline: Resolution) -> Resolution:
        self.asked.append(question)
        if question.text != NOWHERE:
            return offline
        place = Place("atlas:1", NOWHERE, Kind.VILLAGE, 36.5, 42.5, 1500.0, "IQ", dataset="atlas")
        return Resolution(
            offline.query,
            Status.RESOLVED,
            "in the atlas",
            0.6,
            place,
            NOWHERE,
            place.lat,
            place.lon,
            place.radius_m,
            place.kind.precision,
            candidates=(Candidate(place, 0.6, "in the atlas"),),
        )

    def dataset(self) -> Dataset:
        return Dataset("atlas", "An atlas", 0, 0, "CC0", "The atlas")


@pytest.fixture
def known() -> Known:
    return Known()


@pytest.fixture
def gazetteer(known: Known) -> Gazetteer:
    return Gazetteer.open(online=known)


# From Python


def test_only_what_stays_unresolved_is_asked(gazetteer: Gazetteer, known: Known) -> None:
    assert gazetteer.resolve("Mosul").status is Status.RESOLVED
    assert gazetteer.resolve("Springfield").status is Status.AMBIGUOUS
    assert known.asked == []
    answer = gazetteer.resolve(NOWHERE)
    assert (answer.status, answer.place and answer.place.dataset) == (Status.RESOLVED, "atlas")
    assert known.asked == [Question(NOWHERE)]


@pytest.mark.parametrize("text", ["", "the base", "95.5, 200.1", "x" * 500, "95°N 200°E"])
def test_what_is_no_name_is_never_asked(text: str, gazetteer: Gazetteer, known: Known) -> None:
    assert gazetteer.resolve(text).status is Status.UNRESOLVED
    assert known.asked == []


def test_conditions_go_along_and_a_country_said_in_the_phrase_is_one(
    gazetteer: Gazetteer, known: Known
) -> None:
    gazetteer.resolve(
        NOWHERE, country="Iraq", within="Qornia, Nineveh, Iraq", near=(36.4, 42.4), kind="village"
    )
    gazetteer.resolve(f"{NOWHERE}, Iraq")
    asked, in_phrase = known.asked
    assert asked == Question(
        NOWHERE, frozenset({"IQ"}), ("Qornia", "Nineveh"), (36.4, 42.4), frozenset({Kind.VILLAGE})
    )
    assert in_phrase == Question(NOWHERE, frozenset({"IQ"}))


def test_of_a_spatial_relation_only_the_name_is_asked_and_the_area_is_drawn(
    gazetteer: Gazetteer, known: Known
) -> None:
    answer = gazetteer.resolve(f"10 km south of {NOWHERE}")
    assert [question.text for question in known.asked] == [NOWHERE]
    assert answer.query == f"10 km south of {NOWHERE}"
    assert answer.relation == "10 km south of"
    assert answer.lat == pytest.approx(36.5 - 10 / 111.2, abs=0.01)
    assert "in the atlas" in answer.reason


def test_a_relation_to_what_nobody_knows_stays_unresolved(gazetteer: Gazetteer, known: Known) -> None:
    answer = gazetteer.resolve("10 km south of Xqzwvutia")
    assert answer.status is Status.UNRESOLVED
    assert [question.text for question in known.asked] == ["Xqzwvutia"]


def test_in_a_document_only_the_mentions_left_open_are_asked_and_no_text(
    gazetteer: Gazetteer, known: Known
) -> None:
    text = f"Shells fell on {NOWHERE} and on Mosul in Iraq."
    mentions = [Mention(text.index(name), text.index(name) + len(name), name) for name in (NOWHERE, "Mosul")]
    answers = gazetteer.resolve_document(text, mentions)
    assert [answer.status for answer in answers] == [Status.RESOLVED, Status.RESOLVED]
    assert [question.text for question in known.asked] == [NOWHERE]


def test_a_place_in_a_country_that_the_text_does_not_name_is_left_open(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(NOWHERE, context=f"Shells fell on {NOWHERE} in Sudan.")
    assert answer.status is Status.AMBIGUOUS
    assert answer.lat is None
    assert "that is in IQ, and the text names SD" in answer.reason


def test_a_service_that_fails_is_an_error_and_not_an_answer() -> None:
    class Down(Known):
        def find(self, question: Question, offline: Resolution) -> Resolution:
            raise OnlineError("atlas: did not answer")

    with pytest.raises(OnlineError, match="did not answer"):
        Gazetteer.open(online=Down()).resolve(NOWHERE)


def test_who_may_be_asked_is_listed_with_the_sources(gazetteer: Gazetteer) -> None:
    assert gazetteer.info()[-1].attribution == "The atlas"
    assert all(dataset.name != "atlas" for dataset in Gazetteer.open().info())


# From the command line


@pytest.fixture
def server() -> Iterator[Server]:
    def reply(handler: Handler) -> None:
        place = {
            "licence": "Data © OpenStreetMap contributors, ODbL 1.0",
            "osm_type": "node",
            "osm_id": 77,
            "lat": "36.5",
            "lon": "42.5",
            "addresstype": "village",
            "display_name": f"{NOWHERE}, Nineveh Governorate, Iraq",
            "address": {"country_code": "iq"},
        }
        found = [place] if NOWHERE in handler.path else []
        handler.say(json.dumps(found).encode(), Content_Type="application/json")

    with serving(reply) as opened:
        yield opened


@pytest.fixture
def online(server: Server) -> list[str]:
    options = (f"domain={server.domain}", "scheme=http", "cache=", "apart=0", "timeout=5")
    return ["--online", "nominatim", *(part for option in options for part in ("--online-option", option))]


def sent(server: Server) -> list[str]:
    return [parse_qs(urlsplit(path).query)["q"][0] for path in server.asked]


def test_a_name_is_looked_up_online_when_a_service_is_named(
    capsys: pytest.CaptureFixture[str], server: Server, online: list[str]
) -> None:
    assert main(["resolve", NOWHERE]) == 1
    assert server.asked == []
    capsys.readouterr()
    assert main(["resolve", NOWHERE, *online]) == 0
    out, err = capsys.readouterr()
    assert "found online by nominatim, not in the gazetteer" in out
    assert "ODbL" in out
    assert err.startswith("note: nominatim is asked online")
    assert sent(server) == [NOWHERE]


def test_a_batch_and_texts_may_ask_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], server: Server, online: list[str]
) -> None:
    (tmp_path / "n.csv").write_text(f"name,country\n{NOWHERE},IQ\nMosul,\n", encoding="utf-8")
    assert main(["resolve", "--batch", str(tmp_path / "n.csv"), *online, "-o", str(tmp_path / "o.csv")]) == 0
    assert "nominatim:node/77" in (tmp_path / "o.csv").read_text(encoding="utf-8")
    text = f"Rockets hit the village of {NOWHERE} in Iraq."
    (tmp_path / "d.jsonl").write_text(json.dumps({"doc": 1, "text": text}), encoding="utf-8")
    capsys.readouterr()
    assert main(["geoparse", str(tmp_path / "d.jsonl"), *online]) == 0
    assert '"place_id":"nominatim:node/77"' in capsys.readouterr().out
    assert sent(server) == [f"{NOWHERE}, IQ", NOWHERE]


def test_a_map_credits_the_service_that_placed_an_event(
    tmp_path: Path, server: Server, online: list[str]
) -> None:
    from geomap import EventMap, read

    (tmp_path / "a.csv").write_text(f"id,date,place\n1,2023-12-08,{NOWHERE}\n", encoding="utf-8")
    service = Online("nominatim", domain=server.domain, scheme="http", cache=None, apart=0)
    frame = read(tmp_path / "a.csv", Gazetteer.open(online=service)).frame
    assert list(frame["status"]) == ["resolved"]
    payload = EventMap(frame)._payload
    length = int.from_bytes(payload[:4], "little")
    owed = json.loads(zlib.decompress(payload[4 : 4 + length]))["credits"]
    assert any("OpenStreetMap" in line for line in owed)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--online", "nominatin"], "no geocoder is called 'nominatin'"),
        (["--online-option", "domain=x"], "--online-option goes with --online NAME"),
        (["--online", "photon", "--online-option", "domain"], "write it as KEY=VALUE"),
        (["--online", "photon", "--online-option", "timeout=soon"], "give seconds as a number"),
        (["--online", "photon", "--online-option", "timeout=0"], "give seconds, more than 0"),
        (["--online", "photon", "--online-option", "api_key=env:NO_SUCH"], "NO_SUCH is not set"),
        (["--online", "photon", "--online-option", "colour=red"], "it takes"),
    ],
)
def test_a_wrong_service_or_option_is_one_line(
    capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    assert main(["resolve", NOWHERE, *options]) == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1


def test_a_key_is_read_from_the_environment_and_never_printed(
    capsys: pytest.CaptureFixture[str], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_KEY", "secret-key")
    options = ("api_key=env:ATLAS_KEY", f"domain={server.domain}", "scheme=http", "cache=", "apart=0")
    arguments = [part for option in options for part in ("--online-option", option)]
    assert main(["resolve", NOWHERE, "--online", "opencage", *arguments]) == 2
    out, err = capsys.readouterr()
    assert "key=secret-key" in server.asked[0]
    assert "secret-key" not in out + err


def test_the_help_says_what_leaves_the_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "never the text. Without it nothing is." in said


# In other processes


def test_a_service_goes_along_to_other_processes(server: Server, tmp_path: Path) -> None:
    service = Online(
        "nominatim", domain=server.domain, scheme="http", cache=tmp_path / "c.sqlite", apart=0, timeout=5
    )
    twin = pickle.loads(pickle.dumps(service))
    assert (twin.service, twin.timeout, twin.cache.path) == ("nominatim", 5, tmp_path / "c.sqlite")
    with Workers(count=1, online=service) as pool:
        assert list(pool.map(_status, [NOWHERE])) == ["resolved"]


def _status(gazetteer: Any, name: str) -> str:
    return str(gazetteer.resolve(name).status)


def test_every_country_that_the_text_names_may_hold_the_place(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(NOWHERE, context=f"Iraqi planes struck {NOWHERE} in Sudan.")
    assert answer.status is Status.RESOLVED
