"""What happens to the money of a scheme, as events: of a budget line, and of a case in its own stream.

Amounts are in 分. The streams of cases are read by their applicant and the offices; numbers of accounts stay out.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.parties.holding import territories_of
from qinglan.programmes.models import BudgetLine, Entitlement
from qinglan.programmes.seeing import OFFICES

LINE_OPENED = events.register_kind(
    "programmes.budget-line-opened", _("A budget line was opened: scheme, year, budget document, amount.")
).name
WORKED_OUT = events.register_kind(
    "programmes.entitlement-worked-out", _("What a case is paid was worked out: amount, rule.")
).name
APPROVED = events.register_kind(
    "programmes.payment-approved", _("A payment was approved and its money promised: amount, budget line.")
).name
REQUESTED = events.register_kind(
    "programmes.payment-requested", _("A payment was asked for from the treasury: by which paper.")
).name
PAID = events.register_kind("programmes.payment-made", _("A payment was made: amount, receipt, day.")).name
STOPPED = events.register_kind("programmes.payment-stopped", _("A payment was stopped: why.")).name
RECOVERED = events.register_kind(
    "programmes.payment-recovered", _("Money was recovered: amount, receipt, why.")
).name
PAYEE_ENTERED = events.register_kind(
    "programmes.payee-entered", _("A payee account was entered, and whether a second person must confirm it.")
).name
PAYEE_CONFIRMED = events.register_kind(
    "programmes.payee-confirmed", _("A second person confirmed a changed payee account.")
).name


def _lines(user: Any) -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(programme__territory__in=territories_of(user, *OFFICES))


events.register_rows("budget", _("Budget lines"), rows=_lines)


def record(acting_user: Any, kind: str, one: Entitlement, /, **payload: Any) -> None:
    """Append an event about what a case is paid, within the caller's transaction."""
    events.append(
        stream=f"case:{one.case_id}", kind=kind, payload={"entitlement": one.pk, **payload}, actor=acting_user
    )


def record_line(acting_user: Any, kind: str, line: BudgetLine, /, **payload: Any) -> None:
    """Append an event about a budget line, within the caller's transaction."""
    events.append(stream=f"budget:{line.pk}", kind=kind, payload=payload, actor=acting_user)
