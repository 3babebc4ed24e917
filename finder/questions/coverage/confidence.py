"""The last part of the printed report: confidence, method, and data sources."""

from collections.abc import Iterator, Sequence

import numpy as np

from finder.access.standards import Standard
from finder.domain.arrays import Mask
from finder.questions.coverage.locations import location_rows
from finder.questions.coverage.result import CoverageResult
from finder.questions.document import Block, Bullets, Grid, Heading, Paragraph, Words, alone
from finder.questions.sources import check_this_report, sources
from finder.text import Text, as_count, as_share, text
from finder.wording.vocabulary import COMPARED_WORDS, COUNTY_TYPE_WORDS

_MOST_LOCATIONS = 10
_MOST_NAMES = 80


def confidence(result: CoverageResult) -> Iterator[Block]:
    """All blocks of this part, in order."""
    if result.points:
        yield Heading(text("Confidence"), room=140)
        yield Bullets(list(_robust(result)))
        yield from _compared(result)
        yield from _doubtful(result)
        yield from _relied_on(result)
    yield from _method(result)
    yield from sources(result, result.points)
    yield from check_this_report()


def counties_of(result: CoverageResult, rows: Mask) -> list[str]:
    """Names, with their states, of the counties of a mask of shape (counties,)."""
    return [result.demand.counties.full_names[c] for c in np.flatnonzero(rows).tolist()]


def _robust(result: CoverageResult) -> Iterator[Text]:
    robust, only = result.robustness, float(result.people_only_here.sum())
    yield text(
        "By the best estimate of travel, %(covered)s people are within the standard. Allowing for error in the travel "
        "estimates, the number is between %(low)s and %(high)s.",
        covered=as_count(result.coverage.totals.covered),
        low=as_count(robust.high.people_within),
        high=as_count(robust.low.people_within),
    )
    if not np.isnan(only):
        yield text("%(people)s people are within the standard of only one location.", people=as_count(only))


def _compared(result: CoverageResult) -> Iterator[Block]:
    if len(result.compared) < 2:
        return
    head = [text("If only these counted"), text("Locations"), text("People within"), text("Share within")]
    rows = [[COMPARED_WORDS[c.id], _count(c.locations), _count(c.covered), _share(c.share)] for c in result.compared]
    yield Grid(head, rows, [40, 16, 22, 16])


def _count(value: float) -> Text:
    return alone(as_count(value))


def _share(value: float | None) -> Words:
    return "–" if value is None else alone(as_share(value))


def _doubtful(result: CoverageResult) -> Iterator[Block]:
    """Which counties' verdicts depend on the travel estimate, and which depend on one location."""
    robust = result.robustness
    yield from _named(
        counties_of(result, robust.flips),
        text("Counties whose verdict depends on the travel estimate:"),
        text("The verdicts that depend on the travel estimate are marked in the table of counties, in the column flips."),
    )
    yield from _named(
        counties_of(result, robust.sole >= 0),
        text("Counties that pass only as long as one location stays open:"),
        text("The location without which a county would fail is in the table of counties, in the column sole_location."),
    )


def _named(names: Sequence[str], words: Text, instead: Text) -> Iterator[Paragraph]:
    """Some counties by name, or if they are too many, where to find them."""
    if names:
        sentences: list[Words] = [words, f"{'; '.join(names)}."] if len(names) <= _MOST_NAMES else [instead]
        yield Paragraph(sentences, quiet=True)


def _relied_on(result: CoverageResult) -> Iterator[Block]:
    """The locations with the most people who have no alternative."""
    rows = [r for r in location_rows(result) if r["people_only_here"]]
    rows = sorted(rows, key=lambda r: (-r["people_only_here"], r["id"]))[:_MOST_LOCATIONS]
    if not rows:
        return
    yield Heading(text("Locations that people depend on most"), room=210)
    head = [
        *(text("Location"), text("Where"), text("People with no alternative"), text("People within")),
        text("Counties that depend on it"),
    ]
    cells: list[list[Words]] = [
        [
            r["name"],
            ", ".join(filter(None, (r["city"], r["state"]))),
            _count(r["people_only_here"]),
            _count(r["people_within"]),
            _count(len(r["dependent_counties"].split("; ")) if r["dependent_counties"] else 0),
        ]
        for r in rows
    ]
    yield Grid(head, cells, [42, 26, 18, 15, 16], 2)


def _method(result: CoverageResult) -> Iterator[Block]:
    standard, method = result.standard, result.method
    yield Heading(text("How it was measured"), room=270 if standard.source else 120)
    yield Bullets(
        [
            text("Standard: %(label)s.", label=result.standard_label),
            text("Travel: %(label)s. %(note)s", label=method.label, note=method.error_note),
            text("Each person is counted once, at the center of a ZIP code, under the limits of the county they live in."),
            text("People are within the standard if at least one location is within its limits, in whatever county."),
        ]
    )
    if standard.source:
        yield Grid(*_limits(standard), widths=[30, 18, 18, 18])
        yield Paragraph([f"{standard.source} ({standard.as_of}). {standard.note}"], quiet=True)
    if result.hsd:
        listed = int(result.hsd.overrides[standard.id].listed[np.unique(result.demand.part_county)].sum())
        yield Paragraph(
            [
                text(
                    "The county types and limits of %(n)s counties come from %(file)s.",
                    n=as_count(listed),
                    file=result.hsd.label,
                )
            ]
        )


def _limits(standard: Standard) -> tuple[list[Words], list[list[Words]]]:
    head: list[Words] = [text("County type"), text("Maximum miles"), text("Maximum minutes"), text("Required share")]
    return head, [_limit_cells(rule) for rule in standard.rules()]


def _limit_cells(rule: dict[str, object]) -> list[Words]:
    required = rule["required_share"]
    return [
        COUNTY_TYPE_WORDS[str(rule["county_type"])],
        *(_limit(rule[name]) for name in ("max_mi", "max_min")),
        _share(required) if isinstance(required, float) else "–",
    ]


def _limit(value: object) -> Words:
    return alone(value) if isinstance(value, float) else "–"
