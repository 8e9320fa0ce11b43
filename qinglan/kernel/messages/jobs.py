"""Background work on messages."""

from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles
from qinglan.kernel.messages.channels import Unreachable
from qinglan.kernel.messages.domain.delivery import MOST_ATTEMPTS, send_digests, try_delivery

job_titles.register("messages.deliver", _("Deliver a message"))
job_titles.register("messages.digest", _("Send the daily digests"))

TRIES = RetryStrategy(max_attempts=MOST_ATTEMPTS, wait=30, exponential_wait=2, retry_exceptions=[Unreachable])
"""Pauses that double, from half a minute on."""


@app.task(name="messages.deliver", retry=TRIES)
def deliver(delivery: int) -> None:
    """Try one delivery."""
    try_delivery(delivery)


@app.periodic(cron="30 0 * * *")
@app.task(name="messages.digest", queueing_lock="messages.digest")
def digest(timestamp: int) -> None:
    """Send the digests, at 08:30 Beijing time."""
    send_digests()
