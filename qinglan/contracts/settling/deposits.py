"""The deposit that the winner of a lot left with its custodian."""

from qinglan.auctions.domain.deposit import held
from qinglan.auctions.models import Bidder
from qinglan.contracts.models import Contract


def deposit_of(bidder: Bidder) -> int:
    """What the custodian of the lot holds of the bidder, in 分."""
    return held(bidder)


def deposit_for(contract: Contract) -> int:
    """What could be set off against the price of a contract that comes from a lot, in 分."""
    result = contract.result
    return deposit_of(result.bidder) if result is not None and result.bidder is not None else 0
