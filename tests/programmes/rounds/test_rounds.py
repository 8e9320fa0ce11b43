"""Rounds: prepared, announced, opened and closed on time, extended, cancelled; quotas, call, reminders."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.disclosure.domain import NotCleared
from qinglan.kernel.documents.models import Paper
from qinglan.kernel.events.models import Event
from qinglan.kernel.messages.models import Message
from qinglan.kernel.periods import Outage
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.round import (
    announce_round,
    cancel_round,
    change_round,
    create_round,
    finish_round,
    turn_rounds,
)
from qinglan.programmes.domain.round_chase import chase
from qinglan.programmes.domain.round_extension import NewEnd, after_outage, extend_round
from qinglan.programmes.domain.round_paper import attach_file, draft_call
from qinglan.programmes.domain.round_quota import Quota, set_quotas
from qinglan.programmes.models import Case, DefinitionVersion, Round, RoundChase, RoundExtension
from qinglan.programmes.queries.round import numbers_by_district
from tests.programmes.applying import applicant, begun, fill, opened, picture, plan, scheme, submit
from tests.support.people import assign, person

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def made(officer: Any, **changes: Any) -> Round:
    return create_round(acting_user=officer, version=scheme(officer), plan=plan(**changes))


def test_a_round_gets_number_and_title(officer: Any) -> None:
    first, second, other = made(officer), made(officer), made(officer, year=2027)
    assert [(one.year, one.number, one.title) for one in (first, second, other)] == [
        (2026, 1, "绿色制造示范企业认定（演示）2026年第1批"),
        (2026, 2, "绿色制造示范企业认定（演示）2026年第2批"),
        (2027, 1, "绿色制造示范企业认定（演示）2027年第1批"),
    ]
    assert first.state == "draft"


def test_a_round_of_an_old_version_or_outside_its_days_is_refused(officer: Any) -> None:
    version = scheme(officer)
    DefinitionVersion.objects.filter(pk=version.pk).update(valid_to=clock.today() - timedelta(days=30))
    with pytest.raises(Impossible, match="in force from"):
        create_round(acting_user=officer, version=version, plan=plan())
    DefinitionVersion.objects.filter(pk=version.pk).update(valid_to=None, is_current=False)
    with pytest.raises(Impossible, match="newer version"):
        create_round(acting_user=officer, version=version, plan=plan())


def test_it_opens_and_closes_by_the_clock(officer: Any) -> None:
    later = clock.now() + timedelta(hours=1)
    one = made(officer, opens_at=later)
    one = announce_round(acting_user=officer, round=one, seen_revision=one.revision)
    assert (one.state, turn_rounds(acting_user=system_user())) == ("announced", 0)
    Round.objects.filter(pk=one.pk).update(opens_at=clock.now() - timedelta(seconds=1))
    assert turn_rounds(acting_user=system_user()) == 1
    Round.objects.filter(pk=one.pk).update(closes_at=clock.now() - timedelta(milliseconds=5))
    assert turn_rounds(acting_user=system_user()) == 1
    assert turn_rounds(acting_user=system_user()) == 0
    kinds = list(
        Event.objects.filter(stream=f"round:{one.pk}").order_by("sequence").values_list("kind", flat=True)
    )
    assert kinds == [f"programmes.round-{what}" for what in ("created", "announced", "opened", "closed")]


def test_a_stale_change_shows_both_versions_and_an_announced_round_keeps_its_days(officer: Any) -> None:
    one = made(officer)
    change_round(acting_user=officer, round=one, values={"remarks": "甲"}, seen_revision=0)
    with pytest.raises(StaleEdit) as stale:
        change_round(acting_user=officer, round=one, values={"remarks": "乙"}, seen_revision=0)
    assert [(each.label, each.yours, each.current) for each in stale.value.differences] == [
        ("remarks", "乙", "甲")
    ]
    one = announce_round(acting_user=officer, round=one, seen_revision=1)
    with pytest.raises(Impossible, match="extending"):
        change_round(
            acting_user=officer,
            round=one,
            values={"closes_at": clock.now() + timedelta(days=99)},
            seen_revision=one.revision,
        )
    assert (
        change_round(
            acting_user=officer,
            round=one,
            values={"contact_name": "张处（演示）"},
            seen_revision=one.revision,
        ).contact_name
        == "张处（演示）"
    )


def test_the_end_is_put_off_with_a_reason_and_a_closed_round_opens_again(officer: Any) -> None:
    one = opened(officer)
    Round.objects.filter(pk=one.pk).update(closes_at=clock.now() - timedelta(minutes=1))
    turn_rounds(acting_user=system_user())
    one.refresh_from_db()
    end = clock.now() + timedelta(days=3)
    with pytest.raises(Impossible, match="reason"):
        extend_round(acting_user=officer, round=one, to=NewEnd(end), reason=" ", seen_revision=one.revision)
    with pytest.raises(Impossible, match="later"):
        extend_round(
            acting_user=officer, round=one, to=NewEnd(one.closes_at), reason="x", seen_revision=one.revision
        )
    extend_round(
        acting_user=officer, round=one, to=NewEnd(end), reason="应企业要求", seen_revision=one.revision
    )
    one.refresh_from_db()
    assert (one.state, one.closes_at, RoundExtension.objects.get(round=one).reason) == (
        "open",
        end,
        "应企业要求",
    )


def test_an_outage_moves_the_end_to_the_next_working_day_by_rule(officer: Any) -> None:
    friday = datetime(2026, 11, 27, 17, 30, tzinfo=SHANGHAI)
    outage = Outage(friday - timedelta(hours=2), friday - timedelta(hours=1))
    assert after_outage(friday, outage) == datetime(2026, 11, 30, 17, 30, tzinfo=SHANGHAI)
    short = Outage(friday - timedelta(minutes=29), friday)
    with pytest.raises(Impossible, match="30 minutes"):
        after_outage(friday, short)
    midnight = datetime(2026, 11, 28, 0, 0, tzinfo=SHANGHAI)
    assert after_outage(midnight, outage) == datetime(2026, 12, 1, 0, 0, tzinfo=SHANGHAI)


def test_a_round_without_submissions_is_cancelled_and_its_drafts_lapse(officer: Any) -> None:
    case, _user = begun(officer)
    one = cancel_round(
        acting_user=officer, round=case.round, reason="政策调整", seen_revision=Round.objects.get().revision
    )
    assert (one.state, Case.objects.get(pk=case.pk).status) == ("cancelled", "lapsed")


def test_a_round_with_submissions_is_not_cancelled(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    submit(user, case)
    with pytest.raises(Impossible, match="have been submitted"):
        cancel_round(
            acting_user=officer, round=case.round, reason="x", seen_revision=Round.objects.get().revision
        )
    with pytest.raises(Impossible):
        finish_round(acting_user=officer, round=case.round, seen_revision=Round.objects.get().revision)


def test_quotas_by_district_and_body(officer: Any) -> None:
    one = opened(officer)
    east = Territory.objects.get(code="990101")
    firm, _user = applicant(officer, 5)
    set_quotas(
        acting_user=officer, round=one, quotas=[Quota(east, 3), Quota(firm, None)], seen_revision=one.revision
    )
    one.refresh_from_db()
    assert sorted(str(quota) for quota in one.quotas.all()) == sorted(["East: 3", f"{firm.name}: None"])
    with pytest.raises(Impossible, match="twice"):
        set_quotas(
            acting_user=officer,
            round=one,
            quotas=[Quota(east, 3), Quota(east, 4)],
            seen_revision=one.revision,
        )
    with pytest.raises(StaleEdit):
        set_quotas(acting_user=officer, round=one, quotas=[], seen_revision=0)


def test_the_call_is_drafted_from_the_letter(officer: Any) -> None:
    one = opened(
        officer,
        opens_at=datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI),
        closes_at=datetime(2099, 12, 1, 17, 30, tzinfo=SHANGHAI),
    )
    set_quotas(
        acting_user=officer,
        round=one,
        quotas=[Quota(Territory.objects.get(code="990101"), 3)],
        seen_revision=one.revision,
    )
    attach_file(acting_user=officer, round=one, title="申报书样式", name="样式.png", content=picture())
    one.refresh_from_db()
    paper = draft_call(acting_user=officer, round=one, seen_revision=one.revision)
    content = Paper.objects.get(pk=paper.pk).content
    assert content["title"] == "关于组织开展绿色制造示范企业认定（演示）2026年第1批工作的通知"
    assert [block["text"] for block in content["blocks"]][1:3] == [
        "一、申报时间为2026年1月5日9时至2099年12月1日17时30分，逾期不予受理。",
        "二、推荐名额：东区3项。",
    ]
    assert (content["attachments"], content["contact"]) == (["申报书样式"], "联系人：高新处，010-66660000")
    one.refresh_from_db()
    with pytest.raises(Impossible, match="a call already"):
        draft_call(acting_user=officer, round=one, seen_revision=one.revision)


def test_drafts_are_chased_once_a_day_within_the_own_scope(officer: Any) -> None:
    one = opened(officer)
    case, user = begun(officer, 1, one)
    begun(officer, 2, one, "other")
    west = person("west")
    assign(west, "officer", territory=Territory.objects.get(code="990102"))
    assert chase(acting_user=west, round=one).cases == 0
    assert (chase(acting_user=officer, round=one).cases, RoundChase.objects.count()) == (2, 2)
    again = chase(acting_user=officer, round=one)
    assert (again.cases, again.already) == (0, 2)
    sent = Message.objects.filter(recipient=user, template="programmes.chase")
    assert [message.url for message in sent] == [case.get_absolute_url()]


def test_numbers_by_district(officer: Any) -> None:
    one = opened(officer)
    set_quotas(
        acting_user=officer,
        round=one,
        quotas=[Quota(Territory.objects.get(code=f"99010{n}"), n) for n in (1, 2)],
        seen_revision=one.revision,
    )
    case, user = begun(officer, 1, one)
    begun(officer, 2, one, "other")
    fill(user, case)
    submit(user, case)
    found = [
        (row["territory"], row["begun"], row["submitted"], row["drafts"], row["quota"])
        for row in numbers_by_district(officer, one)
    ]
    assert sorted(found) == [("990101", 2, 1, 1, 1), ("990102", 0, 0, 0, 2)]
    east = person("east")
    assign(east, "officer", territory=Territory.objects.get(code="990101"))
    assert [row["territory"] for row in numbers_by_district(east, one)] == ["990101"]


@pytest.mark.parametrize(
    "role", ["district", "decider", "secretary", "administrator", "security", "auditor", None]
)
def test_only_officers_of_the_whole_city_run_rounds(officer: Any, role: str | None) -> None:
    one = opened(officer)
    other = person(f"other-{role}", *([role] if role and role != "district" else []))
    if role == "district":
        assign(other, "officer", territory=Territory.objects.get(code="990101"))
    seen = one.revision
    acts = (
        lambda: create_round(acting_user=other, version=one.version, plan=plan()),
        lambda: change_round(acting_user=other, round=one, values={"remarks": "x"}, seen_revision=seen),
        lambda: announce_round(acting_user=other, round=one, seen_revision=seen),
        lambda: extend_round(
            acting_user=other, round=one, to=NewEnd(clock.now()), reason="x", seen_revision=seen
        ),
        lambda: cancel_round(acting_user=other, round=one, reason="x", seen_revision=seen),
        lambda: finish_round(acting_user=other, round=one, seen_revision=seen),
        lambda: set_quotas(acting_user=other, round=one, quotas=[], seen_revision=seen),
        lambda: draft_call(acting_user=other, round=one, seen_revision=seen),
        lambda: attach_file(acting_user=other, round=one, title="x", name="x.png", content=picture()),
        lambda: turn_rounds(acting_user=other),
    )
    for act in acts:
        with pytest.raises(PermissionRefused):
            act()


@pytest.mark.django_db
def test_no_number_of_a_person_gets_into_what_a_round_makes_public(officer: Any) -> None:
    version = scheme(officer)
    with pytest.raises(NotCleared, match="Remove or mask it") as told:
        create_round(acting_user=officer, version=version, plan=plan(remarks="请联系张示例 13912345678。"))
    assert told.value.field == "remarks"
    one = create_round(acting_user=officer, version=version, plan=plan(remarks="材料一式两份。"))
    with pytest.raises(NotCleared):
        change_round(
            acting_user=officer, round=one, values={"remarks": "身份证号 110101199003074530"}, seen_revision=0
        )
    one.refresh_from_db()
    assert one.remarks == "材料一式两份。"
