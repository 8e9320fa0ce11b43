"""What the stream of a contract says."""

import json
from typing import Any

from qinglan.contracts.models import Contract
from qinglan.kernel.events.models import Event


def payloads(contract: Contract, kind: str) -> list[dict[str, Any]]:
    """What the events of one kind say, in their order."""
    rows = Event.objects.filter(stream=contract.key, kind=kind).order_by("sequence")
    return [json.loads(bytes(payload)) for payload in rows.values_list("payload", flat=True)]
