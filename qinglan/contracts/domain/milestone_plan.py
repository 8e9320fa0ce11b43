"""Verb: write the milestones of a draft, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.contract_state import locked, touch, writable
from qinglan.contracts.models import PLANNED, Contract, Milestone
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.money import money

MOST = 60


@dataclass(frozen=True)
class Step:
    """A milestone as it is written; `amount` in 分."""

    title: str
    deliverable: str = ""
    due_on: date | None = None
    amount: int = 0


@transaction.atomic
def write_milestones(*, acting_user: Any, contract: Contract, steps: Sequence[Step]) -> Contract:
    """Put `steps` in the place of the milestones of a draft.

    Raises StaleEdit, PermissionRefused; Impossible: a milestone without title, too many, or payments above the
    whole price.
    """
    permissions.require(acting_user, "contracts.write", contract)
    row = writable(locked(contract))
    if len(steps) > MOST:
        raise Impossible(_("At most {most} milestones.").format(most=MOST))
    for number, one in enumerate(steps, 1):
        if not one.title.strip():
            raise Impossible(_("Milestone {number} has no title.").format(number=number))
        if one.amount < 0:
            raise Impossible(_("The payment of milestone {number} is below nought.").format(number=number))
    total = sum(one.amount for one in steps)
    if row.amount is not None and total > row.amount:
        raise Impossible(
            _(
                "The payments come to {total}, the whole price is {amount}. Write them so that they add up."
            ).format(total=money(total), amount=money(row.amount))
        )
    row.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(
            contract=row,
            number=number,
            title=" ".join(one.title.split()),
            deliverable=one.deliverable.strip(),
            due_on=one.due_on,
            amount=one.amount,
        )
        for number, one in enumerate(steps, 1)
    )
    touch(row)
    return row


def check_plan(row: Contract) -> None:
    """Raise Impossible where the payments of a contract do not add up to its price, before it is signed."""
    if row.amount is None:
        if row.payment_mode in PLANNED:
            raise Impossible(
                _("A price is paid in one payment or in instalments: enter it, or choose a royalty."),
                field="amount",
            )
        return
    steps = list(row.milestones.all())
    total = sum(one.amount for one in steps)
    if row.payment_mode in PLANNED and total != row.amount:
        raise Impossible(
            _("The milestones pay {total}, the whole price is {amount}. Both must be the same.").format(
                total=money(total), amount=money(row.amount)
            ),
            field="amount",
        )
