"""The stream of a lot as verbs read it back."""

import json
from typing import Any

from qinglan.auctions.models import Lot
from qinglan.kernel.events.models import Event


def payloads(lot: Lot, kind: str) -> list[dict[str, Any]]:
    """What the events of one kind say, in their order."""
    rows = Event.objects.filter(stream=lot.key, kind=kind).order_by("sequence")
    return [json.loads(bytes(payload)) for payload in rows.values_list("payload", flat=True)]
