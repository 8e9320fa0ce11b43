"""Rewards of one person in two conversions, paid at the same moment: the later is taxed on top of the first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation

from qinglan.contracts.domain.inventor import record_leaving
from qinglan.contracts.domain.reward import pay_rewards
from qinglan.contracts.models import Distribution, Inventor, Reward
from qinglan.contracts.sharing.tax import counted_before
from qinglan.kernel.conflicts import Impossible
from tests.contracts.sharing import acts, made
from tests.contracts.sharing.made import WAN

pytestmark = pytest.mark.django_db(transaction=True)
Who = dict[str, Any]
A_WHILE = 1.5
"""Seconds in which the second payment would be through, did it not wait for the first."""


@pytest.fixture
def who(transactional_db: None) -> Who:
    return made.people()


@pytest.fixture
def plans(who: Who) -> list[Distribution]:
    """Two plans of two conversions with the same two people, reckoned for the same day."""
    made.rule(who)
    team = [made.inventor(who, place) for place in (1, 2)]
    found = []
    for title in ("成果一（演示）", "成果二（演示）"):
        row = acts.under_way(who, team, title, way="own_use", price=0)
        plan = made.shared(who, row, amount=500 * WAN, year=2025, evidence="审计报告（演示）")
        found.append(acts.reckoned(who, made.payable(who, plan)))
    return found


def at_once(*runs: Any) -> list[Any]:
    def one(act: Any) -> Any:
        try:
            with translation.override("en"):  # a thread has a language of its own
                return act()
        except Impossible as refused:
            return refused.message
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as pool:
        return [job.result(timeout=60) for job in [pool.submit(one, act) for act in runs]]


def test_without_the_lock_neither_sees_the_other(who: Who, plans: list[Distribution]) -> None:
    both_have_paid = Barrier(2, timeout=30)

    def naive(plan: Distribution) -> list[Any]:
        reward = plan.rewards.order_by("pk")[0]
        with transaction.atomic():
            seen = list(counted_before(reward, acts.JUNE))
            Reward.objects.filter(pk=reward.pk).update(
                state="paid", voucher="凭证", pay_on=acts.JUNE, counted=1, withheld=0, halved="no"
            )
            both_have_paid.wait()
        return seen

    assert at_once(lambda: naive(plans[0]), lambda: naive(plans[1])) == [[], []]


def test_the_later_payment_is_reckoned_on_top_of_the_first(who: Who, plans: list[Distribution]) -> None:
    first_has_paid, second_is_through = Event(), Event()

    def first() -> None:
        with transaction.atomic():
            pay_rewards(acting_user=who["finance"], plan=plans[0], voucher="凭证（演示）1")
            first_has_paid.set()
            second_is_through.wait(A_WHILE)

    def second() -> None:
        assert first_has_paid.wait(30)
        try:
            pay_rewards(acting_user=who["finance"], plan=plans[1], voucher="凭证（演示）2")
        finally:
            second_is_through.set()

    answers = at_once(first, second)
    assert answers[0] is None
    assert "Reckon it again" in answers[1]
    before = plans[1].rewards.order_by("pk")[0].added or 0
    done = acts.paid_out(who, plans[1])
    after = done.rewards.order_by("pk")[0]
    assert (done.state, after.state) == ("paid", "paid")
    assert (after.added or 0) > before


def test_who_leaves_while_he_is_paid_is_either_paid_or_kept(who: Who, plans: list[Distribution]) -> None:
    """Both lock the person first and his rewards then, so that neither waits for the other in a circle."""
    start = Barrier(2, timeout=30)
    gone = Inventor.objects.get(staff_number="T0001")

    def pay() -> None:
        start.wait()
        pay_rewards(acting_user=who["finance"], plan=plans[0], voucher="凭证（演示）1")

    def leave() -> None:
        start.wait()
        record_leaving(acting_user=who["member"], inventor=gone, on=made.DAY, note="邮箱（演示）")

    at_once(pay, leave)
    state = Reward.objects.get(distribution=plans[0], inventor=gone).state
    assert state in {"paid", "held"}
    gone.refresh_from_db()
    assert gone.left_on == made.DAY
