"""Every page that the finder has, and how a reader gets there: one table for all tests that go through all pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.sampling import sample, sampling
from tests.web.browser import Watched

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLORS = ["color-contrast", "link-in-text-block"]
ON_MAPS = ("leaflet-marker-icon", 'href="#region-', 'href="#stop-')
RUN_AXE = """async ([where, options]) => (await axe.run(where, options)).violations
  .flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html.slice(0, 150)]))"""
# Rows of tables and entries of lists with the same colors and type, on the same, as one before. To measure the colors of the
# fifty rows of a table takes seconds and tells no more than to measure those of its first: the others are taken out, and put
# back afterwards.
TAKE_OUT_ALIKE = """() => {
  const written = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const look = (e) => {
    const s = getComputedStyle(e);
    return [e.localName, written(e), s.color, s.backgroundColor, s.backgroundImage, s.opacity, s.display, s.visibility,
      s.fontSize, s.fontWeight, s.fontStyle, s.textDecorationLine, s.borderBottomStyle].join();
  };
  const path = (e) => (e ? path(e.parentElement) + ">" + look(e) : "");
  const seen = new Set();
  const alike = [...document.querySelectorAll("main :is(tbody tr, li)")].filter((part) => {
    const looks = [path(part), ...[...part.querySelectorAll("*")].map(look)].join("|");
    return seen.has(looks) || !seen.add(looks);
  });
  window.takenOut = alike.filter((part) => !alike.includes(part.parentElement.closest("tr, li"))).map((part) => {
    const place = document.createComment("");
    part.replaceWith(place);
    return [place, part];
  });
}"""
PUT_BACK = "() => window.takenOut.forEach(([place, part]) => place.replaceWith(part))"
LANGUAGES = ("en", "es")
Go = Callable[[Watched], None]


@dataclass(frozen=True)
class Way:
    """The way to a page, by no word of either language; its template; what the server answers; whether trials are held."""

    template: str
    go: Go
    status: int = 200
    trials: bool = True


def at(path: str) -> Go:
    return lambda w: w.goto(path)


def asked(place: str, therapy: str = "") -> Go:
    return lambda w: w.search(place, therapy)


def chosen(form: str, most: int) -> Go:
    """What the form under a list makes of the first places in it."""

    def go(w: Watched) -> None:
        w.search("El Paso, TX", "ivig")
        for rank in range(1, most + 1):
            w.page.check(f"#choose-{rank}")
        w.page.click(f"#chosen button[formaction$='/{form}']" if form == "compare" else "#chosen button:not([formaction])")
        w.page.wait_for_url(f"**/{form}/*")

    return go


def trials_near(place: str) -> Go:
    def go(w: Watched) -> None:
        w.goto("/trials")
        w.say(place)
        w.page.click("form.ask button")
        w.page.wait_for_selector("[role=status], [role=alert]")

    return go


def planned(w: Watched) -> None:
    """The calendar of one unit and one stop."""
    w.goto("/planner/calendar")
    w.page.fill("#stops", "name,state,lat,lon\nLibby,MT,48.38829,-115.556\n")
    w.page.fill("#bases", "West=Kalispell, MT")
    w.page.click("form button:not([name])")
    w.page.wait_for_selector("#week-1")


def changed(w: Watched) -> None:
    """What a plan changes."""
    w.goto("/planner/scenarios?state=MT&standard=cms")
    w.page.fill("#plan", 'name = "One less"\n[[close]]\nid = "K-MT-3"\n')
    w.page.click("main form button[type=submit] >> nth=0")
    w.page.wait_for_selector("[role=status]")


PAGES = {
    "unknown place": Way("search.html", asked("Bozemann, MT"), status=400),
    "home": Way("search.html", at("/")),
    "which place": Way("search.html", asked("Springfield")),
    "results": Way("results.html", asked("El Paso, TX", "ivig")),
    "emptied": Way("results.html", at("/search?zip=44106&within=15&kind=physician_office&wheelchair=yes")),
    "near, no answer": Way("results.html", asked("59718", "ivig")),
    "crowded map": Way("results.html", asked("10001", "rituximab")),
    "no road": Way("results.html", asked("Friday Harbor, WA", "ivig")),
    "none chosen": Way("results.html", chosen("compare", 0), status=400),
    "compare": Way("compare.html", chosen("compare", 3)),
    "call sheet": Way("call_sheet.html", chosen("call-sheet", 0)),
    "center": Way("center.html", at("/centers/K-MT-3")),
    "stop": Way("center.html", at("/centers/EX-MT-1")),
    "therapies": Way("therapies.html", at("/therapies")),
    "help": Way("help.html", at("/help")),
    "questions": Way("questions.html", at("/questions")),
    "trials": Way("trials.html", at("/trials")),
    "trials, none held": Way("trials.html", at("/trials"), trials=False),
    "trials found": Way("trials.html", trials_near("59718")),
    "trials, which place": Way("trials.html", trials_near("Springfield")),
    "method": Way("method.html", at("/method")),
    "no such page": Way("error.html", at("/nope"), status=404),
    "state": Way("coverage.html", at("/planner/coverage?state=MT&standard=cms&therapy=ivig")),
    "nation": Way("coverage.html", at("/planner/coverage")),
    "no such standard": Way("coverage.html", at("/planner/coverage?standard=junk"), status=400),
    "county": Way("county.html", at("/planner/counties/32007?standard=cms")),
    "chairs": Way("chairs.html", at("/planner/chairs?state=NV")),
    "scenario": Way("scenarios.html", changed),
    "new stops": Way("siting.html", at("/planner/siting?units=2&state=MT&standard=cms&wait=yes")),
    "closures": Way("closures.html", at("/planner/closures?state=MT&standard=cms")),
    "closure": Way("closure.html", at("/planner/closures?state=MT&standard=cms&close=K-MT-3")),
    "distances": Way("distances.html", at("/planner/distances")),
    "calendar, planned": Way("calendar.html", planned),
}  # fmt: skip
# In a sample each template is opened once, and more is asked of those with a form, a table, or a map than of those with prose.
# These come first, so that each page is opened once.
_PROSE = ("call_sheet", "county", "error", "help", "method", "questions", "therapies")
_SAMPLE = sample(PAGES, by=lambda name: (PAGES[name].template, PAGES[name].status, PAGES[name].trials))
WELL_ASKED_PAGES = [name for name in _SAMPLE if not sampling() or PAGES[name].template.removesuffix(".html") not in _PROSE]
ASKED_PAGES = [*WELL_ASKED_PAGES, *(name for name in _SAMPLE if name not in WELL_ASKED_PAGES)]


def open_page(w: Watched, name: str) -> None:
    """Go to a page of the table and unfold all that is on it."""
    PAGES[name].go(w)
    w.unfold()


def complaints(w: Watched, status: int = 200) -> list[str]:
    """What a page should not have done; but the browser itself says which page the server answers with an error."""
    said = f"console: Failed to load resource: the server responded with a status of {status} "
    return [c for c in w.complaints if status == 200 or not c.startswith(said)]


def axe_findings(w: Watched, all_rows: bool = True, colors: bool = True) -> list[str]:
    """What axe finds: in all rows, or only in those that look different; with or without the rules about colors.

    But not the size of what is free of a pin or number on a map, where another or a button is near: they stand where
    locations are (WCAG 2.5.8: essential), and the list or table beside the map does the same.
    """
    found = axe_findings_in(w, "html", all_rows=all_rows, colors=colors)
    return [line for line in found if not (line.startswith("target-size") and any(m in line for m in ON_MAPS))]


def axe_findings_in(w: Watched, part: str, but: Sequence[str] = (), all_rows: bool = True, colors: bool = True) -> list[str]:
    """What axe finds in a part of the page by all rules but some."""
    options: dict[str, object] = {**WCAG, "rules": {rule: {"enabled": False} for rule in (*COLORS, *but)}}
    found = _axe(w.page, {"include": [[part]]}, options) if all_rows else _axe_where_it_differs(w.page, part, options)
    return found + color_findings(w, part) if colors else found


def color_findings(w: Watched, part: str = "html") -> list[str]:
    """What axe finds by the rules about colors, in all that looks different."""
    return _axe_where_it_differs(w.page, part, {"runOnly": COLORS})


def _axe_where_it_differs(page: Page, part: str, options: dict[str, object]) -> list[str]:
    page.evaluate(TAKE_OUT_ALIKE)
    try:
        return _axe(page, {"include": [[part]]}, options)
    finally:
        page.evaluate(PUT_BACK)


def _axe(page: Page, where: dict[str, object], options: dict[str, object]) -> list[str]:
    """The rule and the element of each violation. A document is given the script of axe once."""
    if page.evaluate("window.axe === undefined"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN_AXE, [where, {**options, "resultTypes": ["violations"]}])
    return [f"{rule}: {html}" for rule, html in found]
