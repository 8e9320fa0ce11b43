"""A certified outage as an event, which everybody may see."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events

STREAM = "outage:certified"
CERTIFIED = events.register_kind(
    "outages.certified", _("An outage was certified: from when to when, how many periods it extends.")
).name


def _visible(user: Any, stream: str) -> bool:
    return True


def _listed(user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
    return heads


events.register_prefix("outage", _("Outages"), visible=_visible, listed=_listed)
