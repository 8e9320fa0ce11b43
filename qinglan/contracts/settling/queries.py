"""Payments, bank lines, commissions as they are looked up: the twins of the permissions."""

from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from qinglan.contracts.models import (
    BankAccount,
    BankLine,
    Charge,
    ChargeKind,
    ChargeState,
    Contract,
    ContractParty,
    Fee,
    Movement,
    PartySide,
)
from qinglan.kernel.roles import is_auditor
from qinglan.parties import holding


def _is_known(user: Any) -> bool:
    return getattr(user, "pk", None) is not None and user.is_active


def charges() -> QuerySet[Charge]:
    """All, with what their lines show."""
    return Charge.objects.select_related("contract", "payer__organisation", "account", "milestone", "fee")


def charges_of(contract: Contract) -> QuerySet[Charge]:
    """Those of a contract: price and others first, commissions last."""
    return charges().filter(contract=contract).order_by("due_on", "pk")


def charges_seen_by(user: Any) -> QuerySet[Charge]:
    """The twin of ``contracts.see_money``: without commissions of others."""
    if not _is_known(user):
        return charges().none()
    if is_auditor(user, None):
        return charges()
    mine = holding.organisations_represented_by(user)
    parties = ContractParty.objects.filter(organisation__in=mine).values("contract_id")
    supervised = Charge.objects.filter(account__is_supervised=True, account__organisation__in=mine)
    return charges().filter(
        Q(contract__keeper__in=mine)
        | Q(contract__in=parties)
        | Q(contract__in=supervised.values("contract_id"))
    )


def movements_of(contract: Contract) -> QuerySet[Movement]:
    """Every movement of a contract in the order of days, with its payment."""
    rows = Movement.objects.filter(charge__contract=contract)
    return rows.select_related("charge", "line", "made_by", "correction").order_by("day", "pk")


def accounts_of(user: Any) -> QuerySet[BankAccount]:
    """The twin of ``contracts.keep_account``."""
    rows = BankAccount.objects.select_related("organisation")
    if not _is_known(user):
        return rows.none()
    if is_auditor(user, None):
        return rows
    return rows.filter(organisation__in=holding.organisations_represented_by(user))


def accounts_for(contract: Contract) -> QuerySet[BankAccount]:
    """Into which accounts a contract can be paid: the provider's own ones, and supervised ones."""
    sellers = ContractParty.objects.filter(contract=contract, side=PartySide.SELLER).values("organisation_id")
    has_seller = ContractParty.objects.filter(
        contract=contract, side=PartySide.SELLER, organisation__isnull=False
    ).exists()
    own = Q(organisation__in=sellers) if has_seller else Q(organisation=contract.keeper_id)
    return BankAccount.objects.filter(own | Q(is_supervised=True)).select_related("organisation")


def lines_of(account: BankAccount) -> QuerySet[BankLine]:
    """The lines of an account, the newest first."""
    return BankLine.objects.filter(account=account).select_related("account", "statement")


def lines_seen_by(user: Any) -> QuerySet[BankLine]:
    """Lines of the accounts that a reader keeps."""
    return BankLine.objects.filter(account__in=accounts_of(user)).select_related("account", "statement")


def payable_into(account: BankAccount) -> QuerySet[Charge]:
    """What may still be paid into an account: open payments and, so that they are named, stopped ones of ended contracts.

    Payments without an account count where the account is one of their provider.
    """
    own = ContractParty.objects.filter(organisation=account.organisation_id, side=PartySide.SELLER)
    into = Q(account=account) | Q(account__isnull=True, contract__in=own.values("contract_id"))
    still = Q(state=ChargeState.OPEN, paid__lt=F("amount")) | Q(
        state=ChargeState.STOPPED, contract__state="terminated"
    )
    return charges().filter(into, still).exclude(kind=ChargeKind.FEE).order_by("contract_id", "due_on", "pk")


def fees() -> QuerySet[Fee]:
    """Commissions, with what their lines show."""
    return Fee.objects.select_related(
        "charge__contract", "charge__payer__organisation", "broker", "organisation", "mandate"
    )


def fees_seen_by(user: Any) -> QuerySet[Fee]:
    """The twin of ``contracts.see_fee``."""
    if not _is_known(user):
        return fees().none()
    if is_auditor(user, None):
        return fees()
    mine = holding.organisations_represented_by(user)
    return fees().filter(
        Q(broker__user=user) | Q(organisation__in=mine) | Q(charge__payer__organisation__in=mine)
    )


def sums(rows: QuerySet[Charge]) -> tuple[int, int]:
    """What is owed and what of it was paid, without what was stopped and without commissions and deposits."""
    kept = rows.exclude(kind__in=(ChargeKind.FEE, ChargeKind.BOND)).exclude(state=ChargeState.STOPPED)
    found = kept.aggregate(amount=Sum("amount"), paid=Sum("paid"))
    return int(found["amount"] or 0), int(found["paid"] or 0)
