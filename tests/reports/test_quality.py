"""The quality of a directory as plain values."""

from finder.reports.quality import whole
from tests.conftest import center_at
from tests.planners import ON, MakeFinder, strict_json


def test_a_check_counts_and_names(grid_finder: MakeFinder) -> None:
    twins = [center_at(0, 0, id=i, name="Twin", zip="67000", phone="call us") for i in "ab"]
    answer = strict_json(whole(grid_finder(centers=twins).check(ON)))
    assert set(answer) == {"counts", "looks_repeated", "problems"}
    assert answer["counts"]["centers"] == 2
    assert answer["looks_repeated"] == [["a", "b"]]
    assert len(answer["problems"]) == 2
