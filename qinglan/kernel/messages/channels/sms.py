"""SMS through a gateway of the operator, by a form of our own that any gateway can be adapted to.

``POST`` with JSON ``{"mobile", "text", "id", "time"}``; the header ``X-Qinglan-Signature`` is the
HMAC-SHA256 of the body under the shared key, in hexadecimal. The gateway answers 200 with
``{"ok": true, "receipt": "…"}``, or ``{"ok": false, "final": true, "error": "…"}``.
"""

import hashlib
import hmac
import json
import time
import uuid

from qinglan.kernel.messages.channels.base import Outgoing, Undeliverable, Unreachable
from qinglan.kernel.messages.channels.http import post
from qinglan.settings.env import SMS_KEY, SMS_URL


def is_configured() -> bool:
    """Whether a gateway is named."""
    return bool(SMS_URL.text())


def signature(body: bytes, key: str) -> str:
    """The signature of a body."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def send(outgoing: Outgoing) -> str:
    """Send one SMS; the receipt is the gateway's."""
    data = {
        "mobile": outgoing.address,
        "text": outgoing.body,
        "id": uuid.uuid4().hex,
        "time": int(time.time()),
    }
    body = json.dumps(data, ensure_ascii=False).encode()
    answer = post(SMS_URL.text(), body, {"X-Qinglan-Signature": signature(body, SMS_KEY.text())})
    if answer.get("ok") is True:
        return str(answer.get("receipt", ""))
    failure = Undeliverable if answer.get("final") is True else Unreachable
    raise failure(str(answer.get("error", "refused"))[:200])
