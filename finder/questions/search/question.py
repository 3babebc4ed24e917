"""The search question as its parts. It has no report with a manifest, because a place is health data that no file may keep."""

from finder.questions.base import Question
from finder.questions.search.answer import answer
from finder.questions.search.query import read_query
from finder.questions.search.rows import TABLES, whole
from finder.text import text

SEARCH = Question(
    id="search",
    title=text("Infusion care near a place"),
    tables=TABLES,
    default_table="options",
    read=read_query,
    answer=answer,
    whole=whole,
)
