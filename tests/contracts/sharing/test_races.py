"""Two at once: first the race without the lock, then what the verbs make of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from qinglan.contracts.domain.cost import reverse_cost
from qinglan.contracts.domain.reward import hold_reward, pay_rewards, reckon_rewards
from qinglan.contracts.domain.share_notice import draft_reward_notice, object_to_notice
from qinglan.contracts.domain.share_rule import make_rule
from qinglan.contracts.models import Conversion, Cost, Distribution, Reward, ShareNotice, UnitRule
from qinglan.contracts.sharing.income import to_share
from qinglan.contracts.sharing.queries import standing
from qinglan.contracts.sharing.tax import Pay
from qinglan.kernel.conflicts import Impossible, StaleEdit
from tests.contracts.sharing import made
from tests.contracts.sharing.made import WAN

pytestmark = pytest.mark.django_db(transaction=True)
Who = dict[str, Any]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in a thread with a connection of its own; an expected refusal as its type."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            act()
        except (StaleEdit, Impossible) as error:
            return type(error)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def who(transactional_db: None) -> Who:
    return made.people()


def test_without_the_lock_a_receipt_is_read_as_open_by_both(who: Who) -> None:
    row = made.usual(who)
    both_have_read = Barrier(2, timeout=30)
    seen: list[int] = []

    def naive() -> None:
        with transaction.atomic():
            seen.append(to_share(Conversion.objects.get(pk=row.pk)).received)
            both_have_read.wait()

    at_once(naive, naive)
    assert seen == [200 * WAN, 200 * WAN]


def test_a_receipt_is_shared_out_once(who: Who) -> None:
    row = made.usual(who)
    answers = at_once(*(lambda: made.shared(who, row) for _turn in range(2)))
    assert sorted(one is None for one in answers) == [False, True]
    assert [one.net for one in standing(row)] == [180 * WAN]
    assert Reward.objects.filter(distribution__conversion=row).count() == 3


def payable(who: Who) -> Distribution:
    plan = made.payable(who, made.shared(who, made.usual(who)))
    pays = {one.pk: Pay(20_000_00, 2_000_00, 2_000_00) for one in plan.rewards.all()}
    return reckon_rewards(
        acting_user=who["finance"], plan=plan, pay_on=date(2026, 6, 15), kept_apart=True, pays=pays
    )


def test_rewards_are_paid_once(who: Who) -> None:
    plan = payable(who)

    def pay(voucher: str) -> None:
        pay_rewards(acting_user=who["finance"], plan=Distribution.objects.get(pk=plan.pk), voucher=voucher)

    answers = at_once(lambda: pay("凭证（演示）1"), lambda: pay("凭证（演示）2"))
    assert sorted(one is None for one in answers) == [False, True]
    assert len(set(plan.rewards.values_list("voucher", flat=True))) == 1


def test_a_reward_is_either_paid_or_kept(who: Who) -> None:
    plan = payable(who)
    reward = plan.rewards.order_by("pk")[0]

    def pay() -> None:
        pay_rewards(
            acting_user=who["finance"], plan=Distribution.objects.get(pk=plan.pk), voucher="凭证（演示）1"
        )

    def hold() -> None:
        hold_reward(acting_user=who["admin"], reward=Reward.objects.get(pk=reward.pk), reason="账户有误")

    at_once(pay, hold)
    reward.refresh_from_db()
    assert (reward.state, bool(reward.voucher), bool(reward.reason)) in (
        ("paid", True, False),
        ("held", False, True),
    )


def test_a_cost_is_not_taken_back_twice(who: Who) -> None:
    row = made.usual(who)
    cost = Cost.objects.get(conversion=row)

    def back(voucher: str) -> None:
        reverse_cost(
            acting_user=who["member"], conversion=Conversion.objects.get(pk=row.pk), cost=cost,
            amount=15 * WAN, on=made.DAY, voucher=voucher, note="退税",
        )  # fmt: skip

    answers = at_once(lambda: back("红字1"), lambda: back("红字2"))
    assert sorted(one is None for one in answers) == [False, True]
    assert to_share(Conversion.objects.get(pk=row.pk)).net == 195 * WAN


def test_versions_of_a_rule_are_numbered_one_by_one(who: Who) -> None:
    made.rule(who)

    def next_version(document: str) -> None:
        make_rule(acting_user=who["admin"], unit=who["owner"], form=made.form(document=document))

    at_once(lambda: next_version("甲"), lambda: next_version("乙"))
    numbers = sorted(UnitRule.objects.filter(organisation=who["owner"]).values_list("version", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_one_notice_of_rewards_stands_and_one_objection_a_person(who: Who) -> None:
    plan = made.shared(who, made.usual(who))

    def draft() -> None:
        draft_reward_notice(
            acting_user=who["member"],
            plan=Distribution.objects.get(pk=plan.pk),
            contact="科研处",
            pay_by="期满后",
        )

    assert sorted(one is None for one in at_once(draft, draft)) == [False, True]
    notice = made.posted(who, ShareNotice.objects.get(distribution=plan))
    answers = at_once(
        *(
            lambda: object_to_notice(acting_user=who["maker"], notice=notice, text="有误")
            for _turn in range(2)
        )
    )
    assert sorted(one is None for one in answers) == [False, True]
    assert notice.objections.count() == 1
