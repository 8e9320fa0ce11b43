"""Verbs on links to one task: make, open, ask for a code, use."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.models import Message, TaskLink
from qinglan.kernel.messages.own_templates import CODE

DAYS = 7
CODE_MINUTES = 10
MOST_WRONG_CODES = 5


class LinkClosed(Impossible):
    """The link is unknown, expired or used; `reason` says which: unknown, expired, used, locked."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@transaction.atomic
def make_link(
    *, acting_user: Any, user: Any, purpose: str, subject: str, url: str, days: int = DAYS
) -> tuple[TaskLink, str]:
    """A link for `user` to one task, and its token, which is told nobody else and stored nowhere.

    Call it in the verb of the cause, which has asked for the permission. `purpose` is what may be
    done through it, `subject` on what, `url` the page of the task.
    """
    token = secrets.token_urlsafe(24)
    now = clock.now()
    link = TaskLink.objects.create(
        token_digest=_digest(token),
        user=user,
        purpose=purpose,
        subject=subject,
        url=url,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    return link, token


def open_link(token: str) -> TaskLink:
    """The link of a token; raises LinkClosed where it is unknown, expired or used."""
    link = TaskLink.objects.select_related("user").filter(token_digest=_digest(token)).first()
    return _open(link)


@transaction.atomic
def ask_for_code(token: str) -> Message:
    """Send a code of six digits to the person whom the link was made for, at once by every channel."""
    link = open_link(token)
    digits = f"{secrets.randbelow(10**6):06d}"
    TaskLink.objects.filter(pk=link.pk).update(
        code_digest=_code_digest(link, digits), code_expires_at=clock.now() + timedelta(minutes=CODE_MINUTES)
    )
    values = {"code": digits, "purpose": link.purpose, "minutes": CODE_MINUTES}
    every = ("mail", "sms")
    return send_message(
        acting_user=link.user, recipients=[link.user], template=CODE, values=values, only=(), at_once=every
    )[0]


def use_link(token: str, *, code: str, purpose: str, subject: str) -> TaskLink:
    """Use a link up for the one act that it was made for; call it in the transaction of the act.

    Raises LinkClosed (also after five wrong codes), and WrongCode for a wrong or old code: the page
    catches it and calls `count_wrong_code` when the act's transaction has been rolled back.
    """
    link = open_link(token)
    if (link.purpose, link.subject) != (purpose, subject):
        raise LinkClosed("unknown", _("This link was made for something else."))
    now = clock.now()
    right = (
        bool(link.code_digest)
        and link.code_expires_at is not None
        and link.code_expires_at > now
        and hmac.compare_digest(link.code_digest, _code_digest(link, code.strip()))
    )
    if not right:
        raise WrongCode(link)
    with transaction.atomic():
        used = TaskLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=now, code_digest="")
    if not used:
        raise LinkClosed("used", _("This link was used already."))
    return link


class WrongCode(Impossible):
    """The code is wrong or old. The page that catches it calls `count_wrong_code` outside the act's transaction."""

    def __init__(self, link: TaskLink) -> None:
        super().__init__(_("The code is wrong or too old. Ask for a new one."), field="code")
        self.link = link


@transaction.atomic
def count_wrong_code(link: TaskLink) -> int:
    """Count a wrong try; how many there were. After five the link is closed."""
    locked = TaskLink.objects.select_for_update().get(pk=link.pk)
    locked.wrong_codes += 1
    locked.save(update_fields=["wrong_codes"])
    return locked.wrong_codes


def _open(link: TaskLink | None) -> TaskLink:
    if link is None:
        raise LinkClosed("unknown", _("This link is not known here. Perhaps it was copied only in part."))
    if link.used_at is not None:
        raise LinkClosed("used", _("This link was used already."))
    if link.wrong_codes >= MOST_WRONG_CODES:
        raise LinkClosed("locked", _("Too many wrong codes were typed. Log in to go on."))
    if link.expires_at <= clock.now():
        raise LinkClosed("expired", _("This link has expired. Log in to go on, or ask for a new one."))
    return link


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _code_digest(link: TaskLink, code: str) -> str:
    """Keyed: six digits alone would be found from their plain digest."""
    text = f"{link.token_digest}:{code}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()
