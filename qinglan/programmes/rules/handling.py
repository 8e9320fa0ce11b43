"""Who may handle a case at its step: the owner of the step, within the case's territory."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import OFFICER, is_the_system
from qinglan.parties.holding import holds_in, in_role_somewhere
from qinglan.parties.roles import DECIDER, DESK, REVIEWER, SECRETARY
from qinglan.programmes.models import Award, Case, DepartmentReply, ItemState, Owner, WorkItem
from qinglan.programmes.rules.round import territory_of
from qinglan.programmes.seeing import is_handled_by


def _case_of(subject: Any) -> Case | None:
    if isinstance(subject, DepartmentReply):
        return subject.case
    return subject if isinstance(subject, Case) else None


def city_of(subject: Any) -> str | None:
    """The territory of the scheme of a case, reply, award, round, version or scheme."""
    if isinstance(subject, Award):
        return territory_of(subject.programme)
    case = _case_of(subject)
    return territory_of(case.version if case is not None else subject)


@predicate  # type: ignore[untyped-decorator]
def recommends(user: Any, subject: Any) -> bool:
    """The district's officer, or the desk that the applicant chose to be recommended by."""
    case = _case_of(subject)
    if case is None:
        return False
    if case.recommender_id is not None and holds_in(user, DESK, case.territory_id, case.recommender_id):
        return True
    return holds_in(user, OFFICER, case.territory_id)


@predicate  # type: ignore[untyped-decorator]
def runs_city(user: Any, subject: Any) -> bool:
    """An officer for the whole territory of the scheme."""
    territory = city_of(subject)
    return territory is not None and holds_in(user, OFFICER, territory)


@predicate  # type: ignore[untyped-decorator]
def has_on_desk(user: Any, subject: Any) -> bool:
    """The office whose turn it is: the district or desk where the step is theirs, else the city's office."""
    case = _case_of(subject)
    if case is None:
        return False
    item = WorkItem.objects.filter(case=case, state=ItemState.OPEN).only("owner").first()
    if item is not None and item.owner == Owner.RECOMMENDER and recommends.test(user, case):
        return True
    return bool(runs_city.test(user, case))


@predicate  # type: ignore[untyped-decorator]
def decides(user: Any, subject: Any) -> bool:
    """A decision maker for the whole territory of the scheme."""
    territory = city_of(subject)
    return territory is not None and holds_in(user, DECIDER, territory)


@predicate  # type: ignore[untyped-decorator]
def keeps_panels(user: Any, subject: Any) -> bool:
    """The secretary of panels, or an officer, for the whole territory of the scheme."""
    territory = city_of(subject)
    return territory is not None and holds_in(user, (SECRETARY, OFFICER), territory)


@predicate  # type: ignore[untyped-decorator]
def reviews_for(user: Any, subject: Any) -> bool:
    """A reviewer of the department that was asked."""
    return (
        isinstance(subject, DepartmentReply)
        and subject.organisation_id is not None
        and holds_in(user, REVIEWER, subject.case.territory_id, subject.organisation_id)
    )


@predicate  # type: ignore[untyped-decorator]
def handled(user: Any, subject: Any) -> bool:
    """An office on whose way the submitted case lies."""
    case = _case_of(subject)
    return case is not None and case.submitted_at is not None and is_handled_by(user, case)


for _verb, _who, _refusal in (
    ("check_case", has_on_desk, _("Only the office on whose desk the case lies checks it.")),
    (
        "judge_requirement",
        has_on_desk,
        _("Only the office on whose desk the case lies judges this."),
    ),
    ("recommend_case", recommends, _("Only the district or body that handles the case recommends it.")),
    (
        "reply_for_department",
        reviews_for | runs_city,
        _("Only the department that was asked, or an officer with its paper, enters its reply."),
    ),
    ("export_joint_check", runs_city, _("Only an officer of the scheme's territory does this.")),
    ("conclude_joint_check", runs_city, _("Only an officer of the scheme's territory does this.")),
    (
        "keep_meeting",
        keeps_panels,
        _("Only the secretary of panels or an officer enters what a meeting agreed."),
    ),
    ("prepare_decision", runs_city, _("Only an officer of the scheme's territory prepares decisions.")),
    ("release_decisions", decides, _("Only a decision maker of the scheme's territory releases decisions.")),
    ("follow_above", runs_city, _("Only an officer of the scheme's territory enters results from above.")),
    ("pay", runs_city, _("Only an officer of the scheme's territory handles payments.")),
    ("keep_award", runs_city, _("Only an officer of the scheme's territory changes awards.")),
):
    declare(f"programmes.{_verb}", is_active & _who, refusal=_refusal)
declare(
    "programmes.issue_certificate",
    is_the_system | (is_active & runs_city),
    refusal=_("Only an officer of the scheme's territory issues certificates."),
)

sees_desk = in_role_somewhere(OFFICER, DESK, DECIDER, SECRETARY)
declare(
    "programmes.see_desk",
    sees_desk,
    refusal=_("Cases are handled by officers, reception desks, secretaries and decision makers."),
)
declare(
    "programmes.see_replies",
    in_role_somewhere(OFFICER, REVIEWER),
    refusal=_("Questions to departments are seen by officers and by reviewers of the departments."),
)
declare(
    "programmes.handle_case",
    is_active & handled,
    refusal=_("This case lies with another office. Its number tells the applicant where it stands."),
)
declare(
    "programmes.see_decisions",
    is_active & (runs_city | decides),
    refusal=_("Decisions that aren't released are seen by officers and decision makers of the territory."),
)
