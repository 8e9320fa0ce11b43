"""Named querysets over service inventions and their income: the twins of the permissions."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from qinglan.contracts.models import (
    SIGNED,
    Contract,
    Contributor,
    Conversion,
    Distribution,
    Invention,
    InventionState,
    Inventor,
    Reward,
    ShareNotice,
    UnitRule,
)
from qinglan.contracts.queries import contracts_of
from qinglan.contracts.sharing.pack import sharing
from qinglan.kernel.periods.length import months_later
from qinglan.parties import holding
from qinglan.parties.models import Organisation
from qinglan.parties.models.organisation_membership import MembershipRole

SEES = (*holding.ACTS, MembershipRole.FINANCE)


def units_seen_by(user: Any) -> QuerySet[Organisation]:
    """The units whose income `user` sees: the twin of ``contracts.see_income``."""
    return holding.organisations_of(user, *SEES)


def units_run_by(user: Any) -> QuerySet[Organisation]:
    """The units for which `user` runs conversions."""
    return holding.organisations_represented_by(user)


def conversions_seen_by(user: Any) -> QuerySet[Conversion]:
    """The conversions of his units, with what a line shows."""
    rows = Conversion.objects.filter(keeper__in=units_seen_by(user))
    return rows.select_related("keeper", "contract", "contract__registration")


def contracts_to_name(row: Conversion) -> QuerySet[Contract]:
    """Contracts of its unit that all sides signed and that belong to no conversion yet."""
    return contracts_of([row.keeper]).filter(state__in=sorted(SIGNED), conversion__isnull=True)


def inventions_seen_by(user: Any) -> QuerySet[Invention]:
    """The inventions of his units, and those that he made: the twin of ``contracts.see_invention``."""
    own = Contributor.objects.filter(inventor__user_id=user.pk)
    mine = Q(keeper__in=units_seen_by(user)) | Q(pk__in=own.values("invention_id"))
    return Invention.objects.filter(mine).select_related("keeper")


def inventors_seen_by(user: Any) -> QuerySet[Inventor]:
    """The people of his units who make inventions."""
    return Inventor.objects.filter(organisation__in=units_seen_by(user)).select_related("organisation")


def rule_of(unit: Organisation, day: date) -> UnitRule | None:
    """The version of the unit's rule in force on `day`: the last one that had begun."""
    rows = UnitRule.objects.filter(organisation=unit, since__lte=day).prefetch_related("shares")
    return rows.order_by("-since", "-version").first()


def idle_since(completed_on: date) -> date:
    """From which day on an invention that nobody exploits counts as idle."""
    return months_later(completed_on, sharing().idle.after_months)


def is_idle(invention: Invention, day: date) -> bool:
    """Whether it lies idle: the unit's own, not exploited, long enough since it was completed."""
    return (
        invention.state == InventionState.OWNED
        and invention.first_used_on is None
        and day > idle_since(invention.completed_on)
    )


def own_rewards(user: Any) -> QuerySet[Reward]:
    """His own rewards, and nobody else's."""
    return (
        Reward.objects.filter(inventor__user_id=user.pk)
        .exclude(distribution__state__in=["draft", "dropped"])
        .select_related("distribution__conversion__keeper", "inventor")
        .order_by("-id")
    )


def notices_read_by(user: Any) -> QuerySet[ShareNotice]:
    """Posted notices of his units and of those whose inventor he is: the twin of ``contracts.read_share_notice``."""
    units = Q(conversion__keeper__in=holding.organisations_of(user)) | Q(
        conversion__keeper__inventors__user_id=user.pk
    )
    return (
        ShareNotice.objects.filter(units, posted_at__isnull=False)
        .select_related("conversion__keeper", "distribution")
        .distinct()
    )


def standing(conversion: Conversion) -> QuerySet[Distribution]:
    """The plans of a conversion that were not dropped."""
    return conversion.distributions.exclude(state="dropped")
