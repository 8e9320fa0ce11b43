"""A scheme with draw, review and site visit, experts of a pool, and panels; all invented."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from qinglan.kernel import clock
from qinglan.parties.models import Expert, ExpertEmployer, ExpertState, InterestStatement, Organisation
from qinglan.programmes.domain.draw import Terms, commit_draw, draw
from qinglan.programmes.domain.seat import answer_seat, invite_seat
from qinglan.programmes.models import Case, Panel, Round, SeatState, Way
from tests.parties.organisations.made import person_account
from tests.programmes import making as base

SCORING = {
    "total": "100",
    "groups": [
        {
            "id": "merit",
            "text": base.text("水平", "Merit"),
            "items": [
                {
                    "id": "advance",
                    "text": base.text("技术先进性", "Advance"),
                    "marks": "60",
                    "scorer": {"kind": "expert", "trim": 1, "guide": base.text("与同类比较", "Compare")},
                },
                {
                    "id": "market",
                    "text": base.text("市场前景", "Market"),
                    "marks": "30",
                    "scorer": {"kind": "expert", "trim": 1},
                },
                {
                    "id": "research_part",
                    "text": base.text("研发占比", "R&D"),
                    "marks": "10",
                    "scorer": {"kind": "linear", "input": "rd_share", "base": "0", "leading": "10"},
                },
            ],
        }
    ],
    "grades": [
        {"id": "below", "text": base.text("不通过", "Below"), "at_least": "0", "passes": False},
        {"id": "good", "text": base.text("通过", "Passed"), "at_least": "70", "passes": True},
    ],
}


def content(**review: Any) -> dict[str, Any]:
    """The scheme: form, draw, review, visit, decision; `review` are settings of the review."""
    steps = [
        base.step("application", "form", "applicant", "draft", {"submitted": "draw"}),
        base.step(
            "draw", "draw", "secretary", "in_review", {"drawn": "review"},
            within={"number": 5, "unit": "working_day"}, settings={"experts": 3, "reserves": 1},
        ),
        base.step(
            "review", "review", "experts", "in_review", {"passed": "visit", "below": "refused"},
            within={"number": 10, "unit": "working_day"}, stops_clock=True,
            settings={"trim": 1, "outlier": "0.3", "spread": "0.4", "feedback_days": 10, **review},
        ),
        base.step(
            "visit", "site_visit", "visitors", "in_review", {"passed": "decide", "failed": "refused"},
            within={"number": 15, "unit": "working_day"}, stops_clock=True,
            settings={"checklist": ["研发场所和人员在岗", "知识产权证书原件"]},
        ),
        base.step(
            "decide", "decision", "decision_maker", "in_decision",
            {"granted": "granted", "returned": "review", "refused": "refused"},
            within={"number": 10, "unit": "working_day"},
        ),
    ]  # fmt: skip
    return base.changed(
        steps={"start": "application", "within": {"number": 60, "unit": "working_day"}, "steps": steps},
        scoring=SCORING,
    )


def open_round(officer: Any, **review: Any) -> Round:
    return base.open_round(officer, content(**review))


def waiting(officer: Any, one: Round, number: int = 1) -> Case:
    """A submitted case at its draw, with a revision to be scored."""
    from qinglan.programmes.models import CaseRevision

    case = base.submitted(officer, one, number)
    CaseRevision.objects.create(
        case=case, number=1, answers='{"income":"1000","rd":"80"}', rows="{}", facts="{}",
        digest="0" * 64, submitted_at=clock.now(), submitted_by=officer,
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(number=f"QC{case.pk:04d}")
    case.refresh_from_db()
    return case


def expert(officer: Any, number: int, *, employer: Organisation | None = None, said: bool = True) -> Expert:
    """An expert of the pool with an account, an employer and a statement."""
    user = person_account(f"expert-{number}")
    made = Expert.objects.create(
        user=user, name=f"专家{number}", name_key=f"{number:04d}", route="application",
        state=ExpertState.IN_POOL, state_on=date(2026, 1, 5), confirmed_by=officer,
        confirmed_at=timezone.now(), created_at=timezone.now(), created_by=officer,
    )  # fmt: skip
    unit: dict[str, Any] = {"organisation": employer} if employer else {"free_name": f"外地大学{number}"}
    ExpertEmployer.objects.create(expert=made, valid_from=date(2020, 1, 1), **unit)
    if said:
        InterestStatement.objects.create(user=user, said_on=clock.today(), said_at=clock.now(), said_by=user)
    return made


def experts(officer: Any, count: int) -> list[Expert]:
    return [expert(officer, number) for number in range(1, count + 1)]


def review_day() -> date:
    return clock.today() + timedelta(days=3)


def committed(secretary: Any, one: Round, cases: list[Case], **terms: Any) -> Panel:
    return commit_draw(
        acting_user=secretary, round=one, cases=cases, terms=Terms(review_day(), **terms), declares=True
    )


def drawn(secretary: Any, one: Round, cases: list[Case], **terms: Any) -> Panel:
    return draw(acting_user=secretary, panel=committed(secretary, one, cases, **terms))


def accepted(secretary: Any, panel: Panel) -> Panel:
    """Everybody who is called is invited by telephone and says yes, until nobody is called any more."""
    while seat := panel.seats.filter(state=SeatState.CALLED).first():
        invite_seat(acting_user=secretary, seat=seat, way=Way.TELEPHONE)
        answer_seat(acting_user=secretary, seat=seat, accepts=True, way=Way.TELEPHONE)
    return panel
