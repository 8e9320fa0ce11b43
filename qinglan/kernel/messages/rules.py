"""Who may do what with messages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_authenticated, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_administrator


@predicate  # type: ignore[untyped-decorator]
def is_recipient(user: Any, message: Any) -> bool:
    """The message was sent to this person."""
    return message is not None and getattr(user, "pk", None) == message.recipient_id


declare("messaging.inbox", is_authenticated, refusal=_("Log in to see your messages."))
declare("messaging.read", is_recipient, refusal=_("This message was not sent to you."))
declare(
    "messaging.operate",
    is_administrator,
    refusal=_("Only an administrator sees what was sent and sends it again."),
)
