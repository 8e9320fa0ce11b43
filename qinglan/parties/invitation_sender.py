"""How the link of an invitation, and the code for joining, reach a number or mailbox without an account."""

import logging
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import get_language

from qinglan.kernel.messages import channels
from qinglan.kernel.messages.domain.message import whole_address
from qinglan.kernel.messages.templates_registry import written
from qinglan.parties import people_messages
from qinglan.parties.sending import can_send, channel_for

logger = logging.getLogger("qinglan.parties")


def send(destination: str, token: str, values: Mapping[str, object]) -> bool:
    """Send the link; False where there is no gateway or it is down: the inviter passes the link on himself."""
    link = whole_address(reverse("people:join", args=[token]))
    return _send(destination, people_messages.INVITATION, {**values, "link": link})


def send_code(destination: str, code: str, organisation: str, minutes: int) -> bool:
    """Send the code by which a person without an account proves that the contact is his."""
    values = {"code": code, "organisation": organisation, "minutes": minutes}
    return _send(destination, people_messages.JOINING_CODE, values)


def _send(destination: str, template: str, values: Mapping[str, object]) -> bool:
    channel = channel_for(destination)
    if not can_send(channel):
        return False
    subject, text = written(template, values, get_language() or "zh-hans")
    try:
        channels.send(channel, channels.Outgoing(destination, subject, text))
    except (channels.Unreachable, channels.Undeliverable) as error:
        logger.warning("a message about an invitation could not be sent by %s: %s", channel, error)
        return False
    return True
