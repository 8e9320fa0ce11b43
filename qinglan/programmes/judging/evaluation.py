"""The grade of a re-evaluation: what follows from a score."""

from decimal import Decimal

from qinglan.programmes.definition.after import Grade, ReEvaluation


def grade_of(evaluation: ReEvaluation, score: Decimal | None) -> Grade | None:
    """The highest grade whose `at_least` the score reaches; None where the score isn't known or there are none."""
    if score is None:
        return None
    reached = [one for one in evaluation.grades if Decimal(one.at_least) <= score]
    return max(reached, key=lambda one: Decimal(one.at_least), default=None)
