"""Named querysets over accounts, sessions, locks and logins: the twins of their permissions."""

from typing import Any

from django.db.models import FilteredRelation, Prefetch, Q, QuerySet
from django.utils import timezone

from qinglan.kernel import permissions
from qinglan.parties.models import Assignment, Guard, Login, Session, User


def accounts_visible_to(user: Any) -> QuerySet[User]:
    """All accounts of people, for administrators."""
    if not permissions.answer(user, "parties.see_accounts"):
        return User.objects.none()
    held = FilteredRelation("assignments", condition=Q(assignments__ended_at__isnull=True))
    standing = Prefetch("assignments", queryset=Assignment.objects.in_force(), to_attr="in_force")
    accounts = User.objects.filter(is_system=False).annotate(held=held).distinct()
    return accounts.prefetch_related(standing).order_by("username")


def sessions_visible_to(user: Any, account: User) -> QuerySet[Session]:
    """The sessions of `account` that have not run out, the last seen first."""
    if not permissions.answer(user, "parties.see_sessions", account):
        return Session.objects.none()
    return Session.objects.filter(user=account, expire_date__gt=timezone.now()).order_by("-last_seen_at")


def locks_visible_to(user: Any) -> QuerySet[Guard]:
    """What is locked now because of wrong tries: accounts and addresses."""
    if not permissions.answer(user, "parties.see_locks"):
        return Guard.objects.none()
    locked = Guard.objects.filter(locked_until__gt=timezone.now()).select_related("account")
    kinds = ("account:", "second:", "address:", "codes-from:")
    found = locked.none()
    for kind in kinds:
        found = found | locked.filter(key__startswith=kind)
    return found.order_by("-locked_until")


def logins_visible_to(user: Any) -> QuerySet[Login]:
    """The login log: all of it for the audit administrator, one's own for everybody."""
    if permissions.answer(user, "parties.see_logins"):
        return Login.objects.select_related("account").order_by("-id")
    if getattr(user, "is_authenticated", False):
        return Login.objects.filter(account=user).select_related("account").order_by("-id")
    return Login.objects.none()
