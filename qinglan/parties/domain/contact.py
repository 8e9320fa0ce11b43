"""Whom a typed name, number or mailbox means."""

from django.db.models import Q

from qinglan.parties.mobile import normalised
from qinglan.parties.models import User


def account_of(identifier: str) -> User | None:
    """The account whose user name, mobile number or mailbox `identifier` is; closed ones too.

    A user name comes first: names that look like a number or a mailbox can't be opened.
    """
    text = identifier.strip()
    if not text or "\0" in text or len(text) > 254:
        return None
    wanted = Q(username=text)
    if number := normalised(text):
        wanted |= Q(mobile=number)
    if "@" in text:
        wanted |= Q(email__iexact=text)
    found = list(User.objects.filter(wanted, is_system=False)[:3])
    return next((user for user in found if user.username == text), found[0] if found else None)


def destination_of(identifier: str) -> str:
    """`identifier` as a number or mailbox to send to, "" where it is neither."""
    text = identifier.strip()
    return normalised(text) or (text.lower() if "@" in text else "")
