"""Who won, at what price, and why: a pure function of the rules of a lot and its bids. Needs no Django.

Amounts are whole 分, points are whole hundredths. The stand-alone script ``tools/verify_auction.py`` reckons the
same by itself; a test holds the two equal.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

FEWEST_IN_COMPARISON = 3
"""Fewer valid offers than this fail a competitive selection (practice as in 招标)."""
SEALED = ("sealed_first", "sealed_second", "comparison")
Failure = Literal["", "no_bids", "below_reserve", "too_few"]


@dataclass(frozen=True)
class Bid:
    """One bid that counts or once counted: who (a number or label), how much, its place in the order of receipt.

    `nonce` is that of a sealed bid, for the draw; `void` says why it does not count ("" where it does).
    `points` are those given by each member of the committee to each criterion, by its place, in hundredths.
    """

    bidder: str
    amount: int
    order: int
    nonce: str = ""
    void: str = ""
    points: Mapping[int, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Ranked:
    """A bid in its place: `points` in hundredths, total and by criterion, where it was judged."""

    bid: Bid
    place: int
    points: int | None = None
    by_criterion: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """The result. `price` is what the winner pays; `decided_by` says what put him before the next one."""

    failure: Failure
    winner: str
    price: int | None
    decided_by: str
    ranking: tuple[Ranked, ...]
    seed: str = ""


def outcome(rules: Mapping[str, Any], bids: Sequence[Bid], passed_over: Collection[str] = ()) -> Outcome:
    """The result of `bids` under `rules` (those of the event of the disclosure, with its amendments).

    `rules["reserve"]` is the revealed number or None. Void bids never count, nor those of bidders `passed_over`
    (who won before and did not sign), but an offer of theirs keeps its part in the points of the others. Open
    rising bids: the best one; each bidder is ranked once, by his best. First come (falling and fixed price): the
    first one. Sealed: the best one, at its own or the second price; equal ones by the tie rule. Competitive
    selection: most points, then the better price, then the tie rule. A sealed bid beyond the start price (a need: the most that is paid) does not count.
    """
    mode = rules["mode"]
    admitted = [bid for bid in bids if not bid.void and _within(rules, bid.amount)]
    if mode == "comparison":
        return _compared(rules, admitted, passed_over)
    valid = [bid for bid in admitted if bid.bidder not in passed_over]
    if not valid:
        return Outcome("no_bids", "", None, "", ())
    if mode in ("fixed", "dutch", "agreed"):
        ranked = sorted(valid, key=lambda bid: bid.order)
        return _won(ranked, ranked[0].amount, "first")
    seed = draw_seed(valid) if rules["tie_rule"] == "draw" else ""
    ranked = sorted(valid, key=lambda bid: (_key(rules, bid.amount), *_tie(rules, bid, seed)))
    if mode in ("online", "auction"):  # one line for each bidder, his best: there may be thousands of bids
        firsts: dict[str, Bid] = {}
        for bid in ranked:
            firsts.setdefault(bid.bidder, bid)
        ranked = list(firsts.values())
    best = ranked[0]
    reserve = rules.get("reserve")
    if reserve is not None and _key(rules, best.amount) > _key(rules, reserve):
        return Outcome("below_reserve", "", None, "", tuple(_places(ranked)), seed)
    price = best.amount if mode != "sealed_second" else _second_price(rules, ranked)
    tied = len(ranked) > 1 and ranked[1].amount == best.amount
    return _won(ranked, price, rules["tie_rule"] if tied else "price", seed if tied else "")


def draw_seed(bids: Sequence[Bid]) -> str:
    """The seed of a draw: SHA-256 over the nonces of all valid sealed bids, which nobody knew together before."""
    return hashlib.sha256("|".join(sorted(bid.nonce for bid in bids)).encode()).hexdigest()


def price_points(rules: Mapping[str, Any], most: int, amount: int, best: int) -> int:
    """Points of the price in hundredths: `most` for the best price, others in proportion, half rounded up."""
    part, whole = (best, amount) if rules["better"] == "lower" else (amount, best)
    return (2 * most * 100 * part + whole) // (2 * whole)


def mean(points: Sequence[int]) -> int:
    """The mean of what the members gave, in hundredths, half rounded up."""
    return (2 * sum(points) + len(points)) // (2 * len(points)) if points else 0


def _compared(rules: Mapping[str, Any], valid: Sequence[Bid], passed_over: Collection[str]) -> Outcome:
    if not valid:
        return Outcome("no_bids", "", None, "", ())
    if len(valid) < FEWEST_IN_COMPARISON:
        return Outcome("too_few", "", None, "", ())
    prices = [bid.amount for bid in valid]
    best = min(prices) if rules["better"] == "lower" else max(prices)
    judged = {bid.bidder: _judged(rules, bid, best) for bid in valid}
    totals = {bidder: sum(parts.values()) for bidder, parts in judged.items()}
    seed = draw_seed(valid) if rules["tie_rule"] == "draw" else ""
    ranked = sorted(
        valid,
        key=lambda bid: (-totals[bid.bidder], _key(rules, bid.amount), *_tie(rules, bid, seed)),
    )
    places = tuple(
        Ranked(bid, place, totals[bid.bidder], judged[bid.bidder]) for place, bid in enumerate(ranked, 1)
    )
    standing = [bid for bid in ranked if bid.bidder not in passed_over]
    if not standing:
        return Outcome("no_bids", "", None, "", places)
    first, by = standing[0], "points"
    second = next(iter(standing[1:]), None)
    if second is not None and totals[first.bidder] == totals[second.bidder]:
        by = "price" if first.amount != second.amount else rules["tie_rule"]
    return Outcome("", first.bidder, first.amount, by, places, seed if by == "draw" else "")


def _judged(rules: Mapping[str, Any], bid: Bid, best: int) -> dict[int, int]:
    return {
        one["place"]: price_points(rules, one["points"], bid.amount, best)
        if one["is_price"]
        else mean(bid.points.get(one["place"], ()))
        for one in rules["criteria"]
    }


def _second_price(rules: Mapping[str, Any], ranked: Sequence[Bid]) -> int:
    """The second bid or the reserve, whichever is better for the owner; alone without reserve: the start price."""
    limits = [bid.amount for bid in ranked[1:2]]
    if rules.get("reserve") is not None:
        limits.append(rules["reserve"])
    if not limits:
        start = rules.get("start_price")
        return ranked[0].amount if start is None else int(start)
    return min(limits, key=lambda amount: _key(rules, amount))


def _within(rules: Mapping[str, Any], amount: int) -> bool:
    """Whether a sealed bid keeps to the start price, which is the least (for a need: the most) that is asked."""
    start = rules.get("start_price")
    return rules["mode"] not in SEALED or start is None or _key(rules, amount) <= _key(rules, start)


def _key(rules: Mapping[str, Any], amount: int) -> int:
    return amount if rules["better"] == "lower" else -amount


def _tie(rules: Mapping[str, Any], bid: Bid, seed: str) -> tuple[Any, ...]:
    if rules["tie_rule"] == "draw":
        return (hashlib.sha256(f"{seed}|{bid.nonce}".encode()).hexdigest(), bid.order)
    return (bid.order,)


def _places(ranked: Sequence[Bid]) -> list[Ranked]:
    return [Ranked(bid, place) for place, bid in enumerate(ranked, 1)]


def _won(ranked: Sequence[Bid], price: int, by: str, seed: str = "") -> Outcome:
    return Outcome("", ranked[0].bidder, price, by, tuple(_places(ranked)), seed)
