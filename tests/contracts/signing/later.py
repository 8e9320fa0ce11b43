"""A provider of seals that answers later, for tests: it stands for one outside, and keeps what it was asked."""

from collections.abc import Callable
from uuid import UUID

from qinglan.contracts.signing import port
from qinglan.contracts.signing.local import LocalProvider

CODE = "later-test"


class LaterProvider(LocalProvider):
    """Takes orders and makes the seals when it is told to, by the certificates of the installation."""

    code = CODE
    is_outside = True

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """As new: nothing ordered, nothing breaks, it answers later and does nothing else."""
        self.orders: dict[str, port.Order] = {}
        self.asked: list[str] = []
        self.breaks: Exception | None = None
        self.at_once = False
        self.meanwhile: Callable[[port.Order], object] | None = None

    def seal(self, order: port.Order) -> bytes | port.Later:  # type: ignore[override]  # the port allows both
        """Keep the order, the same one once; `breaks` is raised: a refusal before, a broken connection afterwards."""
        self.asked.append(order.key)
        if self.breaks is not None and not isinstance(self.breaks, OSError):
            raise self.breaks
        self.orders[order.key] = order
        if self.meanwhile is not None:
            self.meanwhile(order)
        if self.breaks is not None:
            raise self.breaks
        return super().seal(order) if self.at_once else port.Later()

    def give_up(self, key: str) -> None:
        """Forget it."""
        self.orders.pop(key, None)

    def made(self, key: UUID | None) -> bytes:
        """What it makes of an order."""
        return super().seal(self.orders[str(key)])


PROVIDER = LaterProvider()
port.register(PROVIDER)
