"""The app on a production server: waitress, which keeps no access log and reads whole requests before a thread works on one.

Where processes can be forked, `--workers` of them talk to readers, and files, planners, and each question of theirs that takes
long have processes of their own.
"""

import os
import socket
import sys
import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from finder.core import Finder
from finder.maps.base_layer import BaseMap
from finder.questions.coverage.query import CoverageQuery
from finder.questions.search.query import SearchQuery
from finder.settings import Settings, now, today
from finder.web import create_app, listening
from finder.web.counts import Counts
from finder.web.forked import Forked
from finder.web.kinds import LIMITS
from finder.web.memory import swept, use_one_arena
from finder.web.observing import NO_WATCH, Watch, observed, routes
from finder.web.rooms import Room, forwarding
from finder.web.workers import Worker, stop_on_signals, supervise

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Planners and files that wait hold a thread each; this leaves enough for patients.
THREADS = LIMITS["planners"].most + LIMITS["files"].most + 16
# Whether this system can run several processes over the same data. macOS can fork, but its own libraries, which numpy uses,
# may abort in the new process.
CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"


@dataclass(frozen=True, slots=True)
class Operation:
    """How a server is run: processes that answer patients, pages a minute for each client (0: all), and what is watched."""

    workers: int = 1
    per_client: int = 0
    watch: Watch = NO_WATCH


def run(finder: Finder, settings: Settings, host: str, port: int, operation: Operation) -> None:
    """Serve until interrupted or terminated, and then finish what was asked. Raises OSError if it cannot listen."""
    use_one_arena()
    listener = listening.listen(host, port)
    forked = Forked(finder.context) if CAN_FORK else None
    run_long, workers = forked.run if forked else None, operation.workers
    app = create_app(finder, settings, operation.per_client, run_long)
    base: BaseMap = app.extensions["base_map"]
    counts = Counts(routes(app), slots=workers)
    said = f"finder: open http://{host}:{port} in a browser. Press Ctrl+C to stop."
    if forked is None:
        if workers > 1:
            print("finder: this system runs one process, whatever --workers says.", file=sys.stderr)
        print(said, flush=True)
        for ahead in (partial(_warm_up, finder, base), partial(_answer_planners, finder)):
            threading.Thread(target=ahead, daemon=True).start()
        _serve(swept(observed(app, app, operation.watch, counts)), listener)
        return
    # What is loaded before the fork is in memory once for all.
    _warm_up(finder, base)
    rooms = {kind: Room(kind) for kind in ("files", "planners")}
    pages = observed(forwarding(app, rooms), app, operation.watch, counts)  # type: ignore[arg-type]

    def talk(slot: int) -> None:
        counts.take(slot)
        _serve(swept(pages), listener)

    def keep(room: Room) -> None:
        if room.kind == "planners":
            threading.Thread(target=_answer_planners, args=(finder,), daemon=True).start()
        room.serve(swept(app))

    front = [Worker(partial(talk, slot), drains=True) for slot in range(workers)]
    back = [Worker(forked.serve), *(Worker(partial(keep, room)) for room in rooms.values())]
    print(said, flush=True)
    supervise(front, back)


def _serve(app: "WSGIApplication", listener: socket.socket) -> None:
    """Talk to readers until this process is told to stop, and then finish what was asked."""
    server = listening.Server(app, listener, THREADS)
    stop_on_signals(server.stop)
    server.run()


def _answer_planners(finder: Finder) -> None:
    """Have the answer to the default question before a planner asks it, unless a routing engine would take long."""
    if finder.context.travel.interactive:
        finder.coverage(CoverageQuery(on=today()))


def _warm_up(finder: Finder, base: BaseMap) -> None:
    """Load indexes, the map library, and outlines before anyone needs them."""
    from finder.maps.search_map import search_map, search_view

    result = finder.search(SearchQuery("59718", on=today(), asked_at=now()))
    view = search_view(result.place, result.options, base)
    search_map(result.place, result.options, view.bounds)
    base.layer(view)
