"""With what the writing begins: agreed terms, the wording of the checklist, the last version."""

from typing import Any

import pytest
from django.utils import translation

from qinglan.contracts.domain.version import write_version
from qinglan.contracts.drafting.drawn import Drawn, drawn
from qinglan.contracts.drafting.pack import contract_rules
from qinglan.contracts.models import Contract
from qinglan.market.domain import offer
from tests.auctions import made as auctions
from tests.contracts import made
from tests.contracts.test_hand_overs import _won
from tests.market.contact import made as contacts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_agreed_terms_stand_in_their_clauses_in_chinese_whoever_reads(language: str) -> None:
    who = contacts.both()
    offer.accept_offer(acting_user=who["member"], offer=contacts.offered(who, contacts.confidential(who)))
    with translation.override(language):
        found = drawn(Contract.objects.get())
    assert found["subject"].text == "许可标的：专利一项"
    assert found["exclusivity"].text == "许可性质：普通许可\n使用领域：造纸\n地域：本市\n期限：五年"
    assert found["disputes"].text == "争议解决：诉讼 · 本市"
    price = contract_rules().clause("price")
    assert price is not None
    assert found["price"].text == f"费用：分期支付 · 20万元 · 分三期\n{price.draft}"
    assert found["terms"] == Drawn()
    origin = {"zh-hans": "来自谈成的条款", "en": "From the agreed terms"}[language]
    assert [code for code, one in found.items() if one.origin == origin] == [
        "subject", "exclusivity", "price", "disputes",
    ]  # fmt: skip


def test_the_result_of_a_lot_begins_with_the_wording_of_its_checklist() -> None:
    who = auctions.auction()
    _won(who)
    contract = Contract.objects.get()
    rules = contract_rules()
    kind, checklist = rules.kind(contract.kind), rules.clauses_for(contract.kind, contract.form)
    found = {code: one.text for code, one in drawn(contract).items()}
    assert found == {row.code: row.begins_with(kind) for row in checklist}
    assert not any("{" in text for text in found.values())
    assert found["effect"].endswith(
        f"由{kind.seller.zh}按规定向其所在地技术合同登记机构申请认定登记，其他各方予以配合。"
    )


def test_the_next_version_begins_with_the_last_one() -> None:
    who: dict[str, Any] = made.parties()
    contract = made.contract(who)
    write_version(acting_user=who["member"], contract=contract, clauses={"subject": "一项专利。"}, seen=0)
    found = drawn(contract)
    assert found["subject"] == Drawn("一项专利。")
    assert {one.text for code, one in found.items() if code != "subject"} == {""}
