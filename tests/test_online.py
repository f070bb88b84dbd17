"""Geocoders on the network: asked only when named, never believed blindly, never a wrong position."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from local_server import Handler, Server, serving

from geomap.errors import OnlineError, UsageError
from geomap.gazetteer.online import Online, Question
from geomap.model import Kind, Resolution, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Serve = Callable[[Any], Server]

OPEN = Resolution("Tall Afar", Status.UNRESOLVED, "no place of this name is in the gazetteer")
TALL_AFAR = {
    "place_id": 1,
    "licence": "Data © OpenStreetMap contributors, ODbL 1.0",
    "osm_type": "node",
    "osm_id": 77,
    "lat": "36.3790",
    "lon": "42.4486",
    "class": "place",
    "type": "city",
    "addresstype": "city",
    "display_name": "Tall Afar, Nineveh Governorate, Iraq",
    "boundingbox": ["36.30", "36.45", "42.35", "42.55"],
    "address": {"city": "Tall Afar", "country_code": "iq"},
}


@pytest.fixture
def serve() -> Iterator[Serve]:
    opened = []

    def start(answer: Any) -> Server:
        def reply(handler: Handler) -> None:
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            handler.say(body, Content_Type="application/json")

        context = serving(answer if callable(answer) else reply)
        opened.append(context)
        return context.__enter__()

    yield start
    for context in opened:
        context.__exit__(None, None, None)


def nominatim(server: Server, cache: Path | None = None, **options: Any) -> Online:
    options = {"user_agent": "geomap tests", "apart": 0.0, "timeout": 2.0} | options
    return Online("nominatim", domain=server.domain, scheme="http", cache=cache, **options)


def ask(server: Server, **conditions: Any) -> Resolution:
    return nominatim(server).find(Question("Tall Afar", **conditions), OPEN)


# What it answers


def test_an_answer_says_that_it_was_found_online_and_whom_to_credit(serve: Serve) -> None:
    answer = ask(serve([TALL_AFAR]))
    assert answer.status is Status.RESOLVED
    assert (answer.lat, answer.lon, answer.country) == (36.379, 42.4486, "IQ")
    assert answer.reason.startswith("found online by nominatim, not in the gazetteer")
    assert answer.place is not None
    assert answer.place.dataset == "nominatim"
    assert answer.place.id == "nominatim:node/77"
    assert answer.place.kind is Kind.CITY
    assert answer.place.sources == ("Data © OpenStreetMap contributors, ODbL 1.0",)
    assert answer.radius_m is not None
    assert answer.radius_m > 10_000  # its bounding box


def test_only_the_name_and_its_conditions_are_sent(serve: Serve) -> None:
    server = serve([TALL_AFAR])
    ask(server, within=("Nineveh Governorate",), countries=frozenset({"IQ"}))
    (asked,) = server.asked
    assert parse_qs(urlsplit(asked).query)["q"] == ["Tall Afar, Nineveh Governorate, IQ"]


def test_nothing_is_sent_before_it_is_asked_and_nothing_where_the_gazetteer_has_an_answer(
    serve: Serve,
) -> None:
    server = serve([TALL_AFAR])
    online = nominatim(server)
    sure = Resolution("Mosul", Status.AMBIGUOUS, "two places are called so")
    assert online.find(Question("Mosul"), sure) is sure
    assert server.asked == []


@pytest.mark.parametrize("text", ["95, 200", "x", "", "a " * 40, "long " * 100])
def test_what_is_no_name_is_not_sent(text: str, serve: Serve) -> None:
    server = serve([TALL_AFAR])
    assert nominatim(server).find(Question(text), OPEN) is OPEN
    assert server.asked == []


def test_no_such_place_is_an_answer_and_no_error(serve: Serve) -> None:
    answer = ask(serve([]))
    assert answer.status is Status.UNRESOLVED
    assert answer.lat is None
    assert answer.reason == (
        "no place of this name is in the gazetteer; nominatim, asked online, knows none either"
    )


def test_several_places_of_one_name_far_apart_are_ambiguous(serve: Serve) -> None:
    other = TALL_AFAR | {"lat": "33.1", "lon": "44.1", "osm_id": 78, "boundingbox": None}
    answer = ask(serve([TALL_AFAR, other]))
    assert answer.status is Status.AMBIGUOUS
    assert answer.lat is None
    assert [candidate.place.lat for candidate in answer.candidates] == [36.379, 33.1]


def test_one_place_written_down_twice_is_one(serve: Serve) -> None:
    twin = TALL_AFAR | {"lat": "36.3795", "osm_id": 78}
    assert ask(serve([TALL_AFAR, twin])).status is Status.RESOLVED


@pytest.mark.parametrize(
    "conditions",
    [{"countries": frozenset({"SY"})}, {"near": (15.3, 44.2)}, {"kinds": frozenset({Kind.RIVER})}],
    ids=["country", "near", "kind"],
)
def test_a_condition_that_the_answer_does_not_meet_is_not_ignored(
    conditions: dict[str, Any], serve: Serve
) -> None:
    answer = ask(serve([TALL_AFAR]), **conditions)
    assert answer.status is Status.UNRESOLVED
    assert answer.reason.endswith("nominatim, asked online, knows 1, but none that fits")


def test_a_container_that_the_address_does_not_name_leaves_it_open(serve: Serve) -> None:
    answer = ask(serve([TALL_AFAR]), within=("Homs",))
    assert answer.status is Status.AMBIGUOUS
    assert 'does not name "Homs"' in answer.reason


# What it does not believe

STRANGE: dict[str, Any] = {
    "no coordinates": {"lat": None, "lon": None},
    "one coordinate": {"lon": None},
    "not a number": {"lat": float("nan"), "lon": float("nan")},
    "endless": {"lat": "inf", "lon": "inf"},
    "longitude 999": {"lon": "999"},
    "latitude 95": {"lat": "95"},
    "swapped, out of range": {"lat": "142.4", "lon": "36.3"},
    "swapped, within range": {"lat": "42.4486", "lon": "36.3790"},
    "decimal commas": {"lat": "36,379", "lon": "42,4486"},
    "empty texts": {"lat": "", "lon": ""},
    "zero": {"lat": "0", "lon": "0", "boundingbox": None},
    "truth": {"lat": True, "lon": False},
    "a list": {"lat": [36.3], "lon": [42.4]},
    "degrees in words": {"lat": "36 N", "lon": "42 E"},
    "no name": {"display_name": None},
    "huge number": {"lat": 10**400},
}


@pytest.mark.parametrize("fault", STRANGE)
def test_a_strange_position_is_an_error_and_never_a_place(fault: str, serve: Serve, tmp_path: Path) -> None:
    server = serve([TALL_AFAR | STRANGE[fault]])
    online = nominatim(server, tmp_path / "cache.sqlite")
    for _ in range(2):  # and it is not remembered
        with pytest.raises(OnlineError, match="does not mean that there is no such place"):
            online.find(Question("Tall Afar"), OPEN)
    assert len(server.asked) == 2


def test_missing_coordinates_do_not_become_zero(serve: Serve) -> None:
    bare = {key: value for key, value in TALL_AFAR.items() if key not in ("lat", "lon")}
    with pytest.raises(OnlineError, match="states no position"):
        ask(serve([bare | {"importance": 0, "rank": 0.0}]))


@pytest.mark.parametrize(
    ("service", "body"),
    [
        ("photon", {"features": [{"geometry": {"coordinates": [999, 36.3]}, "properties": {"name": "X"}}]}),
        ("photon", {"features": [{"geometry": {"coordinates": []}, "properties": {"name": "X"}}]}),
        ("photon", {"features": [{"properties": {"name": "X"}}]}),
        ("photon", {"message": "busy"}),
        ("photon", []),
        ("photon", "text"),
        ("photon", None),
        ("photon", {"features": [None]}),
        ("opencage", {"results": [{"geometry": {}, "formatted": "X"}], "status": {"code": 200}}),
    ],
)
def test_answers_of_a_wrong_shape_are_errors_whatever_the_service(
    service: str, body: Any, serve: Serve
) -> None:
    server = serve(body)
    options = {"api_key": "secret-key"} if service == "opencage" else {}
    online = Online(service, domain=server.domain, scheme="http", cache=None, apart=0, **options)
    with pytest.raises(OnlineError, match=service):
        online.find(Question("Tall Afar"), OPEN)


@pytest.mark.parametrize(
    ("service", "options", "body"),
    [
        (
            "photon",
            {},
            {
                "features": [
                    {
                        "geometry": {"type": "Point", "coordinates": [42.4486, 36.379]},
                        "properties": {"name": "Tall Afar", "osm_value": "city", "countrycode": "IQ"},
                    }
                ]
            },
        ),
        (
            "opencage",
            {"api_key": "k"},
            {
                "results": [
                    {
                        "formatted": "Tall Afar, Iraq",
                        "geometry": {"lat": 36.379, "lng": 42.4486},
                        "components": {"_type": "city", "country_code": "iq"},
                    }
                ],
                "status": {"code": 200},
            },
        ),
        (
            "googlev3",
            {"api_key": "k"},
            {
                "status": "OK",
                "results": [
                    {
                        "formatted_address": "Tall Afar, Iraq",
                        "geometry": {"location": {"lat": 36.379, "lng": 42.4486}},
                    }
                ],
            },
        ),
        (
            "pelias",
            {},
            {
                "features": [
                    {
                        "geometry": {"coordinates": [42.4486, 36.379]},
                        "properties": {"name": "Tall Afar", "layer": "locality", "country_a": "IRQ"},
                    }
                ]
            },
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sound_answers_of_several_services_are_read(
    service: str, options: dict[str, Any], body: Any, serve: Serve
) -> None:
    server = serve(body)
    online = Online(service, domain=server.domain, scheme="http", cache=None, apart=0, **options)
    answer = online.find(Question("Tall Afar"), OPEN)
    assert (answer.status, answer.lat, answer.lon) == (Status.RESOLVED, 36.379, 42.4486)


@pytest.mark.parametrize(
    "body", [b"", b"<html>Please log in</html>", b'[{"lat": "36', b"[" * 100_000, b"\xff\xfe\x00"]
)
def test_what_is_no_json_is_an_error(body: bytes, serve: Serve) -> None:
    with pytest.raises(OnlineError, match="not JSON"):
        ask(serve(body))


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403, 404, 429, 500, 502, 503])
def test_each_failing_status_is_an_error(status: int, serve: Serve) -> None:
    def reply(handler: Handler) -> None:
        handler.say(b"no", status, Location="http://127.0.0.1:9/elsewhere")

    server = serve(reply)
    with pytest.raises(OnlineError):
        ask(server)
    assert len(server.asked) == 1  # no redirect followed, nothing asked again unasked


def test_a_server_that_is_not_there_is_an_error() -> None:
    with serving(lambda handler: handler.say(b"[]")) as server:
        domain = server.domain
    online = Online("nominatim", domain=domain, scheme="http", user_agent="t", cache=None, apart=0)
    with pytest.raises(OnlineError, match="cannot be reached"):
        online.find(Question("Tall Afar"), OPEN)


def test_an_answer_without_end_is_an_error(serve: Serve) -> None:
    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not handler.server.over.is_set():
            handler.wfile.write(b" " * (1 << 20))

    with pytest.raises(OnlineError, match="longer than"):
        ask(serve(reply))


# How long it may take


@pytest.mark.parametrize("part", ["status", "headers", "body", "nothing"])
def test_the_time_out_is_total_though_the_server_drips(part: str, serve: Serve) -> None:
    def reply(handler: Handler) -> None:
        start = {
            "nothing": b"",
            "status": b"",
            "headers": b"HTTP/1.1 200 OK\r\nX-A: ",
            "body": b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n",
        }
        handler.wfile.write(start[part])
        while not handler.server.over.wait(0.05):
            if part != "nothing":
                handler.wfile.write(b"H")

    server = serve(reply)
    online = nominatim(server, timeout=0.4)
    began = time.monotonic()
    with pytest.raises(OnlineError, match=r"did not answer within 0\.4 s"):
        online.find(Question("Tall Afar"), OPEN)
    assert time.monotonic() - began < 10.0  # the server would go on for ever


def test_a_short_wait_that_the_service_asks_for_is_kept(serve: Serve) -> None:
    times: list[float] = []

    def reply(handler: Handler) -> None:
        times.append(time.monotonic())
        if len(times) == 1:
            handler.say(b"", 429, Retry_After="1")
        else:
            handler.say(json.dumps([TALL_AFAR]).encode())

    assert ask(serve(reply)).status is Status.RESOLVED
    assert times[1] - times[0] >= 1.0


@pytest.mark.parametrize("wait", ["86400", "99999999999999999999", "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_a_long_wait_is_not_kept_but_told(wait: str, serve: Serve) -> None:
    began = time.monotonic()
    with pytest.raises(OnlineError, match="asks to wait"):
        ask(serve(lambda handler: handler.say(b"", 429, Retry_After=wait)))
    assert time.monotonic() - began < 20.0


def test_a_service_that_always_asks_to_wait_is_given_up(serve: Serve) -> None:
    server = serve(lambda handler: handler.say(b"", 503, Retry_After="0"))
    with pytest.raises(OnlineError):
        ask(server)
    assert len(server.asked) == 3


# What it tells nobody


def test_neither_key_nor_place_is_in_logs_errors_or_its_repr(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = serve({"status": "REQUEST_DENIED", "error_message": "secret-key for Tall Afar"})
    online = Online(
        "googlev3", api_key="secret-key", domain=server.domain, scheme="http", cache=None, apart=0
    )
    with pytest.raises(OnlineError) as caught:
        online.find(Question("Tall Afar"), OPEN)
    error: BaseException | None = caught.value
    told = [caplog.text, repr(online)]
    while error is not None:
        told.append(f"{error!r} {error}")
        error = error.__cause__ if error.__suppress_context__ else error.__context__
    assert not any(secret in text for text in told for secret in ("secret-key", "Tall", "Afar", "127.0.0.1"))


def test_another_users_geopy_still_logs(caplog: pytest.LogCaptureFixture, serve: Serve) -> None:
    nominatim(serve([])).find(Question("Tall Afar"), OPEN)
    caplog.set_level(logging.DEBUG)
    logging.getLogger("geopy").debug("of somebody else")
    assert "of somebody else" in caplog.text


def test_an_unknown_service_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no geocoder is called 'nominatin'; geopy has .*nominatim"):
        Online("nominatin", cache=None)


def test_options_that_do_not_fit_are_told_without_their_values() -> None:
    with pytest.raises(UsageError, match="googlev3 cannot be set up") as caught:
        Online("googlev3", cache=None, apikey="secret-key")
    assert "secret-key" not in str(caught.value)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_a_time_out_that_is_none_is_refused(timeout: float) -> None:
    with pytest.raises(UsageError, match="give seconds"):
        Online("photon", cache=None, timeout=timeout)
