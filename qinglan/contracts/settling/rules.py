"""Who may enter and see the money of contracts.

A receipt is entered by whoever reads it: the payee, or who supervises the account. The payer's word is no receipt.
Officers see that a contract exists (``contracts.view``), not what is paid on it.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.contracts.models import ContractParty, PartySide
from qinglan.contracts.rules import acts_for_a_party
from qinglan.kernel.history import withheld
from qinglan.kernel.permissions import Answer, answer, declare
from qinglan.kernel.roles import is_auditor
from qinglan.parties import holding


def payees_of(contract: Any) -> set[int]:
    """Who enters receipts: the providers on record, where there is none the keeper, and who supervises an account."""
    sellers = ContractParty.objects.filter(
        contract=contract, side=PartySide.SELLER, organisation__isnull=False
    )
    units = set(sellers.values_list("organisation_id", flat=True)) or {contract.keeper_id}
    return units | supervisors_of(contract)


def supervisors_of(contract: Any) -> set[int]:
    """Who supervises accounts into which the contract is paid."""
    rows = contract.charges.filter(account__is_supervised=True)
    return set(rows.values_list("account__organisation_id", flat=True))


@predicate  # type: ignore[untyped-decorator]
def acts_for_payee(user: Any, contract: Any) -> bool:
    """Does business for a payee, or for who supervises the account."""
    return contract is not None and any(holding.represents(user, unit) for unit in payees_of(contract))


@predicate  # type: ignore[untyped-decorator]
def supervises(user: Any, contract: Any) -> bool:
    """Does business for who supervises an account of the contract."""
    return contract is not None and any(holding.represents(user, unit) for unit in supervisors_of(contract))


@predicate  # type: ignore[untyped-decorator]
def keeps_account(user: Any, account: Any) -> bool:
    """Does business for the organisation that reads the statements of an account."""
    return account is not None and holding.represents(user, account.organisation_id)


@predicate  # type: ignore[untyped-decorator]
def represents_unit(user: Any, unit: Any) -> bool:
    """Does business for an organisation."""
    return unit is not None and holding.represents(user, unit)


@predicate  # type: ignore[untyped-decorator]
def earns_fee(user: Any, fee: Any) -> bool:
    """Is the broker, or does business for his agency or for the platform."""
    if fee is None:
        return False
    is_broker = fee.broker is not None and fee.broker.user_id == getattr(user, "pk", 0)
    return is_broker or (fee.organisation_id is not None and holding.represents(user, fee.organisation_id))


@predicate  # type: ignore[untyped-decorator]
def pays_fee(user: Any, fee: Any) -> bool:
    """Does business for the side that pays the commission."""
    payer = fee.charge.payer if fee is not None else None
    return (
        payer is not None
        and payer.organisation_id is not None
        and holding.represents(user, payer.organisation_id)
    )


@predicate  # type: ignore[untyped-decorator]
def claims_deals(user: Any, unit: Any) -> bool:
    """Does business for an organisation that works with brokers."""
    return unit is not None and holding.represents(user, unit)


declare(
    "contracts.see_money",
    is_active & (acts_for_a_party | supervises | is_auditor),
    refusal=_("What is paid on a contract is seen by its parties and by who supervises the account."),
)
declare(
    "contracts.settle",
    is_active & acts_for_payee,
    refusal=_("Receipts are entered by the payee, or by who supervises the account."),
)
declare(
    "contracts.lay_down",
    is_active & acts_for_a_party,
    refusal=_("What is to be paid, and where to, is laid down by the parties."),
)
declare(
    "contracts.open_account",
    is_active & represents_unit,
    refusal=_("A bank account is entered by those who do business for its organisation."),
)
declare(
    "contracts.keep_account",
    is_active & (keeps_account | is_auditor),
    refusal=_("A bank account is seen by those who do business for its organisation."),
)
declare(
    "contracts.work_account",
    is_active & keeps_account,
    refusal=_("Lines of a bank account are assigned by those who do business for its organisation."),
)
declare(
    "contracts.see_fee",
    is_active & (earns_fee | pays_fee | is_auditor),
    refusal=_("A commission is seen by who earns it and who pays it."),
)
declare(
    "contracts.settle_fee",
    is_active & (earns_fee | pays_fee),
    refusal=_("A commission is entered as paid by who earns it or who pays it, with the bank's receipt."),
)
declare(
    "contracts.agree_fee",
    is_active & pays_fee,
    refusal=_("Which commission holds is said by the side that pays it."),
)
declare(
    "contracts.claim_deal",
    is_active & claims_deals,
    refusal=_("Deals are claimed by those who do business for the organisation."),
)


def _account(user: Any, account: Any) -> Answer:
    return answer(user, "contracts.keep_account", account)


def _line(user: Any, line: Any) -> Answer:
    return answer(user, "contracts.keep_account", line and line.account)


def _charge(user: Any, charge: Any) -> Answer:
    return answer(user, "contracts.see_money", charge and charge.contract)


def _fee(user: Any, fee: Any) -> Answer:
    return answer(user, "contracts.see_fee", fee)


withheld.register("contracts.bankaccount", _account)
withheld.register("contracts.bankline", _line)
withheld.register("contracts.charge", _charge)
withheld.register("contracts.fee", _fee)
