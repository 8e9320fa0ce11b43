"""Cases of a paying scheme that have come to their payment; all invented."""

import json
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from qinglan.programmes.domain import flow
from qinglan.programmes.domain.budget import open_budget_line
from qinglan.programmes.domain.payee import enter_payee
from qinglan.programmes.models import BudgetLine, Case, CaseRevision, Round, WorkItem
from tests.programmes import making
from tests.programmes.making import BASIS, T, changed, step, text


def paying_scheme(slug: str = "sample-subsidy", **amount: Any) -> dict[str, Any]:
    """10 % of the deals' value, at most 50,000 元 a case, deals named by their number."""
    deals = [
        {"id": "registration", "type": "text", "text": text("登记编号", "Number")},
        {"id": "value", "type": "money", "text": text("金额", "Value"), "unit": "元"},
        {"id": "related", "type": "yes_no", "text": text("关联交易", "Related")},
    ]
    manifest = {**making.SMALL["manifest"], "slug": slug, "nature": "subsidy"}
    form = {
        "id": "subsidy",
        "text": text("补贴", "Subsidy"),
        "basis": BASIS,
        "rule": {"kind": "ratio", "input": "deals_claimed", "share": "0.1", "unit": "元"},
        "cap_case": "50000",
        **amount,
    }
    return changed(
        manifest=manifest,
        questions={"sections": [{"id": "deals", "title": T, "repeat": True, "questions": deals}]},
        money={
            "amounts": [form],
            "claim": {"section": "deals", "key": "registration", "amount": "value", "related": "related"},
        },
        steps={
            "start": "application",
            "steps": [
                step("application", "form", "applicant", "draft", {"submitted": "pay"}),
                step("pay", "payment", "officer", "in_decision", {"paid": "granted", "stopped": "refused"}),
            ],
        },
    )


def at_payment(
    officer: Any, one: Round, number: int, *deals: tuple[str, str, bool], subject: str = ""
) -> Case:
    """The numbered organisation's case with these deals, at its payment."""
    case = making.case(officer, one, number, subject_key=subject, subject_name=subject)
    rows = [
        {"_row": place, "registration": key, "value": value, "related": related}
        for place, (key, value, related) in enumerate(deals, 1)
    ]
    CaseRevision.objects.create(
        case=case, number=1, answers="{}", rows=json.dumps({"deals": rows}), facts="{}",
        digest="0" * 64, submitted_at=datetime.now(UTC), submitted_by=officer,
    )  # fmt: skip
    with transaction.atomic():
        item: WorkItem = flow.begin(acting_user=officer, case=case)
        case.submitted_at = datetime.now(UTC)
        case.number = f"S{case.pk}"
        case.save(update_fields=["submitted_at", "number"])
        flow.close_item(acting_user=officer, case=case, item=item, outcome="submitted")
    return case


def line_of(officer: Any, one: Round, yuan: int = 100_000) -> BudgetLine:
    """A budget line of the round's scheme."""
    return open_budget_line(
        acting_user=officer, programme=one.version.programme, year=2026,
        document="青财预〔2026〕1号", custodian="青川市财政局国库专户", amount=yuan * 100, on=date(2026, 1, 5),
    )  # fmt: skip


def payee_of(user: Any, case: Case, number: str = "6222000011112222") -> Any:
    """An account in the applicant's name."""
    return enter_payee(
        acting_user=user, organisation=case.applicant, account_name=case.applicant.name,
        bank="青川银行东区支行", number=number,
    )  # fmt: skip
