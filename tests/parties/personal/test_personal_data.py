"""What is held on a person is seen, corrected and erased; the chains stay whole."""

import io
import json
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events import export
from qinglan.kernel.events.models import Event, Personal
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.parties.domain import personal_data as verbs
from qinglan.parties.domain.account import system_user
from qinglan.parties.domain.expert import decline_expert, leave_pool
from qinglan.parties.domain.interest import Tie, declare_interest
from qinglan.parties.domain.invitation import invite
from qinglan.parties.domain.own import change_name
from qinglan.parties.domain.reading import show_field
from qinglan.parties.models import Consent, DataRequest, Expert, User
from qinglan.parties.models.personal_data import ConsentPurpose
from qinglan.parties.models.reading import Reading
from qinglan.parties.personal_data import collect, duties_of
from tests.kernel.events.test_export import check
from tests.parties.experts.made import DAY, ID_NUMBER, admitted, applied, fresh
from tests.parties.organisations.made import person_account, verified
from tests.support.people import join, person

NAME, MOBILE = "陈晓（演示）", "19911112222"


@pytest.fixture
def known(officer: Any, chen: Any) -> User:
    """Somebody on whom the system holds much."""
    User.objects.filter(pk=chen.pk).update(mobile=MOBILE, email="chen@example.org")
    chen.refresh_from_db()
    change_name(acting_user=chen, account=chen, display_name=NAME)
    expert = admitted(officer, chen, name="青川大学", mobile=MOBILE, id_number=ID_NUMBER)
    declare_interest(acting_user=chen, whose=expert, tie=Tie("kinship", name="陈大（演示）", note="兄弟"))
    send_message(acting_user=officer, recipients=[chen], template="messages.trial", values={})
    return chen


def text_of(user: User) -> str:
    return json.dumps(
        [[one.title.__str__(), [[str(a), str(b)] for a, b in one.lines]] for one in collect(user)],
        ensure_ascii=False,
    )


def test_he_sees_all_of_it(known: User) -> None:
    text = text_of(known)
    for piece in (
        NAME,
        MOBILE,
        "chen@example.org",
        ID_NUMBER,
        "陈大（演示）",
        "青川大学",
        "一条测试消息",
        f"account:{known.pk}",
    ):
        assert piece in text


def test_he_takes_it_with_him(known: User) -> None:
    client = Client()
    client.force_login(known)
    sheet = load_workbook(io.BytesIO(client.get("/account/data/export/xlsx/").content)).active
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {ID_NUMBER, MOBILE} <= cells
    data = json.loads(client.get("/account/data/export/json/").content)
    assert data["format"] == "qinglan-personal-data/1"
    assert any(line["value"] == MOBILE for one in data["sections"] for line in one["lines"])
    assert NAME in client.get("/account/data/").content.decode()


def test_nobody_else_sees_it(known: User) -> None:
    client = Client()
    client.force_login(person_account("other"))
    for address in ("/account/data/", "/account/data/export/json/"):
        assert MOBILE not in client.get(address).content.decode()


def test_correction_within_fifteen_working_days(known: User, officer: Any) -> None:
    assert verbs.due_on(date(2026, 9, 14)) == date(2026, 10, 10)
    with pytest.raises(Impossible, match="Say what is wrong"):
        verbs.ask(acting_user=known, kind="correction", text=" ")
    made = verbs.ask(acting_user=known, kind="correction", text="学位有误")
    with pytest.raises(Impossible, match="waits for an answer"):
        verbs.ask(acting_user=known, kind="correction", text="再次")
    with pytest.raises(Impossible, match="Write an answer"):
        verbs.answer(acting_user=officer, request=made, grant=True, text="")
    done = verbs.answer(acting_user=officer, request=made, grant=True, text="已更正")
    assert (done.state, done.settled_by, done.answer) == ("done", officer, "已更正")
    assert Message.objects.filter(recipient=known, template="personal.answer").count() == 1
    with pytest.raises(Impossible, match="settled already"):
        verbs.answer(acting_user=officer, request=made, grant=False, text="x")


def test_open_duties_block_and_say_why(known: User, officer: Any) -> None:
    firm = verified(officer, 1)
    join(known, firm, "administrator")
    with pytest.raises(Impossible) as refused:
        verbs.ask(acting_user=known, kind="erasure")
    assert f"administrator of “{firm.name}”" in refused.value.message
    assert "Leave the pool first" in refused.value.message
    assert duties_of(person("clerk", "officer")) == [
        "You hold a role of the office. It must be taken from you first."
    ]


def test_erasure(known: User, officer: Any, tmp_path: Path) -> None:
    expert = Expert.objects.get(user=known)
    leave_pool(acting_user=known, expert=fresh(expert), on=DAY, reason="退休")
    made = verbs.ask(acting_user=known, kind="erasure", text="请删除")
    stream, own = f"expert:{expert.pk}", f"account:{known.pk}"
    before = Event.objects.filter(stream=stream).count()
    verbs.answer(acting_user=officer, request=made, grant=True, text="已删除")
    known.refresh_from_db()
    assert (known.username, known.display_name, known.mobile, known.email, known.is_active) == (
        f"erased-{known.pk}", "", "", "", False,
    )  # fmt: skip
    row = Expert.objects.select_related("private").get(pk=expert.pk)
    assert (row.private.mobile, row.private.id_number, row.introduction, row.reason) == ("", "", "", "")
    assert not Personal.objects.filter(subject=f"user:{known.pk}").exists()
    assert not Message.objects.filter(recipient=known).exists()
    for piece in (NAME, MOBILE, "chen@example.org", ID_NUMBER, "陈大（演示）", "兄弟", "请删除", "陈某"):
        assert piece not in text_of(known)
    assert Event.objects.filter(stream=stream).count() > before
    for name in (stream, own):
        code, said = check(b"".join(export.lines(name)), tmp_path)
        assert code == 0, said


def test_history_tables_do_not_hold_the_name(known: User) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parties_userevent WHERE id = %s", [known.pk])
        rows = str(cursor.fetchall())
        cursor.execute("SELECT * FROM parties_expertevent")
        rows += str(cursor.fetchall())
        cursor.execute("SELECT * FROM parties_interestevent")
        rows += str(cursor.fetchall())
    assert rows.count("insert") >= 3
    for piece in (NAME, "陈某", MOBILE, "陈大"):
        assert piece not in rows


@pytest.mark.parametrize("role", ["", "security", "auditor"])
def test_nobody_else_answers(known: User, role: str) -> None:
    made = verbs.ask(acting_user=known, kind="correction", text="x")
    with pytest.raises(PermissionRefused):
        verbs.answer(
            acting_user=person("other", *([role] if role else [])), request=made, grant=True, text="x"
        )


def test_nobody_answers_his_own_request(officer: Any) -> None:
    made = verbs.ask(acting_user=officer, kind="correction", text="x")
    with pytest.raises(PermissionRefused, match="nobody his own"):
        verbs.answer(acting_user=officer, request=made, grant=True, text="x")
    assert verbs.withdraw(acting_user=officer, request=made).state == "withdrawn"


def test_consents(known: User) -> None:
    profile = ConsentPurpose.objects.get(pk="expert-profile")
    fees = ConsentPurpose.objects.get(pk="fee-payment")
    assert (profile.is_sensitive, fees.is_sensitive) == (False, True)
    verbs.consent(acting_user=known, purpose=profile)  # That to the identity number came with the number.
    with pytest.raises(Impossible, match="already"):
        verbs.consent(acting_user=known, purpose=fees)
    Expert.objects.filter(user=known).update(is_shown=True)
    user = User.objects.get(pk=known.pk)
    for purpose in (profile, fees):
        verbs.withdraw_consent(acting_user=user, purpose=purpose)
    row = Expert.objects.select_related("private").get(user=known)
    assert (row.is_shown, row.private.id_number) == (False, "")
    assert Consent.objects.filter(user=known, withdrawn_at__isnull=True).count() == 0
    with pytest.raises(Impossible, match="not consented"):
        verbs.withdraw_consent(acting_user=user, purpose=fees)


def test_time_is_kept(officer: Any, chen: Any) -> None:
    expert = decline_expert(
        acting_user=officer, expert=applied(chen, mobile=MOBILE), on=DAY, reason="不符合条件"
    )
    old = send_message(acting_user=officer, recipients=[chen], template="messages.trial", values={})[0]
    Expert.objects.filter(pk=expert.pk).update(state_on=clock.today() - timedelta(days=300))
    with pytest.raises(PermissionRefused):
        verbs.keep_times(acting_user=officer)
    assert verbs.keep_times(acting_user=system_user())["declined-applications"] == 0
    Expert.objects.filter(pk=expert.pk).update(state_on=clock.today() - timedelta(days=370))
    Message.objects.filter(pk=old.pk).update(sent_at=clock.now() - timedelta(days=800))
    done = verbs.keep_times(acting_user=system_user())
    assert (done["declined-applications"], done["messages"]) == (1, 1)
    row = Expert.objects.select_related("private").get(pk=expert.pk)
    assert (row.name, row.private.mobile) == (f"— {expert.pk}", "")
    assert set(verbs.keep_times(acting_user=system_user()).values()) == {0}


def test_each_look_is_noted(known: User, officer: Any) -> None:
    expert = Expert.objects.get(user=known)
    assert show_field(acting_user=officer, field="expert.mobile", key=expert.pk) == MOBILE
    with pytest.raises(Impossible, match="Say why"):
        show_field(acting_user=officer, field="expert.id_number", key=expert.pk)
    assert (
        show_field(acting_user=officer, field="expert.id_number", key=expert.pk, reason="发放劳务费")
        == ID_NUMBER
    )
    assert show_field(acting_user=known, field="expert.mobile", key=expert.pk) == MOBILE
    rows = Reading.objects.filter(person=known).order_by("id").values_list("reader", "field", "reason")
    assert list(rows) == [(officer.pk, "expert.mobile", ""), (officer.pk, "expert.id_number", "发放劳务费")]
    with pytest.raises(PermissionRefused):
        show_field(acting_user=person_account("x"), field="expert.mobile", key=expert.pk)


def test_the_page_shows_only_what_was_asked_for(known: User, officer: Any) -> None:
    expert = Expert.objects.get(user=known)
    client = Client()
    client.force_login(officer)
    assert MOBILE not in client.get(f"/experts/{expert.pk}/").content.decode()
    address = f"/personal/show/expert.mobile/{expert.pk}/"
    assert MOBILE not in client.get(address).content.decode()
    assert not Reading.objects.filter(person=known).exists()
    assert MOBILE in client.post(address, {"reason": "电话邀请"}).content.decode()
    auditor, owner = Client(), Client()
    auditor.force_login(person("eye", "auditor"))
    owner.force_login(known)
    assert "电话邀请" in auditor.get("/personal/readings/").content.decode()
    assert "电话邀请" in owner.get("/account/data/readings/").content.decode()


def test_a_look_can_not_be_changed(known: User, officer: Any) -> None:
    from django.db import DatabaseError, transaction

    show_field(acting_user=officer, field="expert.mobile", key=Expert.objects.get(user=known).pk)
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        Reading.objects.filter(person=known).update(reason="x")


def test_pages_of_requests(known: User, officer: Any) -> None:
    client = Client()
    client.force_login(known)
    assert client.post("/account/data/ask/correction/", {"text": "学位有误"}).status_code == 302
    made = DataRequest.objects.get(user=known)
    client.force_login(officer)
    assert NAME in client.get("/personal/requests/").content.decode()
    page = client.get(f"/personal/requests/{made.pk}/").content.decode()
    assert "学位有误" in page
    client.post(f"/personal/requests/{made.pk}/", {"grant": "yes", "answer": "已更正"})
    made.refresh_from_db()
    assert made.state == "done"


def test_a_request_is_a_to_do_of_the_officers(officer: Any, chen: Any) -> None:
    def states() -> list[tuple[str, str]]:
        rows = Todo.objects.filter(subject_type="parties.data-request").order_by("pk")
        return [(one.subject_key, one.state) for one in rows]

    first = verbs.ask(acting_user=chen, kind="correction", text="姓名写错")
    todo = Todo.objects.get(subject_type="parties.data-request")
    client = Client()
    client.force_login(officer)
    assert client.get(todo.url).status_code == 200
    assert (todo.subject, timezone.localtime(todo.due_at).date()) == (f"#{first.pk}", first.due_on)
    verbs.answer(acting_user=officer, request=first, grant=True, text="已改")
    second = verbs.ask(acting_user=chen, kind="correction", text="单位写错")
    verbs.withdraw(acting_user=chen, request=second)
    assert states() == [(str(first.pk), "done"), (str(second.pk), "withdrawn")]


def test_invitations_are_his_data_and_go_with_it(officer: Any, chen: Any) -> None:
    User.objects.filter(pk=chen.pk).update(mobile=MOBILE)
    chen.refresh_from_db()
    head, firm = person_account("head"), verified(officer, 2)
    join(head, firm, "administrator")
    row, _token = invite(acting_user=head, organisation=firm, contact=MOBILE, role="member", note="欢迎")
    assert f"{MOBILE} 欢迎" in text_of(chen)
    asked = verbs.ask(acting_user=chen, kind="erasure")
    verbs.answer(acting_user=officer, request=asked, grant=True, text="已删除")
    row.refresh_from_db()
    assert (row.state, row.contact, row.note) == ("withdrawn", "", "")


def test_two_officers_answer_at_once(
    transactional_db: None, officer: Any, chen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.parties.experts.test_consent import settled_twice

    officers = [officer, person("second-officer", "officer")]
    asked = verbs.ask(acting_user=chen, kind="correction", text="姓名写错")
    meet = threading.Barrier(2)

    def unlocked(request: DataRequest) -> DataRequest:
        """What a verb without the lock would hold."""
        found = DataRequest.objects.get(pk=request.pk)
        meet.wait(20)
        return found

    def answer(who: Any) -> None:
        verbs.answer(acting_user=who, request=asked, grant=True, text="已改")

    with monkeypatch.context() as patch:
        patch.setattr(verbs, "_open", unlocked)
        assert settled_twice(answer, officers) == ["done", "done"]
    DataRequest.objects.filter(pk=asked.pk).update(state="open", settled_at=None, settled_by=None)
    assert settled_twice(answer, officers) == ["Impossible", "done"]
