"""Verbs on accounts: open, close, reopen."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import account_events
from qinglan.parties.domain import term
from qinglan.parties.domain.departure import end_everything
from qinglan.parties.mobile import normalised
from qinglan.parties.models import Assignment, Session, User
from qinglan.parties.roles import KEEPERS, ROLES, roles_of

_USERNAME = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9._-]{2,39}")


def system_user() -> User:
    """The account under which the system itself acts; made when there is none. It can't log in."""
    user, created = User.objects.get_or_create(
        is_system=True, defaults={"username": "system", "display_name": "系统"}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


@transaction.atomic
def open_account(
    *,
    acting_user: User,
    username: str,
    display_name: str,
    password: str | None = None,
    role: str = "",
    mobile: str = "",
    email: str = "",
    demonstration: bool = False,
) -> User:
    """Open an account. An administrator opens one without role or password: its owner logs in with a
    code to the number or mailbox entered here and sets his own password.

    Only the system itself may give a role and a password at once, or bring an existing account to
    that state (demonstration accounts, the first administrators). Raises PermissionRefused,
    Impossible with the field, ValueError for an unknown role.
    """
    permissions.require(acting_user, "parties.open_account")
    if role and role not in ROLES:
        raise ValueError(f"no role {role!r}")
    if not acting_user.is_system:
        if role or password or demonstration:
            raise ValueError("an administrator opens accounts without role and password")
        _check_names(username, mobile, email)
    existing = User.objects.filter(username=username).first()
    if existing and not acting_user.is_system:
        raise Impossible(_("This user name is taken. Choose another."), field="username")
    user = existing or User(username=username)
    user.display_name = display_name.strip()
    user.is_demonstration = demonstration
    user.mobile = normalised(mobile) or user.mobile
    user.email = email.strip().lower() or user.email
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
        user.password_set_at = timezone.now()
    _save_with_contacts(user)
    if role:
        _set_role(acting_user, user, role)
    if existing is None:
        account_events.record(
            acting_user,
            account_events.OPENED,
            user,
            personal={"username": username, "name": user.display_name},
            role=role,
        )
    return user


@transaction.atomic
def open_first(
    *, acting_user: User, username: str, display_name: str, role: str, mobile: str = "", email: str = ""
) -> User:
    """Open the account of one of the first three administrators, from the command line of the machine.

    Raises PermissionRefused, Impossible (another role, a name that is taken, bad contacts).
    """
    if role not in KEEPERS:
        raise Impossible(
            _("Only administrators are named from the command line: %(roles)s.")
            % {"roles": ", ".join(KEEPERS)},
            field="role",
        )
    _check_names(username, mobile, email)
    if User.objects.filter(username=username).exists():
        raise Impossible(_("This user name is taken. Choose another."), field="username")
    return open_account(
        acting_user=acting_user,
        username=username,
        display_name=display_name,
        role=role,
        mobile=mobile,
        email=email,
    )


@transaction.atomic
def close_account(*, acting_user: User, account: User, reason: str) -> User:
    """Close an account: its sessions end, nobody logs in with it, its acts keep its name.

    Raises PermissionRefused, Impossible (closed already, no reason, last administrator of a kind).
    """
    permissions.require(acting_user, "parties.close_account", account)
    held = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    if held.closed_at is not None:
        raise Impossible(_("This account is closed already."))
    if not reason.strip():
        raise Impossible(_("Say why."), field="reason")
    if held.is_system:
        raise Impossible(_("The system's own account can't be closed."))
    for role in roles_of(held):
        keep_one(role, held)
    held.is_active = False
    held.closed_at = timezone.now()
    held.save(update_fields=["is_active", "closed_at"])
    Session.objects.filter(user=held).delete()
    end_everything(acting_user, held, reason.strip())
    account_events.record(acting_user, account_events.CLOSED, held, reason=reason.strip())
    return held


@transaction.atomic
def reopen_account(*, acting_user: User, account: User) -> User:
    """Open a closed account again, without the roles that it had.

    Raises PermissionRefused, Impossible (not closed).
    """
    permissions.require(acting_user, "parties.close_account", account)
    held = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    if held.closed_at is None:
        raise Impossible(_("This account is open."))
    held.is_active = True
    held.closed_at = None
    held.save(update_fields=["is_active", "closed_at"])
    account_events.record(acting_user, account_events.REOPENED, held)
    return held


def keep_one(role: str, leaving: User) -> None:
    """Raise Impossible when `leaving` is the last who holds an administrators' role."""
    if role not in KEEPERS:
        return
    standing = Assignment.objects.in_force().filter(role=role, user__is_active=True)
    holders = {row.user_id for row in standing.select_for_update(of=("self",)).order_by("pk")}
    if holders <= {leaving.pk}:
        raise Impossible(_("This is the last %(role)s. Name another one first.") % {"role": str(ROLES[role])})


def _set_role(acting_user: User, user: User, role: str) -> None:
    """Make `role`, for the whole city, the only one that the account holds."""
    standing = Assignment.objects.unended().filter(user=user)
    whole = standing.filter(role=role, organisation=None, territory=None)
    term.end(standing.exclude(pk__in=whole).select_for_update(), by=acting_user, reason="set anew")
    now = clock.now()
    today = now.astimezone(clock.SHANGHAI).date()
    if not whole.exists():
        Assignment.objects.create(user=user, role=role, valid_from=today, given_by=acting_user, given_at=now)


def _check_names(username: str, mobile: str, email: str) -> None:
    if not _USERNAME.fullmatch(username):
        raise Impossible(
            _(
                "A user name has 3 to 40 small letters, digits, dots, hyphens or underscores, and at least one letter."
            ),
            field="username",
        )
    if mobile and not normalised(mobile):
        raise Impossible(_("This is no mobile number of the mainland. Write its 11 digits."), field="mobile")
    if email:
        try:
            validate_email(email.strip())
        except ValidationError as error:
            raise Impossible(error.messages[0], field="email") from error
    if not mobile and not email:
        raise Impossible(
            _("Enter a mobile number or a mailbox: the first login is by a code sent there."), field="mobile"
        )


def _save_with_contacts(user: User) -> None:
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise contact_taken(error) from error


def contact_taken(error: IntegrityError) -> Impossible:
    """What somebody is told whose number or mailbox belongs to another account."""
    if "a_mailbox_has_one_account" in str(error):
        return Impossible(_("This mailbox belongs to another account."), field="email")
    if "a_mobile_number_has_one_account" in str(error):
        return Impossible(_("This mobile number belongs to another account."), field="mobile")
    if "username" in str(error):
        return Impossible(_("This user name is taken. Choose another."), field="username")
    raise error
