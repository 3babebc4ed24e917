"""Closures in the grid world, against coverage asked again without the location. Within 15 miles are a town and its four
neighbors.
"""

from itertools import combinations

import pytest

from finder.errors import QueryError
from finder.questions.closures.query import ClosuresQuery, ids, listed
from finder.questions.closures.result import ClosuresResult
from finder.questions.closures.tables import center_rows, county_rows, pair_rows, whole, zip_rows
from finder.questions.closures.words import asked, findings, headline
from finder.questions.coverage.result import CoverageResult
from finder.reports.render import REPORT, Format
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON, AskClosures, AskCoverage, said, strict_json
from tests.verify.files import compared, made

PLACES = [(0, 0), (0, 1), (2, 2), (4, 4), (4, 0)]
CENTERS = [center_at(r, c) for r, c in PLACES]
# Far enough apart that counties of the federal standard fail without one of them.
FAR = [center_at(0, -2), center_at(4, 6)]
CMS = {"standard": "cms", "therapy": "ivig"}


def left(*closed: str) -> list[dict[str, object]]:
    return [c for c in CENTERS if c["id"] not in closed]


def miles(result: CoverageResult) -> float:
    """Miles to the nearest location of everybody, both ways, twelve times."""
    first = result.matrix.first_row
    return float((result.matrix.distance_mi[first] * result.demand.population).sum()) * 24


def row_of(result: ClosuresResult, location: str) -> dict[str, object]:
    return next(row for row in center_rows(result) if row["id"] == location)


def test_each_closure_is_what_coverage_asked_again_says(ask_closures: AskClosures, ask: AskCoverage) -> None:
    result, now = ask_closures(centers=CENTERS), ask("miles:15", centers=CENTERS)
    for center in CENTERS:
        row, then = row_of(result, str(center["id"])), ask("miles:15", centers=left(str(center["id"])))
        lost = now.coverage.totals.covered - then.coverage.totals.covered
        assert row["people_losing_standard"] == pytest.approx(lost)
        assert row["added_annual_miles"] == pytest.approx(miles(then) - miles(now), abs=0.1)
        assert row["people_stranded"] == 0


def test_the_worst_closure_stands_first(ask_closures: AskClosures) -> None:
    people = [row["people_losing_standard"] for row in center_rows(ask_closures(centers=CENTERS))]
    assert people == sorted(people, reverse=True)
    assert people[0] > people[-1]


@pytest.mark.parametrize("pair", list(combinations([str(c["id"]) for c in CENTERS], 2)))
def test_two_that_close_at_once_are_what_coverage_asked_again_says(
    ask_closures: AskClosures, ask: AskCoverage, pair: tuple[str, str]
) -> None:
    result, both = ask_closures(centers=CENTERS), ask_closures({"close": pair}, centers=CENTERS)
    now, then = ask("miles:15", centers=CENTERS), ask("miles:15", centers=left(*pair))
    lost = now.coverage.totals.covered - then.coverage.totals.covered
    assert both.people_losing == pytest.approx(lost)
    assert both.added_miles.sum() == pytest.approx(miles(then) - miles(now))
    more = [r for r in pair_rows(result) if {r["closing_id"], r["other_id"]} == set(pair)]
    alone = sum(row_of(result, one)["people_losing_standard"] for one in pair)  # type: ignore[misc]
    if more:
        assert more[0]["people_losing_standard"] == pytest.approx(lost)
        assert more[0]["added_annual_miles"] == pytest.approx(both.added_miles.sum(), abs=0.1)
    else:
        assert lost == pytest.approx(alone)


def test_a_county_fails_without_the_location_it_depends_on(ask_closures: AskClosures, ask: AskCoverage) -> None:
    (row,) = county_rows(ask_closures(CMS, centers=FAR))
    (rest,) = (c for c in FAR if c["id"] != row["closing_id"])
    county = next(a for a in ask("cms", "ivig", centers=[rest]).coverage.areas if a.fips == row["fips"])
    assert not county.passes
    assert row["share_after"] == pytest.approx(county.share, abs=5e-5)
    assert row["required_share"] == county.required_share
    assert "1 county meets the rule only as long as one location stays open" in " ".join(
        said(findings(ask_closures(CMS, centers=FAR)))
    )


def test_the_next_choice_is_the_nearest_that_is_left(ask_closures: AskClosures, ask: AskCoverage) -> None:
    for row in zip_rows(ask_closures(centers=CENTERS)):
        then = ask("miles:15", centers=left(row["closing_id"]))
        z = then.demand.zip.tolist().index(row["zip"])
        trip = then.matrix.first_row[z]
        assert row["next_mi"] == pytest.approx(float(then.matrix.distance_mi[trip]), abs=0.05)
        assert row["next_id"] == then.points[then.matrix.destination[trip]].id
        assert row["loses_standard"] <= row["within_standard"]
        assert row["next_road"] == ""


def test_people_of_a_closure_are_those_of_its_zip_codes(ask_closures: AskClosures) -> None:
    result = ask_closures(centers=CENTERS)
    rows = zip_rows(result)
    for center in center_rows(result):
        mine = [r for r in rows if r["closing_id"] == center["id"]]
        assert sum(r["people"] for r in mine if r["loses_standard"]) == pytest.approx(center["people_losing_standard"])
        assert sum(r["added_annual_miles"] for r in mine) == pytest.approx(center["added_annual_miles"], abs=1)
        assert len({r["zip"] for r in mine}) == center["zips_dependent"]


def test_one_location_closed_by_name_says_the_same_as_in_the_list(ask_closures: AskClosures) -> None:
    every, one = ask_closures(centers=CENTERS), ask_closures({"close": ("c2-2",)}, centers=CENTERS)
    (row,) = center_rows(one)
    assert row == row_of(every, "c2-2")
    assert [r for r in zip_rows(every) if r["closing_id"] == "c2-2"] == zip_rows(one)
    assert one.people_losing == row["people_losing_standard"]
    told = " ".join(said(findings(one)))
    assert "would no longer be within 15 miles of any location on this list if this closed: c2-2." in told
    assert "round trips each" in told
    assert "The towns with most of them: Town" in told


def test_people_outside_the_standard_today_lose_nothing(ask_closures: AskClosures) -> None:
    """Two towns apart, each serves five towns or fewer: only these can lose it."""
    result = ask_closures(centers=[center_at(0, 0), center_at(4, 4)])
    assert [r["people_losing_standard"] for r in center_rows(result)] == [300, 300]
    assert all(r["within_standard"] for r in zip_rows(result) if r["loses_standard"])


@pytest.mark.parametrize(
    ("choices", "centers", "answer"),
    [
        ({}, [], "No listed location fits these choices"),
        ({}, CENTERS[:1], "Only one location counts, c0-0. If it closed, 2,500 people in the United States would have no road"),
        (
            {"standard": "miles:1"},
            [center_at(-4, 0), center_at(-4, 4)],
            "Nobody among the people in the United States is within",
        ),
        ({"standard": "miles:500"}, CENTERS, "If any one location closed, all people in the United States who are within 500"),
        ({"state": "HI"}, CENTERS, "Nobody lives in Hawaii"),
        ({"close": ("c0-0",), "standard": "miles:500"}, CENTERS, "None of the people in the United States would fall"),
        ({"close": ("c0-0",)}, CENTERS[:1], "300 people in the United States would no longer be within 15 miles"),
        ({"close": ("c0-0", "c4-4"), "state": "KS"}, CENTERS, "400 people in Kansas would no longer be within 15 miles"),
    ],
)
def test_every_case_has_one_clear_sentence(
    ask_closures: AskClosures, choices: dict[str, object], centers: list[dict[str, object]], answer: str
) -> None:
    result = ask_closures(choices, centers=centers)
    assert ENGLISH.say(headline(result)).startswith(answer)
    assert said(findings(result))[0].startswith(answer)
    strict_json(whole(result))


def test_without_another_location_all_are_stranded(ask_closures: AskClosures) -> None:
    for choices in ({}, {"close": ("c0-0",)}):
        result = ask_closures(choices, centers=CENTERS[:1])
        (row,) = center_rows(result)
        assert (row["people_stranded"], row["added_annual_miles"], row["next_id"]) == (2500, 0, None)
        assert {r["next_road"] for r in zip_rows(result)} == {"unreachable by road"}


def test_a_state_without_a_location_of_its_own_says_so(ask_closures: AskClosures) -> None:
    elsewhere = [center_at(0, -2, state="CO"), center_at(4, 6, state="MO")]
    result = ask_closures({"state": "KS", "standard": "miles:60"}, centers=elsewhere)
    assert "No location counted lies in Kansas. Its people go to other states." in said(findings(result))
    assert {r["state"] for r in center_rows(result)} == {"CO", "MO"}


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("c9-9", "'c9-9' is not the ID of a location or mobile unit of this directory."),
        ("home", "'home' is in the directory, but it does not count by these choices"),
    ],
)
def test_an_id_that_cannot_close_is_named(ask_closures: AskClosures, wrong: str, line: str) -> None:
    centers = [*CENTERS, center_at(1, 1, id="home", kind="home_infusion")]
    with pytest.raises(QueryError) as error:
        ask_closures({"close": ("c0-0", wrong)}, centers=centers)
    told = ENGLISH.error(error.value)
    assert told.startswith(line)
    assert "\n" not in told


@pytest.mark.parametrize("wrong", [{"by": "room"}, {"state": "ZZ"}, {"close": tuple(map(str, range(201)))}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        ClosuresQuery(**wrong, on=ON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "read"), [(["b,a", "a"], ("a", "b")), ([" a , b "], ("a", "b")), ([], ()), (['"x,y",z'], ("x,y", "z"))]
)
def test_ids_are_read_as_a_line_of_csv(written: list[str], read: tuple[str, ...]) -> None:
    assert ids(written) == read
    assert ids([listed(read) or ""]) == read


def test_what_was_asked_is_said(ask_closures: AskClosures) -> None:
    assert "Closing: each location alone. Standard: within 15 miles." in ENGLISH.say(asked(ask_closures(centers=CENTERS)))
    both = ask_closures({"close": ("c0-0", "c4-4")}, centers=CENTERS)
    assert "Closing: c0-0; c4-4." in ENGLISH.say(asked(both))


def test_others_that_the_list_does_not_know_are_said_first(ask_closures: AskClosures) -> None:
    assert said(ask_closures(centers=CENTERS).notices)[0].startswith("Other locations may exist that this list does not know.")


def test_the_contract_of_the_json(ask_closures: AskClosures) -> None:
    answer = strict_json(whole(ask_closures(centers=CENTERS)))
    wanted = {"id", "name", "people_losing_standard", "added_annual_miles"}
    assert all(wanted <= set(row) for row in answer["centers"])
    assert len(answer["centers"]) == len(CENTERS)
    assert answer["together"] is None
    closed = strict_json(whole(ask_closures({"close": ("c0-0", "c0-1")}, centers=CENTERS)))["together"]
    assert closed["people_losing_low"] <= closed["people_losing_standard"] <= closed["people_losing_high"]
    assert {z["closing_id"] for z in closed["zips"]} == {"c0-0; c0-1"}


def test_without_a_town_only_the_name_is_said(ask_closures: AskClosures) -> None:
    in_town = ask_closures({"close": ("c0-0",)}, centers=[{**CENTERS[0], "city": "Town"}, *CENTERS[1:]])
    assert ENGLISH.say(headline(in_town)).endswith("if this closed: c0-0 in Town, KS.")
    assert ENGLISH.say(headline(ask_closures({"close": ("c0-0",)}, centers=CENTERS))).endswith("if this closed: c0-0.")


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "pdf"])
def test_a_file_of_several_that_close_at_once_verifies(ask_closures: AskClosures, form: Format) -> None:
    result = ask_closures({**CMS, "close": ("c0--2", "c4-6")}, centers=FAR)
    table = "zips" if form in ("csv", "xlsx") else REPORT
    assert compared(made(result, table, form, "closures"), result).equal
