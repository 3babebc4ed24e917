"""The last part of a report: how far its verdicts hold, how they came about, and what they rest on."""

from typing import cast

import numpy as np

from finder.access.standards import Standard
from finder.questions.coverage.findings import counties_of, share_of
from finder.questions.coverage.result import CoverageResult
from finder.reports.pdf.document import Document
from finder.reports.service_points import center_rows
from finder.text import text
from finder.wording.formats import count, percent
from finder.wording.vocabulary import COMPARED_WORDS, COUNTY_TYPE_WORDS

_MOST_PLACES = 10
_MOST_NAMES = 250


def trust(page: Document, result: CoverageResult) -> None:
    """All of it."""
    if result.points:
        page.heading(str(text("How far this holds")), room=140)
        page.bullets(_robust(result))
        _compared(page, result)
        _doubtful(page, result)
        _resting(page, result)
    _method(page, result)
    _data(page, result)
    page.heading(str(text("Check this report")), room=60)
    page.paragraph(
        str(
            text(
                "Its manifest is attached to this file. Run: python -m finder verify FILE. The same numbers come out again, or "
                "what has changed since is named. The tables behind it can be had whole, as spreadsheets and for maps."
            )
        )
    )
    page.paragraph(str(text("This is not medical advice, and no plan's or agency's own test of a network.")))


def _robust(result: CoverageResult) -> list[str]:
    robust, only = result.robustness, float(result.reach.people_only_here.sum())
    said = (
        text(
            "%(covered)s people are within the standard by the best estimate of travel: %(low)s if every trip is as long and "
            "slow as it may well be, %(high)s if as short and quick.",
            covered=count(result.coverage.totals.covered),
            low=count(float(robust.high.covered.sum())),
            high=count(float(robust.low.covered.sum())),
        ),
        text("%(people)s people are within the standard of one place and no other.", people=count(only)),
    )
    return [str(s) for s in said]


def _doubtful(page: Document, result: CoverageResult) -> None:
    """The counties whose verdict depends on the estimate, and those that rest on one place, by name."""
    robust = result.robustness
    for words, rows in (
        (text("Counties whose verdict depends on the travel estimate:"), robust.flips),
        (text("Counties that pass only as long as one place stays open:"), robust.one_place >= 0),
    ):
        names = counties_of(result, rows)
        if names:
            more = f" ... (+{count(len(names) - _MOST_NAMES)})" if len(names) > _MOST_NAMES else "."
            page.ln(4)
            page.paragraph(f"{words} {'; '.join(names[:_MOST_NAMES])}{more}", no_progress=True)


def _compared(page: Document, result: CoverageResult) -> None:
    if len(result.compared) < 2:
        return
    page.ln(4)
    head = [text("If these counted"), text("Places"), text("People within"), text("Share within")]
    rows = [
        [str(COMPARED_WORDS[c.id]), count(c.places), count(float(c.verdicts.covered.sum())), percent(share_of(c))]
        for c in result.compared
    ]
    page.grid([str(h) for h in head], rows, [40, 16, 22, 16])


def _resting(page: Document, result: CoverageResult) -> None:
    """The places that most people have no other than."""
    rows = [r for r in center_rows(result) if r["people_only_here"]]
    rows = sorted(rows, key=lambda r: (-r["people_only_here"], r["id"]))[:_MOST_PLACES]
    if not rows:
        return
    page.heading(str(text("Places that most people have no other than")), room=210)
    head = [
        text("Place"),
        text("Where"),
        text("People who have no other"),
        text("People within"),
        text("Counties resting on it"),
    ]
    page.grid(
        [str(h) for h in head],
        [
            [
                r["name"],
                ", ".join(filter(None, (r["city"], r["state"]))),
                count(r["people_only_here"]),
                count(r["people_within"]),
                count(len(r["resting_counties"].split("; ")) if r["resting_counties"] else 0),
            ]
            for r in rows
        ],
        [42, 26, 18, 15, 16],
        left=2,
    )


def _method(page: Document, result: CoverageResult) -> None:
    standard, method = result.standard, result.method
    page.heading(str(text("How it was measured")), room=270 if standard.source else 120)
    lines = [
        text("Standard: %(label)s.", label=standard.label),
        text("Travel: %(label)s. %(note)s", label=method.label, note=method.error_note),
        text("People are counted at the middle of their ZIP code, each once, by the rule of the county they live in."),
        text("A person is within the standard if one place is within both limits, in whatever county it lies."),
    ]
    page.bullets(str(line) for line in lines)
    if standard.source:
        page.ln(3)
        page.grid(*_limits(standard), widths=[30, 18, 18, 18])
        page.paragraph(f"{standard.source} ({standard.as_of}). {standard.note}", no_progress=True)
    if result.hsd:
        listed = int(result.hsd.overrides[standard.id].listed[np.unique(result.demand.part_county)].sum())
        said = text("Types and limits of %(n)s counties are those of %(file)s.", n=count(listed), file=result.hsd.label)
        page.paragraph(str(said))


def _limits(standard: Standard) -> tuple[list[str], list[list[str]]]:
    head = [text("Type of county"), text("Most miles"), text("Most minutes"), text("Share asked for")]
    rows = [
        [
            str(COUNTY_TYPE_WORDS[str(rule["county_type"])]),
            *("–" if rule[limit] is None else f"{rule[limit]:g}" for limit in ("max_mi", "max_min")),
            percent(cast(float | None, rule["required_share"])),
        ]
        for rule in standard.rules()
    ]
    return [str(h) for h in head], rows


def _data(page: Document, result: CoverageResult) -> None:
    page.heading(str(text("What it rests on, and how old that is")), room=120)
    days = sorted(d for p in result.points if (d := p.provenance.checked_on))
    checked = f"{days[0]:%Y-%m} – {days[-1]:%Y-%m}" if days else str(text("no date known"))
    roads = [] if result.method.id == "straight" else [(text("Roads"), "OpenStreetMap contributors (ODbL)", "2024")]
    rows = [
        (
            text("Listings"),
            str(
                text("folder %(label)s, %(n)s places counted", label=repr(result.directory.label), n=count(len(result.points)))
            ),
            checked,
        ),
        (text("People and groups"), "US Census Bureau, American Community Survey", "2018–2022"),
        (text("Counties, outlines"), "US Census Bureau", "2017"),
        (text("ZIP codes"), "US Census Bureau; GeoNames (CC BY 4.0)", "2020–2026"),
        *roads,
    ]
    head = [text("What"), text("From"), text("As of")]
    page.grid([str(h) for h in head], [[str(what), source, age] for what, source, age in rows], [22, 56, 22], left=3)
