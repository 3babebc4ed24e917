"""The house keeps its shape: who may import whom, what the pure core may touch, how long things may get."""

import ast
import re
import tokenize
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.sources import FILES, PACKAGE, found_in, tree
from tests.world import ROOT

# Rooms from the ground up: a module imports from its own room or from one before it, never from one after it.
ROOMS = [
    *("settings", "text", "errors", "domain", "files", "services", "travel", "access", "reference", "hsd", "places", "trials"),
    *("directory", "wording", "questions", "reports", "maps", "core", "verify", "web", "cli", "__main__"),
]
MOST_ROOMS, MOST_FLOORS = 23, 12
PURE = {"text", "errors", "domain", "access"}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
OUTSIDE = {
    *("flask", "jinja2", "babel", "folium", "branca", "typst", "openpyxl", "xlsxwriter"),
    *("sqlalchemy", "requests", "geopy", "waitress", "urllib3"),
}
INPUT_OUTPUT = {"os", "io", "pathlib", "shutil", "tempfile", "socket", "subprocess", "urllib", "http", "sqlite3", "logging"}


# Names that read the environment or the clock, whatever module they are taken from. `time.monotonic` measures how long
# something takes, and says nothing of the day.
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "expandvars"}
CLOCK = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime", "clock_gettime", "clock_gettime_ns"}
Graph = Mapping[str, set[str]]


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Everything that runs, imports inside functions too."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not for_types_only(child):
            yield from nodes(child)


@cache
def imported(path: Path) -> set[str]:
    """Dotted names of what a file imports; relative imports are not used here."""
    names = set()
    for node in nodes(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@cache
def module_graph() -> Graph:
    """What each module imports of the others, also inside functions and for types alone: the drawing of imports."""
    named = {".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): f for f in FILES}
    return {name: {found for n in everything_imported(f) if (found := _module(n, named))} - {name} for name, f in named.items()}


@cache
def calls(path: Path) -> list[ast.Call]:
    return [node for node in nodes(tree(path)) if isinstance(node, ast.Call)]


def everything_imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _module(dotted: str, named: Mapping[str, Path]) -> str:
    """The module that a dotted name is, or is in; empty for a module of others."""
    while dotted and dotted not in named:
        dotted = dotted.rpartition(".")[0]
    return dotted


def room_graph() -> Graph:
    """What each room imports of the others. What lies in the package itself (its version) is a room, too."""
    rooms: dict[str, set[str]] = {}
    for module, reached in module_graph().items():
        rooms.setdefault(_room_of(module), set()).update(_room_of(m) for m in reached)
    return {name: reached - {name} for name, reached in rooms.items()}


def _room_of(module: str) -> str:
    _, found, *_ = [*module.split("."), "__init__"]
    return found


def circle(graph: Graph) -> list[str]:
    """Nodes that lead back to where they start, if any do."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def floors(graph: Graph) -> dict[str, int]:
    """The floor of each node: one above the highest that it stands on."""
    found: dict[str, int] = {}
    for node in TopologicalSorter(graph).static_order():
        found[node] = 1 + max((found[below] for below in graph.get(node, ())), default=0)
    return found


def reads(source: ast.AST, names: set[str]) -> set[str]:
    """Which of the names are used as `something.name`, or imported from a module of the standard library."""
    attributes = [n for n in ast.walk(source) if isinstance(n, ast.Attribute) and n.attr in names]
    # The time of day of a moment is no clock: `moment.time()` and `datetime.time` are left alone.
    used = {ast.unparse(n) for n in attributes if n.attr != "time" or ast.unparse(n.value) == "time"}
    for node in ast.walk(source):
        if isinstance(node, ast.ImportFrom) and node.module in {"os", "os.path", "time"}:
            used |= {alias.name for alias in node.names if alias.name in names}
    return used


def clock_defaults(source: ast.AST) -> list[str]:
    """Defaults of fields that are made by a clock: the value would be another one tomorrow."""
    calls = (n for n in ast.walk(source) if isinstance(n, ast.Call))
    made = [k.value for call in calls for k in call.keywords if k.arg == "default_factory"]
    words = CLOCK | {"monotonic"}
    return [ast.unparse(m) for m in made if words & {getattr(n, "attr", getattr(n, "id", "")) for n in ast.walk(m)}]


PURE_FILES = [f for f in FILES if room(f) in PURE]


def test_every_room_is_on_the_plan() -> None:
    assert {room(f) for f in FILES} - {"__init__"} == set(ROOMS)


@pytest.mark.slow
def test_imports_go_only_downward() -> None:
    def upward(path: Path) -> set[str]:
        reached = {n.split(".")[1] for n in imported(path) if n.startswith("finder.")} - {"__version__"}
        below = set(ROOMS) if room(path) == "__init__" else set(ROOMS[: ROOMS.index(room(path)) + 1])
        return reached - below

    assert found_in(FILES, upward) == {}


def test_the_drawing_of_imports_has_no_circle() -> None:
    assert circle(module_graph()) == []
    assert circle(room_graph()) == []


def test_rooms_and_floors_are_few() -> None:
    assert len(room_graph()) <= MOST_ROOMS
    assert max(floors(room_graph()).values()) <= MOST_FLOORS


def test_rooms_stand_on_the_plan_in_the_order_of_their_floors() -> None:
    graph = room_graph()
    assert [(a, b) for b in ROOMS for a in graph[b] if a in ROOMS and ROOMS.index(a) > ROOMS.index(b)] == []


def test_circles_and_floors_are_seen() -> None:
    """The checks above look at something, and see what they look for."""
    assert len(module_graph()) == len(FILES)
    assert {"finder.domain.geo", "finder.errors"} <= module_graph()["finder.domain.place"]
    assert sum(map(len, module_graph().values())) > 3 * len(FILES)
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}
    chain = {b: {a} for a, b in pairwise("abcd")}
    assert floors(chain) == {"a": 1, "b": 2, "c": 3, "d": 4}


@pytest.mark.slow
def test_only_settings_read_the_environment_and_the_clock() -> None:
    others = [f for f in FILES if room(f) != "settings"]
    assert found_in(others, lambda f: reads(tree(f), ENVIRONMENT | CLOCK)) == {}
    assert found_in(others, lambda f: clock_defaults(tree(f))) == {}


def test_settings_are_where_the_environment_and_the_clock_are_read() -> None:
    assert reads(tree(PACKAGE / "settings.py"), ENVIRONMENT | CLOCK) == {"os.environ", "datetime.now"}


@pytest.mark.parametrize(
    "written",
    [
        *("import os\nos.environ['A']", "from os import environ", "os.getenv('A')", "from os import getenv as g"),
        *("date.today()", "datetime.now(UTC)", "datetime.datetime.utcnow()", "time.time()", "from time import time"),
        "time.localtime()",
    ],
)
def test_reading_the_environment_or_the_clock_is_seen(written: str) -> None:
    assert reads(ast.parse(written), ENVIRONMENT | CLOCK)


@pytest.mark.parametrize("written", ["date.today", "today", "lambda: datetime.now(UTC)", "time.monotonic", "settings.today"])
def test_a_field_whose_default_is_a_clock_is_seen(written: str) -> None:
    assert clock_defaults(ast.parse(f"class A:\n    on: date = field(default_factory={written})"))
    assert not clock_defaults(ast.parse("class A:\n    on: list = field(default_factory=list)"))


def test_only_the_edges_ask_what_day_it_is() -> None:
    asking = {room(f) for f in FILES if {"finder.settings.today", "finder.settings.now"} & imported(f)}
    assert asking == {"cli", "web"}


def test_measures_have_no_sentences() -> None:
    named = {n for f in (PACKAGE / "access").glob("*.py") for n in imported(f)}
    assert not [n for n in named if n.startswith(("finder.text", "finder.wording"))]


def test_the_core_imports_no_web_map_store_or_network() -> None:
    packages = found_in(PURE_FILES, lambda f: {n.split(".")[0] for n in imported(f)} & (OUTSIDE | INPUT_OUTPUT))
    assert packages == {}


def test_the_core_opens_nothing() -> None:
    opens = {"open", "print", "input", "np.load", "np.save", "np.loadtxt"}
    assert found_in(PURE_FILES, lambda f: opens & {ast.unparse(c.func) for c in calls(f)}) == {}


def test_the_travel_matrix_is_all_that_measures_know_of_travel() -> None:
    for path in (PACKAGE / "access").glob("*.py"):
        travel = {n for n in imported(path) if n.startswith("finder.travel")}
        assert all(n.startswith("finder.travel.model.") for n in travel)


def test_measures_build_no_sentences() -> None:
    """A reason is a code with values; the question that asks makes a sentence of it."""
    sentences = ("finder.text", "finder.errors", "finder.wording")
    measures = [f for f in FILES if room(f) == "access"]
    assert found_in(measures, lambda f: {n for n in imported(f) if n.startswith(sentences)}) == {}


KINDS_OF_LISTING = {"Center", "Stop"}


def test_no_room_asks_what_kind_a_listing_is() -> None:
    """Every kind answers the questions of `Listing`, so only what reads rows has to know the classes."""
    others = [f for f in FILES if room(f) not in ("domain", "directory")]
    assert found_in(others, lambda f: {n for n in imported(f) if n.rpartition(".")[2] in KINDS_OF_LISTING}) == {}


def test_no_code_branches_on_the_class_of_a_listing() -> None:
    def branches(path: Path) -> list[str]:
        asked = [ast.unparse(c) for c in calls(path) if ast.unparse(c.func) == "isinstance"]
        return [call for call in asked if set(re.findall(r"\w+", call)) & KINDS_OF_LISTING]

    assert found_in(FILES, branches) == {}


def test_only_the_edges_ask_the_clock_of_settings() -> None:
    """All other rooms get the day as an argument."""
    inside = [f for f in FILES if room(f) not in ("settings", "web", "cli")]
    assert found_in(inside, lambda f: {"finder.settings.today", "finder.settings.now"} & imported(f)) == {}


def test_files_and_functions_stay_short() -> None:
    def long_functions(path: Path) -> list[str]:
        functions = [n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        return [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > 60]

    assert found_in(FILES, lambda f: len(f.read_text(encoding="utf-8").splitlines()) > 350) == {}
    assert found_in(FILES, long_functions) == {}


# Rooms that know the protocol of a question, and no question but through the registry.
GENERIC = [f for f in FILES if room(f) in ("reports", "verify")]
QUESTION_ROOMS = [d.name for d in sorted((PACKAGE / "questions").iterdir()) if (d / "__init__.py").is_file()]


def test_reports_and_verification_name_no_planners_question() -> None:
    def questions(path: Path) -> set[str]:
        with tokenize.open(path) as file:
            tokens = list(tokenize.generate_tokens(file.readline))
        names = {t.string.lower() for t in tokens if t.type == tokenize.NAME}
        values = {n.value.lower() for n in nodes(tree(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        docstrings = {ast.get_docstring(n, clean=False) for n in ast.walk(tree(path)) if isinstance(n, DOCUMENTED)}
        written = names | (values - {d.lower() for d in docstrings if d})
        return {w for w in written for question in ("coverage", "chairs") if question in w}

    assert GENERIC
    assert found_in(GENERIC, questions) == {}


@pytest.mark.parametrize("question", QUESTION_ROOMS)
def test_a_question_imports_no_other_question(question: str) -> None:
    others = set(QUESTION_ROOMS) - {question}
    for path in (PACKAGE / "questions" / question).glob("*.py"):
        parts = {tuple(n.split(".")[:3]) for n in imported(path)}
        assert {p[2] for p in parts if p[:2] == ("finder", "questions") and len(p) > 2} & others == set()
