"""Signing and taking back at the same time: first the race without the lock, then that one of them counts."""

from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import transaction

from qinglan.contracts.domain.scan import bring_scan, compare_scan
from qinglan.contracts.domain.seal import sign_electronically
from qinglan.contracts.domain.signing import put_to_signature, take_back
from qinglan.contracts.models import Contract, ContractState, Signing, SigningState, SigningWay
from qinglan.contracts.signing import checking
from qinglan.contracts.signing.local import LocalProvider
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import store
from tests.contracts.signing import made
from tests.market.contact.made import payloads
from tests.market.contact.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def who(settings: Any, tmp_path: Path) -> dict[str, Any]:
    settings.HOME, settings.SEAL_PROVIDER = tmp_path, "local"
    return made.parties()


def test_without_the_lock_a_contract_is_in_force_and_taken_back(who: dict[str, Any]) -> None:
    row = made.put(who)
    both_have_looked = Barrier(2, timeout=10)

    def naive(state: str) -> str:
        with transaction.atomic():
            assert Signing.objects.get(pk=row.pk).state == SigningState.OPEN
            both_have_looked.wait()
            Signing.objects.filter(pk=row.pk).update(
                state=state, reason="演示", ended_at=clock.now(), ended_by=who["member"]
            )
        return state

    assert at_once(lambda: naive("concluded"), lambda: naive("withdrawn")) == ["concluded", "withdrawn"]


@pytest.mark.parametrize("attempt", range(4))
def test_of_the_last_signature_and_a_withdrawal_at_once_one_counts(who: dict[str, Any], attempt: int) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    sign_electronically(
        acting_user=who["buyer_seal"], contract=row.contract, party=made.keys(row, "buyer")[0]
    )
    last = made.keys(row, "seller")[0]
    start = Barrier(2, timeout=10)

    def sign() -> str:
        start.wait()
        sign_electronically(acting_user=who["owner_seal"], contract=row.contract, party=last)
        return "concluded"

    def withdraw() -> str:
        start.wait()
        return take_back(acting_user=who["buyer"], contract=row.contract, reason="另有考虑（演示）").state

    found = at_once(*((sign, withdraw) if attempt % 2 else (withdraw, sign)))
    row.refresh_from_db()
    contract = Contract.objects.get(pk=row.contract_id)
    assert sorted(map(str, found)) == sorted([str(row.state), str(Impossible)])
    assert (row.state, contract.state) in {
        (SigningState.CONCLUDED, ContractState.IN_FORCE),
        (SigningState.WITHDRAWN, ContractState.DRAFT),
    }
    # nothing is lost: what the loser saw is answered, and the stream tells one end
    ends = payloads(contract.key, "contracts.signing-withdrawn") + payloads(
        contract.key, "contracts.signing-concluded"
    )
    assert len(ends) == 1
    signed = 2 if row.state == SigningState.CONCLUDED else 1
    assert row.signatures.filter(state="signed").count() == signed


def test_both_parties_at_once_leave_two_good_signatures(who: dict[str, Any]) -> None:
    row = made.put(who, SigningWay.ELECTRONIC)
    start = Barrier(2, timeout=10)

    def sign(user: str, side: str) -> str:
        start.wait()
        sign_electronically(acting_user=who[user], contract=row.contract, party=made.keys(row, side)[0])
        return side

    found = at_once(lambda: sign("owner_seal", "seller"), lambda: sign("buyer_seal", "buyer"))
    assert sorted(found) == ["buyer", "seller"]
    row.refresh_from_db()
    assert row.state == SigningState.CONCLUDED
    assert row.signed is not None
    seals = checking.signatures_of(store.read(row.signed.digest), LocalProvider().roots())
    assert [one.is_good for one in seals] == [True, True]


def test_a_scan_that_two_compare_at_once_counts_once(who: dict[str, Any]) -> None:
    row = made.put(who)
    brought = bring_scan(
        acting_user=who["member"], contract=row.contract, parties=made.keys(row, "seller", "buyer"), name="a.pdf",
        content=made.scan(),
    )  # fmt: skip
    start = Barrier(2, timeout=10)

    def compare(user: str, agrees: bool) -> str:
        start.wait()
        compare_scan(
            acting_user=who[user],
            contract=row.contract,
            scan=brought[0].scan_id,
            agrees=agrees,
            finding="缺一页",
        )
        return "yes" if agrees else "no"

    found = at_once(lambda: compare("buyer", True), lambda: compare("buyer_seal", False))
    assert [one for one in found if one is not Impossible] in (["yes"], ["no"])
    contract = Contract.objects.get(pk=row.contract_id)
    assert contract.state == (ContractState.IN_FORCE if "yes" in found else ContractState.SIGNING)


def test_two_who_put_the_same_version_at_once_open_one_signing(who: dict[str, Any]) -> None:
    version = made.version(who)
    start = Barrier(2, timeout=10)

    def put(user: str) -> str:
        start.wait()
        put_to_signature(acting_user=who[user], version=version, way=SigningWay.PAPER)
        return "put"

    found = at_once(lambda: put("member"), lambda: put("buyer"))
    assert sorted(map(str, found)) == sorted(["put", str(Impossible)])
    assert Signing.objects.filter(contract=version.contract).count() == 1
