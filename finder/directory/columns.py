"""The columns of the listing files; what each means: docs/data-format.md."""

_ADDRESS = ("street", "city", "state", "zip", "lat", "lon")
_PROVENANCE = ("source", "source_url", "checked_on")
COLUMNS = {
    "centers.csv": (
        *("id", "name", "kind", "operator", *_ADDRESS, "phone", "website", "hours", "chairs", "new_patients", "wheelchair"),
        *("languages", "payment", "serves", "open_from", "open_until", "npi", "ccn", *_PROVENANCE, "note"),
    ),
    "center_therapies.csv": (
        *("center_id", "therapy_id", "evidence", "basis", "count", "speaks_for", "codes"),
        *_PROVENANCE,
    ),
    "mobile_units.csv": (
        *("id", "name", "operator", "phone", "website", "chairs", "therapies", "first_dose", "max_infusion_hours"),
        *(*_PROVENANCE, "example"),
    ),
    "mobile_stops.csv": ("id", "unit_id", "name", *_ADDRESS, "note"),
    "mobile_calendar.csv": ("stop_id", "starts_on", "start_time", "end_time", "timezone", "rrule", "exdates", "rdates"),
}
REQUIRED = {
    "centers.csv": ("id", "name"),
    "center_therapies.csv": ("center_id", "therapy_id", "evidence"),
    "mobile_units.csv": ("id", "name"),
    "mobile_stops.csv": ("id", "unit_id", "name"),
    "mobile_calendar.csv": ("stop_id", "starts_on", "start_time", "end_time", "timezone"),
}
