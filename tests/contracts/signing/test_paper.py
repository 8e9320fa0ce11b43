"""Signing on paper: print, stamp, scan, compare, in force; and all that may go wrong on the way."""

from datetime import timedelta
from typing import Any

import pytest

from qinglan.contracts.domain import contract as contracts
from qinglan.contracts.domain.scan import bring_scan, compare_scan
from qinglan.contracts.domain.signing import put_to_signature, take_back
from qinglan.contracts.domain.version import write_version
from qinglan.contracts.models import (
    ContractState,
    PartySignature,
    SignatureState,
    Signing,
    SigningState,
    SigningWay,
)
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.documents import store
from qinglan.kernel.documents.checking.refusal import Refused
from qinglan.kernel.documents.printing import pages_with_code
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import LIVE, Todo
from tests.contracts.made import OUTSIDE
from tests.contracts.signing import made
from tests.market.contact.made import payloads

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> dict[str, Any]:
    return made.parties()


def bring(who: dict[str, Any], row: Signing, user: str, *sides: str) -> list[PartySignature]:
    return bring_scan(
        acting_user=who[user], contract=row.contract, parties=made.keys(row, *sides), name="扫描件.pdf",
        content=made.scan(),
    )  # fmt: skip


def compare(who: dict[str, Any], row: Signing, user: str, brought: PartySignature, **more: Any) -> Signing:
    return compare_scan(
        acting_user=who[user], contract=row.contract, scan=brought.scan_id, **{"agrees": True, **more}
    )


def states(row: Signing) -> dict[str, str]:
    return {one.side: one.state for one in row.signatures.all()}


def waiting(row: Signing) -> set[tuple[str, str]]:
    """Kind and addressee of the live to-dos of a signing."""
    live = Todo.objects.filter(subject_type="contracts.signing", subject_key=str(row.pk), state__in=LIVE)
    return {(one.kind, one.addressee) for one in live}


def test_both_sides_stamp_and_the_contract_is_in_force(who: dict[str, Any]) -> None:
    row = made.put(who)
    assert row.contract.state == ContractState.SIGNING
    paper = store.read(row.paper.digest)
    pages = pages_with_code(paper, row.version.version_code)
    assert pages is not None
    assert pages == list(range(1, len(pages) + 1))
    mine = bring(who, row, "member", "seller")
    assert states(row) == {"seller": SignatureState.BROUGHT, "buyer": SignatureState.WAITING}
    compare(who, row, "buyer", mine[0])
    theirs = bring(who, row, "buyer", "buyer")
    compare(who, row, "admin", theirs[0])
    row.refresh_from_db()
    row.contract.refresh_from_db()
    assert (row.state, row.contract.state, row.contract.signed_on) == (
        SigningState.CONCLUDED, ContractState.IN_FORCE, clock.today(),
    )  # fmt: skip
    assert waiting(row) == set()
    stream = payloads(row.contract.key)
    assert stream[-2:] == [
        {"signed_on": clock.today().isoformat(), "file": row.paper.digest},
        {"from": "signing", "to": "in_force", "signed_on": clock.today().isoformat()},
    ]


def test_one_paper_with_all_stamps_is_enough(who: dict[str, Any]) -> None:
    row = made.put(who)
    brought = bring(who, row, "member", "seller", "buyer")
    compare(who, row, "buyer", brought[0], signed_on=clock.today())
    row.contract.refresh_from_db()
    assert row.contract.state == ContractState.IN_FORCE


def test_a_party_outside_is_on_the_same_scan_and_an_officer_compares(who: dict[str, Any]) -> None:
    row = made.put(who, buyer=OUTSIDE)
    with pytest.raises(PermissionRefused):  # nothing was brought yet: nothing for an officer to read
        compare_scan(acting_user=who["officer"], contract=row.contract, scan=row.paper_id, agrees=True)
    brought = bring(who, row, "member", "seller", "buyer")
    assert ("contracts.compare_scan", "officer") in waiting(row)
    with pytest.raises(Impossible):  # a colleague of who brought it is not another party
        compare(who, row, "admin", brought[0])
    compare(who, row, "officer", brought[0])
    row.contract.refresh_from_db()
    assert row.contract.state == ContractState.IN_FORCE
    with pytest.raises(PermissionRefused):  # and nothing any more afterwards
        compare(who, row, "officer", brought[0])


def test_an_officer_does_not_read_what_the_other_party_can_compare(who: dict[str, Any]) -> None:
    row = made.put(who)
    brought = bring(who, row, "member", "seller")
    with pytest.raises(PermissionRefused):
        compare(who, row, "officer", brought[0])


@pytest.mark.parametrize("user", ["member", "admin", "owner_seal"])
def test_nobody_compares_what_his_own_side_brought(who: dict[str, Any], user: str) -> None:
    row = made.put(who)
    brought = bring(who, row, "member", "seller", "buyer")
    with pytest.raises(Impossible):
        compare(who, row, user, brought[0])
    assert states(row) == {"seller": SignatureState.BROUGHT, "buyer": SignatureState.BROUGHT}


def test_a_scan_that_differs_is_brought_again(who: dict[str, Any]) -> None:
    row = made.put(who)
    brought = bring(who, row, "member", "seller")
    with pytest.raises(Impossible) as caught:
        compare(who, row, "buyer", brought[0], agrees=False)
    assert caught.value.field == "finding"
    compare(who, row, "buyer", brought[0], agrees=False, finding="第 2 页的版本码是上一版的")
    one = row.signatures.get(side="seller")
    assert (one.state, one.finding) == (SignatureState.WAITING, "第 2 页的版本码是上一版的")
    again = bring(who, row, "member", "seller")
    assert (again[0].finding, again[0].compared_by) == ("", None)
    with pytest.raises(Impossible):  # the old answer does not count twice
        compare(who, row, "member", again[0])


@pytest.mark.parametrize("days", [1, -1])
def test_the_day_of_signing_is_one_on_which_the_paper_could_be_signed(who: dict[str, Any], days: int) -> None:
    row = made.put(who)
    brought = bring(who, row, "member", "seller", "buyer")
    with pytest.raises(Impossible) as caught:
        compare(who, row, "buyer", brought[0], signed_on=clock.today() + timedelta(days=days))
    assert caught.value.field == "signed_on"


def test_what_is_no_scan_is_refused(who: dict[str, Any]) -> None:
    row = made.put(who)
    with pytest.raises(Refused):
        bring_scan(
            acting_user=who["member"], contract=row.contract, parties=made.keys(row, "seller"), name="a.exe",
            content=b"MZ",
        )  # fmt: skip
    with pytest.raises(Impossible) as caught:
        bring(who, row, "member")
    assert caught.value.field == "parties"
    assert states(row) == {"seller": SignatureState.WAITING, "buyer": SignatureState.WAITING}


def test_whose_stamp_is_there_already_is_not_brought_again(who: dict[str, Any]) -> None:
    row = made.put(who)
    compare(who, row, "buyer", bring(who, row, "member", "seller")[0])
    with pytest.raises(Impossible) as caught:
        bring(who, row, "member", "seller", "buyer")
    assert caught.value.field == "parties"


def test_taken_back_it_is_a_draft_again_and_may_be_put_anew(who: dict[str, Any]) -> None:
    row = made.put(who)
    bring(who, row, "member", "seller")
    with pytest.raises(Impossible) as caught:
        take_back(acting_user=who["buyer"], contract=row.contract, reason="  ")
    assert caught.value.field == "reason"
    take_back(acting_user=who["buyer"], contract=row.contract, reason="付款期限还要再谈")
    row.refresh_from_db()
    row.contract.refresh_from_db()
    assert (row.state, row.reason, row.contract.state) == (
        SigningState.WITHDRAWN, "付款期限还要再谈", ContractState.DRAFT,
    )  # fmt: skip
    assert waiting(row) == set()
    with pytest.raises(Impossible):
        bring(who, row, "member", "seller")
    clauses = made.clauses(row.contract) | {"price": "改为三期支付（演示）。"}
    second = write_version(acting_user=who["member"], contract=row.contract, clauses=clauses, seen=1)
    again = put_to_signature(acting_user=who["buyer"], version=second, way=SigningWay.PAPER)
    assert states(again) == {"seller": SignatureState.WAITING, "buyer": SignatureState.WAITING}
    assert again.paper.digest != row.paper.digest


def test_given_up_while_it_is_signed_nobody_is_asked_any_more(who: dict[str, Any]) -> None:
    row = made.put(who)
    row.contract.refresh_from_db()
    contracts.abandon(acting_user=who["admin"], contract=row.contract, reason="不再合作（演示）")
    row.refresh_from_db()
    assert (row.state, row.reason) == (SigningState.WITHDRAWN, "不再合作（演示）")
    assert waiting(row) == set()


def test_only_the_newest_complete_version_of_a_draft_is_put(who: dict[str, Any]) -> None:
    first = made.version(who)
    contract = first.contract
    second = write_version(
        acting_user=who["member"], contract=contract, clauses={"subject": "只有标的。"}, seen=1
    )
    with pytest.raises(StaleEdit):
        put_to_signature(acting_user=who["member"], version=first, way=SigningWay.PAPER)
    with pytest.raises(Impossible):
        put_to_signature(acting_user=who["member"], version=second, way=SigningWay.PAPER)
    third = write_version(
        acting_user=who["member"], contract=contract, clauses=made.clauses(contract), seen=2
    )
    put_to_signature(acting_user=who["member"], version=third, way=SigningWay.PAPER)
    with pytest.raises(Impossible):
        put_to_signature(acting_user=who["member"], version=third, way=SigningWay.PAPER)


def test_milestones_that_do_not_sum_to_the_price_are_not_signed(who: dict[str, Any]) -> None:
    version = made.version(who, milestones=[made.made.PRICE - 1])
    with pytest.raises(Impossible, match="200"):
        put_to_signature(acting_user=who["member"], version=version, way=SigningWay.PAPER)


def test_others_neither_put_nor_bring_nor_take_back(who: dict[str, Any]) -> None:
    version = made.version(who)
    for user in ("stranger", "officer"):
        with pytest.raises(PermissionRefused):
            put_to_signature(acting_user=who[user], version=version, way=SigningWay.PAPER)
    row = put_to_signature(acting_user=who["member"], version=version, way=SigningWay.PAPER)
    for user in ("stranger", "officer"):
        with pytest.raises(PermissionRefused):
            bring(who, row, user, "seller")
        with pytest.raises(PermissionRefused):
            take_back(acting_user=who[user], contract=row.contract, reason="没有权限")
