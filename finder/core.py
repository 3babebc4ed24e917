"""The front door: `make_finder(settings)` puts the rooms together, and a Finder hands each question on to its room."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from finder.directory.folder import load_folder
from finder.directory.listings import ListingReader
from finder.directory.quality import Quality, assess
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.domain.own_people import OwnPeople
from finder.domain.place import Place
from finder.domain.sites import Sites
from finder.errors import QueryError
from finder.places.chain import PlaceFinder, make_places
from finder.places.listed import ListedPlaces
from finder.questions.answers import Answers
from finder.questions.base import Context, Query, Question, Result
from finder.questions.search.query import SearchQuery
from finder.questions.search.question import SEARCH
from finder.questions.search.result import SearchResult
from finder.reference.reference import Reference
from finder.settings import Settings
from finder.text import as_list, text
from finder.travel.cache import Cached
from finder.travel.model import Progress, TravelModel, no_progress
from finder.travel.road.model import Road
from finder.travel.straight_line import StraightLine

if TYPE_CHECKING:
    import shapely

    from finder.hsd.reference_file import HsdFile
    from finder.questions.chairs.query import ChairsQuery
    from finder.questions.chairs.result import ChairsResult
    from finder.questions.closures.query import ClosuresQuery
    from finder.questions.closures.result import ClosuresResult
    from finder.questions.coverage.query import CoverageQuery
    from finder.questions.coverage.result import CoverageResult
    from finder.questions.scenario.query import ScenarioQuery
    from finder.questions.scenario.result import ScenarioResult
    from finder.questions.siting.query import SitingQuery
    from finder.questions.siting.result import SitingResult

DEFAULT_TRAVEL = "road"
TRAVEL = ("road", "straight", "osrm", "valhalla")
Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Result)
T = TypeVar("T")
# What a caller makes every computation wait for.
Turn = Callable[[], AbstractContextManager[object]]
# Answers to planners that are kept in memory: a national one takes tens of MB.
_MOST_ANSWERS, _MOST_GAP_LANDS = 6, 6


class Finder:
    """Answers questions over one directory, one way of measuring travel, and the reference tables.

    Safe to use from several threads. Planners' answers are kept, and the same question asked twice at once is worked out once;
    a search is never kept, because a place is health data. Planners' questions are imported by the first that is asked, because
    a search on the command line has no use for them.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self._by_id = {p.id: p for p in context.directory.points}
        self._answers, self._gap_lands = Answers(_MOST_ANSWERS), Answers(_MOST_GAP_LANDS)

    @property
    def directory(self) -> Directory:
        """The listings."""
        return self.context.directory

    @property
    def reference(self) -> Reference:
        """The reference tables."""
        return self.context.reference

    def point(self, point_id: str) -> ServicePoint | None:
        """Return the service point of an id, or None."""
        return self._by_id.get(point_id)

    def geocode(self, query: str) -> Place:
        """Return the one place that was meant. Raises PlaceAmbiguous, PlaceNotFound, or QueryError."""
        return self.context.places.find(query)

    def check(self, today: date) -> Quality:
        """Assess the quality of the directory on a day."""
        return assess(self.context.directory, today)

    def day_at(self, point: ServicePoint, moment: datetime) -> date:
        """The day at a service point at a moment."""
        spot = point.position.point if point.position else None
        zones = self.reference.time_zones
        return zones.day_at(spot, moment) if spot else self.day_in(point.address.state, moment)

    def day_in(self, state: str | None, moment: datetime) -> date:
        """The day in a state at a moment; in the country, as the moment has it, for None and what is no state."""
        return self.reference.time_zones.day_in(state or "", moment) or moment.date()

    def search(self, query: SearchQuery) -> SearchResult:
        """Rank infusion care near a place. Raises PlaceAmbiguous, PlaceNotFound, or QueryError."""
        return SEARCH.answer(query, self.context)

    def coverage(self, query: "CoverageQuery") -> "CoverageResult":
        """Work out who is within reach of care by a standard. Raises QueryError."""
        from finder.questions.coverage.question import COVERAGE

        return self.answer(COVERAGE, query)

    def chairs(self, query: "ChairsQuery") -> "ChairsResult":
        """Work out how the chairs within reach are shared. Raises QueryError."""
        from finder.questions.chairs.question import CHAIRS

        return self.answer(CHAIRS, query)

    def siting(self, query: "SitingQuery") -> "SitingResult":
        """Work out where new stops help most. Raises QueryError."""
        from finder.questions.siting.question import SITING

        return self.answer(SITING, query)

    def closures(self, query: "ClosuresQuery") -> "ClosuresResult":
        """Work out who loses what if a location closes. Raises QueryError."""
        from finder.questions.closures.question import CLOSURES

        return self.answer(CLOSURES, query)

    def scenario(self, query: "ScenarioQuery") -> "ScenarioResult":
        """Work out what changes from one scenario to another. Raises QueryError."""
        from finder.questions.scenario.question import SCENARIO

        return self.answer(SCENARIO, query)

    def answer(self, question: Question[Q, R], query: Q, turn: Turn = nullcontext) -> R:
        """Answer a planner's question, or return the answer that is kept. Raises QueryError.

        Who computes the answer enters `turn` for it; others who ask the same question wait for that answer without a turn.
        """
        return self._answers.get((question.id, query), lambda: _in_turn(turn, lambda: question.answer(query, self.context)))

    def gap_land(self, query: "CoverageQuery", turn: Turn = nullcontext) -> "shapely.Geometry | None":
        """Return the land outside a standard, in degrees; None if travel is too slow to measure. Raises QueryError.

        `turn` is as for `answer`.
        """
        from finder.questions.coverage.gap_land import land_outside

        return self._gap_lands.get(query, lambda: _in_turn(turn, lambda: land_outside(query, self.context)))


def _in_turn(turn: Turn, compute: Callable[[], T]) -> T:
    with turn():
        return compute()


def travel_model(
    name: str, settings: Settings, reference: Reference, progress: Progress = no_progress, cached: bool = True
) -> TravelModel:
    """Return a way of measuring travel by its name. `progress` is told how far a long measurement is.

    Large matrices are kept on disk if `cached`, which must not be where origins are people's own points.

    Raises QueryError for a name that is none of TRAVEL, and for the address of a routing engine that makes no sense.
    """
    if name == "straight":
        return StraightLine()
    if name not in TRAVEL:
        what = text("%(name)s is not a way of measuring travel.", name=repr(name[:60]))
        raise QueryError(what, text("Use one of: %(known)s.", known=as_list(TRAVEL)))
    road: TravelModel = Road(reference.roads, progress)
    if cached:
        road = Cached(road, settings.cache, reference.fingerprint("roads.npz"))
    if name == "road":
        return road
    # Imported only where an engine was asked for: HTTP takes a while to load.
    from finder.travel.engines.model import engine_travel

    url = settings.osrm_url if name == "osrm" else settings.valhalla_url
    return engine_travel(name, road, url, settings.engine_table_limit)


def make_finder(
    settings: Settings,
    today: date,
    directory: Path | None = None,
    travel: str = DEFAULT_TRAVEL,
    geocoder: str | None = None,
    hsd: Path | None = None,
    progress: Progress = no_progress,
    reference: Reference | None = None,
    examples: bool = False,
    sites: Sites | None = None,
    people: OwnPeople | None = None,
    cached: bool = True,
) -> Finder:
    """Make a Finder over a folder of listings (the directory that comes with the program unless given).

    `today` is the day after which a source cannot be dated. `examples` adds invented mobile units, marked as such. `cached` is
    as for `travel_model`.

    `geocoder` names an online street geocoder; None keeps every place on this machine. `hsd` is CMS's yearly HSD Reference
    File, whose county types and limits replace those worked out here. `reference` are tables that are open already. `sites` are
    candidates for new stops, and `people` those of a file, if a question is to be asked about them. With `people`, nothing is
    kept on disk: which ZIP codes a matrix has would tell where they live.
    """
    reference = reference or Reference(settings.data)
    model = travel_model(travel, settings, reference, progress, cached and people is None)
    listings: Directory
    places = make_places(reference, geocoder, ListedPlaces(lambda: listings.points))
    reader = listing_reader(places, reference)
    folder = directory or reference.directory
    listings = load_folder(folder, reader, today, reference.examples if examples else None)
    official = _official(hsd, reference)
    return Finder(Context(listings, places, model, reference, reference.demand, official, sites, people=people))


def listing_reader(places: PlaceFinder, reference: Reference) -> ListingReader:
    """What makes listings of rows, with what is known of places and therapies."""
    return ListingReader(places.gazetteer, reference.therapies, reference.good_for_years)


def with_scenarios(finder: Finder, files: Sequence[Path], today: date) -> Finder:
    """Return a Finder that knows the scenarios of some files, too. Raises QueryError for one that cannot be applied."""
    if not files:
        return finder
    from finder.directory.scenario import load_scenario

    context = finder.context
    reader = listing_reader(context.places, context.reference)
    scenarios = tuple(load_scenario(file, context.directory, reader, today) for file in files)
    return Finder(replace(context, scenarios=scenarios))


def _official(hsd: Path | None, reference: Reference) -> "HsdFile | None":
    if hsd is None:
        return None
    from finder.hsd.reference_file import load_hsd

    return load_hsd(hsd, reference.counties)
