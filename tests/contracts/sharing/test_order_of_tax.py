"""Taxes are withheld in the order of payment, after the notice ended."""

from datetime import date, timedelta
from typing import Any

import pytest

from qinglan.contracts.domain.reward import pay_rewards
from qinglan.contracts.models import Distribution, RewardState
from qinglan.kernel.conflicts import Impossible
from tests.contracts.sharing import acts, made
from tests.contracts.sharing.made import NOTICED, WAN

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
EARLIER = acts.JUNE - timedelta(days=5)


@pytest.fixture
def plans(who: Who) -> list[Distribution]:
    """Two plans of two conversions with the same two people."""
    made.rule(who)
    team = [made.inventor(who, place) for place in (1, 2)]
    rows = [
        acts.under_way(who, team, title, way="own_use", price=0)
        for title in ("成果一（演示）", "成果二（演示）")
    ]
    return [
        made.payable(who, made.shared(who, row, amount=500 * WAN, year=2025, evidence="审计报告（演示）"))
        for row in rows
    ]


def withheld(plan: Distribution) -> list[int | None]:
    return list(plan.rewards.order_by("pk").values_list("withheld", flat=True))


def test_no_reward_is_paid_while_its_notice_runs(who: Who, plans: list[Distribution]) -> None:
    with pytest.raises(Impossible, match="2026-02-28") as refused:
        acts.reckoned(who, plans[0], NOTICED)
    assert refused.value.field == "pay_on"
    assert withheld(plans[0]) == [None, None]
    acts.paid_out(who, plans[0], NOTICED + timedelta(days=1))


def test_an_earlier_day_than_that_of_a_reward_paid_already_is_refused(
    who: Who, plans: list[Distribution]
) -> None:
    first, second = plans
    acts.paid_out(who, first)
    for day in (EARLIER, date(2026, 5, 31)):
        with pytest.raises(Impossible, match="2026-06-15") as refused:
            acts.reckoned(who, second, day)
        assert refused.value.field == "pay_on"
    acts.paid_out(who, second)
    alone, on_top = (sum(each or 0 for each in withheld(plan)) for plan in plans)
    assert alone < on_top


def test_what_was_reckoned_for_an_earlier_day_is_not_paid_after_a_later_one(
    who: Who, plans: list[Distribution]
) -> None:
    first, second = plans
    second = acts.reckoned(who, second, EARLIER)
    acts.paid_out(who, first)
    with pytest.raises(Impossible, match="2026-06-15"):
        pay_rewards(acting_user=who["finance"], plan=second, voucher="凭证（演示）2")
    assert set(second.rewards.values_list("state", flat=True)) == {RewardState.DUE}


def test_a_later_year_begins_anew(who: Who, plans: list[Distribution]) -> None:
    first, second = plans
    acts.paid_out(who, first)
    first.rewards.update(pay_on=date(2025, 12, 31))
    acts.paid_out(who, second)
    assert withheld(first) == withheld(second)
