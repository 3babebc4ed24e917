"""A standard as it is written, as it is said, and what is refused."""

import math

import pytest

from finder.errors import QueryError
from finder.questions.standard import parse_standard, standard_label
from finder.wording.writer import ENGLISH
from tests.world import REFERENCE

KNOWN = REFERENCE.standards


@pytest.mark.parametrize(
    ("written", "id_", "label", "miles", "minutes"),
    [
        ("miles:60", "miles:60", "within 60 miles", 60, math.inf),
        ("minutes:45", "minutes:45", "within a 45-minute drive", math.inf, 45),
        ("miles:60+minutes:90", "miles:60+minutes:90", "within 60 miles and a 90-minute drive", 60, 90),
        ("minutes:90+miles:60", "miles:60+minutes:90", "within 60 miles and a 90-minute drive", 60, 90),
        ("miles:0.5", "miles:0.5", "within 0.5 miles", 0.5, math.inf),
        ("miles:500", "miles:500", "within 500 miles", 500, math.inf),
        ("miles:060.0", "miles:60", "within 60 miles", 60, math.inf),
    ],
)
def test_limits_can_be_made_up(written: str, id_: str, label: str, miles: float, minutes: float) -> None:
    made = parse_standard(written, KNOWN)
    assert (made.id, ENGLISH.say(standard_label(made))) == (id_, label)
    assert (set(made.max_mi), set(made.max_min)) == ({miles}, {minutes})
    assert all(math.isnan(share) for share in made.required_share)


def test_a_made_up_standard_reads_its_own_id_the_same() -> None:
    for written in ("miles:60", "minutes:12.125+miles:499.999"):
        made = parse_standard(written, KNOWN)
        again = parse_standard(made.id, KNOWN)
        assert (again.id, again.max_mi, again.max_min) == (made.id, made.max_mi, made.max_min)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_known_standards_go_by_name(name: str) -> None:
    assert parse_standard(name, KNOWN) is KNOWN[name]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "60",
            "miles",
            "miles:",
            "miles:-1",
            "miles:0",
            "miles:0.000",
            "miles:nan",
            "miles:inf",
            "miles:1e9",
            "miles:1001",
        ),
        *(
            "miles:500.001",
            "minutes:180.001",
            "miles:60+miles:30",
            "miles:60+",
            "+",
            "miles:60+minutes:0",
            "miles:60 ",
            "miles:60\n",
            "MILES:60",
        ),
        *("km:60", "miles:60,5", "miles:1.2345", "CMS", "x" * 10_000, "miles:60+" * 2000, "{{7*7}}", "%s%(x)d%", "<script>"),
        "\0",
    ],
)
def test_bad_standards_are_refused_in_one_short_line(written: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_standard(written, KNOWN)
    assert "is not a standard" in str(refused.value.what)
    assert len(str(refused.value.what)) < 300
    assert "\n" not in str(refused.value.what)
    assert "cms" in str(refused.value.advice)


@pytest.mark.parametrize(
    ("written", "uniform"), [("miles:60", 60), ("minutes:60", None), ("miles:60+minutes:60", None), ("cms", None)]
)
def test_only_one_limit_of_miles_can_be_drawn_as_circles(written: str, uniform: float | None) -> None:
    assert parse_standard(written, KNOWN).uniform_mi == uniform


@pytest.mark.parametrize(
    "written", ["cms:", "cms:neurology", "rheumatology", "cms:rheumatology ", "cms+cms", "cms:rheumatology+va"]
)
def test_names_are_taken_whole(written: str) -> None:
    with pytest.raises(QueryError, match="is not a standard"):
        parse_standard(written, KNOWN)


def test_a_named_standard_is_called_by_its_name() -> None:
    labels = [ENGLISH.say(standard_label(standard)) for standard in KNOWN.values()]
    assert labels == [standard.label for standard in KNOWN.values()]
    assert len(set(labels)) == len(KNOWN)
