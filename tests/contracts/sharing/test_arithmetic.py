"""Sharing out, pure: the handbook's figures, and what holds of every income, rule and team."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.sharing.arithmetic import (
    TEAM,
    WHOLE,
    BadSharing,
    Item,
    Part,
    Rule,
    Tier,
    allocate,
    at_least,
    by_part,
    by_weight,
    main_share,
    net_income,
    rewards,
    slices,
)

ONE = Rule((Tier(0, {TEAM: 7000, "school": 2000, "office": 1000}),), "school")
TIERED = Rule(
    (
        Tier(0, {TEAM: 7000, "school": 3000}),
        Tier(1_000_000_00, {TEAM: 8000, "school": 2000}),
        Tier(5_000_000_00, {TEAM: 9000, "school": 1000}),
    ),
    "school",
)


def test_the_case_of_the_handbook() -> None:
    net = net_income([Item("r", 200_0000_00)], [Item("tax", 12_0000_00), Item("agency", 8_0000_00)])
    assert (net.received, net.costs, net.net) == (200_0000_00, 20_0000_00, 180_0000_00)
    assert allocate(ONE, 200_0000_00, net.net) == {
        TEAM: 126_0000_00, "school": 36_0000_00, "office": 18_0000_00,
    }  # fmt: skip


def test_a_reversal_takes_back_what_was_received_or_spent_and_no_more() -> None:
    receipts = [Item("r1", 100), Item("r2", 40), Item("back", 40, "r2")]
    assert net_income(receipts, [Item("c", 30), Item("back", 10, "c")]).net == 80
    for items in (
        [Item("r", 100), Item("b", 101, "r")],
        [Item("b", 1, "r")],
        [Item("r", 0)],
        [Item("r", -1)],
        [Item("r", 1), Item("r", 1)],
        [Item("r", 100), Item("b", 60, "r"), Item("c", 60, "r")],
        [Item("r", 100), Item("b", 60, "r"), Item("c", 10, "b")],
    ):
        with pytest.raises(BadSharing):
            net_income(items, [])


def test_tiers_weigh_the_net_income_by_the_price() -> None:
    price, net = 2_000_000_00, 1_000_000_00
    assert [(one.price, int(one.net)) for one in slices(TIERED, price, net)] == [
        (1_000_000_00, 500_000_00),
        (1_000_000_00, 500_000_00),
    ]
    assert allocate(TIERED, price, net) == {TEAM: 750_000_00, "school": 250_000_00}
    assert allocate(TIERED, 0, net) == {TEAM: 700_000_00, "school": 300_000_00}


@pytest.mark.parametrize(
    ("tiers", "tail", "fault"),
    [
        ((), TEAM, "no_tier"),
        ((Tier(1, {TEAM: WHOLE}),), TEAM, "first_tier"),
        ((Tier(0, {TEAM: WHOLE}), Tier(0, {TEAM: WHOLE})), TEAM, "order"),
        ((Tier(0, {TEAM: 9999}),), TEAM, "sum"),
        ((Tier(0, {TEAM: 10001, "a": -1}),), TEAM, "negative"),
        ((Tier(0, {"a": WHOLE}),), "a", "no_team"),
        ((Tier(0, {TEAM: WHOLE}),), "a", "tail"),
        ((Tier(0, {TEAM: WHOLE}), Tier(5, {"a": WHOLE})), TEAM, "recipients"),
    ],
)
def test_a_rule_that_can_not_share_everything_is_refused(
    tiers: tuple[Tier, ...], tail: str, fault: str
) -> None:
    with pytest.raises(BadSharing) as refused:
        Rule(tiers, tail)
    assert refused.value.fault == fault


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ([], "nobody"),
        ([Part("a", 9999, True)], "parts"),
        ([Part("a", 10001, True), Part("b", -1, False)], "parts"),
        ([Part("a", 5000, True), Part("a", 5000, True)], "twice"),
        ([Part("a", 10000, False)], "no_main"),
    ],
)
def test_parts_that_are_none_are_refused(parts: list[Part], fault: str) -> None:
    with pytest.raises(BadSharing) as refused:
        by_part(100, parts)
    assert refused.value.fault == fault


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule of up to four tiers and five recipients."""
    names = [TEAM, *(f"fund-{place}" for place in range(draw(st.integers(0, 4))))]
    overs = sorted(draw(st.sets(st.integers(1, 10**11), max_size=3)))

    def shares() -> dict[str, int]:
        cuts = sorted(draw(st.lists(st.integers(0, WHOLE), min_size=len(names) - 1, max_size=len(names) - 1)))
        return dict(zip(names, (b - a for a, b in zip([0, *cuts], [*cuts, WHOLE], strict=True)), strict=True))

    return Rule(tuple(Tier(over, shares()) for over in (0, *overs)), draw(st.sampled_from(names)))


@st.composite
def teams(draw: st.DrawFn) -> list[Part]:
    """Any team of up to six, one of them a main contributor at least."""
    size = draw(st.integers(1, 6))
    cuts = sorted(draw(st.lists(st.integers(0, WHOLE), min_size=size - 1, max_size=size - 1)))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, WHOLE], strict=True)]
    mains = [True, *draw(st.lists(st.booleans(), min_size=size - 1, max_size=size - 1))]
    return [
        Part(f"p{place}", part, main) for place, (part, main) in enumerate(zip(parts, mains, strict=True))
    ]


prices = st.integers(0, 10**12)
nets = st.integers(0, 10**12)


@given(rules(), prices, nets)
def test_everything_is_shared_out_and_nobody_owes(rule: Rule, price: int, net: int) -> None:
    given_ = allocate(rule, price, net)
    assert sum(given_.values()) == net
    assert min(given_.values()) >= 0


@given(rules(), prices, nets)
def test_the_floor_is_never_missed_by_rounding(rule: Rule, price: int, net: int) -> None:
    assert allocate(rule, price, net)[TEAM] >= at_least(net, rule.least_team_share)


@given(rules(), prices, nets, st.integers(0, 10**9))
def test_more_net_income_never_gives_the_team_less(rule: Rule, price: int, net: int, more: int) -> None:
    if rule.tail != TEAM:
        assert allocate(rule, price, net + more)[TEAM] >= allocate(rule, price, net)[TEAM]


@given(rules(), prices, nets)
def test_only_the_named_recipient_takes_the_tail(rule: Rule, price: int, net: int) -> None:
    exact = {name: sum(one.net * one.shares[name] for one in slices(rule, price, net)) / WHOLE for name in rule.recipients}  # fmt: skip
    for name, amount in allocate(rule, price, net).items():
        away = amount - exact[name]
        assert abs(away) < (len(rule.recipients) if name == rule.tail else 1)


@given(st.integers(0, 10**12), st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_inventions_sum_to_the_reward(amount: int, weights: list[int]) -> None:
    given_ = by_weight(amount, weights)
    assert sum(given_) == amount
    assert min(given_) >= 0


@given(st.integers(0, 10**12), teams())
def test_parts_sum_and_main_contributors_keep_theirs(amount: int, parts: list[Part]) -> None:
    given_ = by_part(amount, parts)
    assert sum(given_) == amount
    main = sum(paid for paid, one in zip(given_, parts, strict=True) if one.is_main)
    assert main >= at_least(amount, main_share(parts))


@given(st.integers(0, 10**12), st.lists(st.tuples(st.integers(1, 100), teams()), min_size=1, max_size=4))
def test_several_inventions_in_one_contract_sum_to_the_reward(
    team: int, inventions: list[tuple[int, list[Part]]]
) -> None:
    assert sum(sum(row) for row in rewards(team, inventions)) == team


@given(st.integers(-(10**6), -1))
def test_a_loss_is_not_shared_out(net: int) -> None:
    with pytest.raises(BadSharing):
        allocate(ONE, 0, net)


def test_inventions_without_weight_are_refused() -> None:
    for weights in ([], [0], [3, -1]):
        with pytest.raises(BadSharing):
            by_weight(10, weights)
