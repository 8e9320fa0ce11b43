"""What the jobs do: try a delivery, send the digests."""

from collections import defaultdict

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import F

from qinglan.kernel import clock
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.messages import channels
from qinglan.kernel.messages.domain.message import _defer, whole_address
from qinglan.kernel.messages.models import Choice, Delivery, DeliveryState, Message
from qinglan.kernel.messages.own_templates import DIGEST
from qinglan.kernel.messages.templates_registry import written

MOST_ATTEMPTS = 8
"""With pauses of 1, 2, 4 … minutes: about two hours."""
OPEN = (DeliveryState.QUEUED, DeliveryState.RETRYING)


def try_delivery(pk: int) -> None:
    """Try a delivery once; what came of it is recorded.

    Raises Unreachable as long as it will be tried again. A delivery that was sent or given up is
    left alone, so that a job that runs twice sends once.
    """
    delivery = Delivery.objects.select_related("message").filter(pk=pk, state__in=OPEN).first()
    if delivery is None:
        return
    message = delivery.message
    outgoing = channels.Outgoing(delivery.address, message.subject, message.text, whole_address(message.url))
    try:
        receipt = channels.send(delivery.channel, outgoing)
    except channels.Undeliverable as error:
        _record(delivery, DeliveryState.FAILED, error=str(error))
    except channels.Unreachable as error:
        last = delivery.attempts + 1 >= MOST_ATTEMPTS
        _record(delivery, DeliveryState.FAILED if last else DeliveryState.RETRYING, error=str(error))
        if not last:
            raise
    else:
        _record(delivery, DeliveryState.SENT, receipt=receipt)


def _record(delivery: Delivery, state: DeliveryState, *, receipt: str = "", error: str = "") -> None:
    moment = clock.now()
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state,
        attempts=F("attempts") + 1,
        tried_at=moment,
        sent_at=moment if state == DeliveryState.SENT else None,
        receipt=receipt[:200],
        error=(error or "?")[:300] if state != DeliveryState.SENT else "",
    )


def send_digests() -> int:
    """One message per person and channel for all that waited; how many were queued.

    Each person in a transaction of his own.
    """
    waiting = Delivery.objects.filter(state=DeliveryState.DIGEST).values("message__recipient")
    people = get_user_model()._default_manager.filter(pk__in=waiting)
    return sum(one_by_one("messages.digest", people, _send_digests_to))


def _send_digests_to(recipient: int) -> int:
    waiting = defaultdict(list)
    rows = (
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(state=DeliveryState.DIGEST, message__recipient=recipient)
        .select_related("message")
        .order_by("pk")
    )
    for delivery in rows:
        waiting[delivery.channel, delivery.address].append(delivery)
    language = Choice.objects.filter(user=recipient).values_list("language", flat=True).first()
    moment = clock.now()
    for (channel, address), deliveries in waiting.items():
        lines = [f"· {one.message.subject} {whole_address(one.message.url)}".strip() for one in deliveries]
        subject, text = written(
            DIGEST,
            {"count": len(deliveries), "list": "\n".join(lines)},
            language or settings.LANGUAGE_CODE,
        )
        digest = Message.objects.create(
            recipient_id=recipient,
            template=DIGEST,
            subject=subject,
            text=text,
            sent_at=moment,
            read_at=moment,
        )
        made = Delivery.objects.create(message=digest, channel=channel, address=address)
        _defer(made)
        Delivery.objects.filter(pk__in=[one.pk for one in deliveries]).update(
            state=DeliveryState.SENT, sent_at=moment, receipt=f"digest {made.pk}"
        )
    return len(waiting)
