"""The kinds of changes: each app registers its own. docs/outbox.md lists them."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise

NAME = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+")


@dataclass(frozen=True)
class Kind:
    """A kind of change: ``app.what-changed`` and a sentence on what its key and payload say."""

    name: str
    description: str | Promise


class UnknownKind(KeyError):
    """Nobody registered this kind."""


KINDS: dict[str, Kind] = {}


def register_kind(name: str, description: str | Promise) -> Kind:
    """Enter a kind of change; its name may be entered once."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a kind of change; write app.what-changed")
    if name in KINDS:
        raise ValueError(f"the kind of change {name} is registered twice")
    KINDS[name] = Kind(name, description)
    return KINDS[name]


def known(name: str) -> Kind:
    """The kind called `name`; raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(f"no kind of change {name!r} is registered") from None
