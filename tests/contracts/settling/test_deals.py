"""What brokers brought about: what counts, one deal one claim, and what the sample scheme pays for it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qinglan.contracts.domain.deal_claim import claim_deal, release_claim, take_into_application
from qinglan.contracts.domain.fee import pay_fee
from qinglan.contracts.models import Contract, DealClaim, Fee
from qinglan.contracts.settling.deals import Deal, deals, fees_of_broker, fees_of_unit, subsidies, years_of
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.programmes.definition.reading import read_definition
from qinglan.programmes.domain.case import begin_case
from qinglan.programmes.judging.amounts import amounts
from qinglan.programmes.judging.values import worked_out
from qinglan.programmes.models import CaseDraft, Claim
from tests.contracts.settling import brokered, paid
from tests.contracts.settling.paid import DAY, WAN
from tests.packs.reading import PACKS
from tests.programmes import making

pytestmark = pytest.mark.django_db
NUMBER = "2026500101{:06d}"


def _scheme() -> dict[str, Any]:
    """The subsidy of Chongqing, with the tiers of the sample published in Shanghai."""
    return read_definition(PACKS / "cn-500000-chongqing/programmes/intermediary-subsidy/2026").stored()


def _deal(
    who: dict[str, Any], place: int, amount: int, *, pays: bool = True, **registered: Any
) -> tuple[Contract, str]:
    """A contract of `amount` brought about by the agency's broker, paid with its commission, and registered."""
    contract = brokered.contract(
        who, who["listing"], amount=amount, milestones=[amount], number=f"HT-2026-91{place:04d}"
    )
    paid.received(who, contract, amount, f"R{place}")
    fee = Fee.objects.select_related("charge__contract").get(charge__contract=contract)
    if pays:
        pay_fee(acting_user=who["one"], fee=fee, amount=fee.charge.amount, receipt=f"F{place}", paid_on=DAY)
    number = NUMBER.format(place)
    brokered.registered(who, contract, number, **registered)
    return contract, number


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    """The agency with its broker, under mandate of the owner."""
    found = brokered.people()
    found["listing"] = brokered.technology(found)
    brokered.mandate(found, "one", found["listing"])
    return found


def _listed(who: dict[str, Any]) -> list[Deal]:
    return deals(fees_of_unit(who["agency"]), 2026)


def test_what_counts_and_why_the_rest_does_not(who: dict[str, Any]) -> None:
    _deal(who, 1, 600 * WAN)
    _deal(who, 2, 900 * WAN, is_related=True, related_note="同一实际控制人（演示）")
    _deal(who, 3, 100 * WAN, is_related=None)
    _deal(who, 4, 100 * WAN, is_green=False)
    _deal(who, 5, 100 * WAN, pays=False)
    _deal(who, 6, 100 * WAN, registered_on=date(2025, 12, 31))
    assert [(one.number[-1], one.why_not, one.fee) for one in _listed(who)] == [
        ("1", "", 18 * WAN), ("2", "related", 27 * WAN), ("3", "", 3 * WAN), ("4", "not_green", 3 * WAN),
        ("5", "unpaid", 0),
    ]  # fmt: skip
    assert "同一实际控制人" in _listed(who)[1].reason
    assert years_of(fees_of_unit(who["agency"])) == [2026, 2025]
    broker = who["one"].broker
    assert [one.number for one in deals(fees_of_broker(broker), 2026)] == [one.number for one in _listed(who)]


def test_where_neither_contract_nor_registration_says_whether_related_it_does_not_count(
    who: dict[str, Any],
) -> None:
    contract, _number = _deal(who, 1, 100 * WAN, is_related=None)
    Contract.objects.filter(pk=contract.pk).update(is_related=None)
    assert [one.why_not for one in _listed(who)] == ["unknown_related"]


@pytest.mark.parametrize(
    ("amounts_", "expected"),
    [([600], "120000"), ([400, 600], "150000"), ([4000], "500000"), ([10000], "800000"), ([499], "0")],
)
def test_the_sample_pays_600_wan_12_and_4000_wan_50(
    who: dict[str, Any], amounts_: list[int], expected: str
) -> None:
    making.version(who["officer"], _scheme())
    for place, amount in enumerate(amounts_, 1):
        _deal(who, place, amount * WAN)
    _deal(who, 90, 9000 * WAN, is_related=True)  # left out, whatever its size
    (found,) = subsidies([one for one in _listed(who) if one.counts])
    assert [line.amount for line in found.lines] == [Decimal(expected)]


def test_a_deal_is_claimed_once_and_the_first_claim_is_named(who: dict[str, Any]) -> None:
    _contract, number = _deal(who, 1, 600 * WAN)
    claim = claim_deal(acting_user=who["clerk"], organisation=who["agency"], number=number)
    assert (claim.number, claim.year, claim.amount, claim.fee) == (number, 2026, 600 * WAN, 18 * WAN)
    with pytest.raises(Impossible) as refused:
        claim_deal(acting_user=who["clerk"], organisation=who["agency"], number=f"{number[:4]}-{number[4:]}")
    assert who["agency"].name in refused.value.message
    assert number in refused.value.message
    with pytest.raises(Impossible):
        release_claim(acting_user=who["clerk"], claim=claim, reason=" ")
    release_claim(acting_user=who["clerk"], claim=claim, reason="由合作单位申领")
    claim_deal(acting_user=who["clerk"], organisation=who["agency"], number=number)
    assert DealClaim.objects.filter(number=number, released_at__isnull=True).count() == 1


def test_a_deal_that_an_application_claimed_is_refused_and_the_application_named(who: dict[str, Any]) -> None:
    _contract, number = _deal(who, 1, 600 * WAN)
    case = making.case(who["officer"], number=55)
    Claim.objects.create(
        programme=case.version.programme, key=number, case=case, row=1, claimed_at=clock.now()
    )
    with pytest.raises(Impossible) as refused:
        claim_deal(acting_user=who["clerk"], organisation=who["agency"], number=number)
    assert str(case) in refused.value.message


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"is_related": True, "related_note": "母子公司"}, "母子公司"),
        ({"is_green": False}, "还没有确认为绿色技术"),
        ({"pays": False}, "还没有佣金到账"),
    ],
)
def test_what_does_not_count_is_not_claimed(who: dict[str, Any], changes: dict[str, Any], says: str) -> None:
    _contract, number = _deal(who, 1, 600 * WAN, **changes)
    with pytest.raises(Impossible) as refused:
        claim_deal(acting_user=who["clerk"], organisation=who["agency"], number=number)
    assert says in refused.value.message


def test_only_its_own_deals_and_only_those_registered(who: dict[str, Any]) -> None:
    _contract, number = _deal(who, 1, 600 * WAN)
    with pytest.raises(Impossible) as foreign:
        claim_deal(acting_user=who["member"], organisation=who["owner"], number=number)
    assert "没有受托办理" in foreign.value.message
    with pytest.raises(Impossible):
        claim_deal(acting_user=who["clerk"], organisation=who["agency"], number="20269999")
    with pytest.raises(PermissionRefused):
        claim_deal(acting_user=who["member"], organisation=who["agency"], number=number)


def test_claims_are_taken_into_an_application_which_then_pays_by_them(who: dict[str, Any]) -> None:
    one = making.open_round(who["officer"], _scheme())
    case = begin_case(acting_user=who["clerk"], round=one, applicant=who["agency"])
    with pytest.raises(Impossible):
        take_into_application(acting_user=who["clerk"], case=case, year=2026)
    for place, amount in ((1, 600), (2, 3400)):
        _contract, number = _deal(who, place, amount * WAN)
        claim_deal(acting_user=who["clerk"], organisation=who["agency"], number=number)
    take_into_application(acting_user=who["clerk"], case=case, year=2026)
    draft = CaseDraft.objects.get(case=case)
    assert [(row["registration"], row["technology_value"], row["fee"], row["related"]) for row in draft.rows["deals"]] == [
        (NUMBER.format(1), "6000000", "180000", False), (NUMBER.format(2), "34000000", "1020000", False),
    ]  # fmt: skip
    definition = one.version.definition
    values, tables = worked_out(definition, {}, {"deals": draft.rows["deals"]})
    assert [line.amount for line in amounts(definition, values, tables).lines] == [Decimal(500000)]
    take_into_application(acting_user=who["clerk"], case=case, year=2026)  # again: the same rows
    assert len(CaseDraft.objects.get(case=case).rows["deals"]) == 2
