"""What holders and officers have to do about awards."""

from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import MEMBER, Addressee, to_organisation, to_role
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo
from qinglan.kernel.todos.kinds import register_kind
from qinglan.programmes.models import Award, Duty, Rectification, RevocationProposal

REPORT = register_kind("programmes.report_award", _("Hand in a report on an award")).name
EVALUATE = register_kind(
    "programmes.re_evaluate_award", _("Hand in the application for the re-evaluation of an award")
).name
LOOK = register_kind("programmes.look_at_report", _("Look at a report on an award")).name
PLAN = register_kind("programmes.plan_rectification", _("Hand in the plan of rectification")).name
RECHECK = register_kind("programmes.close_rectification", _("Check a rectification")).name
JUDGE = register_kind("programmes.judge_award", _("Look whether an award must be revoked")).name
DUTY, RECTIFICATION, PROPOSAL = "programmes.duty", "programmes.rectification", "programmes.proposal"


def report_due(acting_user: Any, duty: Duty) -> None:
    """The holder has a report to hand in."""
    url = reverse("awards:duty", args=[duty.pk])
    _open(acting_user, REPORT, DUTY, duty.pk, duty.award, url, _holder(duty.award), duty.due_on)


def re_evaluation_due(acting_user: Any, duty: Duty) -> None:
    """The holder has to apply for its re-evaluation."""
    url = reverse("awards:re-evaluate", args=[duty.award_id])
    _open(acting_user, EVALUATE, DUTY, duty.pk, duty.award, url, _holder(duty.award), duty.due_on)


def re_evaluation_done(acting_user: Any, duty: Duty) -> None:
    """It was handed in."""
    _close(acting_user, EVALUATE, DUTY, duty.pk, "programmes.submit_case")


def reported(acting_user: Any, duty: Duty) -> None:
    """It was handed in: an officer looks at it."""
    _close(acting_user, REPORT, DUTY, duty.pk, "programmes.report_award")
    url = reverse("awards:duty", args=[duty.pk])
    _open(acting_user, LOOK, DUTY, duty.pk, duty.award, url, _office(duty.award))


def looked(acting_user: Any, duty: Duty) -> None:
    """Somebody looked at it, or nobody needs to hand it in any more."""
    for kind in (LOOK, REPORT, EVALUATE):
        _close(acting_user, kind, DUTY, duty.pk, "programmes.keep_award")


def rectify(acting_user: Any, one: Rectification) -> None:
    """The holder makes its plan; an officer checks in the end."""
    url = reverse("awards:rectification", args=[one.pk])
    _open(
        acting_user, PLAN, RECTIFICATION, one.pk, one.award, url, _holder(one.award),
        one.plan_due_on or one.due_on,
    )  # fmt: skip
    _open(acting_user, RECHECK, RECTIFICATION, one.pk, one.award, url, _office(one.award), one.due_on)


def planned(acting_user: Any, one: Rectification) -> None:
    """The plan is there."""
    _close(acting_user, PLAN, RECTIFICATION, one.pk, "programmes.report_award")


def rechecked(acting_user: Any, one: Rectification) -> None:
    """The rectification is closed."""
    for kind in (PLAN, RECHECK):
        _close(acting_user, kind, RECTIFICATION, one.pk, "programmes.keep_award")


def judge(acting_user: Any, one: RevocationProposal) -> None:
    """An officer looks whether the award must be revoked."""
    url = reverse("awards:keep", args=[one.award_id])
    _open(acting_user, JUDGE, PROPOSAL, one.pk, one.award, url, _office(one.award))


def judged(acting_user: Any, one: RevocationProposal) -> None:
    """It was settled."""
    _close(acting_user, JUDGE, PROPOSAL, one.pk, "programmes.keep_award")


def _holder(award: Award) -> Addressee:
    return to_organisation(award.holder, role=MEMBER)


def _office(award: Award) -> Addressee:
    return to_role(OFFICER, territory=award.programme.territory_id)


def _open(
    acting_user: Any,
    kind: str,
    subject: str,
    key: int,
    award: Award,
    url: str,
    to: Addressee,
    due_on: date | None = None,
) -> None:
    name = f"{award.version.title_zh} {award.number}"
    due_at = datetime.combine(due_on, time(23, 59, 59), SHANGHAI) if due_on else None
    open_todo(
        acting_user=acting_user,
        kind=kind,
        subject=Subject(subject, key, name, url, f"{award.version.title_en} {award.number}"),
        to=to,
        due_at=due_at,
    )


def _close(acting_user: Any, kind: str, subject: str, key: int, act: str) -> None:
    close_todos(acting_user=acting_user, kind=kind, subject_type=subject, subject_key=key, by_act=act)
