"""Background work on anchors."""

import logging

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from qinglan.kernel import clock, job_titles
from qinglan.kernel.events.models import Delivery

job_titles.register("events.anchor", _("Make the day's anchor of all event streams"))
job_titles.register("events.deliver_anchor", _("Send an anchor off the machine"))

logger = logging.getLogger(__name__)

TRIES = RetryStrategy(max_attempts=60, wait=30, linear_wait=300)
"""Pauses of half a minute, five and a half, ten and a half …: for about six days."""


@app.periodic(cron="10 * * * *")
@app.task(name="events.anchor", queueing_lock="events.anchor")
def anchor_day(timestamp: int) -> None:
    """Make the day's anchor: at 00:10 Beijing time, or in the first hour in which a worker runs."""
    from qinglan.kernel.events.domain.anchor import make_anchor  # noqa: PLC0415 - it queues jobs of this file

    make_anchor()


@app.task(name="events.deliver_anchor", retry=TRIES)
def deliver_anchor(delivery: int) -> None:
    """Send one anchor by one adapter; a failure is recorded and raised, so that it is tried again."""
    send(Delivery.objects.select_related("anchor").get(pk=delivery))


def send(delivery: Delivery) -> None:
    """Try once; records time, number of tries, and receipt or error. Raises what the adapter raises."""
    from qinglan.kernel.events.delivery import ADAPTERS  # noqa: PLC0415 - it queues jobs of this file

    if delivery.sent_at is not None:
        return
    try:
        receipt = ADAPTERS[delivery.adapter].send(delivery.anchor)
    except Exception as error:
        logger.warning("anchor %s by %s: %s", delivery.anchor_id, delivery.adapter, error)
        _record(delivery, error=f"{type(error).__name__}: {error}"[:500])
        raise
    _record(delivery, receipt=receipt[:500])


def _record(delivery: Delivery, *, receipt: str = "", error: str = "") -> None:
    moment = clock.now()
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(
            attempts=F("attempts") + 1,
            tried_at=moment,
            sent_at=None if error else moment,
            receipt=receipt,
            error=error,
        )
