"""What an operator sees: right counts, from several processes together; and never a place, a path, or a client."""

import io
import json
import logging
import os
import re
from collections.abc import Callable

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from finder.cli.json_log import JsonLines
from finder.core import Finder
from finder.web import create_app
from finder.web.counts import Counts
from finder.web.observing import NO_WATCH, Watch, observed, route_of, routes
from tests.conftest import center_to_call
from tests.sampling import of_many
from tests.web.conftest import Following
from tests.world import SETTINGS

MARK = "Zzyzx4711"
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(report: bytes) -> Samples:
    """The value of each sample of a report by its name and labels."""
    families = text_string_to_metric_families(report.decode())
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


@pytest.fixture
def app(grid_finder: Callable[..., Finder]) -> Flask:
    return create_app(grid_finder(centers=[center_to_call(0, 0)]), SETTINGS)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is logged as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("finder")
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "propagate", False)
    monkeypatch.setattr(logger, "level", logging.INFO)
    logging.getLogger("finder.requests").manager._clear_cache()  # type: ignore[attr-defined]
    return stream


def watched(app: Flask, watch: Watch, counts: Counts) -> Following:
    """A client of the app as it is served with this watch."""
    app.wsgi_app = observed(app.wsgi_app, app, watch, counts)  # type: ignore[method-assign, assignment]
    client = app.test_client()
    assert isinstance(client, Following)
    return client


def test_nothing_is_shown_or_logged_unless_it_is_asked_for(app: Flask, log: io.StringIO) -> None:
    client = watched(app, NO_WATCH, Counts(routes(app)))
    assert client.get("/metrics").status_code == 404
    assert not log.getvalue()


def test_a_log_is_no_page_of_metrics(app: Flask, log: io.StringIO) -> None:
    assert watched(app, Watch(log=True), Counts(routes(app))).get("/metrics").status_code == 404
    assert json.loads(log.getvalue())["route"] == "other"


def test_requests_are_counted_by_route_method_and_status(app: Flask) -> None:
    client = watched(app, Watch(metrics=True), Counts(routes(app)))
    client.get("/")
    client.get("/")
    client.post("/search", data={"place": "67000"})
    client.get("/nothing/here")
    client.open("/", method="PURGE")
    seen = samples(client.get("/metrics").data)

    def counted(route: str, method: str, status: str) -> float:
        return seen["finder_requests_total", (("method", method), ("route", route), ("status", status))]

    assert counted("/", "GET", "2xx") == 2
    assert counted("/search", "POST", "3xx") == counted("/search/<sealed>", "GET", "2xx") == 1
    assert counted("other", "GET", "4xx") == counted("other", "other", "4xx") == 1
    assert seen["finder_requests_running", ()] == 0
    assert seen["finder_request_seconds_count", (("route", "/"),)] == 2
    assert seen["finder_request_seconds_bucket", (("le", "+Inf"), ("route", "/"))] == 2
    assert 0 < seen["finder_request_seconds_sum", (("route", "/"),)] < 60


def test_what_is_refused_is_counted_by_its_status() -> None:
    counts = Counts(["/"])
    for status in (200, 404, 413, 429, 429, 503):
        counts.began()
        counts.ended("/", "GET", status, 0.2)
    seen = samples(counts.report())
    refused = {labels[1][1]: n for (name, labels), n in seen.items() if name == "finder_refused_total"}
    assert refused == {"413": 1, "429": 2, "503": 1}
    assert seen["finder_request_seconds_bucket", (("le", "0.2"), ("route", "/"))] == 6
    assert seen["finder_request_seconds_bucket", (("le", "0.1"), ("route", "/"))] == 0


def test_an_app_that_fails_is_counted_as_500(app: Flask) -> None:
    def broken(_environ: object, _start: object) -> list[bytes]:
        raise ValueError(MARK)

    counts = Counts(routes(app))
    environ = {"PATH_INFO": "/", "REQUEST_METHOD": "GET"}
    with pytest.raises(ValueError, match=MARK):
        observed(broken, app, Watch(metrics=True), counts)(environ, lambda *_: lambda _b: None)
    assert samples(counts.report())["finder_requests_total", (("method", "GET"), ("route", "/"), ("status", "5xx"))] == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_processes_of_one_server_count_together_and_one_that_died_runs_nothing() -> None:
    counts = Counts(["/"], slots=3)
    for slot in (1, 2):
        child = os.fork()
        if not child:
            counts.take(slot)
            counts.began()
            counts.began()
            counts.ended("/", "GET", 200, 0.01)
            os._exit(0)
        os.waitpid(child, 0)
    seen = samples(counts.report())
    assert seen["finder_requests_total", (("method", "GET"), ("route", "/"), ("status", "2xx"))] == 2
    assert seen["finder_requests_running", ()] == 2
    counts.take(2)
    assert samples(counts.report())["finder_requests_running", ()] == 1


@pytest.mark.parametrize(
    ("path", "route"),
    [
        *(("/search/abc", "/search/<sealed>"), ("/centers/a/b", "/centers/<path:point_id>"), ("/healthz", "/healthz")),
        *(("/" + MARK, "other"), ("//evil.example/..", "other"), ("/search/\xff\x00", "/search/<sealed>"), ("", "other")),
    ],
)
def test_a_route_is_a_template_or_other(app: Flask, path: str, route: str) -> None:
    assert route_of(app, path, "GET") == route


@pytest.mark.slow
def test_after_a_thousand_marked_requests_no_mark_is_in_counts_or_logs(app: Flask, log: io.StringIO) -> None:
    client = watched(app, Watch(metrics=True, log=True), Counts(routes(app)))
    app.testing = False
    rounds = of_many(125, 20)  # of eight requests each
    for i in range(rounds):
        mark = f"{MARK}{i}"
        where = {"environ_base": {"REMOTE_ADDR": "203.0.113.77"}, "headers": {"User-Agent": mark, "Cookie": f"language={mark}"}}
        client.post("/search", data={"place": mark, "therapy": mark}, **where)
        client.get(f"/search?zip=67000&therapy={mark}", **where)
        for path in (f"/search/{mark}", f"/centers/{mark}", f"/{mark}", f"/planner?state={mark}"):
            client.get(path, **where)
        client.get("/", headers={"Host": f"{mark}.example"})
        client.open("/", method=mark.upper())
    shown = client.get("/metrics").text + log.getvalue()
    assert len(log.getvalue().splitlines()) >= 8 * rounds
    assert not re.search(f"{MARK}|67000|203\\.0\\.113", shown, re.IGNORECASE)
    for line in log.getvalue().splitlines():
        assert json.loads(line).keys() == {"time", "level", "logger", "event", "route", "status", "ms"}


def test_a_line_of_another_package_keeps_no_value_and_no_message_of_an_error(log: io.StringIO) -> None:
    other = logging.getLogger("waitress")
    try:
        raise ValueError(MARK)
    except ValueError:
        record = other.makeRecord(
            "waitress", logging.ERROR, "", 0, "Exception while serving %s", (MARK,), (ValueError, ValueError(MARK), None)
        )
    line = json.loads(JsonLines().format(record))
    assert line["event"] == "Exception while serving %s"
    assert line["error"] == "ValueError"
    assert MARK not in json.dumps(line)
    logging.getLogger("finder").warning("two\nlines %s", "a")
    assert json.loads(log.getvalue().splitlines()[-1])["event"] == "two\nlines a"
