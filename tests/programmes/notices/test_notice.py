"""Post, count, extend, add, take down, close."""

from datetime import date, time
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.disclosure.domain import Attached, NotCleared
from qinglan.kernel.documents.models import Paper
from qinglan.kernel.events.models import Event
from qinglan.kernel.periods import Outage
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.notice import NoticePlan, add_to_notice, take_down
from qinglan.programmes.domain.notice_close import close_due_notices
from qinglan.programmes.domain.notice_extension import LaterEnd, extend_notice
from qinglan.programmes.domain.notice_snapshot import snap_posted_notices
from qinglan.programmes.models import Case, Notice, NoticeEntry, NoticeSnapshot, NoticeText, WorkItem
from qinglan.programmes.notices.content import digest_of, public_content
from qinglan.programmes.views.notices import PAGE
from tests.programmes import making
from tests.programmes.notices.noticing import (
    PLAN,
    checks,
    moment,
    posted,
    scheme,
    set_clock,
    states,
    waiting,
)
from tests.support.people import assign, person

pytestmark = pytest.mark.django_db


def two(officer: Any, content: Any = None) -> list[Case]:
    one = making.open_round(officer, content or scheme())
    return [waiting(officer, one, number) for number in (1, 2)]


@pytest.mark.parametrize(
    ("number", "unit", "posting", "last_day"),
    [
        (5, "working_day", "2026-09-28 10:00", date(2026, 10, 10)),
        (15, "day", "2026-09-16 10:00", date(2026, 10, 8)),
    ],
)
def test_the_end_is_counted_by_the_law_from_the_day_after_posting(
    officer: Any, number: int, unit: str, posting: str, last_day: date
) -> None:
    set_clock(posting)
    notice = posted(officer, two(officer, scheme(number, unit)))
    assert (notice.posted_at, notice.last_day, notice.ends_at, notice.length, notice.unit) == (
        moment(posting),
        last_day,
        moment(f"{last_day} 00:00").replace(day=last_day.day + 1),
        number,
        unit,
    )


def test_posting_makes_list_paper_snapshot_event_and_due_days_and_closes_the_to_do(officer: Any) -> None:
    set_clock("2026-09-28 10:00")
    cases = two(officer)
    kind = {"kind": "programmes.post_notice", "subject_key": str(cases[0].round_id)}
    assert Todo.objects.filter(**kind, state="open").count() == 1
    notice = posted(officer, cases[:1])
    assert Todo.objects.filter(**kind, state="open").count() == 1  # one case still waits
    notice = posted(officer, cases[1:], NoticePlan("第二份公示", "科技局 0990-1", time(17, 30)))
    assert Todo.objects.filter(**kind, state="open").count() == 0
    assert list(notice.entries.values_list("place", "case", "name", "territory", "outcome")) == [
        (1, cases[1].pk, cases[1].applicant_name, cases[1].territory.name_zh, "")
    ]
    assert notice.ends_at == moment("2026-10-10 17:30")
    assert WorkItem.objects.get(case=cases[1], state="open").due_at == notice.ends_at
    paper = Paper.objects.get(pk=notice.paper_id)
    texts = "".join(paper.content["blocks"][place]["text"] for place in range(3))
    assert (paper.kind, paper.state, paper.title) == ("public_notice", "drafted", "第二份公示")
    assert "2026年9月28日至2026年10月10日，截止时刻为最后一日17时30分" in texts
    snapshot = notice.snapshots.get()
    kept = NoticeText.objects.get(notice=notice)
    assert (snapshot.cause, snapshot.digest, snapshot.entries) == ("posted", kept.digest, 1)
    assert digest_of(public_content(notice)) == kept.digest == digest_of(kept.content.encode())
    kinds = Event.objects.filter(stream=f"notice:{notice.pk}").order_by("sequence")
    assert list(kinds.values_list("kind", flat=True)) == [
        "programmes.notice-snapshot",
        "programmes.notice-posted",
    ]


def test_an_identity_number_in_text_or_attachment_stops_the_posting(officer: Any) -> None:
    cases = two(officer)
    number = "11010519491231002X"
    with pytest.raises(NotCleared):
        posted(officer, cases, NoticePlan(f"公示 {number}", "科技局 0990-1"))
    with pytest.raises(NotCleared) as told:
        posted(officer, cases, files=(Attached("名单.txt", f"张示例 {number}".encode()),))
    assert [finding.kind.value for finding in told.value.findings] == ["identity"]
    assert Notice.objects.count() == 0


def test_what_is_missing_or_elsewhere_is_said(officer: Any) -> None:
    cases = two(officer)
    with pytest.raises(Impossible, match="a title"):
        posted(officer, cases, NoticePlan(" ", "x"))
    with pytest.raises(Impossible, match="to whom objections go"):
        posted(officer, cases, NoticePlan("x", " "))
    posted(officer, cases[:1])
    with pytest.raises(StaleEdit) as told:
        posted(officer, cases)
    assert told.value.differences == [Difference(str(cases[0]), "waits for its public notice", PLAN.title)]
    making.walked(officer, cases[1], "unopposed")
    with pytest.raises(StaleEdit) as told:
        posted(officer, cases[1:])
    assert told.value.differences == [Difference(str(cases[1]), "waits for its public notice", "Step decide")]


def test_a_notice_ends_by_itself_and_closing_again_changes_nothing(officer: Any) -> None:
    set_clock("2026-09-28 10:00")
    cases = two(officer)
    notice = posted(officer, cases)
    set_clock("2026-10-10 23:59:59")
    assert close_due_notices(acting_user=system_user()) == 0
    set_clock("2026-10-11 00:00")
    assert close_due_notices(acting_user=system_user()) == 1
    assert states(*cases) == [("decide", False), ("decide", False)]
    notice.refresh_from_db()
    assert (notice.state, notice.closed_at) == ("closed", moment("2026-10-11 00:00"))
    assert list(notice.entries.values_list("outcome", flat=True)) == ["unopposed", "unopposed"]
    before = (Event.objects.filter(stream=f"notice:{notice.pk}").count(), notice.snapshots.count())
    assert close_due_notices(acting_user=system_user()) == 0
    assert (Event.objects.filter(stream=f"notice:{notice.pk}").count(), notice.snapshots.count()) == before


def test_every_hour_has_one_snapshot_while_it_stands(officer: Any) -> None:
    set_clock("2026-09-28 10:20")
    notice = posted(officer, two(officer))
    system = system_user()
    for hour, taken in (("10:30", 1), ("10:40", 0), ("11:02", 1), ("11:59", 0)):
        set_clock(f"2026-09-28 {hour}")
        assert snap_posted_notices(acting_user=system) == taken
    set_clock("2026-10-11 00:00")
    assert snap_posted_notices(acting_user=system) == 0
    found = NoticeSnapshot.objects.filter(notice=notice)
    assert list(found.values_list("cause", "taken_at")) == [
        ("posted", moment("2026-09-28 10:20")),
        ("hourly", moment("2026-09-28 10:30")),
        ("hourly", moment("2026-09-28 11:02")),
    ]
    assert found.values("digest").distinct().count() == NoticeText.objects.filter(notice=notice).count() == 1


def test_a_changed_list_runs_anew_and_is_drafted_anew(officer: Any) -> None:
    set_clock("2026-09-28 10:00")
    cases = two(officer)
    notice = posted(officer, cases[:1])
    first = notice.paper_id
    set_clock("2026-10-09 10:00")
    add = {"acting_user": officer, "notice": notice, "cases": cases[1:], "cleared": checks()}
    with pytest.raises(Impossible, match="Say why"):
        add_to_notice(**add, reason=" ", seen_revision=0)
    with pytest.raises(StaleEdit):
        add_to_notice(**add, reason="补充", seen_revision=7)
    after = add_to_notice(**add, reason="补充漏列单位", seen_revision=0)
    assert (after.counted_from, after.last_day, after.ends_at) == (
        date(2026, 10, 9),
        date(2026, 10, 15),
        moment("2026-10-16 00:00"),
    )
    assert list(after.entries.values_list("place", "case")) == [(1, cases[0].pk), (2, cases[1].pk)]
    assert list(after.changes.values_list("kind", "from_moment", "to_moment", "reason")) == [
        ("added", moment("2026-10-11 00:00"), moment("2026-10-16 00:00"), "补充漏列单位")
    ]
    assert Paper.objects.get(pk=first).state == "discarded"
    assert Paper.objects.get(pk=after.paper_id).state == "drafted"
    assert WorkItem.objects.get(case=cases[0], state="open").due_at == after.ends_at


def test_an_end_is_only_ever_put_off(officer: Any) -> None:
    set_clock("2026-09-28 10:00")
    notice = posted(officer, two(officer))
    extend = {"acting_user": officer, "notice": notice, "reason": "系统中断"}
    with pytest.raises(Impossible, match="must be later"):
        extend_notice(**extend, to=LaterEnd(date(2026, 10, 9)), seen_revision=0)
    with pytest.raises(Impossible, match="Set the new last day"):
        extend_notice(**extend, to=LaterEnd(), seen_revision=0)
    # Saturday 17 October is a day off: it moves on.
    after = extend_notice(**extend, to=LaterEnd(date(2026, 10, 17)), seen_revision=0)
    assert (after.last_day, after.ends_at) == (date(2026, 10, 19), moment("2026-10-20 00:00"))
    with pytest.raises(StaleEdit):
        extend_notice(**extend, to=LaterEnd(date(2026, 10, 30)), seen_revision=0)
    set_clock("2026-10-19 23:00")
    short = Outage(moment("2026-10-19 22:00"), moment("2026-10-19 22:20"))
    with pytest.raises(Impossible, match="at least 30 minutes of the last 24 hours"):
        extend_notice(**extend, to=LaterEnd(outage=short), seen_revision=1)
    long = Outage(moment("2026-10-19 20:00"), moment("2026-10-19 22:00"))
    after = extend_notice(**extend, to=LaterEnd(outage=long), seen_revision=1)
    assert (after.last_day, after.ends_at) == (date(2026, 10, 20), moment("2026-10-21 00:00"))
    assert list(after.changes.values_list("kind", flat=True)) == ["extended", "outage"]


def test_a_notice_that_was_taken_down_frees_its_cases_for_another_one(officer: Any) -> None:
    cases = two(officer)
    notice = posted(officer, cases)
    down = take_down(acting_user=officer, notice=notice, reason="名单有误", seen_revision=0)
    assert (down.state, down.withdrawal_reason) == ("withdrawn", "名单有误")
    assert list(NoticeEntry.objects.filter(notice=notice).values_list("outcome", flat=True)) == [
        "dropped",
        "dropped",
    ]
    assert Todo.objects.filter(kind="programmes.post_notice", state="open").count() == 1
    again = posted(officer, cases)
    assert again.entries.filter(settled_at__isnull=True).count() == 2
    with pytest.raises(Impossible, match="has ended"):
        take_down(acting_user=officer, notice=notice, reason="x", seen_revision=1)


def test_only_officers_of_the_whole_territory_keep_notices(officer: Any) -> None:
    cases = two(officer)
    notice = posted(officer, cases[:1])
    east = person("east officer")
    assign(east, "officer", territory=cases[0].territory)
    others = [east, person("nobody"), AnonymousUser(), system_user()]
    others += [
        person(f"a {role}", role)
        for role in ("decider", "secretary", "reviewer", "administrator", "security", "auditor")
    ]
    inspector = person("an inspector")
    assign(inspector, "inspector", purpose="示例检查", valid_to=date(2030, 1, 1))
    others.append(inspector)

    def extend(user: Any) -> Any:
        to = LaterEnd(date(2027, 1, 4))
        return extend_notice(acting_user=user, notice=notice, to=to, reason="x", seen_revision=0)

    acts = [
        extend,
        lambda user: posted(user, cases[1:]),
        lambda user: add_to_notice(
            acting_user=user, notice=notice, cases=cases[1:], reason="x", cleared=checks(), seen_revision=0
        ),
        lambda user: take_down(acting_user=user, notice=notice, reason="x", seen_revision=0),
    ]
    for user in others:
        for act in acts:
            if act is extend and getattr(user, "is_system", False):
                continue  # a certified outage extends by itself
            with pytest.raises(PermissionRefused):
                act(user)
    for user in [officer, *(other for other in others if not getattr(other, "is_system", False))]:
        with pytest.raises(PermissionRefused):
            close_due_notices(acting_user=user)
        with pytest.raises(PermissionRefused):
            snap_posted_notices(acting_user=user)


def test_a_case_of_another_step_gets_a_notice_of_its_own(officer: Any) -> None:
    content = scheme()
    steps = content["steps"]["steps"]
    place = next(number for number, one in enumerate(steps) if one["id"] == "notice")
    steps.insert(place + 1, {**steps[place], "id": "second", "next": {**steps[place]["next"]}})
    steps[place]["next"]["unopposed"] = "second"
    cases = two(officer, content)
    later = making.walked(officer, cases[1], "unopposed")
    notice = posted(officer, cases[:1])
    with pytest.raises(Impossible, match="at another step than the cases on this notice") as told:
        add_to_notice(
            acting_user=officer,
            notice=notice,
            cases=[later],
            reason="补充",
            cleared=checks(),
            seen_revision=0,
        )
    assert told.value.field == "cases"
    assert posted(officer, [later]).step == "second"


def test_a_long_list_stands_on_several_pages_and_whole_where_asked(officer: Any, client: Any) -> None:
    notice = posted(officer, two(officer))
    first = notice.entries.get(place=1)
    cases = [making.case(officer, notice.round, number) for number in range(40, 40 + PAGE)]
    NoticeEntry.objects.bulk_create(
        NoticeEntry(
            notice=notice, case=case, place=place, name=f"第{place}家", territory="东区", added_at=first.added_at
        )
        for place, case in enumerate(cases, 3)
    )  # fmt: skip
    page = client.get(notice.get_absolute_url())
    assert [entry.place for entry in page.context["entries"]] == list(range(1, PAGE + 1))
    later = client.get(notice.get_absolute_url(), {"page": 2})
    assert [entry.place for entry in later.context["entries"]] == [PAGE + 1, PAGE + 2]
    assert f'<td class="q-num">{PAGE + 1}</td>' in later.content.decode()
    whole = client.get(notice.get_absolute_url(), {"all": 1})
    assert [entry.place for entry in whole.context["entries"]] == list(range(1, PAGE + 3))
    assert whole.context["pager"].pages == 1
    for wrong in ("0", "99999999999", "x", "-1"):
        assert client.get(notice.get_absolute_url(), {"page": wrong}).status_code == 200
