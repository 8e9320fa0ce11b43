"""Signing on paper is held equal to a plain reference, whatever the order in which people act."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qinglan.contracts.domain.scan import bring_scan, compare_scan
from qinglan.contracts.domain.signing import put_to_signature, take_back
from qinglan.contracts.models import Contract, ContractVersion, Signing, SigningState, SigningWay
from qinglan.kernel.conflicts import Impossible
from tests.contracts.signing import made

pytestmark = pytest.mark.django_db
SIDES = ("seller", "buyer")
PEOPLE = {"seller": "member", "buyer": "buyer"}


@dataclass
class Reference:
    """A signing as one would follow it on paper: who brought which scan, which sides have signed."""

    state: str = "draft"
    scans: dict[str, tuple[str, int]] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    brought: int = 0

    def put(self) -> bool:
        if self.state != "draft":
            return False
        self.state, self.scans, self.signed = "signing", {}, set()
        return True

    def bring(self, who: str, sides: tuple[str, ...]) -> bool:
        if self.state != "signing" or self.signed & set(sides):
            return False
        self.brought += 1
        self.scans |= dict.fromkeys(sides, (who, self.brought))
        return True

    def compare(self, who: str, side: str, agrees: bool) -> bool:
        if self.state != "signing" or side not in self.scans or self.scans[side][0] == who:
            return False
        number = self.scans[side][1]
        for one in [one for one, scan in self.scans.items() if scan[1] == number]:
            del self.scans[one]
            if agrees:
                self.signed.add(one)
        if self.signed == set(SIDES):
            self.state = "in_force"
        return True

    def back(self) -> bool:
        if self.state != "signing":
            return False
        self.state, self.scans, self.signed = "draft", {}, set()
        return True


side = st.sampled_from(SIDES)
act = st.one_of(
    st.tuples(st.just("put"), side),
    st.tuples(st.just("bring"), side, st.sampled_from([("seller",), ("buyer",), SIDES])),
    st.tuples(st.just("bring"), side, st.sampled_from([("seller",), ("buyer",), SIDES])),
    st.tuples(st.just("compare"), side, side, st.sampled_from([True, True, False])),
    st.tuples(st.just("compare"), side, side, st.sampled_from([True, True, False])),
    st.tuples(st.just("back"), side),
)


@pytest.fixture
def scene() -> tuple[dict[str, Any], ContractVersion]:
    who = made.parties()
    return who, made.version(who)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(act, max_size=10))
@example(
    acts=[
        ("bring", "seller", SIDES), ("compare", "buyer", "seller", False), ("bring", "seller", ("seller",)),
        ("compare", "buyer", "seller", True), ("bring", "buyer", ("buyer",)), ("compare", "seller", "buyer", True),
        ("back", "buyer"), ("put", "seller"),
    ]
)  # fmt: skip
def test_every_order_of_acts_ends_as_on_paper(
    scene: tuple[dict[str, Any], ContractVersion], acts: list[tuple[Any, ...]]
) -> None:
    who, version = scene
    with transaction.atomic():
        reference = Reference()
        for one in [("put", "seller"), *acts]:
            assert _does(_verb(who, version, one)) == _expected(reference, one), one
            _agrees(version.contract_id, reference)
        transaction.set_rollback(True)


def _expected(reference: Reference, one: tuple[Any, ...]) -> bool:
    name, user, *rest = one
    if name in ("put", "back"):
        return bool(getattr(reference, name)())
    return bool(getattr(reference, name)(user, *rest))


def _does(act: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            act()
    except Impossible:
        return False
    return True


def _verb(who: dict[str, Any], version: ContractVersion, one: tuple[Any, ...]) -> Callable[[], Any]:
    name, side, *rest = one
    user, contract = who[PEOPLE[side]], version.contract
    if name == "put":
        return lambda: put_to_signature(acting_user=user, version=version, way=SigningWay.PAPER)
    if name == "back":
        return lambda: take_back(acting_user=user, contract=contract, reason="再谈（演示）")
    last = Signing.objects.filter(contract=contract).order_by("-pk").first()
    assert last is not None
    if name == "bring":
        return lambda: bring_scan(
            acting_user=user, contract=contract, parties=made.keys(last, *rest[0]), name="a.pdf",
            content=made.scan(),
        )  # fmt: skip
    held = last.signatures.get(side=rest[0])
    scan: Any = held.scan_id or last.paper_id
    return lambda: compare_scan(
        acting_user=user, contract=contract, scan=scan, agrees=rest[1], finding="缺页（演示）"
    )


def _agrees(contract: int, reference: Reference) -> None:
    """The rows say what the reference says; a contract is in force if and only if all signed."""
    assert Contract.objects.get(pk=contract).state == reference.state
    last = Signing.objects.filter(contract=contract).order_by("-pk").first()
    assert last is not None
    ends = {"draft": SigningState.WITHDRAWN, "signing": SigningState.OPEN, "in_force": SigningState.CONCLUDED}
    assert last.state == ends[reference.state]
    if reference.state != "draft":
        assert {one.side for one in last.signatures.filter(state="signed")} == reference.signed
        assert {one.side for one in last.signatures.filter(state="brought")} == set(reference.scans)
