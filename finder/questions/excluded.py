"""Locations that care is given at, but that no planner's question counts, or that a standard does not count, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from finder.domain.facility import RESIDENTS_ONLY, ServicePoint
from finder.text import Text, text, text_n

ExclusionCode = Literal["long_term_care", "residential", "prison", "pediatric_hospital"]
EXCLUSION_CODES: tuple[ExclusionCode, ...] = get_args(ExclusionCode)
EXCLUSION_WORDS: Mapping[ExclusionCode, Text] = {
    "long_term_care": text("It treats only people who stay there for a long time."),
    "residential": text("It treats only people who live there."),
    "prison": text("It treats only people who are held there."),
    "pediatric_hospital": text("It is a children's hospital, which the standard does not count."),
}
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A service point that does not count, and why."""

    point: ServicePoint
    code: ExclusionCode


def exclusion(point: ServicePoint, pediatric_hospitals: bool) -> Exclusion | None:
    """Why a service point does not count; None if it may. `pediatric_hospitals` is whether a standard counts these."""
    site = point.listing.site_of_care
    if site in RESIDENTS_ONLY:
        return Exclusion(point, site)
    if not pediatric_hospitals and site == "hospital_outpatient" and point.treats("adults") is False:
        return Exclusion(point, "pediatric_hospital")
    return None


def exclusion_notices(excluded: Iterable[Exclusion]) -> Iterator[Text]:
    """How many locations do not count, for each reason, with the first of their names."""
    names: dict[ExclusionCode, list[str]] = {code: [] for code in EXCLUSION_CODES}
    for each in excluded:
        names[each.code].append(each.point.name)
    residents = [name for code in RESIDENTS_ONLY for name in names[code]]
    if residents:
        yield text_n(
            "%(n)s location is not counted, because it treats only people who live, stay, or are held there: %(names)s.",
            "%(n)s locations are not counted, because they treat only people who live, stay, or are held there: %(names)s.",
            len(residents),
            names=_listed(residents),
        )
    if children := names["pediatric_hospital"]:
        yield text_n(
            "%(n)s children's hospital is not counted, because the standard does not count them: %(names)s.",
            "%(n)s children's hospitals are not counted, because the standard does not count them: %(names)s.",
            len(children),
            names=_listed(children),
        )


def _listed(names: list[str]) -> str:
    return "; ".join(names[:_MOST_NAMES]) + ("; ..." if len(names) > _MOST_NAMES else "")
