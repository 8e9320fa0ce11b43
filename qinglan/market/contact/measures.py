"""Measures over contacts: enquiries, answers, rooms, agreements, days at each stage.

A single contact is confidential: its row is named by its number alone, and the public reads no row. Each counted
row stands for one, so that a value of fewer than three is withheld from the public.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import clock
from qinglan.kernel.measures.registry import BadParameters, measure
from qinglan.kernel.measures.result import Result, Row, Scope, Standing
from qinglan.market.models.enquiry import Enquiry
from qinglan.market.models.room import RoomState

UNIT, DAYS = "项", "天"
ONE = Decimal(1)
STAGES = ("answer", "terms", "agreement", "whole")
"""Sent → first answer; room → first version of terms; first version → agreed; sent → agreed."""


@measure(
    "market.enquiries",
    title=gettext_lazy("Enquiries sent"),
    description=gettext_lazy(
        "How many enquiries were sent up to the day asked for, or in one year or month; about technologies or needs, in one field or territory of what they are about, where so asked."
    ),
)
def sent(
    scope: Scope,
    *,
    about: str | None = None,
    field: str | None = None,
    territory: str | None = None,
    year: int | None = None,
    month: int | None = None,
) -> Result:
    """Enquiries by the day on which they were sent."""
    rows = _enquiries(scope, "market.enquiries", about, field, territory)
    return _counted(scope, rows, lambda one: one.sent_at, year, month, _("enquiries by the day of sending"))


@measure(
    "market.enquiries_answered",
    title=gettext_lazy("Enquiries answered"),
    description=gettext_lazy(
        "How many enquiries were answered for the first time, by yes, no or a question, up to the day asked for, or in one year or month; with the same filters as enquiries sent."
    ),
)
def answered(
    scope: Scope,
    *,
    about: str | None = None,
    field: str | None = None,
    territory: str | None = None,
    year: int | None = None,
    month: int | None = None,
) -> Result:
    """Enquiries by the day of their first answer."""
    rows = _enquiries(scope, "market.enquiries_answered", about, field, territory)
    return _counted(
        scope,
        rows,
        lambda one: one.first_answered_at,
        year,
        month,
        _("enquiries by the day of the first answer"),
    )


@measure(
    "market.rooms",
    title=gettext_lazy("Negotiation rooms opened"),
    description=gettext_lazy(
        "How many negotiation rooms were opened up to the day asked for, or in one year or month; with the same filters as enquiries sent."
    ),
)
def rooms(
    scope: Scope,
    *,
    about: str | None = None,
    field: str | None = None,
    territory: str | None = None,
    year: int | None = None,
    month: int | None = None,
) -> Result:
    """Rooms by the day on which they were opened."""
    rows = _enquiries(scope, "market.rooms", about, field, territory).filter(room__isnull=False)
    return _counted(
        scope, rows, lambda one: one.room.opened_at, year, month, _("rooms by the day of opening")
    )


@measure(
    "market.agreements",
    title=gettext_lazy("Talks that ended with an agreement"),
    description=gettext_lazy(
        "How many negotiations ended with agreed terms up to the day asked for, or in one year or month; with the same filters as enquiries sent. Contracts are counted elsewhere, by their registration."
    ),
)
def agreements(
    scope: Scope,
    *,
    about: str | None = None,
    field: str | None = None,
    territory: str | None = None,
    year: int | None = None,
    month: int | None = None,
) -> Result:
    """Negotiations by the day on which they ended with an agreement."""
    rows = _enquiries(scope, "market.agreements", about, field, territory).filter(
        room__state=RoomState.AGREED
    )
    return _counted(
        scope,
        rows,
        lambda one: one.room.closed_at,
        year,
        month,
        _("negotiations by the day of the agreement"),
    )


@measure(
    "market.contact_days",
    title=gettext_lazy("Days at a stage of contacts"),
    description=gettext_lazy(
        "The middle number of days that contacts took at one stage that ended up to the day asked for, or in one year: answer (sent to first answer), terms (room to first version), agreement (first version to agreement), whole (sent to agreement); with the same filters as enquiries sent."
    ),
)
def days(
    scope: Scope,
    *,
    stage: str,
    about: str | None = None,
    field: str | None = None,
    territory: str | None = None,
    year: int | None = None,
) -> Result:
    """The median of days, to 0.1, of contacts whose stage ended by the scope's day."""
    if stage not in STAGES:
        raise BadParameters(f"market.contact_days: stage: must be one of {', '.join(STAGES)}")
    rows = _enquiries(scope, "market.contact_days", about, field, territory)
    found, times = [], []
    for one in rows.annotate(first_sheet=Min("room__sheets__made_at")):
        begun, ended = _stage(one, stage)
        if begun is None or ended is None:
            continue
        counts, reason = _when(scope, ended, year, None)
        took = _days(ended - begun)
        if counts:
            times.append(took)
        found.append(_row(one, counts, reason, took, DAYS))
    formula = _("the middle of the days of {n} contacts").format(n=len(times))
    if not times:
        return Result(None, DAYS, standing=Standing.NO_DATA, rows=tuple(found), formula=formula)
    return Result(median(times).quantize(Decimal("0.1")), DAYS, rows=tuple(found), formula=formula)


def _stage(one: Any, stage: str) -> tuple[datetime | None, datetime | None]:
    room = getattr(one, "room", None)
    agreed = room.closed_at if room is not None and room.state == RoomState.AGREED else None
    return {
        "answer": (one.sent_at, one.first_answered_at),
        "terms": (room.opened_at if room is not None else None, one.first_sheet),
        "agreement": (one.first_sheet, agreed),
        "whole": (one.sent_at, agreed),
    }[stage]


def _days(time: timedelta) -> Decimal:
    return (Decimal(int(time.total_seconds())) / Decimal(86_400)).quantize(Decimal("0.1"))


def _enquiries(
    scope: Scope, name: str, about: str | None, field: str | None, territory: str | None
) -> QuerySet[Enquiry]:
    """Enquiries about what lies in the territory, of the kind and field asked for, known at the moment asked for."""
    if about not in (None, "technology", "need"):
        raise BadParameters(f"{name}: about: must be technology or need")
    where = territory or scope.territory
    sides = [about] if about else ["technology", "need"]
    wanted = Q()
    for side in sides:
        one = Q(about=side) & (
            Q(**{f"{side}__territory": where}) | Q(**{f"{side}__territory__parent": where})
        )
        if field is not None:
            one &= _of_field(side, field)
        wanted |= one
    rows = Enquiry.objects.filter(wanted).select_related("room", "technology__territory", "need__territory")
    if scope.known_at is not None:
        rows = rows.filter(sent_at__lte=scope.known_at)
    return rows.distinct().order_by("pk")


def _of_field(side: str, field: str) -> Q:
    """``family:code`` with the codes below it; a bare code in every list, by its beginning."""
    family, colon, code = field.rpartition(":")
    if not colon:
        return Q(**{f"{side}__fields__code__startswith": code})
    below = code if family == "ipc" else f"{code}."
    return Q(**{f"{side}__fields__family": family}) & (
        Q(**{f"{side}__fields__code": code}) | Q(**{f"{side}__fields__code__startswith": below})
    )


def _counted(
    scope: Scope, rows: Iterable[Any], moment_of: Any, year: int | None, month: int | None, formula: str
) -> Result:
    found = []
    for one in rows:
        moment = moment_of(one)
        if moment is None or (scope.known_at is not None and moment > scope.known_at):
            continue
        counts, reason = _when(scope, moment, year, month)
        found.append(_row(one, counts, reason, ONE, UNIT))
    return Result(Decimal(sum(row.counted for row in found)), UNIT, rows=tuple(found), formula=formula)


def _when(scope: Scope, moment: datetime, year: int | None, month: int | None) -> tuple[bool, str]:
    day: date = moment.astimezone(clock.SHANGHAI).date()
    if day > scope.on:
        return False, _("only on %(day)s") % {"day": day}
    if (year is not None and day.year != year) or (month is not None and day.month != month):
        return False, _("in another year or month")
    return True, str(day)


def _row(one: Any, counts: bool, reason: str, value: Decimal | None, unit: str) -> Row:
    listing = one.listing
    return Row(
        subject=one.reference,
        counted=counts,
        reason=reason,
        value=value,
        unit=unit,
        territory=listing.territory.name,
        period=str(one.sent_at.astimezone(clock.SHANGHAI).date()),
        withheld=True,
        name_withheld=True,
    )
