"""How cases get on, step by step: who waits, how long, with whom; how long what was done took.

Every figure is worked out by the database, over the work items that it is given; times are natural time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Min, Q, QuerySet, Value
from django.db.models.functions import TruncWeek

from qinglan.kernel import clock
from qinglan.programmes.models import Case, CaseStatus, DepartmentReply, ItemState, Owner, Reply, WorkItem

DAY = timedelta(days=1)


class Percentile(Aggregate):
    """PostgreSQL's ``percentile_cont`` of a duration."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


TOOK = ExpressionWrapper(F("closed_at") - F("opened_at"), output_field=DurationField())


@dataclass(frozen=True)
class Waiting:
    """What waits at a step: how many cases, how many past their end, since when, and how long half and nine in ten."""

    count: int
    overdue: int
    median: timedelta
    ninth: timedelta
    oldest: datetime


@dataclass(frozen=True)
class Took:
    """How long a step took where it is done: how often, half of them, nine in ten."""

    count: int
    median: timedelta
    ninth: timedelta


def waiting_by_step(items: QuerySet[WorkItem], now: datetime) -> dict[str, Waiting]:
    """By step, what is open among `items`."""
    rows: Iterable[Any] = _aged(items, now).values("step").annotate(**_figures(now))
    return {row["step"]: _waiting(row) for row in rows}


def waiting_by_round_and_step(items: QuerySet[WorkItem], now: datetime) -> dict[tuple[int, str], Waiting]:
    """By round and step, what is open among `items`."""
    rows: Iterable[Any] = _aged(items, now).values("case__round", "step").annotate(**_figures(now))
    return {(row["case__round"], row["step"]): _waiting(row) for row in rows}


def took_by_step(items: QuerySet[WorkItem]) -> dict[str, Took]:
    """By step, what is done among `items`."""
    rows = (
        items.filter(state=ItemState.DONE)
        .order_by()
        .values("step")
        .annotate(count=Count("pk"), median=Percentile(TOOK, share=0.5), ninth=Percentile(TOOK, share=0.9))
    )
    return {row["step"]: Took(row["count"], row["median"], row["ninth"]) for row in rows}


def holders(items: QuerySet[WorkItem], now: datetime) -> list[dict[str, Any]]:
    """Who has the open ones in hand: by owner, with district and body where those decide; most overdue first.

    What waits for departments is counted in `departments`.
    """
    places = _aged(items, now).filter(owner=Owner.RECOMMENDER)
    by_place = places.values("owner", "territory__name_zh", "territory__name_en", "organisation__name")
    roles = _aged(items, now).exclude(owner__in=(Owner.DEPARTMENTS, Owner.RECOMMENDER)).values("owner")
    figures = _figures(now)
    rows: list[Any] = [*by_place.annotate(**figures), *roles.annotate(**figures)]
    found = [
        {
            "owner": Owner(row["owner"]),
            "place_zh": row.get("territory__name_zh") or "",
            "place_en": row.get("territory__name_en") or "",
            "body": row.get("organisation__name") or "",
            "waiting": _waiting(row),
        }
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one["waiting"].overdue, -one["waiting"].count))


def departments(cases: QuerySet[Case]) -> list[dict[str, Any]]:
    """The departments that were asked about `cases` and have not replied: how many, and since when."""
    pending = DepartmentReply.objects.filter(
        reply=Reply.PENDING,
        case__in=cases,
        case__items__state=ItemState.OPEN,
        case__items__owner=Owner.DEPARTMENTS,
    )
    rows: Any = pending.order_by().values("department").annotate(count=Count("pk"), oldest=Min("asked_at"))
    return list(rows.order_by("-count", "department"))


def reached(items: QuerySet[WorkItem]) -> dict[str, int]:
    """By step, how many cases came to it at least once."""
    rows = items.order_by().values("step").annotate(cases=Count("case", distinct=True))
    return {row["step"]: row["cases"] for row in rows}


def ends(cases: QuerySet[Case]) -> dict[str, int]:
    """How many cases were begun and submitted, and how those that ended did."""
    return cases.aggregate(
        begun=Count("pk"),
        submitted=Count("pk", filter=Q(submitted_at__isnull=False)),
        granted=Count("pk", filter=Q(status=CaseStatus.GRANTED)),
        refused=Count("pk", filter=Q(status=CaseStatus.REFUSED)),
        ended=Count("pk", filter=Q(ended_at__isnull=False)),
    )


def by_week(cases: QuerySet[Case], field: str, since: datetime) -> dict[Any, int]:
    """By the Monday of its week, how many cases have this moment (``submitted_at``, ``ended_at``)."""
    rows = (
        cases.filter(**{f"{field}__gte": since})
        .order_by()
        .annotate(week=TruncWeek(field, tzinfo=clock.SHANGHAI))
        .values("week")
        .annotate(count=Count("pk"))
    )
    return {row["week"].date(): row["count"] for row in rows}


def _aged(items: QuerySet[WorkItem], now: datetime) -> QuerySet[WorkItem, Any]:
    age = ExpressionWrapper(Value(now) - F("opened_at"), output_field=DurationField())
    return items.filter(state=ItemState.OPEN).order_by().annotate(age=age)


def _figures(now: datetime) -> dict[str, Any]:
    return {
        "count": Count("pk"),
        "overdue": Count("pk", filter=Q(due_at__lt=now)),
        "median": Percentile("age", share=0.5),
        "ninth": Percentile("age", share=0.9),
        "oldest": Min("opened_at"),
    }


def _waiting(row: dict[str, Any]) -> Waiting:
    return Waiting(row["count"], row["overdue"], row["median"], row["ninth"], row["oldest"])
