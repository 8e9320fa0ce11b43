"""Background work on memberships, roles and invitations."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("people.close_run_out", _("Close roles and invitations that have run out"))


@app.periodic(cron="10 16 * * *")
@app.task(name="people.close_run_out", queueing_lock="people.close_run_out")
def close_run_out(timestamp: int) -> None:
    """What ran out yesterday is closed, and what its holders had in hand changes hands: 00:10 in Beijing."""
    from qinglan.parties.domain import departure  # noqa: PLC0415 - jobs are found before models
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    departure.close_run_out(acting_user=system_user())
