"""A tiny world whose answers can be reasoned out, and where the real data for tests lies.

The grid world: 25 towns on a square grid, 10 miles apart, around 40 N 100 W, in rows 0 (south) to 4 and columns 0 (west)
to 4. Town (row, column) has ZIP `670rc` and 100 people, all called "Town rc, KS". Columns 0 and 1 are county 20001 "West",
columns 2 to 4 county 20003 "East"; the people of ZIP 67012 (row 1, column 2) live half in each.
"""

import csv
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import numpy as np
import pytest

from finder.core import Finder
from finder.directory.columns import COLUMNS
from finder.directory.folder import load_folder
from finder.domain.demand import COUNTY_TYPES, Counties, DemandPoints
from finder.domain.geo import METERS_PER_MILE, WGS84, Point, PointSet
from finder.domain.geography import TownTable, ZipTable
from finder.places.chain import PlaceFinder
from finder.places.gazetteer import Gazetteer
from finder.questions.base import Context, Result
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
from finder.travel.straight_line import StraightLine
from tests.planners import HALVED, ON, Ask, AskChairs, AskClosures, AskCoverage, AskScenario, AskSiting, halved
from tests.sampling import ask_for_samples, sampling
from tests.world import REFERENCE, ROOT, STARTER, TODAY, make_finder, reader

# A busy machine is no fault of the code under test. A sample is of fewer examples, and of the same ones each time.
hypothesis.settings.register_profile("finder", deadline=None)
hypothesis.settings.register_profile("sample", deadline=None, max_examples=10, derandomize=True, database=None)

GRID_MI = 10.0
SIDE = 5
HOSTILE = "{{7*7}}{% x ${1} ` </script><img src=x onerror=alert(1)> \"'&"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--sample`, for `make test`."""
    parser.addoption("--sample", action="store_true", help="of many like cases ask a few, in which every value occurs")


def pytest_configure(config: pytest.Config) -> None:
    """Before files of tests are read: they make their lists of cases then."""
    asked = bool(config.getoption("sample"))
    ask_for_samples(asked)
    hypothesis.settings.load_profile("sample" if asked else "finder")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than there are cores where a browser or a deadline is waited for; each worker takes seconds to start."""
    waiting = "not slow" not in config.option.markexpr
    return (os.cpu_count() or 1) + waiting


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: a worker takes a whole file, and would be left alone with one at the end.

    In a sample the whole country is left out where the same is asked of a state.
    """
    if sampling():
        left_out = [item for item in items if item.get_closest_marker("country")]
        items[:] = [item for item in items if not item.get_closest_marker("country")]
        config.hook.pytest_deselected(items=left_out)
    browser, slow = ({item.path for item in items if item.get_closest_marker(name)} for name in ("browser", "slow"))
    items.sort(key=lambda item: (item.path not in browser, item.path not in slow))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data that is not part of the project; a test that needs it skips without it, but never in CI."""
    path = Path(os.environ.get("FINDER_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        reason = f"no test data at {path.name}: set FINDER_SHARED_DATA"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def grid_point(row: float, column: float) -> Point:
    """A point of the grid world: `row` grid steps north and `column` steps east of its south-west corner."""
    lon, lat, _ = WGS84.fwd(-100.0, 40.0, 0, row * GRID_MI * METERS_PER_MILE)
    lon, lat, _ = WGS84.fwd(lon, lat, 90, column * GRID_MI * METERS_PER_MILE)
    return Point(lat, lon)


def _grid_points() -> PointSet:
    points = [grid_point(r, c) for r in range(SIDE) for c in range(SIDE)]
    return PointSet(np.array([p.lat_deg for p in points]), np.array([p.lon_deg for p in points]))


@pytest.fixture(scope="session")
def grid_demand() -> DemandPoints:
    """The people of the grid world."""
    n = SIDE * SIDE
    column = np.arange(n) % SIDE
    county = np.where(column < 2, 0, 1)
    split = 1 * SIDE + 2
    counties = Counties(
        fips=np.array(["20001", "20003"]),
        name=np.array(["West", "East"]),
        state=np.array(["KS", "KS"]),
        land_sqmi=np.array([1000.0, 1500.0]),
        population=np.array([1050.0, 1450.0]),
        type_index=np.array([COUNTY_TYPES.index("ceac"), COUNTY_TYPES.index("rural")]),
    )
    people = np.full(n + 1, 100.0)
    people[split] = people[n] = 50.0
    return DemandPoints(
        zip=np.array([f"670{i // SIDE}{i % SIDE}" for i in range(n)]),
        points=_grid_points(),
        population=np.full(n, 100.0),
        county=county,
        part_zip=np.append(np.arange(n), split),
        part_county=np.append(county, 0),
        part_people=people,
        counties=counties,
    )


@pytest.fixture(scope="session")
def grid_gazetteer(grid_demand: DemandPoints) -> Gazetteer:
    """A gazetteer that knows the grid world and nothing else."""
    n = len(grid_demand.zip)
    names = np.array([f"Town {z[3:]}" for z in grid_demand.zip])
    states, people = np.array(["KS"] * n), np.full(n, 100)
    zips = ZipTable(
        zip=grid_demand.zip,
        city=names,
        state=states,
        county_fips=grid_demand.counties.fips[grid_demand.county],
        points=grid_demand.points,
        population=people,
        alias_row=np.array([0]),
        alias_city=np.array(["Corner"]),
    )
    return Gazetteer(zips, TownTable(names, states, grid_demand.points, people), lambda: REFERENCE.boundaries)


Rows = Sequence[Mapping[str, object]]


def write_tables(folder: Path, **tables: Rows) -> Path:
    """Listing files in a folder, which is made: write_tables(folder, centers=[{"id": "a", "name": "A", "zip": "67000"}])."""
    folder.mkdir(exist_ok=True)
    tables.setdefault("centers", [])
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[f"{name}.csv"], restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture
def write_folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes listing files for a test; see `write_tables`."""
    return partial(write_tables, tmp_path / "listings")


@pytest.fixture
def grid_finder(
    grid_demand: DemandPoints, grid_gazetteer: Gazetteer, write_folder: Callable[..., Path]
) -> Callable[..., Finder]:
    """A Finder over the grid world and listings written as for `write_folder`."""

    def make(**tables: Rows) -> Finder:
        directory = load_folder(write_folder(**tables), reader(grid_gazetteer), TODAY)
        places, plans = PlaceFinder(grid_gazetteer), (halved(directory),)
        return Finder(Context(directory, places, StraightLine(), REFERENCE, grid_demand, scenarios=plans))

    return make


def center_at(row: float, column: float, **cells: object) -> dict[str, object]:
    """A row of centers.csv at a point of the grid world."""
    point = grid_point(row, column)
    name = f"c{row:g}-{column:g}"
    return {"id": name, "name": name, "lat": point.lat_deg, "lon": point.lon_deg, "state": "KS", **cells}


def center_to_call(row: float, column: float, **cells: object) -> dict[str, object]:
    """The same with a phone number: only one that can be called heads a patient's list."""
    return center_at(row, column, **{"phone": "406-555-0123", **cells})


@pytest.fixture
def ask(grid_finder: Callable[..., Finder]) -> AskCoverage:
    """Coverage of the grid world: ask("miles:15", centers=[...]); two centers in opposite corners unless said."""

    def answer(standard: str = "miles:15", therapy: str | None = None, evidence: str = "any", **tables: Any) -> CoverageResult:
        tables.setdefault("centers", [center_at(0, 0), center_at(4, 4)])
        query = CoverageQuery(standard, therapy, evidence=evidence, on=ON)  # type: ignore[arg-type]
        return grid_finder(**tables).coverage(query)

    return answer


@pytest.fixture
def ask_chairs(grid_finder: Callable[..., Finder]) -> AskChairs:
    """Chairs of the grid world: ask_chairs(centers=[...], state="KS")."""

    def answer(therapy: str | None = None, state: str | None = None, **tables: Any) -> ChairsResult:
        return grid_finder(**tables).chairs(ChairsQuery(therapy, state, on=ON))

    return answer


@pytest.fixture
def ask_siting(grid_finder: Callable[..., Finder]) -> AskSiting:
    """New stops in the grid world: ask_siting(2, {"objective": "burden"}, centers=[...]); within 15 miles unless said."""

    def answer(units: int = 2, asked: Mapping[str, Any] | None = None, **tables: Any) -> SitingResult:
        query = SitingQuery(units, **{"standard": "miles:15", **(asked or {})}, on=ON)
        return grid_finder(**tables).siting(query)

    return answer


@pytest.fixture
def ask_closures(grid_finder: Callable[..., Finder]) -> AskClosures:
    """Closures in the grid world: ask_closures({"close": ("c0-0",)}, centers=[...]); within 15 miles unless said."""

    def answer(asked: Mapping[str, Any] | None = None, **tables: Any) -> ClosuresResult:
        query = ClosuresQuery(**{"standard": "miles:15", **(asked or {})}, on=ON)
        return grid_finder(**tables).closures(query)

    return answer


@pytest.fixture
def ask_scenario(grid_finder: Callable[..., Finder]) -> AskScenario:
    """What closing every other listing changes in the grid world, or what another plan does; within 15 miles unless said."""

    def answer(asked: Mapping[str, Any] | None = None, **tables: Any) -> ScenarioResult:
        query = ScenarioQuery(**{"base": "today", "plan": HALVED, "standard": "miles:15", **(asked or {})}, on=ON)
        return grid_finder(**tables).scenario(query)

    return answer


@pytest.fixture
def answer_of(
    ask: AskCoverage, ask_chairs: AskChairs, ask_siting: AskSiting, ask_closures: AskClosures, ask_scenario: AskScenario
) -> Ask:
    """The answer of the grid world to a question by its id, with people within and outside."""

    def answer(question: str, **tables: Any) -> Result:
        # Of two locations far from each other, the closure of one makes a county fail.
        far = tables or {"centers": [center_at(0, -2), center_at(4, 6)]}
        tables.setdefault("centers", [center_at(0, 0), center_at(0, 1, kind="residential")])
        asked: dict[str, Callable[[], Result]] = {
            "coverage": lambda: ask("cms", "ivig", **tables),
            "chairs": lambda: ask_chairs("ivig", **tables),
            "siting": lambda: ask_siting(2, {"therapy": "ivig"}, **tables),
            "closures": lambda: ask_closures({"standard": "cms", "therapy": "ivig"}, **far),
            "scenario": lambda: ask_scenario({"standard": "cms", "therapy": "ivig"}, **far),
        }
        return asked[question]()

    return answer


@pytest.fixture
def hostile_coverage(ask: AskCoverage) -> CoverageResult:
    """An answer in which every word that a listing may hold is hostile, or too long, or cannot be drawn."""
    words = [HOSTILE, "=1+1", "\x07bell\x00\x1b[31m", "漢字 🚐 עברית", "W" * 900, "a{nb}b", "_x0041_", "-1"]
    # Two steps apart, so that the town of each has no other.
    at = [(row, column) for row in (0, 2, 4) for column in (0, 2, 4)]
    rows = [center_at(*at[n], id=f"h{n}", name=w, city=w, source=w, source_url=w) for n, w in enumerate(words)]
    return ask(centers=rows)


@pytest.fixture(scope="session")
def starter() -> Finder:
    """The directory of known content, by the straight line: quick, and without roads."""
    context = make_finder(STARTER, travel="straight").context
    return Finder(replace(context, scenarios=(halved(context.directory),)))


@pytest.fixture(scope="session")
def road_starter() -> Finder:
    """The directory of known content, by road."""
    return make_finder(STARTER)


@pytest.fixture(scope="session")
def of_state(starter: Finder) -> AskCoverage:
    """Coverage of a real state by the straight line."""

    def answer(state: str, standard: str = "cms", therapy: str | None = None) -> CoverageResult:
        return starter.coverage(CoverageQuery(standard, therapy, state, on=ON))

    return answer
