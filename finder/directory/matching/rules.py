"""The rules: what two records have in common, and what follows from it. docs/method/matching.md has them as a table."""

from dataclasses import dataclass
from typing import Literal

from finder.directory.matching.address import Streets, compare_streets
from finder.directory.matching.model import Reason
from finder.directory.matching.name import Names, are_hospitals, compare_names, kinds_differ
from finder.directory.matching.prepared import (
    Places,
    Prepared,
    compare_places,
    equal_identifiers,
    identifiers_differ,
    same_phone,
)

# "sure" is the same; "alone" is the same unless another record competes; "perhaps" is for review; "perhaps_alone" is for
# review unless another record competes, and nothing then; "no" is nothing.
Finding = Literal["sure", "alone", "perhaps", "perhaps_alone", "no"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two records have in common; `likeness` is of their names, 0 to 1; `one_unit` if only one names a suite."""

    places: Places
    streets: Streets
    names: Names
    likeness: float
    kinds_differ: bool
    one_unit: bool
    hospitals: bool
    phone: bool
    phones_differ: bool
    equal: tuple[tuple[str, str], ...]
    differing: tuple[str, ...]

    @property
    def names_agree(self) -> bool:
        """Whether the names are equal or alike, and speak of the same services."""
        return self.names in ("equal", "alike") and not self.kinds_differ

    @property
    def score(self) -> float:
        """Higher is better, between records that compete for one other."""
        street = {"door": 1.0, "in_part": 0.5}.get(self.streets, 0.0)
        return (
            self.likeness + street + (not self.one_unit) * 0.3 + self.phone * 0.5 + bool(self.equal) * 2.0 - self.kinds_differ
        )


def evidence(a: Prepared, b: Prepared) -> Evidence:
    """Compare two records in everything."""
    names, likeness = compare_names(a.name, b.name)
    return Evidence(
        compare_places(a, b),
        compare_streets(a.address, b.address),
        names,
        likeness,
        kinds_differ(a.name, b.name),
        bool(a.address.units) != bool(b.address.units),
        are_hospitals(a.name, b.name),
        same_phone(a, b),
        bool(a.phone and b.phone) and not same_phone(a, b),
        tuple(equal_identifiers(a, b)),
        tuple(identifiers_differ(a, b)),
    )


def finding(e: Evidence, within: bool) -> Finding:
    """What follows from the evidence; `within` one list, where two names at one door are more likely two locations."""
    if e.differing:
        return _identifiers_disagree(e)
    if e.equal:
        return _identifiers_agree(e)
    if e.places == "other":
        return "no"
    rule = {
        "door": _at_one_door,
        "in_part": _at_nearly_one_door,
        "type": _at_a_street_of_another_type,
        "building": _in_one_building,
        "neighbor": _at_the_next_number,
        "unknown": _without_a_street,
        "other": _at_another_street,
    }[e.streets]
    found = rule(e, within)
    return "perhaps" if e.places == "other_city" and found in ("sure", "alone") and not e.phone else found


def _identifiers_disagree(e: Evidence) -> Finding:
    at_one_door = e.streets in ("door", "in_part", "type") and e.places != "other"
    return "perhaps" if e.equal or (e.names_agree and (at_one_door or e.phone)) else "no"


def _identifiers_agree(e: Evidence) -> Finding:
    if e.places in ("other", "other_city") or e.kinds_differ:
        return "perhaps"
    agrees = e.streets in ("door", "in_part", "type") or (e.streets in ("unknown", "neighbor") and e.names_agree)
    return "sure" if agrees else "perhaps"


def _at_one_door(e: Evidence, within: bool) -> Finding:
    if e.kinds_differ:
        return "perhaps" if e.names != "different" or e.phone or e.hospitals else "no"
    if e.names_agree or (e.phone and e.names == "in_part" and e.places != "other_zip"):
        return "sure"
    if e.names == "in_part":
        return "perhaps" if e.one_unit or e.phones_differ or e.places in ("other_zip", "unknown") else "sure"
    if e.hospitals:
        return "perhaps" if within or e.one_unit or e.phones_differ or e.places == "unknown" else "alone"
    return "no" if e.one_unit or e.places == "unknown" else "perhaps_alone"


def _at_nearly_one_door(e: Evidence, _within: bool) -> Finding:
    if e.names_agree and (e.names == "equal" or not e.phones_differ) and (e.places != "other_zip" or e.phone):
        return "sure"
    return "perhaps" if e.phone or e.names != "different" else "no"


def _at_a_street_of_another_type(e: Evidence, within: bool) -> Finding:
    return _at_nearly_one_door(e, within) if e.places == "zip" else "perhaps" if e.names_agree or e.phone else "no"


def _in_one_building(e: Evidence, _within: bool) -> Finding:
    return "perhaps" if e.names_agree or (e.phone and e.names != "different") else "no"


def _at_the_next_number(e: Evidence, _within: bool) -> Finding:
    # A hospital fills a block.
    if e.names == "equal" and e.hospitals and e.places == "zip" and not e.phones_differ:
        return "alone"
    return "perhaps" if e.names_agree or (e.phone and e.names != "different") else "no"


def _without_a_street(e: Evidence, _within: bool) -> Finding:
    if e.places == "unknown":
        return "perhaps" if e.phone and e.names_agree else "no"
    if e.names_agree:
        if e.places != "zip" or e.phones_differ:
            return "perhaps"
        return "sure" if e.phone else "alone" if e.names == "equal" or e.hospitals else "perhaps"
    return "perhaps" if e.phone else "no"


def _at_another_street(e: Evidence, _within: bool) -> Finding:
    if e.places == "unknown" or not (e.names == "equal" or e.phone) or e.kinds_differ:
        named = e.names_agree and e.hospitals and e.places in ("zip", "city", "other_zip")
        return "perhaps" if named else "no"
    return "perhaps" if e.names != "different" else "no"


def reasons(e: Evidence) -> tuple[Reason, ...]:
    """Why, in the order in which a person would look."""
    found = [Reason("identifier", f"{kind} {value}") for kind, value in e.equal]
    found += [Reason("identifiers_differ", kind) for kind in e.differing]
    street: dict[Streets, Reason] = {
        "door": Reason("one_unit" if e.one_unit else "door"),
        "in_part": Reason("door_in_part"),
        "type": Reason("other_type"),
        "building": Reason("building"),
        "neighbor": Reason("neighbor"),
        "unknown": Reason("no_street"),
        "other": Reason("other_street"),
    }
    found.append(street[e.streets])
    if e.places in ("other_city", "other"):
        found.append(Reason("other_city"))
    if e.phone or e.phones_differ:
        found.append(Reason("phone" if e.phone else "phones_differ"))
    name = {"equal": "name_equal", "alike": "name_alike", "in_part": "name_in_part", "different": "name_differs"}
    found.append(Reason(name[e.names], round(e.likeness, 2)))  # type: ignore[arg-type]
    return (*found, Reason("kinds_differ")) if e.kinds_differ else tuple(found)


def known_apart(a: Prepared, b: Prepared) -> bool:
    """Whether two records cannot be one location: other identifiers, other services, another suite, or another street."""
    if identifiers_differ(a, b) or kinds_differ(a.name, b.name):
        return True
    return compare_streets(a.address, b.address) in ("building", "other")
