"""What is done to accounts, as events. Each account has a stream ``account:<key>``."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.kernel.roles import is_auditor
from qinglan.parties.models import User

OPENED = events.register_kind("parties.account-opened", _("An account was opened.")).name
CLOSED = events.register_kind("parties.account-closed", _("An account was closed, with the reason.")).name
REOPENED = events.register_kind("parties.account-reopened", _("A closed account was opened again.")).name
ROLE_GIVEN = events.register_kind("parties.role-given", _("A role was given: which.")).name
ROLE_TAKEN = events.register_kind("parties.role-taken", _("A role was taken away: which, why.")).name
UNLOCKED = events.register_kind("parties.account-unlocked", _("The locks on an account were lifted.")).name
SESSIONS_ENDED = events.register_kind(
    "parties.sessions-ended", _("Sessions of an account were ended: how many.")
).name
PASSWORD_SET = events.register_kind("parties.password-set", _("A new password was set: how.")).name
NAME_CHANGED = events.register_kind("parties.name-changed", _("The name shown to others changed.")).name
CONTACT_CHANGED = events.register_kind(
    "parties.contact-changed", _("The mobile number or the mailbox of an account changed: which.")
).name
FACTOR_ADDED = events.register_kind("parties.factor-added", _("A second factor was added: which.")).name
FACTOR_REMOVED = events.register_kind("parties.factor-removed", _("A second factor was removed: which.")).name
IDENTITY_LINKED = events.register_kind(
    "parties.identity-linked", _("A unified identity was linked to an account.")
).name


def _visible(user: Any, stream: str) -> bool:
    return bool(is_auditor.test(user))


def _listed(user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
    return heads if is_auditor.test(user) else heads.none()


events.register_prefix("account", _("Accounts"), visible=_visible, listed=_listed)


def record(
    acting_user: User, kind: str, account: User, /, personal: dict[str, str] | None = None, **payload: Any
) -> None:
    """Append an event about `account`; `personal` stands in the chain as salted digests only."""
    events.append(
        stream=f"account:{account.pk}",
        kind=kind,
        payload=payload,
        actor=acting_user,
        personal=personal,
        subject=f"user:{account.pk}",
    )
