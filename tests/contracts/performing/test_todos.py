"""What waits for whom about a contract."""

from datetime import date
from typing import Any

import pytest

from qinglan.contracts.domain.amendment import propose_amendment, withdraw_amendment
from qinglan.contracts.domain.contract_state import locked_now, set_contract_state
from qinglan.contracts.domain.milestone import accept, deliver, refuse
from qinglan.contracts.models import Contract, ContractState
from qinglan.kernel.todos.models import LIVE, Todo
from tests.contracts import made
from tests.kernel.documents.samples import pdf

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 20)


def test_from_signature_to_acceptance_somebody_is_next() -> None:
    who = made.parties()
    contract = made.contract(who, state="signing")
    set_contract_state(
        who["member"], locked_now(contract.pk), ContractState.IN_FORCE, signed_on=date(2026, 1, 10)
    )
    ours, theirs = (
        Todo.objects.filter(organisation_key=one.pk, state__in=LIVE)
        for one in (who["owner"], who["buyer_unit"])
    )

    def kinds(rows: Any) -> list[str]:
        return sorted(one.kind for one in rows.all() if one.kind in ("contracts.deliver", "contracts.accept"))

    def first() -> Any:
        return Contract.objects.get(pk=contract.pk).milestones.get(number=1)

    assert (kinds(ours), kinds(theirs)) == (["contracts.deliver"], [])
    deliver(acting_user=who["member"], milestone=first(), on=DAY)
    assert (kinds(ours), kinds(theirs)) == ([], ["contracts.accept"])
    refuse(acting_user=who["buyer"], milestone=first(), on=DAY, words="缺报告")
    assert (kinds(ours), kinds(theirs)) == (["contracts.deliver"], [])
    deliver(acting_user=who["member"], milestone=first(), on=DAY)
    accept(acting_user=who["buyer"], milestone=first(), on=DAY)
    assert (kinds(ours), kinds(theirs)) == ([], [])


def test_an_amendment_waits_for_the_other_side_until_it_is_settled() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    theirs = Todo.objects.filter(
        organisation_key=who["buyer_unit"].pk, kind="contracts.answer_change", state__in=LIVE
    )
    amendment = propose_amendment(
        acting_user=who["member"], contract=contract, values={"ends_on": date(2029, 1, 9)}, steps={}, reason="延期",
        paper=("补充协议.pdf", pdf()),
    )  # fmt: skip
    assert theirs.count() == 1
    withdraw_amendment(acting_user=who["member"], amendment=amendment)
    assert theirs.count() == 0
