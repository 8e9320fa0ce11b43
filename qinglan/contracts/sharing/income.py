"""What came in for a conversion and what it cost: what is not shared out yet. Reads settlement and registration."""

from collections.abc import Sequence
from dataclasses import dataclass

from qinglan.contracts.models import CarriedBy, Contract, Conversion, Cost, Registration, RegistrationState
from qinglan.contracts.settling.receipts import Received, receipts_of
from qinglan.contracts.sharing.queries import standing


@dataclass(frozen=True)
class ToShare:
    """What the next plan of a conversion would share out. `taken_back` is what was refunded since of earlier ones, below nought where such a refund was corrected."""

    receipts: tuple[Received, ...]
    costs: tuple[Cost, ...]
    received: int
    taken_back: int
    cost_sum: int

    @property
    def net(self) -> int:
        """净收入; below nought where costs or refunds are higher."""
        return self.received - self.cost_sum

    @property
    def is_open(self) -> bool:
        """Whether something waits for a plan: a receipt, a cost taken back, a refund that was corrected."""
        return bool(self.receipts) or self.net > 0


def received_for(contract: Contract | None) -> Sequence[Received]:
    """The receipts of its contract, net of refunds."""
    return receipts_of(contract) if contract is not None else ()


def to_share(conversion: Conversion) -> ToShare:
    """What came in and was spent and stands in no plan yet, by the rule under which the conversion began."""
    plans = standing(conversion)
    shared = set(plans.filter(receipts__released=False).values_list("receipts__key", flat=True))
    distributed = sum(plans.values_list("received", flat=True))
    rows = list(received_for(conversion.contract))
    fresh = tuple(one for one in rows if one.key not in shared)
    received = sum(one.amount for one in rows) - distributed
    costs = _costs(conversion, first=not plans.exists())
    spent = _cost_sum(costs)
    return ToShare(fresh, costs, received, sum(one.amount for one in fresh) - received, spent)


def _costs(conversion: Conversion, *, first: bool) -> tuple[Cost, ...]:
    """Costs in no plan; where the first receipt carried them, later only what takes carried ones back."""
    carried = set(conversion.costs.filter(pk__in=_carried(conversion)).values_list("pk", flat=True))
    open_ = [one for one in conversion.costs.all() if one.pk not in carried]
    if first or conversion.rule.carried_by == CarriedBy.EACH:
        return tuple(open_)
    return tuple(one for one in open_ if one.reverses_id in carried)


def left_out(conversion: Conversion, income: ToShare) -> set[int]:
    """Keys of the costs that no plan takes off any more: entered after the first receipt, which carries all of them."""
    kept = {*_carried(conversion), *(one.pk for one in income.costs)}
    return set(conversion.costs.exclude(pk__in=kept).values_list("pk", flat=True))


def _carried(conversion: Conversion) -> list[int]:
    plans = standing(conversion).filter(carried__released=False)
    return list(plans.values_list("carried__cost", flat=True))


def _cost_sum(costs: Sequence[Cost]) -> int:
    return sum(-one.amount if one.reverses_id else one.amount for one in costs)


def registration_of(contract: Contract | None) -> Registration | None:
    """The registration of a contract that stands with a national number; None before it has one."""
    found = getattr(contract, "registration", None)
    if found is None or found.state != RegistrationState.REGISTERED or not found.national_number:
        return None
    registration: Registration = found
    return registration
