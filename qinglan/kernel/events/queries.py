"""Named querysets over streams."""

from typing import Any

from django.db.models import QuerySet

from qinglan.kernel.events.models import Head
from qinglan.kernel.events.streams import PREFIXES


def visible_heads(user: Any) -> QuerySet[Head]:
    """The streams that `user` may see: the twin of ``events.view`` for lists."""
    found = Head.objects.none()
    for prefix in PREFIXES.values():
        rows = Head.objects.filter(stream__startswith=f"{prefix.name}:", sequence__gt=0)
        found = found | prefix.listed(user, rows)
    return found.order_by("stream")
