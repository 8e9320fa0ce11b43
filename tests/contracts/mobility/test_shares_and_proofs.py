"""Shares held by person, proofs of results, the table for the personnel office."""

from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from qinglan.contracts.domain.mobility_term import end_mobility
from qinglan.contracts.domain.result_proof import Part, issue_proof, withdraw_proof
from qinglan.contracts.domain.shareholding import end_shares, record_shares
from qinglan.contracts.mobility import personnel
from qinglan.contracts.mobility.printing import proof_docx
from qinglan.contracts.mobility.proving import lines_of
from qinglan.contracts.mobility.queries import proofs_seen_by, shares_seen_by
from qinglan.contracts.models import ProofLine, Shareholding
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.web.money import number_in
from tests.contracts import made as contracts
from tests.contracts.mobility import made
from tests.contracts.sharing import made as sharing
from tests.market.contact.made import payloads
from tests.parties.organisations.made import code

pytestmark = pytest.mark.django_db
FIRM = code(77)
SHARES: dict[str, Any] = {
    "holder_name": "周某（演示）", "firm_code": FIRM, "firm_name": "青川持股演示有限公司", "basis": "reward", "share": 4_250,
    "amount": 500_000_00, "since": date(2025, 6, 1), "note": "股东会决议（演示）1 号",
}  # fmt: skip
WORDS = {"person_name": "林某（演示）", "post": "副教授", "purpose": "高级工程师"}


@pytest.fixture
def who() -> dict[str, Any]:
    return made.people()


def test_shares_are_held_by_person_and_outlive_the_arrangement(who: dict[str, Any]) -> None:
    row = made.in_force(who)
    held = record_shares(acting_user=who["admin"], unit=who["owner"], values=SHARES, mobility=row)
    assert (held.holder, held.holder_name, held.share) == (who["lin"], "林某（演示）", 4_250)
    row.refresh_from_db()
    end_mobility(
        acting_user=who["admin"],
        mobility=row,
        outcome="resigned",
        ended_on=date(2026, 9, 30),
        reason="辞职（演示）",
    )
    assert list(shares_seen_by(who["lin"])) == [held]
    assert Shareholding.objects.get().until is None


def test_people_hold_no_more_than_the_whole_firm(who: dict[str, Any]) -> None:
    record_shares(acting_user=who["admin"], unit=who["owner"], values={**SHARES, "share": 6_000})
    with pytest.raises(Impossible) as refusal:
        record_shares(acting_user=who["admin"], unit=who["owner"], values={**SHARES, "share": 4_001})
    assert refusal.value.field == "share"
    record_shares(acting_user=who["admin"], unit=who["owner"], values={**SHARES, "share": 4_000})


def test_shares_are_given_up_once(who: dict[str, Any]) -> None:
    held = record_shares(acting_user=who["admin"], unit=who["owner"], values=SHARES)
    with pytest.raises(Impossible):
        end_shares(acting_user=who["admin"], shares=held, until=date(2025, 5, 31))
    ended = end_shares(acting_user=who["admin"], shares=held, until=date(2026, 5, 31))
    assert ended.until == date(2026, 5, 31)
    with pytest.raises(StaleEdit):
        end_shares(acting_user=who["admin"], shares=held, until=date(2026, 6, 30))
    with pytest.raises(PermissionRefused):
        end_shares(acting_user=who["lin"], shares=ended, until=date(2026, 6, 30))


def test_a_proof_names_signed_contracts_with_their_numbers(who: dict[str, Any]) -> None:
    signed = contracts.contract(who, state="in_force")
    draft = contracts.contract(who, state="draft", number="HT-2026-900002")
    with pytest.raises(Impossible) as refusal:
        issue_proof(acting_user=who["admin"], unit=who["owner"], values=WORDS, parts=[Part(draft, "设计")])
    assert "HT-2026-900002" in refusal.value.message
    proof = issue_proof(
        acting_user=who["admin"], unit=who["owner"], values=WORDS, parts=[Part(signed, "工艺设计", 60)]
    )
    (line,) = lines_of(proof)
    assert (line.number, line.national_number, line.other_side, line.amount, line.part, line.share) == (
        "HT-2026-900001", "", who["buyer_unit"].name, contracts.PRICE, "工艺设计", 60,
    )  # fmt: skip
    assert payloads(f"proof:{proof.number}") == [{"contracts": ["HT-2026-900001"]}]
    assert proof_docx(proof, [line])[:2] == b"PK"
    assert list(proofs_seen_by(who["admin"])) == [proof]
    assert list(proofs_seen_by(who["buyer"])) == []


def test_shares_of_the_work_sum_to_the_whole_and_a_withdrawn_proof_frees_them(who: dict[str, Any]) -> None:
    signed = contracts.contract(who, state="completed")

    def issue(share: int) -> Any:
        return issue_proof(
            acting_user=who["admin"], unit=who["owner"], values=WORDS, parts=[Part(signed, "设计", share)]
        )

    first = issue(60)
    with pytest.raises(Impossible):
        issue(41)
    withdraw_proof(acting_user=who["admin"], proof=first, reason="写错了承担的工作。")
    assert issue(100).lines.count() == 1
    with pytest.raises(Impossible):
        withdraw_proof(acting_user=who["admin"], proof=first, reason="再次。")


def test_the_table_of_the_personnel_office(who: dict[str, Any]) -> None:
    row = made.in_force(who)
    made.applied(who, form="part_time")
    record_shares(acting_user=who["admin"], unit=who["owner"], values=SHARES)
    assert personnel.rows(who["owner"], 2026) == [
        ["林某（演示）", "副教授", "离岗创业", "青川外部演示环保有限公司", date(2026, 1, 1), date(2028, 12, 31), None, None, "由企业支付", row.number],
        ["周某（演示）", "", "持有股权", "青川持股演示有限公司", date(2025, 6, 1), None, "42.50", "500,000.00", "不纳入", SHARES["note"]],
    ]  # fmt: skip
    assert personnel.rows(who["owner"], 2024) == []


def test_rewards_that_were_paid_stand_in_the_table_of_their_year() -> None:
    who = sharing.people()
    conversion = sharing.usual(who)
    plan = sharing.shared(who, conversion)
    assert personnel.rows(conversion.keeper, 2026) == []
    reward = plan.rewards.order_by("pk")[0]
    settled = {"pay_on": date(2026, 6, 30), "withheld": 1, "counted": 1, "voucher": "记-1", "halved": "yes"}
    plan.rewards.filter(pk=reward.pk).update(state="paid", **settled)
    (line,) = personnel.rows(conversion.keeper, 2026)
    assert line[:5] == [
        reward.inventor.name, reward.inventor.post, "职务发明现金奖励", conversion.contract and conversion.contract.number, date(2026, 6, 30),
    ]  # fmt: skip
    assert line[7:9] == [number_in(reward.amount, "yuan"), "不纳入"]
    assert personnel.rows(conversion.keeper, 2025) == []


@pytest.mark.django_db(transaction=True)
def test_two_proofs_at_once_do_not_give_more_than_the_whole() -> None:
    who = made.people()
    signed = contracts.contract(who, state="in_force")
    refused: list[str] = []

    def issue() -> None:
        try:
            issue_proof(
                acting_user=who["admin"], unit=who["owner"], values=WORDS, parts=[Part(signed, "设计", 70)]
            )
        except Impossible as refusal:
            refused.append(refusal.message)
        finally:
            connection.close()

    both = [Thread(target=issue) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(ProofLine.objects.filter(contract=signed).values_list("share", flat=True)) == 70
    assert len(refused) == 1
