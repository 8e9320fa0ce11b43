"""Whatever is entered in whatever order: payments, ledger, bank lines and receipts say the same as a plain count."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qinglan.contracts.domain.movement import correct_movement
from qinglan.contracts.domain.receipt import refund, release
from qinglan.contracts.models import BankLine, Charge, ChargeKind, Contract, Fee, Movement
from qinglan.contracts.settling.commission import due
from qinglan.contracts.settling.receipts import received_of
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger.models import Balance
from qinglan.kernel.ledger.queries import faults
from tests.contracts.settling import brokered, paid
from tests.contracts.settling.paid import DAY, WAN

pytestmark = pytest.mark.django_db
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "release", "refund", "correct"]), st.integers(min_value=1, max_value=90)
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture(params=["own", "supervised"])
def scene(request: pytest.FixtureRequest) -> tuple[Any, Contract, str]:
    """A contract of 60 and 140 万 under a mandate of 3 %, paid into the provider's account or a supervised one."""
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    supervised = request.param == "supervised"
    contract = brokered.contract(who, listing, into=paid.supervised(who) if supervised else None)
    return who["host"] if supervised else who["member"], contract, request.param


def _act(user: Any, contract: Contract, what: str, size: int, place: int) -> None:
    """Do it, or be refused; a refusal leaves nothing behind."""
    prices = Charge.objects.filter(contract=contract, kind=ChargeKind.PRICE).order_by("pk")
    charge = prices[size % 2]
    common = {"acting_user": user, "contract": contract}
    if what == "receive":
        paid.record_receipt(amount=size * WAN, receipt=f"R{place}", received_on=DAY, **common)
    elif what == "release":
        release(charge=charge, amount=size * WAN, receipt=f"P{place}", paid_on=DAY, **common)
    elif what == "refund":
        refund(charge=charge, amount=size * WAN, receipt=f"B{place}", paid_on=DAY, reason="退", **common)
    else:
        rows = list(Movement.objects.filter(charge__in=prices).order_by("pk"))
        if rows:
            correct_movement(acting_user=user, movement=rows[size % len(rows)], reason="更正")


def _holds(contract: Contract, kind: str) -> None:
    total = 0
    for charge in Charge.objects.filter(contract=contract, kind=ChargeKind.PRICE):
        assert 0 <= charge.released <= charge.paid <= charge.amount
        assert kind == "supervised" or charge.released == charge.paid
        held = Balance.objects.get(pk=charge.money_id).amount if charge.money_id else 0
        assert held == (charge.paid - charge.released if kind == "supervised" else charge.paid)
        total += charge.released
    assert received_of(contract) == total
    fee = Fee.objects.select_related("charge").get(charge__contract=contract)
    assert fee.charge.amount == due("share", 30, None, total)
    for line in BankLine.objects.filter(account__charges__contract=contract).distinct():
        used = sum(one.amount for one in line.movements.filter(correction__isnull=True))
        assert line.assigned == used <= line.amount
    assert faults() == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_order_of_entries_adds_up(
    scene: tuple[Any, Contract, str], steps: list[tuple[str, int]]
) -> None:
    user, contract, kind = scene
    with transaction.atomic():
        for place, (what, size) in enumerate(steps):
            try:
                with transaction.atomic():
                    _act(user, contract, what, size, place)
            except Impossible:
                pass
            _holds(contract, kind)
        transaction.set_rollback(True)
