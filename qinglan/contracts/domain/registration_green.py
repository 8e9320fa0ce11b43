"""The green tag of a registration: what suggests it, and the person who confirms it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.registration_state import locked, touch
from qinglan.contracts.models import Registration
from qinglan.contracts.registering import recorded
from qinglan.contracts.registering.pack import code_words, registration
from qinglan.kernel import clock, permissions
from qinglan.kernel.codes import lists
from qinglan.kernel.conflicts import Impossible


@dataclass(frozen=True)
class Suggestion:
    """A ground that the data show, with the code that shows it."""

    basis: str
    code: str
    words: str


def suggestions(row: Registration) -> list[Suggestion]:
    """Why the contract may count as green; nothing here makes it so, a person does."""
    rule = registration().green
    found = []
    technology = row.contract.technology if row.contract_id and row.contract else None
    if technology is not None:
        name = code_words("green_basis", "catalogue")
        found += [
            Suggestion("catalogue", one.code, f"{name} {one.code}")
            for one in technology.fields.all()
            if one.family == rule.family
        ]
    if row.tech_field in rule.fields:
        found.append(Suggestion("field", row.tech_field, code_words("tech_field", row.tech_field)))
    if row.goal in rule.goals:
        found.append(Suggestion("goal", row.goal, code_words("goal", row.goal)))
    return found


@transaction.atomic
def confirm_green(
    *, acting_user: Any, row: Registration, basis: str, catalogue_code: str = "", note: str = ""
) -> Registration:
    """A person says that the contract is green, and on which ground.

    The catalogue wants its code, another document is named; field and goal must be those of the rule. Raises Impossible with the field,
    PermissionRefused, StaleEdit.
    """
    permissions.require(acting_user, "contracts.confirm_green", row)
    found = locked(row)
    _check(found, basis, catalogue_code, note)
    found.is_green, found.green_basis = True, basis
    found.green_code, found.green_note = catalogue_code.strip(), note.strip()[:300]
    found.green_confirmed_by, found.green_confirmed_on = acting_user, clock.today()
    touch(found)
    recorded.record(
        acting_user, found, recorded.GREEN, {"green": True, "basis": basis, "code": found.green_code}
    )
    return found


@transaction.atomic
def withdraw_green(*, acting_user: Any, row: Registration, note: str) -> Registration:
    """A person says that the contract is not green after all, and why."""
    permissions.require(acting_user, "contracts.confirm_green", row)
    found = locked(row)
    if not found.is_green:
        raise Impossible(_("It bears no green tag. Open the page again."))
    if not note.strip():
        raise Impossible(_("Say why it is not green."), field="note")
    found.is_green, found.green_basis, found.green_code = False, "", ""
    found.green_note = note.strip()[:300]
    found.green_confirmed_by, found.green_confirmed_on = acting_user, clock.today()
    touch(found)
    recorded.record(acting_user, found, recorded.GREEN, {"green": False, "note": found.green_note})
    return found


def _check(found: Registration, basis: str, code: str, note: str) -> None:
    rules = registration()
    if basis not in rules.codes_of("green_basis"):
        raise Impossible(_("Choose the ground of the green tag."), field="basis")
    if basis == "catalogue" and lists.find(rules.green.family, code.strip(), clock.today()) is None:
        raise Impossible(
            _("“{code}” is no code of the green catalogue in force.").format(code=code.strip() or "—"),
            field="catalogue_code",
        )
    if basis == "field" and found.tech_field not in rules.green.fields:
        raise Impossible(
            _("Its field of technology is not one of the green ones. Choose another ground."), field="basis"
        )
    if basis == "goal" and found.goal not in rules.green.goals:
        raise Impossible(_("Its goal is not one of the green ones. Choose another ground."), field="basis")
    if basis == "other" and not note.strip():
        raise Impossible(_("Name the document that shows it."), field="note")
