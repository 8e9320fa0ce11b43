"""Named querysets of messages."""

from typing import Any

from django.db.models import QuerySet

from qinglan.kernel.messages.models import Message


def inbox(user: Any) -> QuerySet[Message]:
    """A person's messages, newest first."""
    return Message.objects.filter(recipient=user)


def unread_count(user: Any) -> int:
    """How many of them he has not read."""
    return inbox(user).filter(read_at__isnull=True).count()
