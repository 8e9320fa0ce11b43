"""Entries that nobody confirmed in time."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles
from qinglan.kernel.counter.domain.entry import lapse_entries


@app.periodic(cron="*/15 * * * *")
@app.task(name="counter.lapse", queueing_lock="counter.lapse")
def lapse(timestamp: int) -> None:
    """End the entries at the counter whose time is over."""
    lapse_entries()


job_titles.register("counter.lapse", _("End entries at the counter that nobody confirmed"))
