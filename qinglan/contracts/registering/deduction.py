"""合同成交额 and 技术交易额: what of the price is deducted as non-technical cost. Pure, amounts in 分.

技术合同认定规则 (2001): the technology value is the price less the cost of equipment, instruments, parts and
materials; the direct cost of a reasonable quantity of the subject matter itself stays in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class CostRule:
    """How a kind of cost counts: `deducted` whole, or, as the subject matter itself, only above `reasonable_sets`."""

    code: str
    deducted: bool
    reasonable_sets: int | None = None


@dataclass(frozen=True)
class Cost:
    """One item of cost: its kind, how many sets or pieces, and what all of them cost together, in 分."""

    kind: str
    amount: int
    quantity: int = 1


@dataclass(frozen=True)
class Line:
    """An item with what of it is deducted and what stays; both together are its amount."""

    cost: Cost
    deducted: int

    @property
    def stays(self) -> int:
        """What stays in the technology value."""
        return self.cost.amount - self.deducted


@dataclass(frozen=True)
class Deduction:
    """The price, the items, and the technology value that follows; it may be zero or less where costs are too high."""

    amount: int
    lines: tuple[Line, ...]

    @property
    def deducted(self) -> int:
        """All that is deducted."""
        return sum(line.deducted for line in self.lines)

    @property
    def technology_amount(self) -> int:
        """技术交易额."""
        return self.amount - self.deducted


def deduct(amount: int, costs: Iterable[Cost], rules: dict[str, CostRule]) -> Deduction:
    """The deduction from a price of `amount`. Raises ValueError for a negative amount, KeyError for an unknown kind."""
    if amount < 0:
        raise ValueError("a price is not negative")
    return Deduction(amount, tuple(Line(cost, _deducted(cost, rules[cost.kind])) for cost in costs))


def _deducted(cost: Cost, rule: CostRule) -> int:
    """Of the subject matter the sets beyond a reasonable number, in proportion, half a 分 rounded up."""
    if cost.amount < 0 or cost.quantity < 1:
        raise ValueError("a cost has an amount of at least nothing and a quantity of at least one")
    if rule.deducted:
        return cost.amount
    if rule.reasonable_sets is None or cost.quantity <= rule.reasonable_sets:
        return 0
    beyond = cost.quantity - rule.reasonable_sets
    return (2 * cost.amount * beyond + cost.quantity) // (2 * cost.quantity)
