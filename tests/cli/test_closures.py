"""`finder closures` as a command: its answer alone on stdout, and one line for what it cannot do."""

import json
from pathlib import Path

from tests.cli.conftest import Run, one_line
from tests.cli.test_options import HSD

ASKED = ("closures", "--state", "MT", "--travel", "straight")


def test_the_answer_is_alone_on_stdout_and_worst_first(run: Run) -> None:
    code, out, err = run(*ASKED, "--standard", "minutes:60", "--format", "json")
    centers = json.loads(out)["centers"]
    assert (code, err) == (0, "")
    people = [c["people_losing_standard"] for c in centers]
    assert people == sorted(people, reverse=True)
    assert {"id", "name", "people_losing_standard", "added_annual_miles"} <= set(centers[0])


def test_an_unknown_location_is_bad_input_in_one_line(run: Run) -> None:
    code, out, err = run(*ASKED, "--close", "K-MT-7,nowhere")
    assert (code, out) == (2, "")
    assert "'nowhere' is not the ID of a location or mobile unit of this directory." in one_line(err)


def test_an_hsd_file_that_says_nothing_of_the_standard_is_not_passed_over_in_silence(run: Run, tmp_path: Path) -> None:
    hsd = tmp_path / "hsd.csv"
    hsd.write_text(HSD)
    code, _, err = run(*ASKED, "--hsd", str(hsd))
    assert code == 0
    assert "The HSD file says nothing about the standard miles:60, so it was not used." in err
