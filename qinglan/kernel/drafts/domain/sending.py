"""Verbs on forms that are sent: begin, end, give up. The same form is worked on once."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection

from qinglan.kernel import clock
from qinglan.kernel.drafts.models import Sending, SendingState
from qinglan.kernel.drafts.tokens import VALID

PATIENCE = 20.0
"""Seconds for which a second sending waits for the result of the first."""
PAUSE = 0.1
_CLAIM = """
INSERT INTO drafts_sending (key, user_id, fingerprint, state, started_at, location, said)
VALUES (%s, %s, %s, 'running', %s, '', '[]') ON CONFLICT (key) DO NOTHING
"""

Outcome = Literal["first", "done", "other", "unknown"]


@dataclass(frozen=True)
class Begun:
    """What has become of a form that was sent.

    ``first``: work on it. ``done``: the same was sent and done, `sending` says where it led.
    ``other``: this form was sent with other content. ``unknown``: the first has not ended, or broke
    off without an answer.
    """

    outcome: Outcome
    sending: Sending | None = None


def begin_sending(*, acting_user: Any, key: str, fingerprint: str, patience: float = PATIENCE) -> Begun:
    """Claim the one-use key of a form, or wait for what the first sending with it gave.

    Call it outside a transaction: others must see the claim at once.
    """
    until = time.monotonic() + patience
    while True:
        with connection.cursor() as cursor:
            # One statement: of two at once exactly one inserts the row.
            cursor.execute(_CLAIM, [key, acting_user.pk, fingerprint, clock.now()])
            if cursor.rowcount:
                return Begun("first")
        standing = Sending.objects.filter(key=key).first()
        if standing is None:  # the first was refused, and gave the key back meanwhile
            continue
        if standing.user_id != acting_user.pk:
            return Begun("unknown")
        if standing.state == SendingState.DONE:
            return Begun("done" if standing.fingerprint == fingerprint else "other", standing)
        if time.monotonic() >= until:
            return Begun("unknown", standing)
        time.sleep(PAUSE)


def end_sending(*, acting_user: Any, key: str, location: str, said: Sequence[tuple[int, str]]) -> None:
    """It was done: remember where it led and what was said, for whoever sends it again."""
    Sending.objects.filter(key=key, user=acting_user).update(
        state=SendingState.DONE, ended_at=clock.now(), location=location[:1000], said=list(said)
    )


def give_up_sending(*, acting_user: Any, key: str) -> None:
    """It was refused or broke: nothing was done, and the form may be sent again."""
    Sending.objects.filter(key=key, user=acting_user, state=SendingState.RUNNING).delete()


def sending_of(user: Any, key: str) -> Sending | None:
    """The form that was sent and done under `key`."""
    return Sending.objects.filter(key=key, user=user, state=SendingState.DONE).first()


def forget_sendings() -> int:
    """Delete what is older than the forms that could be sent again; how many."""
    deleted, _each = Sending.objects.filter(started_at__lt=clock.now() - VALID).delete()
    return deleted
