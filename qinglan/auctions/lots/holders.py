"""Who reads and adds the files of lots and of applications to bid."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.auctions.bidders.queries import bidders
from qinglan.auctions.domain.bidder import HOLDER as BIDDER
from qinglan.auctions.domain.lot import HOLDER as LOT
from qinglan.auctions.domain.lot import PUBLIC
from qinglan.auctions.lots.queries import lots
from qinglan.auctions.models import BidderState
from qinglan.kernel import permissions
from qinglan.kernel.documents import holders

_WRITTEN = (BidderState.APPLIED, BidderState.RETURNED)


def _reads_lot(user: Any, key: str) -> bool:
    """Key ``2026-0001:public`` or ``2026-0001:closed``: who may open the lot, or its owner and organiser alone."""
    number, _colon, level = key.partition(":")
    lot = lots().filter(number=number).first()
    permission = "auctions.view_lot" if level == PUBLIC else "auctions.see_lot_papers"
    return lot is not None and bool(permissions.answer(user, permission, lot))


def _adds_to_lot(user: Any, key: str) -> bool:
    lot = lots().filter(number=key.partition(":")[0]).first()
    return lot is not None and bool(permissions.answer(user, "auctions.edit_lot", lot))


def _reads_bidder(user: Any, key: str) -> bool:
    row = bidders().filter(pk=int(key)).first()
    return row is not None and bool(permissions.answer(user, "auctions.see_bidder", row))


def _adds_to_bidder(user: Any, key: str) -> bool:
    """Who applied, while the application is written; his power of attorney is among what he adds."""
    row = bidders().filter(pk=int(key)).first()
    return row is not None and row.person_id == user.pk and row.state in _WRITTEN


holders.register(LOT, _("Lots of auctions"), may_read=_reads_lot, may_add=_adds_to_lot)
holders.register(BIDDER, _("Applications to bid"), may_read=_reads_bidder, may_add=_adds_to_bidder)
