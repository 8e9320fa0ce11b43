"""Open bidding as one would write it on paper: the rules alone, without a database, a clock or Django.

The database judges bids in its own functions (`migrations/0004_bidding_functions.py`). Whoever wants to know what
they do reads this; a model-based test holds both equal. Amounts are in 分; moments are datetimes given from outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LARGEST = 2**53 - 1
"""The largest amount: larger ones are no whole numbers any more for many who read an export."""


@dataclass(frozen=True)
class Rules:
    """What decides about the bids of a lot. `sign` is 1 where the higher price is better, else -1.

    Where `step_seconds` is given the price falls by `step` in each of them, down to `floor_price`, until somebody
    accepts it; else bids move by whole steps from `start_price`.
    """

    start_price: int
    step: int
    sign: int = 1
    soft_close: timedelta = timedelta(0)
    extend: timedelta = timedelta(0)
    step_seconds: int | None = None
    floor_price: int = 0

    @property
    def falls(self) -> bool:
        """Whether the price falls until somebody accepts it."""
        return self.step_seconds is not None

    def price_after(self, passed: timedelta) -> int:
        """The falling price so long after the beginning."""
        assert self.step_seconds is not None
        steps = passed // timedelta(seconds=self.step_seconds)
        return max(self.floor_price, self.start_price - steps * self.step)


@dataclass(frozen=True)
class Bid:
    """One accepted bid; `closes` is the end that held after it."""

    bidder: int
    amount: int
    kind: str
    at: datetime
    closes: datetime


@dataclass(frozen=True)
class Request:
    """What a bidder asked for: an ``own`` bid, to ``accept`` the price, or a ``limit`` (amount None: none)."""

    bidder: int
    kind: str
    amount: int | None


@dataclass
class Bidding:
    """How a lot stands, and all that was asked. `qualified` says of each bidder whether he may bid."""

    rules: Rules
    opens: datetime
    closes: datetime
    qualified: Mapping[int, bool]
    bids: list[Bid] = field(default_factory=list)
    limits: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By bidder: the limit, and the place in the order in which limits were set."""
    asked: dict[tuple[int, str], tuple[Request, str]] = field(default_factory=dict)
    is_open: bool = True

    @property
    def best(self) -> Bid | None:
        """The bid that leads."""
        return self.bids[-1] if self.bids else None

    @property
    def least(self) -> int:
        """The least next bid (where lower is better: the greatest)."""
        best = self.best
        return self.rules.start_price if best is None else best.amount + self.rules.sign * self.rules.step

    def ask(self, request: Request, key: str, now: datetime) -> str:
        """Judge a request at the moment `now`, and write what follows from it. Returns ``accepted`` or why not."""
        earlier = self.asked.get((request.bidder, key))
        if earlier is not None:
            same = _same(earlier[0], request, accepted=earlier[1] == "accepted")
            return earlier[1] if same else "key"
        code = self._judged(request, now)
        self.asked[request.bidder, key] = (request, code)
        if code == "accepted":
            self._enter(request, now)
        return code

    def _judged(self, request: Request, now: datetime) -> str:
        amount, best = request.amount, self.best
        if not self.qualified.get(request.bidder, False):
            return "bidder"
        if self.rules.falls and best is not None:
            return "taken"
        if not self.is_open or now >= self.closes:
            return "late"
        if now < self.opens:
            return "early"
        if (request.kind == "accept") != self.rules.falls:
            return "course"
        if amount is None:
            return "accepted" if request.kind == "limit" else "amount"
        if not 1 <= amount <= LARGEST:
            return "amount"
        if request.kind == "accept":
            return "price" if self.rules.price_after(now - self.opens) > amount else "accepted"
        if (amount - self.rules.start_price) % self.rules.step:
            return "step"
        leads = best is not None and best.bidder == request.bidder
        if leads and request.kind == "own":
            return "leading"
        least = best.amount if best is not None and leads else self.least
        return "low" if self._worse(amount, least) else "accepted"

    def _worse(self, one: int, other: int) -> bool:
        return one < other if self.rules.sign > 0 else one > other

    def _enter(self, request: Request, now: datetime) -> None:
        if request.kind == "accept":
            self._write(request.bidder, self.rules.price_after(now - self.opens), "accept", now)
            return
        if request.kind == "limit":
            self.limits.pop(request.bidder, None)
            if request.amount is not None:
                self.limits[request.bidder] = (request.amount, len(self.asked))
        else:
            assert request.amount is not None
            self._write(request.bidder, request.amount, "own", now)
        self._answer(now)

    def _write(self, bidder: int, amount: int, kind: str, now: datetime) -> None:
        if kind == "accept":
            self.closes, self.is_open = now, False
        elif self.rules.soft_close and now >= self.closes - self.rules.soft_close:
            self.closes = max(self.closes, now + self.rules.extend)
        self.bids.append(Bid(bidder, amount, kind, now, self.closes))

    def _answer(self, now: datetime) -> None:
        """The best limit bids once: one step better than all others would go, or its own end.

        Of equal ones the bid that leads comes before a limit, and the limit set earlier before a later one.
        """
        best = self.best
        limits = {who: entry for who, entry in self.limits.items() if self.qualified.get(who, False)}
        if not limits:
            return
        ends = dict(limits)
        if best is not None:
            own = limits.get(best.bidder)
            if own is None or not self._worse(best.amount, own[0]):
                ends[best.bidder] = (best.amount, 0)
        order = sorted(ends, key=lambda who: (-self.rules.sign * ends[who][0], ends[who][1]))
        first, others = order[0], order[1:]
        if ends[first][1] == 0 or (not others and best is not None):
            return
        target = self.rules.start_price
        if others:
            target = ends[others[0]][0] + self.rules.sign * self.rules.step
            if self._worse(ends[first][0], target):
                target = ends[first][0]
        if best is None or self._worse(best.amount, target):
            self._write(first, target, "proxy", now)

    def close(self, now: datetime) -> None:
        """End what is over."""
        if now >= self.closes:
            self.is_open = False

    def move_end(self, until: datetime, now: datetime) -> bool:
        """Move the end to a later moment; whether that was possible."""
        if not self.is_open or now >= self.closes or until <= self.closes:
            return False
        self.closes = until
        return True


def _same(earlier: Request, request: Request, *, accepted: bool) -> bool:
    """Whether a request is the one that came before under its key. The price accepted may be asked for by any."""
    if earlier.kind == request.kind == "accept" and accepted:
        return True
    return earlier == request
