"""What allauth tells about second factors goes into the account's events and the login log."""

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from qinglan.parties import account_events
from qinglan.parties.asking import address_of, device_of
from qinglan.parties.domain.login import note_login
from qinglan.parties.models import Login, User


@receiver([signals.authenticator_added, signals.authenticator_reset])
def added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A factor was added, or recovery codes were made anew."""
    with transaction.atomic():
        account_events.record(user, account_events.FACTOR_ADDED, user, which=str(authenticator.type))


@receiver(signals.authenticator_removed)
def removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A factor was removed."""
    with transaction.atomic():
        account_events.record(user, account_events.FACTOR_REMOVED, user, which=str(authenticator.type))


@receiver(signals.authentication_failed)
def failed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A second factor was wrong."""
    note_login(user, Login.Method.SECOND, Login.Outcome.WRONG, address_of(request), device_of(request))
