"""Who may do what with the money of schemes; officers' own verbs ask for `programmes.pay`."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import OFFICER
from qinglan.parties.holding import holds_in, in_role_somewhere, represents
from qinglan.parties.models import Organisation
from qinglan.parties.roles import DECIDER, INSPECTOR
from qinglan.programmes.models import BudgetLine, Entitlement
from qinglan.programmes.rules.round import runs_some_scheme

READERS = (OFFICER, DECIDER, INSPECTOR)


@predicate  # type: ignore[untyped-decorator]
def reads_money(user: Any, subject: Any) -> bool:
    """An officer, decision maker or external auditor for the whole territory of the scheme."""
    return isinstance(subject, Entitlement | BudgetLine) and holds_in(
        user, READERS, subject.programme.territory_id
    )


@predicate  # type: ignore[untyped-decorator]
def is_paid(user: Any, subject: Any) -> bool:
    """Does business for the organisation that is paid."""
    return isinstance(subject, Entitlement) and represents(user, subject.holder_id)


@predicate  # type: ignore[untyped-decorator]
def acts_for_payee(user: Any, subject: Any) -> bool:
    """Does business for the organisation."""
    return isinstance(subject, Organisation) and represents(user, subject)


@predicate  # type: ignore[untyped-decorator]
def office_of_payee(user: Any, subject: Any) -> bool:
    """An officer of the organisation's territory."""
    return isinstance(subject, Organisation) and holds_in(user, OFFICER, subject.territory_id)


declare(
    "programmes.see_money",
    is_active & reads_money,
    refusal=_("Budget and payments are read by the offices of the scheme's territory."),
)
declare(
    "programmes.see_entitlement",
    is_active & (reads_money | is_paid),
    refusal=_("What a case is paid is seen by who is paid and by the offices of the scheme's territory."),
)
declare(
    "programmes.follow_money",
    in_role_somewhere(*READERS),
    refusal=_("Budget and payments are for the offices. Log in with such an account."),
)
declare(
    "programmes.open_budget_lines",
    is_active & runs_some_scheme,
    refusal=_(
        "Only an officer for the whole territory of a scheme opens its budget lines. Log in with such an account."
    ),
)
declare(
    "programmes.enter_payee",
    is_active & (acts_for_payee | office_of_payee),
    refusal=_("Only people of the organisation or an officer of its territory enter its account."),
)
declare(
    "programmes.confirm_payee",
    is_active & office_of_payee,
    refusal=_("Only an officer of the organisation's territory confirms a changed account."),
)
