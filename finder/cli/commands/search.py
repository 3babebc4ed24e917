"""`finder search`"""

import argparse

from finder.access.ranking import ORDERS
from finder.cli import options
from finder.cli.made import made_finder
from finder.cli.output import tell, write
from finder.cli.places import write_candidates
from finder.cli.terminal import say
from finder.core import DEFAULT_TRAVEL
from finder.domain.facility import AGES
from finder.domain.place import PlaceAmbiguous
from finder.questions.base import Row
from finder.questions.search.query import DEFAULT_LIMIT, DEFAULT_WITHIN_MI, SearchQuery
from finder.questions.search.question import SEARCH
from finder.settings import now, today
from finder.wording.writer import ENGLISH


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [options.directory(), options.travel(DEFAULT_TRAVEL), options.geocoder(), options.output()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments and options of its own."""
    parser.add_argument("place", metavar="PLACE", help="a ZIP code, a city and state, an address, or coordinates")
    parser.add_argument("--therapy", type=str.lower, metavar="ID", help="ivig, rituximab, ...")
    parser.add_argument("--within", type=float, default=DEFAULT_WITHIN_MI, metavar="MILES")
    parser.add_argument("--limit", type=int, default=DEFAULT_LIMIT, metavar="N")
    parser.add_argument("--age", choices=AGES, help="whom the infusion is for")
    parser.add_argument("--sort", choices=ORDERS, default="miles", help="by miles (default), or by how sure the evidence is")
    parser.add_argument(
        "--on", type=options.day, metavar="DATE", help="mobile visits from this day on (default: today at the place)"
    )


def run(asked: argparse.Namespace) -> int:
    """Ranked options; exit 1 if there is none at all."""
    query = SearchQuery(
        asked.place,
        asked.therapy,
        asked.within,
        asked.limit,
        on=asked.on or today(),
        age=asked.age,
        order=asked.sort,
        asked_at=None if asked.on else now(),
    )
    try:
        result = made_finder(asked).search(query)
    except PlaceAmbiguous as several:
        return write_candidates(asked, several)
    if asked.format != "json":
        method = result.method
        say(f"{result.place.label}. Travel: {ENGLISH.say(method.label)}. {ENGLISH.say(method.error_note)}")
        tell(result.notices)
    table = SEARCH.tables[SEARCH.default_table]
    rows = table.rows(result)
    if asked.format == "table":
        rows = [{**row, "distance_mi": _miles(row)} for row in rows]
    write(asked, SEARCH.whole(result), rows, table.shown, table.columns)
    return 0 if result.options else 1


def _miles(row: Row) -> object:
    if row["road"]:
        if row["ferry"]:
            return f"{row['ferry_water_mi']} by ferry and {row['ferry_road_mi']} by road"
        return f"{row['road']} ({row['straight_line_mi']} straight)"
    low, high = row["distance_mi_low"], row["distance_mi_high"]
    return row["distance_mi"] if low == high else f"{row['distance_mi']} ({low} to {high})"
