"""What a patient can do with a list: choose, compare, print, share it without a street, put visits in a calendar."""

import html
import io
import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from pypdf import PdfReader

from finder.core import Finder
from finder.domain.center import Center
from finder.domain.facility import Address, Position, ServicePoint
from finder.domain.geo import Point
from finder.domain.provenance import Provenance
from finder.settings import today
from finder.web import create_app
from finder.web.results_page import directions
from tests.conftest import HOSTILE
from tests.web.test_forget import sitting
from tests.world import SETTINGS, make_finder

BOZEMAN = {"place": "59718", "therapy": "ivig", "within": "200"}


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_year_is_told_at_home_and_near_the_center(client: FlaskClient) -> None:
    page = text_of(client.post("/search", data=BOZEMAN).text)
    assert "A year of IVIG here: 26 to 65 trips, " in page
    assert "If you go home each night: 26 to 65 infusion days a year, each of them a trip." in page
    assert re.search(r"Or, if you stay nearby during each cycle: 13 trips, \d+ to \d+ miles, 13 to 52 nights away\.", page)
    assert re.search(r"about \$\d+ to \$\d+ to drive", page)
    assert re.search(
        r"One infusion day: about \d+ to \d+ hours for the drive and the chair\. Allow extra time for check-in\.", page
    )
    rituximab = text_of(client.post("/search", data={**BOZEMAN, "therapy": "rituximab"}).text)
    assert "A year of rituximab here: 4 trips, " in rituximab
    assert "stay nearby during" not in rituximab


def test_another_schedule_and_another_cost_of_driving(client: FlaskClient) -> None:
    weekly = text_of(client.post("/search", data={**BOZEMAN, "therapy": "rituximab:weekly_4"}).text)
    assert "A year of rituximab here: 4 to 8 trips, " in weekly
    free = text_of(client.post("/search", data={**BOZEMAN, "rate": "0"}).text)
    assert "about $0 to drive" in free
    for bad in (
        {"rate": "-1"},
        {"rate": "99"},
        {"rate": "x"},
        {"therapy": "ivig:x"},
        {"kind": "x"},
        {"language": "xx"},
        {"minutes": "0"},
        *({"days": d} for d in ("1", "6", "2.5", "inf", "nan", "x", "-3", "1e400")),
    ):
        answer = client.post("/search", data={**BOZEMAN, **bad})
        assert answer.status_code == 400, bad
        assert 'role="alert"' in answer.text


def test_what_is_not_known_is_kept_and_marked(client: FlaskClient) -> None:
    page = text_of(client.post("/search", data={**BOZEMAN, "within": "60", "wheelchair": "yes", "weekends": "yes"}).text)
    assert "Bozeman Health Deaconess Hospital" in page
    assert "Not known, call to ask: open on weekends; wheelchair access" in page
    assert "wheelchair access : 1 kept, because it is not known." in page
    assert "0 locations" not in page


def test_a_filter_that_empties_the_list_offers_to_be_dropped(client: FlaskClient) -> None:
    page = client.post("/search", data={**BOZEMAN, "within": "60", "kind": "freestanding"}).text
    assert text_of(page).count("The only location within 60 miles does not fit all your choices.") == 1
    form = re.search(r'<form class="offer".*?</form>', page, re.DOTALL)[0]  # type: ignore[index]
    assert "Search without “infusion center”: 1 location" in form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert fields == {"place": "59718", "therapy": "ivig", "within": "60", "sitting": sitting(page)}
    assert "1 listed location within 60 miles." in client.post("/search", data=fields).text


def test_places_stand_side_by_side_with_their_treatments(client: FlaskClient) -> None:
    page = text_of(client.post("/compare", data={**BOZEMAN, "id": ["K-MT-3", "K-MT-1"]}).text)
    assert "Trips a year, home each night 26 to 65 26 to 65" in page
    assert "Treatments at Bozeman Health Deaconess Hospital" in page
    assert re.search(r"Infusion days a year 26 to 65 4 \( ?least ?\)", page)
    assert re.search(r"2 26 .* 3 39 .* 4 52 .* 5 65 ", page)


@pytest.mark.parametrize("ids", [[], ["nope"], ["K-MT-3", "K-MT-1", "K-MT-2", "K-MT-4"]])
def test_one_to_three_can_be_compared(client: FlaskClient, ids: list[str]) -> None:
    answer = client.post("/compare", data={**BOZEMAN, "within": "500", "id": ids})
    assert answer.status_code == 400
    assert "Choose 1 to 3 from the list." in answer.text
    assert "Bozeman Health Deaconess Hospital" in answer.text


@pytest.mark.parametrize("path", ["/search", "/compare", "/call-sheet", "/reports/search.pdf", "/reports/search.txt"])
def test_a_bad_place_is_asked_for_again_everywhere(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data={"place": "99999"})
    assert answer.status_code == 400
    assert 'name="place"' in answer.text


def test_the_call_sheet_has_a_block_a_place_with_phone_and_questions(client: FlaskClient) -> None:
    page = client.post("/call-sheet", data=BOZEMAN).text
    blocks = re.findall(r'<section class="block">.*?</section>', page, re.DOTALL)
    assert len(blocks) == len(re.findall(r'class="card[ "]', client.post("/search", data=BOZEMAN).text))
    assert all("Phone" in b and "Is the drug in stock?" in b and "step-free entrance?" in b and "Source:" in b for b in blocks)
    assert "406-414-5000" in blocks[0]


def test_the_list_can_be_taken_as_pdf_and_text(client: FlaskClient) -> None:
    answer = client.post("/reports/search.pdf", data={**BOZEMAN, "therapy": "rituximab"})
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Bozeman Health Deaconess Hospital" in text
    assert "406-414-5000" in text
    assert "Example" not in text
    ticked = client.post("/reports/search.pdf", data={**BOZEMAN, "therapy": "rituximab", "id": "EX-MT-1"})
    assert "Example, not a real service" in PdfReader(io.BytesIO(ticked.data)).pages[0].extract_text()
    assert "59718" not in answer.headers["Content-Disposition"]
    plain = client.post("/reports/search.txt", data={**BOZEMAN, "therapy": "rituximab"})
    assert plain.mimetype == "text/plain"
    assert "1. Bozeman Health Deaconess Hospital\nPhone: 406-414-5000\n" in plain.text
    assert "Example" not in plain.text


def test_a_shared_link_holds_a_zip_and_choices_and_never_a_street(client: FlaskClient) -> None:
    asked = {"place": "12 Secret St, Bozeman MT 59718", "therapy": "ivig", "within": "100", "weekends": "yes"}
    page = client.post("/search", data=asked).text
    link = re.search(r'id="link" type="text" readonly value="([^"]+)"', page)[1].replace("&amp;", "&")  # type: ignore[index]
    assert "ecret" not in link
    assert parse_qs(urlsplit(link).query) == {"zip": ["59718"], "therapy": ["ivig"], "within": ["100"], "weekends": ["yes"]}
    opened = client.get(link)
    assert "<h1>Infusion care near 59718, Bozeman, Montana</h1>" in opened.text
    assert opened.headers["Cache-Control"] == "no-store"


def test_where_an_answer_stood_the_question_stands(client: FlaskClient) -> None:
    for path in ("/search", "/search?lang=es", "/compare", "/call-sheet"):
        page = client.get(path)
        assert page.status_code == 200
        assert 'id="place"' in page.text
        assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["zip=", "zip=5971", "zip=12%20Secret%20St", "place=Bozeman,%20MT", "zip=59718%0a"])
def test_no_other_address_is_a_search(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/search?{query}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_visits_come_as_calendar_events_at_the_right_instant(client: FlaskClient, starter: Finder) -> None:
    calendar = Calendar.from_ical(client.get("/centers/EX-MT-1/visits.ics").data)
    events = calendar.walk("VEVENT")
    stop = starter.point("EX-MT-1")
    assert stop is not None
    assert [e.decoded("dtstart").astimezone(ZoneInfo("America/Denver")).date() for e in events] == list(
        stop.listing.visits(today(), today() + timedelta(60))
    )
    for event in events:
        starts, ends = (event.decoded(x).astimezone(ZoneInfo("America/Denver")) for x in ("dtstart", "dtend"))
        assert (starts.hour, ends.hour) == (9, 15)
        assert isinstance(starts, datetime)
        assert str(event["summary"]).startswith("Example, not a real service")
    assert len({str(e["uid"]) for e in events}) == len(events) > 1
    assert client.get("/centers/K-MT-3/visits.ics").status_code == 404
    assert client.get("/centers/nope/visits.ics").status_code == 404


def test_a_summer_visit_starts_at_the_same_hour_as_a_winter_one(write_folder) -> None:  # type: ignore[no-untyped-def]
    rows = {"stop_id": "s", "start_time": "09:00", "end_time": "15:00", "timezone": "America/Denver", "rrule": "FREQ=DAILY"}
    folder = write_folder(
        mobile_units=[{"id": "u", "name": "U\r\nBEGIN:VEVENT"}],
        mobile_stops=[{"id": "s", "unit_id": "u", "name": HOSTILE, "zip": "59718"}],
        mobile_calendar=[{**rows, "starts_on": "2026-01-01"}],
    )
    calendar = Calendar.from_ical(create_app(make_finder(folder), SETTINGS).test_client().get("/centers/s/visits.ics").data)
    starts = [e.decoded("dtstart").astimezone(ZoneInfo("America/Denver")) for e in calendar.walk("VEVENT")]
    assert len(starts) == 61
    assert {s.hour for s in starts} == {9}


def test_suggestions_come_by_post_alone_and_are_not_kept(client: FlaskClient) -> None:
    answer = client.post("/suggest", data={"typed": "bozem"})
    assert answer.json == ["Bozeman, Montana"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/suggest?typed=bozem").status_code == 405
    assert client.post("/suggest", data={"typed": HOSTILE}).json == []
    assert client.post("/suggest", data={}).json == []


# What to do about a place


def links(page: str) -> list[str]:
    return [html.unescape(address) for address in re.findall(r'href="(https://www\.openstreetmap\.org/directions[^"]*)"', page)]


def test_a_map_that_is_not_ours_is_told_the_place_and_nothing_of_the_patient(client: FlaskClient) -> None:
    page = client.post("/search", data={**BOZEMAN, "therapy": "rituximab"}).text
    addresses = links(page)
    assert addresses
    assert {tuple(parse_qs(urlsplit(a).query)) for a in addresses} == {("to",)}
    assert not [a for a in addresses if "59718" in a or "rituximab" in a]
    assert parse_qs(urlsplit(addresses[0]).query)["to"] == ["915 Highland Blvd, Bozeman, MT 59715"]
    # Nobody is sent to an example, nor over a road that is not there.
    assert "Example" not in "".join(addresses)
    assert links(client.post("/search", data={**BOZEMAN, "place": "Friday Harbor, WA"}).text) == []
    for card in re.findall(r'<a class="do[^>]*>', page):
        assert 'rel="noreferrer"' in card or "tel:" in card


def a_point(address: Address, position: Position | None) -> ServicePoint:
    return ServicePoint(Center("c", "C", "unknown", address, position, Provenance()))


@pytest.mark.parametrize(
    ("address", "position", "to"),
    [
        (Address("1 Main St", "Elko", "NV", "89801"), None, "1 Main St, Elko, NV 89801"),
        (Address("1 Main St", "Elko", "NV", "89801"), Position(Point(40.5, -115.75), "zip"), "1 Main St, Elko, NV 89801"),
        (Address(), Position(Point(40.5, -115.75), "address"), "40.50000,-115.75000"),
        (Address("", "Elko", "NV", "89801"), Position(Point(40.5, -115.75), "zip"), None),
        (Address('"><script>&to=x', "Elko", "NV", ""), None, '"><script>&to=x, Elko, NV'),
    ],
)
def test_the_way_is_shown_to_a_known_spot_alone(address: Address, position: Position | None, to: str | None) -> None:
    way = directions(a_point(address, position))
    assert (way and parse_qs(urlsplit(way).query)) == (to and {"to": [to]})


def test_only_the_chosen_places_are_on_the_sheet_and_all_if_none_is(client: FlaskClient) -> None:
    def blocks(*ids: str) -> list[str]:
        page = client.post("/call-sheet", data={**BOZEMAN, "within": "200", "id": list(ids)}).text
        return [name.partition(". ")[2] for name in re.findall(r"<h2>(.*?)</h2>", page)]

    everything = blocks()
    assert len(everything) > 3
    assert blocks("K-MT-8", "K-MT-3", "no-such-place") == [n for n in everything if "Bozeman" in n or "Peter" in n]
    assert blocks("no-such-place") == everything
    text = client.post("/reports/search.txt", data={**BOZEMAN, "within": "200", "id": "K-MT-8"}).text
    assert re.findall(r"^\d+\. .*", text, re.MULTILINE) == ["2. St. Peter's Health"]
    # The file of data is whole.
    assert client.post("/reports/search.csv", data={**BOZEMAN, "within": "200", "id": "K-MT-8"}).text.count("\n") > 4


def test_a_schedule_that_the_care_team_named_is_counted_with(client: FlaskClient) -> None:
    page = text_of(client.post("/search", data={**BOZEMAN, "days": "3"}).text)
    assert "A year of IVIG here, with 3 days in a row: 39 trips, " in page
    assert '<option value="3" selected>3 days</option>' in client.post("/search", data={**BOZEMAN, "days": "3"}).text
    compared = text_of(client.post("/compare", data={**BOZEMAN, "days": "3", "id": "K-MT-3"}).text)
    assert "With 3 days in a row." in compared
    # It is no matter for a treatment of one day.
    assert "4 trips, " in text_of(client.post("/search", data={**BOZEMAN, "days": "3", "therapy": "rituximab"}).text)


def test_the_chosen_schedule_is_counted_with(client: FlaskClient) -> None:
    weekly = client.post("/compare", data={**BOZEMAN, "therapy": "rituximab:weekly_4", "id": "K-MT-8"}).text
    assert text_of(weekly).count("4 to 8") >= 4
    three = text_of(client.post("/compare", data={**BOZEMAN, "days": "3", "id": "K-MT-8"}).text)
    assert "26 to 65" not in three.split("by days in a row")[0]


def test_ticks_of_places_that_are_gone_give_the_list_and_no_more(client: FlaskClient) -> None:
    asked = {"place": "10001", "therapy": "ivig", "within": "200", "id": "no-such-place"}
    assert client.post("/call-sheet", data=asked).text.count('<section class="block">') == 25


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("45", "45"), ("45.0", "45"), ("62.5", "62.5"), ("60", "60"), ("15.0", "15"), ("1e2", "100")],
)
def test_a_link_with_any_number_shows_that_number_in_the_form(client: FlaskClient, asked: str, shown: str) -> None:
    page = client.get(f"/search?zip=59718&within={asked}&minutes={asked}").text
    assert f'<option value="{shown}" selected>{shown} miles</option>' in page
    assert f'<option value="{shown}" selected>{shown} minutes</option>' in page
    assert page.count(" selected") == 2


@pytest.mark.parametrize("asked", ["-5", "0", "junk", "nan", "inf", "1_0"])
def test_a_number_that_is_none_is_refused_and_no_choice_of_the_form(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/search?zip=59718&within={asked}")
    assert answer.status_code == 400
    assert f'value="{asked}"' not in answer.text
