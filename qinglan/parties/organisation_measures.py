"""Measures over organisations."""

from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.measures.registry import BadParameters, measure
from qinglan.kernel.measures.result import Result, Row, Scope
from qinglan.parties.domain.organisation_tag import in_force
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_kind import OrganisationKind
from qinglan.parties.models.organisation_tag import GreenTag

UNIT = "家"


@measure(
    "parties.organisations",
    title=gettext_lazy("Verified organisations"),
    description=gettext_lazy(
        "How many organisations of the city were verified and had not ended on the day asked for; of one kind, with a green tag in force, or of one territory where so asked."
    ),
)
def organisations(
    scope: Scope, *, kind: str | None = None, green: bool = False, territory: str | None = None
) -> Result:
    """Verified organisations in force on the scope's day, with the rows that were looked at."""
    if kind is not None and kind not in OrganisationKind.values:
        raise BadParameters(
            f"parties.organisations: kind: must be one of {', '.join(OrganisationKind.values)}"
        )
    where = territory or scope.territory
    rows = Organisation.objects.filter(verified_on__lte=scope.on).filter(
        Q(territory_id=where) | Q(territory__parent_id=where)
    )
    if kind is not None:
        rows = rows.filter(kind=kind)
    if scope.known_at is not None:
        rows = rows.filter(verified_at__lte=scope.known_at)
    tags = Prefetch("green_tags", queryset=tags_in_force(scope), to_attr="tags_in_force")
    found = rows.select_related("territory").prefetch_related(tags).order_by("name_key", "pk")
    counted = tuple(_row(one, scope, green=green) for one in found.defer("search_text", "search_grams"))
    formula = _("verified and not ended, with a green tag in force") if green else _("verified and not ended")
    return Result(Decimal(sum(row.counted for row in counted)), UNIT, rows=counted, formula=formula)


def tags_in_force(scope: Scope) -> QuerySet[GreenTag]:
    """Green tags in force on the day, as known at the moment asked for."""
    tags = GreenTag.objects.all()
    if scope.known_at is None:
        return tags.filter(in_force(scope.on))
    standing = (
        Q(revoked_at__gt=scope.known_at)
        & Q(valid_from__lte=scope.on)
        & (Q(valid_to__isnull=True) | Q(valid_to__gte=scope.on))
    )
    return tags.filter(confirmed_at__lte=scope.known_at).filter(in_force(scope.on) | standing)


def _row(one: Organisation, scope: Scope, *, green: bool) -> Row:
    tags = one.tags_in_force  # type: ignore[attr-defined]
    known = scope.known_at is None or (one.ended_at is not None and one.ended_at <= scope.known_at)
    if one.ended_on is not None and one.ended_on <= scope.on and known:
        counted, reason = False, _("ended on %(day)s") % {"day": one.ended_on}
    elif green and not tags:
        counted, reason = False, _("no green tag in force on this day")
    elif green:
        counted, reason = True, str(tags[0].get_ground_display())
    else:
        counted, reason = True, _("verified on %(day)s") % {"day": one.verified_on}
    return Row(
        subject=one.name,
        counted=counted,
        reason=reason,
        territory=one.territory.name,
        period=str(one.verified_on),
        evidence=tags[0].basis if green and tags else "",
    )
