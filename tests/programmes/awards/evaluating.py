"""A scheme whose awards are evaluated again by its own score, and cases that do so; all invented."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from qinglan.kernel import clock
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.decision import Prepared, prepare_decision, release_decisions
from qinglan.programmes.domain.re_evaluation import begin_re_evaluation
from qinglan.programmes.models import Award, Case, CaseRevision, Round, Verdict
from tests.programmes import making
from tests.programmes.awarding import awarded, kept_scheme
from tests.programmes.making import BASIS, text, walked
from tests.support.people import join, person

YEARS = {"number": 3, "unit": "year"}


def evaluated_scheme(**again: Any) -> dict[str, Any]:
    """The kept scheme, with a score of ten points for each percent of R&D, and four grades."""
    content = kept_scheme()
    content["after"]["obligations"] = []
    content["scoring"] = {
        "total": "100",
        "groups": [
            {
                "id": "research_group",
                "text": text("研发", "Research"),
                "items": [
                    {
                        "id": "research_marks",
                        "text": text("研发占比", "Share of R&D"),
                        "marks": "100",
                        "scorer": {"kind": "linear", "input": "rd_share", "base": "0", "leading": "10"},
                    }
                ],
            }
        ],
        "grades": [
            {"id": "below", "text": text("不通过", "Below"), "at_least": "0", "passes": False},
            {"id": "passed", "text": text("通过", "Passed"), "at_least": "60", "passes": True},
        ],
    }
    grades = [
        ("failed", "不合格", "0", "revocation"),
        ("fair", "基本合格", "50", "rectification"),
        ("good", "合格", "60", "renewal"),
        ("excellent", "优秀", "90", "renewal"),
    ]
    content["after"]["re_evaluation"] = {
        "every": YEARS,
        "text": text("三年期满复评", "Evaluated again after three years"),
        "basis": BASIS,
        "grades": [
            {"id": name, "text": text(zh, name), "at_least": least, "leads_to": leads_to}
            for name, zh, least, leads_to in grades
        ],
        **again,
    }
    content["after"]["exit_grounds"] += [
        {"id": name, "text": text(name, name), "basis": BASIS}
        for name in ("no_evaluation", "failed_evaluation", "failed_twice")
    ]
    return content


def due_award(
    officer: Any, organisation: int = 1, content: Any = None, *, left: int = 30, **more: Any
) -> Award:
    """An award whose three years end, and whose re-evaluation is due, in `left` days."""
    last = clock.today() + timedelta(days=left)
    start = last.replace(year=last.year - 3) + timedelta(days=1)
    values = {"valid_to": last, "re_evaluate_on": last, **more}
    return awarded(officer, organisation, content or evaluated_scheme(), granted_on=start, **values)


def member_of(award: Award, name: str = "manager") -> Any:
    user = person(name)
    join(user, award.holder)
    return user


def evaluation_round(officer: Any, award: Award, by: date | None = None, **more: Any) -> Round:
    """A round that takes awards due within a year."""
    until = by or clock.today() + timedelta(days=366)
    content = award.version.definition.stored()
    return making.open_round(officer, content, re_evaluates_by=until, **more)


def handed_in(officer: Any, user: Any, award: Award, one: Round, rd: str) -> Case:
    """The application for the re-evaluation, submitted with so much R&D of a revenue of 1000."""
    case = begin_re_evaluation(acting_user=user, award=award, round=one)
    CaseRevision.objects.create(
        case=case, number=1, answers=f'{{"income":"1000","rd":"{rd}"}}', rows="{}", facts="{}",
        digest="0" * 64, submitted_at=clock.now(), submitted_by=user,
    )  # fmt: skip
    with transaction.atomic():
        row = flow.locked(case)
        row.submitted_at, row.number = clock.now(), f"F{row.pk}"
        row.save(update_fields=["submitted_at", "number"])
        flow.close_item(acting_user=user, case=row, item=flow.open_item_of(row), outcome="submitted")
    case.refresh_from_db()
    return case


def decided(officer: Any, case: Case, verdict: Verdict = Verdict.GRANT) -> Case:
    """The case after its decision, prepared by the officer and released by somebody else."""
    walked(officer, case, "passed", "recommended", "clear", "unopposed")
    decision = prepare_decision(
        acting_user=officer, case=case,
        prepared=Prepared(verdict, *([] if verdict == Verdict.GRANT else ["条件不符", "第三条"])),
    )  # fmt: skip
    release_decisions(
        acting_user=person(f"decider-{case.pk}", "decider"), round=case.round, decisions=[decision],
        basis="局长办公会〔2026〕第3次",
    )  # fmt: skip
    case.refresh_from_db()
    return case
