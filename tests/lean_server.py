"""The command line whose server answers no planner ahead: `python -m tests.lean_server serve ...`.

The first answer for planners takes a second of processor time, and indexes that are loaded before the processes are forked
take two. Tests of what a server does with connections, files, and signals have no use for the one, and for the other only if
several of its processes search. In the environment, `TEST_SERVER` says what else it goes without: "indexes", "forks".
tests/cli/test_cli_process.py starts it as people do.
"""

import os
import sys
from typing import Any

from finder.cli.app import main
from finder.web import server


def _nothing(*_: Any) -> None:
    pass


if __name__ == "__main__":
    without = os.environ.get("TEST_SERVER", "")
    server._answer_planners = _nothing  # type: ignore[assignment]
    if without == "indexes":
        server._warm_up = _nothing  # type: ignore[assignment]
    elif without == "forks":
        server.CAN_FORK = False
    sys.exit(main())
