"""What each column of a table holds, and of what kind it is. A name means the same in every table that has it."""

from dataclasses import dataclass
from typing import Literal

from finder.text import Text, text

Kind = Literal["code", "text", "people", "count", "share", "miles", "minutes", "degrees", "yes_no", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. A `code` is digits of which leading zeros count."""

    kind: Kind
    about: Text


def _columns(kind: Kind, /, **about: Text) -> dict[str, Column]:
    return {name: Column(kind, words) for name, words in about.items()}


COLUMNS: dict[str, Column] = {
    **_columns(
        "code",
        zip=text("ZIP code, five digits"),
        fips=text("County by its FIPS code, five digits"),
        specialty_code=text("Specialty code of CMS's HSD tables"),
    ),
    **_columns(
        "text",
        name=text("Name of the county, place or region"),
        state=text("State, two letters"),
        county=text("County, with its state"),
        type=text("Type of county that the rule goes by: large_metro, metro, micro, rural or ceac"),
        one_place=text("The place without which the county would fail; empty if there is none"),
        nearest_id=text(
            "Nearest counted place by miles, its id in the directory (of a region: nearest for most of its people)"
        ),
        nearest_name=text("The same, its name"),
        road=text("Says if no road leads there"),
        states=text("States in which most of its people live"),
        counties=text("Counties by FIPS code, most people first"),
        county_names=text("The same, their names"),
        zips=text("ZIP codes"),
        direction=text("Way to the nearest place from the middle of the people, by the compass"),
        id=text("Id in the directory"),
        kind=text("center, or stop of a mobile unit"),
        city=text("City"),
        placed_at=text("How exactly its place is known: address, zip or city"),
        resting_counties=text("Counties that fail if this place closes, by FIPS code"),
        therapy_evidence=text("What is known of the treatment there: confirmed, reported, unknown, not_offered"),
        source=text("Who lists it"),
        source_url=text("Where"),
        designation_from=text("Where type and limits are from: rule, or HSD file"),
        specialty_name=text("Specialty of CMS's HSD tables"),
    ),
    **_columns(
        "people",
        population=text("People who live there (of a gap: those outside the standard)"),
        people=text("People of the ZIP code in this county (of a region: those outside the standard)"),
        covered=text("People within the standard"),
        left_out=text("People outside the standard"),
        covered_low=text("People within the standard if every trip is as long and slow as it may well be"),
        covered_high=text("People within the standard if every trip is as short and quick as it may well be"),
        known_covered=text("People within the standard of a place known to give the treatment"),
        people_within=text("Different people within the standard of this place"),
        people_only_here=text("People within the standard of this place and of no other"),
    ),
    **_columns(
        "count",
        rank=text("Rank by people, from 1"),
        places_within=text("Counted places within the standard"),
        counties_judged=text("Counties with a verdict: people live there, and the rule has a pass mark"),
        counties_short=text("Counties that fail"),
        minimum_number=text("Facilities that CMS asks for; empty if that depends on a plan's beneficiaries"),
        number_within=text("Counted places within the limits of at least one person of the county"),
    ),
    **_columns(
        "share",
        share=text("Part of the people who are within the standard"),
        required_share=text("Part of the people that the rule asks for"),
        known_share=text("Part of the people within the standard of a place known to give the treatment"),
        share_of_all=text("Part of all people of the report who are within the standard of this place"),
    ),
    **_columns(
        "miles",
        nearest_mi=text("Miles one way to the nearest place (of a region: what half of its people do not exceed)"),
        nearest_mi_median=text("Miles one way to the nearest place that half of the people do not exceed"),
        maximum_distance_mi=text("Most miles that the rule allows in the county"),
    ),
    **_columns(
        "minutes",
        nearest_min=text("Minutes one way to the nearest place (of a region: what half of its people do not exceed)"),
        nearest_min_low=text("The same, as short as it may well be"),
        nearest_min_high=text("The same, as long as it may well be"),
        second_min=text("Minutes one way to the second quickest place"),
        maximum_time_min=text("Most minutes that the rule allows in the county"),
    ),
    **_columns("degrees", lat=text("Latitude, WGS84"), lon=text("Longitude, WGS84")),
    **_columns(
        "yes_no",
        within_standard=text("Whether the people are within the standard"),
        passes=text("Whether the county meets the rule; empty without people or pass mark"),
        flips=text("Whether the verdict would be another under short travel than under long"),
        known_passes=text("The verdict if only places known to give the treatment counted"),
        example=text("Whether it is an example, not a real service"),
        meets_number=text("Whether enough facilities are within the limits of somebody"),
        meets_time_distance=text("Whether enough people are within both limits of one facility"),
        meets_all=text("Whether both are met"),
    ),
    **_columns("day", checked_on=text("Day on which the listing was last checked; empty if nobody says")),
}
