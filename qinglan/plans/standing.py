"""The standing of a version's targets, with their history, from the measures they are linked to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qinglan.kernel.measures.disclosure import as_seen
from qinglan.kernel.measures.records import Records
from qinglan.kernel.measures.registry import BadParameters, UnknownMeasure
from qinglan.kernel.measures.registry import evaluate as measure
from qinglan.kernel.measures.result import Result, Scope, Standing
from qinglan.plans.evaluation import Aim, Evaluation, evaluate, last_day
from qinglan.plans.models import Decision, Quantity, QuantityKind, Strength, Version

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


def measured(target: Quantity, on: date, records: Records | None = None) -> Result:
    """The target's measure on a day; without data where it has none or the link is broken.

    `records` are shared by several calls, and as known at their moment; without them, as known now.
    A value that their reader may not see is withheld.
    """
    version = target.version
    if not target.measure:
        return NOTHING
    shared = records or Records()
    scope = Scope(
        version.plan.indicator_pack,
        version.plan.territory_id,
        on,
        version.base_year,
        shared.known_at,
        shared,
    )
    try:
        result = measure(target.measure, scope, target.measure_parameters)
    except (UnknownMeasure, BadParameters) as error:
        return Result(None, "", Standing.NO_DATA, formula=str(error))
    return result if shared.reader is None else as_seen(result, shared.reader)


def standing(target: Quantity, on: date, records: Records | None = None) -> TargetStanding:
    """How a target stands on a day; `records` as `measured` takes them."""
    shared = records or Records()
    aim = aim_of(target)
    now = measured(target, on, shared)
    over = aim.deadline is not None and on > aim.deadline
    at_deadline = measured(target, aim.deadline, shared) if over and aim.deadline else None
    return TargetStanding(target, now, at_deadline, evaluate(aim, now, at_deadline, on), aim.deadline)


def targets_of(*versions: Version) -> list[Quantity]:
    """The targets of the versions that were not dropped, in the order of the documents."""
    found = (
        Quantity.objects.filter(version__in=versions, kind=QuantityKind.TARGET)
        .exclude(decision=Decision.DROPPED)
        .select_related("article", "version__plan__territory")
    )
    return list(found)


def standings_of(
    versions: Sequence[Version], on: date, known_at: datetime | None = None, reader: Any = None
) -> dict[int, list[TargetStanding]]:
    """How all targets of each version stand on a day, as known at `known_at` (now, where None).

    `reader` is the user to whom it is shown; what he may not see is withheld.

    Everything is fetched by the same few queries, however many versions and targets there are.
    """
    found: dict[int, list[TargetStanding]] = {version.pk: [] for version in versions}
    targets = targets_of(*versions)
    records = Records(known_at, {target.version.plan.indicator_pack for target in targets}, reader)
    for target in targets:
        found[target.version_id].append(standing(target, on, records))
    return found


def standings(
    version: Version, on: date, known_at: datetime | None = None, reader: Any = None
) -> list[TargetStanding]:
    """How all targets of a version stand on a day; as `standings_of`."""
    return standings_of([version], on, known_at, reader)[version.pk]


def history(target: Quantity, on: date, records: Records | None = None) -> list[Point]:
    """The measure at the end of each year from the base year on, and on the day asked for."""
    shared = records or Records()
    first = max(target.version.base_year or on.year - 5, on.year - YEARS_BACK, date.min.year)
    days = [date(year, 12, 31) for year in range(first, on.year)] + [on]
    return [Point(day, measured(target, day, shared)) for day in days]
