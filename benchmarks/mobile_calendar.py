"""Calendars of mobile units: the plan of made-up stops, with its processor seconds and its value, a line a case.

    python benchmarks/mobile_calendar.py [--only TEXT]

Stops and bases are points drawn at random (the same ones each time) on a square of so many miles, with 1.2 road miles for each
mile and 50 mph. Treatments are those of data/therapies.toml, with a crew's day of 10 hours and a week of 5 days. Beside each
plan stands the bound below which no plan has fewer miles. Seconds are of processor time, for the tours and for the solver.
"""

import argparse
import time

import numpy as np

from finder.access.calendar.crew import Crew, Drives
from finder.access.calendar.fleet import Fleet
from finder.access.calendar.needs import Need, need
from finder.reference.reference import Reference
from finder.settings import Settings

# Units, stops, treatments, and the side of the square in miles.
CASES = [
    (2, 16, ("ivig",), 160),
    (2, 16, ("ivig",), 60),
    (2, 12, ("ivig", "rituximab"), 160),
    (2, 13, ("ivig", "rituximab"), 160),
    (3, 16, ("ivig", "rituximab"), 160),
    (2, 16, ("rituximab",), 60),
    (4, 32, ("ivig",), 300),
]
CIRCUITY, MPH, SECONDS = 1.2, 50.0, 60.0


def main() -> None:
    """Plan every case and print a line for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only cases whose line begins with this text, like '2 units, 16 stops'")
    asked = parser.parse_args()
    therapies = Reference(Settings.from_environment().data).therapies
    import scipy.optimize  # noqa: F401  (its import is not part of any plan)

    print(f"{'case':44} {'miles':>8} {'bound':>8} {'left out':>8} {'proven':>6} {'tours s':>8} {'plan s':>8}")
    for units, stops, ids, side in CASES:
        name = f"{units} units, {stops} stops, {' + '.join(ids)}, {side} mi"
        if name.startswith(asked.only):
            regimens = [r for r in (therapies[i].regimen for i in ids) if r]
            solve(name, fleet(units, (need(regimens),) * stops, side))


def fleet(units: int, needs: tuple[Need, ...], side: float) -> Fleet:
    """Units and stops on a square."""
    stops = len(needs)
    at = np.random.default_rng(0).uniform(0, side, (units + stops, 2))
    miles = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) * CIRCUITY
    crews = tuple(Crew(unit, 600, 30, 30, 5, 540) for unit in range(units))
    return Fleet(crews, Drives(miles / MPH * 60, miles, tuple(range(units, units + stops))), needs)


def solve(name: str, asked: Fleet) -> None:
    """Plan a case and print its line."""
    begun = time.process_time()
    asked.task()
    toured = time.process_time()
    plan = asked.plan(SECONDS)
    done = time.process_time()
    bound = "" if plan.bound_mi is None else f"{plan.bound_mi:.1f}"
    print(
        f"{name:44} {plan.miles:8.1f} {bound:>8} {len(plan.left_out):8} {'yes' if plan.proven else 'no':>6} "
        f"{toured - begun:8.2f} {done - toured:8.2f}"
    )


if __name__ == "__main__":
    main()
