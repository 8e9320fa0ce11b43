"""Verbs on one's own data: name, mobile number, mailbox."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.dates import minute
from qinglan.parties import account_events
from qinglan.parties.domain.account import contact_taken
from qinglan.parties.domain.code import send_code, use_code
from qinglan.parties.identity_events import CONTACT_NOTICE
from qinglan.parties.mobile import normalised
from qinglan.parties.models import Code, User
from qinglan.parties.public_text import without_numbers
from qinglan.parties.sending import send_notice


@transaction.atomic
def change_name(*, acting_user: User, account: User, display_name: str) -> None:
    """Change the name that others see. Raises PermissionRefused, Impossible (no name)."""
    permissions.require(acting_user, "parties.change_own", account)
    name = " ".join(display_name.split())
    if not name:
        raise Impossible(_("Write a name."), field="display_name")
    without_numbers({"display_name": name})
    if name == account.display_name:
        raise Impossible(_("This is your name already."), field="display_name")
    User.objects.filter(pk=account.pk).update(display_name=name)
    account.display_name = name
    account_events.record(acting_user, account_events.NAME_CHANGED, account, personal={"name": name})


def ask_contact_code(*, acting_user: User, account: User, contact: str, address: str) -> tuple[Code, str]:
    """Send a code to a new number or mailbox; returns it and the contact as it will be kept.

    A contact of another account gets its code as well: nobody learns from here who is known; the
    change itself is refused. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "parties.change_own", account)
    where = normalised(contact)
    if not where and "@" in contact:
        where = contact.strip().lower()
        try:
            validate_email(where)
        except ValidationError as error:
            raise Impossible(error.messages[0], field="contact") from error
    if not where:
        raise Impossible(_("Write a mobile number of 11 digits or a mailbox."), field="contact")
    if where in (account.mobile, account.email):
        raise Impossible(_("This is what stands there already."), field="contact")
    made = send_code(purpose=Code.Purpose.CONTACT, destination=where, account=account, address=address)
    return made, where


def change_contact(
    *, acting_user: User, account: User, contact: str, code_id: int | None, typed: str
) -> None:
    """Put a number or mailbox, confirmed by the code that went there, in the place of the old one.

    The old one gets a notice, or where there was none, the other contact of the account. Raises
    PermissionRefused, Impossible (wrong code, contact of another account).
    """
    permissions.require(acting_user, "parties.change_own", account)
    owner = use_code(code_id=code_id, purpose=Code.Purpose.CONTACT, typed=typed, destination=contact)
    if owner.pk != account.pk:
        raise Impossible(_("The code was sent for another account."), field="code")
    field = "email" if "@" in contact else "mobile"
    old = getattr(account, field) or account.mobile or account.email
    try:
        with transaction.atomic():
            User.objects.filter(pk=account.pk).update(**{field: contact})
            account_events.record(
                acting_user,
                account_events.CONTACT_CHANGED,
                account,
                personal={"contact": contact},
                which=field,
            )
            send_notice(old, CONTACT_NOTICE, {"time": minute(clock.now())})
    except IntegrityError as error:
        raise Impossible(contact_taken(error).message, field="code") from error
    setattr(account, field, contact)
