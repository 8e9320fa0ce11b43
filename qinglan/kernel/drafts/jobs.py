"""Drafts do not lie about for ever."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles
from qinglan.kernel.drafts.domain.draft import forget_drafts
from qinglan.kernel.drafts.domain.sending import forget_sendings


@app.periodic(cron="50 18 * * *")
@app.task(name="drafts.forget", queueing_lock="drafts.forget")
def forget(timestamp: int) -> None:
    """Forget drafts that nobody came back to, and the keys of forms that can't be sent again, at 02:50."""
    forget_drafts()
    forget_sendings()


job_titles.register("drafts.forget", _("Forget old drafts"))
