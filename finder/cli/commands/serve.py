"""`finder serve`"""

import argparse
from dataclasses import replace

from finder.cli import options
from finder.cli.json_log import log_json_lines
from finder.cli.made import made_finder
from finder.core import DEFAULT_TRAVEL
from finder.errors import QueryError
from finder.settings import Settings
from finder.text import text
from finder.web import hosts, server
from finder.web.clients import DEFAULT_PER_CLIENT
from finder.web.observing import METRICS_PATH, Watch
from finder.web.server import Operation


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [options.directory(), options.travel(DEFAULT_TRAVEL), options.geocoder(), options.hsd()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of its own."""
    parser.add_argument("--examples", action="store_true", help="add invented mobile units, marked as examples")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--workers", type=options.workers, default=1, metavar="N", help="processes that answer patients, one for each core"
    )
    parser.add_argument("--port", type=options.port, default=8000)
    chosen = Settings.from_environment()
    parser.add_argument(
        "--public-url", default=chosen.public_url, metavar="URL", help="where readers reach it, like https://finder.example.org"
    )
    parser.add_argument(
        "--trusted-proxies", default=chosen.trusted_proxies, metavar="ADDRESSES", help="proxies whose X-Forwarded headers count"
    )
    parser.add_argument(
        "--allowed-hosts", default=chosen.allowed_hosts, metavar="NAMES", help="the only names to answer under (default: any)"
    )
    parser.add_argument(
        "--per-client",
        type=options.count,
        default=DEFAULT_PER_CLIENT,
        metavar="N",
        help="pages a minute that one client may ask for, by its network address; 0 for no limit",
    )
    parser.add_argument("--metrics", action="store_true", help=f"show counts for Prometheus at {METRICS_PATH}")
    parser.add_argument(
        "--log-format", choices=("text", "json"), default="text", help="json: a line for each request, without its address"
    )


def run(asked: argparse.Namespace) -> int:
    """The web app, until interrupted."""
    if asked.log_format == "json":
        log_json_lines()
    settings = replace(
        Settings.from_environment(),
        public_url=asked.public_url,
        trusted_proxies=asked.trusted_proxies,
        allowed_hosts=asked.allowed_hosts,
    )
    hosts.Front.of(settings)  # What makes no sense is said before the tables are read.
    made = made_finder(asked, asked.hsd)
    made.reference.check()  # a server that cannot answer every page should not begin
    operation = Operation(asked.workers, asked.per_client, Watch(metrics=asked.metrics, log=asked.log_format == "json"))
    try:
        server.run(made, settings, asked.host, asked.port, operation)
    except (OSError, ValueError, UnicodeError) as error:  # the port is taken or forbidden; no such host
        where = text(
            "Cannot listen on %(host)s, port %(port)s (%(why)s).", host=asked.host, port=str(asked.port), why=str(error)
        )
        raise QueryError(where, text("Choose another --port or --host.")) from error
    return 0
