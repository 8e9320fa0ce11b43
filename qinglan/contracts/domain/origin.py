"""A contract begins by itself from agreed terms, and from the result of a lot. Parts of other verbs."""

from typing import Any

from qinglan.auctions.models import Better, LotResult
from qinglan.contracts.domain.contract import begin
from qinglan.contracts.domain.party_entry import Particulars, enter
from qinglan.contracts.drafting.drawn import agreed_later, pays_later
from qinglan.contracts.drafting.pack import contract_rules
from qinglan.contracts.models import (
    Contract,
    ContractKind,
    ContractRight,
    Milestone,
    PartySide,
    PaymentMode,
    PricingWay,
)
from qinglan.market.models import HandOver, Mode
from qinglan.parties.models import Organisation

KINDS = {
    Mode.TRANSFER: ContractKind.TRANSFER,
    Mode.EXCLUSIVE: ContractKind.LICENCE,
    Mode.SOLE: ContractKind.LICENCE,
    Mode.ORDINARY: ContractKind.LICENCE,
    Mode.OPEN: ContractKind.LICENCE,
    Mode.USE_FIRST: ContractKind.LICENCE,
    Mode.EQUITY: ContractKind.TRANSFER,
    Mode.JOINT_COMPANY: ContractKind.TRANSFER,
    Mode.JOINT_DEVELOPMENT: ContractKind.DEVELOPMENT,
    Mode.SERVICE: ContractKind.SERVICE,
    Mode.CONSULTING: ContractKind.CONSULTING,
}
"""What a mode of the market becomes; sub-kinds of licences carry the same codes, but for `Mode.USE_FIRST`: see `use_first` in ``contracts.yaml``."""
AGREED_KINDS = {
    "transfer": ContractKind.TRANSFER,
    "development": ContractKind.DEVELOPMENT,
    "service": ContractKind.SERVICE,
}
"""Options of the point “exclusivity” that are no licence."""
PAYMENTS = {
    "lump": PaymentMode.ONCE,
    "instalments": PaymentMode.INSTALMENTS,
    "royalty": PaymentMode.ROYALTY,
    "entry": PaymentMode.ENTRY_AND_ROYALTY,
}


def begin_from_terms(acting_user: Any, handed: HandOver) -> Contract:
    """The draft that follows from agreed terms, within the caller's transaction (that of the agreement)."""
    enquiry = handed.room.enquiry
    about = enquiry.technology or enquiry.need
    assert about is not None  # the database holds that an enquiry is about one of the two
    offers = enquiry.technology is not None
    seller, buyer = (enquiry.receiver, enquiry.sender) if offers else (enquiry.sender, enquiry.receiver)
    lines = {one.code: one for one in handed.sheet.lines.all()}
    fees, grant = lines.get("fees"), lines.get("exclusivity")
    choice = grant.choice if grant else ""
    kind = AGREED_KINDS.get(choice, ContractKind.LICENCE)
    later = agreed_later(handed) and kind == ContractKind.LICENCE
    form = choice if choice in (Mode.EXCLUSIVE, Mode.SOLE, Mode.ORDINARY) else ""
    return _begin(
        acting_user,
        seller,
        buyer,
        {
            "kind": kind,
            "form": form or (contract_rules().use_first.form if later else ""),
            "title": about.title,
            "amount": (fees.amount or None) if fees else None,
            "payment_mode": PAYMENTS.get(fees.choice, PaymentMode.OTHER) if fees else PaymentMode.OTHER,
            "pricing_way": PricingWay.AGREED,
            "technology": enquiry.technology,
            "need": enquiry.need,
        },
        hand_over=handed,
    )


def begin_from_result(acting_user: Any, result: LotResult, winner: Organisation) -> Contract:
    """The draft that follows from the result of a lot, within the caller's transaction; the one that stands, if any."""
    stands = Contract.objects.filter(result=result).first()
    if stands is not None:
        return stands
    lot = result.lot
    sells = lot.better == Better.HIGHER
    seller, buyer = (lot.owner, winner) if sells else (winner, lot.owner)
    mode = Mode(lot.transfer_mode)
    contract = _begin(
        acting_user,
        seller,
        buyer,
        {
            "kind": KINDS[mode],
            "form": _form(mode),
            "title": lot.title,
            "amount": result.price or None,
            "payment_mode": PaymentMode.OTHER if mode == Mode.USE_FIRST else PaymentMode.ONCE,
            "pricing_way": _way(lot.mode),
            "technology": lot.technology,
            "need": lot.need,
        },
        result=result,
    )
    if lot.right is not None:
        ContractRight.objects.create(contract=contract, right=lot.right)
    return contract


def _begin(
    acting_user: Any, seller: Organisation, buyer: Organisation, values: dict[str, Any], **origin: Any
) -> Contract:
    contract = begin(acting_user, seller, values, **origin)
    enter(contract, PartySide.SELLER, Particulars.of(seller))
    enter(contract, PartySide.BUYER, Particulars.of(buyer))
    later = pays_later(contract)
    if contract.amount and (later or contract.payment_mode == PaymentMode.ONCE):
        title = contract_rules().use_first.milestone if later else contract.title
        Milestone.objects.create(contract=contract, number=1, title=title, amount=contract.amount)
    return contract


def _form(mode: Mode) -> str:
    """The sub-kind that a mode names: of licences alone."""
    if KINDS[mode] != ContractKind.LICENCE:
        return ""
    return contract_rules().use_first.form if mode == Mode.USE_FIRST else mode.value


def _way(mode: str) -> PricingWay:
    ways = {
        "fixed": PricingWay.LISTING,
        "agreed": PricingWay.AGREED,
        "open_licence": PricingWay.LISTING,
        "comparison": PricingWay.TENDER,
    }
    return ways.get(mode, PricingWay.AUCTION)
