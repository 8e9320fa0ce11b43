"""The roles of the office: their names, what scope each may have, and who gives them."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import ADMINISTRATOR, AUDITOR, OFFICER, SECURITY, is_the_system

REVIEWER = "reviewer"
DECIDER = "decider"
SECRETARY = "secretary"
DESK = "desk"
REGISTRAR = "registrar"
INSPECTOR = "inspector"


@dataclass(frozen=True)
class Role:
    """A role of the office. `needs` names the parts of a scope that must be there: ``organisation``,
    ``territory``; `by_officer` says that an officer may give it within his own scope.
    """

    name: str
    title: str | Promise
    says: str | Promise
    needs: tuple[str, ...] = ()
    by_officer: bool = False


TABLE = {
    role.name: role
    for role in (
        Role(
            OFFICER,
            _("Officer"),
            _("Runs plans, programmes and the market; of a district: within it."),
            by_officer=True,
        ),
        Role(DECIDER, _("Decision maker"), _("Decides cases and signs what goes out.")),
        Role(
            REVIEWER,
            _("Reviewer of a department"),
            _("Answers for a department when cases are checked across departments."),
            needs=("organisation",),
            by_officer=True,
        ),
        Role(
            SECRETARY,
            _("Panel secretary"),
            _("Draws experts, runs panels and meetings, and scores nothing."),
            by_officer=True,
        ),
        Role(
            DESK,
            _("Reception desk"),
            _("Takes in cases for a park, a base or a window, and recommends them."),
            needs=("organisation",),
            by_officer=True,
        ),
        Role(
            REGISTRAR,
            _("Contract registrar"),
            _("Checks contracts of a registration office and enters what was registered."),
            needs=("organisation",),
        ),
        Role(
            INSPECTOR,
            _("External auditor"),
            _("Reads for a stated purpose until a stated day, and changes nothing."),
        ),
        Role(
            ADMINISTRATOR,
            _("System administrator"),
            _("Opens and closes accounts, and keeps the system running."),
        ),
        Role(SECURITY, _("Security administrator"), _("Gives the roles of the office, and lifts locks.")),
        Role(AUDITOR, _("Audit administrator"), _("Reads the logs, and changes nothing.")),
    )
}
ROLES = {name: role.title for name, role in TABLE.items()}
KEEPERS = (ADMINISTRATOR, SECURITY, AUDITOR)
"""The three administrators: three people, none of whom does the business of the office."""
BUSINESS = tuple(name for name in TABLE if name not in KEEPERS)
GIVES = {
    ADMINISTRATOR: (ADMINISTRATOR,),
    SECURITY: (*BUSINESS, SECURITY),
    AUDITOR: (AUDITOR,),
}
"""Who gives and takes which roles at any scope: each administrator his own kind, the security
administrator the rest. What an officer gives lies within his own scope: `qinglan.parties.assignment_rules`."""


def roles_of(user: Any) -> list[str]:
    """The roles of the office that `user` himself holds today at any scope, in the order of `ROLES`."""
    return user.roles_held() if hasattr(user, "roles_held") else []


def gives(user: Any) -> tuple[str, ...]:
    """The roles that `user` may give to others at any scope; all of them for the system itself."""
    if is_the_system.test(user):
        return tuple(ROLES)
    if not getattr(user, "is_active", False):
        return ()
    return tuple(role for held in roles_of(user) for role in GIVES.get(held, ()))
