"""Registrations as rows for tests of figures, all invented. Amounts are in 分."""

from datetime import date
from itertools import count
from typing import Any

from qinglan.contracts.models import Registration
from qinglan.kernel import clock
from tests.support.people import person

_numbers = count(1)
BASE: dict[str, Any] = {
    "state": "registered", "title": "节水技术许可（演示）", "kind": "licence", "form": "patent_licence", "tech_field": "6",
    "plan_source": "none", "ip_kind": "invention", "goal": "01", "industry": "C", "pricing_way": "agreed",
    "amount": 2_000_000_00, "technology_amount": 1_800_000_00, "signed_on": date(2026, 1, 10),
    "registered_on": date(2026, 2, 3), "is_related": False, "is_green": True, "seller_territory": "500112",
    "buyer_territory": "500106", "seller_type": "022", "buyer_type": "150", "seller_key": "S1", "buyer_key": "B1",
}  # fmt: skip


def registration(creator: Any = None, **changes: Any) -> Registration:
    """One row, without saving it; registered, green, in February 2026, unless `changes` say otherwise."""
    values = {**BASE, **changes}
    if values["is_green"]:
        values |= {
            "green_basis": "field",
            "green_confirmed_on": date(2026, 1, 1),
            "green_confirmed_by": creator,
        }
    if values["state"] in ("registered", "cancelled"):
        values["national_number"] = f"2026500001{next(_numbers):06d}"
    else:
        values["registered_on"] = None
    if values["state"] == "cancelled":
        values |= {"cancelled_on": date(2026, 3, 1), "reason": "演示"}
    now = clock.now()
    return Registration(**values, created_by=creator, created_at=now, changed_at=now)


def registered(creator: Any, **changes: Any) -> Registration:
    """The same, saved."""
    row = registration(creator, **changes)
    row.save()
    return row


def clerk() -> Any:
    """An officer who registers."""
    return person("clerk", "officer")
