"""Stops and units, given on a page: their calendar as tables by week and as files, with nothing kept."""

import io
import zipfile

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PATH = "/planner/calendar"
STOPS = "name,state,lat,lon\nWolf Point,MT,48.09057,-105.64056\nLibby,MT,48.38829,-115.556\n"
ASKED = {
    "stops": STOPS,
    "bases": "East=Glasgow, MT\nWest=Kalispell, MT",
    "therapy": ["ivig", "rituximab"],
    "overnight": "yes",
    "start": "2027-01-04",
}


def send(client: FlaskClient, **fields: object) -> TestResponse:
    return client.post(PATH, data={**ASKED, **fields}, content_type="multipart/form-data")


def test_the_page_has_a_form_and_coverage_links_to_it(client: FlaskClient) -> None:
    page = client.get(PATH)
    assert page.status_code == 200
    assert 'enctype="multipart/form-data"' in page.text
    assert f'href="{PATH}"' in client.get("/planner/coverage?state=MT").text


def test_the_calendar_comes_back_by_week_with_what_was_given(client: FlaskClient) -> None:
    page = send(client)
    assert page.status_code == 200
    assert "2 units can serve all 2 stops every 4 weeks" in page.text
    assert "It is proven that no other plan by these rules serves them in fewer miles." in page.text
    assert 'id="week-1"' in page.text
    assert '<th scope="row">Libby, MT</th><td>West</td><td>2027-01-0' in page.text
    assert "Wolf Point,MT,48.09057" in page.text


def test_a_file_of_stops_takes_the_place_of_the_field(client: FlaskClient) -> None:
    given = (io.BytesIO(STOPS.encode()), "plans of Dr. X.csv")
    page = send(client, stops="", stops_file=given)
    assert "2 units can serve all 2 stops" in page.text
    assert "Dr. X" not in page.text


def test_all_files_come_as_one(client: FlaskClient) -> None:
    response = send(client, form="zip")
    assert response.headers["Content-Disposition"] == "attachment; filename=calendar.zip"
    assert response.headers["Cache-Control"] == "no-store"
    book = zipfile.ZipFile(io.BytesIO(response.get_data()))
    assert set(book.namelist()) == {
        *("mobile_units.csv", "mobile_stops.csv", "mobile_calendar.csv", "visits.csv", "calendar.json"),
        *("East.ics", "East.pdf", "West.ics", "West.pdf"),
    }


def test_rows_that_cannot_be_used_and_stops_left_out_are_named(client: FlaskClient) -> None:
    page = send(client, stops=STOPS + "Nowhere,MT,,\n", bases="Kalispell, MT", crew_hours="7")
    assert "stops.csv, line 4, lat: no usable coordinates; the row is skipped" in page.text
    assert "1 stop is left out: Wolf Point, MT." in page.text
    assert "With one more unit, based in Wolf Point, MT: all stops can be served" in page.text


def test_units_may_be_a_table(client: FlaskClient) -> None:
    assert "1 unit can serve" in send(client, bases='name,base,week_days\nVan,"Kalispell, MT",4').text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"stops": ""}, "No stops were given."),
        ({"bases": ""}, "A calendar needs 1 to 20 units; there are 0."),
        ({"bases": "East="}, "has no base."),
        ({"bases": "East=Nowhere at all, MT"}, "find a place called"),
        ({"bases": "\n".join(f"U{n}=Havre, MT" for n in range(9))}, "This page plans up to 20 stops and 6 units."),
        (
            {"stops": STOPS + "".join(f"S{n},MT,47,-11{n % 9}\n" for n in range(30))},
            "This page plans up to 20 stops and 6 units.",
        ),
        ({"crew_hours": "ten"}, "is not a number."),
        ({"crew_hours": "6"}, "too short for a session of 6 hours"),
        ({"week_days": "0"}, "has no working day"),
        ({"start": "soon"}, "is not a day."),
        ({"start": "1999-01-04"}, "A calendar starts on a Monday of the years 2000 to 2098."),
        ({"therapy": ["iron"]}, "is given as prescribed"),
        ({"therapy": ["leeches"]}, "is not a known therapy"),
        ({"stops": "a;b\n1;2\n"}, "lacks these columns in its first line"),
    ],
)
def test_what_makes_no_sense_is_said_above_the_form(client: FlaskClient, fields: dict[str, object], why: str) -> None:
    page = send(client, **fields)
    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert why in page.text


def test_hostile_words_stay_words(client: FlaskClient) -> None:
    name = "<script>alert(1)</script>{{7*7}}"
    page = send(client, stops=f'name,state,lat,lon\n"{name}",MT,48.38829,-115.556\n', bases=f"{name}=Kalispell, MT")
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "{{7*7}}" in page.text
