"""Coverage of real counties and states, each checked on paper or against well-known facts of the map."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from finder.core import Finder
from finder.questions.coverage.findings import findings
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.travel.model import DOOR_MIN
from tests.planners import ON, said
from tests.world import REFERENCE, make_finder

Write = Callable[..., Path]
HONOLULU = {"id": "hnl", "name": "Honolulu", "lat": 21.3245, "lon": -157.8583, "state": "HI", "zip": "96817"}
BILLINGS = {"id": "bil", "name": "Billings", "lat": 45.7887, "lon": -108.5130, "state": "MT", "zip": "59101"}
SAN_JUAN = {"id": "sju", "name": "San Juan", "lat": 18.3940, "lon": -66.0740, "state": "PR", "zip": "00921"}
ANCHORAGE = {"id": "anc", "name": "Anchorage", "lat": 61.1895, "lon": -149.8180, "state": "AK", "zip": "99508"}


@pytest.fixture(scope="module")
def starter(road_starter: Finder) -> Finder:
    return road_starter


def over(folder: Path, standard: str, state: str | None, travel: str = "road") -> CoverageResult:
    return make_finder(folder, travel=travel).coverage(CoverageQuery(standard, state=state, on=ON))


@pytest.mark.slow
def test_a_county_on_paper_zip_by_zip(starter: Finder) -> None:
    """Taylor County, Florida: 21,448 people on 1,050.75 square miles are 20.4 a square mile, so rural: 60 miles and 75 minutes.

    | ZIP | people here | nearest listed location | road atlas, miles | within |
    |---|---:|---|---:|---|
    | 32331 Greenville | 608.02 of 4,830 | Tallahassee | 40 | yes |
    | 32336 Lamont | 158.57 of 1,370 | Tallahassee | 32 | yes |
    | 32347 Perry | 7,052 | Tallahassee | 51 | yes |
    | 32348 Perry | 12,827 | Tallahassee | 55 | yes |
    | 32356 Salem | 79 | Tallahassee (72) or Gainesville (73) | 72 | no |
    | 32359 Steinhatchee | 723.21 of 1,007 | Gainesville | 71 | no |

    608.02 + 158.57 + 7,052 + 12,827 = 20,645.59 of 21,447.80 are 96.26%: 85% are required, so it passes.
    """
    result = starter.coverage(CoverageQuery("cms", state="FL", on=ON))
    [county] = [a for a in result.coverage.areas if a.fips == "12123"]
    assert (county.name, county.type, county.required_share) == ("Taylor", "rural", 0.85)
    assert county.population == pytest.approx(608.02 + 158.57 + 7052 + 12827 + 79 + 723.21, abs=0.01)
    assert county.covered == pytest.approx(20_645.59, abs=0.01)
    assert county.share == pytest.approx(0.9626, abs=5e-5)
    assert county.passes is True
    outside = {g.zip: (round(g.population, 2), g.nearest_mi > 60) for g in result.coverage.gaps if g.fips == "12123"}
    assert outside == {"32356": (79.0, True), "32359": (723.21, True)}
    cities = {g.zip: result.points[g.nearest].address.city for g in result.coverage.gaps if g.fips == "12123" and g.nearest}
    assert cities["32356"] in ("Tallahassee", "Gainesville")
    assert cities["32359"] == "Gainesville"


def test_of_hawaii_only_the_island_with_the_center_is_reached(write_folder: Write) -> None:
    result = over(write_folder(centers=[HONOLULU]), "miles:60", "HI")
    by_county = {a.name: a for a in result.coverage.areas}
    oahu = by_county["Honolulu"]
    assert oahu.share is not None
    assert oahu.share > 0.99
    assert {name: a.covered for name, a in by_county.items() if a is not oahu} == dict.fromkeys(set(by_county) - {oahu.name}, 0)
    # The others are not merely far: no road leads there, and they are a number of their own.
    others = sum(a.population for a in by_county.values() if a is not oahu)
    assert others > 400_000
    assert result.coverage.totals.unreachable == pytest.approx(others)
    assert {(g.nearest, g.reachable) for g in result.coverage.gaps if g.fips != oahu.fips} == {(0, False)}
    assert {np.isinf(r.nearest_mi) for r in result.regions if oahu.fips not in r.counties} == {True}


def test_puerto_rico_has_no_road_to_the_mainland_nor_to_vieques(write_folder: Write) -> None:
    from_florida = {"id": "mia", "name": "Miami", "lat": 25.79, "lon": -80.21, "state": "FL", "zip": "33136"}
    result = over(write_folder(centers=[from_florida]), "miles:60", "PR")
    assert result.coverage.totals.unreachable == result.coverage.totals.population > 3_000_000
    result = over(write_folder(centers=[from_florida, SAN_JUAN]), "miles:130", "PR")
    assert {a.name for a in result.coverage.areas if a.share != 1} == {"Culebra", "Vieques"}


def test_in_alaska_the_road_ends_and_that_is_said(write_folder: Write) -> None:
    result = over(write_folder(centers=[ANCHORAGE]), "miles:100", "AK")
    share = {a.name: a.share for a in result.coverage.areas}
    assert share["Anchorage"] == pytest.approx(1, abs=0.01)
    # Juneau, Nome and Bethel have no road to anywhere; Fairbanks has one, of 360 miles.
    for name in ("Juneau", "Nome", "Bethel", "Fairbanks North Star"):
        assert (share[name] or 0) < 0.002  # nine people of an Anchorage ZIP are counted to Bethel
    zips = {g.zip: g for g in result.coverage.gaps}
    assert not zips["99801"].reachable
    assert not zips["99762"].reachable
    assert zips["99701"].reachable
    assert zips["99701"].nearest_mi == pytest.approx(360, rel=0.06)
    assert 100_000 < result.coverage.totals.unreachable < result.coverage.totals.population / 2


def test_people_of_a_state_without_a_center_are_served_from_the_next(write_folder: Write) -> None:
    # Billings lies 60 miles from the line of Wyoming: Lovell is 87 miles away by road, Cheyenne 450.
    result = over(write_folder(centers=[BILLINGS]), "miles:100", "WY")
    [big_horn] = [a for a in result.coverage.areas if a.name == "Big Horn"]
    assert big_horn.covered > 0
    assert {p.address.state for p in result.points} == {"MT"}
    [laramie] = [a for a in result.coverage.areas if a.name == "Laramie"]
    assert laramie.covered == 0
    assert result.coverage.totals.unreachable == 0
    assert "The verdicts" not in " ".join(said(findings(result)))


@pytest.mark.slow
def test_a_center_where_four_counties_meet_serves_each_by_its_own_rule(write_folder: Write) -> None:
    # Where Utah, Colorado, Arizona and New Mexico meet. Whoever is within the limits of the county they live in is served.
    corner = {"id": "4c", "name": "Four Corners", "lat": 36.999, "lon": -109.045, "zip": "81334"}
    result = over(write_folder(centers=[corner]), "cms", None, travel="straight")
    demand, matrix = REFERENCE.demand, result.matrix
    first = matrix.first_row
    expected = 0.0
    for z, county, people in zip(demand.part_zip, demand.part_county, demand.part_people, strict=True):
        miles, minutes = matrix.distance_mi[first[z]], matrix.travel_min[first[z]] - DOOR_MIN
        if miles <= result.county_limits.max_mi[county] and minutes <= result.county_limits.max_min[county]:
            expected += people
    assert result.coverage.totals.covered == pytest.approx(expected)
    served = {a.state for a in result.coverage.areas if a.covered}
    assert served == {"UT", "CO", "AZ", "NM"}


@pytest.mark.slow
def test_one_center_serves_its_surroundings_and_the_country_is_the_gap(write_folder: Write) -> None:
    result = over(write_folder(centers=[BILLINGS]), "miles:60", None)
    assert 150_000 < result.coverage.totals.covered < 250_000
    assert {a.state for a in result.coverage.areas if a.covered} <= {"MT", "WY"}
    assert result.reach.people_within.tolist() == [pytest.approx(result.coverage.totals.covered)]
    assert result.second.median_min == np.inf
    assert sum(r.people for r in result.regions) == pytest.approx(334_365_877 - result.coverage.totals.covered)


@pytest.mark.slow
@pytest.mark.country
def test_the_nation_by_the_federal_rule_near_what_was_published(shared_data: Path) -> None:
    # Onega (2008): 91.8% within an hour of specialized cancer care, of which there is less than of infusion sites.
    result = make_finder(shared_data / "sites_2022").coverage(CoverageQuery("cms", on=ON))
    totals = result.coverage.totals
    assert totals.population == pytest.approx(334_365_877)
    within_an_hour = 1 - result.travel.beyond[1] / totals.population
    assert 0.918 < within_an_hour < 1
    assert 0.85 < (totals.share or 0) < 0.95
    states = REFERENCE.demand.counties.state
    assert result.coverage.verdicts.judged.sum() == sum(a.population > 0 for a in result.coverage.areas)
    assert len(set(states.tolist())) == 52
    # Under the longest travel fewer are within, under the shortest more.
    low, high = result.robustness.low.covered.sum(), result.robustness.high.covered.sum()
    assert high < totals.covered < low
