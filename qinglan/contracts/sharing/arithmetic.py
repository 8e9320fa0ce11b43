"""How an income is shared: pure reckoning in whole 分 and ten-thousandths, without Django or a database.

净收入 = what was received − costs, each with its reversals (handbook 3.2). A unit rule cuts the price of the contract
into tiers, each with its own shares; the net income is weighted by them. What rounding leaves goes to one recipient
that the rule names, so that every sum is exact. The team never gets less than its exact share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

WHOLE = 10_000
"""Shares are ten-thousandths: 7,000 is 70 %."""
TEAM = "team"
"""The recipient that stands for the inventors and those who brought the result about."""

Fault = Literal[
    "no_tier", "first_tier", "order", "sum", "negative", "no_team", "recipients", "tail", "nobody", "parts", "weights",
    "no_main", "twice",
]  # fmt: skip


class BadSharing(ValueError):
    """What was given can't be shared out; `fault` says why, for words in the reader's language."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


@dataclass(frozen=True)
class Item:
    """An amount received or spent. `reverses` names the key of an earlier one that it takes back whole or in part."""

    key: str
    amount: int
    reverses: str = ""


@dataclass(frozen=True)
class NetIncome:
    """What was received and spent after reversals, and what is left; below nought where costs are higher."""

    received: int
    costs: int

    @property
    def net(self) -> int:
        """净收入."""
        return self.received - self.costs


def net_income(receipts: Sequence[Item], costs: Sequence[Item]) -> NetIncome:
    """The net income of receipts and itemised costs.

    Raises BadSharing: an amount below one 分, a reversal of what is not there or of more than what is left of it.

    >>> net_income([Item("r1", 200)], [Item("c1", 30), Item("c2", 10, "c1")]).net
    180
    """
    return NetIncome(_standing(receipts), _standing(costs))


def _standing(items: Sequence[Item]) -> int:
    left: dict[str, int] = {}
    for item in items:
        if item.amount <= 0:
            raise BadSharing("negative")
        if item.key in left:
            raise BadSharing("twice")
        if item.reverses:
            if left.get(item.reverses, 0) < item.amount:
                raise BadSharing("negative")
            left[item.reverses] -= item.amount
        else:
            left[item.key] = item.amount
    return sum(left.values())


@dataclass(frozen=True)
class Tier:
    """The shares in ten-thousandths that hold for the part of the price above `over` 分, by recipient."""

    over: int
    shares: Mapping[str, int]


@dataclass(frozen=True)
class Rule:
    """The tiers of a unit rule, the lowest first, and who takes what rounding leaves."""

    tiers: tuple[Tier, ...]
    tail: str

    def __post_init__(self) -> None:
        """Refuse a rule that can't share everything out. Raises BadSharing."""
        if not self.tiers:
            raise BadSharing("no_tier")
        if self.tiers[0].over != 0:
            raise BadSharing("first_tier")
        overs = [tier.over for tier in self.tiers]
        if overs != sorted(set(overs)):
            raise BadSharing("order")
        names = list(self.tiers[0].shares)
        for tier in self.tiers:
            if list(tier.shares) != names:
                raise BadSharing("recipients")
            if min(tier.shares.values(), default=-1) < 0:
                raise BadSharing("negative")
            if sum(tier.shares.values()) != WHOLE:
                raise BadSharing("sum")
        if TEAM not in names:
            raise BadSharing("no_team")
        if self.tail not in names:
            raise BadSharing("tail")

    @property
    def recipients(self) -> tuple[str, ...]:
        """Who gets something, in the order of the rule."""
        return tuple(self.tiers[0].shares)

    @property
    def least_team_share(self) -> int:
        """The lowest share of the team in any tier: what is held against the floor of the law."""
        return min(tier.shares[TEAM] for tier in self.tiers)


@dataclass(frozen=True)
class Slice:
    """One tier at work: the part of the price in it, its exact part of the net income, the shares."""

    over: int
    price: int
    net: Fraction
    shares: Mapping[str, int]


def slices(rule: Rule, price: int, net: int) -> tuple[Slice, ...]:
    """``slice_k = max(0, min(C, max_k) − min_k)``, ``net_k = net · slice_k / C``; one slice where no price is known."""
    if price <= 0:
        return (Slice(0, 0, Fraction(net), rule.tiers[0].shares),)
    found = []
    for tier, upper in zip(rule.tiers, (*(one.over for one in rule.tiers[1:]), None), strict=True):
        part = max(0, (price if upper is None else min(price, upper)) - tier.over)
        if part:
            found.append(Slice(tier.over, part, Fraction(net * part, price), tier.shares))
    return tuple(found)


def allocate(rule: Rule, price: int, net: int) -> dict[str, int]:
    """What each recipient gets of `net`, exact to the 分. Raises BadSharing where there is nothing to share.

    The team's share is rounded up, those of funds down; the named recipient takes what is left, which is never below
    nought.
    """
    if net < 0:
        raise BadSharing("negative")
    exact = {name: Fraction(0) for name in rule.recipients}
    for one in slices(rule, price, net):
        for name, share in one.shares.items():
            exact[name] += one.net * share / WHOLE
    given = {name: -(-amount // 1) if name == TEAM else amount // 1 for name, amount in exact.items()}
    given[rule.tail] += net - sum(given.values())
    return {name: int(amount) for name, amount in given.items()}


def at_least(net: int, share: int) -> int:
    """The least amount that is `share` ten-thousandths of `net`: a floor is never missed by rounding.

    >>> at_least(3, 5000)
    2
    """
    return -(-net * share // WHOLE)


@dataclass(frozen=True)
class Part:
    """Somebody's agreed part in one invention, in ten-thousandths of the team's reward for it."""

    person: str
    part: int
    is_main: bool


def by_weight(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`amount` divided by agreed weights of inventions; the first takes what rounding leaves. Raises BadSharing."""
    if not weights or min(weights) <= 0:
        raise BadSharing("weights")
    whole = sum(weights)
    given = [amount * weight // whole for weight in weights]
    given[0] += amount - sum(given)
    return tuple(given)


def by_part(amount: int, parts: Sequence[Part]) -> tuple[int, ...]:
    """`amount` divided by agreed parts; the first main contributor takes what rounding leaves.

    Raises BadSharing: nobody, parts that do not sum to the whole, somebody twice, no main contributor.
    """
    if not parts:
        raise BadSharing("nobody")
    if min(one.part for one in parts) < 0 or sum(one.part for one in parts) != WHOLE:
        raise BadSharing("parts")
    if len({one.person for one in parts}) != len(parts):
        raise BadSharing("twice")
    first = next((place for place, one in enumerate(parts) if one.is_main), None)
    if first is None:
        raise BadSharing("no_main")
    given = [amount * one.part // WHOLE for one in parts]
    given[first] += amount - sum(given)
    return tuple(given)


def main_share(parts: Sequence[Part]) -> int:
    """The part of the main contributors together, in ten-thousandths."""
    return sum(one.part for one in parts if one.is_main)


def rewards(team: int, inventions: Sequence[tuple[int, Sequence[Part]]]) -> list[tuple[int, ...]]:
    """The reward of every contributor to every invention: `inventions` are (weight, parts).

    >>> rewards(101, [(1, [Part("a", 6000, True), Part("b", 4000, False)]), (1, [Part("a", 10000, True)])])
    [(31, 20), (50,)]
    """
    amounts = by_weight(team, [weight for weight, _parts in inventions])
    return [by_part(amount, parts) for amount, (_weight, parts) in zip(amounts, inventions, strict=True)]


def with_team_share(rule: Rule, share: int) -> Rule:
    """`rule` with `share` for the team in one tier, as agreed for one conversion; the rest keep their proportions.

    >>> rule = Rule((Tier(0, {"team": 7000, "school": 2000, "office": 1000}),), "school")
    >>> dict(with_team_share(rule, 8500).tiers[0].shares)
    {'team': 8500, 'school': 1000, 'office': 500}
    """
    if not 0 <= share <= WHOLE:
        raise BadSharing("sum")
    others = {name: value for name, value in rule.tiers[0].shares.items() if name != TEAM}
    whole = sum(others.values())
    if not others or (whole == 0 and share < WHOLE):
        raise BadSharing("sum")
    given = {name: (WHOLE - share) * value // whole if whole else 0 for name, value in others.items()}
    rest = rule.tail if rule.tail != TEAM else next(iter(others))
    given[rest] += WHOLE - share - sum(given.values())
    shares = {name: share if name == TEAM else given[name] for name in rule.recipients}
    return Rule((Tier(0, shares),), rule.tail)
