"""Named querysets over listings, and the twins of the permissions."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from qinglan.kernel.roles import is_officer
from qinglan.market.models import ListingState, Mode, Need, Technology
from qinglan.market.models.brokering import Mandate, VisitNote
from qinglan.parties import holding

MODELS: dict[str, Any] = {"technology": Technology, "need": Need}
SERVICE_MODES = [Mode.SERVICE.value, Mode.CONSULTING.value]
_FIRST_OF_ALL = ("owner", "territory", "broker")
_BOTH = ("fields", "visibilities", "attachments")
CONTENT_PARTS: dict[str, tuple[str, ...]] = {
    "technology": (
        *_BOTH, "parameters", "benefits", "applications", "trl_evidence", "rights", "evaluations", "inventors",
        "co_owners",
    ),
    "need": (*_BOTH, "indicators"),
}  # fmt: skip
"""The parts that are content: read with a listing, and taken over with a change of it."""


def visible(side: str, user: Any) -> QuerySet[Any]:
    """The listings whose page `user` may open: the twin of ``market.view``."""
    rows = _all(side).select_related(*_FIRST_OF_ALL)
    if is_officer.test(user):
        return rows
    return rows.filter(Q(state=ListingState.PUBLISHED) | _inside(side, user))


def published(side: str) -> QuerySet[Any]:
    """What everybody finds."""
    return _all(side).filter(state=ListingState.PUBLISHED).select_related(*_FIRST_OF_ALL)


def services() -> QuerySet[Any]:
    """What everybody finds that is offered as technical service or consulting."""
    return published("technology").filter(modes__overlap=SERVICE_MODES)


def own(side: str, user: Any) -> QuerySet[Any]:
    """What `user` keeps, for his organisations or as their broker, whatever its state."""
    return (
        _all(side)
        .filter(_inside(side, user))
        .exclude(state=ListingState.MERGED)
        .select_related(*_FIRST_OF_ALL)
    )


def waiting(side: str) -> QuerySet[Any]:
    """What waits for the second check, the longest first."""
    return (
        _all(side)
        .filter(state=ListingState.SECOND)
        .select_related(*_FIRST_OF_ALL)
        .order_by("changed_at", "pk")
    )


def with_parts(side: str) -> QuerySet[Any]:
    """Listings with all their parts, for one page."""
    rows = _all(side).select_related("owner__territory", "territory", "broker", "contact", "revises")
    more = ["rights__right", "attachments__file"] if side == "technology" else ["attachments__file"]
    return rows.prefetch_related(*CONTENT_PARTS[side], *more)


def _all(side: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = MODELS[side].objects.all()
    return rows


def _inside(side: str, user: Any) -> Q:
    if getattr(user, "pk", None) is None or not user.is_active:
        return Q(pk__in=[])
    of_others = Q(owner__in=holding.organisations_represented_by(user)) | Q(broker__user=user)
    return of_others | _drafted(user) if side == "need" else of_others


def _drafted(user: Any) -> Q:
    """Twin of `rules.drafted_it`."""
    answered = Mandate.objects.filter(need=OuterRef("pk"), state__in=("declined", "ended"))
    notes = VisitNote.objects.filter(need=OuterRef("pk"), broker__user=user)
    return Q(Exists(notes), ~Exists(answered), state=ListingState.DRAFT, created_by=user)
