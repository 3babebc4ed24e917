"""A real Chromium for tests: its flags, a page that is watched, and tabs that tests use one after the other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, ViewportSize

# A page of the whole nation is worked out when it is first asked for, and a busy machine is no fault of the code under test.
BUSY_MS = 120_000
# Windows of Chromium load parts of its toolbar as pages of their own, which take longer than ours. This flag replaces that
# of Playwright, so what matters of Playwright's list is here, too.
FEATURES_NOT_NEEDED = [
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("SpareRendererForSitePerProcess", "HttpsUpgrades", "OptimizationHints", "DestroyProfileOnBrowserClose"),
    "AvoidUnnecessaryBeforeUnloadCheckSync",
]
CHROMIUM_FLAGS = [
    "--disable-features=" + ",".join(FEATURES_NOT_NEEDED),
    "--no-sandbox",
    "--disable-gpu",
    "--disable-gpu-compositing",
    "--in-process-gpu",
    "--process-per-site",
    # All tabs of a profile share a process, and none is started ahead: each costs more than most tests.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
WINDOW = ViewportSize(width=1100, height=900)


class Watched:
    """A page, and what it should not have done: messages, errors, dialogs, requests to other hosts."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        self._handlers: dict[Any, Callable[[Any], None]] = {
            "console": lambda m: self.complaints.append(f"console: {m.text}"),
            "pageerror": lambda e: self.complaints.append(f"error: {e}"),
            "dialog": self._dialog,
            "request": lambda r: self._host(r.url),
            "requestfailed": lambda r: self._failed(r.url, r.failure),
        }
        for event, handler in self._handlers.items():
            page.on(event, handler)

    def leave(self) -> None:
        """Watch no longer."""
        for event, handler in self._handlers.items():
            self.page.remove_listener(event, handler)

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _failed(self, url: str, why: str | None) -> None:
        if "ERR_ABORTED" not in (why or ""):  # broken off by leaving the page
            self.complaints.append(f"failed: {url}")

    def _host(self, url: str) -> None:
        if not url.startswith((self.site, "data:")):
            self.complaints.append(f"outside: {url}")

    def goto(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site + path)

    def say(self, place: str) -> None:
        """Type a place and go on to the next field, so that no suggestion lies over it, however late it comes."""
        self.page.fill("#place", place)
        self.page.press("#place", "Tab")

    def search(self, place: str, therapy: str = "") -> None:
        """The page that answers a form, for a test of what is on it: half of the time that `ask` takes."""
        form: dict[str, str | float | bool] = {"place": place, "therapy": therapy}
        answer = self.page.request.post(f"{self.site}/search", form=form, max_redirects=0)
        self.page.goto(self.site + answer.headers["location"])

    def ask(self, place: str, therapy: str = "") -> None:
        """Ask as a patient would."""
        self.goto("/")
        self.say(place)
        self.page.select_option("#therapy", therapy)
        self.page.click("#find")
        self.page.wait_for_url("**/search/*")

    def open_list(self, zip_code: str, therapy: str = "") -> None:
        """The list around a ZIP code, where it is no matter how it was asked for."""
        self.goto(f"/search?zip={zip_code}&therapy={therapy}")

    def unfold(self) -> None:
        """Open everything that is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true; })")

    def press(self, name: str, exact: bool = False) -> None:
        """Press a button that leads to another page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=exact).click()

    def change_search(self) -> None:
        """Open the form above a list, as a reader who wants to ask differently."""
        self.page.click("#again > summary")

    def show_map(self) -> None:
        """Switch to the map, where it does not stand beside the list."""
        if self.page.is_visible(".views"):
            self.page.click("[data-view=map]")


Options = frozenset[tuple[str, Any]]


class Tabs:
    """Tabs of one browser that tests use one after the other: a new one costs more than most tests do in it.

    Readers who differ (language, script, touch) have a profile each. A tab that comes back forgets: no cookie, nothing stored,
    no route, no size, and no medium stays. What a profile keeps are the files that browsers keep, like styles.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._profiles: dict[Options, BrowserContext] = {}
        self._free: dict[Options, list[Page]] = {}

    @contextmanager
    def lent(self) -> Iterator[Callable[..., Watched]]:
        """Opens watched tabs, and takes them back at the end: open_tab(site, width=320, locale="es-US").

        A `fresh` one has a profile of its own, which keeps nothing from one test to the next.
        """
        taken: list[tuple[Options | None, Watched]] = []

        def open_tab(site: str, width: int = 1100, fresh: bool = False, **options: Any) -> Watched:
            media = {name: options.pop(name) for name in ("color_scheme", "reduced_motion") if name in options}
            reader = None if fresh else frozenset((name, repr(value)) for name, value in options.items())
            page = self._page(reader, options)
            page.set_viewport_size({"width": width, "height": WINDOW["height"]})
            page.emulate_media(**media)
            taken.append((reader, Watched(page, site)))
            return taken[-1][1]

        yield open_tab
        for reader, watched in taken:
            self._take_back(reader, watched)

    def _page(self, reader: Options | None, options: dict[str, Any]) -> Page:
        if reader is None:
            return self._profile(options).new_page()
        if reader not in self._profiles:
            self._profiles[reader] = self._profile(options)
        free = self._free.setdefault(reader, [])
        if not free:
            return self._profiles[reader].new_page()
        page = free.pop()
        page.bring_to_front()  # a tab behind another draws once a second, and a click waits for two drawings
        return page

    def _profile(self, options: dict[str, Any]) -> BrowserContext:
        profile = self._browser.new_context(viewport=WINDOW, **options)
        profile.set_default_timeout(BUSY_MS)
        return profile

    def _take_back(self, reader: Options | None, watched: Watched) -> None:
        page = watched.page
        watched.leave()
        if reader is None:
            page.context.close()
            return
        try:
            page.unroute_all(behavior="ignoreErrors")
            # The page stays, since an empty one would cost as much as the next one, but asks for nothing any more.
            page.evaluate("() => { stop(); localStorage.clear(); sessionStorage.clear(); }")
            page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
            page.context.clear_cookies()
        except Error:  # a page that a failed test left in the middle of something
            page.close()
        else:
            self._free[reader].append(page)
