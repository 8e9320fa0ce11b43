r"""How a provider that answers later proves that an answer is its own: a keyed digest over order, moment and file.

    X-Seal-Time: 1795334400
    X-Seal-Signature: hex(HMAC-SHA256(secret, "<order>\n<time>\n<SHA-256 of the body, hex>"))

The secret is `QINGLAN_SEAL_SECRET`. An answer that was caught and sent again is too old after five minutes, and changes
nothing before: an order is answered once.
"""

import hashlib
import hmac
import time
from uuid import UUID

from django.conf import settings

LONGEST_AGE = 300
"""Seconds by which the moment of an answer may differ from ours, for clocks that are not quite right."""


def signature(secret: str, order: UUID, moment: str, content: bytes) -> str:
    """The keyed digest of an answer, in hexadecimal."""
    text = f"{order}\n{moment}\n{hashlib.sha256(content).hexdigest()}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_open() -> bool:
    """Whether answers are taken: a secret is set."""
    return bool(settings.SEAL_SECRET)


def is_ours(order: UUID, moment: str, given: str, content: bytes) -> bool:
    """Whether the provider sent this file for this order, just now."""
    if not is_open() or not moment.isascii() or not moment.isdecimal():
        return False
    wanted = signature(settings.SEAL_SECRET, order, moment, content)
    is_right = hmac.compare_digest(wanted.encode(), given.strip().lower().encode())
    return is_right and abs(time.time() - int(moment)) <= LONGEST_AGE
