"""The answer about closures as plain values: the JSON and the tables."""

from collections.abc import Iterator, Mapping

import numpy as np

from finder.domain.demand import COUNTY_TYPES
from finder.errors import QueryError
from finder.questions.base import Row, Table
from finder.questions.cells import road_cell
from finder.questions.closures.query import ClosuresQuery
from finder.questions.closures.result import ClosuresResult
from finder.questions.closures.words import headline
from finder.questions.method import directory_row, method_row
from finder.questions.rounding import share, tenth
from finder.text import text
from finder.wording.writer import ENGLISH


def whole(result: ClosuresResult) -> Row:
    """`closures --format json`."""
    verdicts = result.before.verdicts
    return {
        "answer": ENGLISH.say(headline(result)),
        "centers": [_center(result, g) for g in result.worst_first],
        "together": _together(result),
        "counties": county_rows(result),
        "pairs": pair_rows(result) if result.pairs else [],
        "by": result.query.by,
        "standard": {"id": result.before.limits.standard.id, "label": ENGLISH.say(result.standard_label)},
        "method": method_row(result.method),
        "directory": directory_row(result.context.directory, len(result.points)),
        "totals": {
            "population": tenth(result.people),
            "within_today": tenth(result.people_within),
            "counties_passing": int(verdicts.passes.sum()),
            "trips_a_year": result.trips.low,
        },
        "notices": [ENGLISH.say(n) for n in result.notices],
    }


def _together(result: ClosuresResult) -> Row | None:
    """What the closure of all that the query closes takes, with everybody who is affected; None if it closes nothing."""
    if not result.closed:
        return None
    low, high = result.people_losing_range
    return {
        "people_losing_standard": tenth(result.people_losing),
        "people_losing_low": tenth(low),
        "people_losing_high": tenth(high),
        "people_stranded": tenth(result.people_stranded),
        "people_affected": tenth(result.people_affected),
        "added_annual_miles": tenth(float(result.added_miles.sum())),
        "zips": zip_rows(result),
    }


def center_rows(result: ClosuresResult) -> list[Row]:
    """One row for each closure, worst first."""
    names = result.demand.counties.full_name
    return [
        {
            **row,
            "location_ids": "; ".join(row["location_ids"]),
            "dependent_counties": "; ".join(row["dependent_counties"]),
            "dependent_county_names": "; ".join(names(fips) for fips in row["dependent_counties"]),
        }
        for row in (_center(result, g) for g in result.worst_first)
    ]


def _center(result: ClosuresResult, g: int) -> Row:
    group, each = result.groups[g], result.alone
    first = result.points[group.locations[0]]
    position, address = first.position, first.address
    assert position, "only a service point with a known position is counted"
    closing = result.closing_of(g)
    following = -1 if closing is None else int(result.next_for_most[closing])
    failing = each.counties.county[(each.counties.group == g) & each.counties.fails]
    return {
        "id": group.id,
        "name": group.name,
        "kind": first.kind,
        "city": address.city,
        "state": address.state,
        "zip": address.zip,
        "lat": round(position.point.lat_deg, 5),
        "lon": round(position.point.lon_deg, 5),
        "locations_closing": len(group.locations),
        "location_ids": [result.points[r].id for r in group.locations],
        "people_losing_standard": tenth(float(each.people[g])),
        "people_stranded": tenth(float(each.stranded[g])),
        "people_nearest": tenth(float(each.nearest[g])),
        "added_annual_miles": tenth(float(each.miles[g])),
        "dependent_counties": [str(result.demand.counties.fips[c]) for c in failing.tolist()],
        "zips_dependent": None if closing is None else int(result.zips_affected[closing]),
        "next_id": result.points[following].id if following >= 0 else None,
        "next_name": result.points[following].name if following >= 0 else "",
    }


def county_rows(result: ClosuresResult) -> list[Row]:
    """One row for each county that fails the rule if a location closes, or if all that the query closes do."""
    demand, now = result.demand, result.before.verdicts
    counties = demand.counties
    return [
        {
            "closing_id": result.closings[closing].id,
            "closing_name": result.closings[closing].name,
            "fips": str(counties.fips[c]),
            "name": str(counties.name[c]),
            "state": str(counties.state[c]),
            "type": COUNTY_TYPES[result.before.limits.type_index[c]],
            "population": tenth(float(now.population[c])),
            "share": share(float(now.share[c])),
            "share_after": share(float(max(now.covered[c] - lost, 0.0) / now.population[c])),
            "required_share": float(result.before.limits.required[c]),
            "people_losing_standard": tenth(lost),
        }
        for closing, c, lost in _failing(result)
    ]


def _failing(result: ClosuresResult) -> Iterator[tuple[int, int, float]]:
    """A closure, a county that fails by it, and its people who fall outside the standard; the worst closures first."""
    if result.closed:
        gone = result.closed.together
        for c in gone.fails.tolist():
            yield 0, c, float(gone.before.covered[c] - gone.after.covered[c])
        return
    found = result.alone.counties
    rank = {g: n for n, g in enumerate(result.worst_first)}
    rows = [r for r in np.flatnonzero(found.fails).tolist() if int(found.group[r]) in rank]
    for r in sorted(rows, key=lambda r: (rank[int(found.group[r])], -found.people[r], found.county[r])):
        yield int(found.group[r]), int(found.county[r]), float(found.people[r])


def zip_rows(result: ClosuresResult) -> list[Row]:
    """One row for the people of a ZIP code in one county and each closure that affects them, by ZIP code."""
    demand, found, ranked = result.demand, result.affected, result.before.choices
    covered, added = result.before.reach.covered(), result.added_miles
    zips, counties = demand.part_zip[found.part], demand.part_county[found.part]
    rows = []
    for i in np.lexsort((found.closing, counties, demand.zip[zips])).tolist():
        z, c, location = int(zips[i]), int(counties[i]), int(found.location[i])
        closing, nearest = result.closings[found.closing[i]], result.points[ranked.location[z, 0]]
        rows.append(
            {
                "closing_id": closing.id,
                "closing_name": closing.name,
                "zip": str(demand.zip[z]),
                "fips": str(demand.counties.fips[c]),
                "county": demand.counties.full_names[c],
                "state": str(demand.counties.state[c]),
                "people": tenth(float(demand.part_people[found.part[i]])),
                "within_standard": bool(covered[found.part[i]]),
                "loses_standard": bool(found.loses[i]),
                "nearest_id": nearest.id,
                "nearest_name": nearest.name,
                "nearest_mi": tenth(float(ranked.miles[z, 0])),
                "nearest_min": tenth(float(ranked.minutes[z, 0])),
                "next_id": result.points[location].id if location >= 0 else None,
                "next_name": result.points[location].name if location >= 0 else "",
                "next_mi": tenth(float(found.miles[i])),
                "next_min": tenth(float(found.minutes[i])),
                "next_road": road_cell(location >= 0),
                "added_annual_miles": tenth(float(added[i])),
            }
        )
    return rows


def pair_rows(result: ClosuresResult) -> list[Row]:
    """One row for each two closures that take more together than the sum of each alone, the most people more first."""
    found, each, demand = result.pairs, result.alone, result.demand
    if not found:
        return []
    failing: dict[int, list[int]] = {}
    for row, c in sorted(zip(found.failing.tolist(), found.county.tolist(), strict=True)):
        failing.setdefault(row, []).append(c)
    rows = [
        {
            "closing_id": result.groups[a].id,
            "closing_name": result.groups[a].name,
            "other_id": result.groups[b].id,
            "other_name": result.groups[b].name,
            "people_losing_standard": tenth(float(each.people[a] + each.people[b] + found.people[i])),
            "people_only_together": tenth(float(found.people[i])),
            "people_stranded": tenth(float(each.stranded[a] + each.stranded[b] + found.stranded[i])),
            "stranded_only_together": tenth(float(found.stranded[i])),
            "added_annual_miles": tenth(float(found.joint_miles[i])),
            "miles_only_together": tenth(float(found.miles[i])),
            "counties_only_together": "; ".join(str(demand.counties.fips[c]) for c in failing.get(i, [])),
            "county_names": "; ".join(demand.counties.full_names[c] for c in failing.get(i, [])),
        }
        for i, (a, b) in enumerate(zip(found.first.tolist(), found.second.tolist(), strict=True))
    ]
    order = ("people_only_together", "stranded_only_together", "miles_only_together")
    return sorted(rows, key=lambda r: (*(-r[name] for name in order), r["closing_id"], r["other_id"]))


def check_table(table: str, query: ClosuresQuery) -> None:
    """Raises QueryError for a table that the answer does not have."""
    if table == "pairs" and query.close:
        raise QueryError(
            text("The table pairs compares all locations, and this question closes some."),
            text("Choose another table, or ask without locations to close."),
        )


_CLOSING = ("closing_id", "closing_name")
_NEXT = ("next_id", "next_name")
TABLES: Mapping[str, Table[ClosuresResult]] = {
    "centers": Table(
        title=text("Locations by the effect of their closure"),
        rows=center_rows,
        columns=(
            *("id", "name", "kind", "city", "state", "zip", "lat", "lon", "locations_closing", "location_ids"),
            *("people_losing_standard", "people_stranded", "people_nearest", "added_annual_miles"),
            *("dependent_counties", "dependent_county_names", "zips_dependent", *_NEXT),
        ),
        key=("id",),
        shown=(
            *("id", "name", "city", "state", "people_losing_standard", "people_stranded", "added_annual_miles"),
            "dependent_counties",
        ),
        geometry="point",
    ),
    "counties": Table(
        title=text("Counties that a closure makes fail"),
        rows=county_rows,
        columns=(
            *(*_CLOSING, "fips", "name", "state", "type", "population", "share", "share_after", "required_share"),
            "people_losing_standard",
        ),
        key=("closing_id", "fips"),
        shown=("closing_name", "fips", "name", "state", "share", "share_after", "required_share"),
        geometry="county",
    ),
    "zips": Table(
        title=text("ZIP codes and their next choice"),
        rows=zip_rows,
        columns=(
            *(*_CLOSING, "zip", "fips", "county", "state", "people", "within_standard", "loses_standard"),
            *("nearest_id", "nearest_name", "nearest_mi", "nearest_min"),
            *(*_NEXT, "next_mi", "next_min", "next_road", "added_annual_miles"),
        ),
        key=("closing_id", "zip", "fips"),
        shown=("zip", "county", "people", "loses_standard", "closing_name", "nearest_mi", "next_name", "next_mi", "next_min"),
        geometry="zip",
    ),
    "pairs": Table(
        title=text("Pairs with a larger effect together"),
        rows=pair_rows,
        columns=(
            *(*_CLOSING, "other_id", "other_name", "people_losing_standard", "people_only_together", "people_stranded"),
            *("stranded_only_together", "added_annual_miles", "miles_only_together", "counties_only_together", "county_names"),
        ),
        key=("closing_id", "other_id"),
        shown=("closing_name", "other_name", "people_losing_standard", "people_only_together", "miles_only_together"),
        geometry=None,
    ),
}
