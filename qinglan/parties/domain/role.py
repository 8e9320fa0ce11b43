"""Verbs on roles: give one, take one."""

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import account_events
from qinglan.parties.account_rules import Handing
from qinglan.parties.domain.account import keep_one
from qinglan.parties.models import Session, User
from qinglan.parties.roles import KEEPERS, ROLES, roles_of


@transaction.atomic
def give_role(*, acting_user: User, account: User, role: str) -> None:
    """Give `account` a role. An administrator holds no other role, and of the three only one.

    Raises PermissionRefused (to oneself, beyond one's own kind), Impossible (held already, closed,
    does not go with another role); the database refuses two of the three once more.
    """
    permissions.require(acting_user, "parties.give_role", Handing(account, role))
    held = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    if not held.is_active or held.is_system:
        raise Impossible(_("This account is closed. Open it again first."))
    roles = roles_of(held)
    if role in roles:
        raise Impossible(_("The account holds this role already."), field="role")
    if roles and (role in KEEPERS or set(roles) & set(KEEPERS)):
        raise Impossible(
            _(
                "An administrator holds one role only: system, security and audit administrator are three people, and none of them does the business of the office."
            ),
            field="role",
        )
    group, _created = Group.objects.get_or_create(name=role)
    try:
        with transaction.atomic():
            held.groups.add(group)
    except IntegrityError as error:
        raise Impossible(
            _("System, security and audit administrator are three people."), field="role"
        ) from error
    Session.objects.filter(user=held).delete()
    account_events.record(acting_user, account_events.ROLE_GIVEN, held, role=role)


@transaction.atomic
def take_role(*, acting_user: User, account: User, role: str, reason: str) -> None:
    """Take a role from `account`; its sessions end, so that no page shows more than it may.

    Raises PermissionRefused, Impossible (not held, no reason, last administrator of its kind).
    """
    permissions.require(acting_user, "parties.take_role", Handing(account, role))
    held = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    if role not in roles_of(held):
        raise Impossible(_("The account does not hold this role."), field="role")
    if not reason.strip():
        raise Impossible(_("Say why."), field="reason")
    keep_one(role, held)
    held.groups.remove(Group.objects.get(name=role))
    Session.objects.filter(user=held).delete()
    account_events.record(acting_user, account_events.ROLE_TAKEN, held, role=role, reason=reason.strip())


def role_name(role: str) -> str:
    """The name of a role in the reader's language."""
    return str(ROLES[role])
