"""What happens to a contract, as events of its stream ``contract:<number>`` and as changes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Contract
from qinglan.kernel import events, outbox, permissions


def _may_read(user: Any, stream: str) -> bool:
    """What a contract says stays with its parties: officers see who did what and when, not the price and the terms."""
    contract = Contract.objects.filter(number=stream.partition(":")[2]).first()
    return contract is not None and bool(permissions.answer(user, "contracts.read", contract))


events.register_prefix("contract", _("Technology contracts"), readable=_may_read)
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
    subject: str = "",
) -> None:
    """Append an event to the stream of a contract and tell those who follow it, within the caller's transaction.

    `personal` stands in the chain as salted digests; `subject` says whom it is about (``user:17``).
    """
    events.append(
        stream=contract.key, kind=kind, payload=payload, actor=acting_user, personal=personal, subject=subject
    )
    outbox.enqueue(CHANGED, key=contract.number)
