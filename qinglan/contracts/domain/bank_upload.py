"""Verbs: have a bank statement checked before it is taken over; the checked file is good once, for a day."""

import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.bank_statement import Examined, examine, take_statement
from qinglan.contracts.models import BankAccount, BankStatement
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.sheets.models import State, Upload


def _slug(account: BankAccount) -> str:
    return f"bank-statement-{account.pk}"


def check_statement(
    *, acting_user: Any, account: BankAccount, name: str, content: bytes
) -> tuple[str, Examined]:
    """Say what a file would do and keep its bytes under a token; writes no line. Raises PermissionRefused."""
    found = examine(acting_user=acting_user, account=account, name=name, content=content)
    upload = Upload.objects.create(
        token=secrets.token_urlsafe(32), slug=_slug(account), uploader=acting_user, name=name[-200:],
        content=content, sha256=hashlib.sha256(content).hexdigest(), checked_at=clock.now(), fingerprint="",
        report={}, rows=len(found.reading.rows), state=State.FAULTY if found.findings else State.READY,
    )  # fmt: skip
    return upload.token, found


def checked_file(*, acting_user: Any, account: BankAccount, token: str) -> Upload:
    """The checked file of this person. Raises Impossible where there is none, or it was taken over."""
    upload = Upload.objects.filter(token=token, uploader=acting_user, slug=_slug(account)).first()
    if upload is None or upload.state == State.APPLIED:
        raise Impossible(_("This file was taken over already, or is forgotten after a day. Choose it again."))
    return upload


@transaction.atomic
def take_checked(*, acting_user: Any, account: BankAccount, token: str) -> BankStatement:
    """Take a checked file over, once. It is read again, so what is on record by now is not kept twice.

    Raises PermissionRefused, Impossible, Faulty.
    """
    upload = checked_file(acting_user=acting_user, account=account, token=token)
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state == State.APPLIED:
        raise Impossible(_("This file was taken over already, or is forgotten after a day. Choose it again."))
    made = take_statement(
        acting_user=acting_user, account=account, name=upload.name, content=bytes(upload.content)
    )
    upload.state, upload.applied_at, upload.applied_rows, upload.content = (
        State.APPLIED,
        clock.now(),
        made.taken,
        b"",
    )
    upload.save()
    return made
