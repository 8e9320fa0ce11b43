"""Milestones: the provider delivers, the buyer accepts or refuses, both complete the contract."""

from datetime import date
from typing import Any

import pytest

from qinglan.contracts.domain.milestone import accept, complete, deliver, refuse
from qinglan.contracts.models import Contract, ContractPaper, ContractState, Milestone, MilestoneState
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from tests.contracts import made
from tests.contracts.performing.reading import payloads
from tests.kernel.documents.samples import pdf
from tests.support.races import at_once

DAY = date(2026, 1, 20)


def _first(contract: Contract) -> Milestone:
    return contract.milestones.order_by("number")[0]


@pytest.mark.django_db
def test_delivered_refused_delivered_again_and_accepted() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force", milestones=[1_200_000_00, 800_000_00])
    deliver(acting_user=who["member"], milestone=_first(contract), on=DAY, words="图纸 12 张")
    refuse(acting_user=who["buyer"], milestone=_first(contract), on=DAY, words="缺第 7 张")
    deliver(
        acting_user=who["member"],
        milestone=_first(contract),
        on=DAY,
        words="补齐",
        paper=("交付单.pdf", pdf()),
    )
    accept(acting_user=who["buyer"], milestone=_first(contract), on=date(2026, 1, 25), words="合格")
    row = _first(contract)
    assert (row.state, row.delivered_on, row.accepted_on, row.result, row.revision) == (
        MilestoneState.ACCEPTED, DAY, date(2026, 1, 25), "合格", 4,
    )  # fmt: skip
    assert [paper.about for paper in ContractPaper.objects.filter(contract=contract)] == ["milestone:1"]
    moved = payloads(contract, "contracts.milestone-moved")
    assert [(one["number"], one["to"]) for one in moved] == [
        (1, "delivered"), (1, "refused"), (1, "delivered"), (1, "accepted"),
    ]  # fmt: skip
    with pytest.raises(Impossible, match=r"2\. 第 2 期"):
        complete(acting_user=who["member"], contract=contract)
    second = contract.milestones.get(number=2)
    deliver(acting_user=who["member"], milestone=second, on=DAY)
    accept(acting_user=who["buyer"], milestone=contract.milestones.get(number=2), on=DAY)
    assert complete(acting_user=who["buyer"], contract=contract).state == ContractState.COMPLETED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who_acts", "verb", "words", "field"),
    [
        ("buyer", deliver, "图纸", None),
        ("member", accept, "合格", None),
        ("member", refuse, "不合格", None),
        ("buyer", refuse, " ", "words"),
    ],
)
def test_each_side_does_its_own(who_acts: str, verb: Any, words: str, field: str | None) -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    if verb is not deliver:
        deliver(acting_user=who["member"], milestone=_first(contract), on=DAY)
    before = _first(contract).state
    with pytest.raises(Impossible) as refused:
        verb(acting_user=who[who_acts], milestone=_first(contract), on=DAY, words=words)
    assert (refused.value.field, _first(contract).state) == (field, before)


@pytest.mark.django_db
def test_who_is_no_party_does_nothing() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    for name in ("stranger", "officer"):
        with pytest.raises(PermissionRefused):
            deliver(acting_user=who[name], milestone=_first(contract), on=DAY)
        with pytest.raises(PermissionRefused):
            complete(acting_user=who[name], contract=contract)


@pytest.mark.django_db
@pytest.mark.parametrize("on", [date(2026, 1, 9), date(2099, 1, 1)])
def test_no_day_before_the_signing_and_none_to_come(on: date) -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    with pytest.raises(Impossible) as refused:
        deliver(acting_user=who["member"], milestone=_first(contract), on=on)
    assert refused.value.field == "on"


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "signing", "completed", "terminated", "abandoned"])
def test_milestones_move_while_the_contract_is_in_force(state: str) -> None:
    who = made.parties()
    contract = made.contract(who, state=state)
    with pytest.raises(Impossible):
        deliver(acting_user=who["member"], milestone=_first(contract), on=DAY)


@pytest.mark.django_db
def test_an_outside_buyer_accepts_on_paper() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force", buyer=made.OUTSIDE)
    deliver(acting_user=who["member"], milestone=_first(contract), on=DAY)
    with pytest.raises(Impossible) as refused:
        accept(acting_user=who["member"], milestone=_first(contract), on=DAY)
    assert refused.value.field == "file"
    accept(acting_user=who["member"], milestone=_first(contract), on=DAY, paper=("验收单.pdf", pdf()))
    assert _first(contract).state == MilestoneState.ACCEPTED


@pytest.mark.django_db(transaction=True)
def test_accepted_and_refused_at_once_one_of_them_counts() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    deliver(acting_user=who["member"], milestone=_first(contract), on=DAY)
    seen, same = _first(contract), _first(contract)
    outcomes = at_once(
        lambda: accept(acting_user=who["buyer"], milestone=seen, on=DAY),
        lambda: refuse(acting_user=who["buyer"], milestone=same, on=DAY, words="不合格"),
    )
    errors = [one for one in outcomes if isinstance(one, Exception)]
    assert [type(one) for one in errors] == [StaleEdit]
    assert _first(contract).revision == 2
