"""Who may see and do what with service inventions and their income. Names and amounts are the unit's own."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.history import withheld
from qinglan.kernel.permissions import Answer, answer, declare
from qinglan.kernel.roles import is_officer, is_the_system
from qinglan.parties import holding
from qinglan.parties.models import Organisation
from qinglan.parties.models.organisation_membership import MembershipRole


def unit_of(subject: Any) -> int | None:
    """The unit that a rule, person, invention, conversion, plan or notice belongs to; an organisation itself."""
    if subject is None:
        return None
    if isinstance(subject, Organisation):
        return int(subject.pk)
    for name in ("keeper_id", "organisation_id"):
        if getattr(subject, name, None) is not None:
            return int(getattr(subject, name))
    for name in ("conversion", "invention", "distribution", "notice"):
        inner = getattr(subject, name, None)
        if inner is not None:
            return unit_of(inner)
    return None


@predicate  # type: ignore[untyped-decorator]
def acts_for_unit(user: Any, subject: Any) -> bool:
    """Does business for the unit."""
    unit = unit_of(subject)
    return unit is not None and holding.represents(user, unit)


@predicate  # type: ignore[untyped-decorator]
def keeps_unit(user: Any, subject: Any) -> bool:
    """Keeps the unit's particulars: its administrator."""
    unit = unit_of(subject)
    return unit is not None and holding.administers(user, unit)


@predicate  # type: ignore[untyped-decorator]
def keeps_its_money(user: Any, subject: Any) -> bool:
    """The unit's finance contact."""
    unit = unit_of(subject)
    return unit is not None and holding.member_of(user, unit, MembershipRole.FINANCE)


@predicate  # type: ignore[untyped-decorator]
def belongs_to_unit(user: Any, subject: Any) -> bool:
    """Belongs to the unit in any role, or is one of its inventors."""
    unit = unit_of(subject)
    if unit is None or getattr(user, "pk", None) is None:
        return False
    return holding.member_of(user, unit) or user.inventor_of.filter(organisation=unit).exists()


@predicate  # type: ignore[untyped-decorator]
def contributed(user: Any, invention: Any) -> bool:
    """Is named among the contributors to the invention."""
    return (
        invention is not None
        and getattr(user, "pk", None) is not None
        and invention.contributors.filter(inventor__user=user).exists()
    )


@predicate  # type: ignore[untyped-decorator]
def is_applicant(user: Any, application: Any) -> bool:
    """Made the application."""
    return application is not None and application.inventor.user_id == getattr(user, "pk", 0)


_UNIT = _("Service inventions and their income are seen by those who do business for the unit.")
declare("contracts.see_income", is_active & (acts_for_unit | keeps_its_money), refusal=_UNIT)
declare(
    "contracts.run_income",
    is_active & acts_for_unit,
    refusal=_("Only those who do business for the unit run its conversions."),
)
declare(
    "contracts.pay_income",
    is_active & (keeps_its_money | keeps_unit),
    refusal=_("Rewards are reckoned and paid by the unit's finance contact or its administrator."),
)
declare(
    "contracts.make_share_rule",
    is_active & keeps_unit,
    refusal=_("Only the administrator of the unit enters its rule on shares."),
)
declare(
    "contracts.open_identity",
    is_active & (keeps_its_money | keeps_unit),
    refusal=_(
        "Identity numbers leave with the tax filing alone, by the finance contact or the administrator."
    ),
)
declare(
    "contracts.see_invention",
    is_active & (acts_for_unit | keeps_its_money | contributed),
    refusal=_("A service invention is seen by its unit and by those who made it."),
)
declare(
    "contracts.read_share_notice",
    is_active & belongs_to_unit,
    refusal=_("This notice stands inside the unit: its people and inventors read it."),
)
declare(
    "contracts.object_to_shares",
    is_active & belongs_to_unit,
    refusal=_("People of the unit and its inventors may object to this notice."),
)
declare(
    "contracts.apply_for_use",
    is_active & contributed,
    refusal=_("Only who made the invention applies to exploit it."),
)
declare(
    "contracts.see_use_application",
    is_active & (acts_for_unit | is_applicant),
    refusal=_("An application is seen by the unit and by who made it."),
)
declare(
    "contracts.withdraw_use_application",
    is_active & is_applicant,
    refusal=_("Only who applied withdraws the application."),
)
declare(
    "contracts.see_income_totals",
    is_active & (acts_for_unit | keeps_its_money | is_officer),
    refusal=_("The yearly report is seen by the unit and by officers, who see sums and no persons."),
)
declare(
    "contracts.close_share_notices",
    is_the_system,
    refusal=_("Notices in a unit close by themselves."),
)


def _income(user: Any, row: Any) -> Answer:
    """How names and amounts were changed is seen by those who see them."""
    return answer(user, "contracts.see_income", row)


for _name in (
    "conversion", "conversionpart", "distribution", "distributedreceipt", "distributedcost", "reward", "invention",
    "inventor", "contributor", "inventionright", "sharenotice", "sharenoticefile", "shareobjection", "idleapplication",
):  # fmt: skip
    withheld.register(f"contracts.{_name}", _income)
