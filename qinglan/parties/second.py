"""The second factor: who needs one, and how its secrets are kept."""

import base64
import hashlib
import io
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings

from qinglan.kernel.web import site
from qinglan.parties import policy
from qinglan.parties.models import User
from qinglan.parties.roles import roles_of

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes alone are no second factor: they stand in for a lost one."""


def is_needed(user: User) -> bool:
    """Whether the rules of this installation let `user` in with a second factor only."""
    if settings.DEMONSTRATION and user.is_demonstration:
        return False
    return bool(set(roles_of(user)) & set(policy.current().second_factor))


def has_one(user: Any) -> bool:
    """Whether `user` has set up a second factor."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no type stubs
    """Secrets are sealed with the installation's key; who needs a factor can't remove the last."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it goes into the database."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether the user still has a second factor then, or needs none."""
        if not is_needed(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def get_totp_issuer(self) -> str:
        """The site's name, as an authenticator application shows it."""
        return site.name()

    def build_totp_svg(self, url: str) -> str:
        """The QR code that an authenticator application reads."""
        buffer = io.BytesIO()
        segno.make(url, error="m").save(buffer, kind="svg", scale=5, border=3, xmldecl=False)
        return buffer.getvalue().decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing by mail: changes of factors stand in the account's events."""


def _box() -> Fernet:
    key = hashlib.sha256(f"qinglan.parties.second:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
