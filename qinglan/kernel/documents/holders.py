"""Who may read and add files: one pair of predicates for each kind of holder.

A file belongs to a holder: something of an app, named by a kind (``documents.paper``) and a key.
The app registers the kind in ``AppConfig.ready()``; a file of an unregistered kind is closed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

May = Callable[[Any, str], bool]
"""A user and the key of the holder → whether he may."""


@dataclass(frozen=True)
class Holder:
    """A kind of holder, its name as readers know it, and who may read and add its files."""

    kind: str
    title: str | Promise
    may_read: May
    may_add: May


_holders: dict[str, Holder] = {}


def register(kind: str, title: str | Promise, *, may_read: May, may_add: May) -> Holder:
    """Enter a kind of holder; a kind may be entered once."""
    if kind in _holders:
        raise ValueError(f"the holder {kind} is registered twice")
    _holders[kind] = Holder(kind, title, may_read, may_add)
    return _holders[kind]


def holder(kind: str) -> Holder | None:
    """The holder of this kind; None where nobody registered it."""
    return _holders.get(kind)


def title_of(kind: str) -> str:
    """The kind as readers know it."""
    found = _holders.get(kind)
    return str(found.title) if found else kind
