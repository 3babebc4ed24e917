"""What the page on new stops shows beside its map and form."""

from dataclasses import dataclass
from typing import Any

from finder.maps.bounds import UNITED_STATES
from finder.questions.siting.counties import counties_that_gain
from finder.questions.siting.document import figures
from finder.questions.siting.result import SitingResult
from finder.questions.siting.stop import NewStop
from finder.questions.siting.words import findings, headline, method_sentences, stop_sentences
from finder.text import Text
from finder.wording.vocabulary import TRAVEL_BAND_WORDS

MOST_COUNTIES, MOST_ALTERNATIVES = 100, 12


@dataclass(frozen=True, slots=True)
class CountyGain:
    """A county with people who gain: its share within the standard today and with the stops, and its verdicts."""

    fips: str
    name: str
    people: float
    today: float
    then: float
    passes: tuple[bool, bool] | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A stop with its sentences, and the towns that could take its place."""

    stop: NewStop
    sentences: tuple[Text, ...]
    others: tuple[tuple[str, float], ...]


def siting_context(result: SitingResult) -> dict[str, Any]:
    """Everything on the page."""
    sentences = {s.rank: tuple(stop_sentences(result, s)) for s in result.stops}
    told = [sentence for said in sentences.values() for sentence in said]
    gaining = counties_that_gain(result).tolist()
    return {
        "result": result,
        "query": result.query,
        "headline": headline(result),
        "findings": [s for s in list(findings(result))[1:] if s not in told],
        "figures": list(figures(result)) if result.stops else [],
        "unseen": _unseen(result),
        "stops": [_shown(result, s, sentences[s.rank]) for s in result.stops],
        "steps": list(zip(result.plan.steps, [0.0, *(s.phased for s in result.plan.steps)], strict=False)),
        "bands": [(TRAVEL_BAND_WORDS[b.band], b) for b in result.plan.bands],
        "counties": [_county(result, row) for row in gaining[:MOST_COUNTIES]],
        "counties_in_all": len(gaining),
        "method": list(method_sentences(result)),
    }


def _unseen(result: SitingResult) -> list[NewStop]:
    """The stops that are not in the first view of the map of the country."""
    if result.query.state:
        return []
    (south, west), (north, east) = UNITED_STATES
    points = result.candidates.ends.points
    spots = {s.rank: (points.lat_deg[s.candidate], points.lon_deg[s.candidate]) for s in result.stops}
    seen = {rank for rank, (lat, lon) in spots.items() if south <= lat <= north and west <= lon <= east}
    return [s for s in result.stops if s.rank not in seen]


def _shown(result: SitingResult, stop: NewStop, sentences: tuple[Text, ...]) -> Shown:
    others = tuple((result.candidates.full_name(a.column), a.share) for a in stop.alternatives[:MOST_ALTERNATIVES])
    return Shown(stop, sentences, others)


def _county(result: SitingResult, row: int) -> CountyGain:
    counties, today, then = result.everyone.counties, result.verdicts_today, result.verdicts_then
    assert then is not None
    passes = (bool(today.passes[row]), bool(then.passes[row])) if today.judged[row] else None
    gained = float(then.covered[row] - today.covered[row])
    return CountyGain(
        str(counties.fips[row]), counties.full_names[row], gained, float(today.share[row]), float(then.share[row]), passes
    )
