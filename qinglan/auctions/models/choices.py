"""The closed lists of auctions: modes, states, ties, how a bidder stands."""

from django.db import models
from django.utils.translation import pgettext_lazy


class LotMode(models.TextChoices):
    """交易方式. Which class of seller may use which is data: ``auctions.yaml`` of the packs."""

    FIXED = "fixed", pgettext_lazy("lot mode", "Fixed price")
    AGREED = "agreed", pgettext_lazy("lot mode", "Agreed price with public notice")
    ONLINE = "online", pgettext_lazy("lot mode", "Online bidding")
    AUCTION = "auction", pgettext_lazy("lot mode", "Auction by an auction house")
    DUTCH = "dutch", pgettext_lazy("lot mode", "Falling price")
    SEALED_FIRST = "sealed_first", pgettext_lazy("lot mode", "Sealed bids, the best price pays its own")
    SEALED_SECOND = "sealed_second", pgettext_lazy("lot mode", "Sealed bids, the best price pays the second")
    COMPARISON = "comparison", pgettext_lazy("lot mode", "Competitive selection")
    OPEN_LICENCE = "open_licence", pgettext_lazy("lot mode", "Open licence, a standing offer")


ASCENDING = frozenset({LotMode.ONLINE, LotMode.AUCTION})
"""网络竞价 and 拍卖: open bids that rise."""
OPEN_BIDDING = ASCENDING | {LotMode.DUTCH}
"""Every bid is seen at once."""
SEALED = frozenset({LotMode.SEALED_FIRST, LotMode.SEALED_SECOND, LotMode.COMPARISON})
"""Nobody sees who bids, how many or what before the opening."""
FIRST_COME = frozenset({LotMode.FIXED, LotMode.DUTCH, LotMode.OPEN_LICENCE})
"""Whoever accepts the price first has it (an open licence: everybody who accepts it)."""


class LotState(models.TextChoices):
    """How a lot stands; changed by `domain.lot_state.set_lot_state` alone."""

    DRAFT = "draft", pgettext_lazy("lot", "Draft")
    CHECK = "check", pgettext_lazy("lot", "Checked by the organiser")
    RETURNED = "returned", pgettext_lazy("lot", "Returned for correction")
    DISCLOSED = "disclosed", pgettext_lazy("lot", "Disclosed, bidders apply")
    BIDDING = "bidding", pgettext_lazy("lot", "Bids are taken")
    CLOSED = "closed", pgettext_lazy("lot", "Closed, waits for its result")
    JUDGING = "judging", pgettext_lazy("lot", "Committee at work")
    ANNOUNCED = "announced", pgettext_lazy("lot", "Result on public notice")
    SIGNING = "signing", pgettext_lazy("lot", "Winner signs")
    CONCLUDED = "concluded", pgettext_lazy("lot", "Concluded")
    FAILED = "failed", pgettext_lazy("lot", "Failed")
    STOPPED = "stopped", pgettext_lazy("lot", "Stopped")


LOT_LIGHTS = {
    LotState.DRAFT: "idle", LotState.CHECK: "due", LotState.RETURNED: "late", LotState.DISCLOSED: "due",
    LotState.BIDDING: "due", LotState.CLOSED: "due", LotState.JUDGING: "due", LotState.ANNOUNCED: "due",
    LotState.SIGNING: "due", LotState.CONCLUDED: "done", LotState.FAILED: "idle", LotState.STOPPED: "idle",
}  # fmt: skip
WRITABLE = frozenset({LotState.DRAFT, LotState.RETURNED})
PUBLIC = frozenset(LotState) - WRITABLE - {LotState.CHECK}
"""States in which everybody may see a lot."""
ENDED = frozenset({LotState.CONCLUDED, LotState.FAILED, LotState.STOPPED})


class Better(models.TextChoices):
    """Which of two prices is better: who sells wants the higher, who buys the lower."""

    HIGHER = "higher", pgettext_lazy("price", "the higher price")
    LOWER = "lower", pgettext_lazy("price", "the lower price")


class TieRule(models.TextChoices):
    """What decides between equal bids; fixed before the first one."""

    EARLIER = "earlier", pgettext_lazy("tie", "the bid received earlier")
    DRAW = "draw", pgettext_lazy("tie", "a draw that anybody can repeat")


class PricingBasis(models.TextChoices):
    """定价依据."""

    VALUATION = "valuation", pgettext_lazy("price basis", "Valuation report")
    COLLECTIVE = "collective", pgettext_lazy("price basis", "Collective decision of the unit")
    COST = "cost", pgettext_lazy("price basis", "Cost reckoning")
    MARKET = "market", pgettext_lazy("price basis", "Comparable deals")
    LICENCE_FEES = "licence_fees", pgettext_lazy("price basis", "Licence fees of former years")


class BidderState(models.TextChoices):
    """How an application to bid stands; changed by `domain.bidder_state.set_bidder_state` alone."""

    APPLIED = "applied", pgettext_lazy("bidder", "Applied")
    RETURNED = "returned", pgettext_lazy("bidder", "Returned for correction")
    DEPOSIT = "deposit", pgettext_lazy("bidder", "Deposit awaited")
    QUALIFIED = "qualified", pgettext_lazy("bidder", "Qualified")
    REFUSED = "refused", pgettext_lazy("bidder", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("bidder", "Withdrawn")
    EXCLUDED = "excluded", pgettext_lazy("bidder", "Excluded")


class PaperKind(models.TextChoices):
    """What a file of a lot proves."""

    RIGHTS = "rights", pgettext_lazy("lot paper", "Proof of the rights")
    DECISION = "decision", pgettext_lazy("lot paper", "Internal decision")
    PRICING = "pricing", pgettext_lazy("lot paper", "Basis of the price")
    MANDATE = "mandate", pgettext_lazy("lot paper", "Mandate of the organiser")
    CONDITIONS = "conditions", pgettext_lazy("lot paper", "Conditions and draft contract")
    DESCRIPTION = "description", pgettext_lazy("lot paper", "Description")
    OTHER = "other", pgettext_lazy("lot paper", "Other")
