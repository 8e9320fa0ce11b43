"""Verb: write what a competitive selection judges."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.domain.lot import touch, writable
from qinglan.auctions.domain.lot_state import locked
from qinglan.auctions.models import Criterion, Lot, LotMode
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible

WHOLE = 100
MOST = 12


@dataclass(frozen=True)
class Judged:
    """One criterion beside the price: what it is, how many points, how they are given."""

    title: str
    points: int
    guide: str = ""


@transaction.atomic
def write_criteria(
    *, acting_user: Any, lot: Lot, price_title: str, price: int, others: Sequence[Judged]
) -> Lot:
    """Write the criteria of a selection anew: the price with its points, and the others; 100 points in all.

    Raises PermissionRefused, StaleEdit, Impossible with the field.
    """
    permissions.require(acting_user, "auctions.edit_lot", lot)
    row = writable(locked(lot))
    if row.mode != LotMode.COMPARISON:
        raise Impossible(_("Only a competitive selection has criteria. Choose that mode first."))
    if not others or len(others) > MOST:
        raise Impossible(
            _("Name at least one criterion beside the price, and at most {most}.").format(most=MOST),
            field="others",
        )
    whole = price + sum(one.points for one in others)
    if price < 1 or any(one.points < 1 for one in others) or whole != WHOLE:
        raise Impossible(
            _("The points of price and criteria sum to {whole}; they have to sum to 100.").format(
                whole=whole
            ),
            field="others",
        )
    row.criteria.all().delete()
    Criterion.objects.create(lot=row, place=1, title=price_title, points=price, is_price=True)
    Criterion.objects.bulk_create(
        Criterion(lot=row, place=place, title=one.title, points=one.points, is_price=False, guide=one.guide)
        for place, one in enumerate(others, 2)
    )
    touch(row)
    return row
