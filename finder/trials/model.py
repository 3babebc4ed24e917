"""Trials and their sites, and which of them are near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finder.domain.geo import Pairs, Point, PointSet
from finder.domain.names import plain


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask. Unknown fields are empty."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Site:
    """A location where a trial is run. `recruiting` is None if the register does not say."""

    facility: str
    city: str
    state: str
    country: str
    recruiting: bool | None
    point: Point | None
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """A recruiting trial. `phases` are terms of the register (PHASE1 ...); `contacts` are those of the whole trial."""

    id: str
    title: str
    conditions: tuple[str, ...]
    keywords: tuple[str, ...]
    phases: tuple[str, ...]
    updated_on: date | None
    sites: tuple[Site, ...]
    contacts: tuple[Contact, ...] = ()

    @property
    def open_sites(self) -> tuple[Site, ...]:
        """Sites that are recruiting, or of which the register does not say that they are not."""
        return tuple(site for site in self.sites if site.recruiting is not False)

    def is_about(self, wanted: str) -> bool:
        """Whether each word of `wanted` is in the title, a condition, or a keyword, ignoring case and accents."""
        written = plain(" ".join((self.title, *self.conditions, *self.keywords)))
        return all(word in written for word in plain(wanted).split())


@dataclass(frozen=True, slots=True)
class TrialsCopy:
    """A copy of the register's answer to a search: trials that were recruiting on the day `as_of`."""

    trials: tuple[Trial, ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class NearTrial:
    """A trial and its sites that may be recruiting, nearest first, with the straight-line miles to each.

    Sites with no known position are only counted, as `unplaced`.
    """

    trial: Trial
    sites: tuple[tuple[Site, float], ...]
    unplaced: int


def by_distance(trials: Sequence[Trial], origin: Point) -> tuple[NearTrial, ...]:
    """All trials, by the nearest site on the WGS84 ellipsoid. Trials without a known site are last, in their own order."""
    placed = [(trial.id, site, site.point) for trial in trials for site in trial.open_sites if site.point]
    near: dict[str, list[tuple[Site, float]]] = {}
    found = _nearest_first([point for _, _, point in placed], origin)
    for row, miles in zip(found.destination.tolist(), found.straight_mi.tolist(), strict=True):
        trial_id, site, _ = placed[row]
        near.setdefault(trial_id, []).append((site, miles))
    by_id = {trial.id: trial for trial in trials}
    for trial_id in by_id:
        near.setdefault(trial_id, [])
    return tuple(NearTrial(by_id[i], tuple(sites), len(by_id[i].open_sites) - len(sites)) for i, sites in near.items())


def _nearest_first(points: Sequence[Point], origin: Point) -> Pairs:
    return PointSet.of(points).nearest(PointSet.of([origin]), len(points))
