"""Money of the story, by its verbs: worked out, approved, requested, paid, stopped, recovered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from qinglan.kernel import clock
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
from qinglan.programmes.models import BudgetLine, Case, Entitlement, WorkItem

ENDS = ("paid", "approved", "paid", "requested", "recovered", "stopped", "worked_out")
"""How far the payment of each case goes, in turn."""
BUDGET = 500_000_000
BANK = "两江绿色银行合川支行（演示）"
CUSTODIAN = "市财政局国库集中支付专户（演示）"


def pay(cases: Sequence[Case], cast: Cast, now: datetime) -> None:
    """Take the payments of these cases as far as the story lets each, all in the order of their times."""
    begins = dict(WorkItem.objects.filter(case__in=cases, state="open").values_list("case", "opened_at"))
    lines: dict[int, BudgetLine] = {}
    for case in sorted(cases, key=lambda one: begins[one.pk]):
        programme, at = case.version.programme, begins[case.pk]
        if programme.pk not in lines:
            with telling(at):
                lines[programme.pk] = open_budget_line(
                    acting_user=cast["officer-demo"], programme=programme, year=at.year,
                    document=f"演示财预〔{at.year}〕{programme.pk}号", custodian=CUSTODIAN, amount=BUDGET,
                    on=times.day_of(at - timedelta(days=60)),
                )  # fmt: skip
    acts: list[tuple[datetime, Callable[[], None]]] = []
    for turn, case in enumerate(cases):
        one = _Payment(case, cast, lines[case.version.programme_id], ENDS[turn % len(ENDS)])
        for days, act in ((1, one.work_out), (3, one.approve), (6, one.ask_for), (14, one.receive)):
            acts.append((min(begins[case.pk] + timedelta(days=days), now), act))
    for moment, act in sorted(acts, key=lambda each: each[0]):
        with telling(moment):
            act()


@dataclass
class _Payment:
    """The payment of one case, which ends where the story lets it end."""

    case: Case
    cast: Cast
    line: BudgetLine
    end: str
    owed: list[Entitlement] = field(default_factory=list)

    def work_out(self) -> None:
        """Work out what is owed, and enter the account."""
        officer, holder = self.cast["officer-demo"], self.case.applicant
        found = work_out_entitlements(acting_user=officer, case=self.case)
        self.owed = [one for one in found if one.amount]
        enter_payee(
            acting_user=officer, organisation=holder, account_name=holder.name, bank=BANK,
            number=f"62220000{self.case.pk:08d}",
        )  # fmt: skip

    def approve(self) -> None:
        """Somebody else approves it; one is stopped then."""
        if self.end == "worked_out":
            return
        self.owed = [
            approve_payment(acting_user=self.cast["finance-demo"], entitlement=one, line=self.line)
            for one in self.owed
        ]
        if self.end == "stopped":
            for one in self.owed:
                stop_payment(
                    acting_user=self.cast["officer-demo"], entitlement=one, reason="申报单位主动放弃（演示）"
                )

    def ask_for(self) -> None:
        """The letter to the treasury."""
        if self.owed and self.end in ("paid", "requested", "recovered"):
            request_payments(
                acting_user=self.cast["officer-demo"], entitlements=self.owed,
                issuer=self.case.round.issuer, addressee="市财政局",
            )  # fmt: skip

    def receive(self) -> None:
        """The receipt of the bank; a part is recovered of one."""
        if self.end not in ("paid", "recovered"):
            return
        officer, key = self.cast["officer-demo"], self.case.pk
        for place, one in enumerate(self.owed, 1):
            one.refresh_from_db()
            paid = enter_receipt(
                acting_user=officer, entitlement=one, number=f"HD{key:05d}{place}", on=clock.today()
            )
            if self.end == "recovered":
                recover_payment(
                    acting_user=officer, entitlement=paid, amount=one.amount // 4, number=f"TH{key:05d}",
                    on=clock.today(), reason="审计核减一笔不合格票据（演示）",
                )  # fmt: skip
