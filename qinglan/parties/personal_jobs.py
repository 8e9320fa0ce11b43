"""Background work on personal data."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("personal.keep_times", _("Erase personal data whose time is over"))


@app.periodic(cron="40 18 * * *")
@app.task(name="personal.keep_times", queueing_lock="personal.keep_times")
def keep(timestamp: int) -> None:
    """Each night at 02:40 in Beijing (18:40 UTC)."""
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - jobs are found before models
    from qinglan.parties.domain.personal_data import keep_times  # noqa: PLC0415 - as above

    keep_times(acting_user=system_user())
