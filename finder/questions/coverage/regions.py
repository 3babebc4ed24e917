"""The names of regions of people out of reach: "North-central Nevada, around Elko (2)"."""

from finder.access.gap_regions import Region
from finder.domain.states import STATE_NAMES
from finder.questions.coverage.result import CoverageResult
from finder.text import Text, as_list, named, text

# By thirds of the state, from the south and from the west.
_PARTS = (
    (text("Southwestern"), text("South-central"), text("Southeastern")),
    (text("West-central"), text("Central"), text("East-central")),
    (text("Northwestern"), text("North-central"), text("Northeastern")),
)


def region_name(region: Region, result: CoverageResult) -> Text:
    """The name of a region, with a number if others have the same part of the state and the same county."""
    name = _region_name(region, result)
    return name if region.namesake == 1 else text("%(name)s (%(number)s)", name=name, number=region.namesake)


def _region_name(region: Region, result: CoverageResult) -> Text:
    row, column = region.part
    states = [named(STATE_NAMES[s]) for s in region.states]
    around = result.demand.counties.name_of(region.counties[0])
    part = _PARTS[row][column]
    if len(states) > 1:
        return text(
            "%(part)s %(state)s and %(also)s, around %(county)s",
            part=part,
            state=states[0],
            also=as_list(states[1:]),
            county=around,
        )
    return text("%(part)s %(state)s, around %(county)s", part=part, state=states[0], county=around)
