"""A conversion does not end while somebody is owed a reward; what is paid later is filed later."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.distribution import drop_distribution
from qinglan.contracts.domain.reward import filing_due, hold_reward, record_filing, release_reward
from qinglan.contracts.models import Distribution, Reward
from qinglan.contracts.sharing import todos
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from tests.contracts.sharing import acts, made

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
OWED = "A reward is still owed to somebody. Pay it first."


def one_kept(who: Who) -> tuple[Distribution, Reward]:
    """A plan that is paid but for the reward that is kept for the first person."""
    plan = made.payable(who, made.shared(who, made.usual(who)))
    kept = plan.rewards.order_by("pk")[0]
    hold_reward(acting_user=who["finance"], reward=kept, reason="账户有误")
    return acts.paid_out(who, plan), Reward.objects.get(pk=kept.pk)


def refusals(who: Who, plan: Distribution) -> list[str]:
    found = []
    for act, more in (
        (conversions.close_conversion, {}), (conversions.stop_conversion, {"reason": "对方放弃"}),
    ):  # fmt: skip
        with pytest.raises(Impossible) as refused:
            act(acting_user=who["member"], conversion=acts.again(plan.conversion), **more)
        found.append(refused.value.message)
    return found


def test_a_conversion_does_not_end_while_a_reward_is_kept_or_due(who: Who) -> None:
    plan, kept = one_kept(who)
    assert plan.state == "paid"
    assert refusals(who, plan) == [OWED, OWED]
    release_reward(acting_user=who["finance"], reward=kept, note="已确认账户（演示）")
    assert refusals(who, plan) == [OWED, OWED]
    acts.paid_out(who, plan, date(2026, 8, 3))
    closed = conversions.close_conversion(acting_user=who["member"], conversion=acts.again(plan.conversion))
    assert closed.state == "closed"


def test_a_plan_that_was_dropped_owes_nothing(who: Who) -> None:
    row = made.usual(who)
    plan = made.payable(who, made.shared(who, row))
    drop_distribution(acting_user=who["member"], plan=plan, reason="对方放弃")
    stopped = conversions.stop_conversion(
        acting_user=who["member"], conversion=acts.again(row), reason="对方放弃"
    )
    assert stopped.state == "stopped"


def test_what_is_paid_after_the_filing_is_filed_by_its_own_day(who: Who) -> None:
    plan, kept = one_kept(who)
    plan = record_filing(acting_user=who["finance"], plan=plan, on=date(2026, 7, 10), number="备案（演示）1")
    assert filing_due(plan) is None
    assert not acts.waits(todos.FILE, plan.pk)
    release_reward(acting_user=who["finance"], reward=kept, note="已确认账户（演示）")
    later = acts.paid_out(who, plan, date(2026, 8, 3))
    due = filing_due(later)
    assert due is not None
    assert due.ends_at == datetime(2026, 9, 16, tzinfo=clock.SHANGHAI)
    assert acts.waits(todos.FILE, plan.pk)
    client = Client()
    client.force_login(who["finance"])
    assert acts.offered(client, plan.get_absolute_url()) == ["file"]
    assert any("税务机关备案" in one for one in acts.noted(client, plan.get_absolute_url()))
    early = record_filing(acting_user=who["finance"], plan=later, on=date(2026, 8, 1), number="备案（演示）1")
    assert acts.waits(todos.FILE, plan.pk)
    done = record_filing(acting_user=who["finance"], plan=early, on=date(2026, 9, 10), number="备案（演示）2")
    assert filing_due(done) is None
    assert not acts.waits(todos.FILE, plan.pk)
    assert acts.offered(client, plan.get_absolute_url()) == []
