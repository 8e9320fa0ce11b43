"""Verbs on commissions: agree one with a platform, choose whose introduction it was, enter that one was paid."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from qinglan.contracts.domain import fee_plan
from qinglan.contracts.domain.charge_plan import follow
from qinglan.contracts.domain.charge_state import keep, money_of, move, outside, receipt_of, require_seen
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.models import (
    Charge,
    ChargeKind,
    ChargeState,
    Contract,
    ContractParty,
    ContractState,
    Fee,
    FeeRole,
    Movement,
    MovementKind,
)
from qinglan.contracts.settling import todos, told
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.database.turns import wait_turn
from qinglan.kernel.history.since import since
from qinglan.kernel.web.money import money
from qinglan.market.models.brokering import CommissionKind
from qinglan.parties import holding
from qinglan.parties.models import Organisation


@transaction.atomic
def agree_platform_fee(
    *,
    acting_user: Any,
    contract: Contract,
    payer: ContractParty,
    platform: Organisation,
    commission: str,
    share: int | None,
    fixed: int | None,
    basis: str,
) -> Fee:
    """A side agrees what it pays a platform: a share in per mille of what comes in, or a fixed amount, after receipt.

    Raises PermissionRefused; Impossible with the field: no figure, no basis, the contract is not in force, agreed already.
    """
    permissions.require(acting_user, "contracts.lay_down", contract)
    if payer.contract_id != contract.pk or not holding.represents(acting_user, payer.organisation_id):
        raise Impossible(_("A side agrees only what it pays itself."), field="payer")
    row = locked_now(contract.pk)
    follow(acting_user, row)
    if row.state not in (ContractState.IN_FORCE, ContractState.COMPLETED):
        raise Impossible(_("A commission is agreed on a contract in force."))
    if commission == CommissionKind.SHARE and not 0 < (share or 0) <= 1000:
        raise Impossible(_("Write the share of the commission, up to 100 %."), field="share")
    if commission == CommissionKind.FIXED and (fixed or 0) <= 0:
        raise Impossible(_("Write the amount of the commission."), field="fixed")
    if commission not in (CommissionKind.SHARE, CommissionKind.FIXED) or not basis.strip():
        raise Impossible(_("Say where it was agreed: the service agreement and its clause."), field="basis")
    if Fee.objects.filter(
        charge__contract=row, role=FeeRole.PLATFORM, organisation=platform, charge__payer=payer
    ).exists():
        raise Impossible(_("A commission of this platform is agreed already."), field="platform")
    charge = Charge.objects.create(
        contract=row, kind=ChargeKind.FEE, title=f"{row.number} 平台服务费", amount=0, payer=payer,
        payee=platform.name[:120], basis=" ".join(basis.split())[:300], opened_at=clock.now(),
    )  # fmt: skip
    is_share = commission == CommissionKind.SHARE
    fee = Fee.objects.create(
        charge=charge, role=FeeRole.PLATFORM, organisation=platform, commission=commission,
        share=share if is_share else None, fixed=None if is_share else fixed,
    )  # fmt: skip
    fee_plan.note(acting_user, row, fee)
    fee_plan.grow(acting_user, row)
    fee.refresh_from_db()
    return fee


@transaction.atomic
def choose_fee(*, acting_user: Any, fee: Fee, seen: int | None = None) -> Fee:
    """The side that pays says, of several brokers under mandate, whose introduction this was; the others get nothing.

    `seen` is the revision of its payment on the page. Raises PermissionRefused, StaleEdit, Impossible.
    """
    permissions.require(acting_user, "contracts.agree_fee", fee)
    row = locked_now(fee.charge.contract_id)
    chosen = Fee.objects.select_for_update().select_related("charge").get(pk=fee.pk)
    if seen is not None and chosen.charge.revision != seen:
        raise StaleEdit(since(seen, chosen if chosen.is_agreed else chosen.charge))
    if chosen.is_agreed or chosen.charge.state == ChargeState.STOPPED:
        raise Impossible(_("This is settled already. Open the commissions again."))
    chosen.is_agreed = True
    chosen.revision += 1
    chosen.save(update_fields=["is_agreed", "revision"])
    keep(chosen.charge)
    others = Fee.objects.filter(
        charge__contract=row, charge__payer=chosen.charge.payer_id, role=FeeRole.BROKER, is_agreed=False
    )
    Charge.objects.filter(pk__in=others.values("pk")).update(
        state=ChargeState.STOPPED, revision=F("revision") + 1
    )
    fee_plan.note(acting_user, row, chosen)
    fee_plan.grow(acting_user, row)
    chosen.charge.refresh_from_db()
    return chosen


@transaction.atomic
def pay_fee(
    *, acting_user: Any, fee: Fee, amount: int, receipt: str, paid_on: date, seen: int | None = None
) -> Movement:
    """Enter that a commission was paid, with the receipt of the payee's bank; never more than is due.

    `seen` is the revision of its payment on the page. Raises PermissionRefused, StaleEdit; Impossible with the field: nothing came in yet, more than is due, the receipt counts already.
    """
    permissions.require(acting_user, "contracts.settle_fee", fee)
    row = locked_now(fee.charge.contract_id)
    held = (
        Charge.objects.select_for_update(of=("self",))
        .select_related("account", "money", "payer")
        .get(pk=fee.pk)
    )
    require_seen(seen, held)
    chosen = Fee.objects.get(pk=fee.pk)
    if not chosen.is_agreed or held.state == ChargeState.STOPPED:
        raise Impossible(_("The side that pays has not said yet whose introduction this was."))
    if not held.amount:
        raise Impossible(_("Nothing is due yet: a commission is paid after the price came in, by its share."))
    if not 0 < amount <= held.open:
        raise Impossible(
            _("{open} of this commission is due and not paid yet.").format(open=money(held.open)),
            field="amount",
        )
    custodian = f"{held.payee}收款账户"[:120]
    paper = receipt_of(receipt, custodian, paid_on)
    wait_turn("contracts.fee-receipt", custodian)  # Two contracts may be paid at once by one receipt.
    if (
        Movement.objects.filter(
            charge__kind=ChargeKind.FEE, custodian=custodian, receipt=paper.number, correction__isnull=True
        )
        .exclude(kind=MovementKind.CORRECTED)
        .exists()
    ):
        raise Impossible(
            _("The receipt {number} was entered for a commission already. A receipt counts once.").format(
                number=paper.number
            ),
            field="receipt",
        )
    entries = {outside(row, custodian): -amount, money_of(row, held, custodian): amount}
    made = move(
        acting_user, row, held, MovementKind.RECEIVED, amount, paper, entries, paid=amount, released=amount
    )
    chosen.charge = held
    todos.fee_changed(acting_user, chosen)
    told.fee_paid(acting_user, row, chosen, amount)
    return made
