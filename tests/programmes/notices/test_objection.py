"""Objections in time and late, what they hold, rulings, answers, leads."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.disclosure.domain import Attached
from qinglan.kernel.events.models import Event, Personal
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.parties.domain.account import system_user
from qinglan.parties.domain.reading import show_field
from qinglan.parties.models.reading import Reading
from qinglan.programmes.domain.lead import note_lead, send_lead
from qinglan.programmes.domain.notice import take_down
from qinglan.programmes.domain.notice_close import close_due_notices
from qinglan.programmes.domain.objection import (
    FROM_ONE_ADDRESS,
    Letter,
    TooLate,
    TooMany,
    answer_objector,
    rule_on_objection,
)
from qinglan.programmes.models import Lead, Objection, Objector, Ruling
from qinglan.programmes.notices.objector_data import erase_answered, masked
from tests.programmes import making
from tests.programmes.notices.noticing import (
    LETTER,
    moment,
    objected,
    posted,
    scheme,
    set_clock,
    states,
    waiting,
)
from tests.support.people import assign, join, person

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


def on_notice(officer: Any, number: int = 2) -> Any:
    """A notice of five working days from 28 September 2026, and its cases."""
    set_clock("2026-09-28 10:00")
    one = making.open_round(officer, scheme())
    cases = [waiting(officer, one, place) for place in range(1, number + 1)]
    return posted(officer, cases), cases


def rule(user: Any, objection: Objection, ruling: Ruling = Ruling.DISMISSED, **more: Any) -> Objection:
    what = {"reason": "经核查，材料一致。", "clause": "第九条", **more}
    return rule_on_objection(acting_user=user, objection=objection, ruling=ruling, **what)


def test_an_objection_in_the_last_second_holds_its_own_case_and_the_rest_is_released(officer: Any) -> None:
    notice, cases = on_notice(officer)
    member = person("member")
    join(member, cases[0].applicant)
    set_clock("2026-10-10 23:59:59")
    made = objected(STRANGER, notice, cases[0])
    assert (made.state, made.received_at) == ("open", moment("2026-10-10 23:59:59"))
    assert made.ruling_due_at == moment("2026-10-24 00:00")
    set_clock("2026-10-11 00:00")
    close_due_notices(acting_user=system_user())
    assert states(*cases) == [("notice", True), ("decide", False)]
    closed = Event.objects.get(stream=f"notice:{notice.pk}", kind="programmes.notice-closed")
    payload = json.loads(bytes(closed.payload))
    assert payload == {"went_on": 1, "held": [cases[0].pk]}
    assert list(Message.objects.filter(recipient=member).values_list("template", flat=True)) == [
        "programmes.held"
    ]


def test_one_second_later_it_is_too_late_whether_or_not_the_job_has_run(officer: Any) -> None:
    notice, cases = on_notice(officer)
    set_clock("2026-10-11 00:00")
    for _ in range(2):
        with pytest.raises(TooLate) as told:
            objected(STRANGER, notice, cases[0])
        assert told.value.message == (
            "The notice ended at 2026-10-11 00:00; it is 2026-10-11 00:00:00 now, so this can't be taken as an"
            " objection. You can still send it as a lead: it is looked into, but holds nothing."
        )
        close_due_notices(acting_user=system_user())
    assert Objection.objects.count() == 0
    assert states(*cases) == [("decide", False), ("decide", False)]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "王", "Give your real name"),
        ("contact", "微信", "telephone number or a mailbox"),
        ("statement", "不公平", "at least ten characters"),
        ("evidence", " ", "Add evidence"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(officer: Any, field: str, value: str, message: str) -> None:
    notice, cases = on_notice(officer, 1)
    letter = Letter(**{**LETTER.__dict__, field: value})
    with pytest.raises(Impossible, match=message) as told:
        objected(STRANGER, notice, cases[0], letter)
    assert told.value.field == ("files" if field == "evidence" else field)


def test_a_dismissed_objection_lets_the_case_go_on_only_when_nothing_holds_it(officer: Any) -> None:
    notice, cases = on_notice(officer)
    first, second = objected(STRANGER, notice, cases[0]), objected(STRANGER, notice, cases[0])
    rule(officer, first)
    assert states(cases[0]) == [("notice", True)]
    set_clock("2026-10-11 00:00")
    close_due_notices(acting_user=system_user())
    assert states(*cases) == [("notice", True), ("decide", False)]
    rule(officer, second)
    assert states(*cases) == [("decide", False), ("decide", False)]


def test_before_the_end_a_dismissed_objection_only_frees_the_case(officer: Any) -> None:
    notice, cases = on_notice(officer)
    rule(officer, objected(STRANGER, notice, cases[0]))
    assert states(*cases) == [("notice", False), ("notice", False)]
    set_clock("2026-10-11 00:00")
    close_due_notices(acting_user=system_user())
    assert states(*cases) == [("decide", False), ("decide", False)]


def test_an_upheld_objection_ends_the_step_tells_the_applicant_and_asks_for_an_answer(officer: Any) -> None:
    notice, cases = on_notice(officer)
    member = person("member")
    join(member, cases[0].applicant)
    made = objected(STRANGER, notice, cases[0])
    kinds = {"subject_type": "programmes.objection", "subject_key": str(made.pk)}
    assert list(Todo.objects.filter(**kinds, state="open").values_list("kind", "due_at")) == [
        ("programmes.rule_on_objection", made.ruling_due_at)
    ]
    with pytest.raises(Impossible, match="Name the clause"):
        rule(officer, made, Ruling.UPHELD, clause=" ")
    with pytest.raises(Impossible, match="Say why"):
        rule(officer, made, Ruling.UPHELD, reason=" ")
    with pytest.raises(Impossible, match="Rule on the objection first"):
        answer_objector(acting_user=officer, objection=made, how="电话")
    set_clock("2026-09-29 09:00")
    made = rule(officer, made, Ruling.UPHELD, reason="研发费用与申报表不一致。")
    cases[0].refresh_from_db()
    item = cases[0].items.last()
    assert (cases[0].status, cases[0].held_by_objection) == ("refused", False)
    assert (item.outcome, item.reason_code, item.reason, item.clause) == (
        "upheld",
        "objection",
        "研发费用与申报表不一致。",
        "第九条",
    )
    assert notice.entries.get(case=cases[0]).outcome == "upheld"
    assert made.answer_due_at == moment("2026-10-13 00:00")
    assert list(Todo.objects.filter(**kinds, state="open").values_list("kind", "due_at")) == [
        ("programmes.answer_objector", made.answer_due_at)
    ]
    assert list(
        Message.objects.filter(recipient=member).order_by("id").values_list("template", flat=True)
    ) == [
        "programmes.held",
        "programmes.upheld",
    ]
    answer_objector(acting_user=officer, objection=made, how="电话告知")
    assert not Todo.objects.filter(**kinds, state="open").exists()
    with pytest.raises(StaleEdit) as told:
        answer_objector(acting_user=officer, objection=made, how="信函")
    assert told.value.differences == [Difference("how it was answered", "信函", "电话告知")]


def test_the_second_ruling_sees_the_first_one(officer: Any) -> None:
    notice, cases = on_notice(officer)
    made = objected(STRANGER, notice, cases[0])
    rule(officer, made)
    other = person("other officer", "officer")
    with pytest.raises(StaleEdit) as told:
        rule(other, made, Ruling.UPHELD, reason="不一致")
    assert told.value.differences == [
        Difference("ruling", "upheld", "dismissed"),
        Difference("reason", "不一致", "经核查，材料一致。"),
        Difference("ruled by", "—", str(officer)),
    ]


def test_an_objection_to_a_notice_that_is_taken_down_still_holds_the_case(officer: Any) -> None:
    notice, cases = on_notice(officer, 1)
    made = objected(STRANGER, notice, cases[0])
    take_down(acting_user=officer, notice=notice, reason="名单有误", seen_revision=0)
    with pytest.raises(Impossible, match="was taken down"):
        objected(STRANGER, notice, cases[0])
    assert states(*cases) == [("notice", True)]
    posted(officer, cases)
    set_clock("2026-10-11 00:00")
    close_due_notices(acting_user=system_user())
    assert states(*cases) == [("notice", True)]
    rule(officer, made)
    assert states(*cases) == [("decide", False)]


def test_nothing_of_the_person_lies_in_events_to_dos_or_messages(officer: Any) -> None:
    notice, cases = on_notice(officer, 1)
    member = person("member")
    join(member, cases[0].applicant)
    made = objected(
        person("logged in objector"), notice, cases[0], files=(Attached("证据.txt", b"evidence"),)
    )
    rule(officer, made)
    answer_objector(acting_user=officer, objection=made, how="电话告知")
    streams = [f"notice:{notice.pk}", f"case:{cases[0].pk}"]
    found = [bytes(one.payload).decode() for one in Event.objects.filter(stream__in=streams)]
    found += [f"{todo.subject} {todo.url}" for todo in Todo.objects.filter(subject_key=str(made.pk))]
    found += [f"{one.subject} {one.text}" for one in Message.objects.filter(recipient=member)]
    whole = "\n".join(found)
    assert made.number in whole
    for secret in (LETTER.name, LETTER.contact, LETTER.statement, LETTER.organisation, LETTER.evidence):
        assert secret not in whole
    received = Event.objects.get(stream=streams[0], kind="programmes.objection-received")
    assert received.actor == "system"
    assert not Personal.objects.filter(stream__in=streams).exists()


def test_the_person_is_masked_and_each_look_is_noted_with_its_reason(officer: Any) -> None:
    notice, cases = on_notice(officer, 1)
    made = objected(STRANGER, notice, cases[0])
    assert LETTER.contact not in Objector.objects.get(objection=made).contact
    assert masked(made) == {"name": "王＊＊", "contact": "＊＊＊＊4321"}
    look = {"field": "objection.person", "key": made.pk}
    with pytest.raises(Impossible, match="Say why you need it"):
        show_field(acting_user=officer, **look)
    assert show_field(acting_user=officer, reason="电话核实", **look) == (
        "王示例 · 示例公司（演示） · 0990-7654321"
    )
    assert list(Reading.objects.filter(subject=f"objection:{made.pk}").values_list("reader", "reason")) == [
        (officer.pk, "电话核实")
    ]
    with pytest.raises(PermissionRefused):
        show_field(acting_user=person("decider", "decider"), reason="x", **look)


def test_the_person_is_erased_when_the_time_of_keeping_is_over_and_the_ruling_stays(officer: Any) -> None:
    notice, cases = on_notice(officer, 1)
    made = objected(STRANGER, notice, cases[0])
    day = moment("2030-01-01 00:00").date()
    assert erase_answered(day) == 0
    rule(officer, made)
    answer_objector(acting_user=officer, objection=made, how="电话告知")
    assert (erase_answered(day), erase_answered(day)) == (1, 0)
    left = Objector.objects.get(objection=made)
    assert (left.name, left.organisation, left.contact, left.statement, left.evidence) == ("",) * 5
    made.refresh_from_db()
    assert (made.state, made.ruling_reason) == ("dismissed", "经核查，材料一致。")


def test_one_address_is_slowed_down(officer: Any) -> None:
    notice, cases = on_notice(officer, 1)
    what = {"acting_user": STRANGER, "notice": notice, "text": "请核查该单位的研发费用数据。"}
    for _ in range(FROM_ONE_ADDRESS.tries):
        send_lead(**what, address="192.0.2.1")
    with pytest.raises(TooMany):
        send_lead(**what, address="192.0.2.1")
    with pytest.raises(TooMany):
        objected(STRANGER, notice, cases[0], address="192.0.2.1")
    assert objected(STRANGER, notice, cases[0], address="192.0.2.2").state == "open"


def test_a_lead_holds_nothing_comes_in_after_the_end_too_and_is_noted_once(officer: Any) -> None:
    notice, cases = on_notice(officer, 1)
    set_clock("2026-10-11 00:00")
    close_due_notices(acting_user=system_user())
    with pytest.raises(Impossible, match="at least ten characters"):
        send_lead(acting_user=STRANGER, notice=notice, text="查")
    made = send_lead(
        acting_user=STRANGER, notice=notice, text="请核查该单位的研发费用数据。", entry=notice.entries.get()
    )
    assert states(*cases) == [("decide", False)]
    todo = {"kind": "programmes.note_lead", "subject_key": str(made.pk)}
    assert Todo.objects.filter(**todo, state="open").exists()
    with pytest.raises(Impossible, match="what was looked into"):
        note_lead(acting_user=officer, lead=made, finding=" ")
    note_lead(acting_user=officer, lead=made, finding="已调阅报表，一致。")
    assert not Todo.objects.filter(**todo, state="open").exists()
    with pytest.raises(StaleEdit):
        note_lead(acting_user=officer, lead=made, finding="另查")
    assert Lead.objects.get().finding == "已调阅报表，一致。"


def test_only_officers_of_the_whole_territory_rule_answer_and_note(officer: Any) -> None:
    notice, cases = on_notice(officer, 1)
    made = objected(STRANGER, notice, cases[0])
    lead = send_lead(acting_user=STRANGER, notice=notice, text="请核查该单位的研发费用数据。")
    east = person("east officer")
    assign(east, "officer", territory=cases[0].territory)
    member = person("member")
    join(member, cases[0].applicant)
    others = [STRANGER, east, member, system_user()]
    others += [
        person(f"a {role}", role)
        for role in ("decider", "secretary", "reviewer", "administrator", "security", "auditor")
    ]
    for user in others:
        for act in (
            lambda who: rule(who, made),
            lambda who: answer_objector(acting_user=who, objection=made, how="x"),
            lambda who: note_lead(acting_user=who, lead=lead, finding="x"),
        ):
            with pytest.raises(PermissionRefused):
                act(user)


def test_an_objection_upheld_after_its_notice_was_taken_down_ends_the_case_all_the_same(officer: Any) -> None:
    notice, (case, other) = on_notice(officer)
    objection = objected(STRANGER, notice, case)
    take_down(acting_user=officer, notice=notice, reason="名单有误", seen_revision=0)
    assert states(case, other) == [("notice", True), ("notice", False)]
    rule(officer, objection, Ruling.UPHELD)
    assert states(case, other) == [("", False), ("notice", False)]
    case.refresh_from_db()
    assert case.status == "refused"
