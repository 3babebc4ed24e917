"""The geocoder and the routing engine behind servers that misbehave: every question has an answer, soon, and says so."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from finder.core import Finder, make_finder
from finder.domain.geo import Point
from finder.errors import ServiceError
from finder.places import online
from finder.places.chain import PlaceFinder
from finder.places.online import find_address, online_geocoder
from finder.questions.coverage.query import CoverageQuery
from finder.questions.search.query import SearchQuery
from finder.services import http
from finder.services.breaker import MOST_FAILURES
from finder.travel.engines import model
from finder.travel.engines.model import EngineTravel, Osrm, Valhalla
from finder.travel.straight_line import StraightLine
from finder.web import create_app
from tests.sampling import sampling
from tests.services.misbehaving import BROKEN, EVERY, SLOW, misbehaving
from tests.travel.test_straight_line import ends
from tests.world import GAZETTEER, REFERENCE, SETTINGS, STARTER, TODAY

DEADLINE_S, GRACE_S = 0.4, 0.6
ADDRESS = "4600 Silver Hill Rd, Washington, DC 20233"
STREET = "2055 N 22nd Ave, Bozeman, MT 59718"


@pytest.fixture(autouse=True)
def short_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits as long as it would in life, and no proxy stands between."""
    monkeypatch.setattr(online, "TIMEOUT_S", DEADLINE_S)
    monkeypatch.setattr(model, "PATIENT_S", DEADLINE_S)
    monkeypatch.setattr(http, "PLACE_S", DEADLINE_S / 10)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "127.0.0.1")


def in_country(_point: Point) -> bool:
    return True


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("service", ["census", "nominatim"])
def test_an_address_is_looked_up_in_time_or_not_at_all(name: str, service: str) -> None:
    with misbehaving(EVERY[name]) as server:
        geocoder = online_geocoder(service)
        geocoder.api_path = geocoder.api = f"{server.url}/search"
        began = time.monotonic()
        said = ""
        try:
            # An answer that makes sense, if only by chance, is that the address is not known.
            said = repr(find_address(geocoder, ADDRESS, in_country))
        except ServiceError as error:
            said = f"{error} {error.__cause__!r}"
        assert "Silver" not in said
        assert time.monotonic() - began < DEADLINE_S + GRACE_S
        assert server.connections == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("engine", [Osrm, Valhalla])
def test_a_matrix_is_measured_in_time_by_the_engine_or_without_it(name: str, engine: type[Osrm | Valhalla]) -> None:
    with misbehaving(EVERY[name]) as server:
        travel = EngineTravel(engine(server.url), StraightLine())
        began = time.monotonic()
        matrix = travel.matrix(ends((0, 0)), ends((0, 1), (1, 1)), 60.0)
        assert time.monotonic() - began < DEADLINE_S + GRACE_S
    assert matrix.method == StraightLine().method
    assert "routing engine" in str(matrix.notice)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SLOW, *BROKEN, "500", "b'<html>'"])
def test_a_service_that_keeps_failing_is_not_asked_again(name: str) -> None:
    with misbehaving(EVERY[name]) as server:
        travel = EngineTravel(Osrm(server.url), StraightLine())
        for _ in range(MOST_FAILURES):
            travel.matrix(ends((0, 0)), ends((0, 1)), 60.0)
        asked, began = server.connections, time.monotonic()
        for _ in range(20):
            assert travel.matrix(ends((0, 0)), ends((0, 1)), 60.0).notice
        assert server.connections == asked
        assert time.monotonic() - began < GRACE_S


def broken_finder(tmp_path: Path, url: str) -> Finder:
    """A finder whose cache folder is a file, and whose engine and geocoder are at this address."""
    (tmp_path / "cache").write_text("in the way")
    settings = replace(SETTINGS, cache=tmp_path / "cache" / "travel", osrm_url=url)
    made = make_finder(settings, TODAY, STARTER, "osrm", reference=REFERENCE)
    geocoder = online_geocoder("census")
    geocoder.api_path = f"{url}/geocode"
    places = PlaceFinder(GAZETTEER, geocoder)
    return Finder(replace(made.context, places=places))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["says nothing", "drips its body", "sends 600 MB", "hangs up", "500", "302", "b'<html>'"])
def test_a_search_with_everything_broken_answers_and_says_so(tmp_path: Path, name: str) -> None:
    with misbehaving(EVERY[name]) as server:
        made = broken_finder(tmp_path, server.url)
        began = time.monotonic()
        found = made.search(SearchQuery(STREET, "ivig", on=TODAY))
        first_s = time.monotonic() - began
        page = create_app(made, SETTINGS).test_client().post("/search", data={"place": STREET}, follow_redirects=True)
    assert first_s < 3 * DEADLINE_S + 5
    assert found.options
    assert found.place.zip == "59718"
    assert any("routing engine did not answer" in str(n) or "can't use" in str(n) for n in found.notices)
    assert page.status_code == 200
    assert "online address service didn" in page.text


@pytest.mark.slow
def test_a_national_answer_with_everything_broken_is_measured_on_our_roads(tmp_path: Path) -> None:
    with misbehaving(EVERY["500"]) as server:
        answer = broken_finder(tmp_path, server.url).coverage(CoverageQuery(state="VT" if sampling() else None, on=TODAY))
    assert any("routing engine did not answer" in str(n) for n in answer.notices)
    assert (tmp_path / "cache").read_text() == "in the way"


def test_patients_who_need_no_service_notice_nothing(tmp_path: Path) -> None:
    """Thirty patients type a street while the geocoder hangs; meanwhile, others ask by ZIP code."""
    with misbehaving(EVERY["says nothing"]) as server:
        geocoder = online_geocoder("census")
        geocoder.api_path = server.url
        places = PlaceFinder(GAZETTEER, geocoder)
        places.find("59718")
        typing = [threading.Thread(target=places.find, args=(STREET,)) for _ in range(30)]
        for thread in typing:
            thread.start()
        slowest = 0.0
        while any(thread.is_alive() for thread in typing):
            began = time.monotonic()
            assert places.find("59718").zip == "59718"
            slowest = max(slowest, time.monotonic() - began)
        assert slowest < DEADLINE_S / 2
        assert server.connections <= http.MOST_AT_ONCE
