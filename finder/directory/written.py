"""Mobile stops as rows of the listing files, the reverse of what `listings.py` reads."""

from collections.abc import Iterable
from typing import cast

from finder.directory.columns import COLUMNS
from finder.domain.facility import ServicePoint
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.schedule import Calendar

Row = dict[str, object]


def mobile_rows(points: Iterable[ServicePoint]) -> dict[str, list[Row]]:
    """The rows of the three files of mobile units, by the names of the files. All points must be stops."""
    stops = [cast(Stop, point.listing) for point in points]
    rows = {
        "mobile_units.csv": [_unit(unit) for unit in dict.fromkeys(stop.unit for stop in stops)],
        "mobile_stops.csv": [_stop(stop) for stop in stops],
        "mobile_calendar.csv": [_calendar(stop, calendar) for stop in stops for calendar in stop.calendars],
    }
    return {name: [dict.fromkeys(COLUMNS[name], "") | row for row in some] for name, some in rows.items()}


def _unit(unit: MobileUnit) -> Row:
    said = unit.provenance
    return {
        "id": unit.id,
        "name": unit.name,
        "operator": unit.operator,
        "phone": unit.phone,
        "website": unit.website,
        "chairs": unit.chairs,
        "therapies": ";".join(unit.therapies),
        "first_dose": unit.first_dose,
        "max_infusion_hours": unit.max_infusion_hours,
        "source": said.source,
        "source_url": said.source_url,
        "checked_on": "" if said.checked_on is None else str(said.checked_on),
        "example": unit.example,
    }


def _stop(stop: Stop) -> Row:
    point, at = stop.position.point if stop.position else None, stop.address
    return {
        "id": stop.id,
        "unit_id": stop.unit.id,
        "name": stop.name,
        "street": at.street,
        "city": at.city,
        "state": at.state,
        "zip": at.zip,
        "lat": point and point.lat_deg,
        "lon": point and point.lon_deg,
        "note": stop.note,
    }


def _calendar(stop: Stop, calendar: Calendar) -> Row:
    return {
        "stop_id": stop.id,
        "starts_on": calendar.starts_on.isoformat(),
        "start_time": f"{calendar.start_time:%H:%M}",
        "end_time": f"{calendar.end_time:%H:%M}",
        "timezone": calendar.timezone.key,
        "rrule": calendar.rule,
        "exdates": ";".join(day.isoformat() for day in sorted(calendar.days_off)),
        "rdates": ";".join(day.isoformat() for day in sorted(calendar.extra_days)),
    }
