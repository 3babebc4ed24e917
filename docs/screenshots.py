"""Makes the pictures of the docs from the running pages: `make screenshots`. Needs Chromium."""

import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from waitress import create_server

from finder.web import create_app
from tests.world import SETTINGS, make_finder

IMAGES = Path(__file__).parent / "images"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def main() -> None:
    """Search near Bozeman, the coverage of the nation, and two new stops in Montana."""
    server = create_server(create_app(make_finder(), SETTINGS), host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    site = f"http://127.0.0.1:{server.effective_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 900, "height": 1300})
        page.goto(site)
        page.fill("#place", "59718")
        page.select_option("#therapy", "rituximab")
        page.click("#find")
        # The end of a page comes after its beginning, and the map after both.
        page.wait_for_selector("#option-1")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / "search.png")
        page.set_viewport_size({"width": 1200, "height": 1150})
        page.goto(site + "/planner/coverage?standard=cms")
        page.wait_for_selector(".map[data-ready=yes]")
        page.screenshot(path=IMAGES / "coverage.png")
        page.goto(site + "/planner/siting?units=2&state=MT&standard=cms&wait=yes")
        page.wait_for_selector(".map[data-ready=yes]")
        page.screenshot(path=IMAGES / "siting.png")
        browser.close()


if __name__ == "__main__":
    main()
