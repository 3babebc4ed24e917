"""The app on a production server: waitress, which keeps no access log."""

import logging
import threading
from datetime import date

from waitress import create_server

from finder.core import Finder
from finder.questions.coverage.query import CoverageQuery
from finder.questions.search.query import SearchQuery
from finder.web import create_app

THREADS = 8
MOST_BODY_BYTES = 32_768
_log = logging.getLogger("finder")


def run(finder: Finder, host: str, port: int) -> None:
    """Serve until interrupted. The pages answer at once; what is slow to load is loaded beside."""
    app = create_app(finder)
    # Waitress writes a body to disk before the app can refuse it: refuse it at the door.
    server = create_server(
        app, host=host, port=port, threads=THREADS, ident="", max_request_body_size=MOST_BODY_BYTES, channel_timeout=30
    )
    threading.Thread(target=_warm_up, args=(finder,), daemon=True).start()
    print(f"finder: open http://{host}:{port} in a browser. Ctrl+C stops it.", flush=True)
    try:
        server.run()
    finally:
        server.close()


def _warm_up(finder: Finder) -> None:
    """Load before the first patient asks: search index, map library, outlines; then the planner's first question."""
    from finder.maps.base_layer import base_layer
    from finder.maps.search_map import search_map, search_view

    result = finder.search(SearchQuery("59718", on=date.today()))
    search_map(result.place, result.options)
    base_layer(search_view(result.place, result.options))
    if finder.travel.interactive:
        finder.coverage(CoverageQuery(on=date.today()))
