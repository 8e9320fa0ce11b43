"""Background work on sealed lots: decoys, and the end of the time in which bidders open their own."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("auctions.cover", _("Put decoys among sealed bids at random moments"))
job_titles.register("auctions.conclude_own", _("Show what bidders opened themselves, after the stated time"))


@app.periodic(cron="*/5 * * * *")
@app.task(name="auctions.cover", queueing_lock="auctions.cover")
def cover(timestamp: int) -> None:
    """Every five minutes, also when there is nothing to do: it ends at once, decoys come later."""
    from qinglan.auctions.sealing import cover as covering  # noqa: PLC0415 - jobs are found before models

    covering.cover()


@app.periodic(cron="* * * * *")
@app.task(name="auctions.conclude_own", queueing_lock="auctions.conclude_own")
def conclude_own(timestamp: int) -> None:
    """Every minute, one by one."""
    from qinglan.auctions.domain import own_opening  # noqa: PLC0415 - as above
    from qinglan.auctions.models import Opening, OpeningState  # noqa: PLC0415 - as above
    from qinglan.kernel import clock  # noqa: PLC0415 - as above
    from qinglan.kernel.jobs.one_by_one import one_by_one  # noqa: PLC0415 - as above
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    system = system_user()
    due = Opening.objects.filter(state=OpeningState.OWN, own_until__lte=clock.now())
    one_by_one(
        "auctions.conclude_own",
        due,
        lambda key: own_opening.conclude_own(acting_user=system, opening=Opening.objects.get(pk=key)),
    )
