"""The standing of a version's targets, with their history, from the measures they are linked to."""

from dataclasses import dataclass
from datetime import date, datetime

from qinglan.kernel.measures.registry import BadParameters, UnknownMeasure
from qinglan.kernel.measures.registry import evaluate as measure
from qinglan.kernel.measures.result import Result, Scope, Standing
from qinglan.plans.evaluation import Aim, Evaluation, evaluate, last_day
from qinglan.plans.models import Quantity, QuantityKind, Strength, Version

NOTHING = Result(None, "", Standing.NO_DATA)
YEARS_BACK = 12
"""A history shows at most so many years."""


@dataclass(frozen=True)
class Point:
    """The measure on the last day of a year (or today, in the current one)."""

    on: date
    result: Result


@dataclass(frozen=True)
class TargetStanding:
    """A target, the measure today and at its deadline, and what follows."""

    target: Quantity
    now: Result
    at_deadline: Result | None
    evaluation: Evaluation
    deadline: date | None


def aim_of(target: Quantity) -> Aim:
    """What a target asks, as the evaluation needs it."""
    return Aim(
        target.comparator,
        target.value,
        target.upper,
        target.strength == Strength.SOFT,
        last_day(target.deadline),
    )


def measured(target: Quantity, on: date, known_at: datetime | None = None) -> Result:
    """The target's measure on a day; without data where it has none or the link is broken."""
    version = target.version
    if not target.measure:
        return NOTHING
    scope = Scope(version.plan.indicator_pack, version.plan.territory_id, on, version.base_year, known_at)
    try:
        return measure(target.measure, scope, target.measure_parameters)
    except (UnknownMeasure, BadParameters) as error:
        return Result(None, "", Standing.NO_DATA, formula=str(error))


def standing(target: Quantity, on: date, known_at: datetime | None = None) -> TargetStanding:
    """How a target stands on a day, as known at `known_at` (now, where None)."""
    aim = aim_of(target)
    now = measured(target, on, known_at)
    over = aim.deadline is not None and on > aim.deadline
    at_deadline = measured(target, aim.deadline, known_at) if over and aim.deadline else None
    return TargetStanding(target, now, at_deadline, evaluate(aim, now, at_deadline, on), aim.deadline)


def targets_of(version: Version) -> list[Quantity]:
    """The version's targets that were not dropped, in the order of the document."""
    found = (
        version.quantities.filter(kind=QuantityKind.TARGET)
        .exclude(decision="dropped")
        .select_related("article", "version__plan")
    )
    return list(found)


def standings(version: Version, on: date, known_at: datetime | None = None) -> list[TargetStanding]:
    """How all targets of a version stand on a day."""
    return [standing(target, on, known_at) for target in targets_of(version)]


def history(target: Quantity, on: date, known_at: datetime | None = None) -> list[Point]:
    """The measure at the end of each year from the base year on, and on the day asked for."""
    first = max(target.version.base_year or on.year - 5, on.year - YEARS_BACK)
    days = [date(year, 12, 31) for year in range(first, on.year)] + [on]
    return [Point(day, measured(target, day, known_at)) for day in days]
