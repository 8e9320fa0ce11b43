"""Verbs on the link between an account and a city's unified identity."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.dates import minute
from qinglan.parties import account_events, identity_events, sending
from qinglan.parties.models import User
from qinglan.parties.roles import KEEPERS, roles_of


def link_identity(*, acting_user: Any, owner: User | None) -> None:
    """Whoever is logged in links a unified identity that he just showed; within the caller's transaction.

    `owner` is the account that has the identity already, if any. Raises Impossible (another's, an
    administrator's, linked already), PermissionRefused.
    """
    permissions.require(acting_user, "parties.change_own", acting_user)
    if owner is not None and owner.pk != acting_user.pk:
        raise Impossible(
            _(
                "This identity opens another account. Unlink it there first, or ask for that account's erasure."
            )
        )
    if owner is not None:
        raise Impossible(_("This identity is linked to your account already."))
    if set(roles_of(acting_user)) & set(KEEPERS):
        raise Impossible(
            _("The account of an administrator is entered with its own password and factor alone.")
        )
    if SocialAccount.objects.filter(user=acting_user).exists():
        raise Impossible(_("Another identity is linked to your account. Unlink it first."))
    account_events.record(acting_user, account_events.IDENTITY_LINKED, acting_user, found=True)


@transaction.atomic
def unlink_identity(*, acting_user: Any, account: User, key: int) -> None:
    """Unlink an identity from one's own account; never the last way in.

    Raises Impossible (nothing linked, no other way in), PermissionRefused.
    """
    permissions.require(acting_user, "parties.change_own", account)
    held = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    linked = SocialAccount.objects.select_for_update().filter(user=held, pk=key).first()
    if linked is None:
        raise Impossible(_("This identity is not linked to your account."))
    if not other_ways_in(held, besides=key):
        raise Impossible(
            _("This is the only way into your account. Set a password or confirm a mobile number first.")
        )
    linked.delete()
    account_events.record(acting_user, identity_events.UNLINKED, held)
    sending.send_notice(
        held.mobile or held.email, identity_events.CONTACT_NOTICE, {"time": minute(clock.now())}
    )


def other_ways_in(account: User, *, besides: int) -> bool:
    """Whether the owner still gets in without the identity `besides`: by password, code, or another identity."""
    by_code = any(
        where and sending.can_send(sending.channel_for(where)) for where in (account.mobile, account.email)
    )
    others = SocialAccount.objects.filter(user=account).exclude(pk=besides)
    return bool(account.has_usable_password() or by_code or others.exists())
