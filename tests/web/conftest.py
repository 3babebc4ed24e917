"""The app over the starter directory and over hostile listings, for a test client and for a real browser."""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache, StrictUndefined
from jinja2.bccache import Bucket
from playwright.sync_api import Browser, sync_playwright
from waitress import create_server
from werkzeug.test import TestResponse

import finder.web
from finder.core import Finder
from finder.maps.base_layer import BaseMap
from finder.settings import today
from finder.web import create_app
from tests.conftest import HOSTILE
from tests.web.browser import CHROMIUM_FLAGS, Tabs, Watched
from tests.world import SETTINGS, make_finder


class CompiledTemplates(BytecodeCache):
    """Templates compiled once for all apps of this process."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}
# One base map for all apps over the same tables: it puts the names of all towns in order when it is first asked.
finder.web.BaseMap = lru_cache(maxsize=4)(BaseMap)  # type: ignore[assignment, attr-defined]
# Pages find a copy of trials only where a test puts one.
WEB = replace(SETTINGS, trials=Path(tempfile.mkdtemp(prefix="finder-trials-")))
Serve = Callable[[Finder], str]


def _until_closed(run: Callable[[], None]) -> None:
    """Serve; a server that is closed at the end of the tests may still wait for its sockets."""
    with suppress(OSError):
        run()


@pytest.fixture(scope="session")
def starter(road_starter: Finder) -> Finder:
    """The finder as it comes."""
    return road_starter


class Following(FlaskClient):
    """A client that goes on to the page that answers a form, as every browser does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        return super().open(answer.location) if answer.status_code == 303 else answer


Flask.test_client_class = Following


def strict_app(finder: Finder) -> Flask:
    """The app, but for a name that a template has and nothing gives: here it is an error, not an empty space on the page."""
    app = create_app(finder, WEB)
    app.jinja_env.undefined = StrictUndefined
    return app


@pytest.fixture(scope="session")
def app(starter: Finder) -> Flask:
    """The app as it comes."""
    return strict_app(starter)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the app as it comes, without a cookie."""
    return app.test_client()


@pytest.fixture
def trials_folder() -> Iterator[Path]:
    """The folder, empty, where pages look for a copy of trials."""
    yield WEB.trials
    for file in WEB.trials.iterdir():
        file.unlink()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """A finder near 59718 whose listing texts are all hostile."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    start = today() + timedelta(days=3)
    (folder / "centers.csv").write_text(
        "id,name,operator,street,city,state,zip,phone,languages,source,note\n"
        f"bad,{quoted},{quoted},{quoted},{quoted},MT,59718,406-555-0123,{quoted},{quoted},{quoted}\n"
    )
    (folder / "mobile_units.csv").write_text(f"id,name,operator,therapies,source\nu,{quoted},{quoted},rituximab,{quoted}\n")
    (folder / "mobile_stops.csv").write_text(f"id,unit_id,name,city,state,zip,note\ns,u,{quoted},{quoted},MT,59715,{quoted}\n")
    (folder / "mobile_calendar.csv").write_text(
        f"stop_id,starts_on,start_time,end_time,timezone\ns,{start},09:00,15:00,America/Denver\n"
    )
    return make_finder(folder)


@pytest.fixture(scope="session")
def serve_app() -> Iterator[Callable[[Flask], str]]:
    """Serves apps, each at an address of its own, on the server that `finder serve` uses.

    Nothing waits for a server to end: with the connections that a browser keeps that takes seconds.
    """
    with ExitStack() as servers:

        def start(app: Flask) -> str:
            server = create_server(app, host="127.0.0.1", port=0, threads=4)
            servers.callback(server.close)
            threading.Thread(target=_until_closed, args=(server.run,), daemon=True).start()
            return f"http://127.0.0.1:{server.effective_port}"

        yield start


@pytest.fixture(scope="session")
def serve(serve_app: Callable[[Flask], str]) -> Serve:
    """Serves the apps of finders."""
    return lambda finder: serve_app(strict_app(finder))


@pytest.fixture(scope="session")
def site(serve: Serve, starter: Finder) -> str:
    """Address of the app as it comes."""
    return serve(starter)


@pytest.fixture(scope="session")
def hostile_site(serve: Serve, hostile: Finder) -> str:
    """Address of the app over hostile listings."""
    return serve(hostile)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium that can reach this machine only."""
    names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    # The same browser without windows takes nearly a third less processor time.
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        reason = "no Chromium on this machine (Debian: apt-get install chromium-headless-shell)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tabs(chromium: Browser) -> Tabs:
    """Tabs for the tests of this worker."""
    return Tabs(chromium)


@pytest.fixture
def watch(tabs: Tabs) -> Iterator[Callable[..., Watched]]:
    """Opens watched pages: watch(site, width=320, java_script_enabled=False); see `Tabs.lent`."""
    with tabs.lent() as open_page:
        yield open_page
