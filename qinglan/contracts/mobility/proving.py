"""What a proof of results says of its contracts, as they stand when it is read."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from qinglan.contracts.models import SIGNED, Contract, RegistrationState, ResultProof
from qinglan.parties.models import Organisation


@dataclass(frozen=True)
class ProvedLine:
    """One contract: our number, the national one ("" without), title, kind, other side, day, amount (分), the part.

    A registration that was cancelled proves nothing any more: `is_cancelled` says so in the place of its number.
    """

    number: str
    national_number: str
    title: str
    kind: str
    other_side: str
    signed_on: date | None
    amount: int | None
    part: str
    share: int | None
    is_cancelled: bool = False


def contracts_to_prove(unit: Organisation) -> QuerySet[Contract]:
    """Contracts that the unit signed, as keeper or party."""
    own = Contract.objects.filter(keeper=unit) | Contract.objects.filter(parties__organisation=unit)
    return own.filter(state__in=SIGNED).distinct().order_by("-signed_on", "-id")


def lines_of(proof: ResultProof) -> list[ProvedLine]:
    """Its lines, in the order in which they were chosen."""
    rows = proof.lines.select_related("contract__registration").prefetch_related("contract__parties")
    return [_line(row, proof.unit_id) for row in rows]


def _line(row: Any, unit: int) -> ProvedLine:
    contract = row.contract
    others = [one.name for one in contract.parties.all() if one.organisation_id != unit]
    registration = getattr(contract, "registration", None)
    state = getattr(registration, "state", "")
    return ProvedLine(
        contract.number,
        registration.national_number if registration and state == RegistrationState.REGISTERED else "",
        contract.title,
        str(contract.get_kind_display()),
        "、".join(others),
        contract.signed_on,
        contract.amount,
        row.part,
        row.share,
        state == RegistrationState.CANCELLED,
    )
