"""Who may do what with registrations: the unit that keeps one, the registrars of its office, officers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.contracts.models import Contract, Registration, RegistrationState
from qinglan.contracts.rules import acts_for_a_party
from qinglan.kernel.history import withheld
from qinglan.kernel.permissions import Answer, answer, declare
from qinglan.kernel.roles import OFFICER, is_auditor, is_officer, is_the_system
from qinglan.parties import holding
from qinglan.parties.roles import REGISTRAR


@predicate  # type: ignore[untyped-decorator]
def keeps_it(user: Any, row: Any) -> bool:
    """Does business for the unit that keeps the registration."""
    return isinstance(row, Registration) and holding.represents(user, row.keeper_id)


@predicate  # type: ignore[untyped-decorator]
def is_side_of_it(user: Any, row: Any) -> bool:
    """Does business for one of its two sides."""
    return isinstance(row, Registration) and any(
        holding.represents(user, unit) for unit in (row.seller_unit_id, row.buyer_unit_id)
    )


@predicate  # type: ignore[untyped-decorator]
def registers_it(user: Any, row: Any) -> bool:
    """Is a registrar of the office that it was handed in to."""
    if not isinstance(row, Registration) or row.office is None:
        return False
    return holding.holds_in(user, REGISTRAR, row.office.territory_id, row.office_id)


@predicate  # type: ignore[untyped-decorator]
def is_of_its_district(user: Any, row: Any) -> bool:
    """Is an officer of the district in which one of its sides has its seat: he reads it, and does nothing with it."""
    return isinstance(row, Registration) and any(
        holding.holds_in(user, OFFICER, code) for code in (row.seller_territory, row.buyer_territory) if code
    )


@predicate  # type: ignore[untyped-decorator]
def is_no_draft(user: Any, row: Any) -> bool:
    """It left its unit once: what is being prepared is the business of the two sides alone."""
    return isinstance(row, Registration) and row.state != RegistrationState.DRAFT


is_registrar = holding.in_role_somewhere(REGISTRAR)


@predicate  # type: ignore[untyped-decorator]
def acts_for_a_contract(user: Any, row: Any) -> bool:
    """It is a contract, and he acts for one of its parties."""
    return isinstance(row, Contract) and bool(acts_for_a_party.test(user, row))


is_office = is_officer | registers_it
is_person = is_active & ~is_the_system

declare(
    "contracts.prepare_registration",
    is_person & acts_for_a_contract,
    refusal=_("The registration of a contract is prepared by those who do business for one of its parties."),
)
declare(
    "contracts.view_registration",
    is_active & (keeps_it | is_side_of_it | is_auditor | (is_no_draft & (is_office | is_of_its_district))),
    refusal=_(
        "A registration is seen by the two sides of the contract; once it is handed in or filed also by its office, officers of the city, and those of a district where a side has its seat."
    ),
)
declare(
    "contracts.read_registration_papers",
    is_active & (keeps_it | is_side_of_it | registers_it | is_auditor),
    refusal=_("The papers of a registration are read by the two sides of the contract and by its office."),
)
declare(
    "contracts.write_registration",
    is_person & keeps_it,
    refusal=_("A registration is written by those who do business for the unit that prepares it."),
)
declare(
    "contracts.check_registration",
    is_person & registers_it,
    refusal=_("Registrars of the office that it was handed in to check a registration."),
)
declare(
    "contracts.enter_result",
    is_person & (keeps_it | is_office),
    refusal=_("The unit, its registration office and officers enter what the national system decided."),
)
declare(
    "contracts.confirm_green",
    is_person & is_office,
    refusal=_("A registrar of the office or an officer confirms the green tag."),
)
declare(
    "contracts.settle_difference",
    is_person & (keeps_it | is_office),
    refusal=_("The unit, its registration office and officers say what a difference means."),
)
declare(
    "contracts.settle_change",
    is_person & is_office,
    refusal=_("The registration office and officers enter what became of a change or cancellation."),
)
declare(
    "contracts.import_registrations",
    is_person & (is_officer | is_registrar),
    refusal=_("Officers and registrars bring in what the national system registered."),
)
declare(
    "contracts.registration_queue",
    is_active & (is_officer | is_auditor | is_registrar),
    refusal=_("The queue of registrations is for registrars, officers and auditors."),
)
declare(
    "contracts.set_registration_office",
    is_active & is_officer,
    refusal=_("Officers keep the list of registration offices."),
)


def _of_registration(user: Any, row: Any) -> Answer:
    """How a registration was changed is seen by those who see it."""
    return answer(user, "contracts.view_registration", getattr(row, "registration", row))


for _name in (
    "registration",
    "registrationside",
    "registrationcost",
    "registrationanswer",
    "registrationdifference",
):
    withheld.register(f"contracts.{_name}", _of_registration)
