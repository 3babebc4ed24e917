"""Works out which verdicts changed when standards began to judge driving, by official land: `python -m docs.verdict_changes`.

What was before is worked out by the code of today. A limit of T minutes from door to door is one of T - 5 minutes of driving,
and the land of before was the area of a county's polygon, lakes included; every site counted, whatever its kind. It takes a
minute, and needs the folder of test data (FINDER_SHARED_DATA) with its list of sites of 2022. Writes
docs/method/verdict-changes.md and the figures in docs/method/published-figures.md.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from docs.blocks import write_blocks
from docs.county_types import LABELS, REFERENCE, table
from docs.generate import CENSUS, DOCS
from finder.access.coverage import Verdicts, judge
from finder.access.reach import reach_within
from finder.core import make_finder
from finder.domain.arrays import Floats, Ints
from finder.domain.center import Center
from finder.domain.demand import COUNTY_TYPES, county_type
from finder.domain.facility import ServicePoint
from finder.domain.geo import METERS_PER_MILE, WGS84
from finder.questions.base import Context
from finder.questions.counting import able
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.questions.trips import trips
from finder.settings import Settings, today
from finder.travel.model import DOOR_MIN
from finder.wording.vocabulary import SITE_WORDS
from finder.wording.writer import ENGLISH

SITES = CENSUS.with_name("sites_2022")


class Old(NamedTuple):
    """What is judged as it was before: minutes from door to door, land with lakes, and sites of all kinds."""

    doors: bool = False
    land: bool = False
    kinds: bool = False


BEFORE, NOW = Old(doors=True, land=True, kinds=True), Old()


@dataclass(frozen=True, eq=False)
class World:
    """The list of 2022 with the reference tables, as a question is answered from them."""

    context: Context
    query: CoverageQuery

    @cached_property
    def types_of_polygons(self) -> Ints:
        """The types that counties have if their land is the area of their polygons."""
        c = REFERENCE.counties
        areas: Floats = np.array([abs(WGS84.geometry_area_perimeter(p)[0]) for p in REFERENCE.boundaries.counties])
        density = c.population / (areas / METERS_PER_MILE**2)
        return np.array([COUNTY_TYPES.index(county_type(p, d)) for p, d in zip(c.population, density, strict=True)], np.intp)

    @cached_property
    def without_kinds(self) -> Context:
        """The same with every kind unknown, as the list has it."""
        directory = self.context.directory
        return replace(self.context, directory=replace(directory, points=tuple(map(_without_kind, directory.points))))

    def types(self, old: Old) -> Ints:
        """The types of all counties, rows of COUNTY_TYPES."""
        return self.types_of_polygons if old.land else self.context.demand.counties.type_index

    @cache  # noqa: B019 - one world is all there is.
    def verdicts(self, old: Old) -> Verdicts:
        """The verdicts of all counties."""
        context = self.without_kinds if old.kinds else self.context
        counties = replace(context.demand.counties, type_index=self.types(old))
        context = replace(context, demand=replace(context.demand, counties=counties))
        standard = REFERENCE.standards[self.query.standard]
        doors = DOOR_MIN if old.doors else 0.0
        standard = replace(standard, max_min=tuple(minutes - doors for minutes in standard.max_min))
        limits = standard.county_limits(counties.type_index)
        ends = able(self.query, context, standard.pediatric_hospitals).ends
        matrix = trips(context.travel, context.demand, ends, limits)
        return judge(reach_within(matrix, context.demand, limits).covered(), context.demand, limits)


def _without_kind(point: ServicePoint) -> ServicePoint:
    assert isinstance(point.listing, Center), "the list has no mobile units"
    return replace(point, listing=replace(point.listing, site_of_care="unknown"))


def summary(world: World) -> str:
    """People within, and counties that fall short, as each change comes in."""
    steps = {
        "before: minutes from door to door, land with lakes, sites of all kinds": BEFORE,
        "minutes of driving": BEFORE._replace(doors=False),
        "official land": BEFORE._replace(land=False),
        "only kinds that count": BEFORE._replace(kinds=False),
        "now: all three": NOW,
    }
    before, now = world.verdicts(BEFORE), world.verdicts(NOW)
    flipped = before.passes != now.passes
    passes, falls = (_counties(now, flipped & (now.passes == verdict)) for verdict in (True, False))
    moved = int((world.types(BEFORE) != world.types(NOW)).sum())
    said = (
        f"{_counties(now, flipped)} have another verdict: {passes} pass now, and {falls} fall short now. {moved} counties have "
        f"another type. Road graph: `{REFERENCE.fingerprint('roads.npz')[:16]}`."
    )
    headings = ["judged by", " people within", " people outside", " counties that fall short", " people in these"]
    return f"{table(headings, ([words, *_totals(world.verdicts(old))] for words, old in steps.items()))}\n\n{said}"


def _totals(found: Verdicts) -> list[str]:
    people, within, short = float(found.population.sum()), float(found.covered.sum()), found.judged & ~found.passes
    return [_share(within / people), f"{people - within:,.0f}", f"{short.sum():,}", f"{found.population[short].sum():,.0f}"]


def _counties(found: Verdicts, rows: np.ndarray) -> str:
    return f"{rows.sum()} counties with {found.population[rows].sum():,.0f} people"


def changed(world: World) -> str:
    """Each county whose verdict is another one, most people first, and what changed it."""
    before, now = world.verdicts(BEFORE), world.verdicts(NOW)
    rows = np.flatnonzero(before.passes != now.passes)
    rows = rows[np.argsort(-now.population[rows], kind="stable")]
    made = [
        [
            world.context.demand.counties.full_names[row],
            f"{now.population[row]:,.0f}",
            _type(world, row),
            f"{_share(before.share[row])} → {_share(now.share[row])}",
            "passes" if now.passes[row] else "falls short",
            _cause(world, row),
        ]
        for row in rows.tolist()
    ]
    return table(["county", " people", "type", " share within", "now", "by"], made)


def _type(world: World, row: int) -> str:
    before, now = (LABELS[COUNTY_TYPES[world.types(old)[row]]] for old in (BEFORE, NOW))
    return now if before == now else f"{before} → {now}"


def _cause(world: World, row: int) -> str:
    """The changes each of which is enough for the other verdict."""
    before = world.verdicts(BEFORE).passes[row]
    enough = [name for name in Old._fields if world.verdicts(BEFORE._replace(**{name: False})).passes[row] != before]
    return " or ".join(enough) or "several together"


def kinds(world: World) -> str:
    """How many sites of the list have a kind by their names, by kind."""
    counts = Counter(p.listing.site_of_care for p in world.context.directory.points)
    rows = ([ENGLISH.say(SITE_WORDS[kind]), f"`{kind}`", f"{n:,}"] for kind, n in counts.most_common())
    return table(["by its name", "kind", " sites"], rows)


def figures(result: CoverageResult) -> str:
    """The figures beside those of the literature."""
    totals, travel = result.coverage.totals, result.travel
    _, over_60, over_90 = travel.beyond
    (rural,) = (g.travel for g in result.equity.groups if g.id == "neither")
    low, high = (float(v.covered.sum()) / totals.population for v in (result.robustness.high, result.robustness.low))
    cancer = (
        "91.8% within an hour of any specialized cancer care (Onega 2008); 92.4% of tracts within an hour of radiation therapy"
    )
    far = "34.4% of rural tracts more than an hour from radiation therapy"
    rows = [
        ["people within 60 minutes of a listed site", _share(1 - over_60 / totals.population), cancer],
        ["outside metropolitan and micropolitan areas: more than 60 minutes", _share(rural.beyond[1] / rural.people), far],
        ["median minutes", f"{travel.median_min:.0f}", "22 to a rheumatologist"],
        ["more than 90 minutes", _share(over_90 / totals.population), "7% of people 90 minutes or more from a rheumatologist"],
        ["within the federal standard", f"{_share(totals.share or 0)} ({_share(low)} to {_share(high)})", "none found"],
    ]
    outside, near = (totals.population - totals.covered) / 1e6, result.near_but_slow / 1e6
    return (
        f"{table(['', ' here', 'published'], rows)}\n\nOf the {outside:.1f} million people outside the standard, {near:.1f} "
        "million are within the miles but not within the minutes."
    )


def _share(value: float) -> str:
    return f"{100 * value:.1f}%"


def main() -> None:
    """Write the blocks of both pages."""
    day = today()
    made = make_finder(Settings.from_environment(), day, SITES, reference=REFERENCE)
    query = CoverageQuery("cms", on=day)
    world = World(made.context, query)
    blocks = {"summary": summary(world), "counties": changed(world), "kinds": kinds(world)}
    write_blocks(DOCS / "method" / "verdict-changes.md", blocks)
    write_blocks(DOCS / "method" / "published-figures.md", {"figures": figures(made.coverage(query))})


if __name__ == "__main__":
    main()
