"""Proposals for the lines of an account: the pure matching, fed from the tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from qinglan.contracts.models import BankAccount, BankLine, Charge, ChargeState, Contract, Direction
from qinglan.contracts.settling.matching import Line, OpenCharge, Proposal, candidates, certain, propose_among
from qinglan.contracts.settling.queries import payable_into

REASONS: dict[str, str | Promise] = {
    "number": _("names the contract's number"),
    "payer": _("paid by the buyer"),
    "like_payer": _("paid by a name like the buyer's"),
    "amount": _("exactly what is open"),
    "day": _("near the day it is due"),
}
MOST = 5
"""Proposals shown for a line."""


@dataclass(frozen=True)
class Offered:
    """A proposal as it is shown: the contract, the parts by payment, why."""

    contract: Contract
    parts: tuple[tuple[Charge, int], ...]
    reasons: tuple[str, ...]
    left: int
    is_stopped: bool
    is_certain: bool

    @property
    def words(self) -> str:
        """The reasons in one line, in the reader's language."""
        return pgettext("between reasons", ", ").join(self.reasons)


def offers(account: BankAccount, lines: Iterable[BankLine]) -> dict[int, list[Offered]]:
    """The proposals of each line that brought money in, by its key; two queries for all."""
    rows = list(payable_into(account).prefetch_related("contract__parties", "contract__registration"))
    charges = {one.pk: one for one in rows}
    among = candidates([_open(one, place) for place, one in enumerate(rows)])
    found: dict[int, list[Offered]] = {}
    for line in lines:
        if line.direction != Direction.INTO or not line.left:
            continue
        made = propose_among(Line(line.left, line.day, line.party_name, line.text), among)
        sure = certain(made)
        found[line.pk] = [_offered(one, charges, is_certain=one is sure) for one in made[:MOST]]
    return found


def _open(charge: Charge, place: int) -> OpenCharge:
    contract = charge.contract
    stopped = charge.state == ChargeState.STOPPED
    numbers = [contract.number]
    registered: Any = getattr(contract, "registration", None)
    if registered is not None and registered.national_number:
        numbers.append(registered.national_number)
    buyers = [one.name for one in contract.parties.all() if one.side == "buyer"]
    return OpenCharge(
        key=charge.pk,
        contract=contract.number,
        place=place,
        open=charge.amount - charge.paid if stopped else charge.open,
        due_on=charge.due_on,
        payers=tuple(buyers),
        numbers=tuple(numbers),
        title=charge.title,
        is_stopped=stopped,
    )


def _offered(one: Proposal, charges: dict[int, Charge], *, is_certain: bool) -> Offered:
    parts = tuple((charges[key], amount) for key, amount in one.spread)
    contract = next(charge.contract for charge in charges.values() if charge.contract.number == one.contract)
    return Offered(
        contract, parts, tuple(str(REASONS[key]) for key in one.reasons), one.left, one.is_stopped, is_certain
    )
