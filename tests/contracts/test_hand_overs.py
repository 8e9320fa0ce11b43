"""Agreed terms and the result of a lot become drafts by themselves; a contract in force concludes its lot."""

from typing import Any

import pytest
from django.db import transaction

from qinglan.auctions.domain.signing import confirm_signed, declare_default
from qinglan.auctions.models import Lot, LotState, Sold
from qinglan.contracts.domain.contract import abandon, edit_contract
from qinglan.contracts.domain.contract_state import locked_now, set_contract_state
from qinglan.contracts.domain.party import write_party
from qinglan.contracts.domain.party_entry import Particulars
from qinglan.contracts.drafting.drawn import drawn
from qinglan.contracts.models import Contract, ContractKind, ContractState, PaymentMode, PricingWay
from qinglan.kernel.conflicts import Impossible
from qinglan.market.domain import offer
from qinglan.market.domain.term_sheet import Line
from tests.auctions import made as auctions
from tests.auctions.results.disclosed import bids, disclosed
from tests.auctions.results.test_life import fresh, signing
from tests.market.contact import made as contacts
from tests.support.races import at_once

pytestmark = pytest.mark.django_db
PRICE = 105_000_00


def _sides(contract: Contract) -> list[tuple[str, Any]]:
    return [(one.side, one.organisation) for one in contract.parties.all()]


def _won(who: dict[str, Any], *, is_training: bool = False, **changes: Any) -> Lot:
    lot = disclosed(who, is_training=is_training, **changes)
    auctions.bidder(who, lot)
    bids(lot, (101, PRICE))
    return signing(who, lot)


def _in_force(who: dict[str, Any], contract: Contract) -> None:
    set_contract_state(who["member"], locked_now(contract.pk), ContractState.SIGNING)
    set_contract_state(who["member"], locked_now(contract.pk), ContractState.IN_FORCE)


def test_agreed_terms_become_a_draft_with_what_was_agreed() -> None:
    who = contacts.both()
    made = contacts.offered(who, contacts.confidential(who))
    offer.accept_offer(acting_user=who["member"], offer=made)
    contract = Contract.objects.get()
    assert contract.hand_over is not None
    assert (contract.kind, contract.form, contract.amount, contract.payment_mode, contract.pricing_way, contract.keeper) == (
        ContractKind.LICENCE, "ordinary", 200_000_00, PaymentMode.INSTALMENTS, PricingWay.AGREED, who["owner"],
    )  # fmt: skip
    assert (contract.technology, _sides(contract)) == (
        who["technology"], [("seller", who["owner"]), ("buyer", who["firm"])],
    )  # fmt: skip


@pytest.mark.parametrize("agreed", ["lot", "terms"])
def test_use_first_pay_later_is_an_ordinary_licence_that_is_paid_after_the_use(agreed: str) -> None:
    """It is a way of paying: the draft asks neither for a sub-kind nor for the payment again."""
    if agreed == "lot":
        who = auctions.auction()
        _won(who, transfer_mode="use_first")
        price = PRICE
    else:
        who = contacts.both()
        room, price = contacts.confidential(who), 200_000_00
        later = Line(choice="later", amount=price)
        sheet = contacts.written(who, room, fees=later, exclusivity=Line(text="见另页"))
        made = offer.make_offer(acting_user=who["buyer"], sheet=sheet, days=10)
        offer.accept_offer(acting_user=who["member"], offer=made)
    contract = Contract.objects.get()
    assert (contract.kind, contract.form, contract.amount, contract.payment_mode) == (
        ContractKind.LICENCE, "ordinary", price, PaymentMode.OTHER,
    )  # fmt: skip
    assert [(one.title, one.amount) for one in contract.milestones.all()] == [
        ("约定的使用期届满并验收后付款", price)
    ]
    text = drawn(contract)["price"].text
    assert text.count("先使用后付费：被许可人在约定的使用期内先行实施") == 1
    assert text.startswith("费用：先使用后付费 · 20万元\n" if agreed == "terms" else "先使用后付费：")


def test_a_won_lot_becomes_a_draft_and_its_signature_concludes_the_lot() -> None:
    who = auctions.auction()
    lot = _won(who)
    contract = Contract.objects.get()
    assert (contract.amount, contract.pricing_way, contract.technology, _sides(contract)) == (
        PRICE, PricingWay.AUCTION, lot.technology, [("seller", who["owner"]), ("buyer", who["firms"][0])],
    )  # fmt: skip
    assert [one.amount for one in contract.milestones.all()] == [PRICE]
    _in_force(who, contract)
    assert fresh(lot).state == LotState.CONCLUDED
    sold = Sold.objects.get()
    assert (sold.price, sold.result.signing.contract_number) == (PRICE, contract.number)
    assert Contract.objects.count() == 1


def test_the_organiser_may_confirm_the_signature_by_hand_as_well() -> None:
    who = auctions.auction()
    lot = _won(who)
    confirm_signed(acting_user=who["auctioneer"], lot=lot, contract_number="纸质 2026-1")
    _in_force(who, Contract.objects.get())
    assert (Sold.objects.count(), Contract.objects.count(), fresh(lot).state) == (1, 1, LotState.CONCLUDED)


def test_a_winner_in_default_leaves_no_draft_behind() -> None:
    who = auctions.auction()
    declare_default(acting_user=who["auctioneer"], lot=_won(who), reason="书面表示不签")
    contract = Contract.objects.get()
    assert (contract.state, bool(contract.reason)) == (ContractState.ABANDONED, True)


def test_a_training_lot_makes_no_contract() -> None:
    _won(auctions.auction(), is_training=True)
    assert not Contract.objects.exists()


def test_price_and_parties_of_a_won_lot_are_not_written_over() -> None:
    who = auctions.auction()
    _won(who)
    contract = Contract.objects.get()
    with pytest.raises(Impossible) as price:
        edit_contract(acting_user=who["member"], contract=contract, values={"amount": 1_00})
    with pytest.raises(Impossible) as party:
        write_party(
            acting_user=who["member"],
            contract=contract,
            side="buyer",
            particulars=Particulars.of(who["firms"][1]),
        )
    assert (price.value.field, party.value.field) == ("amount", "organisation")
    edit_contract(acting_user=who["member"], contract=contract, values={"sign_place": "本市"})
    contract.refresh_from_db()
    write_party(
        acting_user=who["bidders"][0], contract=contract, side="buyer",
        particulars=Particulars(**{**Particulars.of(who["firms"][0]).__dict__, "bank_name": "演示银行"}),
    )  # fmt: skip
    assert contract.parties.get(side="buyer").bank_name == "演示银行"


def test_a_won_lot_is_not_given_up_by_a_side() -> None:
    who = auctions.auction()
    _won(who)
    contract = Contract.objects.get()
    for acting_user in (who["member"], who["bidders"][0]):
        with pytest.raises(Impossible):
            abandon(acting_user=acting_user, contract=contract, reason="不想签了")
    assert Contract.objects.get().state == ContractState.DRAFT


@pytest.mark.django_db(transaction=True)
def test_the_last_signature_and_a_default_at_once_one_of_them_counts() -> None:
    who = auctions.auction()
    lot = _won(who)
    contract = Contract.objects.get()
    with transaction.atomic():
        set_contract_state(who["member"], locked_now(contract.pk), ContractState.SIGNING)

    def sign() -> None:
        with transaction.atomic():
            row = locked_now(contract.pk)
            set_contract_state(who["member"], row, ContractState.IN_FORCE)

    outcomes = at_once(
        sign, lambda: declare_default(acting_user=who["auctioneer"], lot=lot, reason="书面表示不签")
    )
    assert len([one for one in outcomes if isinstance(one, Exception)]) == 1
    assert (fresh(lot).state, Contract.objects.get().state) in [
        (LotState.CONCLUDED, ContractState.IN_FORCE), (LotState.FAILED, ContractState.ABANDONED),
    ]  # fmt: skip
