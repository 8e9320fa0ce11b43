"""Background work on organisations."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("organisations.refresh_green", _("Bring the green marks of organisations up to date"))


@app.periodic(cron="5 16 * * *")
@app.task(name="organisations.refresh_green", queueing_lock="organisations.refresh_green")
def refresh(timestamp: int) -> None:
    """Green tags begin and run out: bring the stored marks up to date, at 00:05 in Beijing (16:05 UTC)."""
    from qinglan.parties.domain.organisation_tag import refresh_green  # noqa: PLC0415 - jobs are found before models

    refresh_green()
