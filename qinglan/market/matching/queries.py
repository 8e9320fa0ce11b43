"""Matches as lists show them, and the organisations of a listing's fields."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from qinglan.market.matching.finding import OTHER
from qinglan.market.models import Need, Technology
from qinglan.market.models.match import Match, MatchVerdict
from qinglan.parties.models import Organisation

_MODELS: dict[str, Any] = {"need": Need, "technology": Technology}
MOST = 12


def matches_of(listing: Any) -> QuerySet[Match]:
    """The current matches of a listing, the best first, but for those that its side refused."""
    side, other = listing.SIDE, OTHER[listing.SIDE]
    return (
        Match.objects.filter(**{side: listing, f"{other}__state": "published"}, is_current=True)
        .exclude(verdicts__in=_words_of(side))
        .select_related(f"{other}__owner", f"{other}__territory")
        .prefetch_related("verdicts", f"{other}__visibilities")
    )


def refused_by(listing: Any) -> QuerySet[Match]:
    """The matches that this side of the listing refused, the last first."""
    side, other = listing.SIDE, OTHER[listing.SIDE]
    return (
        Match.objects.filter(**{side: listing}, verdicts__in=_words_of(side))
        .select_related(f"{other}__owner")
        .prefetch_related("verdicts", f"{other}__visibilities")
        .order_by("-pk")
    )


def _words_of(side: str) -> QuerySet[Any]:
    return MatchVerdict.objects.filter(side=side, is_undone=False)


def _codes(listing: Any) -> Q:
    found = Q(pk__in=[])
    for one in listing.fields.all():
        if one.family != "ipc":
            found |= Q(fields__family=one.family, fields__code=one.code)
    return found


def organisations_for(listing: Any) -> list[Organisation]:
    """Who has published on the other side in its fields, those with most listings first.

    Anonymous needs don't give their owners away.
    """
    rows = _MODELS[OTHER[listing.SIDE]].objects.filter(_codes(listing), state="published")
    if listing.SIDE == "technology":
        rows = rows.filter(is_anonymous=False)
    owners = rows.exclude(owner=listing.owner_id).values("owner").annotate(n=Count("pk", distinct=True))
    counted = {row["owner"]: row["n"] for row in owners.order_by("-n", "owner")[:MOST]}
    return sorted(
        Organisation.objects.filter(pk__in=counted), key=lambda one: (-counted[one.pk], one.name_key)
    )
