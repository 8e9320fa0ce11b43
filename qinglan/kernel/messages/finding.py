"""One's own messages in the search box."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.messages.queries import inbox
from qinglan.kernel.web import dates, finding


def has_inbox(user: Any) -> bool:
    """Whether the reader is logged in."""
    return bool(permissions.answer(user, "messaging.inbox"))


def messages(user: Any, words: Sequence[str], limit: int) -> list[finding.Hit]:
    """By subject and text, the newest first."""
    rows = inbox(user).filter(finding.in_fields(words, "subject", "text"))[:limit]
    return [
        finding.Hit(row.subject, row.get_absolute_url(), dates.minute(row.sent_at), row.text) for row in rows
    ]


finding.register_provider(finding.Provider("messages", _("Messages"), has_inbox, messages, order=60))
