"""What service inventions ask of the people of a unit."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import (
    Conversion,
    Distribution,
    IdleApplication,
    Invention,
    Reward,
    ShareObjection,
)
from qinglan.kernel.todos.addressee import FINANCE, MEMBER, to_organisation
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo
from qinglan.kernel.todos.kinds import register_kind

CHECK = register_kind("contracts.check_invention", _("Check whose an invention is")).name
ANSWER = register_kind("contracts.answer_use", _("Answer an inventor's application")).name
DECIDE = register_kind("contracts.decide_conversion", _("Enter the decision on a conversion")).name
RULE = register_kind("contracts.rule_in_unit", _("Rule on an objection to a notice of the unit")).name
SHARE = register_kind("contracts.share_income", _("Share out an income that came in")).name
FILE = register_kind("contracts.file_rewards", _("File cash rewards with the tax office")).name
PAY = register_kind("contracts.pay_rewards", _("Reckon the tax of rewards and pay them")).name
HELD = register_kind("contracts.held_reward", _("Pay out a reward that is kept for somebody")).name
INVENTION = "contracts.invention"
APPLICATION = "contracts.use_application"
CONVERSION = "contracts.conversion"
OBJECTION = "contracts.share_objection"
PLAN = "contracts.distribution"


def check_wanted(acting_user: Any, row: Invention) -> None:
    """Its ownership is to be checked."""
    _open(acting_user, CHECK, Subject(INVENTION, row.pk, str(row), row.get_absolute_url()), row.keeper)


def checked(acting_user: Any, row: Invention) -> None:
    """It was."""
    _close(acting_user, CHECK, INVENTION, row.pk, "contracts.invention-checked")


def answer_wanted(acting_user: Any, row: IdleApplication) -> None:
    """The unit answers by a day."""
    url = reverse("contracts:use-application", args=[row.pk])
    subject = Subject(APPLICATION, row.pk, str(row.invention), url)
    _open(acting_user, ANSWER, subject, row.invention.keeper, due_at=row.answer_due)


def answered(acting_user: Any, row: IdleApplication) -> None:
    """It was answered or withdrawn."""
    _close(acting_user, ANSWER, APPLICATION, row.pk, "contracts.invention-use-answered")


def decision_wanted(acting_user: Any, row: Conversion) -> None:
    """The collective decision is to be entered."""
    _open(acting_user, DECIDE, Subject(CONVERSION, row.pk, str(row), row.get_absolute_url()), row.keeper)


def decided(acting_user: Any, row: Conversion) -> None:
    """It was, or the conversion was stopped."""
    _close(acting_user, DECIDE, CONVERSION, row.pk, "contracts.conversion-moved")


def ruling_wanted(acting_user: Any, row: ShareObjection) -> None:
    """An objection waits; the to-do names nobody."""
    notice = row.notice
    subject = Subject(
        OBJECTION, row.pk, str(notice.conversion), reverse("contracts:share-ruling", args=[row.pk])
    )
    _open(acting_user, RULE, subject, notice.conversion.keeper)


def ruled(acting_user: Any, row: ShareObjection) -> None:
    """It was ruled on."""
    _close(acting_user, RULE, OBJECTION, row.pk, "contracts.conversion-objected")


def share_wanted(acting_user: Any, row: Conversion) -> None:
    """Money came in that no plan shares out yet."""
    _open(acting_user, SHARE, Subject(CONVERSION, row.pk, str(row), row.get_absolute_url()), row.keeper)


def shared(acting_user: Any, row: Conversion) -> None:
    """A plan was drafted."""
    _close(acting_user, SHARE, CONVERSION, row.pk, "contracts.conversion-shared")


def pay_wanted(acting_user: Any, plan: Distribution) -> None:
    """Its notice ended: the finance contact pays."""
    subject = Subject(PLAN, plan.pk, str(plan.conversion), plan.get_absolute_url())
    to = to_organisation(plan.conversion.keeper, role=FINANCE)
    open_todo(acting_user=acting_user, kind=PAY, subject=subject, to=to)


def paid(acting_user: Any, plan: Distribution) -> None:
    """All was paid, or the plan was dropped."""
    _close(acting_user, PAY, PLAN, plan.pk, "contracts.conversion-shared")


def filing_wanted(acting_user: Any, plan: Distribution, due_at: Any) -> None:
    """Paid with the half: filed by a day of the next month."""
    subject = Subject(PLAN, plan.pk, str(plan.conversion), plan.get_absolute_url())
    _open(acting_user, FILE, subject, plan.conversion.keeper, due_at=due_at)


def filed(acting_user: Any, plan: Distribution) -> None:
    """It was filed."""
    _close(acting_user, FILE, PLAN, plan.pk, "contracts.conversion-shared")


def held(acting_user: Any, reward: Reward) -> None:
    """A reward is kept for somebody; the to-do names nobody."""
    plan = reward.distribution
    subject = Subject(PLAN, plan.pk, str(plan.conversion), plan.get_absolute_url())
    _open(acting_user, HELD, subject, plan.conversion.keeper)


def released(acting_user: Any, plan: Distribution) -> None:
    """None is kept any more."""
    _close(acting_user, HELD, PLAN, plan.pk, "contracts.conversion-reward")


def _open(acting_user: Any, kind: str, subject: Subject, unit: Any, **more: Any) -> None:
    open_todo(
        acting_user=acting_user, kind=kind, subject=subject, to=to_organisation(unit, role=MEMBER), **more
    )


def _close(acting_user: Any, kind: str, subject_type: str, key: Any, act: str) -> None:
    close_todos(acting_user=acting_user, kind=kind, subject_type=subject_type, subject_key=key, by_act=act)
