"""Background work on the change log."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("outbox.trim", _("Delete old changes that every consumer has read"))


@app.periodic(cron="25 * * * *")
@app.task(name="outbox.trim", queueing_lock="outbox.trim")
def trim_log(timestamp: int) -> None:
    """Once an hour: delete what is a week old and what every consumer has passed."""
    from qinglan.kernel.outbox.domain.log import trim  # noqa: PLC0415 - jobs are imported before apps are ready

    trim()
