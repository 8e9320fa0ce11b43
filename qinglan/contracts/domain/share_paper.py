"""Verb: take a paper with names and amounts; who took which is an event with its digest."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.distribution_state import locked_plan
from qinglan.contracts.models import Base, Distribution, DistributionState
from qinglan.contracts.sharing import recorded, sheets
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible

Make = Callable[[Distribution], bytes]
PAPERS: dict[str, tuple[str, str, Make]] = {
    "payroll.xlsx": ("contracts.pay_income", "发放表", sheets.payroll),
    "equity.xlsx": ("contracts.see_income", "股权奖励登记表", sheets.equity),
    "filing.xlsx": ("contracts.open_identity", "备案表", sheets.filing),
    "filing.docx": ("contracts.open_identity", "备案表", sheets.filing_docx),
    "working.xlsx": ("contracts.see_income", "计算底稿", sheets.working),
    "working.pdf": ("contracts.see_income", "计算底稿", sheets.working_pdf),
}
"""Name → who may take it, its name on disk, how it is made."""
_OF_EQUITY = frozenset({"equity.xlsx", "working.xlsx", "working.pdf"})
_WHEN_PAID = ("filing.xlsx", "filing.docx")


def not_of(plan: Distribution) -> frozenset[str]:
    """The papers that a plan does not have: equity is recorded and not paid."""
    if plan.base == Base.EQUITY:
        return frozenset(PAPERS) - _OF_EQUITY
    return frozenset({"equity.xlsx"})


@transaction.atomic
def take_paper(*, acting_user: Any, plan: Distribution, name: str) -> tuple[bytes, str]:
    """The paper and its name on disk. Raises KeyError for another name, PermissionRefused, Impossible.

    The filing holds identity numbers and exists for rewards that were paid with the half.
    """
    permission, title, make = PAPERS[name]
    permissions.require(acting_user, permission, plan)
    row = locked_plan(plan, stale=False)
    if row.state == DistributionState.DROPPED:
        raise Impossible(_("This plan was dropped."))
    if name in not_of(row):
        raise Impossible(
            _("Equity is recorded and not paid: take the list of equity.")
            if row.base == Base.EQUITY
            else _("Nothing of this plan is equity: take the payment list.")
        )
    if name in _WHEN_PAID and not sheets.filing_rows(row):
        raise Impossible(_("No reward of this plan was paid and counted by half; nothing is to be filed."))
    made = make(row)
    recorded.record(
        acting_user,
        row.conversion,
        recorded.TAKEN,
        {"plan": row.number, "paper": name, "digest": hashlib.sha256(made).hexdigest()},
    )
    return made, f"{title}-{row}"
