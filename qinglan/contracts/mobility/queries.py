"""Named querysets over moves, shares and proofs, the twins of the permissions."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from qinglan.contracts.models import (
    Mobility,
    MobilityState,
    ResultProof,
    Reward,
    RewardState,
    Shareholding,
)
from qinglan.parties import holding
from qinglan.parties.models import Organisation

_HIDDEN = (MobilityState.DRAFT, MobilityState.RETURNED, MobilityState.WITHDRAWN)


def mobilities_seen_by(user: Any) -> QuerySet[Mobility]:
    """Own ones, those of one's units, and those handed in with one's firms: twin of ``contracts.view_mobility``."""
    rows = Mobility.objects.select_related("unit", "firm", "person", "technology", "agreement")
    if not getattr(user, "is_active", False):
        return rows.none()
    units = holding.organisations_represented_by(user)
    return rows.filter(
        Q(person=user) | Q(unit__in=units) | (Q(firm__in=units) & ~Q(state__in=_HIDDEN))
    ).distinct()


def mobilities_running_in(unit: Organisation, year: int) -> QuerySet[Mobility]:
    """What was in force on some day of the year, in the order of its beginning."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return (
        Mobility.objects.filter(unit=unit, agreed_on__isnull=False, starts_on__lte=last)
        .annotate(last_day=Coalesce(F("ended_on"), F("ends_on")))
        .filter(last_day__gte=first)
        .order_by("starts_on", "id")
    )


def rewards_paid(unit: Organisation, year: int) -> QuerySet[Reward]:
    """Cash rewards for service inventions that a unit paid in a year."""
    return (
        Reward.objects.filter(
            state=RewardState.PAID, pay_on__year=year, distribution__conversion__keeper=unit, amount__gt=0
        )
        .select_related("inventor", "distribution__conversion__contract")
        .order_by("pay_on", "id")
    )


def shares_seen_by(user: Any) -> QuerySet[Shareholding]:
    """Own ones and those that one's units recorded: twin of ``contracts.see_shares``."""
    rows = Shareholding.objects.select_related("unit", "mobility")
    if not getattr(user, "is_active", False):
        return rows.none()
    return rows.filter(Q(holder=user) | Q(unit__in=holding.organisations_represented_by(user))).distinct()


def proofs_seen_by(user: Any) -> QuerySet[ResultProof]:
    """Own ones and those of one's units: twin of ``contracts.view_proof``."""
    rows = ResultProof.objects.select_related("unit", "issued_by")
    if not getattr(user, "is_active", False):
        return rows.none()
    return rows.filter(Q(person=user) | Q(unit__in=holding.organisations_represented_by(user))).distinct()
