"""What each column of a table holds, and its kind. A name means the same in every table of every question."""

from dataclasses import dataclass
from typing import Literal

from finder.text import Text, text

Kind = Literal[
    "code", "text", "people", "count", "share", "miles", "minutes", "degrees", "yes_no", "day", "hours", "ratio", "amount"
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. A `code` is a number with significant leading zeros."""

    kind: Kind
    about: Text


def _columns(kind: Kind, /, **about: Text) -> dict[str, Column]:
    return {name: Column(kind, words) for name, words in about.items()}


COLUMNS: dict[str, Column] = {
    **_columns(
        "code",
        zip=text("ZIP code, five digits"),
        fips=text("FIPS code of the county, five digits"),
        specialty_code=text("Specialty code of CMS's HSD tables"),
    ),
    **_columns(
        "text",
        name=text("Name of the county, location, region, or town"),
        state=text("State, two letters"),
        county=text("County, with its state"),
        type=text("County type under the rule: large_metro, metro, micro, rural, or ceac"),
        sole_location=text("ID of the location without which the county would fail; empty if there is none"),
        nearest_id=text(
            "ID of the nearest location counted, by miles, in the directory (of a region or a new stop: the nearest for most "
            "of its people)"
        ),
        nearest_name=text("Name of that location"),
        road=text('"unreachable by road" where no road leads to the nearest location; otherwise empty'),
        states=text("States where most of its people live"),
        counties=text("FIPS codes of its counties, most people first"),
        county_names=text("Names of those counties"),
        zips=text("ZIP codes"),
        direction=text("Compass direction from the center of its people to the nearest location"),
        id=text("ID in the directory"),
        kind=text("center, or stop (of a mobile unit)"),
        city=text("City"),
        position_precision=text("How exactly its position is known: address, zip, or city"),
        reason=text("Code of why it does not count: long_term_care, residential, prison, or pediatric_hospital"),
        why=text("The same as a sentence"),
        counted=text(
            "Which locations count: any, or a level of evidence (listed, price_list, paid, page, confirmed) and all above it; "
            "centers: without mobile stops; stops: mobile stops alone"
        ),
        dependent_counties=text("FIPS codes of the counties that fail if this location closes"),
        therapy_evidence=text("What is known about the treatment there: confirmed, reported, unknown, or not_offered"),
        evidence_words=text("What each source says about the treatment there, the strongest first"),
        candidate_id=text("ID of a candidate: the name of the town with its state"),
        stop_name=text("Name of the new stop, with its state"),
        largest_towns=text("Where most of the people who gain live, with their number"),
        alternative=text("The best other town in the place of the stop"),
        close_alternatives=text("Other towns that reach 98%% of the stop's gain or more; otherwise only the best one"),
        side=text("base, what is compared with, or plan"),
        scenario=text("Name of the scenario, or that it is the directory as it is"),
        then_id=text("ID of the nearest location counted by the plan, by miles"),
        then_name=text("Name of that location"),
        then_road=text('"unreachable by road" where no road leads to any location by the plan; otherwise empty'),
        travel=text("Estimate of travel: low, middle, or high"),
        source=text("Source of the listing"),
        source_url=text("Address of the source"),
        designation_from=text("Where the county type and limits come from: rule, or HSD file"),
        specialty_name=text("Specialty of CMS's HSD tables"),
        closing_id=text("ID of what closes; of several at once, all of them"),
        closing_name=text("Name of what closes"),
        other_id=text("ID of the other that closes at the same time"),
        other_name=text("Name of the other"),
        location_ids=text("IDs of the locations that close: several of a mobile unit or an address"),
        dependent_county_names=text("Names of the counties that fail if this location closes"),
        counties_only_together=text("FIPS codes of the counties that fail only if both close"),
        next_id=text(
            "ID of the nearest location that is left (of a location that closes: the nearest for most people it affects)"
        ),
        next_name=text("Name of the location that is left"),
        next_road=text('"unreachable by road" where no road leads to any location that is left; otherwise empty'),
    ),
    **_columns(
        "people",
        population=text("People who live there (of a gap: those outside the standard)"),
        people=text("People of the ZIP code in this county (of a region: those outside the standard)"),
        covered=text("People within the standard"),
        outside=text("People outside the standard"),
        covered_low=text("People within the standard if every trip takes as long as the travel estimate allows"),
        covered_high=text("People within the standard if every trip is as short as the travel estimate allows"),
        known_covered=text("People within the standard of a location known to give the treatment"),
        people_within=text("Different people within the standard of this location"),
        people_only_here=text("People within the standard of this location and of no other"),
        covered_then=text("People within the standard with the new stops, or by the plan"),
        people_gained=text("People who gain by the new stop, each counted at one stop"),
        people_newly_reachable=text("Those of them whom no road leads to any location today"),
        people_elsewhere=text("People of other states who would come within the standard; empty for the whole country"),
        people_losing_standard=text("People within the standard today who would not be after the closure"),
        people_only_together=text("Those who fall outside it only if both close"),
        people_stranded=text("People with a road to a location today, and to none after the closure"),
        stranded_only_together=text("Those whom only the closure of both leaves without a road"),
        people_nearest=text("People who have this location nearest, by miles"),
    ),
    **_columns(
        "count",
        locations=text("Locations that count"),
        rank=text("Rank, from 1: of regions by people, of new stops by what each adds to those before it"),
        units=text("Number of new stops"),
        ties=text("Number of other towns that do exactly as well in the place of the stop"),
        locations_within=text("Locations counted that are within the standard"),
        counties_judged=text("Counties with a verdict: people live there, and the rule has a pass mark"),
        counties_short=text("Counties that fall short"),
        minimum_number=text("Facilities that CMS requires; empty if that depends on a plan's beneficiaries"),
        number_within=text("Locations counted that are within the limits for at least one person of the county"),
        locations_closing=text("Locations that close: more than one of a mobile unit or an address"),
        zips_dependent=text(
            "ZIP codes that have it nearest, or are within the standard of it alone; empty if others close with it"
        ),
    ),
    **_columns(
        "share",
        share=text("Share of people within the standard"),
        share_then=text("Share of people within the standard with the new stops, or by the plan"),
        required_share=text("Share of people that the rule requires"),
        known_share=text("Share of people within the standard of a location known to give the treatment"),
        share_of_all=text("Share of all people in the report who are within the standard of this location"),
        share_after=text("Share of people within the standard after the closure"),
        alternative_share=text("Share of the stop's gain that the other town reaches in its place"),
    ),
    **_columns(
        "miles",
        nearest_mi=text("Miles one way to the nearest location (of a region or a new stop: the median of its people)"),
        nearest_mi_median=text("Miles one way to the nearest location, median of people"),
        maximum_distance_mi=text("Most miles that the rule allows in the county"),
        then_mi=text("Miles one way to the nearest location by the plan"),
        stop_mi=text("Miles one way to the new stop (of a stop: the median of its people)"),
        annual_miles_saved=text("Miles saved a year, both ways, if each person who gains were treated"),
        next_mi=text("Miles one way to the nearest location that is left"),
        added_annual_miles=text("Miles added a year, both ways, if each person who still has a road were treated"),
        miles_only_together=text("Those added only if both close, for people with a road to a third"),
    ),
    **_columns(
        "minutes",
        nearest_min=text("Minutes of driving one way to that location (of a region or a new stop: the median of its people)"),
        nearest_min_low=text("The low end of the estimate of those minutes"),
        nearest_min_high=text("The high end of the estimate of those minutes"),
        quickest_min=text("Minutes of driving one way to the quickest location, which may not be the nearest by miles"),
        second_quickest_min=text("Minutes of driving one way to the second quickest location"),
        maximum_time_min=text("Most minutes of driving that the rule allows in the county"),
        then_min=text("Minutes of driving one way to that location"),
        stop_min=text("Minutes of driving one way to the new stop (of a stop: the median of its people)"),
        next_min=text("Minutes of driving one way to the nearest location that is left"),
    ),
    **_columns(
        "amount",
        value=text("What the stops are worth by the objective: people, or miles a year"),
        added=text("What the last of them adds"),
        best_value=text("What the best stops found are worth, of as many; empty if they were not worked out"),
        upper_bound=text("No choice of as many stops is worth more than this"),
        phases_lose=text("What is lost against the best choice of as many if the stops come in this order"),
        regret=text("What is lost against the best stops for that estimate of travel"),
    ),
    **_columns("hours", chair_hours=text("Chair-hours a week: chairs times open hours")),
    **_columns(
        "ratio",
        access_ratio=text("Access ratio: chair-hours within reach per person, over the national mean; 1 is average"),
        access_ratio_low=text("The lowest access ratio under the other methods and assumptions"),
        access_ratio_high=text("The highest access ratio under the other methods and assumptions"),
        chair_hours_per_1000=text("Chair-hours a week within reach per 1,000 people, shared with everyone who reaches them"),
    ),
    **_columns("degrees", lat=text("Latitude, WGS84"), lon=text("Longitude, WGS84")),
    **_columns(
        "yes_no",
        within_standard=text("Whether the people are within the standard"),
        within_then=text("Whether they are within it by the plan"),
        passes=text("Whether the county meets the rule; empty without people or a pass mark"),
        passes_then=text("Whether the county meets it with the new stops, or by the plan; empty without people or a pass mark"),
        flips=text("Whether the verdict depends on the travel estimate: it differs between its low and its high end"),
        known_passes=text("The verdict if only locations known to give the treatment counted"),
        example=text("Whether it is an example, not a real service"),
        meets_number=text("Whether enough facilities are within the limits"),
        meets_time_distance=text("Whether enough people are within both limits of a facility"),
        meets_all=text("Whether both are met"),
        chairs_assumed=text("Whether the number of chairs is assumed, because no source gives it"),
        hours_assumed=text("Whether the weekly hours are assumed, because no source gives them"),
        check_list=text("Whether the list is more likely to miss a location than the largest town that gains"),
        loses_standard=text("Whether the people are within the standard today and would not be after the closure"),
    ),
    **_columns("day", checked_on=text("Day, month, or year in which the listing was last checked; empty if unknown")),
}
