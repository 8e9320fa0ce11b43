"""One-time codes on their way out, by SMS or mail."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages import channels
from qinglan.kernel.messages.models import Channel
from qinglan.kernel.messages.templates_registry import register, written
from qinglan.parties import policy

logger = logging.getLogger("qinglan.parties")

CODE = register(
    "parties.code",
    _("Your code: %(code)s"),
    _("Your code is %(code)s. It is valid for %(minutes)s minutes. Tell it to nobody, not even to us."),
).name

_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="codes")
_on_the_way: set[Future[None]] = set()


def channel_for(destination: str) -> str:
    """Mail for a mailbox, SMS for a number."""
    return str(Channel.MAIL if "@" in destination else Channel.SMS)


def can_send(channel: str) -> bool:
    """Whether codes can leave by `channel` here."""
    return channel in channels.available()


def send_code(destination: str, code: str) -> Future[None]:
    """Send `code`, beside the request: how long a gateway takes would tell whether there is an account.

    The code is kept nowhere, so a code that does not arrive is asked for anew.
    """
    values = {"code": code, "minutes": int(policy.CODE_LIFE.total_seconds() // 60)}
    subject, text = written(CODE, values, get_language() or "zh-hans")
    waiting = _pool.submit(_send, destination, channels.Outgoing(destination, subject, text))
    _on_the_way.add(waiting)
    waiting.add_done_callback(_on_the_way.discard)
    return waiting


def _send(destination: str, outgoing: channels.Outgoing) -> None:
    channel = channel_for(destination)
    try:
        channels.send(channel, outgoing)
    except (channels.Unreachable, channels.Undeliverable) as error:
        logger.warning("a code could not be sent by %s: %s", channel, error)


def wait() -> None:
    """Wait until all codes that were on their way are out."""
    for waiting in list(_on_the_way):
        waiting.result()


def send_notice(destination: str, template: str, values: dict[str, str]) -> None:
    """Tell `destination` (a number or mailbox that may have left the account) what was done.

    When the transaction of the cause is committed, beside the request; nothing is kept, and a way that is
    not set up here is passed over.
    """
    if not destination or not can_send(channel_for(destination)):
        return
    subject, text = written(template, values, get_language() or "zh-hans")

    def go() -> None:
        waiting = _pool.submit(_send, destination, channels.Outgoing(destination, subject, text))
        _on_the_way.add(waiting)
        waiting.add_done_callback(_on_the_way.discard)

    transaction.on_commit(go)
