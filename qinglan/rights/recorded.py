"""What happens to rights, as events: each right has a stream ``right:<key>``, a ledger ``rights:ledger``."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events, outbox

ENTERED = events.register_kind("rights.entered", _("A right was entered: kind, number, title, status.")).name
EDITED = events.register_kind(
    "rights.edited", _("A right was changed: which parts, the status with its basis.")
).name
LICENSED = events.register_kind(
    "rights.licensed", _("A licence was recorded: kind, number of the filing, days.")
).name
PLEDGED = events.register_kind(
    "rights.pledged", _("A pledge was recorded: number of the registration, day.")
).name
RELEASED = events.register_kind("rights.released", _("A pledge was released: day.")).name
CHANGED = outbox.register_kind("rights.changed", _("A right changed; the key is its number.")).name
events.register_prefix("right", _("Rights"))


def record(acting_user: Any, kind: str, right: Any, /, **payload: Any) -> None:
    """Append the event and queue the change, within the caller's transaction."""
    content = {"number": right.number, "title": right.title, **payload}
    events.append(stream=f"right:{right.pk}", kind=kind, payload=content, actor=acting_user)
    outbox.enqueue(CHANGED, str(right.pk))
