"""Numbers that must not lie open in the database: sealed with the installation's key, opened to be shown."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def seal(text: str) -> str:
    """`text` sealed; "" stays ""."""
    return _box().encrypt(text.encode()).decode() if text else ""


def opened(sealed: str) -> str:
    """What was sealed; "" where there is nothing, or the installation's key has changed since."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    key = hashlib.sha256(f"qinglan.parties.personal:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
