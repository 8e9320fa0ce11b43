"""Who won and at what price: examples reckoned by hand, and what holds of every set of bids."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.auctions.results.outcome import Bid, Outcome, Ranked, mean, outcome, price_points

SALE: dict[str, Any] = {"mode": "sealed_first", "better": "higher", "tie_rule": "earlier", "start_price": 100}
A, B, C = Bid("A", 300, 1, "aa"), Bid("B", 500, 2, "bb"), Bid("C", 400, 3, "cc")


def result(bids: list[Bid], **rules: Any) -> tuple[str, str, int | None, str]:
    found = outcome({**SALE, **rules}, bids)
    return found.failure, found.winner, found.price, found.decided_by


@pytest.mark.parametrize(
    ("rules", "bids", "expected"),
    [
        ({}, [A, B, C], ("", "B", 500, "price")),
        ({"better": "lower", "start_price": 900}, [A, B, C], ("", "A", 300, "price")),
        ({"mode": "sealed_second"}, [A, B, C], ("", "B", 400, "price")),
        (
            {"mode": "sealed_second", "better": "lower", "start_price": 900},
            [A, B, C],
            ("", "A", 400, "price"),
        ),
        ({"mode": "sealed_second"}, [A], ("", "A", 100, "price")),
        ({"mode": "sealed_second", "start_price": None}, [A], ("", "A", 300, "price")),
        ({"mode": "sealed_second", "reserve": 450}, [A, B, C], ("", "B", 450, "price")),
        ({"mode": "sealed_second", "reserve": 350}, [A, B, C], ("", "B", 400, "price")),
        ({"reserve": 500}, [A, B, C], ("", "B", 500, "price")),
        ({"reserve": 501}, [A, B, C], ("below_reserve", "", None, "")),
        ({"better": "lower", "start_price": 900, "reserve": 299}, [A, B, C], ("below_reserve", "", None, "")),
        ({}, [A, replace(B, void="withdrawn"), C], ("", "C", 400, "price")),
        ({"start_price": 301}, [A], ("no_bids", "", None, "")),
        ({"start_price": 400, "better": "lower"}, [B, C], ("", "C", 400, "price")),
        ({}, [], ("no_bids", "", None, "")),
        ({}, [replace(A, void="late")], ("no_bids", "", None, "")),
        ({}, [A, replace(B, amount=400), C], ("", "B", 400, "earlier")),
        ({"mode": "online"}, [A, replace(C, order=2), replace(B, order=3)], ("", "B", 500, "price")),
        ({"mode": "dutch"}, [A, C], ("", "A", 300, "first")),
        ({"mode": "fixed"}, [replace(A, order=2), replace(B, order=1)], ("", "B", 500, "first")),
    ],
)
def test_winner_and_price(rules: dict[str, Any], bids: list[Bid], expected: tuple[Any, ...]) -> None:
    assert result(bids, **rules) == expected


def test_a_draw_depends_on_the_nonces_alone() -> None:
    tied = [Bid("A", 300, 1, "aa"), Bid("B", 300, 2, "bb"), Bid("C", 200, 3, "cc")]
    found = outcome({**SALE, "tie_rule": "draw"}, tied)
    renumbered = [replace(bid, order=4 - bid.order) for bid in reversed(tied)]
    again = outcome({**SALE, "tie_rule": "draw"}, renumbered)
    assert (found.winner, found.decided_by, found.seed) == (again.winner, "draw", again.seed)
    # printf 'aa|bb|cc' | sha256sum; of sha256("seed|aa") = cc16… and sha256("seed|bb") = f756… the smaller wins.
    assert found.seed == "eeb00d43e3cff56383f9e92e0c6914680c8f0be66749c8a5de5276b9d7fea016"
    assert found.winner == "A"


CRITERIA = [
    {"place": 1, "title": "价格", "points": 40, "is_price": True},
    {"place": 2, "title": "方案", "points": 60, "is_price": False},
]
SELECTION = {**SALE, "mode": "comparison", "better": "lower", "start_price": None, "criteria": CRITERIA}


def test_points_of_price_and_quality_are_added() -> None:
    bids = [
        Bid("A", 200, 1, points={2: [5000, 5100, 5000]}),
        Bid("B", 300, 2, points={2: [6000, 5900, 5800]}),
        Bid("C", 250, 3, points={2: [3000, 3000, 3000]}),
    ]
    # A 40.00 + 50.33; B 26.67 + 59.00; C 32.00 + 30.00
    assert outcome(SELECTION, bids) == Outcome(
        "",
        "A",
        200,
        "points",
        (
            Ranked(bids[0], 1, 9033, {1: 4000, 2: 5033}),
            Ranked(bids[1], 2, 8567, {1: 2667, 2: 5900}),
            Ranked(bids[2], 3, 6200, {1: 3200, 2: 3000}),
        ),
    )


def test_who_did_not_sign_is_passed_over_and_keeps_his_part_in_the_points() -> None:
    bids = [
        Bid("A", 200, 1, points={2: [5000]}),
        Bid("B", 300, 2, points={2: [5900]}),
        Bid("C", 250, 3, points={2: [3000]}),
    ]
    found = outcome(SELECTION, bids, passed_over=("A",))
    assert (found.failure, found.winner, found.price) == ("", "B", 300)
    assert [one.points for one in found.ranking] == [9000, 8567, 6200]
    assert outcome(SELECTION, bids, passed_over=("A", "B", "C")).failure == "no_bids"
    assert outcome(SALE, [A, B, C], passed_over=("B",)).winner == "C"


def test_two_valid_offers_fail_a_selection() -> None:
    bids = [Bid("A", 200, 1), Bid("B", 300, 2), Bid("C", 250, 3, void="not qualified")]
    assert outcome(SELECTION, bids) == Outcome("too_few", "", None, "", ())


def test_equal_points_are_decided_by_the_price_then_by_the_tie_rule() -> None:
    same = [Bid(name, 200, place, points={2: [4000]}) for place, name in enumerate("CBA", 1)]
    assert outcome(SELECTION, same).decided_by == "earlier"
    assert outcome(SELECTION, same).winner == "C"
    dearer = [
        Bid("A", 400, 1, points={2: [5000]}),
        Bid("B", 200, 2, points={2: [3000]}),
        Bid("C", 800, 3, points={2: [0]}),
    ]
    found = outcome(SELECTION, dearer)
    assert (found.winner, found.decided_by) == ("B", "price")


def test_halves_are_rounded_up() -> None:
    assert (mean([1, 2]), mean([1, 1, 2]), mean([])) == (2, 1, 0)
    assert price_points({"better": "lower"}, 40, 300, 200) == 2667
    assert price_points({"better": "higher"}, 30, 100, 300) == 1000


@st.composite
def some_bids(draw: st.DrawFn) -> list[Bid]:
    amounts = draw(st.lists(st.integers(1, 50), min_size=1, max_size=8))
    voids = draw(st.lists(st.sampled_from(["", "", "late"]), min_size=len(amounts), max_size=len(amounts)))
    return [
        Bid(chr(65 + place), amount, place, f"{place:02x}", void)
        for place, (amount, void) in enumerate(zip(amounts, voids, strict=True))
    ]


@given(
    some_bids(),
    st.sampled_from(["sealed_first", "sealed_second"]),
    st.sampled_from(["higher", "lower"]),
    st.sampled_from(["earlier", "draw"]),
    st.none() | st.integers(1, 50),
    st.randoms(use_true_random=False),
)
def test_what_holds_of_all_sealed_results(
    bids: list[Bid], mode: str, better: str, tie: str, reserve: int | None, chance: Any
) -> None:
    rules = {"mode": mode, "better": better, "tie_rule": tie, "reserve": reserve, "start_price": None}
    found = outcome(rules, bids)
    sign = 1 if better == "higher" else -1
    valid = [bid for bid in bids if not bid.void]
    best = max((sign * bid.amount for bid in valid), default=None)
    shuffled = list(bids)
    chance.shuffle(shuffled)
    assert outcome(rules, shuffled) == found
    if best is None or (reserve is not None and best < sign * reserve):
        assert (found.winner, found.price) == ("", None)
        return
    assert found.price is not None
    winner = next(bid for bid in valid if bid.bidder == found.winner)
    others = [sign * bid.amount for bid in valid if bid is not winner]
    assert sign * winner.amount == best
    assert sign * found.price <= best
    assert all(sign * found.price >= amount for amount in others) or mode == "sealed_first"
    assert reserve is None or sign * found.price >= sign * reserve
    if mode == "sealed_first":
        assert found.price == winner.amount
