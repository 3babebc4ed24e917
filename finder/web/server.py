"""The app on a production server: waitress, which keeps no access log."""

import logging
import threading

from waitress import create_server

from finder.core import Finder
from finder.maps.base_layer import BaseMap
from finder.questions.coverage.query import CoverageQuery
from finder.questions.search.query import SearchQuery
from finder.settings import Settings, now, today
from finder.web import create_app
from finder.web.counts import Counts
from finder.web.observing import NO_WATCH, Watch, observed, routes
from finder.web.turns import MOST_PLANNERS

# More than the planners who may wait (finder.web.turns), so that a patient always finds a thread.
THREADS = MOST_PLANNERS + 8
MOST_BODY_BYTES = 32_768
_log = logging.getLogger("finder")


def run(finder: Finder, settings: Settings, host: str, port: int, *, per_client: int = 0, watch: Watch = NO_WATCH) -> None:
    """Serve until interrupted. Pages are served at once; what is slow to load is loaded in the background."""
    app = create_app(finder, settings, per_client)
    pages = observed(app, app, watch, Counts(routes(app)))
    # Waitress writes a body to disk before the app can refuse it, so the server itself has to refuse it.
    server = create_server(
        pages, host=host, port=port, threads=THREADS, ident="", max_request_body_size=MOST_BODY_BYTES, channel_timeout=30
    )
    threading.Thread(target=_warm_up, args=(finder, app.extensions["base_map"]), daemon=True).start()
    print(f"finder: open http://{host}:{port} in a browser. Press Ctrl+C to stop.", flush=True)
    try:
        server.run()
    finally:
        server.close()


def _warm_up(finder: Finder, base: BaseMap) -> None:
    """Load indexes, the map library, and outlines before anyone needs them; then answer the default coverage question."""
    from finder.maps.search_map import search_map, search_view

    result = finder.search(SearchQuery("59718", on=today(), asked_at=now()))
    view = search_view(result.place, result.options, base)
    search_map(result.place, result.options, view.bounds)
    base.layer(view)
    if finder.context.travel.interactive:
        finder.coverage(CoverageQuery(on=today()))
