"""科技局: a round from the target of the plan to one more that is counted, in three chapters."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from qinglan.programmes.domain.award_state import set_state
from qinglan.programmes.domain.notice_close import close_due_notices
from qinglan.programmes.models import Award, AwardState, Notice
from tests.walks import (
    applications,
    chongqing,
    clock,
    meanwhile,
    office_check,
    office_decision,
    office_notice,
    office_panel,
    office_round,
    stage,
)
from tests.walks.mail import subjects
from tests.walks.worker import work_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_target_to_the_replies_of_the_departments(sits: Any, mailbox: Any) -> None:
    clock.begin_at("2026-06-01T09:30")
    chongqing.load(stage.SCHEME)
    user = stage.people()["officer"]
    for number, name in enumerate(("嘉陵节能", "巴南环保"), 91):
        chongqing.held(user, stage.SCHEME, chongqing.firm(user, number, name), f"LSQY2025{number:04d}")
    with transaction.atomic():
        gone = Award.objects.get(number="LSQY20250092")
        set_state(acting_user=user, award=gone, to=AwardState.REVOKED, on=date(2026, 3, 2), reason="弄虚作假")
    officer = sits(user)
    office_round.sees_target(officer, "1")
    officer.reads("嘉陵节能（演示）有限公司", "2025-09-01起有效", "2026-03-02")
    one = office_round.opens_round(officer)
    said = office_round.sends_call(officer, one)
    assert "关于组织申报绿色技术创新企业（2026年第1批）的通知" in said
    assert "2026年6月12日17时30分" in said
    assert "长寿区5项、渝北区8项" in said
    names = (*stage.FIRMS, "磁器节能")
    firms = [chongqing.firm(user, number, name) for number, name in enumerate(names, 1)]
    people = [chongqing.works_at(f"manager{number}", one) for number, one in enumerate(firms, 1)]
    cases = [applications.submitted(who, one, firm) for who, firm in zip(people[:3], firms[:3], strict=True)]
    applications.drafted(people[3], one, firms[3])
    office_round.chases(officer, "磁器节能")
    work_off()
    assert subjects(mailbox)[-1] == ("manager4@example.cn", "绿色技术创新企业2026年第1批：申报书尚未提交")
    office_check.returns_for_stamp(officer, "歌乐再生")
    meanwhile.corrected(people[1], cases[1])
    meanwhile.judged(user, cases)
    office_check.passes_all(officer)
    office_check.asks_departments(officer, cases)
    office_check.recommends_all(officer)


def test_from_the_draw_to_the_end_of_the_public_notice(sits: Any, tmp_path: Path) -> None:
    here = stage.at_draw("2026-09-14")
    officer, stranger = sits(here.officer), sits()
    panel = office_panel.draws(officer, here.officer, "缙云环保")
    office_panel.finds_tie(officer, here.officer, panel)
    meanwhile.marked(panel)
    office_panel.concludes(officer, panel)
    stage.to_notice(here)
    clock.move_to(here.administrator, "2026-09-28T09:00")
    notice = office_notice.posts(officer, "缙云环保")
    assert notice.last_day == date(2026, 10, 10)
    office_panel.publishes(officer, panel)
    office_panel.stranger_replays(stranger, panel, tmp_path)
    clock.move_to(here.administrator, "2026-10-10T23:59")
    office_notice.stranger_objects(stranger, notice, here.cases[2])
    clock.move_to(here.administrator, "2026-10-11T00:00")
    close_due_notices(acting_user=chongqing.system_user())
    assert [(case.step, case.held_by_objection) for case in here.fresh()] == [
        ("joint_last", False), ("joint_last", False), ("notice", True),
    ]  # fmt: skip
    officer.go(f"/rounds/{here.round.pk}/follow/").looks_right("office-round-held")


def test_from_two_decisions_to_one_more_that_is_counted(sits: Any) -> None:
    here = stage.at_decision("2026-09-14", stage.FIRMS[:2])
    officer, second, stranger = sits(here.officer), sits(here.second), sits()
    office_decision.decides_twice(officer, second, here.cases[0])
    office_decision.prepares_rest(officer)
    office_decision.publishes(sits(here.decider), here.round)
    work_off()
    awards = list(Award.objects.order_by("pk"))
    assert [(one.number, one.state) for one in awards] == [
        ("LSQY20260001", "in_force"), ("LSQY20260002", "in_force"),
    ]  # fmt: skip
    office_decision.stranger_verifies(stranger, awards[0])
    office_round.sees_target(stranger, "2")
    assert Notice.objects.count() == 1
