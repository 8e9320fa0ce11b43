"""Tables of auctions."""

from qinglan.auctions.models.bidder import Bidder, BidderFile
from qinglan.auctions.models.choices import (
    ASCENDING,
    ENDED,
    FIRST_COME,
    OPEN_BIDDING,
    PUBLIC,
    SEALED,
    WRITABLE,
    Better,
    BidderState,
    LotMode,
    LotState,
    PaperKind,
    PricingBasis,
    TieRule,
)
from qinglan.auctions.models.lot import AmendmentKind, Criterion, Lot, LotAmendment, LotPaper, LotQuestion

__all__ = [
    "ASCENDING",
    "ENDED",
    "FIRST_COME",
    "OPEN_BIDDING",
    "PUBLIC",
    "SEALED",
    "WRITABLE",
    "AmendmentKind",
    "Better",
    "Bidder",
    "BidderFile",
    "BidderState",
    "Criterion",
    "Lot",
    "LotAmendment",
    "LotMode",
    "LotPaper",
    "LotQuestion",
    "LotState",
    "PaperKind",
    "PricingBasis",
    "TieRule",
]
