"""Measures over lots. Training lots are left out; a lot is public, so its row is too."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.auctions.lots.queries import public_lots
from qinglan.auctions.models import LotMode, LotState
from qinglan.kernel import clock
from qinglan.kernel.measures.registry import BadParameters, measure
from qinglan.kernel.measures.result import Result, Row, Scope

UNIT = "项"


@measure(
    "auctions.lots",
    title=gettext_lazy("Lots disclosed"),
    description=gettext_lazy(
        "How many lots were disclosed up to the day asked for, or in one year or month; of one mode, that stand in one state now, or of owners in one territory where so asked. Training lots are left out."
    ),
)
def disclosed(
    scope: Scope,
    *,
    mode: str | None = None,
    state: str | None = None,
    territory: str | None = None,
    year: int | None = None,
    month: int | None = None,
) -> Result:
    """Lots by the day of their disclosure."""
    if mode is not None and mode not in LotMode.values:
        raise BadParameters("auctions.lots: mode: no such mode")
    if state is not None and state not in LotState.values:
        raise BadParameters("auctions.lots: state: no such state")
    where = territory or scope.territory
    rows = (
        public_lots()
        .select_related("owner__territory")
        .filter(is_training=False, disclosed_at__isnull=False)
        .filter(Q(owner__territory=where) | Q(owner__territory__parent=where))
    )
    if mode is not None:
        rows = rows.filter(mode=mode)
    if state is not None:
        rows = rows.filter(state=state)
    if scope.known_at is not None:
        rows = rows.filter(disclosed_at__lte=scope.known_at)
    found = tuple(_row(one, scope, year, month) for one in rows.order_by("disclosed_at", "pk"))
    return Result(
        Decimal(sum(row.counted for row in found)),
        UNIT,
        rows=found,
        formula=_("lots by the day of disclosure"),
    )


def _row(one: Any, scope: Scope, year: int | None, month: int | None) -> Row:
    day: date = one.disclosed_at.astimezone(clock.SHANGHAI).date()
    counted, reason = True, str(day)
    if day > scope.on:
        counted, reason = False, _("only on %(day)s") % {"day": day}
    elif (year is not None and day.year != year) or (month is not None and day.month != month):
        counted, reason = False, _("in another year or month")
    return Row(
        subject=str(one),
        counted=counted,
        reason=reason,
        territory=one.owner.territory.name,
        period=str(day),
        url=one.get_absolute_url(),
    )
