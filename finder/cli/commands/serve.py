"""`finder serve`"""

import argparse

from finder.cli import options
from finder.cli.made import made_finder
from finder.core import DEFAULT_TRAVEL
from finder.errors import QueryError
from finder.settings import Settings
from finder.text import text
from finder.web import server


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [options.directory(), options.travel(DEFAULT_TRAVEL), options.geocoder(), options.hsd()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of its own."""
    parser.add_argument("--examples", action="store_true", help="add invented mobile units, marked as examples")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=options.port, default=8000)


def run(asked: argparse.Namespace) -> int:
    """The web app, until interrupted."""
    made = made_finder(asked, asked.hsd)
    made.reference.check()  # a server that cannot answer every page should not begin
    try:
        server.run(made, Settings.from_environment(), asked.host, asked.port)
    except (OSError, ValueError, UnicodeError) as error:  # the port is taken or forbidden; no such host
        where = text(
            "Cannot listen on %(host)s, port %(port)s (%(why)s).", host=asked.host, port=str(asked.port), why=str(error)
        )
        raise QueryError(where, text("Choose another --port or --host.")) from error
    return 0
