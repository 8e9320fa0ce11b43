"""Verbs on budget lines, and the postings by which money is promised, paid, freed and recovered."""

import hashlib
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger.domain.account import open_account
from qinglan.kernel.ledger.domain.posting import Receipt, post
from qinglan.kernel.ledger.models import Account
from qinglan.programmes.models import BudgetLine, Programme
from qinglan.programmes.money import events as money_events


def bookkeeper(acting_user: Any) -> Any:
    """Who posts: the acting user where the ledger lets him, else the system on behalf of the verb that asked;
    within the caller's transaction.
    """
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - models are loaded by now

    return acting_user if permissions.answer(acting_user, "ledger.post") else system_user()


@transaction.atomic
def open_budget_line(
    *, acting_user: Any, programme: Programme, year: int, document: str, custodian: str, amount: int, on: date
) -> BudgetLine:
    """Open what a scheme may pay in a year: `amount` in 分 by a budget document of the day `on`.

    Raises PermissionRefused; Impossible where something is missing or the document is entered already.
    """
    permissions.require(acting_user, "programmes.pay", programme)
    document, custodian = document.strip(), custodian.strip()
    if not document:
        raise Impossible(_("Enter the number of the budget document."), field="document")
    if not custodian:
        raise Impossible(_("Name the account from which is paid, and who keeps it."), field="custodian")
    if amount <= 0:
        raise Impossible(_("A budget line has more than nothing."), field="amount")
    by = bookkeeper(acting_user)
    owner = f"budget:{programme.pk}:{year}:{hashlib.sha256(document.encode()).hexdigest()[:12]}"

    def account(purpose: str, *, outside: bool = False) -> Account:
        return open_account(
            acting_user=by, owner=owner, purpose=purpose, custodian=custodian, may_overdraw=outside
        )

    try:
        with transaction.atomic():
            line = BudgetLine.objects.create(
                programme=programme,
                year=year,
                document=document,
                custodian=custodian,
                amount=amount,
                free=account("free"),
                promised=account("promised"),
                outside=account("outside", outside=True),
                opened_at=clock.now(),
                opened_by=acting_user,
            )
    except IntegrityError as error:
        raise Impossible(_("This budget document is entered already."), field="document") from error
    post(
        acting_user=by, entries={line.outside: -amount, line.free: amount}, text=f"预算 {document}"[:200],
        receipt=Receipt(document, custodian, on), key=f"budget:{line.pk}/opened",
    )  # fmt: skip
    money_events.record_line(
        acting_user, money_events.LINE_OPENED, line,
        programme=programme.slug, year=year, document=document, amount=amount,
    )  # fmt: skip
    return line


def move(
    acting_user: Any, *, out: Account, into: Account, amount: int, text: str, receipt: Receipt, key: str
) -> None:
    """Post `amount` 分 from one account of a line to another, within the caller's transaction.

    Raises Refused (an Impossible) where the account would be overdrawn.
    """
    post(
        acting_user=bookkeeper(acting_user), entries={out: -amount, into: amount}, text=text[:200],
        receipt=receipt, key=key,
    )  # fmt: skip
