"""Chairs of the grid world, worked out by hand: E2SFCA, its ratio, and who shares.

People reach a center with the weight 1 within 30 minutes of driving, 0.68 within 60, and 0.22 within 90. By the straight line,
from a center in the middle (row 2, column 2) its nine towns around are within 30 minutes, and so is the one to the west of
these, where driving is quicker; the fifteen others at the edge are within 60. From a center in the south-west corner six towns
are within 30 minutes, fourteen within 60, and five within 90.
"""

import numpy as np
import pytest

from finder.core import Finder
from finder.questions.chairs.answer import OTHER_CHAIRS
from finder.questions.chairs.query import ChairsQuery
from finder.questions.chairs.result import ChairsResult
from finder.questions.chairs.tables import county_rows, location_rows, whole, zip_rows
from finder.questions.chairs.words import headline
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON, AskChairs, said, strict_json

# 25 chairs on 40 hours a week.
MIDDLE = center_at(2, 2, chairs=25, hours="Mo-Fr 08:00-16:00")
INNER = {"67020"} | {f"670{row}{column}" for row in (1, 2, 3) for column in (1, 2, 3)}


def ratio_of(result: ChairsResult) -> dict[str, float]:
    return {row["zip"]: row["access_ratio"] for row in zip_rows(result)}


def test_chairs_within_reach_are_shared_by_all_who_reach_them(ask_chairs: AskChairs) -> None:
    result = ask_chairs(centers=[MIDDLE])
    assert result.supply.chair_hours.tolist() == [1000]
    # All of it goes to somebody.
    assert (result.score * result.demand.population).sum() == pytest.approx(1000)
    assert (result.ratio * result.demand.population).sum() == pytest.approx(2500)
    assert all(v.shape == (25,) for v in result.variants.values())


def test_the_rows_of_zip_codes_are_what_comes_out_on_paper(ask_chairs: AskChairs) -> None:
    """1,000 chair-hours over 1,000 + 0.68 * 1,500 = 2,020 weighted people are 0.49505 for each.

    So 495.05 for 1,000 people in the middle, and 0.68 times that, 336.634, at the edge. The mean is 1,000 / 2,500 = 0.4: the
    ratios are 1.238 and 0.842.
    """
    rows = zip_rows(ask_chairs(centers=[MIDDLE]))
    assert len(rows) == 26
    assert {(r["zip"] in INNER, r["chair_hours_per_1000"], r["access_ratio"]) for r in rows} == {
        (True, 495.05, 1.238),
        (False, 336.634, 0.842),
    }
    assert [(r["fips"], r["county"], r["people"]) for r in rows if r["zip"] == "67012"] == [
        ("20001", "West, KS", 50),
        ("20003", "East, KS", 50),
    ]
    assert [(r["zip"], r["fips"]) for r in rows] == sorted((r["zip"], r["fips"]) for r in rows)
    # Within 60 minutes everybody has the same: 2SFCA is one of the variants, so 1 is within the range of every row.
    assert all(r["access_ratio_low"] <= min(1, r["access_ratio"]) for r in rows)
    assert all(r["access_ratio_high"] >= max(1, r["access_ratio"]) for r in rows)


def test_the_rows_of_counties_are_means_of_their_people(ask_chairs: AskChairs) -> None:
    """Of the 1,050 people of West 450 live in the middle: (450 * 1.2376 + 600 * 0.8416) / 1,050 = 1.011.

    Of the 1,450 people of East 550 do: (550 * 1.2376 + 900 * 0.8416) / 1,450 = 0.992.
    """
    east, west = county_rows(ask_chairs(centers=[MIDDLE]))
    assert (west["fips"], west["name"], west["state"], west["population"]) == ("20001", "West", "KS", 1050)
    assert (west["access_ratio"], east["access_ratio"]) == (1.011, 0.992)
    for row in (west, east):
        assert row["access_ratio_low"] <= row["access_ratio"] <= row["access_ratio_high"]


def test_counties_with_the_least_come_first(ask_chairs: AskChairs) -> None:
    # A center in the corner of West, then one in the corner of East.
    assert [r["name"] for r in county_rows(ask_chairs(centers=[center_at(0, 0)]))] == ["East", "West"]
    assert [r["name"] for r in county_rows(ask_chairs(centers=[center_at(4, 4)]))] == ["West", "East"]


def test_people_with_less_than_half_of_the_average_are_counted(ask_chairs: AskChairs) -> None:
    """From the corner 600 + 0.68 * 1,400 + 0.22 * 500 = 1,662 weighted people share.

    Ratios are weights times 2,500 / 1,662: 1.504, 1.023, and 0.331. The last is below a half: 500 of 2,500 people, 20%.
    """
    result = ask_chairs(centers=[center_at(0, 0)])
    assert set(ratio_of(result).values()) == {1.504, 1.023, 0.331}
    assert whole(result)["totals"] == {"population": 2500, "share_with_little": 0.2}
    assert ENGLISH.say(headline(result)) == (
        "20% of 2,500 people in the United States have less than half of the national average of infusion chairs within reach."
    )


def test_twice_the_chairs_are_twice_the_hours_and_the_same_ratio(ask_chairs: AskChairs) -> None:
    one, two = ask_chairs(centers=[MIDDLE]), ask_chairs(centers=[{**MIDDLE, "chairs": 50}])
    np.testing.assert_allclose(two.score, 2 * one.score)
    np.testing.assert_allclose(two.ratio, one.ratio)


def test_locations_say_their_hours_and_what_of_them_is_assumed(ask_chairs: AskChairs) -> None:
    where = {k: v for k, v in center_at(4, 4, id="s", name="Stop").items() if k != "kind"}
    calendar = {"starts_on": "2026-11-02", "start_time": "09:00", "end_time": "15:00", "timezone": "America/Chicago"}
    result = ask_chairs(
        centers=[MIDDLE, center_at(0, 0), center_at(0, 4, chairs=3), center_at(4, 0, hours="Mo-Sa 09:00-12:00")],
        mobile_units=[{"id": "u", "name": "Unit", "chairs": 3}],
        mobile_stops=[{**where, "unit_id": "u"}],
        mobile_calendar=[{"stop_id": "s", **calendar, "rrule": "FREQ=WEEKLY;BYDAY=MO,TU"}],
    )
    rows = location_rows(result)
    assert [(r["id"], r["chair_hours"], r["chairs_assumed"], r["hours_assumed"]) for r in rows] == [
        ("c2-2", 1000, False, False),
        ("c0-0", 12 * 40, True, True),
        ("c4-0", 12 * 18, True, False),
        ("c0-4", 3 * 40, False, True),
        # Nine Mondays and nine Tuesdays of six hours in 61 days.
        ("s", round(3 * 18 * 6 / (61 / 7), 1), False, False),
    ]
    assert [r["kind"] for r in rows] == ["center"] * 4 + ["stop"]
    assert (rows[0]["lat"], rows[0]["lon"], rows[0]["state"]) == (
        pytest.approx(result.demand.points.lat_deg[12], abs=1e-5),
        pytest.approx(result.demand.points.lon_deg[12], abs=1e-5),
        "KS",
    )
    assert "Chairs or hours are assumed at 3 of 5 locations counted, because no source gives them." in said(result.notices)


ALL_ASSUMED = (
    "The number of chairs is assumed at every location. Half or twice as many would change no access ratio, so those variants "
    "are not shown."
)


@pytest.mark.parametrize(
    ("centers", "all_assumed"),
    [([center_at(0, 0), center_at(4, 4)], True), ([MIDDLE], False), ([MIDDLE, center_at(0, 0, chairs=5)], False)],
    ids=["all-assumed", "known", "all-known"],
)
def test_half_and_twice_the_chairs_are_left_out_where_they_change_nothing(
    ask_chairs: AskChairs, centers: list[dict[str, object]], all_assumed: bool
) -> None:
    result = ask_chairs(centers=centers)
    assert set(result.variants) & set(OTHER_CHAIRS) == set()
    assert (ALL_ASSUMED in said(result.notices)) is all_assumed


def test_half_and_twice_the_chairs_are_shown_where_they_change_the_answer(ask_chairs: AskChairs) -> None:
    result = ask_chairs(centers=[center_at(0, 0), center_at(4, 4, chairs=12)])
    assert set(result.variants) >= {"stepped-90", "m2sfca", "3sfca", *OTHER_CHAIRS}
    assert ALL_ASSUMED not in said(result.notices)
    few, many = (result.variants[name] for name in ("few-chairs", "many-chairs"))
    home, across = 0, 24
    # With fewer chairs in the corner of the unknown center those who live there have less, and more with more.
    assert few[home] < result.ratio[home] < many[home]
    assert many[across] < result.ratio[across] < few[across]
    assert not any(np.allclose(result.variants[a], result.ratio) for a in OTHER_CHAIRS)


def test_no_location_is_no_answer_and_no_fault(ask_chairs: AskChairs) -> None:
    result = ask_chairs(centers=[])
    answer = strict_json(whole(result))
    assert answer["answer"] == "No listed location fits these choices, so we can't say who is within reach."
    assert answer["totals"] == {"population": 2500, "share_with_little": 1}
    assert {r["access_ratio"] for r in zip_rows(result)} == {0}
    assert location_rows(result) == []
    assert not any("assumed" in n for n in said(result.notices))


def test_of_a_state_without_people_nothing_is_claimed(ask_chairs: AskChairs) -> None:
    result = ask_chairs(state="HI", centers=[MIDDLE])
    answer = strict_json(whole(result))
    assert answer["answer"] == "Nobody lives in Hawaii according to the population data."
    assert answer["totals"] == {"population": 0, "share_with_little": None}
    assert (zip_rows(result), county_rows(result)) == ([], [])


def test_evidence_and_mobile_stops_decide_which_locations_share(ask_chairs: AskChairs) -> None:
    refusal = [{"center_id": "c0-0", "therapy_id": "ivig", "evidence": "not_offered"}]
    centers = [center_at(0, 0), center_at(4, 4)]
    assert [p.id for p in ask_chairs("ivig", centers=centers, center_therapies=refusal).points] == ["c4-4"]
    assert [p.id for p in ask_chairs("rituximab", centers=centers, center_therapies=refusal).points] == ["c0-0", "c4-4"]


def test_the_whole_has_its_parts_and_plain_values(ask_chairs: AskChairs) -> None:
    answer = strict_json(whole(ask_chairs(centers=[MIDDLE, center_at(0, 0)])))
    assert set(answer) == {
        *("answer", "method", "directory", "totals", "variants", "assumed", "counties", "notices"),
    }
    assert answer["assumed"] == {"center_chairs": 12, "unit_chairs": 4, "hours_a_week": 40, "locations": 1}
    assert answer["directory"]["counted"] == 2
    assert [v["id"] for v in answer["variants"][:2]] == ["stepped-90", "stepped-60"]
    assert {frozenset(v) for v in answer["variants"]} == {frozenset({"id", "share_with_little"})}


@pytest.mark.slow
def test_people_of_other_states_share_whatever_state_is_shown(starter: Finder) -> None:
    nation, state = (starter.chairs(ChairsQuery(state=s, on=ON)) for s in (None, "WY"))
    np.testing.assert_array_equal(nation.ratio, state.ratio)
    assert set(OTHER_CHAIRS) <= set(nation.variants)
    assert not any(np.array_equal(nation.variants[name], nation.ratio) for name in OTHER_CHAIRS)
    rows = zip_rows(state)
    assert {r["county"][-2:] for r in rows} == {"WY"}
    everywhere = {(r["zip"], r["fips"]): r for r in zip_rows(nation)}
    assert all(everywhere[r["zip"], r["fips"]] == r for r in rows)
    assert len(everywhere) > 40_000
    ratios = [r["access_ratio"] for r in county_rows(nation)]
    assert ratios == sorted(ratios)
    assert len(ratios) == sum(nation.demand.counties.population > 0)
