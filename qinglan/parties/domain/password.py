"""Verb: set a password."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import account_events, policy
from qinglan.parties.domain import guard
from qinglan.parties.models import FormerPassword, Session, User


@transaction.atomic
def set_password(
    *, acting_user: User, account: User, password: str, how: str, keep_session: str | None = None
) -> User:
    """Give one's own `account` a new password; `how` (changed, reset, expired) goes into the event.

    All its sessions end but `keep_session`, and the lock on its password. Raises Impossible with
    everything that the rules of this installation miss in it (field ``new_password1``).
    """
    permissions.require(acting_user, "parties.change_own", account)
    held = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    try:
        validate_password(password, held)
    except ValidationError as error:
        raise Impossible(" ".join(error.messages), field="new_password1") from error
    now = timezone.now()
    remembered = policy.current().remembered_passwords
    if remembered and held.has_usable_password():
        FormerPassword.objects.create(account=held, hash=held.password, set_at=held.password_set_at or now)
    # A profile that remembers nothing keeps nothing: old hashes are a risk without a use.
    kept = held.former_passwords.order_by("-set_at")[:remembered].values_list("pk", flat=True)
    held.former_passwords.exclude(pk__in=list(kept)).delete()
    held.set_password(password)
    held.password_set_at = now
    held.save(update_fields=["password", "password_set_at"])
    Session.objects.filter(user=held).exclude(pk=keep_session or "").delete()
    guard.forgive(guard.of_account(held))
    account_events.record(acting_user, account_events.PASSWORD_SET, held, how=how)
    return held


def is_too_old(account: User) -> bool:
    """Whether the rules ask for a new password because of the age of this one."""
    age = policy.current().password_age
    if age is None or account.is_demonstration or not account.has_usable_password():
        return False
    since = account.password_set_at or account.date_joined
    return timezone.now() > since + age
