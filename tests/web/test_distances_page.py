"""A planner's own list: given on a page, worked out in memory, and given back; bounded like all that comes in."""

import csv
import http.client
import io
import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from waitress.adjustments import Adjustments
from werkzeug.test import TestResponse

from finder.travel import cache
from finder.web import bounds
from finder.web.listening import MOST_BODY_BYTES, MOST_UPLOAD_BYTES, MOST_UPLOADS, _Parser
from tests.web.test_nothing_kept import Served
from tests.world import STARTER

ORIGINS = "id,zip,name\n1,59718,=Jane Doe\n2,00000,Wo\n3,59101,Émile\n"
PAIRS = "from_lat,from_lon,to_lat,to_lon\n45.68,-111.04,45.78,-108.5\n45.68,-111.04,,\n"
PATH, MULTIPART = "/planner/distances", "multipart/form-data; boundary=line"


def body_of(content: str | bytes | None, **fields: str) -> bytes:
    """The form as a browser sends it; the test client itself would write a large one to a file."""
    parts = [f'form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    if content is not None:
        written = content.encode() if isinstance(content, str) else content
        parts.append(b'form-data; name="list"; filename="patients of Dr. X.csv"\r\nContent-Type: text/csv\r\n\r\n' + written)
    return b"".join(b"--line\r\nContent-Disposition: " + part + b"\r\n" for part in parts) + b"--line--\r\n"


def send(client: FlaskClient, content: str | bytes | None, **fields: str) -> TestResponse:
    return client.post(PATH, data=body_of(content, **fields), content_type=MULTIPART)


def rows(response: TestResponse) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))


def test_the_page_has_a_form_and_coverage_links_to_it(client: FlaskClient) -> None:
    page = client.get(PATH)
    assert page.status_code == 200
    assert 'enctype="multipart/form-data"' in page.text
    assert f'href="{PATH}"' in client.get("/planner/coverage?state=MT").text


def test_each_row_comes_back_with_its_nearest_location(client: FlaskClient) -> None:
    response = send(client, ORIGINS)
    found = rows(response)
    assert [(r["id"], r["name"]) for r in found] == [("1", "'=Jane Doe"), ("2", "Wo"), ("3", "Émile")]
    assert [bool(r["distance_mi"]) for r in found] == [True, False, True]
    assert found[1]["reason"]
    assert float(found[0]["driving_min"]) + 5 == pytest.approx(float(found[0]["door_to_door_min"]))
    assert response.headers["Content-Disposition"] == "attachment; filename=distances-nearest.csv"
    assert response.headers["Cache-Control"] == "no-store"
    # The name of the file may say who is on the list: it is nowhere in the answer.
    assert "Dr. X" not in response.text + str(response.headers)


def test_several_locations_a_treatment_and_a_workbook(client: FlaskClient) -> None:
    found = rows(send(client, ORIGINS, nearest="3", therapy="ivig"))
    assert [r["nearest_rank"] for r in found if r["id"] == "1"] == ["1", "2", "3"]
    assert {r["asked_therapy"] for r in found} == {"ivig"}
    response = send(client, ORIGINS, form="xlsx")
    assert response.headers["Content-Disposition"].endswith("distances-nearest.xlsx")
    book = load_workbook(io.BytesIO(response.get_data()))
    assert [sheet.title for sheet in book] == ["nearest", "manifest", "notes"]


def test_pairs_of_points(client: FlaskClient) -> None:
    there, nowhere = rows(send(client, PAIRS, of="pairs"))
    assert 120 < float(there["distance_mi"]) < 180
    assert (nowhere["distance_mi"], bool(nowhere["reason"])) == ("", True)


@pytest.mark.parametrize(
    ("content", "fields", "said"),
    [
        (None, {}, "No list was given."),
        ("", {}, "list.csv is empty."),
        ("id,zip\n", {}, "list.csv has no rows below its headings."),
        ("zip\n59718\n", {}, "list.csv lacks these columns in its first line: id."),
        (ORIGINS, {"of": "pairs"}, "list.csv lacks these columns"),
        (PAIRS, {}, "lacks these columns"),
        (b"PK\x03\x04rest of a workbook", {}, "list.csv is a workbook, not a CSV file."),
        ("id,zip\n1,59718\n".encode("utf-16"), {}, "list.csv is in UTF-16, not UTF-8."),
        ("id,zip\n" + "9" * 100_001, {}, "longer than 100,000 characters"),
        ("id,zip,ZIP code\n1,59718,59718\n", {}, "two columns of the same name"),
        (ORIGINS, {"nearest": "0"}, "is not a number of locations for each row."),
        (ORIGINS, {"nearest": "11"}, "is not a number of locations for each row."),
        (ORIGINS, {"nearest": "٣"}, "is not a number of locations for each row."),
        (ORIGINS, {"nearest": "9" * 4_000}, "is not a number of locations for each row."),
        (ORIGINS, {"therapy": "<script>alert(1)</script>"}, "is not a known therapy."),
        (ORIGINS, {"form": "pdf"}, "is not a form of this file."),
        ("id,zip\n" + "1,59718\n" * 10_001, {}, "The answer would have 10,001 rows. This page makes up to 10,000."),
        ("id,zip\n" + "1,59718\n" * 1_001, {"nearest": "10"}, "The answer would have 10,010 rows."),
    ],
)
def test_what_cannot_be_answered_is_said_on_the_form(
    client: FlaskClient, content: str | bytes | None, fields: dict[str, str], said: str
) -> None:
    response = send(client, content, **fields)
    assert response.status_code == 400
    assert said in response.text
    assert "<script>alert" not in response.text
    assert 'type="file"' in response.text


def test_a_list_that_is_too_large_is_refused_in_words(client: FlaskClient) -> None:
    for size in (bounds.MOST_UPLOAD_BYTES + 1, bounds.MOST_UPLOAD_BYTES + 1_000_000):
        response = send(client, b"id,zip\n" + b"1,59718\n" * (size // 8))
        assert response.status_code in (400, 413)
        assert "The list is larger than 2 MB." in response.text


def test_other_pages_take_no_larger_body(client: FlaskClient) -> None:
    response = client.post("/search", data={"place": "9" * 20_000})
    assert response.status_code == 413
    assert client.post("/search", data={"list": (io.BytesIO(b"9" * 20_000), "a.csv")}).status_code == 413


def test_fields_of_the_form_stay_small(client: FlaskClient) -> None:
    assert send(client, ORIGINS, therapy="i" * 300_000).status_code == 413
    response = send(client, ORIGINS, therapy="i" * 100_000)
    assert (response.status_code, len(response.text) < 20_000) == (400, True)
    many = {f"field{n}": "1" for n in range(bounds.MOST_FIELDS + 5)}
    assert send(client, ORIGINS, **many).status_code in (413, 422)


def test_nothing_of_a_list_is_written_or_logged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_file(*_given: object, **_more: object) -> None:
        raise AssertionError("a file was made")

    for maker in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, maker, no_file)
    monkeypatch.setattr(cache, "_write", no_file)
    # More points than a cache keeps, and more bytes than a form parser holds in memory.
    marked = "id,lat,lon,name\n" + "".join(f"{n},{45 + n / 1000},-109,{'Marked ' * 60}\n" for n in range(1_500))
    assert len(marked) > 600_000
    with caplog.at_level(logging.DEBUG):
        found = rows(send(client, marked))
    assert len(found) == 1_500
    assert all(r["distance_mi"] for r in found)
    assert "Marked" not in caplog.text


def test_only_a_list_may_be_large_and_only_a_few_at_a_time() -> None:
    large = MOST_BODY_BYTES * 4

    def parser(path: str, length: int = large, method: str = "POST") -> _Parser:
        found = _Parser(Adjustments(max_request_body_size=MOST_BODY_BYTES))
        found.received(f"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n".encode())
        return found

    for path in ("/search", "/planner/distances/", "/planner/coverage", "/reports/search.csv", "/x?/planner/distances"):
        assert parser(path).error is not None, path
    assert parser(PATH, method="PUT").error is not None
    assert parser(PATH, MOST_UPLOAD_BYTES).error is not None
    held = [parser(PATH) for _ in range(MOST_UPLOADS)]
    assert [p.error for p in held] == [None] * MOST_UPLOADS
    assert parser(PATH).error is not None
    # A small request is answered in any case, and there is room again as soon as one is gone.
    assert parser(PATH, 1_000).error is None
    held.pop()
    assert parser(PATH).error is None


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_served_no_list_is_written_to_disk_and_none_is_in_the_log(tmp_path: Path) -> None:
    served = Served(tmp_path, "--travel", "straight", "--directory", str(STARTER), TEST_SERVER="indexes")
    try:
        marked = "id,lat,lon,name\n" + "".join(f"{n},{45 + n / 1000},-109,{'Marked ' * 40}\n" for n in range(1_500))
        statuses = []
        for content in (marked, marked * 6):
            connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
            with suppress(OSError):
                connection.request("POST", PATH, body_of(content), {"Content-Type": MULTIPART})
            answer = connection.getresponse()
            statuses.append((answer.status, len(answer.read().splitlines())))
            connection.close()
        assert statuses[0] == (200, 1_501)
        assert statuses[1][0] == 413
        assert served.opened() == []
        assert "Marked" not in (tmp_path / "log").read_text()
    finally:
        served.end()
