"""What happens to a contract, as events of its stream ``contract:<number>`` and as changes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Contract
from qinglan.kernel import events, outbox

events.register_prefix("contract", _("Technology contracts"))
BEGUN = events.register_kind("contracts.contract-begun", _("A contract was begun: kind and origin.")).name
STATE = events.register_kind(
    "contracts.contract-moved", _("A contract moved to another state, with the reason.")
).name
CHANGED = outbox.register_kind(
    "contracts.contract-changed", _("A contract changed; the key is its number.")
).name


def record(
    acting_user: Any,
    contract: Contract,
    kind: str,
    payload: Mapping[str, Any],
    personal: Mapping[str, Any] | None = None,
) -> None:
    """Append an event to the stream of a contract and tell those who follow it, within the caller's transaction."""
    events.append(stream=contract.key, kind=kind, payload=payload, actor=acting_user, personal=personal)
    outbox.enqueue(CHANGED, key=contract.number)
