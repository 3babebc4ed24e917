"""Travel by routing engines, tested against small servers that implement their protocols, correctly or not."""

import json
import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import METERS_PER_MILE, PointSet, geodesic_mi
from finder.errors import QueryError, ServiceError
from finder.travel.engines import http as engine_http
from finder.travel.engines.model import MAX_MPH, EngineTravel, Osrm, Valhalla, engine_travel
from finder.travel.model import DOOR_MIN, NO_DESTINATION, Method, TravelEnds, TravelMatrix, TravelModel
from finder.travel.straight_line import StraightLine
from tests.conftest import grid_point
from tests.engines import free_port
from tests.sampling import of_many
from tests.travel.test_straight_line import ends, rows

TIMEOUT_S = 0.4
STRAIGHT = StraightLine()
ENGINES = (Osrm, Valhalla)
Engine = Osrm | Valhalla

# Real answers of osrm-routed 26.10 and valhalla_service 3.9.1 for the Baltimore extract.
OSRM_ANSWER = (
    '{"code":"Ok","distances":[[13685.7,4378.9],[13773,2524]],"destinations":[{"location":[-76.611588,39.271674],'
    '"name":"East Randall Street","distance":4095.913535},{"location":[-76.588806,39.314284],"name":"North Chester Street",'
    '"distance":131657.3096}],"durations":[[967,382.6],[982,288.2]],"sources":[{"location":[-76.608993,39.290573],'
    '"name":"East Fayette Street","distance":107.6914077},{"location":[-76.600197,39.299989],"name":"North Central Avenue",'
    '"distance":17.04295594}]}'
)
VALHALLA_ANSWER = (
    '{"sources_to_targets":[[{"from_index":0,"to_index":0,"time":889,"distance":13.026,"cost":44431.742,"begin_heading":85.7,'
    '"end_heading":266.9,"begin_lat":39.289772,"begin_lon":-76.608945,"end_lat":39.281026,"end_lon":-76.609977},'
    '{"from_index":0,"to_index":1,"time":685,"distance":12.849,"cost":915.781,"begin_heading":85.7,"end_heading":204.7,'
    '"begin_lat":39.289772,"begin_lon":-76.608945,"end_lat":39.246059,"end_lon":-76.576751}]],'
    '"sources":[{"lat":39.289772,"lon":-76.608945}],"targets":[{"lat":39.280659,"lon":-76.61003},'
    '{"lat":39.246059,"lon":-76.576751}],"units":"kilometers","algorithm":"costmatrix"}'
)
UNCONNECTED = (
    '{"error_code":170,"error":"Locations are in unconnected regions. Go check\\/edit the map at osm.org",'
    '"status_code":400,"status":"Bad Request"}'
)
TOO_FAR = (
    '{"error_code":154,"error":"Path distance exceeds the max distance limit: 400000 meters","status_code":400,'
    '"status":"Bad Request"}'
)
TOO_MANY = '{"error_code":150,"error":"Exceeded max locations: 2500.000000","status_code":400,"status":"Bad Request"}'


def points(*lat_lon: tuple[float, float]) -> PointSet:
    return PointSet(np.array([p[0] for p in lat_lon], float), np.array([p[1] for p in lat_lon], float))


HERE = points((39.29, -76.61), (39.30, -76.60))
THERE = points((39.25, -76.65), (40.5, -76.6))


# ---- A server with prepared answers

Body = dict[str, Any]
Reply = tuple[int, dict[str, str], bytes | Callable[[BaseHTTPRequestHandler], None]]


def text_reply(text: str | bytes, status: int = 200) -> Reply:
    return status, {}, text.encode() if isinstance(text, str) else text


@dataclass
class StubServer:
    """A server that answers request n with reply n and later requests with the last one, or with the result of `respond`."""

    replies: list[Reply] = field(default_factory=list)
    respond: Callable[[str, Body | None], Reply] | None = None
    url: str = ""
    requests: list[tuple[str, Body | None]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def reply(self, path: str, body: Body | None) -> Reply:
        self.requests.append((path, body))
        return self.respond(path, body) if self.respond else self.replies[min(len(self.requests), len(self.replies)) - 1]


@contextmanager
def serving(*replies: Reply, respond: Callable[[str, Body | None], Reply] | None = None) -> Iterator[StubServer]:
    stub = StubServer(list(replies), respond)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            status, headers, content = stub.reply(self.path, json.loads(self.rfile.read(length)) if length else None)
            if callable(content):
                self.close_connection = True
                content(self)
                return
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # A client closed the connection.

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        stub.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield stub
        finally:
            stub.released.set()
            server.shutdown()
            thread.join()


def never_answer(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(3 * TIMEOUT_S)


def send_slowly(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(TIMEOUT_S / 8)


def send_part(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(OSRM_ANSWER)))
    handler.end_headers()
    handler.wfile.write(OSRM_ANSWER[:100].encode())


def close_connection(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


# ---- Engines with roads that can be worked out


@dataclass(frozen=True)
class FakeEngine:
    """An engine whose circuity depends on the pair and its direction. Some pairs have no road. Answers never change."""

    no_road: float = 0.2
    method: Method = STRAIGHT.method

    def table(self, sources: PointSet, targets: PointSet, *, until: float = math.inf) -> tuple[Floats, Floats]:  # noqa: ARG002
        a, b, c, d = np.broadcast_arrays(
            sources.lat_deg[:, None], sources.lon_deg[:, None], targets.lat_deg[None], targets.lon_deg[None]
        )
        chance = np.abs(np.sin(1e4 * a + 2e4 * b + 3e4 * c + 5e4 * d))
        miles = geodesic_mi(a, b, c, d) * (1 + 1.5 * chance)
        miles = np.where(chance < self.no_road, np.inf, miles)
        return miles, 2 * miles


FAKE = FakeEngine()


def respond_as_osrm(path: str, body: Body | None, most: int = 100) -> Reply:
    """Answer `/table` with FAKE's miles as osrm-routed does, with every point on a road."""
    url = urlsplit(path)
    coordinates = [tuple(map(float, p.split(","))) for p in url.path.removeprefix("/table/v1/driving/").split(";")]
    if len(coordinates) > most:
        return text_reply('{"message":"Too many table coordinates","code":"TooBig"}', 400)
    query = {k: v[0] for k, v in parse_qs(url.query).items()}
    assert (body, query["annotations"], query["generate_hints"]) == (None, "duration,distance", "false")
    part = {k: [coordinates[int(i)] for i in query[k].split(";")] for k in ("sources", "destinations")}
    miles, minutes = FAKE.table(*(points(*((lat, lon) for lon, lat in part[k])) for k in ("sources", "destinations")))
    waypoints = {k: [{"location": p, "name": "", "distance": 0} for p in part[k]] for k in part}
    return text_reply(
        json.dumps({"code": "Ok", "distances": nulls(miles * METERS_PER_MILE), "durations": nulls(minutes * 60), **waypoints})
    )


def respond_as_valhalla(path: str, body: Body | None, most: int = 2500) -> Reply:
    """Answer `/sources_to_targets` with FAKE's miles as valhalla_service does, which refuses a table with a roadless pair."""
    assert body is not None
    assert (path, body["costing"], body["units"]) == ("/sources_to_targets", "auto", "kilometers")
    assert {p["search_cutoff"] for p in body["sources"] + body["targets"]} == {5 * METERS_PER_MILE}
    if len(body["sources"]) * len(body["targets"]) > most:
        return text_reply(TOO_MANY, 400)
    miles, minutes = FAKE.table(*(points(*((p["lat"], p["lon"]) for p in body[k])) for k in ("sources", "targets")))
    if np.isinf(miles).any():
        return text_reply(UNCONNECTED, 400)
    cells = [
        [
            {"distance": x * METERS_PER_MILE / 1000, "time": y * 60, "from_index": i, "to_index": j}
            for j, (x, y) in enumerate(pairs)
        ]
        for i, pairs in enumerate(zip(*pair, strict=True) for pair in zip(miles, minutes, strict=True))
    ]
    return text_reply(json.dumps({"sources_to_targets": cells, "units": "kilometers"}))


RESPOND = {Osrm: respond_as_osrm, Valhalla: respond_as_valhalla}


def nulls(table: Floats) -> list[list[float | None]]:
    return [[x if math.isfinite(x) else None for x in row] for row in table.tolist()]


def scattered(n: int, seed: int = 1) -> PointSet:
    rng = np.random.default_rng(seed)
    return PointSet(rng.uniform(39, 41, n).round(6), rng.uniform(-101, -99, n).round(6))


def as_ends(pairs: PointSet) -> TravelEnds:
    return TravelEnds(pairs, np.zeros(len(pairs), np.intp))


# ---- Reading answers


def test_a_recorded_answer_of_osrm() -> None:
    with serving(text_reply(OSRM_ANSWER)) as stub:
        miles, minutes = Osrm(stub.url).table(HERE, THERE)
    # The first target is 2.5 miles from its road. The second was snapped to a road 82 miles away.
    at_source, at_target = (107.6914077, 17.04295594), 4095.913535
    road = np.array([[13685.7], [13773.0]]) + 1.3 * (np.array(at_source)[:, None] + at_target)
    assert miles[:, :1] == pytest.approx(road / METERS_PER_MILE, rel=2e-3)
    assert minutes[0, 0] == pytest.approx(967 / 60 + 60 * 1.3 * (107.7 + 4095.9) / METERS_PER_MILE / 20, rel=2e-3)
    assert np.isinf(miles[:, 1]).all()
    assert np.isinf(minutes[:, 1]).all()
    assert stub.requests[0][0] == (
        "/table/v1/driving/-76.610000,39.290000;-76.600000,39.300000;-76.650000,39.250000;-76.600000,40.500000"
        "?sources=0;1&destinations=2;3&annotations=duration,distance&generate_hints=false"
    )


def test_a_recorded_answer_of_valhalla() -> None:
    here, there = points((39.29, -76.61)), points((39.28, -76.61), (39.20, -76.61))
    with serving(text_reply(VALHALLA_ANSWER)) as stub:
        miles, minutes = Valhalla(stub.url).table(here, there)
    begin = geodesic_mi(here.lat_deg, here.lon_deg, np.array([39.289772]), np.array([-76.608945]))
    end = geodesic_mi(there.lat_deg, there.lon_deg, np.array([39.281026, 39.246059]), np.array([-76.609977, -76.576751]))
    assert miles[0] == pytest.approx(np.array([13026, 12849]) / METERS_PER_MILE + 1.3 * (begin + end))
    assert minutes[0] == pytest.approx(np.array([889, 685]) / 60 + 60 * 1.3 * (begin + end) / 20)
    assert end[1] > 3.5


def test_no_route_is_infinite() -> None:
    osrm = json.loads(OSRM_ANSWER)
    osrm["distances"][0][0] = osrm["durations"][0][0] = None
    valhalla = json.loads(VALHALLA_ANSWER)
    valhalla["sources_to_targets"][0][0] = {"from_index": 0, "to_index": 0, "time": None, "distance": None}
    with serving(text_reply(json.dumps(osrm))) as stub:
        assert np.isinf(Osrm(stub.url).table(HERE, THERE)).tolist() == [[[True, True], [False, True]]] * 2
    with serving(text_reply(json.dumps(valhalla))) as stub:
        assert np.isinf(Valhalla(stub.url).table(points((39.29, -76.61)), HERE)).tolist() == [[[True, False]]] * 2


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("limit", [2, 3, 7, 40, 100])
@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 30), (30, 1), (13, 11), (0, 3), (3, 0)])
def test_blocks_within_the_limit_give_the_whole_table(engine: type[Engine], limit: int, n: int, m: int) -> None:
    sources, targets = scattered(n), scattered(m, 2)
    with serving(respond=lambda path, body: RESPOND[engine](path, body, limit)) as stub:
        miles, minutes = engine(stub.url, limit).table(sources, targets)
    expected = FAKE.table(sources, targets)
    assert miles == pytest.approx(expected[0], rel=1e-9)
    assert minutes == pytest.approx(expected[1], rel=1e-9)
    assert bool(stub.requests) == bool(n * m)


@pytest.mark.parametrize(
    ("engine", "n", "m", "requests"), [(Osrm, 1, 99, 1), (Osrm, 50, 50, 1), (Osrm, 60, 40, 1), (Osrm, 1, 433, 5)]
)
def test_blocks_are_as_large_as_allowed(engine: type[Engine], n: int, m: int, requests: int) -> None:
    with serving(respond=RESPOND[engine]) as stub:
        engine(stub.url).table(scattered(n), scattered(m, 2))
    assert len(stub.requests) == requests


def test_blocks_for_valhalla_are_square() -> None:
    with serving(text_reply(TOO_MANY, 400)) as stub:
        for n, m in ((1, 2500), (2500, 1), (50, 50), (5, 400)):
            with pytest.raises(ServiceError, match="this many points"):
                Valhalla(stub.url).table(scattered(n), scattered(m))
            body = stub.requests[-1][1]
            assert body is not None
            assert (len(body["sources"]), len(body["targets"])) == (min(n, 50), min(m, 50))


def test_a_point_without_a_segment_is_isolated() -> None:
    def respond(path: str, body: Body | None) -> Reply:
        return text_reply('{"code":"NoSegment"}', 400) if "-76.650000,39.250000" in path else respond_as_osrm(path, body)

    with serving(respond=respond) as stub:
        miles, _ = Osrm(stub.url).table(HERE, THERE)
    assert np.isinf(miles[:, 0]).all()
    assert miles[:, 1] == pytest.approx(FAKE.table(HERE, THERE)[0][:, 1])


# ---- Invalid answers


def changed(answer: str, **parts: object) -> Reply:
    return text_reply(json.dumps(json.loads(answer) | parts))


INVALID_ANSWERS = {
    "html": text_reply("<html>It works!</html>"),
    "html, status 404": text_reply("<html>Not found</html>", 404),
    "nothing": text_reply(""),
    "no utf-8": text_reply(b"\xff\xfe{"),
    "a list": text_reply("[]"),
    "an empty object": text_reply("{}"),
    "deep": text_reply("[" * 100_000),
    "a long number": text_reply('{"code": ' + "9" * 5000 + "}"),
    "refused": text_reply('{"code":"InvalidQuery","error":"no","message":"39.29"}', 400),
    "elsewhere": (302, {"Location": "http://127.0.0.1:9/"}, b""),
    "elsewhere, for good": (308, {"Location": "/again"}, OSRM_ANSWER.encode()),
    "compressed": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08\x00"),
}
INVALID_OSRM_ANSWERS = {
    "code": changed(OSRM_ANSWER, code="NoTable"),
    "too big": text_reply('{"message":"Too many table coordinates","code":"TooBig"}', 400),
    "missing": changed(OSRM_ANSWER, distances=None),
    "a row less": changed(OSRM_ANSWER, distances=[[1, 1]]),
    "a column more": changed(OSRM_ANSWER, durations=[[1, 1, 1], [1, 1, 1]]),
    "uneven": changed(OSRM_ANSWER, durations=[[1, 1], [1]]),
    "flat": changed(OSRM_ANSWER, distances=[1, 1, 1, 1]),
    "words": changed(OSRM_ANSWER, distances=[["1", 1], [1, 1]]),
    "truth": changed(OSRM_ANSWER, distances=[[True, 1], [1, 1]]),
    "negative miles": changed(OSRM_ANSWER, distances=[[-1, 1], [1, 1]]),
    "negative minutes": changed(OSRM_ANSWER, durations=[[-1, 1], [1, 1]]),
    "half a null": changed(OSRM_ANSWER, durations=[[None, 1], [1, 1]]),
    "NaN": text_reply(OSRM_ANSWER.replace("13685.7", "NaN")),
    "infinite": text_reply(OSRM_ANSWER.replace("13685.7", "1e999")),
    "huge": text_reply(OSRM_ANSWER.replace("13685.7", "1" * 400)),
    "no waypoints": changed(OSRM_ANSWER, sources=None),
    "a waypoint less": changed(OSRM_ANSWER, destinations=[{"location": [0, 0]}]),
    "a waypoint of null": changed(OSRM_ANSWER, sources=[None, None]),
    "a waypoint nowhere": changed(OSRM_ANSWER, sources=[{"location": [None, 1]}] * 2),
    "a waypoint off the earth": changed(OSRM_ANSWER, sources=[{"location": [0, 1e8]}] * 2),
}
CELL = {"time": 889, "distance": 13.026}
INVALID_VALHALLA_ANSWERS = {
    "miles": changed(VALHALLA_ANSWER, units="miles"),
    "durations only": changed(VALHALLA_ANSWER, sources_to_targets={"durations": [[1, 1]], "distances": [[1, 1]]}),
    "a row more": changed(VALHALLA_ANSWER, sources_to_targets=[[CELL, CELL]] * 2),
    "a column less": changed(VALHALLA_ANSWER, sources_to_targets=[[CELL]]),
    "a cell of null": changed(VALHALLA_ANSWER, sources_to_targets=[[CELL, None]]),
    "no time": changed(VALHALLA_ANSWER, sources_to_targets=[[CELL, {"distance": 1}]]),
    "words": changed(VALHALLA_ANSWER, sources_to_targets=[[CELL, CELL | {"distance": "1"}]]),
    "negative": changed(VALHALLA_ANSWER, sources_to_targets=[[CELL, CELL | {"time": -1}]]),
    "half a null": changed(VALHALLA_ANSWER, sources_to_targets=[[CELL, CELL | {"time": None}]]),
    "a begin of words": changed(VALHALLA_ANSWER, sources_to_targets=[[CELL, CELL | {"begin_lat": "1", "begin_lon": 1}]]),
    "an end off the earth": changed(VALHALLA_ANSWER, sources_to_targets=[[CELL, CELL | {"end_lat": 1e8, "end_lon": 1}]]),
    "NaN": text_reply(VALHALLA_ANSWER.replace("889", "NaN")),
    "too far": text_reply(TOO_FAR, 400),
    "too many": text_reply(TOO_MANY, 400),
}


def raised_error(reply: Reply, engine: type, targets: PointSet = THERE) -> ServiceError:
    with serving(reply) as stub, pytest.raises(ServiceError) as raised:
        engine(stub.url, timeout_s=TIMEOUT_S).table(HERE if engine is Osrm else points((39.29, -76.61)), targets)
    assert len(stub.requests) == 1
    return raised.value


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", INVALID_ANSWERS)
def test_invalid_answers(engine: type[Engine], case: str) -> None:
    assert "can't use" in str(raised_error(INVALID_ANSWERS[case], engine))


@pytest.mark.parametrize("case", INVALID_OSRM_ANSWERS)
def test_invalid_answers_of_osrm(case: str) -> None:
    error = raised_error(INVALID_OSRM_ANSWERS[case], Osrm)
    assert ("FINDER_ENGINE_TABLE_LIMIT" if case == "too big" else "can't use") in str(error)


@pytest.mark.parametrize("case", INVALID_VALHALLA_ANSWERS)
def test_invalid_answers_of_valhalla(case: str) -> None:
    error = raised_error(INVALID_VALHALLA_ANSWERS[case], Valhalla)
    assert {"too far": "this long", "too many": "this many"}.get(case, "can't use") in str(error)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_answer_that_is_too_large_is_not_read(engine: type[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_http, "MAX_BYTES", 1000)
    assert "can't use" in str(raised_error(text_reply(" " * 50_000), engine))


# ---- No answer, and one retry


@pytest.mark.parametrize(
    "first",
    [
        text_reply("oops", 500),
        text_reply("<html>busy", 503),
        (200, {}, send_part),
        (200, {}, close_connection),
        (200, {}, never_answer),
    ],
)
def test_one_retry_is_made(first: Reply) -> None:
    with serving(first, text_reply(OSRM_ANSWER)) as stub:
        miles, _ = Osrm(stub.url, timeout_s=TIMEOUT_S).table(HERE, THERE)
    assert len(stub.requests) == 2
    assert np.isfinite(miles[:, 0]).all()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "reply",
    [
        text_reply("oops", 500),
        (200, {}, send_part),
        (200, {}, close_connection),
        (200, {}, never_answer),
        (200, {}, send_slowly),
    ],
)
def test_no_more_than_two_attempts_are_made(engine: type[Engine], reply: Reply) -> None:
    began = time.monotonic()
    with serving(reply) as stub:
        with pytest.raises(ServiceError, match="did not answer"):
            engine(stub.url, timeout_s=TIMEOUT_S).table(HERE, THERE)
        assert time.monotonic() - began < 2 * TIMEOUT_S + 2
    assert len(stub.requests) == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_no_server(engine: type[Engine]) -> None:
    with pytest.raises(ServiceError, match="did not answer"):
        engine(f"http://127.0.0.1:{free_port()}").table(HERE, THERE)


# ---- No patient's point leaks


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "reply",
    [
        text_reply(OSRM_ANSWER),
        text_reply(VALHALLA_ANSWER),
        text_reply("oops", 500),
        text_reply("39.29 -76.61", 400),
        (200, {}, close_connection),
    ],
)
def test_no_point_is_in_a_log_or_an_error(engine: type[Engine], reply: Reply, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("urllib3", "urllib3.connectionpool", "urllib3.util.retry"):
        caplog.set_level(logging.DEBUG, logger=name)
    with serving(reply) as stub:
        travel = EngineTravel(engine(stub.url, timeout_s=TIMEOUT_S), STRAIGHT)
        matrix = travel.matrix(as_ends(HERE), as_ends(THERE), 500.0)
        try:
            travel.engine.table(HERE, THERE)
        except ServiceError as error:
            text = f"{error} {error!r} {error.__cause__!r} {error.__context__!r}"
        else:
            text = ""
    assert stub.requests
    shown = caplog.text + text + str(matrix.notice)
    assert [number for number in ("39.2", "39.3", "76.6", "40.5", "39_2") if number in shown] == []


# ---- The matrix


def brute_force(
    engine: FakeEngine, origins: PointSet, destinations: PointSet, within: float, at_least: int
) -> list[tuple[int, int]]:
    """Return the rows that the contract of `matrix` requires, from the whole table."""
    miles, _ = engine.table(origins, destinations)
    found = []
    for i in range(len(origins)):
        n = len(destinations)
        straight = geodesic_mi(
            np.full(n, origins.lat_deg[i]), np.full(n, origins.lon_deg[i]), destinations.lat_deg, destinations.lon_deg
        )
        order = sorted((float(m), float(s), j) for j, (m, s) in enumerate(zip(miles[i], straight, strict=True)))
        k = min(max(at_least, 1), n)
        near = [j for m, s, j in order if m <= within or (math.isinf(m) and s <= within)]
        enough = sum(m <= within for m, _, _ in order) >= k
        found += [(i, j) for j in (near if enough else [j for _, _, j in order[:k]])] or [(i, NO_DESTINATION)]
    return found


@pytest.mark.slow
@settings(max_examples=of_many(60, 15))
@given(
    st.integers(0, 12),
    st.integers(0, 60),
    st.sampled_from([0.0, 10.0, 40.0, 100.0, 400.0]),
    st.integers(-1, 12),
    st.sampled_from([0.0, 0.2, 0.7, 1.0]),
    st.integers(0, 99),
)
def test_the_matrix_equals_that_of_the_whole_table(n: int, m: int, within: float, k: int, no_road: float, seed: int) -> None:
    engine, origins, destinations = FakeEngine(no_road), scattered(n, seed), scattered(m, seed + 1000)
    matrix = EngineTravel(engine, STRAIGHT).matrix(as_ends(origins), as_ends(destinations), within, k)
    assert rows(matrix) == brute_force(engine, origins, destinations, within, k)
    assert (matrix.origins, matrix.destinations, matrix.notice, matrix.method) == (n, m, None, engine.method)
    pairs = np.flatnonzero(matrix.destination != NO_DESTINATION)
    miles, minutes = (t[matrix.origin[pairs], matrix.destination[pairs]] for t in engine.table(origins, destinations))
    assert matrix.distance_mi[pairs] == pytest.approx(miles, abs=1e-9)
    assert matrix.travel_min[pairs] == pytest.approx(DOOR_MIN + minutes, abs=1e-9)
    assert np.isfinite(matrix.straight_mi[pairs]).all()
    assert np.array_equal(np.isinf(matrix.distance_mi), np.isinf(matrix.travel_min_low))
    assert (matrix.travel_min_low <= matrix.travel_min).all()
    assert (matrix.travel_min <= matrix.travel_min_high).all()


@pytest.mark.parametrize("detour", [40.0, math.inf])
@pytest.mark.parametrize("at_least", [1, 3])
def test_the_far_side_of_water_is_not_nearest(detour: float, at_least: int) -> None:
    @dataclass(frozen=True)
    class AcrossWater(FakeEngine):
        def table(self, sources: PointSet, targets: PointSet, *, until: float = math.inf) -> tuple[Floats, Floats]:  # noqa: ARG002
            far_side = targets.lon_deg < grid_point(0, 1.45).lon_deg
            miles = super().table(sources, targets)[0] + np.where(far_side, detour, 0.0)
            return miles, miles

    # Fourteen destinations are across the water, at 1 to 14 miles, and six on this side, at 15 to 20 miles.
    there = ends(*((0, step / 10) for step in range(1, 21)))
    matrix = EngineTravel(AcrossWater(0.0), STRAIGHT).matrix(ends((0, 0)), there, 0.0, at_least)
    assert len(matrix.origin) == at_least
    assert (matrix.destination >= 14).all()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.slow
def test_the_order_of_rows_makes_no_difference(engine: type[Engine]) -> None:
    origins, destinations = scattered(30), scattered(25, 2)
    shuffle, other_shuffle = np.random.default_rng(7).permutation(30), np.random.default_rng(8).permutation(25)
    with serving(respond=RESPOND[engine]) as stub:
        travel = EngineTravel(engine(stub.url), STRAIGHT)
        one = travel.matrix(as_ends(origins), as_ends(destinations), 40.0, 3)
        requests = list(stub.requests)
        two = travel.matrix(as_ends(origins).take(shuffle), as_ends(destinations).take(other_shuffle), 40.0, 3)

    def trips(m: TravelMatrix, i: Ints, j: Ints) -> list[tuple[int, int, float, float]]:
        return sorted(zip(i.tolist(), j.tolist(), m.distance_mi.tolist(), m.travel_min.tolist(), strict=True))

    assert trips(one, one.origin, one.destination) == trips(two, shuffle[two.origin], other_shuffle[two.destination])
    assert stub.requests[len(requests) :] == requests


def test_long_trips_are_requested_one_origin_at_a_time() -> None:
    requests: list[tuple[int, int]] = []

    @dataclass(frozen=True)
    class RecordingEngine(FakeEngine):
        def table(self, sources: PointSet, targets: PointSet, *, until: float = math.inf) -> tuple[Floats, Floats]:  # noqa: ARG002
            requests.append((len(sources), len(targets)))
            return super().table(sources, targets)

    near, far = [(40.1, -100.1), (40.2, -100.2), (40.3, -100.3)], [(40.1, -95.0), (40.4, -100.4)]
    EngineTravel(RecordingEngine(0.0), STRAIGHT).matrix(as_ends(points(*near)), as_ends(points(*far)), 900.0)
    assert requests == [(1, 2)] * 3
    requests.clear()
    EngineTravel(RecordingEngine(0.0), STRAIGHT).matrix(as_ends(points(*near)), as_ends(points(*far[1:])), 900.0)
    assert requests == [(3, 1)]


@dataclass(frozen=True)
class ConstantEngine(FakeEngine):
    """An engine with the same answer for every pair."""

    miles: float = 1.0
    minutes: float = 1.0

    def table(self, sources: PointSet, targets: PointSet, *, until: float = math.inf) -> tuple[Floats, Floats]:  # noqa: ARG002
        shape = len(sources), len(targets)
        return np.full(shape, self.miles), np.full(shape, self.minutes)


def test_no_trip_is_shorter_than_the_straight_line_or_faster_than_the_maximum() -> None:
    matrix = EngineTravel(ConstantEngine(miles=9.999, minutes=1.0), STRAIGHT).matrix(ends((0, 0)), ends((0, 1)), 60.0)
    assert matrix.distance_mi == pytest.approx([10.0])
    assert matrix.distance_mi[0] >= matrix.straight_mi[0]
    assert matrix.travel_min == pytest.approx([5 + 60 * 10 / 90])


def test_impossible_miles_are_an_invalid_answer() -> None:
    matrix = EngineTravel(ConstantEngine(miles=1.0), STRAIGHT).matrix(ends((0, 0)), ends((0, 4)), 60.0)
    assert matrix.method == STRAIGHT.method
    assert "can't use" in str(matrix.notice)


@pytest.mark.parametrize("miles", [3.0, math.inf])
def test_a_trip_to_the_same_point_takes_the_minutes_at_the_doors(miles: float) -> None:
    matrix = EngineTravel(ConstantEngine(miles=miles, minutes=miles), STRAIGHT).matrix(ends((1, 1)), ends((1, 1)), 60.0)
    assert (matrix.distance_mi.tolist(), matrix.travel_min.tolist()) == ([0.0], [DOOR_MIN])


def test_the_range_of_minutes() -> None:
    matrix = EngineTravel(ConstantEngine(miles=20.0, minutes=30.0), STRAIGHT).matrix(ends((0, 0)), ends((0, 1)), 60.0)
    columns = (matrix.travel_min_low, matrix.travel_min, matrix.travel_min_high)
    assert [c[0] for c in columns] == pytest.approx([5 + 27, 5 + 30, 5 + 40.5])


def test_bounds_apply_to_the_engine_and_the_fallback() -> None:
    travel = EngineTravel(FAKE, STRAIGHT)
    assert travel.straight_radius_mi(60.0) is None
    assert travel.max_distance_mi(65.0) == MAX_MPH
    assert travel.max_distance_mi(2.0) == 0.0
    assert travel.max_distance_mi(65.0) >= STRAIGHT.max_distance_mi(65.0)


# ---- One list, one method


def same(a: TravelMatrix, b: TravelMatrix) -> bool:
    names = ("origin", "destination", "straight_mi", "distance_mi", "travel_min", "travel_min_low", "travel_min_high")
    return all(np.array_equal(getattr(a, n), getattr(b, n)) for n in names) and a.method == b.method


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("good", [0, 1, 2, 3])
def test_after_any_failure_the_fallback_measures_the_whole_list(engine: type[Engine], good: int) -> None:
    here, there = as_ends(scattered(1)), as_ends(scattered(9, 2))
    count = 0

    def respond(path: str, body: Body | None) -> Reply:
        nonlocal count
        count += 1
        return RESPOND[engine](path, body) if count <= good else text_reply("oops", 500)

    with serving(respond=respond) as stub:
        matrix = EngineTravel(engine(stub.url, limit=3), STRAIGHT).matrix(here, there, 400.0, 2)
    assert count == good + 2
    assert same(matrix, STRAIGHT.matrix(here, there, 400.0, 2))
    assert str(matrix.notice) == (
        "The routing engine did not answer. All miles and minutes come from another method instead: "
        "straight line, adjusted for the curves of roads."
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_without_a_failure_there_is_no_notice(engine: type[Engine]) -> None:
    with serving(respond=RESPOND[engine]) as stub:
        matrix = EngineTravel(engine(stub.url), STRAIGHT).matrix(as_ends(scattered(3)), as_ends(scattered(9, 2)), 100.0)
    assert (matrix.notice, matrix.method.id) == (None, engine.__name__.lower())


# ---- Configuration


def test_engines_by_name_and_url() -> None:
    def engine_of(travel: TravelModel) -> Engine:
        assert isinstance(travel, EngineTravel)
        assert isinstance(travel.engine, Osrm | Valhalla)
        return travel.engine

    osrm = engine_of(engine_travel("osrm", STRAIGHT))
    valhalla = engine_of(engine_travel("valhalla", STRAIGHT, "https://maps.example.org/v/"))
    assert (osrm.base_url, osrm.limit, osrm.method.id) == ("http://127.0.0.1:5000", 100, "osrm")
    assert (valhalla.base_url, valhalla.limit) == ("https://maps.example.org/v", 2500)
    assert engine_of(engine_travel("osrm", STRAIGHT, table_limit="8000")).limit == 8000
    assert "OSRM" in str(osrm.method.label)


@pytest.mark.parametrize(
    "url",
    ["ftp://a.org", "a.org:5000", "http://", "http://a b.org", "http://a.org:port", "http://a.org:0", "http://me:secret@a.org",
     "http://a.org/?key=secret", "http://a.org/#secret", "file:///etc/passwd", "http://a.org/\nsecret", "http://[::1", "http://ä.org"],
)  # fmt: skip
def test_an_invalid_url_gives_a_one_line_error(url: str) -> None:
    with pytest.raises(QueryError) as raised:
        engine_travel("osrm", STRAIGHT, url)
    line = str(raised.value)
    assert "FINDER_OSRM_URL" in line
    assert "\n" not in line
    assert "secret" not in line


@pytest.mark.parametrize("limit", ["0", "1", "-5", "ten", "1e3", "²", "9" * 9, "10.5"])
def test_an_invalid_limit_gives_a_one_line_error(limit: str) -> None:
    with pytest.raises(QueryError, match="FINDER_ENGINE_TABLE_LIMIT"):
        engine_travel("valhalla", STRAIGHT, table_limit=limit)


def test_an_unknown_engine_gives_a_one_line_error() -> None:
    with pytest.raises(QueryError, match="osrm or valhalla"):
        engine_travel("google", STRAIGHT)
