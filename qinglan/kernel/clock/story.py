"""The time at which a story plays: demonstration data drives the verbs of the past two years with it.

Only in demonstration mode, only in this process and this context, and never ahead of the clock. Everybody else,
the database's own triggers included, reads the one clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def told() -> datetime | None:
    """The moment at which the story plays that is being told in this context, or None."""
    return _told.get()


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Let the clock tell `moment` within this block. Raises ValueError in production, or for a time to come.

    Within another story a moment before that one's needs no look at the clock.
    """
    from qinglan.kernel import clock  # noqa: PLC0415 - the clock asks this module

    if not settings.DEMONSTRATION:
        raise ValueError("stories are told in demonstration mode only")
    outer = _told.get()
    token = _told.set(None)
    try:
        if (outer is None or moment > outer) and moment > clock.now():
            raise ValueError("a story tells of the past")
        _told.set(moment)
        yield
    finally:
        _told.reset(token)
