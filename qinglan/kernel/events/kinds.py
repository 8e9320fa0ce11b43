"""The kinds of events: each app registers its own, with what one says. docs/events.md lists them."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise

NAME = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+")


@dataclass(frozen=True)
class Kind:
    """A kind of event: ``app.what-happened`` and a sentence on what it says and holds."""

    name: str
    description: str | Promise


class UnknownKind(KeyError):
    """Nobody registered this kind."""


KINDS: dict[str, Kind] = {}


def register_kind(name: str, description: str | Promise) -> Kind:
    """Enter a kind of event; its name may be entered once."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a kind of event; write app.what-happened")
    if name in KINDS:
        raise ValueError(f"the kind of event {name} is registered twice")
    KINDS[name] = Kind(name, description)
    return KINDS[name]


def known(name: str) -> Kind:
    """The kind called `name`; raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(f"no kind of event {name!r} is registered") from None
