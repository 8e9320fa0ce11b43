"""Background work on notices in a unit: those that have ended are closed."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("contracts.close_share_notices", _("Close notices in units whose end has come"))


@app.periodic(cron="* * * * *")
@app.task(name="contracts.close_share_notices", queueing_lock="contracts.close_share_notices")
def close_share_notices(timestamp: int) -> None:
    """Every minute, one by one; a notice with an open objection stays."""
    from qinglan.contracts.domain.share_notice import close_due_notices  # noqa: PLC0415 - jobs before models
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    close_due_notices(acting_user=system_user())
