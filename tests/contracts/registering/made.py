"""Registrations, offices and registrars for tests, all invented. Amounts are in 分."""

from datetime import date
from typing import Any

from qinglan.contracts.domain.registration import prepare_registration
from qinglan.contracts.models import (
    Contract,
    Registration,
    RegistrationOffice,
    RegistrationState,
)
from qinglan.contracts.models.registration import NUMBERED
from qinglan.contracts.registering import from_contract
from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from tests.contracts import made
from tests.parties.organisations.made import verified
from tests.support.people import assign, person

PRICE = made.PRICE
NUMBER = "2026990001000001"
"""A number of the office below."""
CLASSIFIED: dict[str, Any] = {
    "form": "patent_licence",
    "tech_field": "6",
    "ip_kind": "invention",
    "plan_source": "none",
    "goal": "01",
    "industry": "C",
    "payment_mode": "once",
    "pricing_way": "agreed",
}
"""What the national form asks of a licence."""


def office(who: dict[str, Any], *, works_here: bool = True) -> dict[str, Any]:
    """Add a registration office with two registrars to the people of `tests.contracts.made.parties`."""
    unit = verified(who["officer"], 41, kind="registrar", industry="M75", name="青川技术合同登记处（演示）")
    RegistrationOffice.objects.create(
        organisation=unit, works_here=works_here, pattern="digits_16", area="9900", place="01", revision=1
    )
    registrars = []
    for place in (1, 2):
        registrar = person(f"registrar-{place}")
        assign(registrar, "registrar", organisation=unit)
        registrars.append(registrar)
    return who | {"office": unit, "registrar": registrars[0], "second": registrars[1]}


def people(*, works_here: bool = True) -> dict[str, Any]:
    """The parties of a contract, an office and its registrars."""
    return office(made.parties(), works_here=works_here)


def of_districts() -> dict[str, Any]:
    """Officers of the district of either side, and of a third district that has nothing to do with them."""
    Territory.objects.get_or_create(
        code="990103", name_zh="南区", name_en="South", pinyin="south", kind="division", parent_id="990000"
    )
    found = {}
    for name, code in (("of_seller", "990101"), ("of_buyer", "990102"), ("of_none", "990103")):
        found[name] = person(name)
        assign(found[name], "officer", territory=Territory.objects.get(pk=code))
    return found


def in_force(who: dict[str, Any], **changes: Any) -> Contract:
    """A licence that both sides signed."""
    return made.contract(who, state="in_force", **changes)


def draft(who: dict[str, Any], contract: Contract | None = None, **changes: Any) -> Registration:
    """A registration that nothing stops, prepared from a contract; `changes` are written over its row."""
    row = prepare_registration(acting_user=who["member"], contract=contract or in_force(who))
    values = CLASSIFIED | {
        "technology_amount": row.amount,
        "office": who["office"],
        "seller_type": "170",
        "buyer_type": "150",
    }
    for name, value in (values | changes).items():
        setattr(row, name, value)
    from_contract.with_keys(row).save()
    return row


def registration(who: dict[str, Any], state: str, number: str = NUMBER, **changes: Any) -> Registration:
    """A registration as a row in `state`, without a contract: for tests of what comes later."""
    now = clock.now()
    numbered = state in NUMBERED
    row = Registration(
        **{
            "state": state,
            "kind": "licence",
            "title": "干法剥皮节水技术许可（演示）",
            "amount": PRICE,
            "technology_amount": PRICE,
            "signed_on": date(2026, 1, 10),
            "begins_on": date(2026, 1, 10),
            "ends_on": date(2028, 1, 9),
            "is_related": False,
            "keeper": who["owner"],
            "office": who["office"],
            "seller_name": who["owner"].name,
            "seller_code": who["owner"].code,
            "seller_territory": "990101",
            "seller_type": "170",
            "seller_unit": who["owner"],
            "buyer_name": who["buyer_unit"].name,
            "buyer_code": who["buyer_unit"].code,
            "buyer_territory": "990102",
            "buyer_type": "150",
            "buyer_unit": who["buyer_unit"],
            "created_at": now,
            "created_by": who["member"],
            "changed_at": now,
            "national_number": number if numbered else None,
            "registered_on": date(2026, 2, 2) if numbered else None,
            "cancelled_on": date(2026, 3, 2) if state == RegistrationState.CANCELLED else None,
            "accepted_on": date(2026, 1, 12) if state in ("accepted", "review") else None,
            "due_on": date(2026, 2, 2) if state in ("accepted", "review") else None,
            "reason": "演示" if state in ("returned", "refused", "cancelled", "withdrawn") else "",
            "precheck_number": "YS-2026-900001" if state == "passed" else None,
            "passed_on": date(2026, 1, 20) if state == "passed" else None,
            **CLASSIFIED,
            **changes,
        }
    )
    from_contract.with_keys(row).save()
    return row
