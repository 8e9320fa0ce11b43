"""Who acts, and in which request: told to the database before each statement that writes.

The triggers read two settings of the session. They are sent before every writing statement, even
when nobody is known, since a pooled connection may still hold those of somebody else. Work in SQL
functions (a hot path) goes without: such verbs append an event of their own.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

from qinglan.kernel import deputising

_WRITES = re.compile(rb"\s*(?:insert|update|delete|merge|with|truncate|copy)\b", re.IGNORECASE)
_SET = "SELECT set_config('pghistory.context_id', %s, false), set_config('pghistory.context_metadata', %s, false)"


@dataclass
class Acting:
    """Who acts (`user` gives the key when it is first needed), where from, and the key of the request."""

    user: Callable[[], int | None]
    source: str
    request: uuid.UUID

    def values(self) -> tuple[str, str]:
        """The two settings."""
        user = self.user()
        metadata: dict[str, Any] = {"user": user, "source": self.source}
        principal = None if user is None else deputising.principal_of(user)
        if principal is not None:
            metadata["on_behalf_of"] = principal
        return str(self.request), json.dumps(metadata, ensure_ascii=False)


_current: ContextVar[Acting | None] = ContextVar("qinglan_history", default=None)


@contextmanager
def acting_as(user: Any, source: str) -> Iterator[None]:
    """Within, changes are recorded as made by `user` (an account or None) by way of `source`.

    For jobs and commands; a request is wrapped by the middleware.
    """
    key = getattr(user, "pk", None)
    with entered(Acting(lambda: key, source[:200], uuid.uuid4())):
        yield


@contextmanager
def entered(acting: Acting) -> Iterator[None]:
    """Within, `acting` is what the database is told, and nobody stands in for anybody yet."""
    deputising.forget()
    token = _current.set(acting)
    try:
        yield
    finally:
        _current.reset(token)


def listen(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Put our wrapper around the statements of a new connection, once."""
    if connection.vendor == "postgresql" and _tell not in connection.execute_wrappers:
        connection.execute_wrappers.append(_tell)


def _tell(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    raw = context["connection"].connection
    start = sql[:40] if isinstance(sql, bytes) else str(sql)[:40].encode()
    if raw is not None and _WRITES.match(start) and raw.info.transaction_status != TransactionStatus.INERROR:
        acting = _current.get()
        if acting is not None:
            # The key may have to be read from the database: not while our own statement is under way.
            token = _current.set(None)
            try:
                values = acting.values()
            finally:
                _current.reset(token)
        else:
            values = ("", "")
        raw.execute(_SET, values)
    return execute(sql, params, many, context)
