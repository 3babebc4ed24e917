"""Matching of listings on pairs that others labeled, beside splink on the hospitals. Prints precision, recall, and seconds.

    python benchmarks/matching.py [--data FOLDER] [--only finder]

Hospitals: 340B parents against CMS's hospitals. The label is the CCN in an id that neither tool sees. The rules were made on
half of the states, by hash; each half has its own rows. Chicago: a list of early childhood sites with itself, all of which was
seen while the rules were made. "Wrong" are pairs said to be the same that the label denies, "in review" are true pairs among
those left to a person, "held" are true pairs in either.

splink (https://moj-analytical-services.github.io/splink/) learns its weights from the two lists, without labels. It compares
names and streets by Jaro-Winkler similarity, ZIP code and city for equality, among pairs in one ZIP code or one city. It gets
names and streets in lower case without punctuation. Each left row keeps its best right row, at a probability of 0.95 or more.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from checkout import ROOT

from finder.directory.matching.matching import Matching, match, match_within
from finder.directory.matching.model import Record
from finder.domain.names import plain
from tests.directory.matching.labeled import HALVES, Pair, chicago, found, hospitals

PROBABILITY = 0.95


@dataclass(frozen=True)
class Outcome:
    """Pairs said to be the same, pairs for review, and how long it took."""

    same: set[Pair]
    review: set[Pair]
    seconds: float


def main() -> None:
    """Measure and print."""
    options = arguments()
    folder = options.data / "sources" / "labelled_pairs"  # codespell:ignore
    print("| list | tool | true pairs | same | wrong | precision | recall | in review | held | seconds |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for half in ("", *HALVES):
        left, right, true = hospitals(folder, half)
        name = f"hospitals, {half or 'all'}"
        show(name, "finder", true, ours(lambda left=left, right=right: match(left, right)))  # type: ignore[misc]
        if not options.only:
            show(name, "splink", true, splink(left, right))
    for city, state in (("", ""), ("Chicago", "IL")):
        records, true = chicago(folder, city, state)
        outcome = ours(lambda records=records: match_within(records))  # type: ignore[misc]
        show(f"Chicago, {'city given' if city else 'as it is'}", "finder", true, outcome)


def arguments() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder of test data")
    parser.add_argument("--only", choices=("finder",), help="without splink")
    return parser.parse_args()


def ours(run: Callable[[], Matching]) -> Outcome:
    """Match with the finder's rules."""
    start = time.perf_counter()
    matches = run().matches
    seconds = time.perf_counter() - start
    return Outcome(found(matches, "same"), found(matches, "review"), seconds)


def splink(left: Sequence[Record], right: Sequence[Record]) -> Outcome:
    """Match with splink, trained on the lists themselves."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    def table(records: Sequence[Record]) -> pd.DataFrame:
        cells = [(r.id, plain(r.name), plain(r.street), plain(r.city), r.state, r.zip) for r in records]
        return pd.DataFrame(cells, columns=["unique_id", "name", "street", "city", "state", "zip"])

    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]),
            cl.JaroWinklerAtThresholds("street", [0.95, 0.88, 0.8]),
            cl.ExactMatch("zip"),
            cl.ExactMatch("city"),
        ],
        blocking_rules_to_generate_predictions=[block_on("zip"), block_on("state", "city")],
    )
    start = time.perf_counter()
    linker = Linker([table(left), table(right)], settings, db_api=DuckDBAPI(), set_up_basic_logging=False)
    linker.training.estimate_probability_two_random_records_match([block_on("street", "zip")], recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("zip"))  # codespell:ignore
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("street"))  # codespell:ignore
    scored = linker.inference.predict(threshold_match_probability=PROBABILITY).as_pandas_dataframe()
    best = scored.sort_values("match_probability", ascending=False).drop_duplicates("unique_id_l")
    seconds = time.perf_counter() - start
    ids = {r.id for r in left}
    pairs = {(a, b) if a in ids else (b, a) for a, b in zip(best["unique_id_l"], best["unique_id_r"], strict=True)}
    return Outcome(pairs, set(), seconds)


def show(name: str, tool: str, true: set[Pair], o: Outcome) -> None:
    """One row of the table."""
    good, reviewed = len(o.same & true), len(o.review & true)
    print(
        f"| {name} | {tool} | {len(true):,} | {len(o.same):,} | {len(o.same) - good} | {good / len(o.same):.4f} | "
        f"{good / len(true):.1%} | {reviewed} of {len(o.review):,} | {(good + reviewed) / len(true):.1%} | {o.seconds:.1f} |"
    )


if __name__ == "__main__":
    main()
