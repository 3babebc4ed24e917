"""How many of some people live with a condition, by a rate for all ages and how much higher it is for people of 65 or older."""

import numpy as np

from finder.domain.arrays import Floats


def standard_people(people: Floats, share_65: Floats, national_share_65: float, at_65: float) -> float:
    """Return people as so many people of the national mix of ages: as many patients, and the rate of all ages holds for them.

    `share_65` is the share of each group of people who are 65 or older; NaN stands for the national share. `at_65` is how many
    times the rate of all ages the rate at 65 and older is. Shape (n,).
    """
    share = np.where(np.isnan(share_65), national_share_65, share_65)
    below = (1 - national_share_65 * at_65) / (1 - national_share_65)
    return float((people * (share * at_65 + (1 - share) * below)).sum())
