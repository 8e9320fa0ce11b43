"""Tables of the ledger."""

from qinglan.kernel.ledger.models.account import Account, Balance
from qinglan.kernel.ledger.models.posting import Entry, Posting

__all__ = ["Account", "Balance", "Entry", "Posting"]
