"""Background work on arrangements: what ran out is marked, reports are asked for."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("contracts.look_after_mobilities", _("Mark arrangements of researchers that ran out"))


@app.periodic(cron="20 16 * * *")
@app.task(name="contracts.look_after_mobilities", queueing_lock="contracts.look_after_mobilities")
def look_after(timestamp: int) -> None:
    """Every day at 00:20 in Beijing."""
    from qinglan.contracts.domain.mobility_term import look_after_mobilities  # noqa: PLC0415 - jobs before models
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    look_after_mobilities(acting_user=system_user())
