"""Background work on lots: bids begin and end by the clock."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import clock, job_titles

job_titles.register("auctions.run_moments", _("Begin and end the bids of lots"))


@app.periodic(cron="* * * * *")
@app.task(name="auctions.run_moments", queueing_lock="auctions.run_moments")
def run_moments(timestamp: int) -> None:
    """Every minute. A bid does not wait for it: what comes after the end is late whatever the state says."""
    run_all()


def run_all() -> None:
    """Begin what has to begin, then end what has to end: each in a transaction of its own."""
    from qinglan.auctions.domain.moments import close_bidding, open_bidding  # noqa: PLC0415 - jobs come first
    from qinglan.auctions.models import Lot, LotState  # noqa: PLC0415 - as above
    from qinglan.kernel.jobs.one_by_one import one_by_one  # noqa: PLC0415 - as above
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    user: Any = system_user()
    now = clock.now()
    due = Lot.objects.filter(state=LotState.DISCLOSED, bids_from__lte=now)
    over = Lot.objects.filter(state=LotState.BIDDING, bids_until__lte=now)
    one_by_one(
        "auctions.run_moments/open",
        due,
        lambda key: open_bidding(acting_user=user, lot=Lot.objects.get(pk=key)),
    )
    one_by_one(
        "auctions.run_moments/close",
        over,
        lambda key: close_bidding(acting_user=user, lot=Lot.objects.get(pk=key)),
    )
