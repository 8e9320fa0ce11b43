"""Who may do what: one table of verb → predicate, and every answer with its reason.

An app declares its verbs in ``rules.py``; domain functions call `require` with the acting user;
templates and views ask `answer`. The predicates are those of the ``rules`` library.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from rules.predicates import Predicate, is_active

from qinglan.kernel import deputising


@dataclass(frozen=True)
class Permission:
    """One verb: its name (``app.verb``), the predicate, and what a refused person is told."""

    name: str
    predicate: Predicate
    refusal: str | Promise


@dataclass(frozen=True)
class Answer:
    """Whether an act is allowed; when it is not, why, in the reader's language.

    `on_behalf_of` is the key of the person in whose name a deputy may do it; the deputy's own rights do
    not suffice then.
    """

    allowed: bool
    reason: str = ""
    on_behalf_of: int | None = None

    def __bool__(self) -> bool:
        return self.allowed


class PermissionRefused(PermissionDenied):
    """The acting user may not do this; `reason` says why and is shown to him."""

    def __init__(self, permission: str, reason: str) -> None:
        super().__init__(reason)
        self.permission = permission
        self.reason = reason


TABLE: dict[str, Permission] = {}


def declare(name: str, predicate: Predicate, *, refusal: str | Promise) -> Permission:
    """Enter a verb into the table. A name may be declared once."""
    if name in TABLE:
        raise ValueError(f"permission {name} is declared twice")
    TABLE[name] = Permission(name, predicate, refusal)
    return TABLE[name]


def answer(user: Any, name: str, subject: Any = None) -> Answer:
    """May `user` do `name` (to `subject`)? Raises KeyError for a verb that nobody declared."""
    permission = TABLE[name]
    with deputising.looking(own_only=True) as own:
        if permission.predicate.test(user, subject):
            return Answer(True)
    if own.withheld:
        with deputising.looking() as delegated:
            if permission.predicate.test(user, subject):
                return Answer(True, on_behalf_of=delegated.principal)
    return Answer(False, str(permission.refusal))


def require(user: Any, name: str, subject: Any = None) -> None:
    """Raise PermissionRefused unless `user` may do `name`.

    Events and history written by `user` from then on name the person for whom he stands in, if any.
    """
    given = answer(user, name, subject)
    if not given:
        raise PermissionRefused(name, given.reason)
    deputising.act_for(user, given.on_behalf_of)


def in_role(role: str) -> Predicate:
    """A predicate: the user is active and holds `role` for the whole city; his account says so (`holds`)."""

    def holds(user: Any) -> bool:
        asked = getattr(user, "holds", None)
        return asked is not None and bool(asked(role))

    predicate: Predicate = is_active & Predicate(holds, name=f"holds:{role}")
    return predicate
