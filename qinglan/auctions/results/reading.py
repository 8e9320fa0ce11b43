"""The facts of a lot, read from its stream of events."""

import json

from qinglan.auctions.models import Lot
from qinglan.auctions.results.stream import Facts, read
from qinglan.kernel.events.models import Event


def facts_of(lot: Lot) -> Facts:
    """Rules, bids, scores and names as the events tell them."""
    rows = Event.objects.filter(stream=lot.key).order_by("sequence")
    return read(
        (sequence, kind, json.loads(bytes(payload)))
        for sequence, kind, payload in rows.values_list("sequence", "kind", "payload").iterator()
    )
