"""Named querysets over rights, and the twins of the permissions."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.kernel.roles import is_officer
from qinglan.parties import holding
from qinglan.rights.models import Right, RightKind
from qinglan.rights.numbers import spellings


def visible(user: Any) -> QuerySet[Right]:
    """The rights that `user` may see: the twin of ``rights.view``."""
    rows = Right.objects.select_related("keeper")
    if is_officer.test(user):
        return rows
    registered = Q(granted_on__isnull=False) & ~Q(number="") & ~Q(kind=RightKind.SECRET)
    return rows.filter(registered | Q(keeper__in=holding.organisations_represented_by(user)))


def ledger(user: Any) -> QuerySet[Right]:
    """The ledgers of the organisations for which `user` does business; an officer sees all."""
    rows = Right.objects.select_related("keeper")
    if is_officer.test(user):
        return rows
    return rows.filter(keeper__in=holding.organisations_represented_by(user))


def same_number(number: str) -> QuerySet[Right]:
    """The records that have this number, as an application or as a patent; none for no number."""
    return Right.objects.filter(number__in=spellings(number)).order_by("pk")
