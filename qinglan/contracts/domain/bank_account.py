"""Verbs: enter a bank account, say into which one a contract is paid."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.bank_entry import enter
from qinglan.contracts.domain.charge_plan import follow
from qinglan.contracts.domain.charge_state import keep
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.models import BankAccount, ChargeKind, Contract
from qinglan.contracts.settling.queries import accounts_for
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models import Organisation
from qinglan.parties.models.organisation_kind import OrganisationKind

SUPERVISORS = (OrganisationKind.EXCHANGE, OrganisationKind.EXCHANGE_BRANCH, OrganisationKind.BANK)


@transaction.atomic
def enter_account(
    *, acting_user: Any, organisation: Organisation, bank: str, number: str, is_supervised: bool = False
) -> BankAccount:
    """Enter an account whose statements the organisation reads; the one on record, if it is there.

    A supervised account 监管账户 is kept by an exchange or a bank. Raises PermissionRefused, Impossible with the field.
    """
    permissions.require(acting_user, "contracts.open_account", organisation)
    if is_supervised and organisation.kind not in SUPERVISORS:
        raise Impossible(_("A supervised account is kept by an exchange or a bank."), field="is_supervised")
    return enter(acting_user, organisation, bank, number, is_supervised=is_supervised)


@transaction.atomic
def name_account(*, acting_user: Any, contract: Contract, account: BankAccount) -> Contract:
    """Say into which account the contract is paid: the provider's own, or a supervised one.

    Payments on which money moved keep theirs. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "contracts.lay_down", contract)
    row = locked_now(contract.pk)
    if not accounts_for(row).filter(pk=account.pk).exists():
        raise Impossible(_("Choose an account of the provider, or a supervised one."), field="account")
    charges = follow(acting_user, row)
    if not charges:
        raise Impossible(_("Nothing is to be paid yet: the contract is not in force."))
    changed = 0
    for one in charges:
        if one.kind != ChargeKind.FEE and one.money_id is None and one.account_id != account.pk:
            one.account = account
            keep(one)
            changed += 1
    if not changed and any(one.account_id not in (None, account.pk) for one in charges):
        raise Impossible(_("Money has moved on every payment: the account stays as it is."), field="account")
    return row
