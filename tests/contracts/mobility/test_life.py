"""The life of an arrangement: apply, decide, agree, extend, report, run out, end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from qinglan.contracts.domain.mobility import (
    apply_mobility,
    begin_mobility,
    edit_mobility,
    report_year,
    take_back_mobility,
)
from qinglan.contracts.domain.mobility_decision import (
    agree_mobility,
    approve_mobility,
    refuse_mobility,
    return_mobility,
)
from qinglan.contracts.domain.mobility_term import (
    ask_extension,
    decide_extension,
    end_mobility,
    look_after_mobilities,
)
from qinglan.contracts.mobility import todos
from qinglan.contracts.mobility.queries import mobilities_seen_by
from qinglan.contracts.models import Mobility, MobilityState, MobilityWay
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.messages.models import Message
from qinglan.kernel.periods.count import end_of_day
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.reminders import days_before
from qinglan.parties.domain.account import system_user
from tests.contracts.mobility import made
from tests.market.contact.made import payloads
from tests.market.contact.test_agreement import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> dict[str, Any]:
    return made.people()


def fresh(row: Mobility) -> Mobility:
    return Mobility.objects.get(pk=row.pk)


def open_todos(row: Mobility) -> list[tuple[str, str]]:
    rows = Todo.objects.filter(subject_type="contracts.mobility", subject_key=str(row.pk), closed_at=None)
    return sorted(rows.values_list("kind", "addressee"))


@pytest.mark.parametrize("way", MobilityWay.values)
def test_every_way_from_application_to_force(who: dict[str, Any], way: str) -> None:
    row = made.draft(who, form=way)
    year = clock.today().year
    assert (row.number, row.state, row.person) == (f"RY-{year}-0001", "draft", who["lin"])
    row = apply_mobility(acting_user=who["lin"], mobility=row)
    unit = f"organisation-member:organisation:{who['owner'].pk}"
    assert open_todos(row) == [("contracts.decide_mobility", unit)]
    row = approve_mobility(acting_user=who["admin"], mobility=row, **made.APPROVAL)
    assert open_todos(row) == [("contracts.agree_mobility", unit)]
    row = agree_mobility(
        acting_user=who["admin"], mobility=row, agreed_on=date(2025, 12, 20), name="协议.pdf", content=PDF
    )
    lin = f"user:{who['lin'].pk}"
    assert open_todos(row) == [("contracts.settle_mobility", unit), ("contracts.settle_mobility", lin)]
    assert [(one["from"], one["to"]) for one in payloads(row.key)] == [
        ("draft", "applied"), ("applied", "approved"), ("approved", "in_force"),
    ]  # fmt: skip
    told = Message.objects.filter(recipient=who["lin"], template="contracts.mobility_moved")
    assert told.count() == 2


def test_reminders_come_ninety_and_thirty_days_before_the_last_day(who: dict[str, Any]) -> None:
    row = made.in_force(who)
    assert days_before(todos.SETTLE) == (90, 30)
    asked = Todo.objects.filter(subject_type="contracts.mobility", subject_key=str(row.pk), kind=todos.SETTLE)
    for one in asked:
        assert one.due_at is not None
        assert one.next_reminder_at is not None
        assert one.due_at == end_of_day(date(2028, 12, 31))
        assert one.next_reminder_at.astimezone(clock.SHANGHAI).date() == date(2028, 10, 2)


def test_a_first_leave_ends_within_three_years_to_the_day(who: dict[str, Any]) -> None:
    made.draft(who, ends_on=date(2028, 12, 31))
    with pytest.raises(Impossible) as refusal:
        made.draft(who, ends_on=date(2029, 1, 1))
    assert refusal.value.field == "ends_on"
    assert "2028-12-31" in refusal.value.message
    assert made.draft(who, form="part_time", ends_on=date(2040, 1, 1)).ends_on == date(2040, 1, 1)


def test_the_firm_is_found_by_its_code_and_a_wrong_code_is_refused(who: dict[str, Any]) -> None:
    row = made.draft(who, firm_code=who["firm_code"])
    assert (row.firm, row.firm_name) == (who["buyer_unit"], who["buyer_unit"].name)
    with pytest.raises(Impossible) as refusal:
        made.draft(who, firm_code=who["firm_code"][:-1] + "0")
    assert refusal.value.field == "firm_code"
    with pytest.raises(Impossible):
        made.draft(who, firm_code=who["owner"].code)


@pytest.mark.parametrize(
    "fact", ["is_head", "leads_national_project", "is_under_investigation"]
)  # fmt: skip
@pytest.mark.parametrize("said", [True, None])
def test_a_condition_that_is_unmet_or_not_said_stops_the_approval(
    who: dict[str, Any], fact: str, said: bool | None
) -> None:
    row = made.applied(who, **{fact: said})
    with pytest.raises(Impossible):
        approve_mobility(acting_user=who["admin"], mobility=row, **made.APPROVAL)
    assert fresh(row).state == MobilityState.APPLIED


@pytest.mark.parametrize(
    ("way", "fact", "stops"),
    [
        ("lead", "is_head", False),
        ("lead", "leads_national_project", False),
        ("lead", "is_under_investigation", False),
        ("part_time", "is_head", False),
        ("part_time", "leads_national_project", False),
        ("part_time", "is_under_investigation", True),
        ("start_up", "is_head", True),
        ("start_up", "leads_national_project", True),
        ("start_up", "is_under_investigation", True),
    ],
)
def test_each_way_has_its_own_conditions(who: dict[str, Any], way: str, fact: str, stops: bool) -> None:
    row = made.applied(who, form=way, **{fact: True})
    if stops:
        with pytest.raises(Impossible):
            approve_mobility(acting_user=who["admin"], mobility=row, **made.APPROVAL)
    else:
        approve_mobility(acting_user=who["admin"], mobility=row, **made.APPROVAL)
    assert fresh(row).state == (MobilityState.APPLIED if stops else MobilityState.APPROVED)


def test_a_warning_does_not_stop_it(who: dict[str, Any]) -> None:
    assert made.approved(who, years_of_service=1).state == MobilityState.APPROVED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"noticed_until": date(2025, 12, 14)}, "noticed_until"),
        ({"noticed_until": date(2025, 12, 1)}, "noticed_until"),
        ({"decided_on": date(2025, 12, 15)}, "decided_on"),
        ({"decided_on": date(2099, 1, 1)}, "decided_on"),
        ({"decision": " "}, "decision"),
    ],
)
def test_a_short_notice_or_an_early_decision_is_refused(
    who: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    row = made.applied(who)
    with pytest.raises(Impossible) as refusal:
        approve_mobility(acting_user=who["admin"], mobility=row, **{**made.APPROVAL, **changes})
    assert refusal.value.field == field


def test_nobody_decides_on_his_own_and_strangers_see_nothing(who: dict[str, Any]) -> None:
    row = apply_mobility(
        acting_user=who["admin"],
        mobility=begin_mobility(acting_user=who["admin"], unit=who["owner"], values=made.CONTENT),
    )
    with pytest.raises(PermissionRefused):
        approve_mobility(acting_user=who["admin"], mobility=row, **made.APPROVAL)
    assert (
        approve_mobility(acting_user=who["member"], mobility=row, **made.APPROVAL).decided_by == who["member"]
    )
    assert not answer(who["stranger"], "contracts.view_mobility", row)
    assert not answer(who["officer"], "contracts.view_mobility", row)


def test_the_queryset_and_the_permission_agree(who: dict[str, Any]) -> None:
    rows = [
        made.draft(who, firm_code=who["firm_code"]),
        made.applied(who, form="part_time", firm_code=who["firm_code"]),
    ]
    for user in (who["lin"], who["admin"], who["member"], who["buyer"], who["stranger"], who["officer"]):
        seen = set(mobilities_seen_by(user))
        assert seen == {row for row in rows if answer(user, "contracts.view_mobility", row)}
    assert set(mobilities_seen_by(who["buyer"])) == {rows[1]}


def test_it_is_returned_with_a_reason_corrected_and_handed_in_again(who: dict[str, Any]) -> None:
    row = made.applied(who)
    with pytest.raises(Impossible):
        return_mobility(acting_user=who["admin"], mobility=row, reason=" ")
    row = return_mobility(acting_user=who["admin"], mobility=row, reason="请写明知识产权归属。")
    assert open_todos(row) == [("contracts.correct_mobility", f"user:{who['lin'].pk}")]
    row = edit_mobility(acting_user=who["lin"], mobility=row, values={"ip_terms": "归双方共有。"})
    row = apply_mobility(acting_user=who["lin"], mobility=row)
    assert (row.state, row.reason) == ("applied", "")
    with pytest.raises(Impossible):
        edit_mobility(acting_user=who["lin"], mobility=row, values={})


def test_what_the_agreement_must_settle_is_written_before_it_is_handed_in(who: dict[str, Any]) -> None:
    row = made.draft(who, ip_terms="")
    with pytest.raises(Impossible):
        apply_mobility(acting_user=who["lin"], mobility=row)


def test_two_decide_at_once_and_the_second_looks_again(who: dict[str, Any]) -> None:
    row = made.applied(who)
    refuse_mobility(acting_user=who["admin"], mobility=row, reason="不符合条件。")
    with pytest.raises(StaleEdit):
        approve_mobility(acting_user=who["member"], mobility=row, **made.APPROVAL)


def test_a_second_leave_waits_for_the_end_of_the_first(who: dict[str, Any]) -> None:
    made.in_force(who)
    second = made.applied(who)
    with pytest.raises(Impossible):
        approve_mobility(acting_user=who["admin"], mobility=second, **made.APPROVAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mobility.objects.filter(pk=second.pk).update(
            state="approved", decision="绕过", decided_on=date(2026, 1, 1)
        )


def test_a_leave_is_extended_once_by_three_years_while_the_firm_makes_no_profit(who: dict[str, Any]) -> None:
    row = made.in_force(who)
    for changes, field in (
        ({"until": date(2032, 1, 1)}, "until"),
        ({"until": date(2028, 12, 31)}, "until"),
        ({"is_profitable": True}, "is_profitable"),
        ({"reason": " "}, "reason"),
    ):
        asked = {"until": date(2031, 12, 31), "is_profitable": False, "reason": "尚未盈利。", **changes}
        with pytest.raises(Impossible) as refusal:
            ask_extension(acting_user=who["lin"], mobility=row, **asked)
        assert refusal.value.field == field
    asked = {"until": date(2031, 12, 31), "is_profitable": False, "reason": "尚未盈利。"}
    wanted = ask_extension(acting_user=who["lin"], mobility=row, **asked)
    with pytest.raises(Impossible):
        ask_extension(acting_user=who["lin"], mobility=fresh(row), **asked)
    granted = decide_extension(acting_user=who["admin"], extension=wanted, granted=True, answer="同意。")
    assert (granted.state, fresh(row).ends_on) == ("granted", date(2031, 12, 31))
    with pytest.raises(StaleEdit):
        decide_extension(acting_user=who["member"], extension=wanted, granted=False, answer="不同意。")
    settle = Todo.objects.filter(subject_key=str(row.pk), kind=todos.SETTLE, closed_at=None)
    assert {
        one.next_reminder_at.astimezone(clock.SHANGHAI).date() for one in settle if one.next_reminder_at
    } == {date(2031, 10, 2)}
    with pytest.raises(Impossible):
        ask_extension(acting_user=who["lin"], mobility=fresh(row), **{**asked, "until": date(2033, 1, 1)})


def test_a_refused_extension_leaves_the_term(who: dict[str, Any]) -> None:
    row = made.in_force(who)
    wanted = ask_extension(
        acting_user=who["lin"], mobility=row, until=date(2030, 1, 1), is_profitable=False, reason="尚未盈利。"
    )
    decide_extension(acting_user=who["admin"], extension=wanted, granted=False, answer="岗位需要。")
    assert fresh(row).ends_on == date(2028, 12, 31)


def test_what_runs_out_is_marked_and_an_extension_revives_it(who: dict[str, Any]) -> None:
    today = clock.today()
    row = made.in_force(who, starts_on=date(2025, 1, 1), ends_on=today)
    look_after_mobilities(acting_user=system_user())
    assert fresh(row).state == "in_force"
    Mobility.objects.filter(pk=row.pk).update(ends_on=today - timedelta(days=1))
    assert look_after_mobilities(acting_user=system_user())[0] == 1
    row = fresh(row)
    assert row.state == "expired"
    wanted = ask_extension(
        acting_user=who["lin"],
        mobility=row,
        until=today + timedelta(days=90),
        is_profitable=False,
        reason="补办。",
    )
    decide_extension(acting_user=who["admin"], extension=wanted, granted=True, answer="同意补办。")
    assert fresh(row).state == "in_force"
    with pytest.raises(PermissionRefused):
        look_after_mobilities(acting_user=who["admin"])


def test_it_ends_with_the_return_and_the_waiting_extension_falls(who: dict[str, Any]) -> None:
    row = made.in_force(who)
    ask_extension(
        acting_user=who["lin"], mobility=row, until=date(2030, 1, 1), is_profitable=False, reason="尚未盈利。"
    )
    row = fresh(row)
    ending = {"outcome": "returned", "reason": "返岗申请（演示）"}
    for day in (date(2025, 12, 31), clock.today() + timedelta(days=1)):
        with pytest.raises(Impossible):
            end_mobility(acting_user=who["admin"], mobility=row, ended_on=day, **ending)
    row = end_mobility(acting_user=who["admin"], mobility=row, ended_on=date(2026, 10, 31), **ending)
    assert (row.state, row.outcome, row.ended_on) == ("ended", "returned", date(2026, 10, 31))
    assert list(row.extensions.values_list("state", "answer")) == [("refused", "返岗")]
    assert open_todos(row) == []


def test_a_year_is_reported_once_and_asked_for(who: dict[str, Any]) -> None:
    row = made.in_force(who, starts_on=date(2025, 3, 1), ends_on=date(2027, 12, 31))
    assert look_after_mobilities(acting_user=system_user())[1] == 1
    assert ("contracts.report_mobility", f"user:{who['lin'].pk}") in open_todos(row)
    report_year(acting_user=who["lin"], mobility=fresh(row), year=2025, work="完成中试。")
    assert ("contracts.report_mobility", f"user:{who['lin'].pk}") not in open_todos(row)
    assert look_after_mobilities(acting_user=system_user())[1] == 0
    for year in (2025, 2024, clock.today().year + 1):
        with pytest.raises(Impossible):
            report_year(acting_user=who["lin"], mobility=fresh(row), year=year, work="重复。")


def test_it_is_taken_back_before_the_agreement_and_not_after(who: dict[str, Any]) -> None:
    row = take_back_mobility(acting_user=who["lin"], mobility=made.approved(who))
    assert (row.state, open_todos(row)) == ("withdrawn", [])
    running = made.in_force(who)
    with pytest.raises(Impossible):
        take_back_mobility(acting_user=who["lin"], mobility=running)
