"""What happens to a lot, as events of its stream ``lot:<number>`` and as changes.

The stream alone must let a stranger recompute the result (`tools/verify_auction.py`): the event of the
disclosure holds all rules that decide, later ones every change of them, every bid, the opening and the result.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.auctions.models.lot import Lot
from qinglan.kernel import events, outbox

events.register_prefix("lot", _("Lots of auctions"))
DISCLOSED = events.register_kind(
    "auctions.lot-disclosed",
    _("A lot was disclosed: all rules that decide about it, dates, digests of papers."),
).name
STATE = events.register_kind("auctions.lot-moved", _("A lot moved to another state, with the reason.")).name
AMENDED = events.register_kind(
    "auctions.lot-amended",
    _("A disclosed lot was amended, or its dates moved: what stood and what stands, with the reason."),
).name
ANSWERED = events.register_kind(
    "auctions.lot-answered",
    _("A question about a lot was answered to all: digest of the question, the answer."),
).name
CHANGED = outbox.register_kind("auctions.lot-changed", _("A lot changed; the key is its number.")).name


def record(
    acting_user: Any,
    lot: Lot,
    kind: str,
    payload: Mapping[str, Any],
    personal: Mapping[str, Any] | None = None,
) -> None:
    """Append an event to the stream of a lot and tell those who follow it, within the caller's transaction."""
    events.append(stream=lot.key, kind=kind, payload=payload, actor=acting_user, personal=personal)
    outbox.enqueue(CHANGED, key=lot.number)
