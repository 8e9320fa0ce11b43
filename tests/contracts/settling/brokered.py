"""A contract with a broker's mandate behind it, and its registration, for tests; all invented."""

from datetime import date
from typing import Any

from qinglan.contracts.models import Contract
from qinglan.contracts.models.registration import Registration, RegistrationState
from qinglan.kernel import clock
from qinglan.market.domain import mandate as mandates
from qinglan.market.models.brokering import Mandate, MandateState
from qinglan.parties.models import Broker
from qinglan.parties.models.broker import BrokerState
from tests.contracts.settling import paid
from tests.market import made as market
from tests.parties.organisations.made import verified
from tests.support.people import join, person

FIRST, LAST = date(2025, 6, 1), date(2027, 5, 31)


def people() -> dict[str, Any]:
    """`paid.people` with an agency (`agency`, its person `clerk`) and its broker (`one`), and a second broker (`two`)."""
    who = paid.people()
    agency = verified(who["officer"], 41, kind="intermediary", industry="M75")
    clerk = person("agency-clerk")
    join(clerk, agency, "administrator")
    for name, unit in (("one", agency), ("two", None)):
        user = person(f"broker-{name}")
        broker(who, user, name, unit)
        who[name] = user
    return who | {"agency": agency, "clerk": clerk}


def broker(who: dict[str, Any], user: Any, name: str, agency: Any) -> Broker:
    """A broker on the list."""
    return Broker.objects.create(
        user=user, name=f"{name} 经理人（演示）", level="intermediate", certificate_number=f"C-{name}",
        certificate_issuer="演示发证机构", valid_from=date(2024, 1, 1), agency=agency, state_on=date(2024, 1, 1), state=BrokerState.ACTIVE,
        confirmed_by=who["officer"], confirmed_at=clock.now(), created_at=clock.now(), created_by=who["officer"],
    )  # fmt: skip


def technology(who: dict[str, Any]) -> Any:
    """What the contracts are about."""
    return market.technology(who)


def mandate(who: dict[str, Any], name: str, listing: Any, **changes: Any) -> Mandate:
    """A mandate in force of 3 % unless said otherwise, of the owner of `listing`."""
    values = {"commission": "share", "share": 30, **changes}
    terms = mandates.Terms(valid_from=clock.today(), valid_to=clock.today(), **values)
    made = mandates.propose_mandate(acting_user=who[name], listing=listing, terms=terms)
    made = mandates.accept_mandate(acting_user=who["admin"], mandate=made)
    Mandate.objects.filter(pk=made.pk).update(valid_from=FIRST, valid_to=LAST)
    made.refresh_from_db()
    assert made.state == MandateState.IN_FORCE
    return made


def contract(who: dict[str, Any], listing: Any, **changes: Any) -> Contract:
    """In force about `listing`, so that its mandates become commissions."""
    return paid.in_force(who, technology=listing, **changes)


def registered(who: dict[str, Any], contract: Contract, number: str, **changes: Any) -> Registration:
    """The registration of a contract in 2026, green and between strangers unless said otherwise."""
    seller, buyer = contract.seller, contract.buyer
    values = {
        "technology_amount": contract.amount, "is_related": False, "registered_on": date(2026, 3, 2),
        "is_green": True, "green_basis": "catalogue", "green_confirmed_on": date(2026, 3, 1),
        "green_confirmed_by": who["officer"], **changes,
    }  # fmt: skip
    if not values["is_green"]:
        values |= {"green_basis": "", "green_confirmed_on": None, "green_confirmed_by": None}
    return Registration.objects.create(
        contract=contract, keeper=contract.keeper, state=RegistrationState.REGISTERED, title=contract.title,
        kind=contract.kind, amount=contract.amount, national_number=number, created_at=clock.now(),
        created_by=who["officer"], changed_at=clock.now(), seller_name=seller.name if seller else "",
        buyer_name=buyer.name if buyer else "", **values,
    )  # fmt: skip
