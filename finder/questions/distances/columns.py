"""The columns that the answer adds to those of the list, and what each holds."""

from collections.abc import Mapping

from finder.questions.columns import Column
from finder.text import text

ROW = {"row": Column("count", text("Number of the row in the list, from 1, without the headings"))}
_TRIP = {
    "driving_min": Column("minutes", text("Estimated minutes of driving one way, without the 5 minutes at the doors")),
    "low": Column("minutes", text("The low end of the estimate of those minutes")),
    "high": Column("minutes", text("The high end of the estimate of those minutes")),
    "door_to_door_min": Column("minutes", text("The same with 5 minutes to walk to the car, park, and walk to the door")),
    "straight_mi": Column("miles", text("Miles in a straight line (geodesic)")),
    "road": Column("text", text('"unreachable by road" where no road leads there; otherwise empty')),
    "method": Column("text", text("Way of measuring travel: road, straight, osrm, or valhalla")),
}
REASON = {"reason": Column("text", text("Why the row has no distance; empty if it has one"))}
ORIGIN: Mapping[str, Column] = {
    "origin": Column("text", text("What the row was taken for: a ZIP code, a city, or the coordinates of the row")),
    "origin_precision": Column("text", text("How exactly that is known: coordinates, zip, city, or address")),
}
LOCATION: Mapping[str, Column] = {
    "nearest_rank": Column("count", text("1 for the nearest location counted, by miles, 2 for the next, and so on")),
    "location_id": Column("text", text("ID of the location in the directory")),
    "location_name": Column("text", text("Name of the location")),
    "location_kind": Column("text", text("center, or stop (of a mobile unit)")),
    "location_city": Column("text", text("City of the location")),
    "location_state": Column("text", text("State of the location, two letters")),
    "location_zip": Column("code", text("ZIP code of the location")),
    "location_precision": Column("text", text("How exactly its position is known: address, zip, or city")),
    "distance_mi": Column("miles", text("Miles one way")),
    "distance_mi_low": Column("miles", text("The least miles, where an end is only known by its ZIP code or town")),
    "distance_mi_high": Column("miles", text("The most miles, where an end is only known by its ZIP code or town")),
}
EVIDENCE: Mapping[str, Column] = {
    "evidence": Column("text", text("What is known about the treatment there: confirmed, reported, unknown, or not_offered")),
    "evidence_words": Column("text", text("What each source says about the treatment there, the strongest first")),
}
NOTE = {"note": Column("text", text("What to know about how the row was read, such as a street that was not looked up"))}
NEAREST_COLUMNS: Mapping[str, Column] = {**ROW, **ORIGIN, **LOCATION, **_TRIP, **EVIDENCE, **REASON, **NOTE}
PAIRS_COLUMNS: Mapping[str, Column] = {**ROW, "distance_mi": LOCATION["distance_mi"], **_TRIP, **REASON}
