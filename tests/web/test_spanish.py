"""The pages in Spanish: chosen, kept, and with no English sentence left on them."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from finder.core import Finder
from finder.trials import saved
from finder.web import create_app
from tests.sampling import of_many
from tests.test_translation import PLACEHOLDER, extracted, forms, spanish
from tests.trials.conftest import PAGE
from tests.web.browser import Watched
from tests.web.test_forget import sitting
from tests.world import SETTINGS

WORD = re.compile("[a-z]{2,}", re.IGNORECASE)
SEARCH = {"place": "59718", "therapy": "ivig", "within": "60"}
GETS = [
    *(
        "/",
        "/search",
        "/compare",
        "/call-sheet",
        "/therapies",
        "/help",
        "/questions",
        "/trials",
        "/method",
        "/no-such-page",
        "/suggest",
    ),
    *("/centers/K-MT-3", "/planner/coverage?state=TX&standard=cms&therapy=iron", "/planner/coverage?standard=junk"),
    *("/planner/coverage?state=NV&standard=va", "/planner/coverage?evidence=confirmed&state=WY&therapy=ivig"),
    *("/planner/counties/32007?standard=cms", "/planner/counties/32007?standard=minutes:60&therapy=rituximab"),
    *("/planner/closures?state=MT&standard=cms", "/planner/closures?state=MT&standard=cms&close=K-MT-3"),
    "/planner/scenarios",
    *("/planner/siting", "/planner/distances", "/planner/calendar", "/planner/chairs?state=MT"),
    *("/planner/siting?units=2&state=MT&standard=cms&wait=yes", "/planner/siting?units=0"),
    "/search?zip=59718&therapy=rituximab&weekends=yes",
]
PLAN = {
    "stops": "name,state,lat,lon\nLibby,MT,48.38829,-115.556\n",
    "bases": "Oeste=Kalispell, MT",
    "therapy": "ivig",
    "overnight": "yes",
}
POSTS: list[tuple[str, dict[str, object]]] = [
    ("/search", {**SEARCH}),
    ("/search", {**SEARCH, "therapy": "antibiotics"}),
    ("/search", {**SEARCH, "therapy": "rituximab:weekly_4", "weekends": "yes", "language": "es", "payment": "medicaid"}),
    ("/search", {**SEARCH, "kind": ["physician_office"], "minutes": "30", "wheelchair": "yes", "new_patients": "yes"}),
    ("/search", {**SEARCH, "place": "99723"}),
    ("/search", {**SEARCH, "place": "Springfield"}),
    ("/search", {**SEARCH, "place": "Tonopah, NV", "therapy": ""}),
    ("/search", {**SEARCH, "place": "Bozemann, MT"}),
    ("/search", {**SEARCH, "within": "junk"}),
    ("/trials", {"place": "59718", "condition": ""}),
    ("/trials", {"place": "Springfield"}),
    ("/trials", {"place": "59718", "condition": "no such disease"}),
    ("/compare", {**SEARCH, "id": ["K-MT-3"]}),
    ("/compare", {**SEARCH}),
    ("/call-sheet", {**SEARCH}),
    ("/reports/search.csv", {**SEARCH, "place": ""}),
    ("/planner/distances", {"of": "pairs"}),
    ("/planner/scenarios", {"plan": "name ="}),
    ("/planner/scenarios", {"plan": 'name = "9"\n[[close]]\nid = "K-MT-3"\n', "state": "MT", "standard": "cms"}),
    ("/planner/calendar", {"stops": "a"}),
    ("/planner/calendar", {**PLAN}),
    ("/planner/calendar", {**PLAN, "crew_hours": "7", "overnight": "no"}),
]


class Words(HTMLParser):
    """What a reader sees or hears of a page: text, and words in attributes. Not what is marked as being in another language."""

    SPOKEN = ("alt", "aria-label", "content", "placeholder", "title")
    VOID = ("meta", "link", "input", "br", "img", "hr", "wbr", "rect", "line")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        hidden = tag in ("script", "style") or dict(attrs).get("lang", "es") != "es"
        spoken = [v for name, v in attrs if v and (name in self.SPOKEN or name.startswith("data-"))]
        if not self.hidden():
            self.found += spoken
        if tag not in self.VOID:
            self.inside.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def hidden(self) -> bool:
        return any(hidden for _, hidden in self.inside)

    def handle_data(self, data: str) -> None:
        if not self.hidden() and data.strip():
            self.found.append(" ".join(data.split()))


@cache
def english() -> tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]:
    """Sentences that read otherwise in Spanish: each as a pattern, with its parts between the values."""
    pairs = [pair for m in spanish() if m.id for pair in zip(forms(m.id), forms(m.string), strict=True)]
    parts = {one: tuple(part.strip() for part in PLACEHOLDER.split(one)) for one, other in pairs if one != other}
    return tuple((one, pattern(found), found) for one, found in parts.items() if WORD.search("".join(found)))


def pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    """One word or two, like "Map" or "3 miles", count where they are all that is said: names hold such words too."""
    words = WORD.findall(" ".join(parts))
    escaped = [re.escape(part) for part in parts]
    if len(words) <= 2:
        return re.compile(r"\A\W*" + (r"[0-9.,$ ]+" if len(words) == 1 else r".{0,60}?").join(escaped) + r"\W*\Z")
    return re.compile(r"(?<!\w)" + r".{0,300}?".join(escaped) + r"(?!\w)")


def left_in_english(page: str) -> Iterator[str]:
    found = Words(page).found
    everything = "\n".join(found)
    for one, pattern, parts in english():
        if all(part in everything for part in parts) and any(pattern.search(text) for text in found):
            yield one


@pytest.fixture(autouse=True)
def _copy(trials_folder: Path) -> None:
    saved.import_trials([PAGE], trials_folder)


def with_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@pytest.mark.slow
@pytest.mark.parametrize("path", GETS)
def test_no_english_is_left_on_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(with_language(path, "es"))
    assert '<html lang="es">' in answer.text
    assert list(left_in_english(answer.text)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("path", "fields"), POSTS)
def test_no_english_is_left_on_an_answer(client: FlaskClient, path: str, fields: dict[str, object]) -> None:
    answer = client.post(with_language(path, "es"), data=fields)
    assert '<html lang="es">' in answer.text
    assert list(left_in_english(answer.text)) == []


def test_without_a_copy_of_trials_no_english_is_left(client: FlaskClient, trials_folder: Path) -> None:
    (trials_folder / saved.COPY).unlink()
    assert list(left_in_english(client.get("/trials?lang=es").text)) == []


def test_english_is_found_where_it_is() -> None:
    said = "Hay 3. Showing the nearest 3 of 9 locations."
    page = f'<p title="Main">{said}</p><b>Map</b><i>Big Map Hospital</i><u lang="en">Close</u>'
    assert set(left_in_english(page)) == {"Main", "Showing the nearest %(shown)s of %(found)s locations.", "Map"}


def test_every_page_is_among_those_that_are_read(starter: Finder) -> None:
    """A new page has to be put into one of the lists above."""
    app = create_app(starter, SETTINGS)
    files = {
        *("static", "healthz", "readyz", "planner.report", "planner.county_lines", "planner.gap_land"),
        *("patient.visits", "siting.progress", "siting.stop"),
    }
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("")
        read = {
            adapter.match(path.partition("?")[0], method="GET")[0] for path in GETS if path not in ("/no-such-page", "/suggest")
        }
        read |= {adapter.match(path, method="POST")[0] for path, _ in POSTS}
        answers = {"/search": "/search/x", "/compare": "/compare/x", "/call-sheet": "/call-sheet/x", "/trials": "/trials/x"}
        read |= {adapter.match(answers[path], method="GET")[0] for path, _ in POSTS if path in answers}
    assert {rule.endpoint for rule in app.url_map.iter_rules()} - read == {*files, "patient.suggest", "planner.start", "forget"}


@pytest.mark.slow
def test_every_sentence_counts() -> None:
    """Were the catalog empty, nothing English would ever be found."""
    assert len(english()) > 0.9 * len(extracted())


class TestChoice:
    """The address, else the cookie, else the browser, else English."""

    @pytest.mark.parametrize(
        ("address", "cookie", "browser", "language"),
        [
            ("/", None, None, "en"),
            ("/", None, "es-MX,es;q=0.9,en;q=0.8", "es"),
            ("/", None, "es;q=0.1,en-GB", "en"),
            ("/", None, "fr,de", "en"),
            ("/", None, "es;q=0", "en"),
            ("/", None, ";;q=,=junk", "en"),
            ("/", "es", "en", "es"),
            ("/", "en", "es", "en"),
            ("/?lang=en", "es", "es", "en"),
            ("/?lang=es", "en", "en", "es"),
            ("/?lang=es&lang=en", None, None, "es"),
            ("/?lang=", "es", None, "es"),
        ],
    )
    def test_who_decides(
        self, client: FlaskClient, address: str, cookie: str | None, browser: str | None, language: str
    ) -> None:
        if cookie:
            client.set_cookie("lang", cookie)
        answer = client.get(address, headers={"Accept-Language": browser} if browser else {})
        assert f'<html lang="{language}">' in answer.text
        assert answer.headers["Content-Language"] == language
        assert {"cookie", "accept-language"} <= {v.lower() for v in answer.vary}

    @pytest.mark.parametrize(
        "lang", ["ES", "es-MX", "xx", "../../etc", "%00", "<script>", "e" * 3000, "es;Path=/", "en%0d%0aX:1"]
    )
    def test_what_is_not_offered_is_passed_over(self, client: FlaskClient, lang: str) -> None:
        answer = client.get(f"/?lang={lang}")
        assert answer.status_code == 200
        assert '<html lang="en">' in answer.text
        assert "Set-Cookie" not in answer.headers
        assert "<script>&" not in answer.text
        client.set_cookie("lang", lang[:200])
        assert client.get("/").headers["Content-Language"] == "en"

    def test_a_choice_is_kept_for_a_year_and_nothing_else_is(self, client: FlaskClient) -> None:
        answer = client.get("/?lang=es")
        (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
        assert (cookie.key, cookie.value) == ("lang", "es")
        assert (cookie["max-age"], cookie["samesite"], cookie["httponly"], cookie["path"]) == ("31536000", "Lax", True, "/")
        assert not cookie["secure"]
        assert "Set-Cookie" not in client.get("/help").headers
        assert "¿Dónde está usted?" in client.get("/").text

    def test_over_https_it_stays_there(self, client: FlaskClient) -> None:
        assert "Secure" in client.get("/?lang=es", base_url="https://finder.example").headers["Set-Cookie"]

    def test_files_are_the_same_in_every_language(self, client: FlaskClient) -> None:
        with client.get("/static/finder.css?lang=es") as answer:
            assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "Content-Language" not in answer.headers
        assert not answer.vary or "cookie" not in {v.lower() for v in answer.vary}

    def test_an_error_reads_in_the_language_too(self, client: FlaskClient) -> None:
        client.set_cookie("lang", "es")
        answer = client.post("/search", data={"place": "x" * 20_000})
        assert answer.status_code == 413
        assert "Es demasiado texto para un lugar." in answer.text


class TestSwitch:
    """The way to the same page in the other language."""

    def test_a_page_links_to_itself(self, client: FlaskClient) -> None:
        page = client.get("/planner/coverage?state=PR&standard=cms&lang=en&order=name").text
        assert '<a href="?state=PR&amp;standard=cms&amp;order=name&amp;lang=es" lang="es" hreflang="es"' in page
        page = client.get("/planner/coverage?state=PR&standard=cms&order=name&lang=es").text
        assert '<a href="?state=PR&amp;standard=cms&amp;order=name&amp;lang=en" lang="en" hreflang="en"' in page

    @pytest.mark.slow
    def test_an_answer_is_asked_for_again_with_what_is_chosen(self, client: FlaskClient) -> None:
        fields = {**SEARCH, "place": "12 Main St, Bozeman, MT", "kind": ["hospital_outpatient", "freestanding"], "id": "K-MT-3"}
        page = client.post("/search", data=fields).text
        assert (
            '<button type="submit" class="plain" form="chosen" formaction="/search?lang=es" lang="es">Español</button>' in page
        )
        (form,) = re.findall(r'<form id="chosen".*?</form>', page, re.DOTALL)
        sent = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
        listed = {n: v for n, v in fields.items() if n != "id"} | {"limit": "25"}
        sent.remove(("sitting", sitting(page)))
        assert sorted(sent) == sorted((n, v) for n, vs in listed.items() for v in (vs if isinstance(vs, list) else [vs]))
        assert re.search(r'name="id" value="K-MT-3" form="chosen" checked', page)
        assert not re.search(r'(?:href|action)="[^"]*12[^"]*Main', page)

    def test_an_answer_without_a_list_links_to_itself(self, client: FlaskClient) -> None:
        page = client.post("/search", data={"place": "Springfield"}).text
        assert '<a href="?lang=es" lang="es" hreflang="es"' in page

    def test_the_language_survives_a_search(self, client: FlaskClient) -> None:
        client.get("/?lang=es")
        page = client.post("/search", data=SEARCH).text
        assert "<h1>Infusiones cerca de 59718, Bozeman, Montana</h1>" in page
        assert "llame para preguntar" in page
        again = client.post("/search?lang=en", data=SEARCH).text
        assert "<h1>Infusion care near 59718, Bozeman, Montana</h1>" in again
        assert 'lang="en"' in client.get("/").text

    @pytest.mark.parametrize(
        "path", ["//evil.example/x", "/\\evil.example", "/a%22%3E%3Cscript%3E", "/?x=%22%3E%3Cscript%3E&lang=en"]
    )
    def test_a_hostile_address_leads_nowhere_else(self, client: FlaskClient, path: str) -> None:
        page = client.get(path, follow_redirects=True).text
        assert "<script>&" not in page
        assert '<script>"' not in page
        links = re.findall(r'<a href="([^"]*)"[^>]*hreflang', page)
        assert links
        assert all(link.startswith("?") for link in links)

    def test_hostile_fields_stay_text(self, client: FlaskClient) -> None:
        page = client.post("/search", data={"place": '"><script>alert(1)</script>', '"><script>': "x"}).text
        assert "<script>alert" not in page
        assert '"><script>"' not in page


@pytest.mark.slow
def test_numbers_and_days_read_as_in_the_united_states(client: FlaskClient) -> None:
    page = client.get("/planner/coverage?state=TX&lang=es").text
    assert re.search(r"[0-9]{2}\.[0-9]% de [0-9.]+ millones de personas en Texas", page)
    assert re.search(r">[0-9]{1,3},[0-9]{3}<", page)
    assert re.search(r"revisaron por última vez entre [a-z]+ de 20[0-9]{2} y [a-z]+ de 20[0-9]{2}", page)


@pytest.mark.browser
class TestInABrowser:
    """The switch without script. Every page in Spanish: test_every_page_browser.py."""

    @pytest.mark.parametrize("width", [320, 1100][: of_many(2, 1)])
    def test_a_search_is_switched_to_spanish_and_back_without_script(
        self, watch: Callable[..., Watched], site: str, width: int
    ) -> None:
        w = watch(site, width=width, java_script_enabled=False)
        w.search("El Paso, TX", "ivig")
        w.page.click("text=Español")
        assert w.page.inner_text("h1") == "Infusiones cerca de El Paso, Texas"
        assert w.page.url.endswith("?lang=es")
        # What was chosen is kept: the next page is in Spanish as well.
        w.page.click("text=Ayuda >> nth=0")
        assert w.page.locator("html").get_attribute("lang") == "es"
        w.page.click("text=English")
        assert w.page.url.endswith("/help?lang=en")
        assert w.page.locator("html").get_attribute("lang") == "en"
