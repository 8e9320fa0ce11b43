"""Named querysets over results, the twins of the permissions."""

from django.db.models import QuerySet

from qinglan.auctions.models import Lot, LotResult, ResultObjection


def result_in_force(lot: Lot) -> LotResult | None:
    """The result of the last turn, with the notice and signing that belong to it; None before there is one."""
    return (
        LotResult.objects.filter(lot=lot)
        .select_related("organisation", "notice", "signing", "sold")
        .order_by("-turn")
        .first()
    )


def objections_to(lot: Lot) -> QuerySet[ResultObjection]:
    """All objections to results of a lot, the oldest first."""
    return ResultObjection.objects.filter(notice__result__lot=lot).select_related("notice__result")
