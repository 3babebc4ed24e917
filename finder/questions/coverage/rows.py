"""The answer to the question of coverage as plain values: the JSON, and what the tables are made of."""

import numpy as np

from finder.access.coverage import Gap, StateTotals, Verdicts
from finder.access.equity import BEYOND_MIN, BIN_MIN, Distribution, Equity, Group
from finder.access.gap_regions import Region
from finder.questions.base import Row
from finder.questions.coverage.findings import expected_patients, judged_and_short
from finder.questions.coverage.regions import region_name
from finder.questions.coverage.result import CoverageResult
from finder.questions.method import directory_row, method_row
from finder.questions.need import need_row
from finder.questions.rounding import share, share_of, tenth
from finder.wording.writer import ENGLISH

_BEYOND_60 = BEYOND_MIN.index(60.0)


def whole(result: CoverageResult) -> Row:
    """`coverage --format json`."""
    return {
        "standard": _standard(result),
        "method": method_row(result.method),
        "directory": directory_row(result.directory, len(result.points)),
        "totals": totals_row(result),
        **_need(result),
        "areas": area_rows(result),
        "gaps": [gap_row(g, result) for g in result.coverage.gaps],
        "notices": [ENGLISH.say(n) for n in result.notices],
        "states": [state_row(t) for t in result.coverage.states],
        "compared": [{"id": c.id, "locations": c.locations, **_verdicts(c.verdicts)} for c in result.compared],
        "distribution": {
            "bin_min": BIN_MIN,
            "people": [tenth(n) for n in result.travel.bins],
            "second": [tenth(n) for n in result.second.bins],
        },
        "equity": _equity(result.equity),
        "regions": region_rows(result),
    }


def _need(result: CoverageResult) -> Row:
    if result.query.need is None:
        return {}
    everyone, outside = expected_patients(result)
    return need_row(result.query, all=everyone, outside=outside)


def _standard(result: CoverageResult) -> Row:
    hsd = result.hsd
    return {
        "id": result.standard.id,
        "label": ENGLISH.say(result.standard_label),
        "rules": result.standard.rules(),
        "hsd": {"label": hsd.label, "fingerprint": hsd.fingerprint} if hsd else None,
    }


def totals_row(result: CoverageResult) -> Row:
    """`totals` of the contract."""
    totals, travel, second = result.coverage.totals, result.travel, result.second
    verdicts = result.coverage.verdicts
    over_30, over_60, over_90 = travel.beyond
    return {
        "population": tenth(totals.population),
        "covered": tenth(totals.covered),
        "share": share(totals.share),
        "unreachable": tenth(totals.unreachable),
        "beyond_30_min": tenth(over_30),
        "beyond_60_min": tenth(over_60),
        "beyond_90_min": tenth(over_90),
        "median_min": tenth(travel.median_min),
        "p75_min": tenth(travel.p75_min),
        "p90_min": tenth(travel.p90_min),
        "second_median_min": tenth(second.median_min),
        "second_p90_min": tenth(second.p90_min),
        "covered_low": tenth(result.robustness.high.people_within),
        "covered_high": tenth(result.robustness.low.people_within),
        "counties_judged": int(verdicts.judged.sum()),
        "counties_short": judged_and_short(verdicts)[1],
    }


def _verdicts(verdicts: Verdicts) -> Row:
    people, covered = verdicts.everyone, verdicts.people_within
    return {
        "covered": tenth(covered),
        "share": share_of(covered, people),
        "counties_short": judged_and_short(verdicts)[1],
    }


def area_rows(result: CoverageResult) -> list[Row]:
    """`areas` of the contract: one row for each county."""
    rows = np.unique(result.demand.part_county).tolist()
    robust, known = result.robustness, result.known.verdicts if result.known else None
    return [
        {
            "fips": area.fips,
            "name": area.name,
            "state": area.state,
            "type": area.type,
            "population": tenth(area.population),
            "covered": tenth(area.covered),
            "share": share(area.share),
            "required_share": area.required_share,
            "passes": area.passes,
            "nearest_mi_median": tenth(area.nearest_mi_median),
            "known": _known(known, c) if known else None,
            "covered_low": tenth(float(robust.high.covered[c])),
            "covered_high": tenth(float(robust.low.covered[c])),
            "flips": bool(robust.flips[c]),
            "sole_location": result.point_id(int(robust.sole[c])),
        }
        for area, c in zip(result.coverage.areas, rows, strict=True)
    ]


def _known(verdicts: Verdicts, c: int) -> Row:
    lived_in = verdicts.population[c] > 0
    return {
        "covered": tenth(float(verdicts.covered[c])),
        "share": share(float(verdicts.share[c])) if lived_in else None,
        "passes": bool(verdicts.passes[c]) if verdicts.judged[c] else None,
    }


def gap_row(gap: Gap, result: CoverageResult) -> Row:
    """One gap of the contract."""
    return {
        "zip": gap.zip,
        "fips": gap.fips,
        "population": tenth(gap.population),
        "nearest_id": result.point_id(gap.nearest),
        "nearest_mi": tenth(gap.nearest_mi),
        "nearest_min": tenth(gap.nearest_min),
    }


def state_row(state: StateTotals) -> Row:
    """One state: the sums of its counties."""
    return {
        "state": state.state,
        "population": tenth(state.population),
        "covered": tenth(state.covered),
        "share": share(state.share),
        "counties_judged": state.judged,
        "counties_short": state.short,
    }


def region_rows(result: CoverageResult) -> list[Row]:
    """Regions of people outside the standard, most people first."""
    return [_region(region, result) for region in result.regions]


def _region(region: Region, result: CoverageResult) -> Row:
    nearest = None if region.nearest is None else result.points[region.nearest]
    return {
        "rank": region.rank,
        "name": ENGLISH.say(region_name(region, result)),
        "states": list(region.states),
        "counties": list(region.counties),
        "zips": list(region.zips),
        "people": tenth(region.people),
        "lat": round(region.center.lat_deg, 5),
        "lon": round(region.center.lon_deg, 5),
        "nearest_id": nearest.id if nearest else None,
        "nearest_name": nearest.name if nearest else None,
        "nearest_mi": tenth(region.nearest_mi),
        "nearest_min": tenth(region.nearest_min),
        "direction": region.direction,
    }


def _equity(equity: Equity) -> Row:
    return {
        "groups": [group_row(g) for g in equity.groups],
        "gini": share(equity.gini),
        "palma": None if equity.palma is None else round(equity.palma, 2),
    }


def group_row(group: Group) -> Row:
    """A group of people compared with all others. Differences are the group's number minus the others'."""
    mine, rest = _travel(group.travel, group.covered), _travel(group.rest, group.rest_covered)
    return {
        "id": group.id,
        **mine,
        "rest": rest,
        "share_difference": _difference(mine["share"], rest["share"], 4),
        "median_difference_min": _difference(mine["median_min"], rest["median_min"], 1),
    }


def _travel(travel: Distribution, covered: float) -> Row:
    people = travel.people
    return {
        "people": tenth(people),
        "covered": tenth(covered),
        "share": share_of(covered, people),
        "median_min": tenth(travel.median_min),
        "p90_min": tenth(travel.p90_min),
        "beyond_60_share": share_of(travel.beyond[_BEYOND_60], people),
    }


def _difference(one: float | None, other: float | None, digits: int) -> float | None:
    return None if one is None or other is None else round(one - other, digits)
