"""Two at once: first the race without the lock, then what the verbs make of it."""

import json
from datetime import date
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection, transaction

from qinglan.contracts.domain import registration as writing
from qinglan.contracts.domain import registration_desk as desk
from qinglan.contracts.domain import registration_filing as filing
from qinglan.contracts.domain.registration_import import Result, import_results
from qinglan.contracts.models import Registration, RegistrationState
from qinglan.contracts.registering import recorded
from qinglan.kernel import clock, events
from qinglan.kernel.events.models import Event
from tests.contracts.registering import made
from tests.support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def who(transactional_db: None) -> dict[str, Any]:
    return made.people()


def words(found: list[Any]) -> list[str]:
    """What came of each: what it gave back, or the kind of the refusal, sorted."""
    return sorted(type(one).__name__ if isinstance(one, Exception) else str(one) for one in found)


def accepted(row: Registration) -> int:
    found = Event.objects.filter(stream=row.key, kind=recorded.MOVED)
    return sum(json.loads(one.payload)["to"] == RegistrationState.ACCEPTED for one in found)


def test_without_the_lock_two_registrars_accept_the_same(who: dict[str, Any]) -> None:
    row = made.registration(who, "handed_in")
    both_have_read = Barrier(2, timeout=30)

    def naive() -> str:
        with transaction.atomic():
            read = Registration.objects.get(pk=row.pk)
            assert read.state == RegistrationState.HANDED_IN
            both_have_read.wait()
            Registration.objects.filter(pk=row.pk).update(
                state="accepted", accepted_on=clock.today(), due_on=clock.today()
            )
            payload = {"from": "handed_in", "to": "accepted"}
            events.append(stream=row.key, kind=recorded.MOVED, payload=payload, actor=who["registrar"])
        return "accepted"

    assert at_once(naive, naive) == ["accepted", "accepted"]
    assert accepted(row) == 2


def test_of_two_registrars_one_accepts(who: dict[str, Any]) -> None:
    row = made.registration(who, "handed_in")
    start = Barrier(2, timeout=30)

    def accept(name: str) -> str:
        mine = Registration.objects.select_related("office").get(pk=row.pk)
        start.wait()
        desk.accept_registration(acting_user=who[name], row=mine)
        return "accepted"

    found = at_once(lambda: accept("registrar"), lambda: accept("second"))
    assert words(found) == ["StaleEdit", "accepted"]
    assert accepted(row) == 1


def test_one_passes_it_while_the_other_refuses_it(who: dict[str, Any]) -> None:
    row = made.registration(who, "accepted")
    start = Barrier(2, timeout=30)

    def let_pass() -> str:
        mine = Registration.objects.select_related("office").get(pk=row.pk)
        start.wait()
        return str(desk.pass_registration(acting_user=who["registrar"], row=mine).state)

    def refuse() -> str:
        mine = Registration.objects.select_related("office").get(pk=row.pk)
        start.wait()
        return str(desk.refuse_registration(acting_user=who["second"], row=mine, reason="演示").state)

    found = at_once(let_pass, refuse)
    assert words(found)[0] == "StaleEdit"
    assert Registration.objects.get(pk=row.pk).state in found


def test_two_that_pass_at_once_have_two_precheck_numbers(who: dict[str, Any]) -> None:
    rows = [made.registration(who, "accepted", title=f"合同 {n}（演示）", amount=n * 100_00, technology_amount=n * 100_00) for n in (1, 2)]  # fmt: skip
    start = Barrier(2, timeout=30)

    def let_pass(row: Registration) -> str:
        start.wait()
        return str(desk.pass_registration(acting_user=who["registrar"], row=row).precheck_number)

    found = at_once(*(lambda row=row: let_pass(row) for row in rows))
    year = clock.today().year
    assert sorted(found) == [f"YS-{year}-000001", f"YS-{year}-000002"]


def test_one_national_number_entered_for_two_contracts_at_once(who: dict[str, Any]) -> None:
    rows = [
        made.registration(
            who,
            "handed_over",
            contract=made.in_force(who, number=f"HT-2026-90000{n}"),
            handed_over_on=clock.today(),
        )
        for n in (1, 2)
    ]
    start = Barrier(2, timeout=30)

    def enter(row: Registration) -> str:
        start.wait()
        made_row = filing.enter_number(
            acting_user=who["registrar"], row=row, number=made.NUMBER, registered_on=clock.today()
        )
        return str(made_row.state)

    found = at_once(*(lambda row=row: enter(row) for row in rows))
    assert words(found) == ["Impossible", "registered"]
    assert Registration.objects.filter(national_number=made.NUMBER).count() == 1


def test_a_contract_that_two_begin_to_register_has_one_registration(who: dict[str, Any]) -> None:
    contract = made.in_force(who)
    start = Barrier(2, timeout=30)

    def begin(name: str) -> str:
        start.wait()
        writing.prepare_registration(acting_user=who[name], contract=contract)
        return "begun"

    found = at_once(lambda: begin("member"), lambda: begin("buyer"))
    assert words(found) == ["Impossible", "begun"]
    assert Registration.objects.filter(contract=contract).count() == 1


def test_handing_in_and_withdrawing_at_once_leave_one_of_both(who: dict[str, Any]) -> None:
    row = made.draft(who)
    start = Barrier(2, timeout=30)

    def hand_in() -> str:
        mine = Registration.objects.get(pk=row.pk)
        start.wait()
        return str(desk.hand_in_registration(acting_user=who["member"], row=mine).state)

    def withdraw() -> str:
        mine = Registration.objects.get(pk=row.pk)
        start.wait()
        return str(desk.withdraw_registration(acting_user=who["admin"], row=mine, reason="演示").state)

    found = at_once(hand_in, withdraw)
    assert words(found)[0] == "StaleEdit"
    assert Registration.objects.get(pk=row.pk).state in found


def test_the_same_sheet_brought_in_twice_at_once_counts_once(who: dict[str, Any]) -> None:
    values = {"kind": "licence", "title": "节水技术许可（演示）", "amount": 100, "technology_amount": 100}
    result = Result(made.NUMBER, date(2026, 2, 2), values)
    start = Barrier(2, timeout=30)

    def bring(name: str) -> int:
        start.wait()
        return import_results(acting_user=who[name], results=[result], sha256="0" * 64)

    found = at_once(lambda: bring("registrar"), lambda: bring("second"))
    assert words(found) in (["0", "1"], ["1", "Impossible"])
    assert sum(one for one in found if isinstance(one, int)) == 1
    assert Registration.objects.filter(national_number=made.NUMBER).count() == 1


def test_a_number_entered_while_a_sheet_brings_it_in_waits_and_is_not_aborted(who: dict[str, Any]) -> None:
    contract = made.in_force(who)
    ours = made.registration(who, "handed_over", contract=contract, handed_over_on=clock.today())
    holder = made.registration(who, "registered", keeper=None)
    values = {"kind": "licence", "title": ours.title, "amount": ours.amount, "technology_amount": ours.amount}
    result = Result(made.NUMBER, date(2026, 2, 2), values, ours=contract.number)
    one_is_locked = Barrier(2, timeout=2)

    def holding(act: Any) -> str:
        """`act`, which waits with its first locked registration until the other has one too, if he gets one."""
        met: list[bool] = []

        def hold(execute: Any, sql: str, *rest: Any) -> Any:
            found = execute(sql, *rest)
            if not met and "FOR UPDATE" in sql and "contracts_registration" in sql:
                met.append(True)
                try:
                    one_is_locked.wait()
                except BrokenBarrierError:
                    pass  # The other waits for ours: that is the order which is asked for.
            return found

        with connection.execute_wrapper(hold):
            return str(act())

    def enter() -> str:
        row = Registration.objects.get(pk=ours.pk)
        return str(
            filing.enter_number(
                acting_user=who["registrar"], row=row, number=made.NUMBER, registered_on=date(2026, 2, 2)
            ).state
        )

    def bring() -> int:
        return import_results(acting_user=who["second"], results=[result], sha256="0" * 64)

    found = at_once(lambda: holding(enter), lambda: holding(bring))
    assert words(found) in (["0", "registered"], ["1", "StaleEdit"])
    ours.refresh_from_db()
    holder.refresh_from_db()
    assert (ours.national_number, holder.national_number, holder.state) == (made.NUMBER, None, "withdrawn")
