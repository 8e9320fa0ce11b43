"""Verbs on the roles of an account for the whole city, as the three administrators give and take them."""

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.account_rules import Handing
from qinglan.parties.domain.assignment import end_assignment, give_assignment
from qinglan.parties.models import Assignment, User
from qinglan.parties.roles import ROLES


def give_role(*, acting_user: User, account: User, role: str) -> Assignment:
    """Give `account` a role for the whole city. Raises as `give_assignment`."""
    return give_assignment(acting_user=acting_user, account=account, role=role)


@transaction.atomic
def take_role(*, acting_user: User, account: User, role: str, reason: str) -> None:
    """Take a role from `account` at every scope; its sessions end.

    Raises PermissionRefused, Impossible (not held, no reason, last administrator of its kind).
    """
    permissions.require(acting_user, "parties.take_role", Handing(account, role))
    standing = list(Assignment.objects.in_force().filter(user=account, role=role).order_by("pk"))
    if not standing:
        raise Impossible(_("The account does not hold this role."), field="role")
    for assignment in standing:
        end_assignment(acting_user=acting_user, assignment=assignment, reason=reason)


def role_name(role: str) -> str:
    """The name of a role in the reader's language."""
    return str(ROLES[role])
