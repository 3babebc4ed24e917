"""How many patients are expected among those who gain."""

from finder.questions.need import Expected, expected
from finder.questions.siting.result import SitingResult


def expected_patients(result: SitingResult) -> Expected:
    """Expected patients among those who gain. A condition must have been asked about."""
    return expected(result.query, result.context, result.plan.demand, result.plan.assigned.gains, result.people_gained)
