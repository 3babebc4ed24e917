"""The report page by page: findings first, then tables, who is left out, how far to trust it, and where it is from."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time

from finder.access.coverage import Area, by_state
from finder.access.equity import Group
from finder.access.gap_regions import Region
from finder.domain.states import STATE_NAMES
from finder.questions.coverage.findings import findings, judged_and_short
from finder.questions.coverage.notices import region_name
from finder.questions.coverage.result import CoverageResult
from finder.reports.manifest import manifest
from finder.reports.pdf.document import Document
from finder.reports.pdf.shading import draw_map
from finder.reports.pdf.trust import trust
from finder.reports.words import answer_words, asked_words, minutes, therapy_name, where_words
from finder.text import Text, text
from finder.wording.formats import count, percent

MANIFEST_FILE = "manifest.json"
_MAP_HEIGHT = 266.0
_MOST_COUNTIES, _MOST_REGIONS = 18, 12
_GROUPS: dict[str, Text] = {
    "65_plus": text("65 and older"),
    "poverty": text("below the poverty line"),
    "no_car": text("in households without a car"),
    "metro": text("in metropolitan areas"),
    "micro": text("in micropolitan areas"),
    "neither": text("in neither: the most rural"),
}


def to_pdf(result: CoverageResult) -> bytes:
    """US Letter pages, the same bytes for the same answer; the manifest is attached as a file."""
    made = datetime.combine(result.query.on, time(), UTC)
    title = str(text("Who can reach infusion care in %(where)s?", where=_the(where_words(result))))
    about = text(
        "Infusion care in %(where)s · %(standard)s · %(day)s · not medical advice",
        where=_the(where_words(result)),
        standard=result.standard.id,
        day=result.query.on,
    )
    page = Document(title, str(about), made)
    _findings(page, result, title)
    page.add_page()
    if result.points:
        _counties(page, result)
        _regions(page, result)
        _states(page, result)
        _equity(page, result)
    trust(page, result)
    written = json.dumps(manifest(result, "report", "pdf"), ensure_ascii=False, indent=1)
    page.embed_file(bytes=written.encode(), basename=MANIFEST_FILE, mime_type="application/json", modification_date=made)
    return bytes(page.output())


def _the(where: str) -> str:
    return f"the {where}" if where in ("United States", STATE_NAMES["DC"]) else where


def _findings(page: Document, result: CoverageResult, title: str) -> None:
    page.title_block(str(text("COVERAGE REPORT")), title, str(asked_words(result)))
    page.lead(str(answer_words(result)))
    if result.points:
        _, *others = findings(result, therapy_name(result))
        page.ln(3)
        page.paragraph(" ".join(map(str, others)))
        page.figures(list(_figures(result)))
        page.ln(8)
        draw_map(page, result, _MAP_HEIGHT)
    page.heading(str(text("What to know before using this")), room=40)
    page.bullets((str(n) for n in result.notices), no_progress=True)


def _figures(result: CoverageResult) -> Iterator[tuple[str, str]]:
    totals, judged, short = result.coverage.totals, *judged_and_short(result.coverage.verdicts)
    _, over_60, over_90 = result.travel.beyond
    yield count(totals.population - totals.covered), str(text("people outside the standard"))
    if judged:
        yield count(short), str(text("of %(judged)s counties fall short", judged=count(judged)))
    else:
        yield count(totals.unreachable), str(text("people with no road to any place counted"))
    yield minutes(result.travel.median_min), str(text("minutes one way, median"))
    yield count(over_60), str(text("people over 60 minutes away"))
    yield count(over_90), str(text("people over 90 minutes away"))
    yield minutes(result.second.median_min), str(text("minutes to a second place, median"))


def _left_out(area: Area) -> float:
    return area.population - area.covered


def _counties(page: Document, result: CoverageResult) -> None:
    short = sorted((a for a in result.coverage.areas if _left_out(a) > 0), key=lambda a: (-_left_out(a), a.fips))
    if not short:
        return
    page.heading(str(text("Counties with most people left out")))
    judged = any(a.passes is not None for a in short)
    head = [text("County"), text("Left out"), text("Share within"), text("People"), text("Median miles")]
    rows = [_county_cells(a, judged) for a in short[:_MOST_COUNTIES]]
    if len(short) > len(rows):
        page.paragraph(
            str(text("The first %(n)s of %(all)s counties with people outside.", n=len(rows), all=count(len(short))))
        )
    page.grid([str(h) for h in (*head, *([text("Verdict")] if judged else []))], rows, [40, 14, 14, 16, 16, 14][: len(rows[0])])


def _county_cells(area: Area, judged: bool) -> list[str]:
    verdict = str(text("passes") if area.passes else text("falls short"))
    return [
        f"{area.name}, {area.state}",
        count(_left_out(area)),
        percent(area.share),
        count(area.population),
        minutes(area.nearest_mi_median),
        *([verdict] if judged else []),
    ]


def _regions(page: Document, result: CoverageResult) -> None:
    if not result.regions:
        return
    page.heading(str(text("Where people are out of reach")))
    said = text("Neighboring ZIP codes outside the standard, joined into regions of a size that one unit could serve.")
    page.paragraph(f"{said} {_further(result)}")
    names = {a.fips: a.name for a in result.coverage.areas}
    head = [text("Region"), text("Nearest place counted"), text("People"), text("Counties"), text("Miles"), text("Minutes")]
    shown = result.regions[:_MOST_REGIONS]
    rows = [_region_cells(r, result, names) for r in shown]
    page.grid([str(h) for h in head], rows, [42, 34, 13, 11, 9, 10], left=2)


def _further(result: CoverageResult) -> str:
    """What the table of regions leaves out."""
    further = result.regions[_MOST_REGIONS:]
    if not further:
        return ""
    people = count(sum(r.people for r in further))
    return str(text("%(n)s smaller ones, not shown, hold %(people)s people.", n=count(len(further)), people=people))


def _region_cells(region: Region, result: CoverageResult, names: dict[str, str]) -> list[str]:
    return [
        f"{region.rank}. {region_name(region, names.__getitem__)}",
        result.points[region.nearest].name if region.nearest is not None else "–",
        count(region.people),
        count(len(region.counties)),
        minutes(region.nearest_mi),
        minutes(region.nearest_min),
    ]


def _states(page: Document, result: CoverageResult) -> None:
    states = sorted(by_state(result.coverage.areas), key=lambda s: (s.covered - s.population, s.state))
    if len(states) < 2:
        return
    page.heading(str(text("States, most people left out first")))
    head = [text("State"), text("Left out"), text("Share within"), text("People"), text("Counties that fall short")]
    rows = [
        [
            STATE_NAMES[s.state],
            count(s.population - s.covered),
            percent(s.share),
            count(s.population),
            f"{s.short} / {s.judged}" if s.judged else "–",
        ]
        for s in states
    ]
    page.grid([str(h) for h in head], rows, [34, 18, 16, 18, 20])


def _equity(page: Document, result: CoverageResult) -> None:
    if not result.equity.groups:
        return
    page.heading(str(text("Who is left out")))
    others = text("of others")
    head = [text("People"), text("How many"), text("Left out"), others, text("Median min"), others, text("Over 60 min"), others]
    page.grid([str(h) for h in head], [_group_cells(g) for g in result.equity.groups], [30, 14, 10, 10, 12, 10, 13, 10])
    said = [text("Others are all people not in the group. Groups are known by their share of a ZIP code, not by street.")]
    if result.equity.gini is not None and result.equity.palma is not None:
        values = {"gini": f"{result.equity.gini:.2f}", "palma": f"{result.equity.palma:.1f}"}
        said.append(text("Minutes of all people with a road: Gini %(gini)s, Palma ratio %(palma)s.", **values))
    page.paragraph(" ".join(map(str, said)), no_progress=True)


def _group_cells(group: Group) -> list[str]:
    mine, rest = group.travel, group.rest
    return [
        str(_GROUPS.get(group.id, group.id)),
        count(mine.people),
        _part(mine.people - group.covered, mine.people),
        _part(rest.people - group.rest_covered, rest.people),
        minutes(mine.median_min),
        minutes(rest.median_min),
        _part(mine.beyond[1], mine.people),
        _part(rest.beyond[1], rest.people),
    ]


def _part(some: float, people: float) -> str:
    return percent(some / people) if people else "–"
