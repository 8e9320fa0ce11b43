"""Amendments: one side proposes with the stamped paper, the other confirms, and only then anything changes."""

from datetime import date
from typing import Any

import pytest

from qinglan.contracts.domain.amendment import (
    agree_to_amendment,
    propose_amendment,
    refuse_amendment,
    withdraw_amendment,
)
from qinglan.contracts.domain.milestone import accept, deliver
from qinglan.contracts.domain.milestone_plan import Step
from qinglan.contracts.models import Amendment, Contract, ProposalState
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from tests.contracts import made
from tests.contracts.performing.reading import payloads
from tests.kernel.documents.samples import pdf
from tests.support.races import at_once

PAPER = ("补充协议.pdf", pdf())
LESS: dict[str, Any] = {"amount": 1_500_000_00}
STEPS = {
    1: Step("第 1 期（改）", "样机", date(2026, 5, 1), 700_000_00),
    2: None,
    3: Step("验收", "", None, 800_000_00),
}


def _propose(who: dict[str, Any], contract: Contract, **changes: Any) -> Amendment:
    given: dict[str, Any] = {
        "acting_user": who["member"], "contract": contract, "values": LESS, "steps": STEPS,
        "reason": "价款调减，合并两期", "paper": PAPER,
    }  # fmt: skip
    return propose_amendment(**{**given, **changes})


def _plan(contract: Contract) -> list[tuple[int, str, int, str]]:
    return [(one.number, one.title, one.amount, one.state) for one in contract.milestones.order_by("number")]


@pytest.mark.django_db
def test_nothing_changes_before_the_other_side_agrees() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force", milestones=[1_200_000_00, 800_000_00])
    stood = _plan(contract)
    amendment = _propose(who, contract)
    contract.refresh_from_db()
    assert (contract.amount, _plan(contract)) == (made.PRICE, stood)
    agree_to_amendment(acting_user=who["buyer"], amendment=amendment)
    contract.refresh_from_db()
    assert contract.amount == 1_500_000_00
    assert _plan(contract) == [
        (1, "第 1 期（改）", 700_000_00, "open"), (2, "第 2 期（演示）", 0, "dropped"), (3, "验收", 800_000_00, "open"),
    ]  # fmt: skip
    assert [(one["number"], one["state"], one["after"]["amount"]) for one in payloads(contract, "contracts.amendment-moved")] == [
        (1, "proposed", 1_500_000_00), (1, "agreed", 1_500_000_00),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"values": {"amount": 1_500_000_01}}, "amount"),
        ({"values": {"amount": None}}, "amount"),
        ({"values": {"amount": 1_500_000_00, "ends_on": date(2025, 1, 1)}}, "ends_on"),
        ({"reason": " "}, "reason"),
        ({"paper": None}, "file"),
        ({"values": {}, "steps": {}}, "reason"),
    ],
)
def test_what_does_not_add_up_is_refused_and_nothing_is_kept(changes: dict[str, Any], field: str) -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force", milestones=[1_200_000_00, 800_000_00])
    with pytest.raises(Impossible) as refused:
        _propose(who, contract, **changes)
    contract.refresh_from_db()
    assert (refused.value.field, contract.amendments.count(), contract.amount) == (field, 0, made.PRICE)
    assert _plan(contract)[1][3] == "open"


@pytest.mark.django_db
def test_what_was_accepted_is_not_amended() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force", milestones=[1_200_000_00, 800_000_00])
    deliver(acting_user=who["member"], milestone=contract.milestones.get(number=1), on=date(2026, 1, 20))
    accept(acting_user=who["buyer"], milestone=contract.milestones.get(number=1), on=date(2026, 1, 20))
    contract.refresh_from_db()
    amendment = _propose(
        who, contract, values={"amount": 1_700_000_00}, steps={2: Step("第 2 期", "", None, 500_000_00)}
    )
    agree_to_amendment(acting_user=who["buyer"], amendment=amendment)
    assert _plan(contract) == [
        (1, "第 1 期（演示）", 1_200_000_00, "accepted"),
        (2, "第 2 期", 500_000_00, "open"),
    ]


@pytest.mark.django_db
def test_who_answers_and_who_takes_back() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force", milestones=[1_200_000_00, 800_000_00])
    amendment = _propose(who, contract)
    for act in (agree_to_amendment, lambda **given: refuse_amendment(answer="不同意", **given)):
        with pytest.raises(Impossible):
            act(acting_user=who["member"], amendment=amendment)
    with pytest.raises(Impossible):
        withdraw_amendment(acting_user=who["buyer"], amendment=amendment)
    for name in ("stranger", "officer"):
        with pytest.raises(PermissionRefused):
            agree_to_amendment(acting_user=who[name], amendment=amendment)
    with pytest.raises(Impossible) as refused:
        refuse_amendment(acting_user=who["buyer"], amendment=amendment, answer=" ")
    assert refused.value.field == "answer"
    refuse_amendment(acting_user=who["buyer"], amendment=amendment, answer="期限太短")
    contract.refresh_from_db()
    second = _propose(who, contract)
    withdraw_amendment(acting_user=who["member"], amendment=second)
    assert list(contract.amendments.values_list("number", "state", "answer")) == [
        (1, ProposalState.REFUSED, "期限太短"), (2, ProposalState.WITHDRAWN, ""),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_agreed_and_withdrawn_at_once_one_of_them_counts() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force", milestones=[1_200_000_00, 800_000_00])
    amendment = _propose(who, contract)
    outcomes = at_once(
        lambda: agree_to_amendment(acting_user=who["buyer"], amendment=amendment),
        lambda: withdraw_amendment(acting_user=who["member"], amendment=amendment),
    )
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Impossible]
    contract.refresh_from_db()
    state = contract.amendments.get().state
    assert (state, contract.amount) in [
        (ProposalState.AGREED, 1_500_000_00),
        (ProposalState.WITHDRAWN, made.PRICE),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_amendments_at_once_one_of_them_is_on_the_table() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force", milestones=[1_200_000_00, 800_000_00])
    seen, same = Contract.objects.get(pk=contract.pk), Contract.objects.get(pk=contract.pk)
    outcomes = at_once(lambda: _propose(who, seen), lambda: _propose(who, same, acting_user=who["buyer"]))
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [StaleEdit]
    assert contract.amendments.count() == 1
