"""Re-evaluation: a new case on the same award; renewed, to be put right, or before an officer."""

from datetime import date, timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.award_life import (
    close_rectification,
    expire_awards,
    hand_in_plan,
    revoke_award,
)
from qinglan.programmes.domain.case import begin_case, withdraw_case
from qinglan.programmes.domain.duty import hand_in_report, look_at_report, watch_duties
from qinglan.programmes.domain.re_evaluation import begin_re_evaluation
from qinglan.programmes.jobs import issue_certificate
from qinglan.programmes.models import Award, AwardState, Case, Duty, Verdict
from tests.programmes import making
from tests.programmes.awarding import awarded
from tests.programmes.awards.evaluating import (
    decided,
    due_award,
    evaluated_scheme,
    evaluation_round,
    handed_in,
    member_of,
)
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def award(officer: Any) -> Award:
    return due_award(officer)


@pytest.fixture
def manager(award: Award) -> Any:
    return member_of(award)


def kinds(award: Award) -> list[str]:
    return list(award.changes.order_by("pk").values_list("kind", flat=True))


def duty_of(award: Award) -> Duty:
    return Duty.objects.filter(award=award, obligation="re_evaluation").latest("pk")


def open_todos(award: Award) -> int:
    keys = [str(key) for key in award.duties.values_list("pk", flat=True)]
    return Todo.objects.filter(
        kind="programmes.re_evaluate_award", subject_key__in=keys, state="open"
    ).count()


def test_a_holder_is_invited_applies_and_its_award_is_renewed_under_its_number(
    officer: Any, award: Award, manager: Any
) -> None:
    issue_certificate(award=award.pk)
    award.refresh_from_db()
    first, last = award.certificate, award.valid_to
    assert first is not None
    assert last is not None
    watch_duties(acting_user=system_user())
    assert (duty_of(award).due_on, duty_of(award).state, open_todos(award)) == (last, "due", 1)
    assert Message.objects.filter(recipient=manager, template="programmes.award-evaluate").count() == 1
    case = handed_in(officer, manager, award, evaluation_round(officer, award), "92")
    assert (case.renews_id, duty_of(award).state, open_todos(award)) == (award.pk, "done", 0)
    decided(officer, case)
    issue_certificate(award=award.pk)
    award.refresh_from_db()
    case.refresh_from_db()
    renewed_to = (last + timedelta(days=1)).replace(year=last.year + 3) - timedelta(days=1)
    assert (award.number, award.state, award.grade) == ("QC001", "in_force", "excellent")
    assert (award.valid_to, award.re_evaluate_on, case.status) == (renewed_to, renewed_to, "granted")
    assert award.certificate is not None
    first.refresh_from_db()
    assert (award.certificate.valid_to, award.certificate.number) == (renewed_to, "QC001")
    assert first.revocation_reason == "replaced when the award was renewed"
    assert kinds(award) == ["granted", "evaluation_begun", "re_evaluated", "renewed"]
    told = award.changes.get(kind="re_evaluated")
    assert (told.ground, told.reason) == ("excellent", f"{case.round.title}；score 92；优秀")
    assert Award.objects.count() == 1
    assert Message.objects.filter(recipient=manager, template="programmes.award-renewed").count() == 1
    watch_duties(acting_user=system_user())
    assert award.duties.filter(obligation="re_evaluation", state="due").count() == 0


def test_a_scheme_may_give_a_new_number(officer: Any) -> None:
    award = due_award(officer, content=evaluated_scheme(keeps_number=False))
    case = handed_in(officer, member_of(award), award, evaluation_round(officer, award), "75")
    decided(officer, case)
    award.refresh_from_db()
    new = Award.objects.get(case=case)
    assert (award.state, new.renews_id, new.grade, new.state) == ("replaced", award.pk, "good", "in_force")


def test_a_fair_result_is_put_right_and_renews_the_award_then(
    officer: Any, award: Award, manager: Any
) -> None:
    case = handed_in(officer, manager, award, evaluation_round(officer, award), "55")
    decided(officer, case)
    award.refresh_from_db()
    one = award.rectifications.get()
    assert (award.state, award.grade, award.valid_to) == ("rectifying", "fair", one.due_on)
    hand_in_plan(acting_user=manager, rectification=one, plan="三个月内补足研发投入，财务部负责。")
    close_rectification(acting_user=officer, rectification=one, passed=True, reason="现场复核通过")
    award.refresh_from_db()
    today = clock.today()
    assert award.state == "in_force"
    assert award.valid_to is not None
    assert award.valid_to.year - today.year in {2, 3}
    assert kinds(award)[-3:] == ["in_force", "rectified", "renewed"]


def test_a_failed_result_is_put_before_an_officer(officer: Any, award: Award, manager: Any) -> None:
    case = handed_in(officer, manager, award, evaluation_round(officer, award), "30")
    decided(officer, case, Verdict.REFUSE)
    award.refresh_from_db()
    proposal = award.proposals.get()
    assert (award.state, proposal.source, proposal.ground) == (
        "in_force", f"case:{case.pk}", "failed_evaluation",
    )  # fmt: skip
    assert proposal.reason == f"{case.round.title}；score 30；不合格"
    revoke_award(acting_user=officer, award=award, ground=proposal.ground, reason="复评不合格")
    award.refresh_from_db()
    assert award.state == AwardState.REVOKED


def test_a_refused_case_renews_nothing_whatever_its_score(officer: Any, award: Award, manager: Any) -> None:
    case = handed_in(officer, manager, award, evaluation_round(officer, award), "95")
    decided(officer, case, Verdict.REFUSE)
    award.refresh_from_db()
    proposal = award.proposals.get()
    assert (award.state, award.grade, kinds(award)[-1]) == ("in_force", "", "re_evaluated")
    assert proposal.reason == f"{case.round.title}；score 95；条件不符"


def test_failed_twice_running_has_a_ground_of_its_own(officer: Any) -> None:
    grades = evaluated_scheme()["after"]["re_evaluation"]["grades"]
    grades[0]["leads_to"] = "rectification"
    award = due_award(officer, content=evaluated_scheme(grades=grades))
    user = member_of(award)
    for number in (1, 2):
        one = evaluation_round(officer, award, number=number, by=date(2040, 1, 1))
        decided(officer, handed_in(officer, user, award, one, "20"))
    award.refresh_from_db()
    assert (award.state, award.proposals.get().ground) == ("rectifying", "failed_twice")


def test_not_handed_in_is_put_before_an_officer_once(officer: Any) -> None:
    award = due_award(officer, left=-3, valid_to=None)
    first = watch_duties(acting_user=system_user())
    assert (first["late"], first["sanctioned"]) == (1, 1)
    assert [(one.ground, one.outcome) for one in award.proposals.all()] == [("no_evaluation", "")]
    assert watch_duties(acting_user=system_user())["sanctioned"] == 0


def test_an_award_that_is_being_evaluated_waits_for_the_result(
    officer: Any, award: Award, manager: Any
) -> None:
    case = handed_in(officer, manager, award, evaluation_round(officer, award), "75")
    Award.objects.filter(pk=award.pk).update(valid_to=clock.today() - timedelta(days=1))
    assert expire_awards(acting_user=system_user()) == 0
    decided(officer, case)
    award.refresh_from_db()
    assert award.valid_to is not None
    assert (award.state, award.valid_to > clock.today()) == ("in_force", True)
    assert expire_awards(acting_user=system_user()) == 0


def test_a_withdrawn_application_leaves_it_owed(officer: Any, award: Award, manager: Any) -> None:
    watch_duties(acting_user=system_user())
    case = handed_in(officer, manager, award, evaluation_round(officer, award), "75")
    assert open_todos(award) == 0
    withdraw_case(acting_user=manager, case=case)
    assert (duty_of(award).state, open_todos(award)) == ("due", 1)
    assert kinds(award)[-2:] == ["evaluation_begun", "evaluation_dropped"]


def test_another_scheme_evaluates_and_gives_its_own_result_besides(officer: Any) -> None:
    judge = evaluated_scheme()
    judge["manifest"] = {**judge["manifest"], "slug": "sample-evaluation"}
    judge["after"] = {}
    award = due_award(officer, content=evaluated_scheme(by="sample-evaluation"))
    one = making.open_round(officer, judge, re_evaluates_by=award.re_evaluate_on)
    case = handed_in(officer, member_of(award), award, one, "75")
    decided(officer, case)
    award.refresh_from_db()
    result = Award.objects.get(case=case)
    assert (award.state, award.grade, kinds(award)[-1]) == ("in_force", "good", "renewed")
    assert (result.programme.slug, result.renews_id) == ("sample-evaluation", None)


def test_what_can_not_be_begun_says_why(officer: Any, award: Award, manager: Any) -> None:
    early = evaluation_round(officer, award, by=clock.today())
    with pytest.raises(Impossible, match="Wait for a later round"):
        begin_re_evaluation(acting_user=manager, award=award, round=early)
    with pytest.raises(Impossible, match="evaluates awards again"):
        begin_case(acting_user=manager, round=early, applicant=award.holder)
    plain_scheme = making.changed(manifest={**making.SMALL["manifest"], "slug": "other"})
    other = making.open_round(officer, plain_scheme)
    with pytest.raises(Impossible, match="evaluates other awards"):
        begin_re_evaluation(acting_user=manager, award=award, round=other)
    with pytest.raises(PermissionRefused):
        begin_re_evaluation(acting_user=person("stranger"), award=award, round=early)
    plain = awarded(officer, 2, plain_scheme, number="P1")
    with pytest.raises(Impossible, match="doesn't evaluate its awards again"):
        begin_re_evaluation(acting_user=member_of(plain, "second"), award=plain, round=early)
    right = evaluation_round(officer, award)
    once = begin_re_evaluation(acting_user=manager, award=award, round=right)
    assert begin_re_evaluation(acting_user=manager, award=award, round=right) == once
    assert Case.objects.filter(renews=award).count() == 1
    watch_duties(acting_user=system_user())
    duty = duty_of(award)
    with pytest.raises(Impossible, match="applied for like an award"):
        hand_in_report(acting_user=manager, duty=duty, seen_revision=duty.revision)
    excused = look_at_report(acting_user=officer, duty=duty, outcome="excused", remark="停产检修，延后一年")
    assert (excused.state, open_todos(award)) == ("excused", 0)
