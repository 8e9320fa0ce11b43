"""A conversion from its first receipt to its third plan, reckoned a second time by means of its own.

Nothing of `arithmetic` or of the aids is used for what is expected: shares are whole divisions here, the tax is
taken slice by slice. Odd cents, two inventions, three people, costs taken back, two payments in a year.
"""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.cost import reverse_cost
from qinglan.contracts.domain.inventor import record_leaving
from qinglan.contracts.domain.reward import filing_due, release_reward
from qinglan.contracts.models import Cost, Distribution, Inventor, Reward, ShareNotice
from qinglan.contracts.sharing import todos
from qinglan.contracts.sharing.tax import reckon
from qinglan.contracts.sharing.working import steps
from qinglan.contracts.sharing.yearly import lines
from qinglan.kernel.conflicts import Impossible
from tests.contracts.sharing import acts, made
from tests.contracts.sharing.made import WAN

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
RATES = ((36_000, 3), (144_000, 10), (300_000, 20), (420_000, 25), (660_000, 30), (960_000, 35), (10**12, 45))
SALARY, DEDUCTED = 20_000_00, 2_000_00 + 2_000_00
MARCH, OCTOBER = date(2026, 3, 31), date(2026, 10, 31)


def tax_of(fen: int) -> int:
    """The yearly tax on an amount in 分, slice by slice, half a 分 rounded up."""
    left, low, total = Fraction(max(fen, 0), 100), 0, Fraction(0)
    for high, rate in RATES:
        part = min(left, Fraction(high - low))
        total, left, low = total + part * rate / 100, left - part, high
    return int(total * 100 + Fraction(1, 2))


def withheld_in(month: int, counted: dict[int, int]) -> int:
    """What is withheld in a month of the year, with rewards that counted in months of it."""
    already = due = 0
    for number in range(1, month + 1):
        income = SALARY * number + sum(amount for at, amount in counted.items() if at <= number)
        due = max(0, tax_of(income - (DEDUCTED + 5_000_00) * number) - already)
        already += due
    return due


def paid(done: Distribution) -> list[tuple[Any, ...]]:
    """Of every reward: whose, amount, what counted, the month's tax, what of it is due to the reward."""
    return [
        (one.inventor.staff_number, one.amount, one.counted, one.withheld, one.added)
        for one in done.rewards.select_related("inventor").order_by("inventor__staff_number")
    ]


def expected(
    amounts: dict[str, int], month: int, before: dict[str, dict[int, int]], share: Fraction
) -> list[tuple[Any, ...]]:
    found = []
    for person, amount in amounts.items():
        counted = int(amount * share + Fraction(1, 2))
        earlier = before.get(person, {})
        all_ = withheld_in(month, {**earlier, month: earlier.get(month, 0) + counted})
        found.append((person, amount, counted, all_, all_ - withheld_in(month, earlier)))
        before.setdefault(person, {})[month] = earlier.get(month, 0) + counted
    return found


def people_get(team: int) -> dict[str, int]:
    """Two inventions by 3 and 7; the first of three people by 33.33, 33.34, 33.33 %, the other of two by 50.01, 49.99 %."""
    second = team * 7 // 10
    first = team - second
    b, c = first * 3334 // 10_000, first * 3333 // 10_000
    e = second * 4999 // 10_000
    return {"T0001": first - b - c + second - e, "T0002": b + e, "T0003": c}


def test_the_handbook_s_case_is_what_this_file_reckons() -> None:
    assert (withheld_in(6, {6: 300_000_00}), withheld_in(7, {6: 300_000_00})) == (56_600_00, 2_750_00)
    year = sum(withheld_in(month, {6: 300_000_00}) for month in range(1, 13))
    assert year == 76_680_00


def test_three_plans_of_a_conversion_to_the_cent(who: Who) -> None:
    made.rule(who)
    team = [made.inventor(who, number) for number in (1, 2, 3)]
    first = made.invention(who, team, [3333, 3334, 3333], title="甲成果（演示）")
    second = made.invention(who, team[:2], [5001, 4999], title="乙成果（演示）")
    row = made.running(who, [(first, 3), (second, 7)], price=100_000_001)
    before: dict[str, dict[int, int]] = {}

    made.received(who, row, 33_333_333, "R1")
    made.spent(who, row, 1_234_567)
    plan = made.shared(who, row)
    net = 33_333_333 - 1_234_567
    mine = (net * 7 + 9) // 10
    office = net * 2 // 10
    assert (plan.net, plan.team) == (net, mine)
    assert list(plan.lines.values_list("amount", flat=True)) == [mine, office, net - mine - office]
    march = acts.paid_out(who, made.payable(who, plan), MARCH)
    assert paid(march) == expected(people_get(mine), 3, before, Fraction(1, 2))
    assert sum(people_get(mine).values()) == mine

    made.received(who, row, 22_222_221, "R2")
    made.spent(who, row, 777, "凭证（演示）2")  # The first receipt carries the costs; later ones do not.
    plan = made.shared(who, row)
    mine = (22_222_221 * 7 + 9) // 10
    assert (plan.received, plan.costs, plan.net, plan.team) == (22_222_221, 0, 22_222_221, mine)
    october = acts.paid_out(who, made.payable(who, plan), OCTOBER)
    assert paid(october) == expected(people_get(mine), 10, before, Fraction(1, 2))
    due = filing_due(october)
    assert due is not None
    assert due.last_day == date(2026, 11, 16)  # the fifteenth is a Sunday

    cost = Cost.objects.get(conversion=row, amount=1_234_567)
    reverse_cost(
        acting_user=who["member"], conversion=acts.again(row), cost=cost, amount=234_567, on=made.DAY,
        voucher="红字凭证（演示）", note="退回多缴（演示）",
    )  # fmt: skip
    made.received(who, row, 1, "R3")
    plan = made.shared(who, row)
    mine = (234_568 * 7 + 9) // 10
    assert (plan.received, plan.costs, plan.net, plan.team) == (1, -234_567, 234_568, mine)
    assert [one.how for one in steps(plan)][2] == "0.01 + 2,345.67"
    again = acts.paid_out(who, made.payable(who, plan), OCTOBER)
    assert paid(again) == expected(people_get(mine), 10, before, Fraction(1, 2))


def test_a_reward_of_last_year_is_no_part_of_this_year_s_tax(who: Who) -> None:
    row = made.usual(who)
    done = acts.paid_out(
        who, made.payable(who, made.shared(who, row, team_share=5000, share_basis="约定（演示）")), MARCH
    )
    Reward.objects.filter(distribution=done).update(pay_on=date(2025, 12, 31))
    reward = done.rewards.order_by("pk").first()
    assert reward is not None
    fresh = Reward(distribution=done, inventor=reward.inventor, amount=1_000_01)
    found = reckon(done, fresh, acts.PAY, MARCH)
    assert (found.counted, found.withheld) == (500_01, withheld_in(3, {3: 500_01}))
    Reward.objects.filter(distribution=done).update(pay_on=date(2026, 3, 1))
    found = reckon(done, fresh, acts.PAY, MARCH)
    assert found.withheld == withheld_in(3, {3: 500_01 + (reward.counted or 0)})


def test_who_left_and_is_paid_later_is_taxed_on_the_whole(who: Who) -> None:
    row = made.usual(who)
    gone = Inventor.objects.get(staff_number="T0003")
    record_leaving(acting_user=who["member"], inventor=gone, on=date(2026, 3, 30), note="邮箱（演示）")
    done = acts.paid_out(who, made.payable(who, made.shared(who, row)), MARCH)
    kept = done.rewards.get(inventor=gone)
    assert (kept.state, kept.amount, done.state) == ("held", 126 * WAN * 2 // 10, "paid")
    release_reward(acting_user=who["finance"], reward=kept, note="已确认账户（演示）")
    later = acts.paid_out(who, Distribution.objects.get(pk=done.pk), OCTOBER)
    reward = later.rewards.get(inventor=gone)
    whole = kept.amount
    assert (reward.halved, reward.counted, reward.withheld, reward.added) == (
        "unknown", whole, withheld_in(10, {10: whole}), withheld_in(10, {10: whole}) - withheld_in(10, {}),
    )  # fmt: skip


def test_where_costs_eat_up_the_receipt_the_plan_is_settled_at_once(who: Who) -> None:
    made.rule(who)
    piece = made.invention(who, [made.inventor(who, 1)], [10000], mains=1)
    row = made.running(who, [(piece, 1)])
    made.received(who, row, 30 * WAN)
    made.spent(who, row, 30 * WAN + 1)
    with pytest.raises(Impossible):
        made.shared(who, row)
    made.received(who, row, 1, "R2")
    plan = made.shared(who, row)
    assert (plan.received, plan.costs, plan.net, plan.team, plan.state) == (
        30 * WAN + 1, 30 * WAN + 1, 0, 0, "paid",
    )  # fmt: skip
    assert not plan.rewards.exists()
    assert filing_due(plan) is None
    assert not ShareNotice.objects.filter(distribution=plan).exists()
    for kind in (todos.PAY, todos.FILE, todos.SHARE):
        assert not acts.waits(kind, plan.pk)
        assert not acts.waits(kind, row.pk)
    (licence,) = [one for one in lines(who["owner"], plan.made_at.year) if one.way == "Licence"]
    assert (licence.net, licence.rewards, licence.persons) == (0, 0, 0)
    made.received(who, row, 100, "R3")
    assert made.shared(who, row).team == 70
    closed = _closed(who, row)
    assert closed == "A distribution plan is not paid yet."


def _closed(who: Who, row: Any) -> str:
    with pytest.raises(Impossible) as refused:
        conversions.close_conversion(acting_user=who["member"], conversion=acts.again(row))
    return refused.value.message


def test_who_has_no_part_gets_no_reward_and_counts_for_none(who: Who) -> None:
    made.rule(who)
    team = [made.inventor(who, number) for number in (1, 2)]
    row = made.running(who, [(made.invention(who, team, [10000, 0]), 1)])
    made.received(who, row, 30 * WAN)
    plan = made.shared(who, row)
    assert [(one.inventor_id, one.amount) for one in plan.rewards.all()] == [(team[0].pk, 21 * WAN)]
    done = acts.paid_out(who, made.payable(who, plan), MARCH)
    (licence,) = [one for one in lines(who["owner"], 2026) if one.way == "Licence"]
    assert (done.state, licence.persons) == ("paid", 1)
