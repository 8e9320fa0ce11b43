"""Money of the story, by its verbs: worked out, approved, requested, paid, stopped, recovered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle

from qinglan.kernel.clock.story import telling
from qinglan.programmes.demonstration import times
from qinglan.programmes.demonstration.cast import Cast
from qinglan.programmes.domain.budget import open_budget_line
from qinglan.programmes.domain.entitlement import work_out_entitlements
from qinglan.programmes.domain.payee import enter_payee
from qinglan.programmes.domain.payment import (
    approve_payment,
    enter_receipt,
    recover_payment,
    request_payments,
    stop_payment,
)
from qinglan.programmes.models import BudgetLine, Case, WorkItem

ENDS = ("paid", "approved", "paid", "requested", "recovered", "stopped", "worked_out")
"""How far the payment of each case goes, in turn."""
BUDGET = 500_000_000
BANK = "两江绿色银行合川支行（演示）"
CUSTODIAN = "市财政局国库集中支付专户（演示）"


def pay(cases: Sequence[Case], cast: Cast, now: datetime) -> None:
    """Take the payments of these cases as far as the story lets each."""
    lines: dict[int, BudgetLine] = {}
    officer, second = cast["officer-demo"], cast["finance-demo"]
    ends = cycle(ENDS)
    for case in cases:
        programme = case.version.programme
        at = WorkItem.objects.get(case=case, state="open").opened_at
        if programme.pk not in lines:
            with telling(at):
                lines[programme.pk] = open_budget_line(
                    acting_user=officer, programme=programme, year=at.year,
                    document=f"演示财预〔{at.year}〕{programme.pk}号", custodian=CUSTODIAN, amount=BUDGET,
                    on=times.day_of(at - timedelta(days=60)),
                )  # fmt: skip
        with telling(min(at + timedelta(days=1), now)):
            owed = [one for one in work_out_entitlements(acting_user=officer, case=case) if one.amount]
            enter_payee(
                acting_user=officer, organisation=case.applicant, account_name=case.applicant.name,
                bank=BANK, number=f"62220000{case.pk:08d}",
            )  # fmt: skip
        end = next(ends) if owed else "worked_out"
        if end == "worked_out":
            continue
        with telling(min(at + timedelta(days=3), now)):
            owed = [
                approve_payment(acting_user=second, entitlement=one, line=lines[programme.pk]) for one in owed
            ]
            if end == "stopped":
                for one in owed:
                    stop_payment(acting_user=officer, entitlement=one, reason="申报单位主动放弃（演示）")
        if end in ("approved", "stopped"):
            continue
        with telling(min(at + timedelta(days=6), now)):
            request_payments(
                acting_user=officer, entitlements=owed, issuer=case.round.issuer, addressee="市财政局"
            )
        if end == "requested":
            continue
        paid = min(at + timedelta(days=14), now)
        with telling(paid):
            for place, one in enumerate(owed, 1):
                one.refresh_from_db()
                paid_one = enter_receipt(
                    acting_user=officer,
                    entitlement=one,
                    number=f"HD{case.pk:05d}{place}",
                    on=times.day_of(paid),
                )
                if end == "recovered":
                    recover_payment(
                        acting_user=officer, entitlement=paid_one, amount=one.amount // 4, number=f"TH{case.pk:05d}",
                        on=times.day_of(paid), reason="审计核减一笔不合格票据（演示）",
                    )  # fmt: skip
