"""Contracts and their parties for tests, all invented. Amounts are in 分."""

from datetime import date
from typing import Any

from qinglan.contracts.domain.party_entry import Particulars, enter
from qinglan.contracts.models import (
    SIGNED,
    Contract,
    ContractKind,
    ContractState,
    Milestone,
    PartySide,
    PaymentMode,
)
from qinglan.kernel import clock
from tests.market import made
from tests.parties.organisations.made import verified
from tests.support.people import join, person

PRICE = 2_000_000_00
"""200 万元."""
OUTSIDE = Particulars(name="外地演示环保有限公司", code="91110108MA01KPGK0L", territory="110108")
"""A party that isn't on record; the code's check character is right."""


def parties() -> dict[str, Any]:
    """The people of the market (`tests.market.made.market`): `owner` sells (its people are `admin`, `member`), and
    a firm `buyer_unit` with its administrator `buyer`.
    """
    who = made.market()
    buyer_unit = verified(who["officer"], 31, industry="C22")
    buyer = person("contract-buyer")
    join(buyer, buyer_unit, "administrator")
    return who | {"buyer_unit": buyer_unit, "buyer": buyer}


def contract(
    who: dict[str, Any], *, state: str = ContractState.DRAFT, number: str = "HT-2026-900001", **changes: Any
) -> Contract:
    """A licence of `who["owner"]` to `who["buyer_unit"]` as a row in `state`, for tests of what comes later.

    One milestone pays the whole price. `changes` may hold `buyer` (Particulars) for a party outside, and
    `milestones` (amounts).
    """
    now = clock.now()
    buyer = changes.pop("buyer", None) or Particulars.of(who["buyer_unit"])
    amounts = changes.pop("milestones", None)
    values = {
        "kind": ContractKind.LICENCE,
        "form": "ordinary",
        "title": "干法剥皮节水技术普通许可（演示）",
        "amount": PRICE,
        "payment_mode": PaymentMode.ONCE,
        "begins_on": date(2026, 1, 10),
        "ends_on": date(2028, 1, 9),
        "is_related": False,
        "keeper": who["owner"],
        "created_by": who["member"],
        "created_at": now,
        "changed_at": now,
        "signed_on": date(2026, 1, 10) if state in SIGNED else None,
        "reason": "演示" if state in (ContractState.TERMINATED, ContractState.ABANDONED) else "",
        **changes,
    }
    row = Contract.objects.create(number=number, state=state, **values)
    enter(row, PartySide.SELLER, Particulars.of(row.keeper))
    enter(row, PartySide.BUYER, buyer)
    for place, amount in enumerate(amounts or ([row.amount] if row.amount else []), 1):
        Milestone.objects.create(
            contract=row,
            number=place,
            title=f"第 {place} 期（演示）",
            amount=amount,
            due_on=date(2026, 2 + place, 1),
        )
    return row
