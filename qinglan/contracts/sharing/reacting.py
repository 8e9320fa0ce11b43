"""What comes in under the contract of a conversion asks to be shared out."""

from typing import Any

from qinglan.contracts import following
from qinglan.contracts.models import SOLD, Contract, Conversion, ConversionState
from qinglan.contracts.sharing import todos
from qinglan.contracts.sharing.income import to_share


def received(acting_user: Any, contract: Contract) -> None:
    """Open the to-do where a conversion under way has something that no plan shares out."""
    rows = Conversion.objects.select_related("keeper", "rule", "contract")
    row = rows.filter(contract=contract, state=ConversionState.RUNNING).first()
    if row is not None and row.way in SOLD and to_share(row).is_open:
        todos.share_wanted(acting_user, row)


following.on_received(received)
