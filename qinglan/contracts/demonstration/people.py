"""Moves of researchers, shares that they hold, proofs of results, and what an inventor asks for an idle invention."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from qinglan.contracts.demonstration.file_form import Idle, Move, Proof
from qinglan.contracts.demonstration.trade import unit_of
from qinglan.contracts.domain.idle import answer_application, apply_for_use
from qinglan.contracts.domain.invention import Named, check_ownership, disclose
from qinglan.contracts.domain.inventor import enter_inventor
from qinglan.contracts.domain.mobility import apply_mobility, begin_mobility, report_year
from qinglan.contracts.domain.mobility_decision import agree_mobility, approve_mobility
from qinglan.contracts.domain.mobility_term import ask_extension, decide_extension
from qinglan.contracts.domain.result_proof import Part, issue_proof
from qinglan.contracts.domain.shareholding import record_shares
from qinglan.contracts.models import Contract, Inventor, Mobility, MobilityReport
from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling

TERMS = {
    "pay_terms": "保留人事关系、职称评审资格，岗位绩效按考核发放（演示）。",
    "ip_terms": "任职期间完成的发明归属按三方协议约定，使用学校成果另行许可（演示）。",
    "secrecy_terms": "保守学校技术秘密，不承接与本课题组竞争的委托（演示）。",
}
ASKED_BEFORE = timedelta(days=60)
"""So long before its first day an arrangement is applied for, decided and agreed on."""


@transaction.atomic
def move(story: Move, unit_user: Any, person: Any, scan: bytes) -> Mobility:
    """An arrangement, as far as its stage says, told around its first day."""
    starts = clock.today() + timedelta(days=story.starts)
    begun = min(clock.now() + timedelta(days=story.starts) - ASKED_BEFORE, clock.now() - timedelta(days=40))
    unit, who = unit_of(unit_user), person or unit_user
    with telling(begun):
        row = begin_mobility(
            acting_user=who, unit=unit, for_self=person is not None,
            values=TERMS | {
                "form": story.form, "person_name": story.name, "post": story.post, "firm_name": story.firm_name,
                "firm_code": story.firm, "task": story.task, "starts_on": starts,
                "ends_on": starts + timedelta(days=story.ends - story.starts), "years_of_service": story.years,
                "is_head": False, "leads_national_project": False, "is_under_investigation": False,
            },
        )  # fmt: skip
        row = apply_mobility(acting_user=who, mobility=row)
    if story.stage == "applied":
        return row
    with telling(begun + timedelta(days=35)):
        day = clock.today()
        row = approve_mobility(
            acting_user=unit_user, mobility=row, decision="校长办公会纪要（演示）第 6 号", decided_on=day,
            noticed_from=day - timedelta(days=30), noticed_until=day - timedelta(days=2),
        )  # fmt: skip
    if story.stage == "approved":
        return row
    with telling(begun + timedelta(days=38)):
        row = agree_mobility(
            acting_user=unit_user,
            mobility=row,
            agreed_on=clock.today(),
            name="三方协议（演示）.pdf",
            content=scan,
        )
    return _ran(story, row, unit_user, who)


def _ran(story: Move, row: Mobility, unit_user: Any, who: Any) -> Mobility:
    """What followed while it was in force: yearly reports, a longer term, shares."""
    for year in range(row.starts_on.year, clock.today().year):
        if not MobilityReport.objects.filter(mobility=row, year=year).exists():
            row.refresh_from_db()
            report_year(
                acting_user=who,
                mobility=row,
                year=year,
                work="按协议开展工作（演示）。",
                results="中试报告一份（演示）",
            )
    if story.longer:
        with telling(clock.now() - timedelta(days=30)):
            row.refresh_from_db()
            asked = ask_extension(
                acting_user=who, mobility=row, until=row.ends_on + timedelta(days=story.longer), is_profitable=False,
                reason="产线在建，企业尚未盈利（演示）",
            )  # fmt: skip
        with telling(clock.now() - timedelta(days=20)):
            decide_extension(
                acting_user=unit_user, extension=asked, granted=True, answer="同意延长一次（演示）"
            )
        row.refresh_from_db()
    if story.shares is not None:
        values = {
            "firm_code": row.firm_code, "firm_name": row.firm_name, "basis": story.shares.basis,
            "share": story.shares.share, "since": row.starts_on, "note": story.shares.note,
        }  # fmt: skip
        record_shares(acting_user=unit_user, unit=row.unit, values=values, mobility=row)
    return row


def prove(story: Proof, user: Any, contract: Contract) -> None:
    """The unit certifies what somebody did in a contract."""
    issue_proof(
        acting_user=user, unit=unit_of(user),
        values={"person_name": story.name, "post": story.post, "purpose": "职称评审（演示）"},
        parts=[Part(contract, story.part, story.share)],
    )  # fmt: skip


@transaction.atomic
def ask_for_idle(story: Idle, user: Any, inventor: Any) -> None:
    """The inventor of an idle invention applies; the unit agreed, or is still to answer."""
    unit = unit_of(user)
    with telling(clock.now() - timedelta(days=story.days + 30)):
        person = Inventor.objects.filter(organisation=unit, user=inventor).first() or enter_inventor(
            acting_user=user, unit=unit, account=inventor,
            values={"staff_number": story.number, "name": inventor.display_name[:3], "post": "副教授", "head": "no"},
        )  # fmt: skip
        row = disclose(
            acting_user=user, unit=unit, contributors=[Named(person, "提出方案（演示）", True)],
            values={"title": story.title, "kind": "patent", "completed_on": clock.today() - timedelta(days=500)},
        )  # fmt: skip
        row = check_ownership(
            acting_user=user, invention=row, finding="owned", basis="聘用合同、任务书（演示）"
        )
    with telling(clock.now() - timedelta(days=story.days)):
        asked = apply_for_use(acting_user=inventor, invention=row, plan=story.plan)
    if story.answer:
        with telling(clock.now() - timedelta(days=story.days - 10)):
            answer_application(acting_user=user, application=asked, agreed=True, answer=story.answer)
