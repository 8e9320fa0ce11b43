"""Writing versions of a contract: each stays, a newer one is not overwritten, and what differs is shown."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.domain.contract import edit_contract
from qinglan.contracts.domain.version import write_version
from qinglan.contracts.drafting.checklist import lacks
from qinglan.contracts.drafting.comparing import clauses, particulars
from qinglan.contracts.drafting.pack import contract_rules
from qinglan.contracts.models import Contract, ContractState, ContractVersion
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from qinglan.market.contact.comparing import pieces
from tests.contracts import made
from tests.contracts.signing.made import clauses as clauses_of
from tests.market.contact.made import payloads

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> dict[str, Any]:
    return made.parties()


def filled(contract: Contract, **changes: str) -> dict[str, str]:
    """Every essential clause, said in a sentence, with `changes`."""
    return clauses_of(contract) | changes


def test_the_first_version_keeps_all_that_the_contract_says(who: dict[str, Any]) -> None:
    contract = made.contract(who)
    said = filled(contract)
    version = write_version(acting_user=who["member"], contract=contract, clauses=said, seen=0, note="初稿")
    assert (version.number, version.unit, version.author, version.note) == (
        1,
        who["owner"],
        who["member"],
        "初稿",
    )
    assert {one.code: one.text for one in version.clauses.all()} == said
    assert [one.position for one in version.clauses.all()] == list(range(1, len(said) + 1))
    assert version.facts["amount"] == made.PRICE
    assert [one["name"] for one in version.facts["parties"]] == [who["buyer_unit"].name, who["owner"].name]
    with translation.override("zh-hans"):
        assert lacks(contract, version) == []
    assert payloads(contract.key) == [
        {"number": 1, "digest": version.digest, "version_code": version.version_code}
    ]


def test_a_version_written_after_an_older_one_is_not_saved(who: dict[str, Any]) -> None:
    contract = made.contract(who)
    write_version(acting_user=who["member"], contract=contract, clauses=filled(contract), seen=0)
    with pytest.raises(StaleEdit) as caught:
        write_version(
            acting_user=who["buyer"],
            contract=contract,
            clauses=filled(contract, subject="另一个标的"),
            seen=0,
        )
    assert [(one.yours, one.current) for one in caught.value.differences] == [("—", "v1")]
    assert ContractVersion.objects.filter(contract=contract).count() == 1


def test_the_other_party_writes_on_and_both_see_what_differs(who: dict[str, Any]) -> None:
    contract = made.contract(who)
    first = write_version(acting_user=who["member"], contract=contract, clauses=filled(contract), seen=0)
    edit_contract(acting_user=who["buyer"], contract=contract, values={"amount": 180_000_000})
    second = write_version(
        acting_user=who["buyer"],
        contract=contract,
        clauses=filled(contract, subject="干法剥皮机三台套及其控制软件。"),
        seen=1,
    )
    assert second.unit == who["buyer_unit"]
    with translation.override("zh-hans"):
        changed = [(one.code, one.before, one.after) for one in particulars(first, second) if one.differs]
        said = [(one.code, one.before, one.after) for one in clauses(first, second) if one.differs]
    assert changed == [
        ("amount", "200万元（人民币贰佰万元整）", "180万元（人民币壹佰捌拾万元整）"),
    ]
    assert said == [
        ("subject", "标的的内容、范围和要求按约定（演示）。", "干法剥皮机三台套及其控制软件。"),
    ]


def test_the_same_words_are_no_new_version(who: dict[str, Any]) -> None:
    contract = made.contract(who)
    write_version(acting_user=who["member"], contract=contract, clauses=filled(contract), seen=0)
    with pytest.raises(Impossible, match="1"):
        write_version(acting_user=who["member"], contract=contract, clauses=filled(contract), seen=1)


@pytest.mark.parametrize(
    ("clauses_given", "field"),
    [
        ({"risk": "不是许可合同的条款"}, None),
        ({}, None),
        ({"subject": "字" * 4001}, "subject"),
        ({"subject": "一个不能印的字：\U00020bb7\U0001f600"}, None),
    ],
)
def test_what_a_version_may_not_say_is_refused(
    who: dict[str, Any], clauses_given: dict[str, str], field: str | None
) -> None:
    contract = made.contract(who)
    with pytest.raises(Impossible) as caught:
        write_version(acting_user=who["member"], contract=contract, clauses=clauses_given, seen=0)
    assert caught.value.field == field
    assert not ContractVersion.objects.filter(contract=contract).exists()


@pytest.mark.parametrize("state", [one for one in ContractState if one != ContractState.DRAFT])
def test_only_a_draft_is_written(who: dict[str, Any], state: str) -> None:
    contract = made.contract(who, state=state)
    with pytest.raises(Impossible):
        write_version(acting_user=who["member"], contract=contract, clauses=filled(contract), seen=0)


@pytest.mark.parametrize("role", ["officer", "stranger"])
def test_others_write_no_version(who: dict[str, Any], role: str) -> None:
    contract = made.contract(who)
    with pytest.raises(PermissionRefused):
        write_version(acting_user=who[role], contract=contract, clauses=filled(contract), seen=0)


def test_versions_and_clauses_only_grow(who: dict[str, Any]) -> None:
    contract = made.contract(who)
    version = write_version(acting_user=who["member"], contract=contract, clauses=filled(contract), seen=0)
    for table in ("contracts_contractversion", "contracts_versionclause"):
        with (
            pytest.raises(DatabaseError, match=r"append-only|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608 - a constant of this test
    assert version.clauses.count() == len(filled(contract))


def test_the_checklist_says_what_is_missing(who: dict[str, Any]) -> None:
    contract = made.contract(who, milestones=[100], form="", is_related=None, ends_on=None)
    version = write_version(
        acting_user=who["member"], contract=contract, clauses={"subject": "一项专利。"}, seen=0
    )
    with translation.override("zh-hans"):
        found = lacks(contract, version)
    musts = [one.text for one in found if one.must]
    essential = [row for row in contract_rules().clauses_for(contract.kind, "") if row.essential]
    assert len(musts) == len(essential) - 1 + 2  # all but the subject; the plan, the sub-kind
    assert len([one for one in found if not one.must]) >= 2


def test_a_changed_particular_makes_the_version_stale(who: dict[str, Any]) -> None:
    contract = made.contract(who)
    version = write_version(acting_user=who["member"], contract=contract, clauses=filled(contract), seen=0)
    row = edit_contract(acting_user=who["member"], contract=contract, values={"title": "换了名称（演示）"})
    assert [one.must for one in lacks(row, version)][:1] == [True]


words = st.text(alphabet="一二三甲乙0123，。 \n", max_size=60)


@given(words, words)
def test_the_pieces_of_a_difference_give_both_texts_back(old: str, new: str) -> None:
    found = list(pieces(old, new))
    assert "".join(one.text for one in found if one.sign != "+") == old
    assert "".join(one.text for one in found if one.sign != "-") == new
