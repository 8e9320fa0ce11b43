"""Verbs on accounts."""

from django.contrib.auth.models import Group
from django.db import transaction

from qinglan.parties.models import User
from qinglan.parties.roles import ROLES


def system_user() -> User:
    """The account under which the system itself acts; made when there is none. It can't log in."""
    user, created = User.objects.get_or_create(
        is_system=True, defaults={"username": "system", "display_name": "系统"}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def ensure_roles() -> None:
    """Make the group of every role that this version knows."""
    for role in ROLES:
        Group.objects.get_or_create(name=role)


@transaction.atomic
def open_account(
    *,
    acting_user: User,
    username: str,
    password: str,
    display_name: str,
    role: str,
    demonstration: bool = False,
) -> User:
    """Open an account with one role, or bring an existing one to that state.

    Only the system account may do so for now: an administrator's pages come with people and
    organisations. Raises ValueError for an unknown role or another acting user.
    """
    if not acting_user.is_system:
        raise ValueError("accounts are opened by the system account")
    if role not in ROLES:
        raise ValueError(f"no role {role!r}")
    ensure_roles()
    user, _created = User.objects.get_or_create(username=username)
    user.display_name = display_name
    user.is_demonstration = demonstration
    user.set_password(password)
    user.save()
    user.groups.set(Group.objects.filter(name=role))
    return user
