"""Measures over what is published: technologies and needs listed, and applications 转化应用 that officers confirmed."""

from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.measures.registry import measure
from qinglan.kernel.measures.result import Result, Row, Scope
from qinglan.market.models import Application, Level, ListingState
from qinglan.market.seeing import levels_of

UNIT = "项"


@measure(
    "market.applications",
    title=gettext_lazy("Applications of technologies, confirmed"),
    description=gettext_lazy(
        "How many applications (转化应用) of published technologies an officer had confirmed on evidence by the day asked for; in use since one year, or of technologies of one territory where so asked."
    ),
)
def applications(scope: Scope, *, year: int | None = None, territory: str | None = None) -> Result:
    """Applications by the day of their confirmation; those that the owner only states are shown as not counted."""
    where = territory or scope.territory
    rows = (
        Application.objects.filter(listing__state__in=[ListingState.PUBLISHED, ListingState.EXPIRED])
        .filter(since__lte=scope.on)
        .filter(Q(listing__territory_id=where) | Q(listing__territory__parent_id=where))
        .select_related("listing__territory", "listing__owner")
        .prefetch_related("listing__visibilities")
    )
    if year is not None:
        rows = rows.filter(since__year=year)
    looked = tuple(_row(one, scope) for one in rows.order_by("since", "pk"))
    return Result(
        Decimal(sum(row.counted for row in looked)), UNIT, rows=looked, formula=_("confirmed applications")
    )


def _row(one: Any, scope: Scope) -> Row:
    confirmed = one.confirmed_on is not None and one.confirmed_on <= scope.on
    hidden = levels_of(one.listing)["applications"] != Level.PUBLIC
    return Row(
        subject=f"{one.listing.title} · {one.user_name}",
        counted=confirmed,
        reason=_("confirmed on %(day)s") % {"day": one.confirmed_on}
        if confirmed
        else _("stated by the owner, not confirmed"),
        territory=one.listing.territory.name,
        period=str(one.since),
        evidence=one.evidence,
        withheld=hidden,
        name_withheld=hidden,
        url=one.listing.get_absolute_url(),
    )
