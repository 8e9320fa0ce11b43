"""Named querysets over listings, and the twins of the permissions."""

from typing import Any

from django.db.models import Model, Q, QuerySet

from qinglan.kernel.roles import is_officer
from qinglan.market.models import ListingState, Need, Technology
from qinglan.parties import holding

MODELS: dict[str, Any] = {"technology": Technology, "need": Need}
_FIRST_OF_ALL = ("owner", "territory", "broker")


def visible(side: str, user: Any) -> QuerySet[Any]:
    """The listings whose page `user` may open: the twin of ``market.view``."""
    rows = MODELS[side].objects.select_related(*_FIRST_OF_ALL)
    if is_officer.test(user):
        return rows
    return rows.filter(Q(state=ListingState.PUBLISHED) | _inside(user))


def published(side: str) -> QuerySet[Any]:
    """What everybody finds."""
    return MODELS[side].objects.filter(state=ListingState.PUBLISHED).select_related(*_FIRST_OF_ALL)


def own(side: str, user: Any) -> QuerySet[Any]:
    """What `user` keeps, for his organisations or as their broker, whatever its state."""
    return (
        MODELS[side]
        .objects.filter(_inside(user))
        .exclude(state=ListingState.MERGED)
        .select_related(*_FIRST_OF_ALL)
    )


def waiting(side: str) -> QuerySet[Any]:
    """What waits for the second check, the longest first."""
    return (
        MODELS[side]
        .objects.filter(state=ListingState.SECOND)
        .select_related(*_FIRST_OF_ALL)
        .order_by("changed_at", "pk")
    )


def with_parts(side: str) -> QuerySet[Any]:
    """Listings with all their parts, for one page."""
    model: type[Model] = MODELS[side]
    parts = [
        relation.get_accessor_name()
        for relation in model._meta.related_objects
        if relation.field.name == "listing"
        and relation.get_accessor_name() not in ("steps", "snapshots", "contact")
    ]
    rows = MODELS[side].objects.select_related(
        "owner__territory", "territory", "broker", "contact", "revises"
    )
    more = ["rights__right", "attachments__file"] if side == "technology" else ["attachments__file"]
    return rows.prefetch_related(*parts, *more)


def _inside(user: Any) -> Q:
    if getattr(user, "pk", None) is None or not user.is_active:
        return Q(pk__in=[])
    return Q(owner__in=holding.organisations_represented_by(user)) | Q(broker__user=user)
