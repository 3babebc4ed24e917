"""The pages without a browser: what stands on them, what is refused, what is never kept."""

import csv
import html
import io
import json
import logging
import re
from itertools import product

import pytest
from flask.testing import FlaskClient

from finder.core import Finder
from finder.web import create_app
from tests.conftest import HOSTILE
from tests.world import REFERENCE, SETTINGS, make_finder

NATION = pytest.param("/planner/coverage", marks=pytest.mark.slow)
PAGES = ["/", "/therapies", "/method", NATION, "/planner/coverage?state=PR&standard=cms", "/centers/K-MT-3"]


def ask(client: FlaskClient, place: str, **fields: str):  # type: ignore[no-untyped-def]
    return client.post("/search", data={"place": place, **fields})


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_and_keeps_to_itself(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(r"""(?:src|<link[^>]*href)=["']https?:""", answer.text)


@pytest.mark.slow
def test_the_answer_is_a_list_with_phone_evidence_source_and_travel(client: FlaskClient) -> None:
    page = ask(client, "59718", therapy="ivig").text
    assert "<h1>Infusion care near 59718, Bozeman, Montana</h1>" in page
    assert 'href="tel:+1-406-414-5000"' in page
    assert "call to ask" in page
    assert "infusion here not confirmed, call first" in page
    assert "HIFLD" in page
    card = re.search(r'<li class="card" id="option-1">.*?</li>', page, re.DOTALL)[0]  # type: ignore[index]
    assert "3.5 miles (0.5 to 13)" in card
    assert "5 to 40 min" in card


def test_an_example_is_marked_wherever_it_stands(client: FlaskClient) -> None:
    mark = "Example, not a real service"
    page = ask(client, "59718", therapy="rituximab").text
    cards = re.findall(r'<li class="card.*?</li>', page, re.DOTALL)
    examples = [c for c in cards if "Big Sky" in c]
    assert len(examples) == 2
    assert all(mark in c for c in examples)
    assert sum(mark in c for c in cards) == len(examples)
    assert mark in client.get("/centers/EX-MT-1").text


def test_a_stop_that_cannot_give_the_treatment_is_listed_separately_with_the_reason(client: FlaskClient) -> None:
    page = html.unescape(ask(client, "59718", therapy="ivig").text)
    apart = page.split("Nearby, but doesn't fit")[1].split("</section>")[0]
    assert apart.count("Example, not a real service: Example: Big Sky") == 2
    assert "does not come for 2 days in a row" in apart
    assert "Big Sky" not in "".join(re.findall(r'<li class="card.*?</li>', page, re.DOTALL))


def test_a_place_is_never_in_an_address(client: FlaskClient) -> None:
    assert client.get("/search?place=59718").headers["Location"] == "/"
    page = ask(client, "2409 Acton Rd, Vestavia Hills AL 35243", therapy="ivig").text
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page)
    assert addresses
    assert not [a for a in addresses if "35243" in a or "Acton" in a or "ivig" in a or "from" in a]


def test_nothing_of_a_search_is_logged(starter: Finder, caplog: pytest.LogCaptureFixture) -> None:
    client = create_app(starter, SETTINGS).test_client()
    with caplog.at_level(logging.DEBUG):
        ask(client, "2409 Acton Rd, Vestavia Hills AL 35243", therapy="ivig")
        ask(client, "Nowhereville, ZZ", therapy="ivig")
    assert not [r for r in caplog.records if re.search("Acton|35243|ivig|Nowhereville", r.getMessage())]


def test_an_unexpected_fault_is_a_page_and_a_log_line_without_the_place(
    starter: Finder, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(query: object) -> None:
        raise RuntimeError(f"while at {query}")

    monkeypatch.setattr(starter, "search", broken)
    answer = ask(create_app(starter, SETTINGS).test_client(), "59718")
    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text
    assert "59718" not in caplog.text
    assert "at /search/<sealed>" in caplog.text
    assert "Traceback" not in answer.text + caplog.text


BAD_PLACES = ["", "   ", "x" * 10_000, "a\x00b\x07", "{{7*7}}", "<script>alert(1)</script>", "00000", "99999", "Paris, France",
              "nan,nan", HOSTILE, "🦄", "مكة", "59718; DROP TABLE"]  # fmt: skip


@pytest.mark.parametrize("place", BAD_PLACES)
def test_a_bad_place_gets_the_form_again_with_one_clear_line(client: FlaskClient, place: str) -> None:
    answer = ask(client, place)
    assert answer.status_code == 400
    assert answer.text.count('role="alert"') == 1
    assert 'name="place"' in answer.text
    assert "<script>alert" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "fields", [{"within": "-5"}, {"within": "0"}, {"within": "abc"}, {"within": "nan"}, {"within": "1e9"}, {"therapy": "x"}]
)
def test_bad_choices_are_said(client: FlaskClient, fields: dict[str, str]) -> None:
    answer = ask(client, "59718", **fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_too_much_text_is_refused(client: FlaskClient) -> None:
    answer = ask(client, "x" * 100_000)
    assert answer.status_code == 413
    assert "too much text for a place" in answer.text


def test_a_name_of_many_places_gives_them_to_choose_from(client: FlaskClient) -> None:
    page = ask(client, "Springfield", therapy="ivig").text
    names = re.findall(r'class="plain">(.*?)</button>', page)
    assert len(names) > 10
    assert names[0] == 'Springfield, Missouri, Greene County <span class="hint">170,188 people</span>'
    chosen = ask(client, html.unescape(re.findall(r'name="place" value="(Springfield[^"]*)"', page)[1]), therapy="ivig")
    assert "<h1>Infusion care near Springfield, " in chosen.text


def test_a_typo_gives_did_you_mean(client: FlaskClient) -> None:
    assert '<input type="hidden" name="place" value="Bozeman, Montana">' in ask(client, "Bozman MT").text


def test_the_by_far_largest_is_answered_and_the_others_are_a_click_away(client: FlaskClient) -> None:
    page = ask(client, "Dallas", therapy="ivig").text
    assert "<h1>Infusion care near Dallas, Texas</h1>" in page
    assert "Not Dallas, Texas? Other places have this name: " in page
    other = html.unescape(re.findall(r'name="place" value="(Dallas, [^"]*)"', page)[0])
    assert f"<h1>Infusion care near {other}</h1>" in ask(client, other, therapy="ivig").text


def test_nothing_near_still_shows_the_nearest(client: FlaskClient) -> None:
    page = ask(client, "Tonopah, NV").text
    assert "No location is listed within 60 miles." in page
    assert page.count('class="card"') == 3
    assert "Unreachable by road" not in page


def test_where_no_road_leads_the_straight_line_is_shown_with_that_word(client: FlaskClient) -> None:
    page = ask(client, "99723").text
    assert "No road leads from here to any listed location." in page
    assert page.count('class="card"') == 3
    assert page.count("Unreachable by road:") == 3
    assert "A year of" not in page


def test_the_list_can_be_taken_as_csv(client: FlaskClient) -> None:
    answer = client.post("/reports/search.csv", data={"place": "59718", "therapy": "rituximab"})
    assert answer.mimetype == "text/csv"
    assert "59718" not in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [r["id"] for r in rows] == re.findall(
        r'<h3><span class="rank".*?href="/centers/([^"]+)"', ask(client, "59718", therapy="rituximab").text
    )
    assert {r["example"] for r in rows} == {"yes", "no"}
    assert all(r["source"] and r["method"] for r in rows)


@pytest.mark.slow
@pytest.mark.parametrize("table", ["counties", "states", "gaps"])
def test_coverage_can_be_taken_as_csv(client: FlaskClient, table: str) -> None:
    answer = client.get(f"/reports/coverage-{table}.csv?state=MT&standard=miles:60")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows
    assert {r["asked_standard"] for r in rows} == {"miles:60"}
    if table == "counties":
        assert len(rows) == 56
        assert sum(float(r["population"]) for r in rows) == pytest.approx(1_091_678, abs=3)


def drawn_and_filed(client: FlaskClient, asked: str) -> tuple[dict[str, int | None], dict[str, dict[str, str]]]:
    """Thousandths outside the standard by county, as the page's map has them, and the rows of the file."""
    page = client.get(f"/planner/coverage?{asked}").text
    drawn = json.loads(re.search(r'id="map-data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    report = client.get(f"/reports/coverage-counties.csv?{asked}").text.removeprefix("\ufeff")
    rows = {r["fips"]: r for r in csv.DictReader(io.StringIO(report))}
    return dict(zip(REFERENCE.counties.fips.tolist(), drawn["left"], strict=True)), rows


@pytest.mark.slow
def test_coverage_says_the_same_on_page_map_and_file(client: FlaskClient) -> None:
    drawn, rows = drawn_and_filed(client, "state=MT")
    assert {fips for fips, outside in drawn.items() if outside is not None} == rows.keys()
    for fips, row in rows.items():
        assert (drawn[fips] or 0) / 1000 == pytest.approx(1 - float(row["share"]), abs=0.001)
    assert client.get("/map/gap-land.json?state=MT").get_json()


@pytest.mark.slow
@pytest.mark.parametrize("table", ["counties", "states", "zips", "regions", "centers", "gaps", "hsd", "report"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson", "json", "pdf"])
def test_every_file_on_offer_can_be_taken_and_no_other(client: FlaskClient, table: str, form: str) -> None:
    page = client.get("/planner/coverage?state=RI&standard=cms").text
    [*offered] = re.findall(rf'href="(/reports/coverage-{table}\.{form}[^"]*)"', page)
    for address in offered:
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert f"coverage-{table}-RI-cms-any.{form}" in answer.headers["Content-Disposition"]
    assert len(offered) == (1 if (form in ("json", "pdf")) == (table == "report") else 0)


def test_the_page_of_a_county_has_the_numbers_of_its_state(client: FlaskClient) -> None:
    _, rows = drawn_and_filed(client, "state=FL&standard=cms")
    page = client.get("/planner/counties/12123?standard=cms").text
    assert "<h1>Taylor, Florida: who can reach infusion care?</h1>" in page
    assert "96.3% of 21,448 people are within the standard." in page
    assert float(rows["12123"]["share"]) == pytest.approx(0.963, abs=5e-4)
    assert "The rule requires 85%, so the county meets it." in page
    assert "Two limits apply here, and both must be met: 60 miles and 75 minutes (county type: rural)." in page
    # Its ZIPs, most people first, and only these.
    zips = re.search(r'id="zips".*?</table>', page, re.DOTALL)[0]  # type: ignore[index]
    assert re.findall(r'<th scope="row">(\d{5})</th>', zips) == ["32348", "32347", "32359", "32331", "32336", "32356"]


@pytest.mark.parametrize(("path", "status"), [("/planner/counties/99999", 404), ("/planner/counties/x", 404)])
def test_a_county_that_is_none_is_no_page(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


OF_COVERAGE = ("/planner/counties/30031", "/reports/coverage-zips.csv", "/map/gap-land.json")


@pytest.mark.parametrize(
    ("path", "asked"),
    # There is no standard in a question about chairs.
    [*product(OF_COVERAGE, ["standard=x", "mobile=x", "therapy=x"]), *product(["/planner/chairs"], ["mobile=x", "therapy=x"])],
)
def test_a_senseless_question_is_an_answer_in_words_everywhere(client: FlaskClient, path: str, asked: str) -> None:
    answer = client.get(f"{path}?{asked}")
    assert answer.status_code == 400
    assert "Use " in answer.text


@pytest.mark.slow
def test_counties_come_in_the_order_asked_for(client: FlaskClient) -> None:
    def first(order: str, column: int) -> list[str]:
        page = client.get(f"/planner/coverage?state=MT&standard=cms&order={order}").text
        table = re.search(r'id="counties".*?</table>', page, re.DOTALL)[0]  # type: ignore[index]
        rows = re.findall(r"<tr><th.*?</tr>", table, re.DOTALL)[1:]
        return [re.sub(r"<[^>]*>", "", re.findall(r"<t[hd][^>]*>.*?</t[hd]>", r, re.DOTALL)[column]) for r in rows]

    names = first("name", 0)
    assert names == sorted(names)
    assert len(names) == 56
    people = [int(n.replace(",", "")) for n in first("population", 3)]
    assert people == sorted(people, reverse=True)
    left = [int(n.replace(",", "")) for n in first("left_out", 1)]
    assert left == sorted(left, reverse=True)
    assert first("<script>", 1) == first("left_out", 1)


@pytest.mark.slow
def test_chairs_within_reach_say_what_was_assumed(client: FlaskClient) -> None:
    page = client.get("/planner/chairs?state=NV").text
    assert re.search(r"The chairs or hours of \d+ of the \d+ locations are not known", page)
    assert "people in Nevada have less than half of the national average of infusion chairs within reach." in page
    assert page.count('<tr><th scope="row">') == 10 + 17 + 3  # methods, counties of Nevada, and tables to download


@pytest.mark.parametrize("asked", ["standard=x", "standard=miles:-1", "state=ZZ", "therapy=x", "evidence=x", "evidence=listed"])
def test_a_senseless_coverage_question_is_said_on_the_page(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/planner/coverage?{asked}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'name="standard"' in answer.text


@pytest.mark.parametrize(
    ("path", "status"), [("/nope", 404), ("/centers/nope", 404), ("/search", 200), ("/reports/coverage-x.csv", 404)]
)
def test_pages_that_are_not_there(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_health_and_readiness(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "alive"}
    assert client.get("/readyz").get_json()["centers"] == 433


def test_hostile_listings_stand_as_themselves_on_every_page(hostile: Finder) -> None:
    client = create_app(hostile, SETTINGS).test_client()
    pages = [
        ask(client, "59718", therapy="rituximab").text,
        client.get("/centers/bad").text,
        client.get("/centers/s").text,
        client.get("/planner/coverage?state=MT").text,
    ]
    for page in pages:
        assert HOSTILE in html.unescape(page)
        assert "<img src=x" not in page
        assert page.count("</script>") == page.count("<script")
        # The map's own script holds numbers only.
        for script in re.findall(r'<script nonce="[^"]+">(.*?)</script>', page, re.DOTALL):
            assert "7*7" not in script
            assert "onerror" not in script


def test_hostile_listings_stand_as_themselves_in_files(hostile: Finder) -> None:
    client = create_app(hostile, SETTINGS).test_client()
    content = client.post("/reports/search.csv", data={"place": "59718"}).text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {r["name"] for r in rows} == {HOSTILE, f"{HOSTILE}, {HOSTILE}"}


def test_an_id_of_any_letters_leads_to_its_page(write_folder) -> None:  # type: ignore[no-untyped-def]
    odd = "a/b c?d#e%20é&f"
    finder = make_finder(write_folder(centers=[{"id": odd, "name": "Odd", "zip": "59718"}]))
    client = create_app(finder, SETTINGS).test_client()
    link = html.unescape(re.findall(r'href="(/centers/[^"]+)"', ask(client, "59718").text)[0])
    assert "<h1>Odd</h1>" in client.get(link).text


@pytest.mark.slow
def test_an_empty_directory_still_gives_pages(write_folder, starter: Finder) -> None:  # type: ignore[no-untyped-def]
    client = create_app(make_finder(write_folder()), SETTINGS).test_client()
    assert "This directory has no locations to show." in ask(client, "59718").text
    page = client.get("/planner/coverage")
    assert page.status_code == 200
    assert "we can't say who is within reach" in html.unescape(page.text)


def test_every_sentence_of_the_templates_is_marked_for_translation() -> None:
    bare = re.compile(r">([^<>{}]*[A-Za-z]{2}[^<>{}]*)<")
    for template in sorted((SETTINGS.data.parent / "templates").glob("*.html")):
        text = re.sub(r"\{% block body_class %\}.*?\{% endblock %\}", "", template.read_text())
        text = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", text, flags=re.DOTALL)
        text = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
        assert not bare.findall(text), template.name


def test_a_place_known_only_by_its_zip_says_so_and_gives_a_range(client: FlaskClient) -> None:
    page = ask(client, "59901", therapy="ivig").text
    own = next(card for card in re.findall(r'<li class="card.*?</li>', page, re.DOTALL) if "in your own ZIP code" in card)
    assert re.search(r"in your own ZIP code: about [\d.]+ to \d+ miles</strong>, \d+ to \d+ min<", own)
    assert "A year of IVIG here:" in page
    found = re.search(r'href="/centers/([^"]+)"', own)
    assert found
    assert "in the middle of its ZIP code" in client.get(f"/centers/{found[1]}").text


@pytest.mark.slow
def test_no_data_is_not_shown_as_no_access(client: FlaskClient) -> None:
    page = html.unescape(client.get("/planner/coverage?state=MT&therapy=ivig&evidence=listed").text)
    assert "we can't say who is within reach" in page
    assert "map-data" not in page
    named = client.get("/planner/coverage?state=MT&therapy=ivig").text
    assert "Known to give IVIG: none. Not known: 433." in named


@pytest.mark.slow
def test_people_inside_and_outside_add_up_on_the_page(client: FlaskClient) -> None:
    page = client.get("/planner/coverage?state=MT").text
    people, inside, outside = (
        int(n.replace(",", "")) for n in re.findall(r"<dd>([\d,]+)</dd>", page.split('class="totals"')[1])[:3]
    )
    assert people == inside + outside


def test_the_planners_form_shows_the_question_that_was_answered(client: FlaskClient) -> None:
    page = client.get("/planner/coverage?state=mt&therapy=IVIG").text
    assert '<option value="MT" selected>' in page
    assert '<option value="ivig" selected>' in page
    assert "<h1>Who can reach infusion care in Montana?</h1>" in page
    assert "known to give IVIG" in page


def test_hours_of_visits_and_parts_of_hours_are_shown(client: FlaskClient) -> None:
    page = ask(client, "59718", therapy="rituximab").text
    assert re.search(r"Next visits, local time: \w{3}, \w{3} \d+, 20\d\d; .* \(9 a\.m\. to 3 p\.m\.\)", page)
    assert "3 to 4.5" in client.get("/therapies").text


def test_the_file_holds_all_places_however_many_the_page_shows(client: FlaskClient) -> None:
    asked = {"place": "10001", "within": "200"}
    content = client.post("/reports/search.csv", data=asked).text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) > client.post("/search", data=asked).text.count('class="card"') == 25
    assert {r["position_precision"] for r in rows} <= {"address", "zip", "city"}


@pytest.mark.slow
def test_a_share_is_none_or_all_only_if_it_is(client: FlaskClient) -> None:
    drawn, rows = drawn_and_filed(client, "")
    some_outside = {fips: row for fips, row in rows.items() if float(row["outside"]) > 0}
    assert 0 < len(some_outside) < len(rows)
    assert [fips for fips, row in some_outside.items() if not drawn[fips] or float(row["share"]) >= 1] == []
