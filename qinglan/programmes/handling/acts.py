"""What can be done to a case at its step: verb, form and words of each act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.programmes.domain import check, joint_check, recommendation
from qinglan.programmes.domain.above import enter_acceptance, enter_result
from qinglan.programmes.domain.decision import prepare_decision
from qinglan.programmes.domain.meeting import keep_meeting
from qinglan.programmes.handling import forms
from qinglan.programmes.models import Case, DepartmentReply, Finding, NoticeEntry, Reply, StepType, WorkItem

Text = str | Promise


@dataclass(frozen=True)
class Act:
    """One act: at which types of step, by whose permission, with which form; `run` calls the verb."""

    name: str
    steps: tuple[StepType, ...]
    permission: str
    form: type[forms.HandlingForm]
    run: Callable[[Any, Case, Any], object]
    title: Text
    lead: Text
    submit: Text
    done: Text


def _act(name: str, steps: tuple[StepType, ...], permission: str, *rest: Any) -> tuple[str, Act]:
    return name, Act(name, steps, f"programmes.{permission}", *rest)


ACTS: dict[str, Act] = dict(
    (
        _act(
            "pass",
            (StepType.FORMAL_CHECK,),
            "check_case",
            forms.ConfirmForm,
            lambda user, case, _form: check.pass_check(acting_user=user, case=case),
            _("Pass the formal check"),
            _("Every condition is met or was judged. The case goes on to its next step."),
            _("Pass the check"),
            _("The check is passed."),
        ),
        _act(
            "correct",
            (StepType.FORMAL_CHECK,),
            "check_case",
            forms.CorrectionForm,
            lambda user, case, form: check.ask_for_correction(
                acting_user=user, case=case, points=form.points()
            ),
            _("Return for correction"),
            _("Say all of it at once: the applicant is told one time, and the clock of the case stands."),
            _("Return the case"),
            _("The case is with the applicant, who was told."),
        ),
        _act(
            "judge",
            (StepType.FORMAL_CHECK,),
            "judge_requirement",
            forms.JudgeForm,
            lambda user, case, form: check.judge_requirement(
                acting_user=user,
                case=case,
                requirement=form.cleaned_data["requirement"],
                finding=Finding(form.cleaned_data["finding"]),
                note=form.cleaned_data["note"],
            ),
            _("Judge a condition"),
            _("For what the system can't know. Your ground is kept beside the finding."),
            _("Keep the finding"),
            _("The finding is kept."),
        ),
        _act(
            "fail",
            (StepType.FORMAL_CHECK,),
            "check_case",
            forms.ReasonForm,
            lambda user, case, form: check.fail_check(acting_user=user, case=case, **_why(form)),
            _("End the case: not admissible"),
            _("For what can't be corrected. The applicant is told, with reason and clause."),
            _("End the case"),
            _("The case has ended and the applicant was told."),
        ),
        _act(
            "recommend",
            (StepType.RECOMMENDATION,),
            "recommend_case",
            forms.OpinionForm,
            lambda user, case, form: recommendation.recommend_case(
                acting_user=user, case=case, opinion=form.cleaned_data["opinion"]
            ),
            _("Recommend"),
            _("It counts against your quota. The letter of recommendation lists all that you recommend."),
            _("Recommend the case"),
            _("The case is recommended."),
        ),
        _act(
            "return",
            (StepType.RECOMMENDATION,),
            "recommend_case",
            forms.ReasonForm,
            lambda user, case, form: recommendation.return_before_recommending(
                acting_user=user, case=case, **_why(form)
            ),
            _("Return before recommending"),
            _("The applicant revises it and hands it in again."),
            _("Return the case"),
            _("The case is with the applicant, who was told."),
        ),
        _act(
            "decline",
            (StepType.RECOMMENDATION,),
            "recommend_case",
            forms.ReasonForm,
            lambda user, case, form: recommendation.decline_case(acting_user=user, case=case, **_why(form)),
            _("Not recommend"),
            _("The case ends here. The applicant is told, with reason and clause."),
            _("End the case"),
            _("The case has ended and the applicant was told."),
        ),
        _act(
            "objected",
            (StepType.JOINT_CHECK,),
            "conclude_joint_check",
            forms.ReasonForm,
            lambda user, case, form: joint_check.conclude_with_objection(
                acting_user=user, case=case, **_why(form)
            ),
            _("End the case after a department's objection"),
            _(
                "Only where a department objected. The applicant is told, with reason and clause. An award that was made of the case already ends with it."
            ),
            _("End the case"),
            _("The case has ended and the applicant was told."),
        ),
        _act(
            "meeting",
            (StepType.MEETING,),
            "keep_meeting",
            forms.MeetingForm,
            lambda user, case, form: keep_meeting(
                acting_user=user,
                cases=[case],
                **{
                    name: form.cleaned_data[name]
                    for name in ("verdict", "held_on", "minutes", "reason", "clause")
                },
            ),
            _("Enter what the meeting agreed"),
            _("With the minutes by which it can be found in three years."),
            _("Keep the result"),
            _("The result of the meeting is kept."),
        ),
        _act(
            "accepted",
            (StepType.UPPER_ACCEPTANCE,),
            "follow_above",
            forms.AcceptanceForm,
            lambda user, case, form: enter_acceptance(
                acting_user=user,
                case=case,
                **{
                    name: form.cleaned_data[name]
                    for name in ("outcome", "external_number", "reason", "clause")
                },
            ),
            _("Enter what the authority above did"),
            _("The case was handed up. Keep its number there, so that both can be found."),
            _("Keep the result"),
            _("The result is kept and the applicant was told."),
        ),
        _act(
            "result",
            (StepType.UPPER_RESULT,),
            "follow_above",
            forms.ResultForm,
            lambda user, case, form: enter_result(
                acting_user=user, case=case, listing=form.listing(), reason=form.cleaned_data["reason"]
            ),
            _("Enter the result from above"),
            _("Many at once come in as a spreadsheet: the list as it was published."),
            _("Keep the result"),
            _("The result is kept and the applicant was told."),
        ),
        _act(
            "decide",
            (StepType.DECISION,),
            "prepare_decision",
            forms.DecisionForm,
            lambda user, case, form: prepare_decision(
                acting_user=user,
                case=case,
                prepared=form.prepared(),
                seen_revision=form.cleaned_data["seen"] or 0,
            ),
            _("Prepare the decision"),
            _("Nobody outside sees it until a decision maker releases it with the batch."),
            _("Keep the decision"),
            _("The decision is prepared."),
        ),
    )
)
"""In the order in which they are offered; the first is the one next act."""


def acts_at(user: Any, case: Case, item: WorkItem | None) -> list[dict[str, Any]]:
    """What `user` may do to the case at its open work item, as links."""
    if item is None:
        return []
    found = [
        {"label": one.title, "url": reverse("handling:act", args=[case.pk, one.name])}
        for one in ACTS.values()
        if item.type in one.steps and _fits(one, case) and permissions.answer(user, one.permission, case)
    ]
    if item.type == StepType.DECISION and permissions.answer(user, "programmes.release_decisions", case):
        url = reverse("handling:decisions", args=[case.round_id])
        found.append({"label": _("Release decisions of the round"), "url": url})
    if item.type == StepType.PAYMENT and permissions.answer(user, "programmes.pay", case):
        found.append({"label": _("Work out the payment"), "url": reverse("awards:work-out", args=[case.pk])})
    return (
        _department_acts(user, case, item)
        + found
        + _notice_acts(user, case, item)
        + _panel_acts(user, case, item)
    )


def _fits(one: Act, case: Case) -> bool:
    """A case ends after an objection only where a department objected."""
    return one.name != "objected" or case.replies.filter(reply=Reply.HIT).exists()


def _department_acts(user: Any, case: Case, item: WorkItem) -> list[dict[str, Any]]:
    """What departments were asked leaves and comes back as a list."""
    if item.type != StepType.JOINT_CHECK or not permissions.answer(user, "programmes.see_replies"):
        return []
    url = f"{reverse('handling:replies')}?{urlencode({'round': case.round_id})}"
    return [{"label": _("Questions to departments"), "url": url}]


def _notice_acts(user: Any, case: Case, item: WorkItem) -> list[dict[str, Any]]:
    """The notice on which the case stands, or the page on which it is posted."""
    if item.type != StepType.PUBLIC_NOTICE:
        return []
    entry = NoticeEntry.objects.filter(case=case, settled_at__isnull=True).select_related("notice").first()
    if entry is not None and permissions.answer(user, "programmes.follow_notice", entry.notice):
        return [
            {"label": _("Record of the notice"), "url": reverse("notices:record", args=[entry.notice_id])}
        ]
    if entry is None and permissions.answer(user, "programmes.post_notice", case.round):
        return [{"label": _("Post a public notice"), "url": reverse("notices:post", args=[case.round_id])}]
    return []


def _panel_acts(user: Any, case: Case, item: WorkItem) -> list[dict[str, Any]]:
    """Where a draw, a review and a site visit go on: pages of their own."""
    if item.type == StepType.SITE_VISIT and permissions.answer(user, "programmes.plan_visit", case):
        return [{"label": _("Site visit"), "url": reverse("panels:visit", args=[case.pk])}]
    if not permissions.answer(user, "programmes.run_panel", case):
        return []
    one = case.panel_cases.filter(is_current=True).select_related("panel").first()
    if item.type == StepType.DRAW and one is None:
        return [{"label": _("Draw the experts"), "url": reverse("panels:new", args=[case.round_id])}]
    if item.type in (StepType.DRAW, StepType.REVIEW) and one is not None:
        return [{"label": _("Panel of experts"), "url": one.panel.get_absolute_url()}]
    return []


def replies_of(case: Case) -> list[DepartmentReply]:
    """What departments were asked about the case."""
    return list(case.replies.order_by("id"))


def _why(form: Any) -> dict[str, str]:
    return {"reason": form.cleaned_data["reason"], "clause": form.cleaned_data["clause"]}
