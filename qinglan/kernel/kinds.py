"""Registers of named kinds: each app enters its own, with a sentence on what one says."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise

NAME = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+")


@dataclass(frozen=True)
class Kind:
    """A kind, named ``app.what-happened``, and a sentence on what it says and holds."""

    name: str
    description: str | Promise


class UnknownKind(KeyError):
    """Nobody registered this kind."""


class Kinds(dict[str, Kind]):
    """The kinds of one sort of thing, by name; `what` (“event”, “change”) says which sort in errors."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def register(self, name: str, description: str | Promise) -> Kind:
        """Enter a kind; its name may be entered once. Raises ValueError."""
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a kind of {self.what}; write app.what-happened")
        if name in self:
            raise ValueError(f"the kind of {self.what} {name} is registered twice")
        self[name] = Kind(name, description)
        return self[name]

    def known(self, name: str) -> Kind:
        """The kind called `name`; raises UnknownKind."""
        try:
            return self[name]
        except KeyError:
            raise UnknownKind(f"no kind of {self.what} {name!r} is registered") from None
