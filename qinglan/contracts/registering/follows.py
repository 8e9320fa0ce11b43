"""A registration follows the state and the amendments of its contract."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts import following
from qinglan.contracts.domain.registration_difference import compare_with_contract
from qinglan.contracts.domain.registration_state import set_registration_state, touch
from qinglan.contracts.models import Attention, Contract, ContractState, Registration, RegistrationState
from qinglan.contracts.registering import from_contract, todos

_FILED = (RegistrationState.HANDED_OVER, RegistrationState.REGISTERED)


def follow(acting_user: Any, contract: Contract, before: ContractState, after: ContractState) -> None:
    """In force: its unit is asked to prepare the registration, or a draft takes over what was signed.

    Ended: what was not filed is withdrawn; what was is marked, and its unit asked to have it cancelled. Within the
    caller's transaction.
    """
    row = _locked_of(contract)
    if after == ContractState.IN_FORCE:
        if row is None:
            todos.prepare_wanted(acting_user, contract, from_contract.keeper_of(contract))
            return
        if row.signed_on is None:
            row.signed_on = contract.signed_on
            touch(row)
        compare_with_contract(acting_user=acting_user, contract=contract)
    elif after in (ContractState.TERMINATED, ContractState.ABANDONED):
        todos.prepared(acting_user, contract)
        if row is not None:
            _ended(acting_user, row, contract)


def amended(acting_user: Any, contract: Contract) -> None:
    """An amended contract: a draft takes it over; what was filed differs from now on, and its unit is asked to look.

    Within the caller's transaction.
    """
    found = compare_with_contract(acting_user=acting_user, contract=contract)
    row = _locked_of(contract)
    if found and row is not None and row.state in _FILED:
        todos.ask_unit(acting_user, todos.LOOK, row)


def _ended(acting_user: Any, row: Registration, contract: Contract) -> None:
    if row.state in _FILED:
        row.attention = Attention.CONTRACT_ENDED
        touch(row)
        todos.ask_unit(acting_user, todos.LOOK, row)
    elif row.state not in (
        RegistrationState.REFUSED,
        RegistrationState.CANCELLED,
        RegistrationState.WITHDRAWN,
    ):
        reason = _("The contract ended: {reason}").format(reason=contract.reason)
        set_registration_state(acting_user, row, RegistrationState.WITHDRAWN, reason)


def _locked_of(contract: Contract) -> Registration | None:
    return (
        Registration.objects.select_for_update(of=("self",))
        .select_related("office", "keeper", "contract")
        .filter(contract=contract)
        .first()
    )


following.on_state(follow)
following.on_amended(amended)
