"""The house keeps its shape: who may import whom, what the pure core may touch, how long things may get."""

import ast
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import ROOT

PACKAGE = ROOT / "finder"
FILES = sorted(PACKAGE.rglob("*.py"))
# Rooms from the ground up: a module imports from its own room or from one before it, never from one after it.
ROOMS = [
    *("settings", "text", "errors", "domain", "files", "travel", "access", "reference", "hsd", "places", "trials", "directory"),
    *("wording", "questions", "reports", "maps", "core", "verify", "web", "cli", "__main__"),
]
PURE = {"text", "errors", "domain", "access"}
OUTSIDE = {"flask", "flask_babel", "folium", "branca", "sqlalchemy", "requests", "geopy", "waitress", "urllib3"}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
INPUT_OUTPUT = {"os", "io", "pathlib", "shutil", "tempfile", "socket", "subprocess", "urllib", "http", "sqlite3", "logging"}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Everything that runs, imports inside functions too."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not for_types_only(child):
            yield from nodes(child)


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


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


PURE_FILES = [f for f in FILES if room(f) in PURE]


def test_every_room_is_on_the_plan() -> None:
    assert {room(f) for f in FILES} - {"__init__"} == set(ROOMS)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_go_only_downward(path: Path) -> None:
    reached = {n.split(".")[1] for n in imported(path) if n.startswith("finder.")} - {"__version__"}
    below = set(ROOMS) if room(path) == "__init__" else set(ROOMS[: ROOMS.index(room(path)) + 1])
    assert reached <= below


@pytest.mark.parametrize("path", PURE_FILES, ids=name_of)
def test_the_core_imports_no_web_map_store_or_network(path: Path) -> None:
    assert {n.split(".")[0] for n in imported(path)} & (OUTSIDE | INPUT_OUTPUT) == set()


@pytest.mark.parametrize("path", PURE_FILES, ids=name_of)
def test_the_core_opens_nothing_and_knows_no_today(path: Path) -> None:
    calls = {ast.unparse(n.func) for n in nodes(tree(path)) if isinstance(n, ast.Call)}
    assert calls & {"open", "print", "input", "date.today", "datetime.now", "np.load", "np.save", "np.loadtxt"} == set()


def test_the_travel_matrix_is_all_that_measures_know_of_travel() -> None:
    for path in (PACKAGE / "access").glob("*.py"):
        travel = {n for n in imported(path) if n.startswith("finder.travel")}
        assert all(n.startswith("finder.travel.model.") for n in travel)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_and_functions_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350
    functions = [n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > 60] == []


# Rooms that know the protocol of a question, and no question but through the registry.
GENERIC = [f for f in FILES if room(f) in ("reports", "verify")]
QUESTION_ROOMS = [d.name for d in sorted((PACKAGE / "questions").iterdir()) if (d / "__init__.py").is_file()]


@pytest.mark.parametrize("path", GENERIC, ids=name_of)
def test_reports_and_verification_name_no_planners_question(path: Path) -> None:
    with tokenize.open(path) as file:
        tokens = list(tokenize.generate_tokens(file.readline))
    names = {t.string.lower() for t in tokens if t.type == tokenize.NAME}
    values = {n.value.lower() for n in nodes(tree(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    docstrings = {ast.get_docstring(n, clean=False) for n in ast.walk(tree(path)) if isinstance(n, DOCUMENTED)}
    written = names | (values - {d.lower() for d in docstrings if d})
    assert {w for w in written for question in ("coverage", "chairs") if question in w} == set()


@pytest.mark.parametrize("question", QUESTION_ROOMS)
def test_a_question_imports_no_other_question(question: str) -> None:
    others = set(QUESTION_ROOMS) - {question}
    for path in (PACKAGE / "questions" / question).glob("*.py"):
        parts = {tuple(n.split(".")[:3]) for n in imported(path)}
        assert {p[2] for p in parts if p[:2] == ("finder", "questions") and len(p) > 2} & others == set()
