"""What a certified outage does to lots: their open deadlines go on longer, each by an event that everybody reads."""

from typing import Any

from django.db.models import Q

from qinglan.auctions.domain.lot_amendment import MOMENTS, extend_after_outage
from qinglan.auctions.domain.lot_state import locked_now
from qinglan.auctions.models import Lot, LotState
from qinglan.kernel.outages.domain.outage import EXTENDS
from qinglan.kernel.outages.rule import rule_in_force
from qinglan.kernel.periods import Outage
from qinglan.parties.domain.account import system_user


def extend_lots(acting_user: Any, outage: Outage, what: str) -> int:
    """Lots with a deadline in the reach of the outage; how many were extended. One after another, by their keys."""
    until = outage.ended + rule_in_force().within
    touched = Q()
    for name in MOMENTS:
        touched |= Q(**{f"{name}__gt": outage.began, f"{name}__lt": until})
    rows = Lot.objects.filter(Q(state=LotState.DISCLOSED) & touched | Q(state=LotState.BIDDING)).order_by(
        "pk"
    )
    return sum(
        extend_after_outage(system_user(), locked_now(key), outage, what)
        for key in rows.values_list("pk", flat=True)
    )


EXTENDS.append(extend_lots)
