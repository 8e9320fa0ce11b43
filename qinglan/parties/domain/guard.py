"""Tries are counted before anything is checked, in one statement, so that none slips through at once."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from qinglan.parties.models import Guard, User
from qinglan.parties.policy import Brake

_OPEN = datetime(1970, 1, 1, tzinfo=UTC)
"""Locked until then: not locked. A moment of ours would refuse a try that began a moment earlier."""
# One row is locked by its upsert: of a thousand tries at once each sees the count that the one
# before left. A try that finds the lock closed changes nothing and returns no row.
_ADMIT = """
INSERT INTO parties_guard AS kept (key, tries, last_try_at, locked_until, account_id)
VALUES (%(key)s, 1, %(now)s, CASE WHEN %(tries)s > 1 THEN %(open)s ELSE %(now)s + %(pause)s END, %(account)s)
ON CONFLICT (key) DO UPDATE SET
    tries = CASE WHEN kept.last_try_at < %(now)s - %(forget)s THEN 1 ELSE kept.tries + 1 END,
    last_try_at = %(now)s,
    locked_until = CASE
        WHEN kept.last_try_at < %(now)s - %(forget)s THEN excluded.locked_until
        WHEN kept.tries + 1 < %(tries)s THEN %(open)s
        ELSE %(now)s + LEAST(%(pause)s * power(2, LEAST(kept.tries + 1 - %(tries)s, 20)), %(longest)s) END
WHERE kept.locked_until <= %(now)s
"""


def admit(key: str, brake: Brake, *, account: User | None = None) -> bool:
    """Count one try under `key` and say whether it may be made: False while the key is locked.

    The count stands before the caller checks anything, whatever becomes of the check; a right answer
    calls `forgive`. Must not run inside a transaction that may be rolled back.
    """
    now = timezone.now()
    values: dict[str, Any] = {
        "key": key,
        "now": now,
        "open": _OPEN,
        "account": account.pk if account else None,
        "tries": brake.tries,
        "pause": brake.pause,
        "longest": brake.longest,
        "forget": brake.forget,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ADMIT, values)
        return bool(cursor.rowcount == 1)


def forgive(key: str) -> None:
    """Forget all tries under `key`: the answer was right."""
    Guard.objects.filter(key=key).delete()


def take_back(key: str) -> None:
    """Take one try back, for keys that several people share: a right answer must not wipe the rest."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parties_guard SET tries = GREATEST(tries - 1, 0) WHERE key = %s", [key])


def locked_until(key: str) -> datetime | None:
    """Until when `key` is locked; None when it is not."""
    row = Guard.objects.filter(key=key, locked_until__gt=timezone.now()).first()
    return row.locked_until if row else None


def of_account(account: User) -> str:
    """The key for passwords of `account`."""
    return f"account:{account.pk}"


def of_second(account: User) -> str:
    """The key for second factors of `account`."""
    return f"second:{account.pk}"


def of_name(name: str) -> str:
    """The key for a name that leads to no account, so that it is locked as a real one would be."""
    return f"name:{keyed_digest('name', name.strip().lower())[:40]}"


def of_address(address: str) -> str:
    """The key for guesses from one address."""
    return f"address:{address}"


def of_sending(destination: str) -> str:
    """The key for codes to one number or mailbox."""
    return f"to:{keyed_digest('destination', destination)[:40]}"


def of_sending_from(address: str) -> str:
    """The key for codes asked for from one address."""
    return f"codes-from:{address}"


def keyed_digest(purpose: str, text: str) -> str:
    """HMAC-SHA256 of `text` under the installation's key, as 64 hexadecimal digits.

    The key lies beside the data and not in the database: a copy of the database alone doesn't tell
    which of a million codes, or which number of a person, was meant.
    """
    key = hashlib.sha256(f"qinglan.parties.{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
