"""Background work on listings: what has ended expires, owners are reminded."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles
from qinglan.market.contact import jobs as contact_jobs

__all__ = ["contact_jobs"]

job_titles.register("market.expire", _("Expire technologies and needs after their last day"))
job_titles.register("market.remind", _("Remind owners of technologies and needs that end or grow old"))


@app.periodic(cron="15 16 * * *")
@app.task(name="market.expire", queueing_lock="market.expire")
def expire(timestamp: int) -> None:
    """At 00:15 in Beijing (16:15 UTC), one by one: a row that can't be expired stops no other."""
    from qinglan.market.domain.ageing import expire_all  # noqa: PLC0415 - jobs are found before models

    expire_all()


@app.periodic(cron="30 0 * * *")
@app.task(name="market.remind", queueing_lock="market.remind")
def remind(timestamp: int) -> None:
    """At 08:30 in Beijing: to-dos for what ends soon or was not confirmed for long."""
    from qinglan.market.domain.ageing import remind_all  # noqa: PLC0415 - as above

    remind_all()
