"""Side by side as a page: the same rows for each location, once what is not known, and the rest folded."""

import html
import re

import pytest
from flask import render_template_string
from flask.testing import FlaskClient

from finder.core import Finder
from tests.conftest import write_tables
from tests.web.conftest import strict_app
from tests.web.test_patient import text_of
from tests.world import make_finder

FROM_BOZEMAN = {"place": "59715", "therapy": "ivig", "within": "200"}
# All that a source may say of a location, and much of it; and one that no source says more of than its ZIP code.
ALL_KNOWN: dict[str, object] = {
    "id": "full",
    "name": "St. Example Regional Medical Center Infusion",
    "kind": "hospital_outpatient",
    "city": "Helena",
    "state": "MT",
    "lat": 46.59,
    "lon": -112.02,
    "phone": "406-555-0100",
    "website": "https://example.org/infusion",
    "hours": "Mo-Th 07:00-19:00; Fr 07:00-17:00; Sa 08:00-12:00",
    "chairs": 12,
    "new_patients": "yes",
    "wheelchair": "yes",
    "languages": "en; es; ase",
    "payment": "medicare; medicaid; private; va",
    "serves": "adults; children",
}
OWN_ZIP: dict[str, object] = {"id": "own", "name": "Own ZIP Infusion", "zip": "59715", "phone": "406-555-0101"}
SAID = [
    {"center_id": "full", "therapy_id": "ivig", "evidence": "reported", "basis": basis, "checked_on": "2026-05"}
    for basis in ("page", "paid", "price_list")
]


@pytest.fixture(scope="module")
def compared_finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """Two and more locations near Bozeman: in the own ZIP code, and elsewhere with all facts known."""
    copies = [{**ALL_KNOWN, "id": f"full{n}", "lat": 46.59 + n / 10} for n in (2, 3)]
    folder = tmp_path_factory.mktemp("compared")
    return make_finder(write_tables(folder, centers=[OWN_ZIP, ALL_KNOWN, *copies], center_therapies=SAID))


@pytest.fixture
def client(compared_finder: Finder) -> FlaskClient:
    return strict_app(compared_finder).test_client()


def compared(client: FlaskClient, *ids: str, **more: str) -> str:
    answer = client.post("/compare", data={**FROM_BOZEMAN, **more, "id": list(ids)})
    assert answer.status_code == 200
    return answer.text


def rows(page: str) -> dict[str, list[str]]:
    """The cells of the first table, by the heading of their row."""
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    found = {}
    for row in table.split("<tr")[1:]:
        heading, *cells = (html.unescape(text_of(f"<{cell}")) for cell in re.split("<(?=t[hd] )", row)[1:])
        found[heading] = cells
    return found


def test_what_people_choose_by_is_in_rows(client: FlaskClient) -> None:
    found = rows(compared(client, "full", "own"))
    assert found["Open"] == [
        "Monday to Thursday, 7 a.m. to 7 p.m.; Friday, 7 a.m. to 5 p.m.; Saturday, 8 a.m. to noon",
        "not known",
    ]
    assert found["New patients"] == ["yes", "not known"]
    assert found["Step-free (wheelchair)"] == ["yes", "not known"]
    assert found["Payment"] == ["Medicare; Medicaid; private insurance; VA or TRICARE", "not known"]
    assert found["Languages"] == ["English; Spanish; American Sign Language", "not known"]
    assert found["Infusion chairs"] == ["12", "not known"]
    assert found["Serves"] == ["adults; children", "not known"]
    assert found["IVIG here"][1] == "call to ask"
    assert found["IVIG here"][0] == "known to give it : on its website (May 2026)"


def test_a_phone_is_a_link_and_so_is_a_website(client: FlaskClient) -> None:
    page = compared(client, "full", "own")
    assert '<a href="tel:+1-406-555-0100">406-555-0100</a>' in page
    assert 'href="https://example.org/infusion" rel="noreferrer"' in page
    own = rows(page)["Contact"][1]
    assert own == "406-555-0101"


def test_what_no_location_is_known_for_is_said_once(client: FlaskClient) -> None:
    page = compared(client, "own")
    assert "not known" not in rows(page)
    assert (
        "Not known: opening hours, new patients, step-free (wheelchair), payment, languages, number of chairs, whom it serves. "
        "Call to ask."
    ) in page
    assert page.count("Not known:") == 1
    assert "Not known:" not in compared(client, "full", "own")


def test_the_one_in_the_own_zip_code_is_compared_and_has_its_year(client: FlaskClient) -> None:
    page = compared(client, "full", "own")
    assert "Not compared" not in page
    found = rows(page)
    assert re.fullmatch(r"in your own ZIP code: about [\d.]+ to \d+ miles \(least\)", found["Miles one way"][1])
    assert re.fullmatch(r"[\d,]+ to [\d,]+ miles \(least\)", found["Miles driven a year, home each night"][1])
    # As many trips to the one as to the other.
    assert found["Trips a year, home each night"] == ["26 to 65", "26 to 65"]


def test_what_is_not_needed_at_once_is_folded(client: FlaskClient) -> None:
    page = compared(client, "full", "own")
    folded = [text_of(part.split("</summary>")[0]) for part in page.split("<summary>")[1:]]
    assert folded == [
        "What each source says",
        "Staying nearby each cycle",
        "Treatments at each location",
        "IVIG by days in a row",
    ]
    assert "<details open" not in page
    assert "stay nearby" not in compared(client, "full", therapy="rituximab")


def test_it_can_be_compared_without_a_treatment(client: FlaskClient) -> None:
    found = rows(compared(client, "full", "own", therapy=""))
    assert list(found)[:3] == ["Contact", "Miles one way", "Minutes one way"]
    assert "Open" in found


def test_the_page_of_a_location_says_the_same_facts(client: FlaskClient) -> None:
    found = rows(compared(client, "full", "own"))
    page = html.unescape(text_of(client.get("/centers/full").text))
    for heading in ("Open", "New patients", "Step-free (wheelchair)", "Payment", "Languages", "Infusion chairs", "Serves"):
        assert f"{heading} {found[heading][0]}" in page
    assert "Not known:" not in page
    assert "Not known: opening hours, new patients," in client.get("/centers/own").text


def test_a_card_has_one_line_of_what_is_known_and_one_of_what_is_not(compared_finder: Finder) -> None:
    app = strict_app(compared_finder)
    card = '{% from "_macros.html" import facts_line %}{{ facts_line(point) }}'
    with app.test_request_context():
        full, own = (text_of(render_template_string(card, point=compared_finder.point(name))) for name in ("full", "own"))
    assert full.startswith("Open: Monday to Thursday, 7 a.m. to 7 p.m.;")
    assert full.endswith(" · Infusion chairs: 12 · Serves: adults; children")
    assert own.startswith("Not known: opening hours, new patients, ")


def test_the_call_sheet_says_the_same_facts(client: FlaskClient) -> None:
    sheet = html.unescape(client.post("/call-sheet", data={**FROM_BOZEMAN, "id": ["full", "own"]}).text)
    assert "Payment: Medicare; Medicaid; private insurance; VA or TRICARE · Languages: English; Spanish" in sheet
    assert re.search(r"in your own ZIP code: about [\d.]+ to \d+ miles, about \d+ to \d+ minutes one way", sheet)
    assert "We don't know exactly where it is, so the distance may be off." not in sheet
