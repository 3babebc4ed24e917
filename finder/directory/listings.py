"""Rows of the listing files as listings: centers, mobile units, their stops and calendars, and statements on therapies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from finder.directory.cells import CellError, Cells, shown
from finder.directory.kind_by_name import kind_by_name
from finder.directory.placement import address_and_position
from finder.domain.center import CENTER_SITES, Center, CenterSite
from finder.domain.evidence import Basis, Evidence, Statement
from finder.domain.facility import AGES, GROUPS
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.provenance import AsOf, Provenance, years_after
from finder.domain.schedule import Calendar
from finder.domain.therapy import Therapy
from finder.places.gazetteer import Gazetteer
from finder.text import text

STAFF = text("staff")
# What a row of center_therapies.csv says, apart from the center, the therapies, and the billing codes.
_SAID = ("evidence", "basis", "count", "speaks_for", "source", "source_url", "checked_on")
_IDENTIFIERS = (("NPI", "npi"), ("CCN", "ccn"))


class UnknownDaysOff(CellError):
    """Days off that cannot be read: a visit of the stop may not take place."""

    def __init__(self, stop_id: str, written: str) -> None:
        reason = text(
            "%(cell)s is not a day like 2026-11-30; the stop is not listed, because a visit may not take place",
            cell=shown(written),
        )
        super().__init__("exdates", reason)
        self.stop_id = stop_id


@dataclass(frozen=True, slots=True)
class ListingReader:
    """Makes listings of rows, with what is known of places and therapies.

    A cell that cannot be read becomes unknown, with a notice. Raises CellError for a row that cannot be used.
    """

    gazetteer: Gazetteer
    therapies: Mapping[str, Therapy]
    good_for_years: Mapping[Basis, int]
    _read: dict[tuple[object, ...], Statement | None] = field(default_factory=dict, init=False, repr=False)

    def center(self, c: Cells) -> Center:
        """A row of centers.csv."""
        address, position = address_and_position(c, self.gazetteer)
        return Center(
            id=c.required("id"),
            name=c.required("name"),
            site_of_care=_site_of_care(c),
            address=address,
            position=position,
            provenance=_provenance(c),
            operator=c["operator"],
            phone=c.phone("phone"),
            website=c.web_address("website"),
            hours=c["hours"],
            chairs=c.count("chairs"),
            new_patients=c["new_patients"],
            wheelchair=c["wheelchair"],
            languages=c["languages"],
            payment=c["payment"],
            serves=c.choices("serves", (*AGES, *GROUPS)),
            open_from=c.day("open_from"),
            open_until=c.day("open_until"),
            identifiers=tuple((kind, c[column]) for kind, column in _IDENTIFIERS if c[column]),
            note=c["note"],
        )

    def statement(self, c: Cells, centers: Mapping[str, Center]) -> tuple[str, list[str], Statement | None]:
        """A row of center_therapies.csv: the ids of the center and of the therapies, and what it says of each, if anything."""
        center = centers.get(c.required("center_id"))
        if center is None:
            raise CellError("center_id", text("%(id)s is not in centers.csv; the row is skipped", id=shown(c["center_id"])))
        written = c.required("therapy_id")
        if not any(item in self.therapies for item in c.items("therapy_id")):
            raise CellError("therapy_id", text("%(id)s is not in data/therapies.toml; the row is skipped", id=shown(written)))
        return center.id, list(self._known_therapies(c, "therapy_id")), self._said(c, center.provenance)

    def _said(self, c: Cells, listed: Provenance) -> Statement | None:
        """What a row says. Many rows say the same of other pairs, so it is read once; but not what a notice is about."""
        key = (*c.several(_SAID), None if c["source"] or c["source_url"] else listed)
        if key not in self._read:
            before = c.noted
            statement = self._statement(c, listed)
            if c.noted > before:
                return statement
            self._read[key] = statement
        return self._read[key]

    def _statement(self, c: Cells, listed: Provenance) -> Statement | None:
        evidence = c.evidence("evidence")
        if evidence == "unknown":
            return None
        said = _provenance(c)
        basis = _basis(c, evidence, said)
        if basis == "staff" and said.checked_on is None:
            c.note("checked_on", text("confirmed by staff, but no date is given"))
        return Statement(
            given=evidence != "not_offered",
            basis=basis,
            provenance=_attributed(said, basis, listed),
            good_until=self._good_until(basis, said.checked_on),
            count=c.one_or_more("count"),
            speaks_for=_speaks_for(c),
        )

    def supposed(self, given: bool, today: date) -> Statement:
        """What a scenario takes as confirmed on a day: that a treatment is given, or that it is not."""
        said = Provenance("scenario", checked_on=AsOf.of(today))
        return Statement(given, "staff", said, self._good_until("staff", said.checked_on))

    def unit_statements(self, unit: MobileUnit) -> dict[str, tuple[Statement, ...]]:
        """What a unit's row says of the therapies that it lists, which holds at each of its stops."""
        said = unit.provenance
        basis: Basis = "page" if said.source_url else "register"
        statement = Statement(True, basis, said, self._good_until(basis, said.checked_on))
        return dict.fromkeys(unit.therapies, (statement,))

    def _good_until(self, basis: Basis, said: AsOf | None) -> date | None:
        """The last day on which a statement is not too old; None without a date."""
        return years_after(said, self.good_for_years[basis]) if said else None

    def unit(self, c: Cells) -> MobileUnit:
        """A row of mobile_units.csv."""
        return MobileUnit(
            id=c.required("id"),
            name=c.required("name"),
            provenance=_provenance(c),
            operator=c["operator"],
            phone=c.phone("phone"),
            website=c.web_address("website"),
            chairs=c.count("chairs"),
            therapies=tuple(self._known_therapies(c, "therapies")),
            first_dose=c.yes("first_dose"),
            max_infusion_hours=c.number("max_infusion_hours"),
            # An example must never pass for a real service.
            example=c.yes("example", otherwise=True),
        )

    def stop(self, c: Cells, units: Mapping[str, MobileUnit], calendars: Mapping[str, Sequence[Calendar]]) -> Stop:
        """A row of mobile_stops.csv, with its unit and its calendars."""
        unit = units.get(c.required("unit_id"))
        if unit is None:
            raise CellError("unit_id", text("%(id)s is not in mobile_units.csv; the row is skipped", id=shown(c["unit_id"])))
        address, position = address_and_position(c, self.gazetteer)
        return Stop(
            id=c.required("id"),
            name=c.required("name"),
            unit=unit,
            address=address,
            position=position,
            calendars=tuple(calendars.get(c["id"], ())),
            note=c["note"],
        )

    def _known_therapies(self, c: Cells, column: str) -> Iterator[str]:
        for therapy_id in c.items(column):
            if therapy_id in self.therapies:
                yield therapy_id
            else:
                c.note(column, text("%(id)s is not in data/therapies.toml; ignored", id=shown(therapy_id)))


def stop_calendar(c: Cells) -> tuple[str, Calendar]:
    """A row of mobile_calendar.csv: the id of the stop and the calendar.

    Raises QueryError for a rule without days, and UnknownDaysOff if a day off cannot be read.
    """
    stop_id, starts_on = c.required("stop_id"), c.day("starts_on")
    if starts_on is None:
        raise CellError("starts_on", text("no first day; the row is skipped"))
    start, zone = c.clock("start_time"), c.zone("timezone")
    days_off, unread = c.days("exdates", start, zone)
    if unread:
        raise UnknownDaysOff(stop_id, unread[0])
    extra_days, unread = c.days("rdates", start, zone)
    for written in unread:
        c.not_a_day("rdates", written)
    return stop_id, Calendar(starts_on, start, c.clock("end_time"), zone, c["rrule"], days_off, extra_days)


def _site_of_care(c: Cells) -> CenterSite:
    """The kind of a center; where none is given, by plain words of its name, with a notice."""
    given = cast(CenterSite, c.choice("kind", CENTER_SITES, "unknown"))
    by_name = kind_by_name(c["name"]) if given == "unknown" else "unknown"
    if by_name == "unknown":
        return given
    c.note("kind", text("not given; by its name it is %(kind)s. If it is not, give its kind", kind=by_name))
    return by_name


def _provenance(c: Cells) -> Provenance:
    return Provenance(c["source"], c.web_address("source_url"), c.as_of("checked_on"))


def _basis(c: Cells, evidence: Evidence, said: Provenance) -> Basis:
    """What a row goes by. Where it does not say: staff if they confirmed it, a page if it has an address, else a register."""
    basis = c.basis("basis")
    if basis is None:
        return "staff" if evidence == "confirmed" else "page" if said.source_url else "register"
    if evidence == "confirmed" and basis != "staff":
        c.note("evidence", text("only staff can confirm; counted as reported, on the basis of %(basis)s", basis=basis))
    return basis


def _speaks_for(c: Cells) -> int | None:
    """How many locations a row speaks for: this one unless it says otherwise, None for all of the organization's."""
    if c["speaks_for"].lower() == "all":
        return None
    return c.one_or_more("speaks_for") or 1


def _attributed(said: Provenance, basis: Basis, center: Provenance) -> Provenance:
    """The source of what a row says of a therapy: where it names none, the staff, or the center's source."""
    if said.source or said.source_url:
        return said
    if basis == "staff":
        return replace(said, source=str(STAFF))
    return replace(center, checked_on=said.checked_on or center.checked_on)
