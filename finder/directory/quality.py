"""What the listings of a directory leave to be wished for: counts that a curator can work through."""

from dataclasses import dataclass
from datetime import date, timedelta

from finder.domain.directory import Directory
from finder.domain.facility import Center, ServicePoint, Stop
from finder.domain.names import plain
from finder.text import Text, text

OLD_AFTER_DAYS = 365
_A_WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Quality:
    """Counts over a directory; `problems` are its notices: rows and cells that could not be used as written."""

    centers: int
    stops: int
    examples: int
    states: int
    without_phone: int
    without_coordinates: int
    unplaced: int
    without_date: int
    older_than_a_year: int
    dated_ahead: int
    hours_not_read: int
    without_therapy: int
    closed: int
    stops_without_calendar: int
    repeated: tuple[tuple[str, ...], ...]
    problems: tuple[Text, ...]

    def lines(self) -> list[tuple[Text, int]]:
        """Each count with its words."""
        return [
            (text("centers"), self.centers),
            (text("stops of mobile units"), self.stops),
            (text("of these, stops of examples"), self.examples),
            (text("states and territories with a center"), self.states),
            (text("without a phone number"), self.without_phone),
            (text("without coordinates (placed at their ZIP or city)"), self.without_coordinates),
            (text("of these, with no place known at all"), self.unplaced),
            (text("without a date on which they were checked"), self.without_date),
            (text("checked over a year ago"), self.older_than_a_year),
            (text("with a date of a check that is still to come"), self.dated_ahead),
            (text("with opening hours that cannot be counted with"), self.hours_not_read),
            (text("without any therapy listed"), self.without_therapy),
            (text("closed today"), self.closed),
            (text("stops without a calendar"), self.stops_without_calendar),
            (text("groups that look like one center listed twice"), len(self.repeated)),
            (text("rows or cells that could not be used as written"), len(self.problems)),
        ]


def assess(directory: Directory, today: date) -> Quality:
    """The quality of a directory on a day."""
    points, centers = directory.points, directory.centers
    listings = [p.listing for p in points]
    in_a_week = min(today, date.max - _A_WEEK) + _A_WEEK
    ages = [(today - p.provenance.checked_on).days for p in points if p.provenance.checked_on]
    return Quality(
        centers=len(centers),
        stops=len(points) - len(centers),
        examples=sum(p.example for p in points),
        states=len({p.address.state for p in centers}),
        without_phone=sum(not p.phone for p in points),
        without_coordinates=sum(p.location is None or p.location.precision != "address" for p in points),
        unplaced=sum(p.location is None for p in points),
        without_date=sum(p.provenance.checked_on is None for p in points),
        older_than_a_year=sum(age > OLD_AFTER_DAYS for age in ages),
        dated_ahead=sum(age < 0 for age in ages),
        hours_not_read=sum(isinstance(x, Center) and bool(x.hours) and not x.opening(today, in_a_week).known for x in listings),
        without_therapy=sum(not p.evidence for p in points),
        closed=sum(isinstance(x, Center) and not x.is_open(today) for x in listings),
        stops_without_calendar=sum(isinstance(x, Stop) and not x.calendars for x in listings),
        repeated=_repeated(centers),
        problems=directory.notices,
    )


def _repeated(centers: tuple[ServicePoint, ...]) -> tuple[tuple[str, ...], ...]:
    """Ids of centers that share name and ZIP (or city), or street and ZIP."""
    groups: dict[tuple[str, str], list[str]] = {}
    for c in centers:
        where = c.address.zip or f"{plain(c.address.city)} {c.address.state}"
        keys = {(plain(c.name), where), (plain(c.address.street), where)} - {("", where)}
        for key in keys:
            groups.setdefault(key, []).append(c.id)
    return tuple(sorted({tuple(ids) for ids in groups.values() if len(ids) > 1}))
