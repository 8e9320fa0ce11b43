"""Background work on contacts."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("contacts.settle_due", _("Expire enquiries and offers, end confidentiality agreements"))


@app.periodic(cron="*/5 * * * *")
@app.task(name="contacts.settle_due", queueing_lock="contacts.settle_due")
def settle(timestamp: int) -> None:
    """Every five minutes; what a verb accepts doesn't wait for it."""
    from qinglan.market.domain.contacts_due import settle_due  # noqa: PLC0415 - jobs are found before models
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    settle_due(acting_user=system_user())
