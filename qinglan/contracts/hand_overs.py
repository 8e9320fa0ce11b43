"""What the market and the auctions hand over becomes a contract; a contract in force concludes its lot."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.auctions.domain.signing import conclude_by_contract
from qinglan.auctions.models import Lot, LotResult, Sold
from qinglan.auctions.results import hand_over as lots
from qinglan.contracts import following
from qinglan.contracts.domain.contract_state import locked_now, set_contract_state
from qinglan.contracts.domain.origin import begin_from_result, begin_from_terms
from qinglan.contracts.models import Contract, ContractState
from qinglan.contracts.performing import todos
from qinglan.market.contact import hand_over as terms


def _from_terms(acting_user: Any, handed: Any) -> None:
    todos.draft_wanted(acting_user, begin_from_terms(acting_user, handed))


def _prepare(acting_user: Any, lot: Lot, result: LotResult) -> None:
    if not lot.is_training and result.organisation is not None:
        contract = begin_from_result(acting_user, result, result.organisation)
        if contract.state == ContractState.DRAFT:
            todos.draft_wanted(acting_user, contract)


def _undo(acting_user: Any, _lot: Lot, result: LotResult) -> None:
    contract = Contract.objects.filter(result=result, state__in=["draft", "signing"]).first()
    if contract is not None:
        row = locked_now(contract.pk)
        set_contract_state(
            acting_user, row, ContractState.ABANDONED, _("The winner of the lot did not sign.")
        )


def _lock(lot: Lot) -> None:
    """The last signature locks its contract, then the lot: a default and a signature by hand do so too."""
    list(Contract.objects.select_for_update(of=("self",)).filter(result__lot=lot).order_by("pk"))


def _from_sold(acting_user: Any, sold: Sold) -> None:
    _prepare(acting_user, sold.result.lot, sold.result)


def _conclude(acting_user: Any, contract: Contract, _before: ContractState, after: ContractState) -> None:
    if after == ContractState.IN_FORCE and contract.result is not None:
        conclude_by_contract(acting_user, contract.result.lot, contract.number)


terms.register(_from_terms)
lots.register_preparer(_prepare)
lots.register_undoer(_undo)
lots.register_locker(_lock)
lots.register(_from_sold)
following.on_state(_conclude)
