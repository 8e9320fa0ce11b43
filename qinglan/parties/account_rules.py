"""Who may do what with accounts."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import OFFICER, is_administrator, is_auditor, is_security, is_the_system
from qinglan.parties import grants, holding
from qinglan.parties.models import Assignment, User
from qinglan.parties.roles import TABLE, gives


@dataclass(frozen=True)
class Handing:
    """A role that is to be given to, or taken from, an account, at a scope (the whole city where empty)."""

    account: User
    role: str
    territory: str | None = None
    organisation: int | None = None

    @classmethod
    def of(cls, subject: "Handing | Assignment") -> "Handing":
        """The same of an assignment that stands."""
        if isinstance(subject, Handing):
            return subject
        return cls(subject.user, subject.role, subject.territory_id, subject.organisation_id)


@predicate  # type: ignore[untyped-decorator]
def is_own(user: Any, account: User | None) -> bool:
    """The account is the user's own."""
    return account is not None and user.pk == account.pk


@predicate  # type: ignore[untyped-decorator]
def gives_this_role(user: Any, handing: Handing | None) -> bool:
    """The role is one that the user gives at this scope, and he does not give it to himself.

    An officer gives what is marked so in the table of roles, within his own scope; another officer only at
    a narrower one.
    """
    if handing is None:
        return False
    given = Handing.of(handing)
    if user.pk == given.account.pk:
        return False
    return given.role in gives(user) or gives_within_scope(user, given)


def gives_within_scope(user: Any, given: Handing) -> bool:
    """Whether `user` gives it as an officer, within his own scope."""
    if given.role not in TABLE or not TABLE[given.role].by_officer:
        return False
    scope = (given.territory, given.organisation)
    return grants.rests_on(
        next(
            (
                own
                for own in grants.of(user)
                if own.is_office
                and own.role == OFFICER
                and own.covers(*scope)
                and (given.role != OFFICER or scope != (own.territory, own.organisation))
            ),
            None,
        )
    )


@predicate  # type: ignore[untyped-decorator]
def gives_any_role(user: Any) -> bool:
    """There is a role that the user gives at any scope."""
    return bool(gives(user))


@predicate  # type: ignore[untyped-decorator]
def gives_roles_somewhere(user: Any) -> bool:
    """There is a role that the user gives, at any scope or within his own."""
    return bool(gives(user)) or holding.holds_somewhere(user, OFFICER)


declare(
    "parties.see_accounts",
    is_administrator | is_security | is_auditor,
    refusal=_("Only administrators may see the list of accounts."),
)
declare(
    "parties.open_account",
    is_administrator | is_the_system,
    refusal=_("Only the system administrator opens accounts."),
)
declare(
    "parties.close_account",
    (is_administrator & ~is_own) | is_the_system,
    refusal=_("Only the system administrator closes accounts, and nobody his own."),
)
declare(
    "parties.give_role",
    gives_this_role,
    refusal=_(
        "The security administrator gives the roles of the office, an officer some of them within his own scope; each administrator names others of his own kind; nobody gives himself a role."
    ),
)
declare(
    "parties.take_role",
    gives_this_role,
    refusal=_("Only who may give this role may take it, and nobody takes his own."),
)
declare("parties.hand_roles", gives_any_role, refusal=_("Only administrators give and take roles."))
declare("parties.see_locks", is_security, refusal=_("Only the security administrator sees the locks."))
declare("parties.unlock", is_security, refusal=_("Only the security administrator lifts locks."))
declare(
    "parties.see_sessions",
    is_security | (is_active & is_own),
    refusal=_("Only the security administrator sees the sessions of others."),
)
declare(
    "parties.end_sessions",
    is_security | (is_active & is_own) | is_the_system,
    refusal=_("Only the security administrator ends the sessions of others."),
)
declare("parties.see_logins", is_auditor, refusal=_("Only the audit administrator reads the login log."))
declare("parties.change_own", is_active & is_own, refusal=_("Everybody changes his own data only."))
