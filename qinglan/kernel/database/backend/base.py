"""The backend named in Django's `DATABASES`.

Under ASGI every request has a thread of its own, so a connection kept by its thread is never used
again: connections have to come from a pool. Django's pool tests a connection before handing it
out, but after each further dead one waits 1, 2, 4 … s before it looks at the next. After a restart
of the server all are dead, and with a dozen of them every request failed for 10 s and more.
Here the first dead one empties the pool, so that the next one is new.
"""

import threading
import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool

_ONCE_IN = 1.0
"""Seconds within which a pool is emptied once: what was opened since is good."""


class _Pool(ConnectionPool[Connection[Any]]):
    """A pool that throws all its connections away when it meets a dead one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(check=self._check_or_drain, **options)
        self._emptied_at = float("-inf")
        self._emptying = threading.Lock()

    def _check_or_drain(self, connection: Connection[Any]) -> None:
        try:
            self.check_connection(connection)
        except OperationalError:
            with self._emptying:
                stale = time.monotonic() - self._emptied_at > _ONCE_IN
                if stale:
                    self._emptied_at = time.monotonic()
            if stale:
                self.drain()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper with our pool, where `OPTIONS["pool"]` is a dictionary."""

    @property
    def pool(self) -> Any:
        """The pool of this alias, `None` where none is asked for."""
        pools: dict[str, ConnectionPool[Any]] = self._connection_pools  # type: ignore[attr-defined]
        options = self.settings_dict["OPTIONS"].get("pool")
        if isinstance(options, dict) and self.alias not in pools and not self.settings_dict["CONN_MAX_AGE"]:
            access = {**self.get_connection_params(), "autocommit": True}
            configure = self._configure_connection  # type: ignore[attr-defined]
            made = _Pool(kwargs=access, open=False, configure=configure, **options)
            pools.setdefault(self.alias, made)
        return super().pool
