"""Which open payments a line of a bank statement may belong to, and why: proposals, never an entry.

Pure: what a person has to confirm is worked out from plain values, so that it can be tested alone.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

STRONG = 60
"""Points from which one proposal that stands alone is offered ready to be confirmed."""
NEAR_DAYS = 15
SHORTEST = 4
"""Characters of a name from which one that stands in another is a hint."""
_FIRM = re.compile(r"(有限责任公司|股份有限公司|有限公司|公司|集团|（演示）|\(演示\)|\W)")


@dataclass(frozen=True)
class OpenCharge:
    """A payment that is still to come: `open` in 分 of `contract`; `numbers` by which payers may name the contract."""

    key: int
    contract: str
    place: int
    open: int
    due_on: date | None
    payers: tuple[str, ...]
    numbers: tuple[str, ...]
    title: str
    is_stopped: bool = False


@dataclass(frozen=True)
class Line:
    """What a statement says: `amount` in 分 that is not assigned yet."""

    amount: int
    day: date
    party: str
    text: str


@dataclass(frozen=True)
class Proposal:
    """A contract to which a line may belong: how the amount is spread over its payments, points, reasons.

    `reasons` are codes of `REASONS`. `left` is what no payment of the contract takes. `is_stopped`: the contract
    was cancelled, so the money may only go back.
    """

    contract: str
    spread: tuple[tuple[int, int], ...]
    points: int
    reasons: tuple[str, ...]
    left: int
    is_stopped: bool


@dataclass(frozen=True)
class Candidate:
    """The payments of one contract with what is compared of it, worked out once for many lines."""

    contract: str
    rows: tuple[OpenCharge, ...]
    numbers: frozenset[str]
    payers: frozenset[str]
    cores: frozenset[str]


def candidates(charges: Sequence[OpenCharge]) -> list[Candidate]:
    """The contracts behind `charges`, for `propose_among`."""
    found: list[Candidate] = []
    by_contract = sorted(charges, key=lambda one: (one.contract, one.place, one.key))
    for contract, group in groupby(by_contract, key=lambda one: one.contract):
        rows = tuple(group)
        numbers = {folded(number) for row in rows for number in row.numbers} - {""}
        names = {name for row in rows for name in row.payers}
        cores = {core for core in map(_core, names) if len(core) >= SHORTEST}
        found.append(
            Candidate(contract, rows, frozenset(numbers), frozenset(map(folded, names)), frozenset(cores))
        )
    return found


def propose(line: Line, charges: Sequence[OpenCharge]) -> list[Proposal]:
    """The contracts to which `line` may belong, the likeliest first; nothing where nothing speaks for one."""
    return propose_among(line, candidates(charges))


def propose_among(line: Line, among: Sequence[Candidate]) -> list[Proposal]:
    """As `propose`, with the candidates made before."""
    said, party, core = folded(line.text), folded(line.party), _core(line.party)
    found = [_judge(line, one, said, party, core) for one in among]
    return sorted(
        (one for one in found if one is not None),
        key=lambda one: (-one.points, one.is_stopped, one.left, one.contract),
    )


def certain(proposals: Sequence[Proposal]) -> Proposal | None:
    """The one proposal that may be offered ready to confirm: strong, alone at the top, of a live contract, nothing left."""
    if not proposals:
        return None
    first = proposals[0]
    tied = len(proposals) > 1 and proposals[1].points == first.points
    if tied or first.points < STRONG or first.is_stopped or first.left:
        return None
    return first


def _judge(line: Line, one: Candidate, said: str, party: str, core: str) -> Proposal | None:
    points = 0
    reasons: list[str] = []
    if any(number in said for number in one.numbers):
        points, reasons = points + 60, [*reasons, "number"]
    if party and party in one.payers:
        points, reasons = points + 40, [*reasons, "payer"]
    elif len(core) >= SHORTEST and any(core in other or other in core for other in one.cores):
        points, reasons = points + 15, [*reasons, "like_payer"]
    if not reasons:
        return None
    rows = one.rows
    exact = _exact(line.amount, rows)
    if exact is not None:
        points, reasons = points + 30, [*reasons, "amount"]
    spread = exact or _in_order(line.amount, rows)
    paid = {key for key, _amount in spread}
    days = [row.due_on for row in rows if row.key in paid and row.due_on is not None]
    if any(abs((line.day - day).days) <= NEAR_DAYS for day in days):
        points, reasons = points + 10, [*reasons, "day"]
    left = line.amount - sum(amount for _key, amount in spread)
    return Proposal(one.contract, spread, points, tuple(reasons), left, all(row.is_stopped for row in rows))


def _exact(amount: int, rows: Sequence[OpenCharge]) -> tuple[tuple[int, int], ...] | None:
    """The payment, or the payments one after another, whose open amounts come to exactly `amount`."""
    for row in rows:
        if row.open == amount:
            return ((row.key, amount),)
    for start in range(len(rows)):
        total = 0
        for end in range(start, len(rows)):
            total += rows[end].open
            if total == amount:
                return tuple((row.key, row.open) for row in rows[start : end + 1] if row.open)
            if total > amount:
                break
    return None


def _in_order(amount: int, rows: Sequence[OpenCharge]) -> tuple[tuple[int, int], ...]:
    spread: list[tuple[int, int]] = []
    for row in rows:
        part = min(amount, row.open)
        if part:
            spread.append((row.key, part))
            amount -= part
    return tuple(spread)


def folded(text: str) -> str:
    """A name or number without what people write differently: width, case, blanks, hyphens, brackets."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum())


def _core(name: str) -> str:
    """A name without its legal form: 缙云化工 of 缙云化工有限公司."""
    return folded(_FIRM.sub("", name))
