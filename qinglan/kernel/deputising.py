"""In whose name a deputy acts: what he holds himself counts first, and what was delegated is noted.

A floor above keeps the delegations. While it answers a question about a person it asks `counts` of each
thing that was delegated to him, and calls `used` when an answer rests on one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass
class Look:
    """One question: whether delegated rights count, whether any were left out, and whose decided it."""

    own_only: bool = False
    withheld: bool = False
    principal: int | None = None


_look: ContextVar[Look | None] = ContextVar("qinglan_look", default=None)
_acting: ContextVar[tuple[int, int | None] | None] = ContextVar("qinglan_on_behalf_of", default=None)


@contextmanager
def looking(*, own_only: bool = False) -> Iterator[Look]:
    """Within, questions are asked of a person's own rights alone, or of all."""
    look = Look(own_only)
    token = _look.set(look)
    try:
        yield look
    finally:
        _look.reset(token)


def counts() -> bool:
    """Whether a delegated right counts now; that it was left out is noted."""
    look = _look.get()
    if look is None or not look.own_only:
        return True
    look.withheld = True
    return False


def used(principal: int | None) -> None:
    """An answer rests on a right that was delegated by `principal`, or on an own one (None)."""
    look = _look.get()
    if look is not None and principal is not None:
        look.principal = principal


def act_for(user: Any, principal: int | None) -> None:
    """From now on `user` acts in the name of `principal`, or in his own (None)."""
    key = getattr(user, "pk", None)
    _acting.set(None if key is None else (key, principal))


def principal_of(user: Any) -> int | None:
    """The person in whose name `user` (an account, or its key) acts; None when in his own."""
    acting = _acting.get()
    key = user if isinstance(user, int) else getattr(user, "pk", None)
    return acting[1] if acting is not None and acting[0] == key else None


def forget() -> None:
    """Nobody has acted yet: called when a request or a job begins."""
    _acting.set(None)
