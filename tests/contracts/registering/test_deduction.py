"""成交额 and 技术交易额: what is deducted, to the 分."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.registering.deduction import Cost, CostRule, Line, deduct

RULES = {
    "equipment": CostRule("equipment", deducted=True),
    "subject": CostRule("subject", deducted=False, reasonable_sets=2),
    "labour": CostRule("labour", deducted=False),
}
AMOUNTS = st.integers(0, 10**13)
COSTS = st.lists(
    st.builds(Cost, kind=st.sampled_from(sorted(RULES)), amount=AMOUNTS, quantity=st.integers(1, 50)),
    max_size=8,
)


@given(amount=AMOUNTS, costs=COSTS)
def test_price_is_what_is_deducted_and_what_remains(amount: int, costs: list[Cost]) -> None:
    found = deduct(amount, costs, RULES)
    assert found.deducted + found.technology_amount == amount
    assert [line.cost for line in found.lines] == costs
    assert all(0 <= line.deducted <= line.cost.amount for line in found.lines)
    assert all(line.deducted + line.stays == line.cost.amount for line in found.lines)


@given(amount=AMOUNTS, costs=COSTS, more=COSTS)
def test_a_further_item_never_raises_the_technology_value(
    amount: int, costs: list[Cost], more: list[Cost]
) -> None:
    fewer, all_of_them = deduct(amount, costs, RULES), deduct(amount, costs + more, RULES)
    assert all_of_them.technology_amount <= fewer.technology_amount


@given(amount=AMOUNTS, price=AMOUNTS, quantity=st.integers(1, 50))
def test_the_subject_itself_is_deducted_only_beyond_a_reasonable_number(
    amount: int, price: int, quantity: int
) -> None:
    line = deduct(amount, [Cost("subject", price, quantity)], RULES).lines[0]
    if quantity <= 2:
        assert line.deducted == 0
    else:
        exact = price * (quantity - 2) / quantity
        assert abs(line.deducted - exact) <= max(0.5, exact * 1e-12)


def test_equipment_is_deducted_and_two_sets_of_the_subject_stay() -> None:
    costs = [Cost("equipment", 300_000_00, 3), Cost("subject", 100_000_00, 2), Cost("subject", 100_000_01, 3)]
    assert deduct(2_000_000_00, costs, RULES).lines == (
        Line(costs[0], 300_000_00), Line(costs[1], 0), Line(costs[2], 33_333_34),
    )  # fmt: skip
    assert deduct(2_000_000_00, costs, RULES).technology_amount == 1_666_666_66


@pytest.mark.parametrize("cost", [Cost("equipment", -1), Cost("equipment", 1, 0)])
def test_what_is_no_cost_is_refused(cost: Cost) -> None:
    with pytest.raises(ValueError, match="amount"):
        deduct(100, [cost], RULES)
    with pytest.raises(KeyError):
        deduct(100, [Cost("unknown", 1)], RULES)
