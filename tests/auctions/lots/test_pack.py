"""Who may use which mode, who organises it, for how many days, with what deposit: the national rules."""

import pytest

from qinglan.auctions.lots.pack import AuctionsFile, auctions, deposit_limit
from qinglan.auctions.models import LotMode
from qinglan.kernel.rulebook.yaml_file import PackError

MODES = {
    ("state_enterprise", "offered"): ["online", "auction", "sealed_first", "open_licence"],
    ("university", "offered"): ["fixed", "agreed", "online", "auction", "sealed_first", "comparison", "open_licence"],
    ("private", "offered"): list(LotMode.values),
    ("public_body", "offered"): [],
    ("state_enterprise", "sought"): ["comparison"],
    ("university", "sought"): ["fixed", "online", "sealed_first", "comparison"],
    ("private", "sought"): ["fixed", "online", "sealed_first", "sealed_second", "comparison"],
    ("public_body", "sought"): ["comparison"],
}  # fmt: skip


def test_the_matrix_of_owners_and_modes() -> None:
    rules = auctions()
    found = {key: list(rules.modes_for(*key)) for key in MODES}
    assert found == {**MODES}


@pytest.mark.parametrize(
    ("group", "mode", "organisers"),
    [
        ("state_enterprise", "auction", ["auction_house"]),
        ("university", "auction", ["auction_house"]),
        ("state_enterprise", "online", ["property_exchange"]),
        ("university", "online", ["property_exchange", "technology_exchange"]),
        ("state_enterprise", "dutch", []),
    ],
)
def test_who_organises(group: str, mode: str, organisers: list[str]) -> None:
    assert [one.code for one in auctions().organisers_for(group, mode, "offered")] == organisers


def test_periods_and_deposits_of_each_mode() -> None:
    rules = auctions()
    found = {
        one.mode: (
            one.disclosure.least,
            one.disclosure.unit,
            one.viewing_days,
            deposit_limit(one, 100_000_01),
        )
        for one in rules.modes
    }
    third = 30_000_00
    assert found == {
        "fixed": (10, "working_day", 0, third),
        "agreed": (15, "day", 0, third),
        "online": (10, "working_day", 0, third),
        "auction": (7, "day", 2, third),
        "dutch": (10, "working_day", 0, third),
        "sealed_first": (10, "working_day", 0, third),
        "sealed_second": (10, "working_day", 0, third),
        "comparison": (20, "day", 0, 2_000_00),
        "open_licence": (1, "working_day", 0, 0),
    }


def test_every_rule_says_where_it_comes_from() -> None:
    rules = auctions()
    rows = [*rules.organisers, *rules.modes, *rules.matrix, rules.amendment]
    assert {bool(one.source.zh and one.source.en) for one in rows} == {True}
    assert {one.certainty for one in rows} == {"published", "practice", "default"}


def test_a_file_with_an_unknown_organiser_is_refused() -> None:
    values = auctions().model_dump()
    values["matrix"][0]["organisers"] = ["nobody"]
    with pytest.raises((ValueError, PackError), match="unknown class"):
        AuctionsFile.model_validate(values)
