"""How the code of a claim reaches the number on record: by the port of short messages.

In demonstration mode without a gateway the port writes the message to the server's log; in
production such a site refuses.
"""

import logging

from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages import channels
from qinglan.kernel.messages.models import Channel
from qinglan.kernel.messages.templates_registry import register, written

logger = logging.getLogger("qinglan.parties")
CODE = register(
    "organisations.claim",
    _("Your code: %(code)s (to claim %(name)s)"),
    _(
        "%(code)s is your code to claim “%(name)s”. It is valid for %(minutes)s minutes. Tell it to nobody, not even to us."
    ),
).name


def require() -> None:
    """Raise Impossible where no short message can leave."""
    if Channel.SMS not in channels.available():
        raise Impossible(
            _now("Short messages are not set up on this site. Ask the office to give you access.")
        )


def send(mobile: str, code: str, name: str, minutes: int) -> None:
    """Send a code; a gateway that is down is noted in the log, and the claimant asks for another."""
    values = {"code": code, "name": name, "minutes": minutes}
    subject, text = written(CODE, values, get_language() or "zh-hans")
    try:
        channels.send(Channel.SMS, channels.Outgoing(mobile, subject, text))
    except (channels.Unreachable, channels.Undeliverable) as error:
        logger.warning("the code of a claim could not be sent: %s", error)
