"""Rows of the listing files as listings: centers, mobile units, their stops and calendars, and evidence of therapies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from finder.directory.cells import CellError, Cells, shown
from finder.directory.placement import address_and_position
from finder.domain.center import CENTER_SITES, Center, CenterSite
from finder.domain.facility import Evidence, Provenance, TherapyEvidence
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.schedule import Calendar
from finder.domain.therapy import Therapy
from finder.places.gazetteer import Gazetteer
from finder.text import text

STAFF = text("staff")


@dataclass(frozen=True, slots=True)
class ListingReader:
    """Makes listings of rows, with what is known of places and therapies.

    A cell that cannot be read becomes unknown, with a notice. Raises CellError for a row that cannot be used.
    """

    gazetteer: Gazetteer
    therapies: Mapping[str, Therapy]

    def center(self, c: Cells) -> Center:
        """A row of centers.csv."""
        address, position = address_and_position(c, self.gazetteer)
        return Center(
            id=c.required("id"),
            name=c.required("name"),
            site_of_care=cast(CenterSite, c.choice("kind", CENTER_SITES, "unknown")),
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
            open_from=c.day("open_from"),
            open_until=c.day("open_until"),
            note=c["note"],
        )

    def evidence(
        self, c: Cells, centers: Mapping[str, Center], known: Mapping[str, Mapping[str, TherapyEvidence]]
    ) -> tuple[str, str, TherapyEvidence]:
        """A row of center_therapies.csv: the id of the center, that of the therapy, and what the row says.

        `known` is what earlier rows say, by the same two ids.
        """
        center = centers.get(c.required("center_id"))
        if center is None:
            raise CellError("center_id", text("%(id)s is not in centers.csv; the row is skipped", id=shown(c["center_id"])))
        therapy_id = c.required("therapy_id")
        if therapy_id in known.get(center.id, ()):
            reason = text("%(id)s is already listed for this center; the row is skipped", id=shown(therapy_id))
            raise CellError("therapy_id", reason)
        if therapy_id not in self.therapies:
            raise CellError(
                "therapy_id", text("%(id)s is not in data/therapies.toml; the row is skipped", id=shown(therapy_id))
            )
        evidence, said = c.evidence("evidence"), _provenance(c)
        if evidence == "confirmed" and said.checked_on is None:
            c.note("checked_on", text("confirmed by staff, but no date is given"))
        return center.id, therapy_id, TherapyEvidence(evidence, _attributed(said, evidence, center.provenance))

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
            therapies=tuple(self._known_therapies(c)),
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

    def _known_therapies(self, c: Cells) -> Iterator[str]:
        for therapy_id in c.items("therapies"):
            if therapy_id in self.therapies:
                yield therapy_id
            else:
                c.note("therapies", text("%(id)s is not in data/therapies.toml; ignored", id=shown(therapy_id)))


def stop_calendar(c: Cells) -> tuple[str, Calendar]:
    """A row of mobile_calendar.csv: the id of the stop and the calendar. Raises QueryError for a rule without days."""
    starts_on = c.day("starts_on")
    if starts_on is None:
        raise CellError("starts_on", text("no first day; the row is skipped"))
    calendar = Calendar(
        starts_on=starts_on,
        start_time=c.clock("start_time"),
        end_time=c.clock("end_time"),
        timezone=c.zone("timezone"),
        rule=c["rrule"],
        days_off=_days(c, "exdates"),
        extra_days=_days(c, "rdates"),
    )
    return c.required("stop_id"), calendar


def unit_evidence(unit: MobileUnit) -> dict[str, TherapyEvidence]:
    """Evidence of the therapies that a unit's row lists, which holds at each of its stops."""
    return {therapy_id: TherapyEvidence("reported", unit.provenance) for therapy_id in unit.therapies}


def _provenance(c: Cells) -> Provenance:
    return Provenance(c["source"], c.web_address("source_url"), c.day("checked_on"))


def _attributed(said: Provenance, evidence: Evidence, center: Provenance) -> Provenance:
    """The source of what a row says of a therapy: where it names none, the staff who confirmed it, or the center's source."""
    if said.source or said.source_url:
        return said
    if evidence == "confirmed":
        return replace(said, source=str(STAFF))
    return replace(center, checked_on=said.checked_on or center.checked_on)


def _days(c: Cells, column: str) -> frozenset[date]:
    return frozenset(day for item in c.items(column) if (day := c.as_day(column, item)))
