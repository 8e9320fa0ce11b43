"""Which channels there are, and the way out by each."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from qinglan.kernel.messages.channels import mail, robots, sms
from qinglan.kernel.messages.channels.base import Outgoing, Undeliverable
from qinglan.kernel.messages.models import Channel

logger = logging.getLogger("qinglan.messages")


@dataclass(frozen=True)
class Way:
    """A channel: whether it is set up, and how to send by it."""

    is_configured: Callable[[], bool]
    send: Callable[[Outgoing], str]


WAYS: dict[str, Way] = {
    Channel.MAIL: Way(mail.is_configured, mail.send),
    Channel.SMS: Way(sms.is_configured, sms.send),
    Channel.WECOM: Way(robots.wecom_is_configured, robots.send_by_wecom),
    Channel.DINGTALK: Way(robots.dingtalk_is_configured, robots.send_by_dingtalk),
}


def available() -> list[str]:
    """The channels that people may choose: those set up, and in demonstration mode all of them."""
    return [name for name, way in WAYS.items() if settings.DEMONSTRATION or way.is_configured()]


def send(channel: str, outgoing: Outgoing) -> str:
    """Send by a channel; its receipt. In demonstration mode a channel that is not set up writes to the log.

    Raises Unreachable (try again) or Undeliverable (do not).
    """
    way = WAYS[channel]
    if way.is_configured():
        return way.send(outgoing)
    if not settings.DEMONSTRATION:
        raise Undeliverable(f"the channel {channel} is not set up")
    logger.info("message by %s to %s: %s", channel, outgoing.address, outgoing.subject)
    return "console"
