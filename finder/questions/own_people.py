"""Whose people a question is about: the residents, or the people of a file of the reader's own."""

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from finder.domain.demand import DemandPoints
from finder.errors import QueryError
from finder.questions.base import Context
from finder.questions.words import where, where_alone
from finder.text import Text, text

# Parameters of a manifest that only a question about own people has.
PEOPLE_PARAMETERS = ("people", "small_numbers")
SHOWN, HIDDEN = "shown", "hidden"
_FILE = re.compile(r"file:[0-9a-f]{16}")


class OfPeople(Protocol):
    """The part of a query that says whose people are asked about.

    `people` is None for the residents, or `file:` and the fingerprint of a file, which the context must have. With
    `show_small`, numbers of these people from 1 to 10 are shown.
    """

    @property
    def people(self) -> str | None:
        """Whose people."""
        ...

    @property
    def show_small(self) -> bool:
        """Whether small numbers of own people are shown."""
        ...

    @property
    def state(self) -> str | None:
        """Two letters; None for the whole country."""
        ...


def check_people(query: OfPeople) -> None:
    """Raises QueryError for people that are not named by a fingerprint, and for small numbers of nobody in particular."""
    if query.people is None and query.show_small:
        raise QueryError(
            text("Only numbers of your own people are hidden, and none were given."), text("Leave out --show-small.")
        )
    if query.people is not None and not _FILE.fullmatch(query.people):
        raise QueryError(text("These people are not those of a file."), text("Name a file with --people."))


def people_parameters(query: OfPeople) -> dict[str, str | None]:
    """Return whose people are asked about as parameters of a manifest; nothing for the residents."""
    if query.people is None:
        return {}
    return {"people": query.people, "small_numbers": SHOWN if query.show_small else HIDDEN}


def read_people(parameters: Mapping[str, str | None]) -> tuple[str | None, bool]:
    """Read these parameters: whose people, and whether small numbers are shown."""
    return parameters.get("people"), parameters.get("small_numbers") == SHOWN


def hides_small(query: OfPeople) -> bool:
    """Whether small numbers are hidden: those of own people, unless they are asked for."""
    return query.people is not None and not query.show_small


def everyone(query: OfPeople, context: Context) -> DemandPoints:
    """Return the people of the whole country; own people whose small numbers are hidden, in whole people.

    Raises QueryError for those of a file that was not given.
    """
    if query.people is None:
        return context.demand
    if context.people is None or context.people.id != query.people:
        what = text("This question is about the people of a file, and that file was not given.")
        if context.people is not None:
            what = text("This question is about the people of another file than the one given, or the file has changed.")
        raise QueryError(what, text("Give the file with --people."))
    return context.people.in_whole if hides_small(query) else context.people.demand


def asked_people(query: OfPeople, context: Context) -> DemandPoints:
    """Return the people asked about. Raises QueryError as `everyone` does, and if a file has nobody in the state."""
    demand = everyone(query, context)
    if query.state is None:
        return demand
    mine = demand.in_state(query.state)
    if query.people and not len(mine.zip):
        raise QueryError(
            text("Nobody in your file lives in %(where)s.", where=where(query.state)), text("Choose another state, or none.")
        )
    return mine


def people_in(query: OfPeople) -> Text:
    """Where the people are that are counted, inside a sentence after "in" or "of": "Montana", "your file from Montana"."""
    if query.people is None:
        return where(query.state)
    if query.state is None:
        return text("your file")
    return text("your file from %(where)s", where=where(query.state))


def people_of(query: OfPeople) -> Text:
    """The same at the start of a line."""
    if query.people is None:
        return where_alone(query.state)
    return text("%(where)s, people of your file", where=where_alone(query.state))


def people_notices(query: OfPeople, context: Context) -> Iterator[Text]:
    """What a reader must know of the people of a file: that they are not the residents, and which rows are not counted."""
    if query.people is None or context.people is None:
        return
    yield text(
        "People are those of your file, not all residents. They travel from the middle of their ZIP code, and people of a ZIP "
        "code in several counties are split among these as its residents are. What share is 65 or older, poor, or without a "
        "car is not known of them."
    )
    if hides_small(query):
        yield text(
            "Numbers of people from 1 to 10 are hidden, and so are others that would reveal them. A hidden number is an empty "
            "cell, or “(hidden)” in a sentence. Each person is counted in one county, so all other numbers of people are "
            "whole. Verdicts of counties with hidden numbers are not given."
        )
    yield from context.people.notices
