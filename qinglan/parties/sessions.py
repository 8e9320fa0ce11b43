"""The session engine: Django's in the database, which ends a session that was idle or lasted too long.

The check is made where the row is read anyway, so that it costs neither a query nor a thread.
"""

from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from qinglan.parties import policy

ADDRESS, DEVICE, STARTED = "q_address", "q_device", "q_started"
"""Keys of the session's data: where from and with what somebody logged in, and when (seconds)."""
ACCOUNT = "_auth_user_id"
NOTED_EVERY = 60
"""Seconds between two notes that a session is alive."""


class SessionStore(DatabaseStore):
    """A session with its owner, its start and when it was last seen."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Our table."""
        from qinglan.parties.models import Session  # noqa: PLC0415 - models can't be loaded before the apps

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row for `data`; the first row with an account begins its time."""
        account = data.get(ACCOUNT)
        now = timezone.now()
        if account and STARTED not in data:
            data[STARTED] = int(now.timestamp())
        row: Any = super().create_model_instance(data)
        row.user_id = int(account) if account else None
        row.started_at = datetime.fromtimestamp(data[STARTED], UTC) if account else None
        row.last_seen_at = now
        row.address = data.get(ADDRESS, "")
        row.device = data.get(DEVICE, "")
        return row

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]  # Django's stubs leave it out
        if row is None or row.user_id is None:
            return row
        now = timezone.now()
        rules = policy.current()
        if now > row.last_seen_at + rules.idle or now > row.started_at + rules.absolute:
            row.delete()
            self._session_key = None
            return None
        if (now - row.last_seen_at).total_seconds() > NOTED_EVERY:
            type(row).objects.filter(pk=row.pk).update(last_seen_at=now)
        return row
