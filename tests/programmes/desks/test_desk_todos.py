"""To-dos of cases: one for each pile on a desk, one for each case that its applicant has to do with."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from qinglan.kernel.todos.models import Todo
from qinglan.kernel.web import desks
from qinglan.parties.models import Membership, Organisation
from qinglan.programmes.desks import desk, piles
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.check import pass_check
from qinglan.programmes.domain.decision import Prepared, prepare_decision, release_decisions
from qinglan.programmes.domain.joint_check import enter_reply
from qinglan.programmes.domain.round_extension import NewEnd, extend_round
from qinglan.programmes.domain.round_state import set_round_state
from qinglan.programmes.models import Case, Reply, RequirementVerdict, Round, RoundState, Verdict
from tests.programmes import making
from tests.support.people import assign, join, person


def live(one: Round) -> list[tuple[str, str, str]]:
    """Kind, addressee and subject of what is due in a round or from its applicants."""
    about = [f"{one.pk}:{step}:" for step in ("check", "recommend", "joint", "decide")]
    cases = {str(key) for key in one.cases.values_list("pk", flat=True)}
    return sorted(
        (todo.kind.removeprefix("programmes."), todo.addressee, todo.subject)
        for todo in Todo.objects.exclude(state__in=["done", "withdrawn"])
        if (todo.subject_type == desk_todos.PILE and todo.subject_key.startswith(tuple(about)))
        or (todo.subject_type == desk_todos.CASE and todo.subject_key in cases)
    )


def kinds(one: Round) -> list[str]:
    return [kind for kind, _addressee, _subject in live(one)]


def move(officer: Any, case: Case, outcome: str) -> None:
    with transaction.atomic():
        held = flow.locked(case)
        flow.close_item(acting_user=officer, case=held, item=flow.open_item_of(held), outcome=outcome)


def met(officer: Any, case: Case) -> None:
    RequirementVerdict.objects.create(
        case=case, requirement="research", moment="submission", finding="met",
        made_at=case.begun_at, made_by=officer,
    )  # fmt: skip


def test_a_desk_hears_once_of_all_cases_that_wait_at_a_step(officer: Any) -> None:
    one = making.open_round(officer)
    cases = [making.submitted(officer, one, number) for number in (1, 2, 3)]
    check = ("check_cases", "officer:territory:990101", "2026年第一批 · 环节 check")
    recommend = ("recommend_cases", "officer:territory:990101", "2026年第一批 · 环节 recommend")
    assert live(one) == [check]
    for case in cases[:2]:
        move(officer, case, "passed")
    assert live(one) == [check, recommend]
    move(officer, cases[2], "passed")
    assert live(one) == [recommend]
    todo = Todo.objects.get(kind=piles.RECOMMEND, subject_key__startswith=f"{one.pk}:")
    assert (todo.subject_en, todo.url) == (
        "2026年第一批 · Step recommend",
        f"/handling/?round={one.pk}&step=recommendation",
    )
    assert todo.due_at == cases[0].items.get(step="recommend").due_at


def test_the_end_of_a_pile_is_that_of_the_case_that_ends_first(officer: Any) -> None:
    one = making.open_round(officer)
    first, second = (making.submitted(officer, one, number) for number in (1, 2))
    soon = timezone.now() + timedelta(hours=1)
    second.items.filter(step="check").update(due_at=soon)
    move(officer, making.submitted(officer, one, 3), "passed")
    todo = Todo.objects.get(kind=piles.CHECK, subject_key__startswith=f"{one.pk}:")
    assert todo.due_at == soon
    move(officer, second, "passed")
    todo.refresh_from_db()
    assert todo.due_at == first.items.get(step="check").due_at


def test_the_applicant_is_asked_case_by_case(officer: Any) -> None:
    one = making.open_round(officer)
    case = making.case(officer, one)
    with transaction.atomic():
        flow.begin(acting_user=officer, case=case)
    firm = f"organisation-member:organisation:{case.applicant_id}"
    assert live(one) == [("finish_application", firm, "2026年第一批")]
    assert Todo.objects.get(kind=desk_todos.FINISH, subject_key=str(case.pk)).due_at == one.closes_at
    Case.objects.filter(pk=case.pk).update(submitted_at=timezone.now())
    move(officer, case, "submitted")
    assert kinds(one) == ["check_cases"]
    move(officer, case, "to_correct")
    case.refresh_from_db()
    assert live(one) == [("correct_application", firm, str(case))]
    todo = Todo.objects.get(kind=desk_todos.CORRECT, subject_key=str(case.pk))
    assert todo.due_at == case.items.get(step="correct").due_at
    move(officer, case, "resubmitted")
    todo.refresh_from_db()
    assert (kinds(one), todo.state, todo.closed_by_act) == (["check_cases"], "done", "programmes.submit_case")


def test_a_round_that_closed_asks_nobody_to_submit_and_extended_does_again(officer: Any) -> None:
    one = making.open_round(officer)
    case = making.case(officer, one)
    with transaction.atomic():
        flow.begin(acting_user=officer, case=case)
    Round.objects.filter(pk=one.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    one.refresh_from_db()
    with transaction.atomic():
        set_round_state(officer, one, RoundState.CLOSED, submitted=0)
    assert kinds(one) == []
    later = timezone.now() + timedelta(days=3)
    extend_round(
        acting_user=officer,
        round=one,
        to=NewEnd(closes_at=later),
        reason="材料较多",
        seen_revision=one.revision,
    )
    assert kinds(one) == ["finish_application"]
    assert Todo.objects.get(kind=desk_todos.FINISH, subject_key=str(case.pk), state="open").due_at == later


def test_departments_and_those_who_decide_hear_of_their_part(officer: Any) -> None:
    one = making.open_round(officer)
    bureau = Organisation.objects.filter(name="市发展改革委", kind="department").first()
    cases = [
        making.walked(officer, making.submitted(officer, one, n), "passed", "recommended") for n in (1, 2)
    ]
    asked = cases[0].replies.get()
    asked_of = "" if bureau is None else f"reviewer:organisation:{bureau.pk}:territory:990000"
    expected = ["follow_joint_check"] + (["reply_for_department"] if asked_of else [])
    assert kinds(one) == expected
    for case in cases:
        enter_reply(acting_user=officer, reply=case.replies.get(), answer=Reply.CLEAR, source="复函1号")
    assert asked.pk
    assert kinds(one) == []
    for case in cases:
        making.walked(officer, case, "unopposed")
    assert live(one) == [("prepare_decisions", "officer:territory:990000", "2026年第一批 · 环节 decide")]
    made = [
        prepare_decision(acting_user=officer, case=case, prepared=Prepared(Verdict.GRANT))
        for case in cases[:1]
    ]
    assert kinds(one) == ["prepare_decisions", "release_decisions"]
    decider = person("decider", "decider")
    release_decisions(acting_user=decider, round=one, decisions=made, basis="会议纪要1号")
    assert kinds(one) == ["prepare_decisions"]


def test_a_department_that_is_here_gets_a_to_do_of_its_own(officer: Any) -> None:
    from tests.parties.organisations.made import verified

    bureau = verified(officer, 9, name="市发展改革委", kind="department")
    one = making.open_round(officer)
    case = making.walked(officer, making.submitted(officer, one), "passed", "recommended")
    reviewer = f"reviewer:organisation:{bureau.pk}:territory:990000"
    assert ("reply_for_department", reviewer, "2026年第一批 · 环节 joint") in live(one)
    enter_reply(acting_user=officer, reply=case.replies.get(), answer=Reply.HIT, reason="失信", source="复函")
    assert kinds(one) == ["follow_joint_check"]


def test_every_to_do_leads_to_a_page_that_opens(officer: Any) -> None:
    one = making.open_round(officer)
    making.submitted(officer, one, 1)
    for number, outcomes in (
        (2, ("passed", "recommended")),
        (3, ("passed", "recommended", "clear", "unopposed")),
    ):
        making.walked(officer, making.submitted(officer, one, number), *outcomes)
    case = making.case(officer, one, 4)
    with transaction.atomic():
        flow.begin(acting_user=officer, case=case)
    worker = person("worker")
    join(worker, case.applicant)
    prepare_decision(
        acting_user=officer, case=Case.objects.get(round=one, step="decide"), prepared=Prepared(Verdict.GRANT)
    )
    decider = person("decider", "decider")
    browsers = {"officer": officer, "organisation-member": worker, "decider": decider}
    opened = {}
    for todo in Todo.objects.exclude(state__in=["done", "withdrawn"]).filter(kind__startswith="programmes."):
        if todo.kind in ("programmes.post_notice",):
            continue
        client = Client()
        client.force_login(browsers[todo.role])
        opened[todo.kind] = client.get(todo.url).status_code
    assert opened == dict.fromkeys((piles.CHECK, piles.ASK, piles.RELEASE, desk_todos.FINISH), 200)


def test_a_desk_shows_what_waits_by_round_and_step(officer: Any) -> None:
    one = making.open_round(officer)
    cases = [making.submitted(officer, one, number) for number in (1, 2, 3)]
    move(officer, cases[0], "passed")
    cases[1].items.filter(step="check").update(
        due_at=timezone.now() - timedelta(days=1, hours=1), opened_at=timezone.now() - timedelta(days=9)
    )
    rows = desk.waiting_cases(officer, 10)
    assert [(row.title, row.url, row.light, row.word) for row in rows] == [
        ("formal check · 2026年第一批", f"/handling/?round={one.pk}&step=formal_check", "late", "1 overdue"),
        ("recommendation · 2026年第一批", f"/handling/?round={one.pk}&step=recommendation", "due", "waits"),
    ]
    assert rows[0].facts.startswith("2 cases wait · the first is due ")
    west = person("west")
    from qinglan.kernel.codes.models import Territory

    assign(west, "officer", territory=Territory.objects.get(code="990102"))
    assert desk.waiting_cases(west, 10) == []


def test_an_applicant_sees_where_his_applications_stand(officer: Any) -> None:
    case = making.submitted(officer)
    worker = person("worker")
    join(worker, case.applicant)
    assert list(desk.own_applications(worker, 5)) == [
        desks.Row(
            "Sample recognition",
            case.get_absolute_url(),
            " · ".join(part for part in (case.applicant_name, "Step check") if part),
            "idle",
            "being checked",
        )
    ]
    assert Membership.objects.filter(user=worker).count() == 1
    stranger = person("stranger")
    assert (desk.applies(stranger), desk.handles(stranger)) == (False, False)


@pytest.mark.parametrize("role", ["officer", "decider", "secretary", "desk", "reviewer"])
def test_each_office_opens_its_desk(officer: Any, role: str) -> None:
    making.submitted(officer)
    client = Client()
    client.force_login(person(f"the {role}", role))
    assert client.get("/desk/").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locking", [False, True])
def test_a_case_that_comes_while_the_last_one_leaves_keeps_the_to_do(
    officer: Any, locking: bool, monkeypatch: Any
) -> None:
    one = making.open_round(officer)
    last, coming = making.submitted(officer, one, 1), making.submitted(officer, one, 2)
    move(officer, coming, "to_correct")
    met(officer, last)
    if not locking:
        monkeypatch.setattr(desk_todos, "wait_turn", lambda *_names: None)
    arrived, left = threading.Event(), threading.Event()

    def arrive() -> None:
        try:
            with transaction.atomic():
                held = flow.locked(coming)
                flow.close_item(
                    acting_user=officer, case=held, item=flow.open_item_of(held), outcome="resubmitted"
                )
                arrived.set()
                left.wait(2)
        finally:
            connection.close()

    comes = threading.Thread(target=arrive)
    comes.start()
    assert arrived.wait(10)
    leaves = threading.Thread(target=lambda: (_leave(officer, last), left.set()))
    leaves.start()
    comes.join()
    leaves.join()
    assert ("check_cases" in kinds(one)) is locking


def _leave(officer: Any, case: Case) -> None:
    try:
        pass_check(acting_user=officer, case=case)
    finally:
        connection.close()
