"""The quality of a directory: counts of what is missing, outdated, or odd, for a curator to work through."""

from dataclasses import dataclass
from datetime import date, timedelta

from finder.domain.directory import Directory
from finder.domain.states import STATE_NAMES
from finder.text import Text, text

OLD_AFTER_DAYS = 365
_A_WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Quality:
    """Counts over a directory.

    `problems` are its notices: rows and cells that could not be used as written. `repeated` are ids of centers that are one by
    the rules of `finder match`, and `to_review` counts the pairs that a person should look at by these rules.
    """

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
    to_review: int
    problems: tuple[Text, ...]

    def lines(self) -> list[tuple[Text, int]]:
        """Each count with its label."""
        return [
            (text("centers"), self.centers),
            (text("mobile stops"), self.stops),
            (text("mobile stops that are invented examples"), self.examples),
            (text("states with a center (DC and Puerto Rico included)"), self.states),
            (text("listings without a phone number"), self.without_phone),
            (text("listings placed at their ZIP code or city (no coordinates)"), self.without_coordinates),
            (text("listings with no known position"), self.unplaced),
            (text("listings without a date of the last check"), self.without_date),
            (text("listings last checked more than a year ago"), self.older_than_a_year),
            (text("listings with a check dated in the future"), self.dated_ahead),
            (text("listings with opening hours that cannot be read"), self.hours_not_read),
            (text("listings without any therapy"), self.without_therapy),
            (text("listings closed today (before open_from or after open_until)"), self.closed),
            (text("mobile stops without a calendar"), self.stops_without_calendar),
            (text("groups of centers that may be one center listed twice"), len(self.repeated)),
            (text("pairs of centers to review with finder match"), self.to_review),
            (text("rows or cells that could not be used as written"), len(self.problems)),
        ]


def assess(directory: Directory, today: date) -> Quality:
    """The quality of a directory on a day."""
    points, centers = directory.points, directory.centers
    listings = [p.listing for p in points]
    in_a_week = min(today, date.max - _A_WEEK) + _A_WEEK
    # Imported for a check alone: to read the rules takes longer than a small directory, and a server has no use for them.
    from finder.directory.repeated import listed_twice

    repeated, to_review = listed_twice(centers)
    said = [p.provenance.checked_on for p in points if p.provenance.checked_on]
    return Quality(
        centers=len(centers),
        stops=len(points) - len(centers),
        examples=sum(p.example for p in points),
        states=len({p.address.state for p in centers} & STATE_NAMES.keys()),
        without_phone=sum(not p.phone for p in points),
        without_coordinates=sum(p.position is None or p.position.precision != "address" for p in points),
        unplaced=sum(p.position is None for p in points),
        without_date=sum(p.provenance.checked_on is None for p in points),
        older_than_a_year=sum((today - as_of.last).days > OLD_AFTER_DAYS for as_of in said),
        dated_ahead=sum(as_of.first > today for as_of in said),
        hours_not_read=sum(bool(x.hours) and not x.opening(today, in_a_week).known for x in listings),
        without_therapy=sum(not any(p.statements.values()) for p in points),
        closed=sum(not p.is_open(today) for p in points),
        stops_without_calendar=sum(x.only_on_visits and not x.calendars for x in listings),
        repeated=repeated,
        to_review=to_review,
        problems=directory.notices,
    )
