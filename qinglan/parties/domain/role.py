"""Verbs on roles: give one, take one."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import account_events
from qinglan.parties.account_rules import Handing
from qinglan.parties.domain import term
from qinglan.parties.domain.account import keep_one
from qinglan.parties.models import Assignment, Session, User
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
    now = clock.now()
    try:
        with transaction.atomic():
            Assignment.objects.create(
                user=held,
                role=role,
                valid_from=now.astimezone(clock.SHANGHAI).date(),
                given_by=acting_user,
                given_at=now,
            )
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
    standing = Assignment.objects.unended().filter(user=held, role=role).select_for_update()
    term.end(standing, by=acting_user, reason=reason.strip())
    Session.objects.filter(user=held).delete()
    account_events.record(acting_user, account_events.ROLE_TAKEN, held, role=role, reason=reason.strip())


def role_name(role: str) -> str:
    """The name of a role in the reader's language."""
    return str(ROLES[role])
