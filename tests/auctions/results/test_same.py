"""The product and the stand-alone script reckon the same result, for every mode and any bids."""

import importlib.util
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qinglan.auctions.domain.result import line
from qinglan.auctions.results.outcome import Bid, outcome
from qinglan.auctions.verifying.export import SCRIPT

_spec = importlib.util.spec_from_file_location("verify_auction", SCRIPT)
assert _spec is not None
assert _spec.loader is not None
script: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(script)

MODES = ("fixed", "agreed", "online", "auction", "dutch", "sealed_first", "sealed_second", "comparison")
CRITERIA = [
    {"place": 1, "title": "价格", "points": 37, "is_price": True},
    {"place": 2, "title": "方案", "points": 43, "is_price": False},
    {"place": 3, "title": "业绩", "points": 20, "is_price": False},
]
rules_ = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(MODES),
        "better": st.sampled_from(["higher", "lower"]),
        "tie_rule": st.sampled_from(["earlier", "draw"]),
        "start_price": st.none() | st.integers(1, 30),
        "reserve": st.none() | st.integers(1, 30),
        "criteria": st.just(CRITERIA),
    }
)
points_ = st.fixed_dictionaries({2: st.lists(st.integers(0, 4300), max_size=5), 3: st.lists(st.integers(0, 2000), max_size=5)})  # fmt: skip


@st.composite
def bids_(draw: st.DrawFn) -> list[Bid]:
    """Up to seven bidders with few different prices, so that many are equal; some were excluded."""
    count = draw(st.integers(0, 7))
    return [
        Bid(
            str(101 + place),
            draw(st.integers(5, 12)),
            place + 1,
            f"{draw(st.integers(0, 255)):02x}{place:02x}",
            draw(st.sampled_from(["", "", "", "collusion"])),
            draw(points_),
        )
        for place in range(count)
    ]


@settings(max_examples=400, deadline=None)
@given(rules_, bids_(), st.sets(st.sampled_from([str(101 + place) for place in range(7)]), max_size=3))
def test_the_script_reckons_as_the_product_does(
    rules: dict[str, Any], bids: list[Bid], passed_over: set[str]
) -> None:
    found = outcome(rules, bids, passed_over)
    lot = SimpleNamespace(
        rules=rules,
        sign=-1 if rules["better"] == "lower" else 1,
        reserve=rules["reserve"],
        excluded={bid.bidder: bid.void for bid in bids if bid.void},
        bids=[
            {"who": bid.bidder, "amount": bid.amount, "order": bid.order, "nonce": bid.nonce, "points": dict(bid.points)}
            for bid in bids
        ],
    )  # fmt: skip
    assert script.outcome(lot)(passed_over) == {
        "failure": found.failure,
        "winner": found.winner,
        "price": found.price,
        "decided_by": found.decided_by,
        "seed": found.seed,
        "ranking": [line(one) for one in found.ranking],
    }
