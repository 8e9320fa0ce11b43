"""For whom a to-do is: one person, or everybody who holds a role with a scope."""

from dataclasses import dataclass
from typing import Any

MEMBER = "organisation-member"
"""The role of everybody who belongs to an organisation."""
MANAGER = "organisation-administrator"
"""The role of the administrator of an organisation."""
FINANCE = "organisation-finance"
"""The role of who keeps the money of an organisation: its finance contact, and its administrator."""


@dataclass(frozen=True)
class Addressee:
    """One person (`user`, a key), or a `role` within an `organisation` (a key) and a `territory` (a code).

    What is not named is not known: only who holds the role without that limit is meant. So a role without a
    territory is that of the whole city, and holders for one district do not see it.
    """

    user: int | None = None
    role: str = ""
    organisation: int | None = None
    territory: str | None = None

    def __post_init__(self) -> None:
        if (self.user is None) == (not self.role):
            raise ValueError("a to-do is for a person or for a role")
        if self.user is not None and (self.organisation is not None or self.territory is not None):
            raise ValueError("a to-do for a person has no scope")

    @property
    def key(self) -> str:
        """One text for one addressee, such as ``user:17`` or ``officer:organisation:4:territory:500115``."""
        if self.user is not None:
            return f"user:{self.user}"
        parts = [self.role]
        if self.organisation is not None:
            parts.append(f"organisation:{self.organisation}")
        if self.territory is not None:
            parts.append(f"territory:{self.territory}")
        return ":".join(parts)

    @classmethod
    def parse(cls, key: str) -> "Addressee":
        """The addressee of a `key`.

        >>> Addressee.parse("officer:organisation:4:territory:500115")
        Addressee(user=None, role='officer', organisation=4, territory='500115')
        """
        role, *rest = key.split(":")
        named = dict(zip(rest[::2], rest[1::2], strict=False))
        if role == "user":
            return cls(user=int(rest[0]))
        organisation = named.get("organisation")
        return cls(
            role=role,
            organisation=int(organisation) if organisation else None,
            territory=named.get("territory"),
        )


def to_user(user: Any) -> Addressee:
    """For this person alone."""
    return Addressee(user=user.pk)


def to_role(role: str, *, territory: Any = None, organisation: Any = None) -> Addressee:
    """For whoever holds `role`; `territory` is a row or a code, `organisation` (a department) a row or a key."""
    return Addressee(
        role=role, organisation=getattr(organisation, "pk", organisation), territory=_code(territory)
    )


def to_organisation(organisation: Any, *, role: str = MANAGER) -> Addressee:
    """For the administrator of an organisation (a row or a key), or with `MEMBER` for all its members."""
    return Addressee(role=role, organisation=getattr(organisation, "pk", organisation))


def _code(territory: Any) -> str | None:
    code: str | None = getattr(territory, "pk", territory)
    return code
