"""Words that several questions say the same way: whose people are asked about, and which locations were counted."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from finder.domain.arrays import Ints
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.domain.provenance import Provenance
from finder.domain.states import STATE_NAMES
from finder.domain.therapy import Therapy
from finder.questions.base import Context
from finder.questions.completeness import completeness, counted_words
from finder.questions.counting import Counted
from finder.questions.excluded import exclusion_notices
from finder.text import Text, as_month, named, text, text_n

# Names that a sentence lists before it says how many more there are.
_MOST_NAMES = 20


def where(state: str | None) -> Text:
    """Whose people are asked about, inside a sentence: "the United States", "Montana"."""
    if state is None:
        return text("the United States")
    name = named(STATE_NAMES[state])
    return text("the %(district)s", district=name) if state == "DC" else name


def where_alone(state: str | None) -> Text:
    """Whose people are asked about, at the start of a line: "United States", "Montana"."""
    return text("United States") if state is None else named(STATE_NAMES[state])


def nothing_counted() -> Text:
    """What a question of reach answers where no location counts."""
    return text("No listed location fits these choices, so we can't say who is within reach.")


def nobody_in(state: str | None) -> Text:
    """What a question about people answers where nobody lives."""
    return text("Nobody lives in %(where)s according to the population data.", where=where(state))


def minutes_are_driving() -> Text:
    """What every number of minutes in an answer for planners is."""
    return text(
        "All minutes here are minutes of driving, one way, as in the rules. The 5 minutes to walk to the car, park, and walk "
        "in, which patients see, are not part of them."
    )


def counted_notices(directory: Directory, counted: Counted, therapy: Therapy | None, on: date) -> Iterator[Text]:
    """Which locations were counted, how old their listings are, and which were not counted and why."""
    points = counted.points
    if not points:
        yield nothing_counted()
    yield text(
        "Only listed locations are counted, so a gap may be a gap in the list. A source lists some treatment at %(known)s of "
        "the %(n)s locations in this directory.",
        known=sum(_gives_something(p) and not p.example for p in directory.points),
        n=sum(not p.example for p in directory.points),
    )
    if points:
        yield from _age(points, on)
    if therapy and points:
        yield counted_words(completeness([p.evidence(therapy.id, on) for p in points], on), therapy)
    yield from exclusion_notices(counted.excluded)
    yield from _not_counted(directory, counted.unable, therapy)


def _gives_something(point: ServicePoint) -> bool:
    """Whether a source lists any treatment there."""
    return any(statement.given for said in point.statements.values() for statement in said)


def as_of(said: Provenance, on: date) -> str | None:
    """When a source was checked, as a file writes it."""
    checked = said.as_of(on)
    return str(checked) if checked else None


def months_checked(points: Sequence[ServicePoint], on: date) -> list[date]:
    """The first and the last month in which the listings were checked; one if they are the same, none if no listing says."""
    months = sorted({said.first.replace(day=1) for p in points if (said := p.provenance.as_of(on))})
    return months[:1] if len(months) == 1 else [*months[:1], *months[-1:]]


def _age(points: Sequence[ServicePoint], on: date) -> Iterator[Text]:
    """When the listings were last checked."""
    match months_checked(points, on):
        case []:
            yield text("No listing says when it was last checked.")
            return
        case [month]:
            yield text("The listings counted were last checked in %(month)s.", month=as_month(month))
        case [first, last]:
            yield text(
                "The listings counted were last checked between %(first)s and %(last)s.",
                first=as_month(first),
                last=as_month(last),
            )
    if undated := sum(p.provenance.as_of(on) is None for p in points):
        yield text_n("%(n)s of them doesn't say when.", "%(n)s of them don't say when.", undated)


def _not_counted(directory: Directory, unable: int, therapy: Therapy | None) -> Iterator[Text]:
    if unable and therapy:
        yield text_n(
            "%(n)s mobile stop is not counted: its visits can't deliver all of %(therapy)s, including the first dose.",
            "%(n)s mobile stops are not counted: their visits can't deliver all of %(therapy)s, including the first dose.",
            unable,
            therapy=named(therapy.short_name),
        )
    if examples := sum(p.example for p in directory.points):
        yield text_n("%(n)s example stop is not counted.", "%(n)s example stops are not counted.", examples)
    if unplaced := sum(p.position is None for p in directory.points):
        yield text_n(
            "%(n)s listing has no known position, so travel to it is not measured.",
            "%(n)s listings have no known position, so travel to them is not measured.",
            unplaced,
        )


def first_names(names: Sequence[str], most: int = _MOST_NAMES) -> Text:
    """The first names of a list, and how many more there are."""
    said, more = "; ".join(names[:most]), len(names) - most
    return text_n("%(names)s; and %(n)s more", "%(names)s; and %(n)s more", more, names=said) if more > 0 else named(said)


def people_by_town(context: Context, demand: DemandPoints, parts: Ints) -> list[tuple[str, float]]:
    """The towns of some people, by the names of their ZIP codes, most people first; `parts` are rows of the demand points."""
    table, people = context.places.gazetteer.zips, defaultdict[str, float](float)
    for part in parts.tolist():
        row = table.row_of[str(demand.zip[demand.part_zip[part]])]
        people[f"{table.city[row]}, {table.state[row]}"] += float(demand.part_people[part])
    return sorted(people.items(), key=lambda town: (-town[1], town[0]))
