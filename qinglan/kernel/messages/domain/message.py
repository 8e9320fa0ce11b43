"""Verbs: send a message, read it, send a failed one again."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages import channels
from qinglan.kernel.messages.models import Channel, Choice, Delivery, DeliveryState, Message
from qinglan.kernel.messages.templates_registry import written
from qinglan.settings.env import SITE_ADDRESS


class OutsideTransaction(RuntimeError):
    """A message may only be queued in the transaction of its cause."""


def send_message(
    *,
    acting_user: Any,
    recipients: Iterable[Any],
    template: str,
    values: Mapping[str, object],
    url: str = "",
    only: Iterable[str] | None = None,
    at_once: Iterable[str] = (),
) -> list[Message]:
    """Put a message into the inbox of each recipient and queue it for the channels that he chose.

    Call it in the transaction of the cause, whose verb has asked for the permission: rolled back,
    nothing is sent. `url` is a path of this site; `only` narrows the channels. Raises KeyError for
    an unknown template or missing value, OutsideTransaction. By the channels in `at_once` (mail, sms)
    it goes to the person's own confirmed mailbox and number whatever he chose: for what he waits for,
    such as a code.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("send_message belongs into the transaction of its cause")
    people = list(recipients)
    choices = {choice.user_id: choice for choice in Choice.objects.filter(user__in=people)}
    open_channels = set(channels.available()) & (set(only) if only is not None else set(Channel.values))
    made = []
    for person in people:
        choice = choices.get(person.pk)
        subject, text = written(template, values, choice.language if choice else settings.LANGUAGE_CODE)
        message = Message.objects.create(
            recipient=person,
            template=template,
            subject=subject,
            text=text,
            url=url[:300],
            sent_at=clock.now(),
        )
        made.append(message)
        for channel in at_once:
            number = person.mobile or (choice.mobile if choice else "")
            own = person.email if channel == Channel.MAIL else number
            if own and channel in channels.available():
                _queue(message, channel, own, digest=False)
        if choice is None:
            continue
        for channel in choice.channels:
            if channel in at_once:
                continue
            address = address_of(person, choice, channel)
            if channel in open_channels and address is not None:
                _queue(message, channel, address, digest=choice.digest and only is None)
    return made


def address_of(person: Any, choice: Choice, channel: str) -> str | None:
    """Where a channel reaches a person; None where it can't. A robot speaks to its group in any case."""
    if channel == Channel.MAIL:
        return person.email or None
    if channel == Channel.SMS:
        return choice.mobile or None
    return choice.mobile


def whole_address(url: str) -> str:
    """A path of this site with the site's address before it, where that is set."""
    return f"{SITE_ADDRESS.text().rstrip('/')}{url}" if url and SITE_ADDRESS.text() else url


@transaction.atomic
def mark_read(*, acting_user: Any, message: Message) -> Message:
    """Mark one's own message as read. Raises PermissionRefused for another's."""
    permissions.require(acting_user, "messaging.read", message)
    if message.read_at is None:
        message.read_at = clock.now()
        message.save(update_fields=["read_at"])
    return message


@transaction.atomic
def mark_all_read(*, acting_user: Any) -> int:
    """Mark all one's messages as read; how many were not."""
    permissions.require(acting_user, "messaging.inbox")
    return Message.objects.filter(recipient=acting_user, read_at__isnull=True).update(read_at=clock.now())


@transaction.atomic
def retry_delivery(*, acting_user: Any, delivery: Delivery) -> Delivery:
    """Queue a delivery again that was given up. Raises Impossible for any other, PermissionRefused."""
    permissions.require(acting_user, "messaging.operate")
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != DeliveryState.FAILED:
        raise Impossible(_("Only a delivery that was given up can be tried again by hand."))
    locked.state, locked.attempts, locked.error = DeliveryState.QUEUED, 0, ""
    locked.save(update_fields=["state", "attempts", "error"])
    _defer(locked)
    return locked


def _queue(message: Message, channel: str, address: str, *, digest: bool) -> None:
    state = DeliveryState.DIGEST if digest else DeliveryState.QUEUED
    delivery = Delivery.objects.create(message=message, channel=channel, address=address[:200], state=state)
    if not digest:
        _defer(delivery)


def _defer(delivery: Delivery) -> None:
    from qinglan.kernel.messages.jobs import deliver  # noqa: PLC0415 - the jobs call verbs of this file

    deliver.defer(delivery=delivery.pk)
