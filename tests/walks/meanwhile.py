"""What others do meanwhile, by the same verbs as their pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from qinglan.kernel import clock
from qinglan.programmes.cases.form_state import Place
from qinglan.programmes.domain.case_file import Upload, attach_to_case
from qinglan.programmes.domain.case_submit import submit_case
from qinglan.programmes.domain.check import asked_at, judge_requirement, standing
from qinglan.programmes.domain.joint_check import enter_reply
from qinglan.programmes.domain.meeting import keep_meeting
from qinglan.programmes.domain.review import Sheet, expert_items, submit_sheet
from qinglan.programmes.domain.seat import answer_seat, declare_for_cases, invite_seat
from qinglan.programmes.domain.visit import Upload as Photograph
from qinglan.programmes.domain.visit import conclude_visit, hand_in_report, note_finding, plan_visit
from qinglan.programmes.models import Case, Finding, Panel, PanelAssignment, Reply, SeatState, Way
from tests.programmes.applying import picture, revision_of


def corrected(user: Any, case: Case) -> None:
    """The applicant adds the scan with the stamp and hands in again."""
    attach_to_case(
        acting_user=user, case=case, place=Place("files", "application", None),
        upload=Upload("申报书加盖公章.png", picture(77)),
    )  # fmt: skip
    submit_case(acting_user=user, case=case, seen_revision=revision_of(case))


def judged(officer: Any, cases: Iterable[Case]) -> None:
    """What the system can't know is judged: met."""
    for case in cases:
        told = standing(case, "submission")
        for one in asked_at(case, "submission"):
            if one.id not in told or told[one.id].finding != Finding.MET:
                judge_requirement(
                    acting_user=officer, case=case, requirement=one.id, finding=Finding.MET, note="原件核对"
                )


def replied(officer: Any, cases: Iterable[Case]) -> None:
    """All departments reply: no objection."""
    for case in cases:
        for one in list(case.replies.filter(reply=Reply.PENDING)):
            enter_reply(acting_user=officer, reply=one, answer=Reply.CLEAR, source="复函（演示）")


def accepted(secretary: Any, panel: Panel) -> None:
    """Everybody who is called is telephoned and says yes."""
    while seat := panel.seats.filter(state=SeatState.CALLED).first():
        invite_seat(acting_user=secretary, seat=seat, way=Way.TELEPHONE)
        answer_seat(acting_user=secretary, seat=seat, accepts=True, way=Way.TELEPHONE)


def readings(panel: Panel) -> list[PanelAssignment]:
    """Who reads which case now."""
    rows = PanelAssignment.objects.filter(seat__panel=panel, ended_at__isnull=True)
    return list(rows.select_related("seat__panel", "seat__entry__expert__user", "case__case"))


def marked(panel: Panel, mark: str = "8") -> None:
    """Every expert declares, and hands in his sheets."""
    seats = {one.seat_id: one for one in readings(panel)}
    for one in seats.values():
        declare_for_cases(acting_user=one.seat.entry.expert.user, seat=one.seat, ties={})
    for one in readings(panel):
        marks = {item.id: mark for item in expert_items(one.case.case)}
        submit_sheet(acting_user=one.seat.entry.expert.user, assignment=one, sheet=Sheet(marks, "recommend"))


def visited(officer: Any, second: Any, cases: Iterable[Case]) -> None:
    """Each firm is visited, and all is as it was said."""
    for case in cases:
        visit = plan_visit(
            acting_user=officer,
            case=case,
            on=clock.today(),
            place="厂区",
            team=[officer, second],
            leader=officer,
        )
        for line in range(len(visit.checklist)):
            note_finding(acting_user=officer, visit=visit, line=line, finding="agrees")
        report = Photograph("核查报告.png", picture(5), "image/png")
        hand_in_report(acting_user=officer, visit=visit, upload=report)
        conclude_visit(acting_user=officer, visit=visit, outcome="passed")


def agreed(officer: Any, cases: Sequence[Case]) -> None:
    """The meeting agrees to all."""
    keep_meeting(
        acting_user=officer,
        cases=list(cases),
        verdict="agreed",
        held_on=clock.today(),
        minutes="局务会纪要第9期",
    )
