"""A provider of seals that answers later, for tests: it stands for one outside, and keeps what it was asked."""

from uuid import UUID

from qinglan.contracts.signing import port
from qinglan.contracts.signing.local import LocalProvider

CODE = "later-test"


class LaterProvider(LocalProvider):
    """Takes orders and makes the seals when it is told to, by the certificates of the installation."""

    code = CODE

    def __init__(self) -> None:
        self.orders: dict[str, port.Order] = {}

    def seal(self, order: port.Order) -> port.Later:  # type: ignore[override]  # the port allows both
        """Keep the order."""
        self.orders[order.key] = order
        return port.Later()

    def give_up(self, key: str) -> None:
        """Forget it."""
        self.orders.pop(key, None)

    def made(self, key: UUID | None) -> bytes:
        """What it makes of an order."""
        return super().seal(self.orders[str(key)])


PROVIDER = LaterProvider()
port.register(PROVIDER)
