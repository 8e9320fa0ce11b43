"""What time does to listings: they expire, and their owners are asked whether they are still current."""

import logging
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from qinglan.kernel import clock
from qinglan.kernel.periods.length import months_later
from qinglan.market import todos
from qinglan.market.domain.gate import expire
from qinglan.market.models import ListingState
from qinglan.market.quality import quality
from qinglan.market.queries import MODELS
from qinglan.parties.domain.account import system_user

logger = logging.getLogger(__name__)
PORTION = 500


def expire_all() -> int:
    """Expire everything whose last day has passed; how many. Each in its own transaction."""
    user, today = system_user(), clock.today()
    return sum(
        _each(side, Q(valid_until__lt=today), lambda row: expire(acting_user=user, listing=row))
        for side in MODELS
    )


def remind_all() -> int:
    """Open the to-do of what ends within the days of the packs, and of what was not confirmed for long."""
    today, rules = clock.today(), quality()
    soon = today + timedelta(days=max(rules.remind_days_before_end, default=0))
    stale = months_later(today, -rules.stale_after_months)
    due = Q(valid_until__lte=soon) | Q(confirmed_on__lt=stale)
    return sum(_each(side, due, _remind) for side in MODELS)


@transaction.atomic
def _remind(row: Any) -> None:
    todos.ask_to_renew(system_user(), row)


def _each(side: str, which: Q, act: Any) -> int:
    count, last = 0, 0
    rows = MODELS[side].objects.filter(which, state=ListingState.PUBLISHED).select_related("owner", "broker")
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:PORTION]):
        for row in some:
            try:
                act(row)
            except Exception:
                logger.exception("%s %s was left as it is", side, row.pk)
            else:
                count += 1
        last = some[-1].pk
    return count


def is_stale(row: Any, today: date) -> bool:
    """Whether nobody has confirmed it for longer than the packs allow."""
    return row.confirmed_on is not None and row.confirmed_on < months_later(
        today, -quality().stale_after_months
    )
