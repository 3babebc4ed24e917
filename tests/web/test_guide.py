"""Pages around the visit: treatments, help, questions, and trials by distance."""

import html
import logging
import re
from datetime import date
from pathlib import Path

import pytest
from flask import render_template
from flask.testing import FlaskClient
from jinja2 import StrictUndefined

from finder.core import Finder
from finder.domain.guide import OwnPage
from finder.text import text
from finder.trials import saved
from finder.web import create_app
from finder.web.guide import site
from tests.conftest import HOSTILE
from tests.test_translation import extracted, first
from tests.trials.conftest import PAGE, location, save, study
from tests.web.conftest import WEB
from tests.world import REFERENCE

PAGES = ["/therapies", "/help", "/questions", "/trials"]


@pytest.fixture
def trials(trials_folder: Path) -> Path:
    """A folder with a copy of the hand-written page: sites in Seattle, Billings, Bozeman (closed), and Calgary."""
    saved.import_trials([PAGE], trials_folder)
    return trials_folder


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def near(client: FlaskClient, place: str, condition: str = "") -> str:
    return client.post("/trials", data={"place": place, "condition": condition}).text


def headings(page: str) -> list[str]:
    return [words(h) for h in re.findall(r"<h2.*?</h2>", page, re.DOTALL)]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_and_keeps_to_itself(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"""(?:src|<link[^>]*href|action)=["']https?:""", answer.text)


@pytest.mark.parametrize("path", ["/therapies", "/help"])
def test_no_fact_on_a_page_is_missing(starter: Finder, path: str) -> None:
    app = create_app(starter, WEB)
    app.jinja_env.undefined = StrictUndefined
    assert app.test_client().get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_link_to_elsewhere_says_where_it_goes_and_when_it_was_checked(client: FlaskClient, path: str) -> None:
    links = re.findall(r'<a href="(https?://[^"]*)"([^>]*)>(.*?)</a>(.{0,40})', client.get(path).text, re.DOTALL)
    assert links or path == "/questions"
    for url, rest, link, after in links:
        assert f"({site(html.unescape(url))})" in link
        assert 'rel="noreferrer"' in rest
        assert re.match(r", checked [A-Z][a-z]+ \d{1,2}, 20\d\d", after)


@pytest.mark.parametrize("path", ["/therapies", "/help"])
def test_headings_are_questions(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    found = headings(page) + re.findall(r"<h1>(.*?)</h1>", page)
    assert len(found) > 6
    assert [h for h in found if not h.endswith("?")] == []


def test_the_navigation_has_what_the_plan_says(client: FlaskClient) -> None:
    page = client.get("/").text
    nav = re.search(r"<nav.*?</nav>", page, re.DOTALL)[0]  # type: ignore[index]
    assert [words(a) for a in re.findall(r"<a.*?</a>", nav)] == ["Find care", "Plan coverage", "Therapies", "Help", "Español"]
    assert "How we know" in page.split("<footer>")[1]


def test_that_it_is_not_advice_is_said_once(client: FlaskClient) -> None:
    assert client.get("/therapies").text.count("not medical advice") == 1
    assert client.get("/help").text.count("not medical advice") == 1


def test_the_two_treatments_are_compared_with_the_numbers_of_the_table(client: FlaskClient) -> None:
    page = client.get("/therapies").text
    table = re.search(r'aria-labelledby="compare".*?</table>', page, re.DOTALL)[0]  # type: ignore[index]
    rows = [
        [words(c) for c in re.findall(r"<t[hd].*?</t[hd]>", r, re.DOTALL)] for r in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    ]
    assert rows[0] == ["Question", "IVIG", "Rituximab"]
    assert ["Days a year", "26 to 65", "4"] in rows
    assert ["Hours in the chair", "3 to 6", "4 to 6"] in rows
    assert {len(row) for row in rows} == {3}
    # On a phone each cell says which treatment it is about.
    assert table.count('data-label="IVIG"') == table.count('data-label="Rituximab"') == len(rows) - 1


def test_the_schedules_of_all_treatments_are_there_with_what_was_read(client: FlaskClient, starter: Finder) -> None:
    page = client.get("/therapies").text
    table = re.search(r'aria-labelledby="schedules".*?</table>', page, re.DOTALL)[0]  # type: ignore[index]
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)[1:]
    regimens = [r for t in starter.reference.therapies.values() for r in t.regimens]
    assert len(rows) == sum(max(1, len(t.regimens)) for t in starter.reference.therapies.values())
    assert table.count(", checked ") == len(regimens)
    assert not [t.id for t in starter.reference.therapies.values() if not t.source_url or "general knowledge" in t.source]


def test_each_table_says_in_each_cell_what_it_is_about(client: FlaskClient) -> None:
    """On a phone the heading of a column is not beside its cells."""
    tables = re.findall(r'<table class="stacked".*?</table>', client.get("/therapies").text, re.DOTALL)
    assert len(tables) == 4
    for table in tables:
        columns = [words(h) for h in re.findall(r"<th scope=.col.*?</th>", table, re.DOTALL)][1:]
        for row in re.findall(r"<tr.*?</tr>", table.partition("<tbody")[2], re.DOTALL):
            assert [html.unescape(label) for label in re.findall(r'<td[^>]*data-label="([^"]*)"', row)] == columns


def test_the_boxed_warnings_and_the_other_serious_ones_of_both_are_said(client: FlaskClient) -> None:
    page = words(client.get("/therapies").text).lower()
    for risk in (
        *("blood clots", "kidney failure", "severe allergic reaction", "iga", "aseptic meningitis", "hemolysis"),
        *("reactions to the infusion", "skin and mouth reactions", "hepatitis b", "blood test", "pml"),
        *("boxed warning) on ivig for two", "boxed warning) on rituximab for four", "feel tired", "missed its main goal"),
    ):
        assert risk in page, risk


def test_sudden_and_severe_signs_say_911(client: FlaskClient) -> None:
    page = client.get("/therapies").text
    assert page.index("<strong>Call 911</strong>") < page.index("<h2")
    table = re.search(r'aria-labelledby="signs".*?</table>', page, re.DOTALL)[0]  # type: ignore[index]
    rows = [words(row) for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)[1:]]
    assert [row.endswith("Call 911.") for row in rows] == [True] * 3 + [False] * (len(rows) - 3)
    assert all("Call 911." in row for row in rows if "Sudden" in row)
    assert all("right away" in row or "Call 911." in row for row in rows)


@pytest.mark.parametrize(
    ("anchor", "said"),
    [
        ("new", ("JAK inhibitors", "FcRn blockers", "CAR T cells", "September 2025", "June 2025", "February 2024", "phase 2")),
        ("personal", ("antibodies", "gene", "Labs don't always agree")),
        ("cost", ("prior authorization", "20% of the cost", "$283", "copay program", "Patient Foundation", "insurer says no")),
        ("under-skin", ("20 people", "79 out of 100", "no published result")),
        ("closer", ("Mobile unit", "Video visit", "no mobile unit in the United States")),
    ],
)
def test_therapies_has_a_section_on(client: FlaskClient, anchor: str, said: tuple[str, ...]) -> None:
    page = client.get("/therapies").text
    section = re.search(rf'<h2 id="{anchor}">.*?(?=<h2)', page, re.DOTALL)[0]  # type: ignore[index]
    for one in said:
        assert one in words(section), one
    assert ", checked " in section


@pytest.mark.parametrize("path", ["/therapies", "/help"])
def test_a_long_page_says_what_is_on_it_and_each_link_leads_there(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    listed = re.findall(r'<a href="#([\w-]+)">(.*?)</a>', page.split('id="contents"')[1].split("</nav>")[0])
    assert len(listed) >= 8
    for anchor, title in listed:
        assert re.search(rf'<h2 id="{anchor}">{re.escape(title)}</h2>', page)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_says_when_it_changed_and_that_no_clinician_has_seen_it(client: FlaskClient, path: str) -> None:
    page = words(client.get(path).text)
    assert re.search(r"This page last changed on [A-Z][a-z]+ \d{1,2}, 20\d\d\. Not yet reviewed by a clinician\.", page)


def test_who_reviewed_a_page_is_named(starter: Finder) -> None:
    own = OwnPage("questions", date(2027, 1, 2), "Ann Lee, MD, January 3, 2027")
    with create_app(starter, WEB).test_request_context():
        page = words(render_template("questions.html", pages=REFERENCE.guide, own=own, text=text, in_english=str))
    assert "This page last changed on January 2, 2027. Reviewed by Ann Lee, MD, January 3, 2027." in page
    assert "Not yet reviewed" not in page


def test_a_rule_that_ended_is_no_longer_told_as_one(starter: Finder) -> None:
    with create_app(starter, WEB).test_request_context():
        own = REFERENCE.own_pages["help"]
        now = render_template("help.html", pages=REFERENCE.guide, own=own, today=date(2027, 12, 31))
        later = render_template("help.html", pages=REFERENCE.guide, own=own, today=date(2028, 1, 1))
    assert "Until December 31, 2027, Medicare pays for many video visits" in now
    assert "was set to end on December 31, 2027" in later
    assert "Until December 31, 2027" not in later


def test_help_names_the_limits_of_each_offer(client: FlaskClient) -> None:
    page = words(client.get("/help").text)
    assert page.count("Who it's for:") == 15
    for said in (
        "Up to $2,000 once every 24 months",
        "doesn't cover copays",
        "41.5 cents a mile",
        "Dermatomyositis is not on the list",
        "How to find one",
        "You have 180 days",
        "you have 120 days",
        "within 72 hours",
        "The plan must do what the reviewer decides",
        "Hospitality houses",
        "airline tickets",
        "sit up",
        "more than 2 hours",
        "covered parking",
        "a step-free entrance",
    ):
        assert said in page


def test_questions_have_boxes_and_space_to_write(client: FlaskClient) -> None:
    page = client.get("/questions").text
    assert page.count('type="checkbox"') == page.count("<li><label>") == 21
    assert page.count('class="write"') == 21 + 5
    asked = words(page)
    for topic in (
        "in stock",
        "first dose here",
        "2 to 5 days in a row",
        "weekends",
        "cost me",
        "park",
        "step-free",
        "sit with me",
    ):
        assert topic in asked
    assert "What if you close that day" in asked


def test_spanish_questions_have_the_english_beside_them(client: FlaskClient) -> None:
    """A patient hands the sheet to staff, who may not read Spanish."""
    spanish, english = client.get("/questions?lang=es").text, client.get("/questions?lang=en").text
    beside = [words(said) for said in re.findall(r'<span class="english" lang="en">(.*?)</span>', spanish, re.DOTALL)]
    asked = [words(said) for said in re.findall(r"<label>(.*?)</label>", english, re.DOTALL)]
    assert len(asked) == 21
    assert set(beside) == {*asked, "For your care team", "For the center"}
    assert 'class="english"' not in english


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/therapies", "/help", "/questions"])
def test_every_heading_and_question_can_be_translated(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    shown = headings(page) + [words(s) for s in re.findall(r"<label>.*?</label>", page, re.DOTALL)]
    assert len(shown) > 3
    assert set(shown) <= {first(message) for message in extracted()}


def test_trials_come_by_distance_from_the_place(client: FlaskClient, trials: Path) -> None:
    page = near(client, "59718", "dermatomyositis")
    assert "<h1>Clinical trials near 59718, Bozeman, Montana</h1>" in page
    cards = re.findall(r'<li class="card">.*?</li>\s*(?=<li class="card">|</ol>)', page, re.DOTALL)
    assert ["NCT00000001" in cards[0], "NCT00000002" in cards[1], len(cards)] == [True, True, 2]
    card = words(cards[0])
    # Billings is 125 miles from Bozeman in a straight line; the closed site in Bozeman itself is not named.
    assert re.search(r"12\d miles : Near Clinic, Billings, Montana", card)
    assert card.index("Near Clinic") < card.index("Far Clinic")
    assert "Closed Clinic" not in page
    assert "phase 2, phase 3 · takes new patients · updated October 1, 2026" in card
    assert "406-555-0101 ext. 7" in card
    assert 'href="tel:406-555-0101;ext=7"' in cards[0]
    assert 'href="mailto:ann@example.org"' in cards[0]
    assert 'href="https://clinicaltrials.gov/study/NCT00000001"' in cards[0]
    assert "Calgary, Canada" in words(cards[1])
    assert "ask whether it takes new patients" in words(cards[1])
    assert "no phase: not a drug trial" in words(cards[1])
    assert "from November 20, 2026" in words(page)


def test_another_place_has_another_order(client: FlaskClient, trials: Path) -> None:
    # Cut Bank, on the border of Canada, is nearer to Calgary than to Billings.
    assert re.findall(r"study/(NCT\d+)", near(client, "59427")) == ["NCT00000002", "NCT00000001"]


def test_trials_are_those_about_the_disease(client: FlaskClient, trials: Path) -> None:
    assert re.findall(r"study/(NCT\d+)", near(client, "59718", "Polymyositis")) == ["NCT00000002"]
    none = near(client, "59718", "lupus")
    assert "0 trials take new patients." in words(none)
    assert "We found no trial about that." in none


def test_more_trials_than_are_shown_are_counted(client: FlaskClient, trials: Path) -> None:
    many = [study(f"NCT{i:08}", contactsLocationsModule={"locations": [location(45, -100 - i)] * 5}) for i in range(30)]
    saved.import_trials([save(trials / "page.json", *many)], trials)
    page = near(client, "59718")
    assert "30 trials take new patients. Here are the 25 nearest." in words(page)
    assert page.count('<li class="card">') == 25
    assert page.count("2 more sites farther away.") == 25


def test_without_a_copy_the_page_says_what_a_trial_is_and_leads_to_the_register_by_condition(client: FlaskClient) -> None:
    for page in (client.get("/trials").text, near(client, "59718")):
        assert "A trial is a study in which volunteers help" in page
        assert "We keep no list of trials here." in page
        conditions = re.findall(r'href="https://clinicaltrials\.gov/search\?cond=([^"&]*)&amp;aggFilters=status:rec"', page)
        assert conditions == ["dermatomyositis", "juvenile+dermatomyositis", "polymyositis", "myositis"]
        assert 'name="condition"' not in page.split("<main")[1]
        assert "59718" not in page.split("<main")[1]


def test_a_damaged_copy_is_a_page_in_words_and_a_line_in_the_log(
    client: FlaskClient, trials: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (trials / "studies.json").write_text("{", encoding="utf-8")
    answer = client.get("/trials")
    assert answer.status_code == 503
    assert "Something went wrong on our side." in answer.text
    assert "Import the saved pages again." in caplog.text


@pytest.mark.parametrize("place", ["", "   ", "x" * 10_000, "a\x00b", "{{7*7}}", "00000", "Paris, France", HOSTILE, "🦄"])
def test_a_bad_place_gets_the_form_again_with_one_clear_line(client: FlaskClient, trials: Path, place: str) -> None:
    answer = client.post("/trials", data={"place": place, "condition": HOSTILE})
    assert answer.status_code == 400
    assert answer.text.count('role="alert"') == 1
    assert html.escape(HOSTILE, quote=True)[:20] in answer.text
    assert "<img src=x" not in answer.text


def test_a_name_of_many_places_gives_them_to_choose_from(client: FlaskClient, trials: Path) -> None:
    page = near(client, "Springfield", "rash")
    assert page.count('class="plain"') > 10
    place = html.unescape(re.findall(r'name="place" value="(Springfield[^"]*)"', page)[1])
    chosen = near(client, place, html.unescape(re.findall(r'name="condition" value="([^"]*)"', page)[0]))
    assert re.findall(r"study/(NCT\d+)", chosen) == ["NCT00000001"]


def test_a_place_is_in_no_address_and_no_log(starter: Finder, trials: Path, caplog: pytest.LogCaptureFixture) -> None:
    client = create_app(starter, WEB).test_client()
    with caplog.at_level(logging.DEBUG):
        page = near(client, "2409 Acton Rd, Vestavia Hills AL 35243", "rash")
        near(client, "Nowhereville, ZZ", "rash")
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page)
    assert addresses
    assert not [a for a in addresses if "35243" in a or "Acton" in a]
    assert not [r for r in caplog.records if re.search("Acton|35243|Nowhereville", r.getMessage())]


def test_hostile_studies_stand_as_themselves(client: FlaskClient, trials: Path) -> None:
    contact = {"name": HOSTILE, "phone": HOSTILE, "email": "a@b.org"}
    bad = study(
        title=HOSTILE,
        conditionsModule={"conditions": [HOSTILE], "keywords": [HOSTILE]},
        designModule={"phases": [HOSTILE]},
        contactsLocationsModule={
            "centralContacts": [contact],
            "locations": [
                location(45, -111, facility=HOSTILE, city=HOSTILE, state=HOSTILE, country=HOSTILE, contacts=[contact])
            ],
        },
    )
    saved.import_trials([save(trials / "page.json", bad)], trials)
    page = near(client, "59718")
    assert html.unescape(page).count(HOSTILE) >= 8
    assert "<img src=x" not in page
    assert "49" not in words(page).split("ZIP")[0]
