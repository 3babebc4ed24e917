"""Every question whose answer can be downloaded and verified, by id."""

from collections.abc import Mapping

from finder.questions.base import AnyQuestion
from finder.questions.chairs.question import CHAIRS
from finder.questions.closures.question import CLOSURES
from finder.questions.coverage.question import COVERAGE
from finder.questions.scenario.question import SCENARIO
from finder.questions.siting.question import SITING

QUESTIONS: Mapping[str, AnyQuestion] = {q.id: q for q in (COVERAGE, CHAIRS, SITING, CLOSURES, SCENARIO)}
