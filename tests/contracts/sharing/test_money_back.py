"""What goes back after it was shared out, and what comes back without a receipt."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.cost import reverse_cost
from qinglan.contracts.domain.distribution import drop_distribution
from qinglan.contracts.domain.movement import correct_movement
from qinglan.contracts.domain.reward import hold_reward, pay_rewards, release_reward
from qinglan.contracts.models import Contract, Distribution, Reward
from qinglan.contracts.sharing import todos
from qinglan.contracts.sharing.income import to_share
from qinglan.contracts.sharing.working import steps
from qinglan.kernel.conflicts import Impossible
from tests.contracts.sharing import acts, made
from tests.contracts.sharing.made import WAN

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
GONE = "Money that this plan shares out was paid back since. Drop the plan and draft it anew."


def dropped(who: Who, plan: Distribution) -> Distribution:
    fresh = Distribution.objects.get(pk=plan.pk)
    return drop_distribution(acting_user=who["member"], plan=fresh, reason="款项已退回")


def test_rewards_are_not_paid_out_of_money_that_went_back(who: Who) -> None:
    row = made.usual(who)
    plan = acts.reckoned(who, made.payable(who, made.shared(who, row)))
    acts.paid_back(who, row, 200 * WAN)
    Contract.objects.filter(pk=row.contract_id).update(state="terminated", reason="买方停产（演示）")
    with pytest.raises(Impossible) as refused:
        pay_rewards(acting_user=who["finance"], plan=plan, voucher="发放凭证（演示）1")
    assert refused.value.message == GONE
    assert set(plan.rewards.values_list("state", flat=True)) == {"due"}
    assert dropped(who, plan).state == "dropped"
    assert not acts.waits(todos.SHARE, row.pk)
    closed = conversions.close_conversion(acting_user=who["member"], conversion=acts.again(row))
    assert closed.state == "closed"


def test_what_is_left_is_shared_out_anew(who: Who) -> None:
    row = made.usual(who)
    plan = acts.reckoned(who, made.payable(who, made.shared(who, row)))
    acts.paid_back(who, row, 50 * WAN)
    with pytest.raises(Impossible):
        pay_rewards(acting_user=who["finance"], plan=plan, voucher="发放凭证（演示）1")
    dropped(who, plan)
    assert acts.waits(todos.SHARE, row.pk)
    second = made.shared(who, row)
    assert (second.received, second.net) == (150 * WAN, 130 * WAN)
    assert acts.paid_out(who, made.payable(who, second)).state == "paid"


def test_the_page_says_that_money_went_back_and_offers_to_drop(who: Who) -> None:
    row = made.usual(who)
    plan = acts.reckoned(who, made.payable(who, made.shared(who, row)))
    client = Client()
    client.force_login(who["admin"])
    assert acts.offered(client, plan.get_absolute_url()) == ["pay", "tax", "drop"]
    acts.paid_back(who, row, 1)
    assert acts.offered(client, plan.get_absolute_url()) == ["drop"]
    assert acts.noted(client, plan.get_absolute_url()) == [
        "本方案所分配的款项此后已退回。请作废该方案并重新拟定。"
    ]


def test_once_somebody_was_paid_the_others_are_and_the_plan_stays(who: Who) -> None:
    row = made.usual(who)
    plan = made.payable(who, made.shared(who, row))
    kept = plan.rewards.order_by("pk")[0]
    hold_reward(acting_user=who["finance"], reward=kept, reason="账户有误")
    done = acts.paid_out(who, plan)
    acts.paid_back(who, row, 50 * WAN)
    with pytest.raises(Impossible) as refused:
        dropped(who, done)
    assert refused.value.message == "A reward of this plan was paid already: the plan stays."
    release_reward(
        acting_user=who["finance"], reward=Reward.objects.get(pk=kept.pk), note="已确认账户（演示）"
    )
    later = acts.paid_out(who, plan, date(2026, 7, 15))
    assert set(later.rewards.values_list("state", flat=True)) == {"paid"}
    assert to_share(acts.again(row)).received == -50 * WAN


def test_a_plan_that_was_dropped_keeps_nothing_for_anybody(who: Who) -> None:
    row = made.usual(who)
    plan = made.payable(who, made.shared(who, row))
    kept = plan.rewards.order_by("pk")[0]
    hold_reward(acting_user=who["finance"], reward=kept, reason="账户有误")
    assert acts.waits(todos.HELD, plan.pk)
    dropped(who, plan)
    assert not acts.waits(todos.HELD, plan.pk)
    with pytest.raises(Impossible) as refused:
        release_reward(
            acting_user=who["finance"], reward=Reward.objects.get(pk=kept.pk), note="已确认账户（演示）"
        )
    assert refused.value.message == "This plan was dropped."


def test_a_cost_taken_back_after_the_last_receipt_is_shared_out(who: Who) -> None:
    row = made.usual(who)
    acts.paid_out(who, made.payable(who, made.shared(who, row)))
    assert not acts.waits(todos.SHARE, row.pk)
    cost = row.costs.get()
    reverse_cost(
        acting_user=who["member"], conversion=acts.again(row), cost=cost, amount=2 * WAN, on=made.DAY,
        voucher="红字（演示）1", note="退税",
    )  # fmt: skip
    assert acts.waits(todos.SHARE, row.pk)
    client = Client()
    client.force_login(who["member"])
    assert "share" in acts.offered(client, row.get_absolute_url())
    with pytest.raises(Impossible) as refused:
        conversions.close_conversion(acting_user=who["member"], conversion=acts.again(row))
    assert refused.value.message == "Something came in that no plan shares out. Draft the plan first."
    plan = made.shared(who, row)
    assert (plan.received, plan.costs, plan.net) == (0, -2 * WAN, 2 * WAN)
    assert acts.paid_out(who, made.payable(who, plan)).state == "paid"
    closed = conversions.close_conversion(acting_user=who["member"], conversion=acts.again(row))
    assert closed.state == "closed"


def test_a_cost_that_no_plan_takes_off_any_more_says_so(who: Who) -> None:
    row = made.usual(who)
    client = Client()
    client.force_login(who["member"])

    def said() -> list[bool]:
        parts = client.get(row.get_absolute_url(), headers={"accept-language": "zh-hans"}).context["parts"]
        costs = next(one["rows"] for one in parts if one["id"] == "money")
        return ["不扣除：成本已由首笔到账承担" in one["facts"] for one in costs]

    assert said() == [False]
    plan = made.shared(who, row)
    made.spent(who, row, 3 * WAN, voucher="凭证（演示）晚")
    assert said() == [False, True]
    dropped(who, plan)
    assert said() == [False, False]


def test_a_cost_taken_back_carries_a_later_refund(who: Who) -> None:
    row = made.usual(who)
    acts.paid_out(who, made.payable(who, made.shared(who, row)))
    acts.paid_back(who, row, 3 * WAN)
    with pytest.raises(Impossible):
        made.shared(who, row)
    reverse_cost(
        acting_user=who["member"], conversion=acts.again(row), cost=row.costs.get(), amount=5 * WAN, on=made.DAY,
        voucher="红字（演示）1", note="退税",
    )  # fmt: skip
    plan = made.shared(who, row)
    assert (plan.received, plan.costs, plan.net) == (-3 * WAN, -5 * WAN, 2 * WAN)


def test_a_refund_that_was_corrected_is_shared_out(who: Who) -> None:
    made.rule(who)
    row = made.running(who, [(made.invention(who, [made.inventor(who, 1)], [10000], mains=1), 1)])
    made.received(who, row, 150 * WAN)
    acts.paid_out(who, made.payable(who, made.shared(who, row)))
    made.received(who, row, 50 * WAN, "R2")
    back = acts.paid_back(who, row, 30 * WAN)
    second = made.shared(who, row)
    assert second.received == 20 * WAN
    correct_movement(acting_user=who["member"], movement=back, reason="未退款，误登（演示）")
    assert acts.waits(todos.SHARE, row.pk)
    client = Client()
    client.force_login(who["member"])
    assert "share" in acts.offered(client, row.get_absolute_url())
    with translation.override("zh-hans"):
        assert "此前退款已更正" in client.get(row.get_absolute_url()).content.decode()
    third = made.shared(who, row)
    assert [(one.what, one.how, one.fen) for one in steps(third)][:2] == [
        ("Refund before that was taken back since", "+", 30 * WAN),
        ("Net income", "300,000.00 − 0.00", 30 * WAN),
    ]
