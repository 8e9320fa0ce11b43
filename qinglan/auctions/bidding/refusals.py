"""Why a bid is refused, in the reader's language: what happened and what to do."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.conflicts import Impossible

REFUSALS: dict[str, str | Promise] = {
    "bidder": _("You are not a qualified bidder for this lot. Nothing was bid."),
    "late": _("Your bid came after the end and was not taken. It is kept in the log of late bids."),
    "taken": _("Another bidder accepted the price before you. Nothing was bid."),
    "stopped": _("The bidding was stopped. Nothing was bid; the page of the lot says why."),
    "early": _("Bidding has not begun yet. Nothing was bid; wait for the beginning."),
    "course": _("This lot does not take such a bid: look at the page of the lot for how to bid."),
    "amount": _("Give an amount above nought, as a number in yuan. Nothing was bid."),
    "step": _(
        "The amount does not fit the steps of this lot. Nothing was bid; choose one of the next steps."
    ),
    "leading": _("You are ahead already. Nothing was bid; wait until somebody goes beyond you."),
    "low": _(
        "Somebody was quicker: the amount is not enough any more. Nothing was bid; look at the price now."
    ),
    "price": _("The price has not fallen that far yet. Nothing was bid."),
    "key": _("This request was sent before with other content. Nothing was bid; load the page again."),
}


class Refused(Impossible):
    """A bid was refused: `code` says why for programs (a key of `REFUSALS`), `answer` how the lot stands now."""

    def __init__(self, code: str, answer: Any = None) -> None:
        super().__init__(str(REFUSALS[code]), field="amount")
        self.code = code
        self.answer = answer
