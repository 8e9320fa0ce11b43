"""What is paid: the payments and budget lines that somebody may see, and what stands on a line."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.kernel.ledger.models import Balance
from qinglan.parties.holding import organisations_represented_by, territories_of
from qinglan.programmes.models import BudgetLine, Entitlement
from qinglan.programmes.rules.money import READERS


def entitlements_seen_by(user: Any) -> QuerySet[Entitlement]:
    """The twin of `programmes.see_entitlement`."""
    if not getattr(user, "is_active", False):
        return Entitlement.objects.none()
    mine = Q(holder__in=organisations_represented_by(user))
    return Entitlement.objects.filter(
        mine | Q(programme__territory__in=territories_of(user, *READERS))
    ).select_related("case__version", "holder", "programme", "line")


def budget_lines_seen_by(user: Any) -> QuerySet[BudgetLine]:
    """The twin of `programmes.see_money`, for budget lines."""
    if not getattr(user, "is_active", False):
        return BudgetLine.objects.none()
    return BudgetLine.objects.filter(programme__territory__in=territories_of(user, *READERS))


def standing_of(line: BudgetLine) -> dict[str, int]:
    """What of a line is free, promised and paid out, in 分."""
    found = {
        one.account_id: one.amount
        for one in Balance.objects.filter(account__in=[line.free_id, line.promised_id])
    }
    free, promised = found.get(line.free_id, 0), found.get(line.promised_id, 0)
    return {"amount": line.amount, "free": free, "promised": promised, "paid": line.amount - free - promised}
