"""The early end of a contract, breaches and disputes."""

from datetime import date
from typing import Any

import pytest

from qinglan.contracts.domain.ending import (
    EndTerms,
    agree_to_ending,
    propose_ending,
    refuse_ending,
    withdraw_ending,
)
from qinglan.contracts.domain.matter import (
    Settlement,
    answer_matter,
    raise_matter,
    settle_matter,
    withdraw_matter,
)
from qinglan.contracts.domain.milestone import complete
from qinglan.contracts.models import Contract, ContractState, Ending, Matter, MatterState, ProposalState
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from tests.contracts import made
from tests.kernel.documents.samples import pdf
from tests.support.races import at_once

PAPER = ("解除协议.pdf", pdf())
DAY = date(2026, 1, 20)
AGREED = EndTerms("agreed", "市场变化", "已付款项不退，资料返还。", DAY)
NOTICE = EndTerms("breach", "经催告仍不付款", "未付款项按合同第七条处理。", DAY)
FACTS: dict[str, Any] = {
    "facts": "第二期款逾期 40 天。",
    "claim": 20_000_00,
    "happened_on": DAY,
    "clause": "第七条",
}


def _end(who: dict[str, Any], contract: Contract, terms: EndTerms = AGREED, name: str = "member") -> Ending:
    return propose_ending(acting_user=who[name], contract=contract, terms=terms, paper=PAPER)


@pytest.mark.django_db
def test_an_agreed_end_waits_for_the_other_side() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    ending = _end(who, contract)
    contract.refresh_from_db()
    assert (contract.state, ending.state) == (ContractState.IN_FORCE, ProposalState.PROPOSED)
    with pytest.raises(Impossible):
        agree_to_ending(acting_user=who["member"], ending=ending)
    for name in ("stranger", "officer"):
        with pytest.raises(PermissionRefused):
            agree_to_ending(acting_user=who[name], ending=ending)
    agree_to_ending(acting_user=who["buyer"], ending=ending)
    contract.refresh_from_db()
    assert contract.state == ContractState.TERMINATED
    assert contract.reason.endswith("市场变化")


@pytest.mark.django_db
def test_refused_the_contract_goes_on_and_may_be_ended_again() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    refuse_ending(acting_user=who["buyer"], ending=_end(who, contract), answer="继续履行")
    contract.refresh_from_db()
    assert contract.state == ContractState.IN_FORCE
    withdraw_ending(acting_user=who["member"], ending=_end(who, contract))
    contract.refresh_from_db()
    _end(who, contract, NOTICE)
    contract.refresh_from_db()
    assert (contract.state, list(contract.endings.values_list("state", flat=True))) == (
        ContractState.TERMINATED, [ProposalState.REFUSED, ProposalState.WITHDRAWN, ProposalState.AGREED],
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("terms", "paper", "field"),
    [
        (EndTerms("agreed", " ", "退款", DAY), PAPER, "reason"),
        (EndTerms("agreed", "市场变化", " ", DAY), PAPER, "settlement"),
        (EndTerms("whim", "市场变化", "退款", DAY), PAPER, "ground"),
        (EndTerms("breach", "不付款", "退款", date(2099, 1, 1)), PAPER, "on"),
        (EndTerms("agreed", "市场变化", "退款", date(2026, 1, 1)), PAPER, "on"),
        (AGREED, None, "file"),
        (NOTICE, None, "file"),
    ],
)
def test_an_end_without_ground_day_or_paper_is_refused(terms: EndTerms, paper: Any, field: str) -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    with pytest.raises(Impossible) as refused:
        propose_ending(acting_user=who["member"], contract=contract, terms=terms, paper=paper)
    contract.refresh_from_db()
    assert (refused.value.field, contract.state, contract.endings.count()) == (
        field,
        ContractState.IN_FORCE,
        0,
    )


@pytest.mark.django_db(transaction=True)
def test_ended_by_both_at_once_it_is_ended_once() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    seen, same = Contract.objects.get(pk=contract.pk), Contract.objects.get(pk=contract.pk)
    outcomes = at_once(lambda: _end(who, seen, NOTICE), lambda: _end(who, same, NOTICE, "buyer"))
    assert len([one for one in outcomes if isinstance(one, Exception)]) == 1
    assert contract.endings.count() == 1


@pytest.mark.django_db
def test_a_dispute_is_answered_and_settled_by_a_court() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    matter = raise_matter(acting_user=who["member"], contract=contract, kind="dispute", values=FACTS)
    contract.milestones.update(state="dropped")
    with pytest.raises(Impossible, match="1"):
        complete(acting_user=who["member"], contract=contract)
    matter = answer_matter(acting_user=who["buyer"], matter=matter, answer="设备未达标，暂缓付款。")
    judged = Settlement("judged", "判令付款 2 万元。", "", date(2026, 2, 1))
    with pytest.raises(Impossible) as refused:
        settle_matter(acting_user=who["buyer"], matter=matter, settlement=judged, paper=PAPER)
    assert refused.value.field == "forum"
    court = Settlement("judged", "判令付款 2 万元。", "演示区人民法院（2026）演示民初 1 号", DAY)
    with pytest.raises(Impossible) as lacks:
        settle_matter(acting_user=who["buyer"], matter=matter, settlement=court)
    assert lacks.value.field == "file"
    settle_matter(acting_user=who["buyer"], matter=matter, settlement=court, paper=PAPER)
    row = Matter.objects.get()
    assert (row.state, row.outcome, row.answer, row.settled_on) == (
        MatterState.SETTLED, "judged", "设备未达标，暂缓付款。", DAY,
    )  # fmt: skip


@pytest.mark.django_db
def test_only_the_side_that_raised_a_breach_lets_it_go() -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    matter = raise_matter(acting_user=who["member"], contract=contract, kind="breach", values=FACTS)
    remedied = Settlement("remedied", "已付清。", "", DAY)
    with pytest.raises(Impossible):
        settle_matter(acting_user=who["buyer"], matter=matter, settlement=remedied)
    with pytest.raises(Impossible):
        withdraw_matter(acting_user=who["buyer"], matter=matter)
    with pytest.raises(PermissionRefused):
        withdraw_matter(acting_user=who["stranger"], matter=matter)
    assert withdraw_matter(acting_user=who["member"], matter=matter).state == MatterState.WITHDRAWN


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "signing", "abandoned"])
def test_what_was_never_signed_is_neither_broken_nor_ended(state: str) -> None:
    who = made.parties()
    contract = made.contract(who, state=state)
    with pytest.raises(Impossible):
        raise_matter(acting_user=who["member"], contract=contract, kind="breach", values=FACTS)
    with pytest.raises(Impossible):
        _end(who, contract)
