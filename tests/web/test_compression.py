"""What goes over the wire: gzipped where that helps, once, and known again by the browser that holds it."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from finder.core import Finder
from finder.web import create_app
from tests.sampling import sampling
from tests.world import SETTINGS, STARTER, make_finder

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
PATHS = [
    "/",
    "/static/finder.css",
    "/static/coverage-map.js",
    "/map/gap-land.json?state=MT",
    "/reports/coverage-counties.csv?state=RI",
]


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_the_same_gzipped_and_not(client: FlaskClient, path: str) -> None:
    with client.get(path) as plain, client.get(path, headers=GZIP) as packed:
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert len(packed.data) < 0.7 * len(plain.data)
        assert packed.headers["Content-Length"] == str(len(packed.data))
        unpacked = gzip.decompress(packed.data).decode()
        # A nonce is new with each answer.
        assert re.sub('nonce="[^"]+"', "", unpacked) == re.sub('nonce="[^"]+"', "", plain.get_data(as_text=True))
        assert "Accept-Encoding" in packed.headers["Vary"].split(", ")
        assert plain.headers["Vary"] == packed.headers["Vary"]
        assert plain.headers.get("Cache-Control") == packed.headers.get("Cache-Control")


@pytest.mark.parametrize("refused", ["", "identity", "gzip;q=0", "br"])
def test_who_takes_no_gzip_gets_none(client: FlaskClient, refused: str) -> None:
    for path in ("/", "/map/counties.us.topo.json"):
        with client.get(path, headers={"Accept-Encoding": refused}) as answer:
            assert "Content-Encoding" not in answer.headers
            assert answer.get_data(as_text=True).startswith(("<!doctype", "{"))


def test_small_answers_and_pictures_are_left_alone(client: FlaskClient) -> None:
    for path in ("/healthz", "/static/vendor/leaflet@1.9.4/images/layers-2x.png"):
        with client.get(path, headers=GZIP) as answer:
            assert answer.status_code == 200
            assert "Content-Encoding" not in answer.headers


def test_a_style_that_the_browser_holds_is_not_sent_again(client: FlaskClient) -> None:
    with client.get("/static/finder.css", headers=GZIP) as first, client.get("/static/finder.css") as plain:
        assert "max-age=86400" in first.headers["Cache-Control"]
        # Two things to keep, so two tags.
        assert first.headers["ETag"] != plain.headers["ETag"]
        with client.get("/static/finder.css", headers={**GZIP, "If-None-Match": first.headers["ETag"]}) as again:
            assert again.status_code == 304
            assert again.data == b""
            assert again.headers["ETag"] == first.headers["ETag"]
        with client.get("/static/finder.css", headers={**GZIP, "If-None-Match": '"older-gzip"'}) as changed:
            assert changed.status_code == 200
            assert gzip.decompress(changed.data) == plain.data


def test_a_part_of_a_file_is_sent_as_it_is(client: FlaskClient) -> None:
    with client.get("/static/finder.css", headers={**GZIP, "Range": "bytes=0-599"}) as part:
        assert part.status_code == 206
        assert "Content-Encoding" not in part.headers
        assert len(part.data) == 600


@pytest.mark.parametrize("name", ["counties", "counties.us"])
def test_county_lines_are_served_as_they_are_stored(client: FlaskClient, name: str) -> None:
    stored = (SETTINGS.data / f"{name}.topo.json.gz").read_bytes()
    with client.get(f"/map/{name}.topo.json", headers=GZIP) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.data == stored
        assert "max-age=86400" in answer.headers["Cache-Control"]
        tag = answer.headers["ETag"]
    with client.get(f"/map/{name}.topo.json") as plain:
        assert plain.data == gzip.decompress(stored)
    with client.get(f"/map/{name}.topo.json", headers={**GZIP, "If-None-Match": tag}) as again:
        assert again.status_code == 304


def test_there_are_no_other_county_lines(client: FlaskClient) -> None:
    assert client.get("/map/zips.topo.json").status_code == 404


def test_an_error_is_a_page_as_ever(client: FlaskClient) -> None:
    answer = client.get("/nope", headers=GZIP)
    assert answer.status_code == 404
    assert "find that page." in gzip.decompress(answer.data).decode()


@pytest.mark.slow
def test_the_national_page_and_all_it_loads_weigh_under_350_kb(starter: Finder) -> None:
    # In a sample by the straight line: the page is of the same length, and its roads take seconds.
    finder = make_finder(STARTER, travel="straight") if sampling() else starter
    client = create_app(finder, SETTINGS).test_client()
    page = client.get("/planner/coverage", headers=GZIP)
    text = gzip.decompress(page.data).decode()
    loaded = re.findall(r'(?:<script src|<link rel="stylesheet" href)="([^"]+)"', text)
    loaded += re.findall(r'"(?:lines|gap_land)": ?"([^"]+)"', text)
    assert len(loaded) == 8
    weights = [len(page.data)]
    for path in loaded:
        with client.get(path.replace("\\u0026", "&"), headers=GZIP) as answer:
            assert answer.status_code == 200
            weights.append(len(answer.data))
    assert sum(weights) < 350_000
