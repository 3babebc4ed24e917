"""Vocabularies: what each code is called in words."""

from finder.domain.facility import Evidence
from finder.text import Text, text

EXAMPLE_MARK = text("Example, not a real service")
UNREACHABLE = text("unreachable by road")
COUNTY_TYPE_WORDS: dict[str, Text] = {
    "large_metro": text("large metro"),
    "metro": text("metro"),
    "micro": text("micro"),
    "rural": text("rural"),
    "ceac": text("very remote (CEAC)"),
}
# Unknown is never said as yes and never as no.
EVIDENCE_WORDS: dict[Evidence, Text] = {
    "confirmed": text("confirmed by staff"),
    "reported": text("listed by a source"),
    "unknown": text("call to ask"),
    "not_offered": text("not given here"),
}
COMPASS_WORDS = {
    "north": text("north"), "north-east": text("north-east"), "east": text("east"), "south-east": text("south-east"),
    "south": text("south"), "south-west": text("south-west"), "west": text("west"), "north-west": text("north-west"),
}  # fmt: skip
COMPARED_WORDS = {
    "any": text("any listed place"),
    "listed": text("places known to give the treatment"),
    "confirmed": text("places where staff confirmed the treatment"),
    "centers": text("without mobile stops"),
    "stops": text("mobile stops alone"),
}
