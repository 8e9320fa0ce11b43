"""What happens to brokers, as events: each has a stream ``broker:<key>``."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.parties.models.broker import Broker

_SAYS = {
    "applied": _("A person applied to become a broker."),
    "imported": _("An officer brought a broker in from a spreadsheet: name and hash of the file."),
    "edited": _("A broker's record was changed: which parts, without personal data."),
    "confirmed": _("An officer put a broker on the public list, with the day."),
    "declined": _("An officer did not admit a broker."),
    "suspended": _("An officer suspended a broker."),
    "resumed": _("A broker's suspension ended."),
    "left": _("A broker left the list."),
}
KINDS = {name: events.register_kind(f"brokers.{name}", says).name for name, says in _SAYS.items()}
events.register_prefix("broker", _("Brokers"))


def record(acting_user: Any, what: str, broker: Broker, /, **payload: Any) -> None:
    """Append an event about `broker`; his name and the reason stand in the chain as salted digests only."""
    personal = {"name": broker.name}
    if broker.reason and what in ("confirmed", "declined", "suspended", "resumed", "left"):
        personal["reason"] = broker.reason
    events.append(
        stream=f"broker:{broker.pk}",
        kind=KINDS[what],
        payload=payload,
        actor=acting_user,
        personal=personal,
        subject=f"user:{broker.user_id}" if broker.user_id else f"broker:{broker.pk}",
    )
