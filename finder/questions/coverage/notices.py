"""What a coverage answer cannot say by itself: what was counted, and what was not."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce

from finder.access.gap_regions import Region
from finder.access.standards import Standard
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.domain.states import STATE_NAMES
from finder.domain.therapy import Therapy
from finder.text import Text, month, named, text, text_n

HOLES_NAMED = 8


def coverage_notices(
    directory: Directory, counted: Sequence[ServicePoint], unable: int, therapy: Therapy | None, standard: Standard
) -> Iterator[Text]:
    """What was counted, and what was not. `unable`: stops whose visits cannot give all of the therapy."""
    if not counted:
        yield text("No listing fits these choices, so nothing can be said about who is within reach.")
    yield text(
        "Only listed places are counted. %(known)s of the %(n)s places in this directory say which treatments they give: "
        "a gap may be a gap in the list.",
        known=sum(bool(p.evidence) and not p.example for p in directory.points),
        n=sum(not p.example for p in directory.points),
    )
    if counted:
        yield from _age(counted)
    if therapy and counted:
        yield text(
            "%(known)s of the %(n)s places counted are known to give %(therapy)s.",
            known=sum(p.known_to_give(therapy.id) for p in counted),
            n=len(counted),
            therapy=named(therapy.short_name),
        )
    if standard.note:
        yield named(standard.note)
    yield from _not_counted(directory, unable, therapy)


def _age(counted: Sequence[ServicePoint]) -> Iterator[Text]:
    """When the listings were last looked at."""
    days = sorted(d for p in counted if (d := p.provenance.checked_on))
    undated = len(counted) - len(days)
    if days and days[0].replace(day=1) == days[-1].replace(day=1):
        yield text("The listings counted were last checked in %(month)s.", month=month(days[0]))
    elif days:
        yield text(
            "The listings counted were last checked between %(first)s and %(last)s.",
            first=month(days[0]),
            last=month(days[-1]),
        )
    if undated:
        yield (
            text_n("%(n)s of them has no date of a check.", "%(n)s of them have no date of a check.", undated)
            if days
            else text("No listing says when it was last checked.")
        )


def _not_counted(directory: Directory, unable: int, therapy: Therapy | None) -> Iterator[Text]:
    if unable and therapy:
        yield text_n(
            "%(n)s mobile stop is not counted: its visits cannot give all of %(therapy)s, the first dose included.",
            "%(n)s mobile stops are not counted: their visits cannot give all of %(therapy)s, the first dose included.",
            unable,
            therapy=named(therapy.short_name),
        )
    if examples := sum(p.example for p in directory.points):
        yield text_n("%(n)s example stop is not counted.", "%(n)s example stops are not counted.", examples)
    if unplaced := sum(p.location is None for p in directory.points):
        yield text_n(
            "%(n)s listing has no known place and is not measured.",
            "%(n)s listings have no known place and are not measured.",
            unplaced,
        )


def hole_notice(holes: Sequence[str]) -> Iterator[Text]:
    """That the rule says nothing of some counties, and what is done with them."""
    if holes:
        yield text_n(
            "The text of the rule gives no type to %(n)s county here (%(names)s): it is taken as rural.",
            "The text of the rule gives no type to %(n)s counties here (%(names)s): they are taken as rural.",
            len(holes),
            names="; ".join(holes[:HOLES_NAMED]) + ("; ..." if len(holes) > HOLES_NAMED else ""),
        )


def official_notice(label: str, listed: int) -> Text:
    """Whose types and limits are used."""
    return text_n(
        "Type and limits of %(n)s county are those of %(file)s.",
        "Types and limits of %(n)s counties are those of %(file)s.",
        listed,
        file=label,
    )


# By the third of the state, from the south and from the west.
_PARTS = (
    (text("Southwestern"), text("South-central"), text("Southeastern")),
    (text("West-central"), text("Central"), text("East-central")),
    (text("Northwestern"), text("North-central"), text("Northeastern")),
)


def region_name(region: Region, county_name: Callable[[str], str]) -> Text:
    """What a region of people out of reach is called: "North-central Nevada, around Elko (2)".

    `county_name` turns a FIPS code into the county's name.
    """
    name = _region_name(region, county_name)
    return name if region.namesake == 1 else text("%(name)s (%(number)s)", name=name, number=region.namesake)


def _region_name(region: Region, county_name: Callable[[str], str]) -> Text:
    row, column = region.part
    states = [named(STATE_NAMES[s]) for s in region.states]
    county = county_name(region.counties[0])
    part = _PARTS[row][column]
    if len(states) > 1:
        return text(
            "%(part)s %(state)s and %(also)s, around %(county)s",
            part=part,
            state=states[0],
            also=reduce(_joined, states[1:]),
            county=county,
        )
    return text("%(part)s %(state)s, around %(county)s", part=part, state=states[0], county=county)


def _joined(first: Text, then: Text) -> Text:
    return text("%(first)s, %(then)s", first=first, then=then)
