"""What the page of a lot says of its bidders: numbers for all, one's own application, the organiser's way to the list."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from qinglan.auctions.bidders.queries import own_application
from qinglan.auctions.domain.deposit import held
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.models import SEALED, Bidder, BidderState, Lot, LotMode, LotState
from qinglan.kernel import permissions
from qinglan.kernel.rulebook.language import text_of
from qinglan.kernel.web.dates import minute
from qinglan.kernel.web.money import money

_OPEN = (LotState.DISCLOSED, LotState.BIDDING)


def context(user: Any, lot: Lot) -> dict[str, Any]:
    """The reader's own application, whether he may apply, accept or take, and the numbers that were given."""
    if lot.mode in SEALED or not lot.is_public:
        return {}
    mine = own_application(user, lot)
    may = bool(permissions.answer(user, "auctions.apply", lot))
    applies = lot.mode not in (LotMode.AGREED, LotMode.OPEN_LICENCE) and (
        lot.state == LotState.DISCLOSED or (lot.state == LotState.BIDDING and lot.mode == LotMode.FIXED)
    )
    takes = lot.state == LotState.BIDDING
    return {
        "own_application": mine,
        "may_apply": may and applies and (mine is None or mine.state == BidderState.WITHDRAWN),
        "may_accept": takes
        and lot.mode == LotMode.FIXED
        and mine is not None
        and mine.state == BidderState.QUALIFIED,
        "may_take": may and takes and lot.mode == LotMode.OPEN_LICENCE,
        "may_see_bidders": bool(permissions.answer(user, "auctions.see_bidders", lot)),
        "shows_bidders": True,
        "log_in_to_apply": not getattr(user, "is_authenticated", False) and lot.state in _OPEN,
        "bidder_numbers": list(
            lot.bidders.filter(number__isnull=False).order_by("number").values_list("number", "state")
        ),
    }


def summary_of(bidder: Bidder) -> list[dict[str, Any]]:
    """Rows of the summary of an application."""
    power = bidder.power_of_attorney
    rows: list[tuple[Any, Any]] = [
        (_("bidder number"), bidder.number or ""),
        (_("Organisation"), bidder.organisation.name),
        (_("Acts for it"), str(bidder.person)),
        (_("Power of attorney"), power.name if power else ""),
        (_("qualification"), bidder.statement),
        (_("reason"), text_of(bidder.reason, auctions().refusals) if bidder.reason else ""),
        (_("applied"), minute(bidder.applied_at)),
        (_("deposit confirmed"), minute(bidder.deposit_confirmed_at) if bidder.deposit_confirmed_at else ""),
        (_("Held by the custodian"), money(held(bidder)) if bidder.deposit_account_id else ""),
    ]
    return [{"label": capfirst(str(label)), "value": value} for label, value in rows if value != ""]


def acts_on(user: Any, bidder: Bidder) -> list[dict[str, Any]]:
    """What the reader may do with the application as it stands."""
    found: list[tuple[str, Any, bool, bool]] = []
    state, lot = bidder.state, bidder.lot
    if permissions.answer(user, "auctions.settle_bidder", bidder):
        if state == BidderState.APPLIED:
            found += [
                ("admit", _("Admit the bidder"), True, True),
                ("return-bidder", _("Return the application"), False, False),
            ]
        if state == BidderState.DEPOSIT:
            found.append(("deposit", _("Enter the receipt of the deposit"), False, True))
        if state in (BidderState.APPLIED, BidderState.DEPOSIT):
            found.append(("refuse", _("Refuse the bidder"), False, False))
        if state == BidderState.QUALIFIED and lot.state in (*_OPEN, LotState.CLOSED):
            found.append(("exclude", _("Exclude the bidder"), False, False))
        if held(bidder) and not (lot.state in _OPEN and state == BidderState.QUALIFIED):
            found += [
                ("return-deposit", _("Enter that the deposit went back"), False, False),
                ("forfeit-deposit", _("Enter that the deposit was forfeited"), False, False),
            ]
    if permissions.answer(user, "auctions.act_as_bidder", bidder) and lot.state == LotState.DISCLOSED:
        if state == BidderState.RETURNED:
            found.append(("correct", _("Correct the application"), False, True))
        if state in (BidderState.APPLIED, BidderState.RETURNED, BidderState.DEPOSIT, BidderState.QUALIFIED):
            found.append(("withdraw-bidder", _("Withdraw the application"), True, False))
    return [
        {
            "url": reverse(f"auctions:{name}", args=[bidder.pk]),
            "label": label,
            "post": post,
            "primary": primary,
        }
        for name, label, post, primary in found
    ]
