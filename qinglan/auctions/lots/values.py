"""What an owner writes about a lot, and whether it goes together: the matrix, the price, the deposit, the tie rule."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from qinglan.auctions.lots.pack import AuctionsFile, auctions, deposit_limit
from qinglan.auctions.models import ASCENDING, OPEN_BIDDING, Better, Lot, LotMode
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.market.lines import joined

CONTENT = (
    "title", "summary", "owner_class", "organiser", "organiser_licence", "custodian", "transfer_mode", "terms",
    "mode", "tie_rule", "pricing_basis", "decision_number", "decision_date", "start_price", "step",
    "step_seconds", "floor_price", "reserve", "reserve_is_public", "deposit", "soft_close_seconds",
    "extend_seconds", "buyer", "disclosure_days", "applications_until", "bids_from", "bids_until",
)  # fmt: skip
"""Fields that the owner writes."""
PRICED = OPEN_BIDDING | {LotMode.FIXED, LotMode.AGREED, LotMode.OPEN_LICENCE}
"""Modes with a first price that everybody reads."""


def side_of(lot: Lot) -> str:
    """Whether something is offered or sought."""
    return "sought" if lot.better == Better.LOWER else "offered"


def write(lot: Lot, values: Mapping[str, Any]) -> None:
    """Put `values` into `lot` and drop what its mode does not have. Raises Impossible with the field."""
    for name in CONTENT:
        if name in values:
            setattr(lot, name, values[name])
    lot.custodian = lot.custodian.strip()
    if lot.mode not in PRICED and lot.mode != LotMode.SEALED_SECOND:
        lot.start_price = None
    if lot.mode not in OPEN_BIDDING:
        lot.step = None
    if lot.mode != LotMode.DUTCH:
        lot.step_seconds = lot.floor_price = None
    if lot.mode not in ASCENDING:
        lot.soft_close_seconds = lot.extend_seconds = 0
    if lot.mode != LotMode.AGREED:
        lot.buyer = None
    if lot.mode in (LotMode.FIXED, LotMode.AGREED, LotMode.DUTCH, LotMode.OPEN_LICENCE):
        lot.reserve, lot.reserve_is_public = None, False
    check(lot)


def check(lot: Lot) -> None:
    """Raise Impossible, with the field, where something does not go together."""
    rules = auctions()
    _check_matrix(lot, rules)
    _check_price(lot)
    _check_deposit(lot, rules)
    mode = rules.rules_of(lot.mode)
    if lot.tie_rule not in mode.ties:
        raise Impossible(
            _("Between equal bids of this mode the one received earlier wins."), field="tie_rule"
        )
    if lot.disclosure_days < mode.disclosure.least:
        raise Impossible(
            _("This mode is disclosed for at least {days} days ({unit}).").format(
                days=mode.disclosure.least,
                unit=_("working days") if mode.disclosure.unit == "working_day" else _("natural days"),
            ),
            field="disclosure_days",
        )
    if lot.applications_until and lot.bids_from and lot.applications_until > lot.bids_from:
        raise Impossible(_("Applications end before bids begin."), field="applications_until")
    if lot.bids_from and lot.bids_until and lot.bids_until <= lot.bids_from:
        raise Impossible(_("Bids end after they begin."), field="bids_until")


def _check_matrix(lot: Lot, rules: AuctionsFile) -> None:
    group = rules.owner_class(lot.owner_class)
    if group is None or lot.owner.kind not in group.kinds:
        raise Impossible(
            _("An organisation of the kind “{kind}” does not belong to this class. Choose another.").format(
                kind=lot.owner.get_kind_display()
            ),
            field="owner_class",
        )
    organisers = rules.organisers_for(lot.owner_class, lot.mode, side_of(lot))
    if not organisers:
        names = [str(LotMode(mode).label) for mode in rules.modes_for(lot.owner_class, side_of(lot))]
        raise Impossible(
            _("This class may not use this mode. Possible here: {modes}.").format(
                modes=joined(*names) or _("none")
            ),
            field="mode",
        )
    if lot.organiser_id == lot.owner_id:
        raise Impossible(
            _("Nobody organises the sale of his own. Name another organisation."), field="organiser"
        )
    if not any(lot.organiser.kind in one.kinds for one in organisers):
        raise Impossible(
            _("This mode is organised by: {organisers}. Name such an organisation.").format(
                organisers=joined(*(in_reader_language(one.text) for one in organisers))
            ),
            field="organiser",
        )


def _check_price(lot: Lot) -> None:
    if lot.mode in PRICED and not lot.start_price:
        raise Impossible(_("This mode needs its first price."), field="start_price")
    if lot.mode in OPEN_BIDDING and not lot.step:
        raise Impossible(_("Say by how much bids move."), field="step")
    if lot.mode == LotMode.DUTCH and not (lot.step_seconds and lot.floor_price):
        raise Impossible(_("A falling price needs its pace and its lowest price."), field="floor_price")
    if lot.floor_price and lot.start_price and lot.floor_price > lot.start_price:
        raise Impossible(_("The price falls: its lowest is below the first."), field="floor_price")
    if lot.mode == LotMode.AGREED and lot.buyer is None:
        raise Impossible(_("Name the agreed buyer."), field="buyer")
    if lot.buyer_id is not None and lot.buyer_id in (lot.owner_id, lot.organiser_id):
        raise Impossible(_("The buyer is neither the seller nor the organiser."), field="buyer")
    if bool(lot.soft_close_seconds) != bool(lot.extend_seconds):
        raise Impossible(_("A soft close names both numbers of seconds, or none."), field="extend_seconds")
    if lot.reserve and lot.start_price and (lot.reserve < lot.start_price) == (lot.better == Better.HIGHER):
        raise Impossible(
            _("Bids begin at the start price: the reserve price lies beyond it."), field="reserve"
        )


def _check_deposit(lot: Lot, rules: AuctionsFile) -> None:
    base = lot.start_price or lot.reserve
    if lot.deposit and base is None:
        return
    most = deposit_limit(rules.rules_of(lot.mode), base or 0)
    if lot.deposit > most:
        raise Impossible(
            _("The deposit of this mode is at most {share} of the first price.").format(
                share=f"{rules.rules_of(lot.mode).deposit_most * 100:f}".rstrip("0").rstrip(".") + " %"
            ),
            field="deposit",
        )
    if lot.deposit and not lot.custodian:
        raise Impossible(_("A deposit names the custodian who holds it."), field="custodian")
